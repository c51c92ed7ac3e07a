"""Words of reconciling: the verdict in one sentence, kinds of differences and what to do about each, how far it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cabinet.contract.moment import from_micros
from cabinet.reconcile.common_times import Span, common_times
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, minute, money
from cabinet.ui.texts.transactions import field_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cabinet.reconcile.comparison import Progress
    from cabinet.reconcile.differences import Difference, Report

__all__ = [
    "common_words", "kind_chip", "kind_name", "kind_short", "kind_sum", "kind_verdict", "report_note",
    "step_words", "sum_gap", "verdict", "what_exactly", "what_next",
]  # fmt: skip

_NAMED = 2
"""So many fields are named in a row."""


def kind_name(kind: str) -> str:
    """Return a kind's name."""
    return {
        "missing": tr("Missing in the perimeter"),
        "extra": tr("Extra in the perimeter"),
        "different": tr("Different"),
        "rejected": tr("Rejected in the perimeter"),
        "held": tr("Held in the perimeter"),
        "duplicate": tr("Doubled in the file"),
        "late": tr("Late"),
        "cabinet": tr("Sent in the cabinet"),
    }.get(kind, kind)


def kind_short(kind: str) -> str:
    """Return a kind's name as its tab has it."""
    return {
        "missing": tr("Missing"),
        "extra": tr("Extra"),
        "different": tr("Different"),
        "rejected": tr("Refused"),
        "held": tr("Held"),
        "duplicate": tr("Doubled"),
        "late": tr("Delayed"),
        "cabinet": tr("By people"),
    }.get(kind, kind)


def kind_sum(kind: str, number: int, kop: int, *, shown: int, justified: int = 0) -> str:
    """Return how many a tab has and how much that is, how many are explained, how many shown where that is not all."""
    parts = [tr("%n transaction(s), {sum} UAH", number).format(sum=money(kop))]
    if justified:
        parts.append(tr("justified {count}").format(count=count(justified)))
    if shown < number:
        parts.append(tr("the first {shown} are shown").format(shown=count(shown)))
    if kind == "late":
        parts.append(tr("late is no difference"))
    elif kind == "cabinet":
        parts.append(tr("a part of the perimeter's sums, no difference"))
    return " · ".join(parts)


def what_exactly(one: Difference) -> str:
    """Return what there is to say of a difference in a row, briefly."""
    kind = one.kind.value
    if kind == "different":
        names = [field_name(pair.field) for pair in one.differing]
        more = len(names) - _NAMED
        return ", ".join(names[:_NAMED]) + (f" +{count(more)}" if more > 0 else "")
    if kind == "late" and one.received_at is not None and one.occurred_at is not None:
        return tr("by {time}").format(time=_lasting(one.received_at - one.occurred_at))
    if one.lines:
        return tr("line {line}").format(line=", ".join(map(count, one.lines[:_NAMED])))
    return tr("source {source}").format(source=one.source) if one.source else ""


def common_words(found: Sequence[Difference]) -> str:
    """Return what transactions that are missing have in common: when they happened; nothing where that says nothing."""
    moments = [one.occurred_at for one in found if one.occurred_at is not None]
    spans = common_times(moments) if len(moments) == len(found) else ()
    if not spans:
        return ""
    written = [_span(span) for span in spans]
    times = tr("{one} and {other}").format(one=written[0], other=written[1]) if len(written) > 1 else written[0]
    words = tr(
        "All %n that are missing happened at {times}: look whether the platform had a connection then.", len(found)
    )
    return words.format(times=times)


def _span(span: Span) -> str:
    first, last = minute(from_micros(span.first)), minute(from_micros(span.last))
    return first if first == last else f"{first}–{last}"


