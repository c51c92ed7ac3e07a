"""A batch's lines, read as far as no log is needed for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from cabinet.contract.limits import MAX_ITEM_BYTES
from cabinet.rules.honest import honest_line, names_twice

__all__ = ["BatchLines", "operator_tx_id", "split_lines"]


class _Named(msgspec.Struct, rename="camel"):
    operator_tx_id: str | None = None
    related_tx_id: object = None


_named = msgspec.json.Decoder(_Named).decode
_NAMELESS = _Named()


def split_lines(plain: bytes) -> list[bytes]:
    """Return a batch's lines: the exact bytes of each, without the line feed."""
    return plain.removesuffix(b"\n").split(b"\n")


def operator_tx_id(raw: bytes) -> str | None:
    """Return the transaction's id that a line names, however the rest of it is."""
    return _names(raw).operator_tx_id


class BatchLines:
    """The exact bytes of each line, and the fields of those that are beyond doubt in their form."""

    def __init__(self, raws: Sequence[bytes], max_amount_kop: int) -> None:
        self.raws = raws
        self.honest: list[Any | None] = [_honest(raw, max_amount_kop) for raw in raws]
        """None of a line that the rules are to judge."""

    def __len__(self) -> int:
        return len(self.raws)

    def identifiers(self) -> Iterator[str]:
        """Yield the ids that the lines name: their own, and what they refer to."""
        for raw, line in zip(self.raws, self.honest, strict=True):
            if line is None:
                named = _names(raw)
                tx, related = named.operator_tx_id, named.related_tx_id
            else:
                tx, related = line.operatorTxId, line.relatedTxId
            if isinstance(tx, str):
                yield tx
            if isinstance(related, str):
                yield related


def _honest(raw: bytes, max_amount_kop: int) -> Any | None:
    line = honest_line(raw, max_amount_kop) if len(raw) <= MAX_ITEM_BYTES else None
    return None if line is None or names_twice(raw, line) else line


def _names(raw: bytes) -> _Named:
    try:
        return _named(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _NAMELESS
