"""A thin binding of the PKCS#11 functions a log-in needs (OASIS PKCS#11 v2.40).

ctypes releases the GIL during calls. Vendor key types and mechanisms are plain numbers, as Ukrainian tokens need.
What a module answers is bounded: a count or a length out of all reason is ``TOKEN_ANSWER_INVALID``.
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_ubyte, c_ulong, c_void_p
from dataclasses import dataclass
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.loading import Library
from cabinet.token.pkcs11.return_values import code_of, name_of
from cabinet.token.pkcs11.structures import (
    CKA,
    CKF,
    CKU,
    Attribute,
    Info,
    InitArguments,
    Mechanism,
    SlotInformation,
    TokenInformation,
)

__all__ = ["CKF", "Cryptoki", "CryptokiError", "RawTokenInfo"]

_UNAVAILABLE: Final = c_ulong(-1).value
_MOST_SLOTS: Final = 1_024
_MOST_MECHANISMS: Final = 4_096
_MOST_OBJECTS: Final = 4_096
_LONGEST_ATTRIBUTE: Final = 1 << 20
_LONGEST_SIGNATURE: Final = 1_024
_NO_ATTRIBUTE: Final = {0x11, 0x12}
_NOT_LOGGED_IN: Final = 0x101


class CryptokiError(KnownError):
    """A PKCS#11 function failed; ``value`` is its return value."""

    def __init__(self, function: str, value: int) -> None:
        name = name_of(value)
        super().__init__(code_of(value), f"{function}: {name}", rv=name)
        self.value = value
        self.function = function


@dataclass(frozen=True)
class RawTokenInfo:
    """CK_TOKEN_INFO, texts stripped of their padding; free memory is the module's figure, whatever it means."""

    label: str
    manufacturer: str
    model: str
    serial: str
    flags: int
    min_pin: int
    max_pin: int
    public_free: int
    private_free: int

    @property
    def contents(self) -> tuple[object, ...]:
        """Return what changes when another token is in the slot, or something was written to this one."""
        made = self.flags & CKF.TOKEN_INITIALIZED
        return (self.label, self.manufacturer, self.model, self.serial, made, self.public_free, self.private_free)


