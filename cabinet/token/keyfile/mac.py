"""Whether a password is a PKCS#12 file's own: its MAC, worked out here, tells a wrong password from strange contents.

The library that opens such files says one and the same of both. RFC 7292 §4 (MacData), appendix B (key derivation).
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from asn1crypto import pkcs12

__all__ = ["password_fits"]

_HASHES: Final = {"sha1": 64, "sha224": 64, "sha256": 64, "sha384": 128, "sha512": 128}
"""Hash → its block in bytes, v of appendix B.2."""
_FOR_MAC: Final = b"\x03"
_MOST_ROUNDS: Final = 1_000_000


def password_fits(data: bytes, password: str) -> bool | None:
    """Tell whether the MAC verifies under this password; None where the file has none, or one of another kind.

    Raises:
        ValueError: the file is not the structure that its beginning promises.
    """
    file = pkcs12.Pfx.load(data)
    try:
        content = bytes(file["auth_safe"]["content"].native)
        if file["mac_data"].native is None:
            return None
        name = file["mac_data"]["mac"]["digest_algorithm"]["algorithm"].native
        claimed = bytes(file["mac_data"]["mac"]["digest"].native)
        salt = bytes(file["mac_data"]["mac_salt"].native)
        rounds = int(file["mac_data"]["iterations"].native)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not a PFX") from error
    if name not in _HASHES or not 0 < rounds <= _MOST_ROUNDS:
        return None
    key = _derive(name, password.encode("utf-16-be") + b"\0\0", salt, rounds)
    return hmac.compare_digest(hmac.new(key, content, name).digest(), claimed)


def _derive(name: str, password: bytes, salt: bytes, rounds: int) -> bytes:
    """Return the MAC's key: one block of output is all it needs, so the steps that join more are not here."""
    block = _HASHES[name]
    hashed = hashlib.new(name, _FOR_MAC * block + _filled(salt, block) + _filled(password, block)).digest()
    for _ in range(rounds - 1):
        hashed = hashlib.new(name, hashed).digest()
    return hashed


def _filled(value: bytes, block: int) -> bytes:
    """Repeat a value until it fills whole blocks."""
    length = -(-len(value) // block) * block
    return (value * (length // len(value) + 1))[:length] if value else b""
