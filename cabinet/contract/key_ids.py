"""Key ids: the environment and the SHA-256 of the key's SubjectPublicKeyInfo (CONTRACT §1)."""

from __future__ import annotations

import hashlib

from cabinet.contract.identifiers import KeyId
from cabinet.contract.states import Environment

__all__ = ["key_id", "key_id_environment", "short_key_id"]


def key_id(environment: Environment, spki_der: bytes) -> KeyId:
    """Return ``test-<64 hex>`` or ``production-<64 hex>``."""
    return KeyId(f"{environment.value}-{hashlib.sha256(spki_der).hexdigest()}")


def key_id_environment(text: str) -> Environment | None:
    """Return the environment a key id names, or None when the text is no key id."""
    name, _, digest = text.partition("-")
    if len(digest) != 64 or any(c not in "0123456789abcdef" for c in digest):
        return None
    return next((e for e in Environment if e.value == name), None)


def short_key_id(text: str) -> str:
    """Return what a person compares: environment and the first and last four digits."""
    name, _, digest = text.partition("-")
    return f"{name}-{digest[:4]}…{digest[-4:]}"
