"""Words of what is due: its name, what happens then, when, whose it is, and the one sentence over all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cabinet.contract.credentials import Credential
from cabinet.contract.due import DueDate, DueKind, Part, Verdict
from cabinet.contract.due_dates import renewal_at
from cabinet.contract.moment import KYIV, kyiv_day
from cabinet.contract.people import Member
from cabinet.contract.registry import Licence, Source
from cabinet.contract.rejections import RejectionGroup
from cabinet.contract.states import KeyPurpose
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, day, day_short, minute, moment, money, span
from cabinet.ui.texts.causes import owner as short_name
from cabinet.ui.texts.failures import finding_title
from cabinet.ui.texts.people import role
from cabinet.ui.texts.registry import missing, vertical
from cabinet.ui.texts.rejections import folded
from cabinet.ui.widgets.plain_label import plain

__all__ = [
    "due_brief",
    "due_happens",
    "due_icon",
    "due_kept",
    "due_left",
    "due_owner",
    "due_spoken",
    "due_title",
    "due_when",
    "verdict_words",
]

_HOURS_TOLD = 7
"""So many days ahead the hour is told as well."""


def due_icon(due: DueDate) -> str:
    """Return the icon of its page."""
    return {
        DueKind.LICENCE_FEE: "landmark",
        DueKind.LICENCE_ENDS: "landmark",
        DueKind.LICENCE_ENTRY: "landmark",
        DueKind.CREDENTIAL_ENDS: "key-round",
        DueKind.SIGNING_KEY_ENDS: "key-round",
        DueKind.CERTIFICATE_RENEWS: "refresh-cw",
        DueKind.CERTIFICATE_ENDS: "key-round",
        DueKind.OWN_CERTIFICATE_ENDS: "badge-check",
        DueKind.MANDATE_ENDS: "user-check",
        DueKind.REJECTIONS_DUE: "octagon-x",
        DueKind.SOURCE_SILENT: "timer",
        DueKind.SOURCE_GAPS: "timer",
    }[due.kind]


def due_title(due: DueDate) -> str:
    """Return what it is."""
    if due.kind is DueKind.REJECTIONS_DUE:
        return finding_title(due.subject)
    return {
        DueKind.LICENCE_FEE: tr("Yearly fee for {subject}"),
        DueKind.LICENCE_ENDS: tr("Licence {subject} ends"),
        DueKind.LICENCE_ENTRY: tr("Licence {subject} awaits entry"),
        DueKind.CREDENTIAL_ENDS: tr("Key “{subject}” ends"),
        DueKind.SIGNING_KEY_ENDS: tr("Signing key of “{subject}” ends"),
        DueKind.CERTIFICATE_RENEWS: tr("Certificate of “{subject}” renews itself"),
        DueKind.CERTIFICATE_ENDS: tr("Certificate of “{subject}” was not renewed"),
        DueKind.OWN_CERTIFICATE_ENDS: tr("Your certificate ends"),
        DueKind.MANDATE_ENDS: tr("Mandate ends: {subject}"),
        DueKind.SOURCE_SILENT: tr("Source “{subject}” is silent"),
        DueKind.SOURCE_GAPS: tr("Source “{subject}” has gaps"),
    }[due.kind].format(subject=plain(due.subject))


def due_brief(due: DueDate) -> str:
    """Return it in the fewest words, for the line."""
    if isinstance(due.of, RejectionGroup):
        return f"{due.subject} · {count(due.of.whole)}"
    return {
        DueKind.LICENCE_FEE: tr("fee for {subject}"),
        DueKind.LICENCE_ENDS: tr("end of {subject}"),
        DueKind.LICENCE_ENTRY: tr("entry of {subject}"),
        DueKind.CREDENTIAL_ENDS: tr("key “{subject}”"),
        DueKind.SIGNING_KEY_ENDS: tr("signing key “{subject}”"),
        DueKind.CERTIFICATE_RENEWS: tr("renewal of “{subject}”"),
        DueKind.CERTIFICATE_ENDS: tr("certificate of “{subject}”"),
        DueKind.OWN_CERTIFICATE_ENDS: tr("your certificate"),
        DueKind.MANDATE_ENDS: tr("mandate: {subject}"),
        DueKind.REJECTIONS_DUE: "{subject}",
        DueKind.SOURCE_SILENT: tr("silence of “{subject}”"),
        DueKind.SOURCE_GAPS: tr("gaps of “{subject}”"),
    }[due.kind].format(subject=short_name(due.subject) if due.kind is DueKind.MANDATE_ENDS else plain(due.subject))


def due_happens(due: DueDate) -> str:
    """Return what it is about, and what happens when its moment passes."""
    match due.of:
        case Licence() if due.kind is DueKind.LICENCE_FEE:
            year = tr("year {number} of {years}").format(number=due.of.paid_years + 1, years=due.of.term_years)
            return f"{vertical(due.of.vertical)} · {year}"
        case Licence() if due.kind is DueKind.LICENCE_ENDS:
            return f"{vertical(due.of.vertical)} · {tr('its bets are rejected from then on')}"
        case Licence() as licence:
            paid = tr("fee recorded {moment}").format(moment=moment(licence.fee_recorded_at))
            return f"{vertical(licence.vertical)} · {paid}"
        case Credential() as credential:
            return f"{plain(credential.source_id)} · {_key_happens(due, credential)}"
        case Member() as member:
            return f"{role(member.role)} · {tr('no log-in from then on')}"
        case Source() if due.kind is DueKind.SOURCE_GAPS:
            return f"{missing(due.of.gaps)} · " + tr("noticed {moment}").format(moment=moment(due.at))
        case Source() as source:
            heard = source.last_heard_at or due.at
            return tr("usually no longer than {span}").format(span=span(due.at - heard))
        case RejectionGroup() as cause:
            number = folded(cause) or tr("%n rejection(s)", cause.whole)
            sums = tr("sum of operations {sum} UAH").format(sum=money(cause.whole_money.operations_kop))
            return f"{cause.code} · {number} · {sums} · {plain(cause.source)}"
    return tr("no log-in from then on")


def _key_happens(due: DueDate, credential: Credential) -> str:
    if due.kind is DueKind.CERTIFICATE_RENEWS:
        return tr("nobody needs to act")
    if due.kind is not DueKind.CERTIFICATE_ENDS:
        return tr("its batches are refused from then on")
    late = [renewal_at(k) for k in credential.keys if k.purpose is KeyPurpose.TRANSPORT and k.not_after == due.at]
    return tr("should have been renewed {moment}").format(moment=moment(min(late, default=due.at)))


def due_when(due: DueDate, now: datetime) -> str:
    """Return when: ``сьогодні, 18:00``, ``завтра, кінець дня``, ``06.01.2027``."""
    days = (due.on - kyiv_day(now)).days
    told = {0: tr("today"), 1: tr("tomorrow")}.get(days) or day(due.on)
    if due.whole_day or not -_HOURS_TOLD <= days < _HOURS_TOLD:
        return told
    midnight = due.at.astimezone(KYIV).time().replace(tzinfo=None) == datetime.min.time()
    return f"{told}, {tr('end of day') if midnight else minute(due.at)}"


def due_left(due: DueDate, now: datetime) -> str:
    """Return how far off it is: ``лишилося 4 год 19 хв``, ``через 40 днів``; or for how long it hurts already."""
    if due.kind is DueKind.SOURCE_SILENT and isinstance(due.of, Source):
        return tr("silent for {span}").format(span=span(now - (due.of.last_heard_at or due.at)))
    if due.since:
        return tr("{span} ago").format(span=span(now - due.at))
    if due.over(now):
        return tr("overdue by {span}").format(span=span(now - due.at))
    left = due.left(now)
    if due.whole_day and not left:
        return tr("the last day")
    if left >= timedelta(days=1):
        return tr("in %n day(s)", left.days)
    words = tr("{span} left").format(span=span(left))
    return words[0].lower() + words[1:]


def due_owner(due: DueDate) -> tuple[str, str]:
    """Return who has it in hand, and as what; whose kind of work it is where nobody has."""
    if due.part is Part.PERIMETER:
        return tr("SOMS"), tr("administrator")
    if due.part is Part.ITSELF:
        return tr("by itself"), ""
    if due.owner:
        return short_name(due.owner), role(due.role) if due.role is not None else ""
    return (role(due.role), "") if due.role is not None else (short_name(None), "")


def due_kept(due: DueDate) -> str:
    """Return what a calendar keeps of it, beside its name and day: nothing that is other tomorrow."""
    who, what = due_owner(due)
    return f"{due_happens(due)}\n{who}, {what}" if what else f"{due_happens(due)}\n{who}"


def due_spoken(due: DueDate, now: datetime) -> str:
    """Return it whole, as a screen reader says it."""
    who, what = due_owner(due)
    owner = f"{who}, {what}" if what else who
    return f"{due_when(due, now)}, {due_left(due, now)}. {due_title(due)}. {due_happens(due)}. {owner}"


def verdict_words(verdict: Verdict, now: datetime) -> str:
    """Return the sentence: all is well, or how many things ask for somebody and when the nearest is."""
    nearest = verdict.nearest
    if not verdict.count:
        if nearest is None:
            return tr("All is well")
        return tr("All is well. Next: {when}, {what}").format(when=_date(nearest, now), what=due_brief(nearest))
    said = [tr("%n thing(s) to do", verdict.count)]
    if verdict.overdue:
        said.append(tr("%n overdue", verdict.overdue))
    if nearest is not None:
        said.append(tr("nearest {when}").format(when=due_when(nearest, now)))
    return ", ".join(said)


def _date(due: DueDate, now: datetime) -> str:
    days = (due.on - kyiv_day(now)).days
    return {0: tr("today"), 1: tr("tomorrow")}.get(days) or day_short(due.on)
