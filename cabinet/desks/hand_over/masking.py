"""Rejected lines without anything of a player: safe to be sent on, and rejected by the same rules.

A player's code becomes another one of the same form, the same for the same player of one archive and of no other. What
has another form than it should is masked by shape: letters are ``x``, digits are ``0``. So is every value of a field
that the contract does not know, and whatever looks personal is dots (:mod:`cabinet.rules.personal`).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any, Final

import msgspec

from cabinet.contract.findings import Finding
from cabinet.contract.transaction import FIELDS, PLAYER_REF
from cabinet.rules.personal import mask, masked_pointer, scan

__all__ = ["Masking"]

_HEX: Final = re.compile(r"[0-9A-Fa-f]{32,64}")


class Masking:
    """Of one archive; ``key`` are random bytes that nothing keeps."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def line(self, value: dict[str, Any]) -> bytes:
        """Return a transaction's line, JSON without a line break."""
        masked = {name: self._member(name, given) for name, given in value.items()}
        hits = [pointer for pointer, _ in scan(masked, set())]
        return mask(masked, hits)

    def finding(self, found: Finding, value: dict[str, Any] | None) -> Finding:
        """Return a finding on a transaction with nothing of a player in its words."""
        replaced: dict[str, str] = {}
        name = found.pointer.split("/")[1] if "/" in found.pointer else ""
        if value is not None:
            for of in (PLAYER_REF.name, name):
                given = value.get(of)
                if isinstance(given, str) and given and (of == PLAYER_REF.name or of not in FIELDS):
                    replaced[given] = self.player(given)
        if name == PLAYER_REF.name:
            replaced |= {text: self.player(text) for text in (found.value, found.expected) if _HEX.fullmatch(text)}

        def masked(text: str) -> str:
            for given in sorted(replaced, key=len, reverse=True):
                text = text.replace(given, replaced[given])
            return text

        return msgspec.structs.replace(
            found, pointer=masked_pointer(found.pointer), value=masked(found.value), expected=masked(found.expected),
            message_uk=masked(found.message_uk), message_en=masked(found.message_en),
            remedy_uk=masked(found.remedy_uk), remedy_en=masked(found.remedy_en),
        )  # fmt: skip

    def player(self, code: str) -> str:
        """Return another code of the same form."""
        if not _HEX.fullmatch(code):
            return _shape(code)
        return hmac.digest(self._key, code.lower().encode(), hashlib.sha256).hex()[: len(code)]

    def _member(self, name: str, given: object) -> object:
        if name == PLAYER_REF.name:
            return self.player(given) if isinstance(given, str) else _shaped(given)
        return given if name in FIELDS else _shaped(given)


def _shape(text: str) -> str:
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "0", text))


def _shaped(given: object) -> object:
    """Return a value of the same kind that tells nothing."""
    if isinstance(given, str):
        return _shape(given)
    if isinstance(given, dict):
        return {name: _shaped(inner) for name, inner in given.items()}
    if isinstance(given, list):
        return [_shaped(inner) for inner in given]
    return given if isinstance(given, bool) or given is None else 0
