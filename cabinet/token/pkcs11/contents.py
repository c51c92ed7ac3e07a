"""What can be read of a token without a PIN: certificates, and how much is known of their keys."""

from __future__ import annotations

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.cryptoki import Cryptoki
from cabinet.token.pkcs11.model import KeySeen, TokenCertificate, TokenInfo, TokenNote
from cabinet.token.pkcs11.public_key import public_key_of
from cabinet.token.pkcs11.structures import CKA, CKO

__all__ = ["key_bytes", "read_contents"]


def read_contents(cryptoki: Cryptoki, token: TokenInfo) -> tuple[tuple[TokenCertificate, ...], tuple[TokenNote, ...]]:
    """Return a token's certificates, and why there are none where there are none.

    Notes: ``TOKEN_EMPTY`` nothing is seen without a PIN; ``CERTIFICATE_ABSENT`` there are keys, but no certificate.
    """
    session = cryptoki.open_session(token.slot)
    try:
        private = cryptoki.find(session, CKO.PRIVATE_KEY)
        public = cryptoki.find(session, CKO.PUBLIC_KEY)
        found = []
        for handle in cryptoki.find(session, CKO.CERTIFICATE):
            der = cryptoki.attribute(session, handle, CKA.VALUE)
            if not der:
                continue
            key_id = cryptoki.attribute(session, handle, CKA.ID)
            label = cryptoki.attribute(session, handle, CKA.LABEL).decode("utf-8", "replace")
            seen = _seen(cryptoki, session, der, key_id, private, public)
            found.append(TokenCertificate(token, key_id, label, der, seen))
        if found:
            return tuple(found), ()
        keys = max(len(private), len(public))
        note = TokenNote("CERTIFICATE_ABSENT", f"{keys} keys") if keys else TokenNote("TOKEN_EMPTY")
        return (), (TokenNote(note.code, note.detail, token.label, token.serial),)
    finally:
        cryptoki.close_session(session)


def key_bytes(cryptoki: Cryptoki, session: int, handle: int) -> bytes:
    """Return whatever a key object tells of its public key; empty where it tells nothing."""
    for attribute in (CKA.MODULUS, CKA.EC_POINT, CKA.PUBLIC_KEY_INFO):
        value = cryptoki.attribute(session, handle, attribute)
        if value:
            return value
    return b""


def _seen(
    cryptoki: Cryptoki, session: int, der: bytes, key_id: bytes, private: list[int], public: list[int]
) -> KeySeen:
    if key_id and any(cryptoki.attribute(session, handle, CKA.ID) == key_id for handle in private):
        return KeySeen.PRIVATE
    try:
        key = public_key_of(der)
    except KnownError:
        return KeySeen.UNKNOWN
    here = any(key.is_held_in(key_bytes(cryptoki, session, handle)) for handle in public)
    return KeySeen.PUBLIC_ONLY if here else KeySeen.UNKNOWN
