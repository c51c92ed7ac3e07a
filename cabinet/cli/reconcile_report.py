"""What ``cabinet reconcile`` prints: the verdict first, then sums by type, then what differs, kind by kind."""

from __future__ import annotations

import sys
from typing import Final

import msgspec

from cabinet.cli.messages import Phrase, phrases, plain
from cabinet.contract.moment import from_micros, kyiv_words
from cabinet.contract.money import hryvnias
from cabinet.dayfile.columns import IGNORED
from cabinet.reconcile.differences import TOLD, Difference, Kind, Report

__all__ = ["print_report"]

_SHOWN: Final = 20


def print_report(report: Report, *, as_json: bool) -> None:
    """Print one day: as text, or as one line of JSON with ``equal`` in front."""
    if as_json:
        body = {"equal": report.equal, **msgspec.to_builtins(report)}
        body["columns"] = {name: None if field == IGNORED else field for name, field in report.columns.items()}
        print(msgspec.json.encode(body).decode())
        return
    phrase = phrases("reconcile")
    count = sum(report.totals[kind].count for kind in TOLD) + report.broken_lines
    ours = sum(one.ours for one in report.sums)
    print(
        phrase("equal", day=report.day, ours=ours) if report.equal else phrase("differs", day=report.day, count=count)
    )
    print(f"  {phrase('sums')}")
    for one in report.sums:
        print(
            f"    {plain(one.type) or '—':<8}{one.ours:>10} {hryvnias(one.ours_kop):>16}"
            f" ·{one.theirs:>10} {hryvnias(one.theirs_kop):>16}"
        )
    for kind in Kind:
        _print_kind(report, kind, phrase)
    _print_unread(report, phrase)
    if report.columns:
        read = (f"{plain(n)} → {phrase('ignored') if f == IGNORED else f}" for n, f in report.columns.items() if n != f)
        changed = ", ".join(read)
        if changed:
            print(f"  {phrase('columns')}: {changed}")
    sys.stdout.flush()


def _print_kind(report: Report, kind: Kind, phrase: Phrase) -> None:
    total = report.totals[kind]
    if not total.count:
        return
    print(f"  {phrase(kind.value)}: {total.count} · {hryvnias(total.sum_kop)}")
    for one in report.of(kind)[:_SHOWN]:
        print(f"    {_line(one, phrase)}")
        for pair in one.differing:
            print(f"      {pair.field}: {_value(pair.ours)} → {_value(pair.theirs)}")
    if total.count > _SHOWN:
        print(f"    {phrase('more', count=total.count - _SHOWN)}")


def _line(one: Difference, phrase: Phrase) -> str:
    at = "—" if one.occurred_at is None else kyiv_words(from_micros(one.occurred_at))
    lines = ", ".join(map(str, one.lines))
    where = f"  {phrase('at', file=one.file, lines=lines)}" if one.lines else ""
    attempt = f"  {one.attempt_id}" if one.attempt_id else ""
    return f"{plain(one.operator_tx_id)}  {plain(one.type)}  {at}  {hryvnias(one.amount_kop)}{where}{attempt}"


def _value(value: str | int | None) -> str:
    return "—" if value is None else plain(str(value))


def _print_unread(report: Report, phrase: Phrase) -> None:
    for file, line in report.cut_after.items():
        print(f"  {phrase('cut', line=line, file=file)}")
    if report.broken_lines:
        print(f"  {phrase('broken')}: {report.broken_lines}")
        for one in report.broken[:_SHOWN]:
            print(
                f"    {plain(one.file)}: {phrase('broken_line', line=one.line, column=one.column, reason=one.reason)}"
            )
    for day, count in sorted(report.other_days.items()):
        print(f"  {phrase('other_day', day=day, count=count) if day else phrase('no_time', count=count)}")
