"""Hashes by the names that a signature gives them: the standard library's, and the two of Ukraine."""

from __future__ import annotations

import hashlib
from typing import Final

from cabinet.qes.dstu.gost34311 import gost34311
from cabinet.qes.dstu.kupyna import kupyna

__all__ = ["DIGESTS", "digest_of"]

DIGESTS: Final = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "gost34311": "1.2.804.2.1.1.1.1.2.1",
    "kupyna256": "1.2.804.2.1.1.1.1.2.2.1",
    "kupyna384": "1.2.804.2.1.1.1.1.2.2.2",
    "kupyna512": "1.2.804.2.1.1.1.1.2.2.3",
}
"""Names and object identifiers (RFC 5754; the arc of Ukraine's algorithms)."""


def digest_of(name: str, data: bytes) -> bytes:
    """Return the hash; ``name`` is a key of :data:`DIGESTS`."""
    if name == "gost34311":
        return gost34311(data)
    if name.startswith("kupyna"):
        return kupyna(data, int(name.removeprefix("kupyna")))
    return hashlib.new(name, data).digest()
