"""Finds what can hurt the operator in the perimeter's answers, ninety days ahead; reports and the overview ask here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cabinet.contract.deadlines import due_at
from cabinet.contract.due import AHEAD_DAYS, DueDate, DueKind, in_order
from cabinet.contract.filter import Filter, Listed
from cabinet.contract.moment import day_bounds, kyiv_day
from cabinet.contract.rights import Role
from cabinet.contract.states import CredentialState, KeyPurpose, LicenceState, MandateState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cabinet.contract.credentials import Credential, CredentialKey
    from cabinet.contract.people import Member
    from cabinet.contract.registry import Licence, Source
    from cabinet.contract.rejections import RejectionGroup

__all__ = [
    "GAPS_SHOWN",
    "cause_opens",
    "due_dates",
    "fee_day",
    "fee_due",
    "own_certificate",
    "own_mandate",
    "renewal_at",
]

GAPS_SHOWN: Final = timedelta(days=7)
"""A gap that nobody fills is no task for ever; the registry page goes on showing it."""
_FEBRUARY: Final = 28
_THIRDS: Final = 3
"""A machine renews its certificate when two thirds of its life are over (CONTRACT §5)."""
_KEYS: Final = "credentials"
_REGISTRY: Final = "registry"


def due_dates(
    now: datetime,
    own: Sequence[DueDate] = (),
    *,
    licences: Sequence[Licence] = (),
    head: str = "",
    sources: Sequence[Source] = (),
    credentials: Sequence[Credential] = (),
    members: Sequence[Member] = (),
    causes: Sequence[RejectionGroup] = (),
) -> list[DueDate]:
    """Return all that is due by the end of the ninetieth day, the nearest first; what is overdue is there too.

    ``head`` is the head's name, who pays fees and gives mandates. Whoever may not see a part hands in nothing of it.
    ``own`` are those of whoever is logged in (:func:`own_certificate`, :func:`own_mandate`).
    """
    found = [*own]
    found += [due for licence in licences for due in _of_licence(licence, head)]
    found += [due for source in sources for due in _of_source(source, now)]
    found += [due for credential in credentials for due in _of_credential(credential, now)]
    found += [due for member in members for due in _of_member(member, head)]
    found += [due for cause in causes for due in _of_cause(cause)]
    last = kyiv_day(now) + timedelta(days=AHEAD_DAYS)
    return in_order(due for due in found if due.on <= last)


def fee_day(licence: Licence) -> date | None:
    """Return by which day the fee of the next year of its term is to be paid; None where every year is."""
    if licence.paid_years >= licence.term_years:
        return None
    year = licence.issued.year + licence.paid_years
    try:
        return licence.issued.replace(year=year)
    except ValueError:  # 29 February
        return licence.issued.replace(year=year, day=_FEBRUARY)


def fee_due(licence: Licence, head: str) -> DueDate | None:
    """Return the next fee of a licence, however far off; paid on its day is paid in time. None where all are paid."""
    fee = fee_day(licence)
    if fee is None:
        return None
    return DueDate(
        kind=DueKind.LICENCE_FEE, at=day_bounds(fee)[1], on=fee, key=f"fee/{licence.number}/{licence.paid_years + 1}",
        subject=licence.number, opens=f"{_REGISTRY} {licence.number}", owner=head, role=Role.HEAD, whole_day=True,
        of=licence,
    )  # fmt: skip


def renewal_at(key: CredentialKey) -> datetime:
    """Return when the machine is to have renewed a certificate: two thirds of its life on."""
    return key.not_after - (key.not_after - key.not_before) / _THIRDS


def own_certificate(ends: datetime, name: str) -> DueDate:
    """Return the end of the certificate that the person of this name has logged in with."""
    return DueDate(
        kind=DueKind.OWN_CERTIFICATE_ENDS, at=ends, on=kyiv_day(ends), key=f"own-certificate/{name}", subject=name,
        opens="people", owner=name,
    )  # fmt: skip


def own_mandate(until: datetime, name: str, head: str) -> DueDate:
    """Return the end of the mandate of whoever is logged in, for whom others' mandates are not shown."""
    return DueDate(
        kind=DueKind.MANDATE_ENDS, at=until, on=kyiv_day(until), key=f"mandate/{name}", subject=name, opens="people",
        owner=head, role=Role.HEAD, concerns=name,
    )  # fmt: skip


