"""Words of proofs: the page's lead in one sentence, checks and their amounts, checkpoints, how long an audit takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cabinet.contract.moment import kyiv_day, parse_moment
from cabinet.ui.language import tr
from cabinet.ui.numbers import clock, count, day, minute, moment, span
from cabinet.ui.texts.failures import failure_words

if TYPE_CHECKING:
    from cabinet.audit.report import Checked, Progress, Report
    from cabinet.desks.proofs import Proofs

__all__ = ["Lead", "amount", "audit_note", "check_words", "fault_words", "lead", "time_left", "when"]


class Lead(NamedTuple):
    """What the page says first: ``kind`` is a state's role, ``title`` and ``sentence`` follow one another."""

    kind: str
    title: str
    sentence: str


def when(at: datetime, now: datetime) -> str:
    """Return a moment in Kyiv as people say it: today only its time."""
    return tr("today, {time}").format(time=clock(at)) if kyiv_day(at) == kyiv_day(now) else moment(at)


def _at(at: datetime, now: datetime) -> str:
    return tr("today at {time}").format(time=minute(at)) if kyiv_day(at) == kyiv_day(now) else moment(at)


def lead(data: Proofs, report: Report | None, now: datetime, *, reached: bool) -> Lead:
    """Return the lead; ``reached`` tells whether the perimeter answered when it was asked last."""
    alarm = data.alarm
    if alarm is not None:
        sentence, action = failure_words(alarm.error)
        return Lead("danger", tr("The log was changed"), f"{sentence} {action}")
    if report is not None and report.changed:
        told = tr("The audit found %n thing(s) that are not what they have to be.", report.total_faults)
        return Lead("danger", tr("The log was changed"), f"{told} {tr('They stand below, each with what to do.')}")
    if report is not None and not report.whole:
        told = tr("%n file(s) of the folder are no receipts of this perimeter, or were changed.", report.total_faults)
        return Lead("warning", tr("Files among the receipts are no receipts"), f"{told} {_nothing_else()}")
    proved = data.proved
    newest = data.log.checkpoint
    if proved is None:
        return Lead("warning", tr("The log has not been compared yet"), _why_not(data))
    if not reached or (proved.size, proved.root) != (newest.size, newest.root):
        last = minute(proved.last_seen) if kyiv_day(proved.last_seen) == kyiv_day(now) else moment(proved.last_seen)
        return Lead("warning", tr("Not compared since {time}").format(time=last), _why_not(data))
    words = tr("%n entries compared {time}.", newest.size).format(time=_at(proved.last_seen, now))
    first = min((one.first_seen for one in data.checkpoints), default=proved.first_seen)
    since = tr("Since the first checkpoint seen, {day}, nothing has vanished or been rewritten.").format(day=day(first))
    return Lead("success", tr("The log was not changed"), f"{words} {since}")


def _nothing_else() -> str:
    return tr("Nothing speaks against the log. They stand below, each with what to do.")


def _why_not(data: Proofs) -> str:
    if data.log.failure is not None:
        return " ".join(failure_words(data.log.failure))
    return tr("The log could not be compared with what was seen before. It is tried again at each contact.")


def check_words(kind: str) -> str:
    """Return what a check says."""
    return {
        "entries": tr("Entries were neither changed nor removed"),
        "checkpoints": tr("Every checkpoint seen is of this log's beginning"),
        "contents": tr("Contents are those that were received"),
        "receipts": tr("What each of your receipts promises is in the log"),
        "figures": tr("Figures of days are those that are shown"),
    }.get(kind, kind)


def amount(kind: str, check: Checked) -> str:
    """Return how much of a check is done, or why it is not made."""
    if check.faults:
        return tr("%n fault(s)", check.faults)
    if check.state == "skipped":
        if check.why:
            return tr("not checked: the right to figures is missing")
        return tr("no folder of receipts is chosen") if kind == "receipts" else tr("not checked")
    if check.state == "waiting":
        return tr("later")
    counted = count(check.done)
    if kind == "figures":
        return tr("{done} of {all} days").format(done=counted, all=count(check.of))
    if kind == "receipts":
        return tr("{done} of {all} receipts").format(done=counted, all=count(check.of))
    if kind == "checkpoints":
        return tr("{done} of {all} checkpoints").format(done=counted, all=count(check.of))
    return tr("{done} agree").format(done=counted)


def time_left(progress: Progress, since: datetime, began_with: int, now: datetime) -> str:
    """Return about how long an audit still takes, nothing while that cannot be told."""
    done, spent = progress.done - began_with, (now - since).total_seconds()
    if done <= 0 or spent < 1 or progress.done >= progress.of:
        return ""
    left = timedelta(seconds=round((progress.of - progress.done) * spent / done))
    return tr("about {span} left").format(span=span(left))


def audit_note(report: Report, now: datetime) -> str:
    """Return when an audit came to its end, and what it could not look at."""
    at = _at(parse_moment(report.finished_at), now)
    parts = [tr("audited {time}").format(time=at)]
    untold = report.withheld + report.too_long
    if untold:
        parts.append(tr("%n content(s) not told: personal data, erased, or too long", untold))
    return " · ".join(parts)


def fault_words(report: Report, most: int) -> str:
    """Return the first faults, each with what to do, a paragraph each."""
    parts = []
    for fault in report.faults[:most]:
        sentence, action = failure_words(fault.error())
        parts.append(f"{sentence} {action} ({fault.code})")
    more = report.total_faults - len(parts)
    if more > 0:
        parts.append(tr("and %n more, in the protocol", more))
    return "\n".join(parts)
