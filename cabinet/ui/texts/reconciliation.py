"""Words of reconciling: the verdict in one sentence, kinds of differences and what to do about each, how far it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, money

if TYPE_CHECKING:
    from cabinet.reconcile.comparison import Progress
    from cabinet.reconcile.differences import Report

__all__ = ["kind_chip", "kind_name", "kind_verdict", "report_note", "step_words", "sum_gap", "verdict", "what_next"]


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
    }.get(kind, kind)


def kind_chip(kind: str) -> tuple[str, str, str | None]:
    """Return a kind as a chip: late is no difference, so it is not coloured."""
    style = {"different": "danger", "rejected": "danger", "late": "neutral", "held": "info"}.get(kind, "warning")
    return kind_name(kind), style, None


def kind_verdict(kind: str, number: int) -> str:
    """Return how many there are of a kind, as a part of the verdict."""
    counted = count(number)
    return {
        "missing": tr("{count} missing in the perimeter"),
        "extra": tr("{count} extra in the perimeter"),
        "different": tr("{count} different"),
        "rejected": tr("{count} rejected"),
        "held": tr("{count} held"),
        "duplicate": tr("{count} doubled in the file"),
        "late": tr("{count} late"),
    }[kind].format(count=counted)


def verdict(report: Report) -> str:
    """Return what a day comes to."""
    of = day(date.fromisoformat(report.day))
    if report.equal:
        number = sum(one.ours for one in report.sums)
        return tr("{day}: everything agrees, %n transaction(s)", number).format(day=of)
    parts = [
        kind_verdict(kind.value, total.count)
        for kind, total in report.totals.items()
        if total.count and kind.value != "late"
    ]
    if report.broken_lines:
        parts.append(tr("{count} lines not read").format(count=count(report.broken_lines)))
    return f"{of}: {', '.join(parts)}"


def report_note(report: Report) -> str:
    """Return what else there is to say of a comparison: what it was compared at, and what of the file it left out."""
    parts = [
        tr("%n line(s) read", report.lines),
        tr("compared up to entry {entry} of the log").format(entry=count(report.as_of)),
    ]
    for file, line in report.cut_after.items():
        parts.append(tr("{file} breaks off: read until line {line}").format(file=file, line=count(line)))
    for broken in report.broken[:1]:
        place = tr("{file}, line {line}").format(file=broken.file, line=count(broken.line))
        parts.append(f"{place}: {broken.reason}")
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
    }[kind]


def sum_gap(ours: int, theirs: int) -> str:
    """Return a difference of sums; a word where there is none."""
    return tr("equal") if ours == theirs else money(ours - theirs)
