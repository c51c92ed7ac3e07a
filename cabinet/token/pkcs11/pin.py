"""What is known of a PIN before a token is asked: each refusal here saves an attempt."""

from __future__ import annotations

from ctypes import c_ulong
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.cryptoki import RawTokenInfo
from cabinet.token.pkcs11.model import PinState, TokenInfo
from cabinet.token.pkcs11.structures import CKF

__all__ = ["check_pin", "check_state", "token_of"]

_LONGEST: Final = 255
"""What is sent where a token names no limit of its own."""
_SPACE, _DELETE = 0x20, 0x7F
_UNAVAILABLE: Final = {0, c_ulong(-1).value}


def token_of(slot: int, info: RawTokenInfo) -> TokenInfo:
    """Return a token's info as a value; limits of a PIN that make no sense are none."""
    flags = info.flags
    if flags & CKF.PIN_LOCKED:
        state = PinState.LOCKED
    elif flags & CKF.PIN_FINAL_TRY:
        state = PinState.FINAL
    elif flags & CKF.PIN_TO_BE_CHANGED:
        state = PinState.TO_BE_CHANGED
    elif flags & CKF.PIN_COUNT_LOW:
        state = PinState.LOW
    else:
        state = PinState.PLENTY
    longest = _LONGEST if info.max_pin in _UNAVAILABLE else min(info.max_pin, _LONGEST)
    return TokenInfo(
        slot,
        info.label,
        info.serial,
        info.manufacturer,
        info.model,
        state,
        bool(flags & CKF.PROTECTED_PATH),
        info.min_pin if info.min_pin <= longest else 0,
        longest,
        bool(flags & CKF.LOGIN_REQUIRED),
        flags,
    )


def check_pin(pin: bytes | bytearray, token: TokenInfo) -> None:
    """Check the form of a PIN in UTF-8; its length is counted in bytes, as the token counts.

    Raises:
        KnownError: ``PIN_LENGTH`` or ``PIN_CHARACTERS``.
    """
    if not max(token.min_pin, 1) <= len(pin) <= token.max_pin:
        raise KnownError("PIN_LENGTH", min=str(max(token.min_pin, 1)), max=str(token.max_pin))
    if any(byte < _SPACE or byte == _DELETE for byte in pin):
        raise KnownError("PIN_CHARACTERS")


def check_state(token: TokenInfo, *, last_try: bool) -> None:
    """Check that a PIN may be tried at all; ``last_try`` says that the person knows it is the last.

    Raises:
        KnownError: ``PIN_LOCKED``, ``PIN_EXPIRED`` or ``PIN_LAST_TRY``, with ``pin_state``.
    """
    state = token.pin_state
    if state is PinState.LOCKED:
        raise KnownError("PIN_LOCKED", "by its flags, not asked", pin_state=state.value)
    if token.flags & CKF.PIN_TO_BE_CHANGED:
        raise KnownError("PIN_EXPIRED", "by its flags, not asked", pin_state=state.value)
    if state is PinState.FINAL and not last_try:
        raise KnownError("PIN_LAST_TRY", "not asked", pin_state=state.value)
