"""A report as the protocol of its day: what is printed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from cabinet.contract.moment import from_micros, kyiv_words
from cabinet.dayfile.reading import DayFile
from cabinet.export.job import Heading
from cabinet.export.protocol import (
    MOST_LINES,
    Protocol,
    ProtocolFile,
    ProtocolKind,
    ProtocolLine,
    ProtocolSum,
)
from cabinet.reconcile.differences import TOLD, Difference, Kind, Report

__all__ = ["protocol_of"]


def protocol_of(
    report: Report,
    files: Sequence[DayFile],
    heading: Heading,
    language: str,
    reasons: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> Protocol:
    """Return the protocol of a day that some files were compared for; the first differences stand one by one.

    ``reasons`` tell why differences are as they are, by their kind and the operator's id.
    """
    return Protocol(
        heading=heading,
        language=language,
        day=report.day,
        source=report.source,
        as_of=report.as_of,
        lines=report.lines,
        unread=report.broken_lines,
        equal=report.equal,
        files=[ProtocolFile(Path(file.path).name, file.size, file.sha256) for file in files],
        sums=[
            ProtocolSum(
                type=one.type, ours=one.ours, ours_kop=one.ours_kop, theirs=one.theirs, theirs_kop=one.theirs_kop
            )
            for one in report.sums
        ],
        kinds=[
            ProtocolKind(kind.value, report.totals[kind].count, report.totals[kind].sum_kop, kind in TOLD)
            for kind in Kind
            if report.totals[kind].count
        ],
        differences=[
            _line(one, reasons.get((one.kind.value, one.operator_tx_id), "")) for one in report.differences[:MOST_LINES]
        ],
    )


def _line(one: Difference, reason: str) -> ProtocolLine:
    return ProtocolLine(
        key=one.kind.value,
        tx=one.operator_tx_id,
        type=one.type,
        at="—" if one.occurred_at is None else kyiv_words(from_micros(one.occurred_at)),
        amount_kop=one.amount_kop,
        fields=tuple((pair.field, _value(pair.ours), _value(pair.theirs)) for pair in one.differing),
        reason=reason,
    )


def _value(value: str | int | None) -> str:
    return "—" if value is None else str(value)
