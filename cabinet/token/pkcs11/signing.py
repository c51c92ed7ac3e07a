"""One signature on a token, from finding the token again to the length of what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.contents import key_bytes
from cabinet.token.pkcs11.cryptoki import Cryptoki, CryptokiError
from cabinet.token.pkcs11.mechanisms import choose
from cabinet.token.pkcs11.model import TokenCertificate, TokenInfo
from cabinet.token.pkcs11.pin import check_pin, check_state, token_of
from cabinet.token.pkcs11.public_key import PublicKey, public_key_of
from cabinet.token.pkcs11.return_values import GONE
from cabinet.token.pkcs11.slots import Slots
from cabinet.token.pkcs11.structures import CKA, CKK, CKO

__all__ = ["Wanted", "sign"]

_ALREADY_LOGGED_IN = 0x100
_OF_THE_PIN = {"PIN_INCORRECT", "PIN_LOCKED", "PIN_EXPIRED"}


@dataclass(frozen=True)
class Wanted:
    """What is to be signed, and how; see :meth:`cabinet.token.pkcs11.token.Pkcs11Token.sign`."""

    certificate: TokenCertificate
    data: bytes
    digest: bytes | None
    kind: str
    last_try: bool


def sign(cryptoki: Cryptoki, slots: Slots, wanted: Wanted, pin: bytearray | None) -> bytes:
    """Sign once. One C_Login at most, and none where it is known to be useless.

    Raises:
        KnownError: ``TOKEN_REMOVED``, ``NO_SIGN_MECHANISM``, ``KEY_ABSENT``, ``KEY_CERT_MISMATCH``,
            ``TOKEN_ANSWER_INVALID``, what :mod:`cabinet.token.pkcs11.pin` refuses, else the token's answer.
    """
    public = public_key_of(wanted.certificate.der)
    slot, info = slots.find(wanted.certificate.token)
    token = token_of(slot, info)
    if token.login_required:
        check_state(token, last_try=wanted.last_try)
        if not token.pin_pad:
            check_pin(pin or b"", token)
    try:
        chosen = choose(wanted.kind, public.bits, cryptoki.mechanisms(slot), wanted.data, wanted.digest)
        session = cryptoki.open_session(slot)
        try:
            if token.login_required:
                _log_in(cryptoki, session, token, None if token.pin_pad else pin)
            key = _key_of(cryptoki, session, wanted.certificate, public)
            signature = cryptoki.sign(session, key, chosen.mechanism, chosen.data, None if token.pin_pad else pin)
        finally:
            cryptoki.logout(session)
            cryptoki.close_session(session)
    except CryptokiError as error:
        _explain(slots, token, error)
    if not public.fits(signature):
        raise KnownError("TOKEN_ANSWER_INVALID", f"a signature of {len(signature)} bytes")
    return signature


def _log_in(cryptoki: Cryptoki, session: int, token: TokenInfo, pin: bytearray | None) -> None:
    try:
        cryptoki.login(session, pin)
    except CryptokiError as error:
        if error.value == _ALREADY_LOGGED_IN:
            return
        if error.code in _OF_THE_PIN:
            state = token_of(token.slot, cryptoki.token_info(token.slot)).pin_state
            raise KnownError(error.code, error.detail, rv=error.facts["rv"], pin_state=state.value) from error
        if error.code == "PIN_LENGTH":
            limits = {"min": str(max(token.min_pin, 1)), "max": str(token.max_pin)}
            raise KnownError(error.code, error.detail, rv=error.facts["rv"], **limits) from error
        raise


def _key_of(cryptoki: Cryptoki, session: int, certificate: TokenCertificate, public: PublicKey) -> int:
    """Return the handle of the certificate's private key.

    The key whose public half is the certificate's, wherever its CKA_ID points: some issuers' programs give the pair
    two ids, or two keys one. Else the key of the certificate's id, and the caller's check of the signature decides.
    """
    keys = {handle: cryptoki.attribute(session, handle, CKA.ID) for handle in cryptoki.find(session, CKO.PRIVATE_KEY)}
    halves: dict[bytes, list[bytes]] = {}
    for handle in cryptoki.find(session, CKO.PUBLIC_KEY):
        halves.setdefault(cryptoki.attribute(session, handle, CKA.ID), []).append(key_bytes(cryptoki, session, handle))
    of_id = [handle for handle, key_id in keys.items() if key_id and key_id == certificate.key_id]
    for handle in (*of_id, *(h for h in keys if h not in of_id)):
        own = key_bytes(cryptoki, session, handle)
        blobs = [own] if own else halves.get(keys[handle], [])
        if any(public.is_held_in(blob) for blob in blobs) and not _is_another(cryptoki, session, handle, public):
            return handle
    if not of_id:
        raise KnownError("KEY_ABSENT", f"{len(keys)} private keys, none of this certificate")
    for handle in of_id:
        if not _is_another(cryptoki, session, handle, public):
            return handle
    raise KnownError("KEY_CERT_MISMATCH", "the key of the certificate's id is another one")


def _is_another(cryptoki: Cryptoki, session: int, handle: int, public: PublicKey) -> bool:
    """Tell whether the private key itself says that it is not the certificate's: by its type, or by its modulus."""
    raw = cryptoki.attribute(session, handle, CKA.KEY_TYPE)
    kind = int.from_bytes(raw, "little") if raw else public.key_type
    if kind != public.key_type and kind in {CKK.RSA, CKK.EC, CKK.DSTU4145}:
        return True
    modulus = cryptoki.attribute(session, handle, CKA.MODULUS) if public.key_type == CKK.RSA else b""
    return bool(modulus) and not public.is_held_in(modulus)


def _explain(slots: Slots, token: TokenInfo, error: CryptokiError) -> NoReturn:
    """A failure that may mean a pulled-out token is looked into; it is never called a wrong PIN."""
    if error.value in GONE:
        slots.distrust()
        if not slots.present(token):
            raise KnownError("TOKEN_REMOVED", error.detail, rv=error.facts["rv"]) from error
    raise error
