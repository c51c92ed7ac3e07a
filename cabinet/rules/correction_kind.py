"""Whether an item speaks of what was accepted: a reversal, a replacement, or neither of the two."""

from __future__ import annotations

import msgspec

from cabinet.contract.states import CorrectionKind
from cabinet.contract.transaction import AMENDING, CORRECTION
from cabinet.rules.item import ItemFields

__all__ = ["amending_kind", "line_kind"]


class _Correction(msgspec.Struct):
    kind: CorrectionKind | None = None


class _Line(msgspec.Struct):
    correction: _Correction | None = None


_decode = msgspec.json.Decoder(_Line).decode


def amending_kind(fields: ItemFields) -> CorrectionKind | None:
    """Return it of an item's fields."""
    correction = fields[CORRECTION]
    return _amending(CorrectionKind(correction["kind"])) if correction is not None else None


def line_kind(line: bytes) -> CorrectionKind | None:
    """Return it of a line, whatever else of it cannot be read."""
    try:
        correction = _decode(line).correction
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return _amending(correction.kind) if correction is not None else None


def _amending(kind: CorrectionKind | None) -> CorrectionKind | None:
    return kind if kind in AMENDING else None