def cause_opens(cause: RejectionGroup) -> str:
    """Return where a cause is worked on: its own open rejections, or what hangs on it where there are none."""
    named = (cause.group_id,)
    own = Filter(states=(Listed.OPEN,), groups=named)
    return "rejections " + (own if cause.own else Filter(states=(Listed.OPEN,), follows=named)).text()


def _of_licence(licence: Licence, head: str) -> Iterator[DueDate]:
    if licence.state in {LicenceState.EXPIRED, LicenceState.ANNULLED}:
        return
    number = licence.number
    fee = fee_due(licence, head)
    if fee is not None:
        yield fee
    yield DueDate(
        kind=DueKind.LICENCE_ENDS, at=day_bounds(licence.expires)[0], on=licence.expires, key=f"licence/{number}",
        subject=number, opens=f"{_REGISTRY} {number}", owner=head, role=Role.HEAD, whole_day=True, of=licence,
    )  # fmt: skip
    by = licence.due_in_registry_by
    if by is not None and licence.entered_at is None:
        # A term at midnight belongs to the day before.
        yield DueDate(
            kind=DueKind.LICENCE_ENTRY, at=by, on=kyiv_day(by - timedelta(microseconds=1)), key=f"entry/{number}",
            subject=number, opens=f"{_REGISTRY} {number}", of=licence,
        )  # fmt: skip


def _of_source(source: Source, now: datetime) -> Iterator[DueDate]:
    heard, expected = source.last_heard_at, source.expected_by
    if heard is not None and expected is not None and now > expected:
        yield DueDate(
            kind=DueKind.SOURCE_SILENT, at=expected, on=kyiv_day(expected), key=f"silent/{source.source_id}",
            subject=source.name, opens=_REGISTRY, role=Role.IT, of=source,
        )  # fmt: skip
    fresh = [gap for gap in source.gaps if now - gap.since <= GAPS_SHOWN]
    if fresh:
        since = fresh[0].since
        yield DueDate(
            kind=DueKind.SOURCE_GAPS, at=since, on=kyiv_day(since), key=f"gaps/{source.source_id}",
            subject=source.name, opens=_REGISTRY, role=Role.IT, of=source,
        )  # fmt: skip


def _of_credential(credential: Credential, now: datetime) -> Iterator[DueDate]:
    if credential.state is not CredentialState.ACTIVE:
        return
    opens = f"{_KEYS} {credential.credential_id}"

    def due(kind: DueKind, at: datetime, key: str) -> DueDate:
        return DueDate(
            kind=kind, at=at, on=kyiv_day(at), key=key, subject=credential.name, opens=opens,
            owner=credential.created_by, role=Role.IT, of=credential,
        )  # fmt: skip

    yield due(DueKind.CREDENTIAL_ENDS, credential.until, f"credential/{credential.credential_id}")
    for key in credential.keys:
        if key.state not in {CredentialState.ACTIVE, CredentialState.PENDING}:
            continue
        if key.purpose is KeyPurpose.SIGNING:
            yield due(DueKind.SIGNING_KEY_ENDS, key.not_after, f"signing/{key.key_id}")
        elif renewal_at(key) > now:
            yield due(DueKind.CERTIFICATE_RENEWS, renewal_at(key), f"renewal/{key.key_id}")
        else:
            yield due(DueKind.CERTIFICATE_ENDS, key.not_after, f"certificate/{key.key_id}")


def _of_member(member: Member, head: str) -> Iterator[DueDate]:
    if member.until is None or member.state is not MandateState.ACTIVE:
        return
    yield DueDate(
        kind=DueKind.MANDATE_ENDS, at=member.until, on=kyiv_day(member.until), key=f"mandate/{member.person_id}",
        subject=member.name, opens=f"people {member.person_id}", owner=head, role=Role.HEAD, concerns=member.name,
        of=member,
    )  # fmt: skip


def _of_cause(cause: RejectionGroup) -> Iterator[DueDate]:
    by = cause.due_at
    if by is None and not cause.own:
        # Only what hangs on it is open, and has no term of its own yet.
        by = due_at(cause.code, cause.last_seen)
    if cause.whole and by is not None:
        yield DueDate(
            kind=DueKind.REJECTIONS_DUE, at=by, on=kyiv_day(by), key=f"cause/{cause.group_id}", subject=cause.code,
            opens=cause_opens(cause), owner=cause.assignee or "", of=cause,
        )  # fmt: skip