class Cryptoki:
    """One module, initialised. Not thread-safe: the helper serves one request at a time."""

    def __init__(self, path: str) -> None:
        self._library = Library(path)
        self.initialize()

    def call(self, function: str, *arguments: object) -> None:
        """Call one function by name; raises :class:`CryptokiError` for any other value than CKR_OK."""
        value = self._library.call(function, *arguments)
        if value:
            raise CryptokiError(function, value)

    def initialize(self) -> None:
        """C_Initialize with the system's locking; being initialised already is fine."""
        arguments = InitArguments(flags=CKF.OS_LOCKING)
        try:
            self.call("C_Initialize", byref(arguments))
        except CryptokiError as error:
            if error.value != 0x191:
                raise

    def finalize(self) -> None:
        """C_Finalize; whatever the module says, it is over."""
        self._library.call("C_Finalize", None)

    def describe(self) -> str:
        """Return the module's own description and version."""
        info = Info()
        self.call("C_GetInfo", byref(info))
        return f"{_text(info.description)} {info.version.major}.{info.version.minor}"

    def slots(self, *, with_token: bool = True) -> list[int]:
        """Return all slots, or all with a token in them."""
        count = c_ulong()
        self.call("C_GetSlotList", with_token, None, byref(count))
        slots = (c_ulong * _bounded("slots", count.value, _MOST_SLOTS))()
        if not len(slots):
            return []
        self.call("C_GetSlotList", with_token, slots, byref(count))
        return list(slots[: count.value])

    def reader_name(self, slot: int) -> str:
        """Return what a slot calls itself (C_GetSlotInfo): the reader's name, for smart cards."""
        info = SlotInformation()
        self.call("C_GetSlotInfo", slot, byref(info))
        return _text(info.description)

    def token_info(self, slot: int) -> RawTokenInfo:
        """Return a token's info, read afresh."""
        info = TokenInformation()
        self.call("C_GetTokenInfo", slot, byref(info))
        return RawTokenInfo(
            _text(info.label),
            _text(info.manufacturer),
            _text(info.model),
            _text(info.serial),
            info.flags,
            info.min_pin,
            info.max_pin,
            info.public_free,
            info.private_free,
        )

    def open_session(self, slot: int) -> int:
        """Open a read-only session."""
        session = c_ulong()
        self.call("C_OpenSession", slot, CKF.SERIAL_SESSION, None, None, byref(session))
        return session.value

    def close_session(self, session: int) -> None:
        """Close a session; a session that is gone is closed."""
        self._library.call("C_CloseSession", session)

    def login(self, session: int, pin: bytearray | None, user: int = CKU.USER) -> None:
        """C_Login; None for a PIN pad. The copy handed to the module is overwritten afterwards."""
        if pin is None:
            self.call("C_Login", session, user, None, 0)
            return
        buffer = (c_ubyte * max(len(pin), 1))()
        ctypes.memmove(buffer, (c_ubyte * len(pin)).from_buffer(pin), len(pin))
        try:
            self.call("C_Login", session, user, buffer, len(pin))
        finally:
            ctypes.memset(buffer, 0, len(buffer))

    def logout(self, session: int) -> None:
        """C_Logout; not being logged in is fine."""
        self._library.call("C_Logout", session)

    def find(self, session: int, kind: int) -> list[int]:
        """Return handles of objects of a class."""
        value = c_ulong(kind)
        template = Attribute(CKA.CLASS, ctypes.cast(byref(value), c_void_p), ctypes.sizeof(value))
        self.call("C_FindObjectsInit", session, byref(template), 1)
        found: list[int] = []
        try:
            handles = (c_ulong * 32)()
            count = c_ulong()
            while True:
                self.call("C_FindObjects", session, handles, 32, byref(count))
                if not count.value:
                    return found
                found.extend(handles[: _bounded("handles", count.value, 32)])
                _bounded("objects", len(found), _MOST_OBJECTS)
        finally:
            self._library.call("C_FindObjectsFinal", session)

    def attribute(self, session: int, handle: int, kind: int) -> bytes:
        """Return one attribute's bytes; empty where the object has none, or keeps it secret."""
        attribute = Attribute(kind, None, 0)
        value = self._library.call("C_GetAttributeValue", session, handle, byref(attribute), 1)
        length = int(attribute.length)
        if value in _NO_ATTRIBUTE or length in {0, _UNAVAILABLE}:
            return b""
        if value:
            raise CryptokiError("C_GetAttributeValue", value)
        buffer = ctypes.create_string_buffer(_bounded("attribute", length, _LONGEST_ATTRIBUTE))
        attribute.value = ctypes.cast(buffer, c_void_p)
        self.call("C_GetAttributeValue", session, handle, byref(attribute), 1)
        return buffer.raw[: int(attribute.length)]

    def mechanisms(self, slot: int) -> set[int]:
        """Return the mechanisms of a slot."""
        count = c_ulong()
        self.call("C_GetMechanismList", slot, None, byref(count))
        kinds = (c_ulong * max(_bounded("mechanisms", count.value, _MOST_MECHANISMS), 1))()
        self.call("C_GetMechanismList", slot, kinds, byref(count))
        return set(kinds[: count.value])

    def sign(self, session: int, key: int, mechanism: int, data: bytes, pin: bytearray | None) -> bytes:
        """Sign in one call with a buffer big enough, so that a key that asks for its PIN each time is asked once.

        Such a key says so (CKA_ALWAYS_AUTHENTICATE), or refuses with CKR_USER_NOT_LOGGED_IN though the person is
        logged in: both are given the same PIN once more, which has just proved right.
        """
        asked = self.attribute(session, key, CKA.ALWAYS_AUTHENTICATE) == b"\x01"
        try:
            return self._sign(session, key, mechanism, data, pin, ask=asked)
        except CryptokiError as error:
            if asked or error.value != _NOT_LOGGED_IN or error.function != "C_Sign":
                raise
        return self._sign(session, key, mechanism, data, pin, ask=True)

    def _sign(self, session: int, key: int, mechanism: int, data: bytes, pin: bytearray | None, *, ask: bool) -> bytes:
        chosen = Mechanism(mechanism, None, 0)
        self.call("C_SignInit", session, byref(chosen), key)
        if ask:
            self.login(session, pin, CKU.CONTEXT)
        signature = (c_ubyte * _LONGEST_SIGNATURE)()
        length = c_ulong(_LONGEST_SIGNATURE)
        self.call("C_Sign", session, data, len(data), signature, byref(length))
        return bytes(signature[: _bounded("signature", length.value, _LONGEST_SIGNATURE)])


def _bounded(what: str, count: int, most: int) -> int:
    if count > most:
        raise KnownError("TOKEN_ANSWER_INVALID", f"{count} {what}")
    return count


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip("\0 ")