def _lasting(micros: int) -> str:
    minutes = micros // 60_000_000
    if minutes < 60:
        return tr("{minutes} min").format(minutes=count(max(1, minutes)))
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return tr("{hours} h {minutes} min").format(hours=count(hours), minutes=count(minutes))
    return tr("%n day(s)", hours // 24)


def kind_chip(kind: str) -> tuple[str, str, str | None]:
    """Return a kind as a chip: late is no difference, nor is what people sent, so neither is coloured."""
    style = {
        "different": "danger", "rejected": "danger", "late": "neutral", "cabinet": "neutral", "held": "info",
    }.get(kind, "warning")  # fmt: skip
    return kind_name(kind), style, None


def kind_verdict(kind: str, number: int) -> str:
    """Return how many there are of a kind, as a part of the verdict."""
    said = {
        "missing": tr("%n missing in the perimeter", number),
        "extra": tr("%n extra in the perimeter", number),
        "different": tr("%n different", number),
        "rejected": tr("%n rejected", number),
        "held": tr("%n held", number),
        "duplicate": tr("%n doubled in the file", number),
    }
    return said[kind]


def verdict(report: Report) -> str:
    """Return what a day comes to."""
    of = day(date.fromisoformat(report.day))
    if report.equal:
        number = sum(one.ours for one in report.sums)
        return tr("{day}: everything agrees, %n transaction(s)", number).format(day=of)
    from cabinet.reconcile.differences import TOLD

    parts = [
        kind_verdict(kind.value, total.count) for kind, total in report.totals.items() if total.count and kind in TOLD
    ]
    if report.broken_lines:
        parts.append(tr("{count} lines not read").format(count=count(report.broken_lines)))
    return f"{of}: {', '.join(parts)}"


def report_note(report: Report) -> str:
    """Return what else there is to say of a comparison: what it was compared at, and what of the file it left out."""
    from cabinet.reconcile.differences import Kind

    parts = [
        tr("%n line(s) read", report.lines),
        tr("compared up to entry {entry} of the log").format(entry=count(report.as_of)),
    ]
    for file, line in report.cut_after.items():
        parts.append(tr("{file} breaks off: read until line {line}").format(file=file, line=count(line)))
    for broken in report.broken[:1]:
        place = tr("{file}, line {line}").format(file=broken.file, line=count(broken.line))
        parts.append(f"{place}: {broken.reason}")
    by_people = report.totals[Kind.CABINET]
    if by_people.count:
        said = tr("sent by people in the cabinet, in no file: {count}, {sum} UAH")
        parts.append(said.format(count=count(by_people.count), sum=money(by_people.sum_kop)))
    other = sum(report.other_days.values())
    if other:
        parts.append(tr("lines of other days, not compared: {count}").format(count=count(other)))
    return " · ".join(parts)


def step_words(progress: Progress | None) -> str:
    """Return how far a comparison is."""
    if progress is None:
        return tr("Waits for its turn…")
    if progress.step.value == "reading":
        return tr("Reading: %n line(s)", progress.done)
    if progress.step.value == "listing":
        return tr("Asking the perimeter for what differs…")
    return tr("Comparing: {done} of {total}").format(done=count(progress.done), total=count(progress.of))


def what_next(kind: str) -> str:
    """Return what to do about a kind, in a sentence that can be followed."""
    return {
        "missing": tr("The perimeter does not have it on any day. Write the file of what is missing and send it."),
        "extra": tr("The file does not have it. Find it in another file of the day, or reverse it."),
        "different": tr("The perimeter accepted other values. Reverse it and send it anew, or mend the file."),
        "rejected": tr("Its latest attempt is rejected. Open it and correct it."),
        "held": tr("It waits for something else and is resolved by itself."),
        "duplicate": tr("It stands in the file more than once. Mend the platform's file."),
        "late": tr("It agrees and came late. This is no difference."),
        "cabinet": tr("A person sent it in the cabinet, so no platform's file has it. This is no difference."),
    }[kind]


def sum_gap(ours: int, theirs: int) -> str:
    """Return a difference of sums; a word where there is none."""
    return tr("equal") if ours == theirs else money(ours - theirs)
