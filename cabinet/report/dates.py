"""Dates to come within thirty days: fees, ends of licences, keys and mandates, terms of rejections."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cabinet.contract.moment import kyiv_day
from cabinet.contract.states import CredentialState, KeyPurpose, LicenceState, MandateState
from cabinet.report.content import DateKind, NextDate

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.people import Member
    from cabinet.contract.registry import Licence
    from cabinet.contract.rejections import GroupList
    from cabinet.report.answers import Answers

__all__ = ["DAYS", "fee_day", "next_dates"]

DAYS: Final = 30
_FEBRUARY: Final = 28
_LEFT_OF_LIFE: Final = 3
"""A transport certificate counts once a third of its life is left: the machine should have renewed it by then."""


def next_dates(answers: Answers) -> list[NextDate]:
    """Return them by date; a fee whose day has gone by stays until it is paid."""
    now = answers.made
    today = kyiv_day(now)
    found = [one for licence in answers.licences for one in _of_licence(licence)]
    found += [one for credential in answers.credentials for one in _of_credential(credential, now)]
    found += [one for member in answers.members for one in _of_member(member)]
    found += _of_causes(answers.causes, now)
    last = today + timedelta(days=DAYS)
    return sorted(one for one in found if one.on <= last and (one.on >= today or one.kind is DateKind.LICENCE_FEE))


def fee_day(licence: Licence) -> date | None:
    """Return by which day the fee of the next year of its term is to be paid; None where every year is."""
    if licence.paid_years >= licence.term_years:
        return None
    year = licence.issued.year + licence.paid_years
    try:
        return licence.issued.replace(year=year)
    except ValueError:  # 29 February
        return licence.issued.replace(year=year, day=_FEBRUARY)


def _of_licence(licence: Licence) -> list[NextDate]:
    if licence.state in {LicenceState.EXPIRED, LicenceState.ANNULLED}:
        return []
    fee = fee_day(licence)
    ends = NextDate(licence.expires, DateKind.LICENCE_ENDS, licence.number)
    return [ends] if fee is None else [NextDate(fee, DateKind.LICENCE_FEE, licence.number), ends]


def _of_credential(credential: Credential, now: datetime) -> list[NextDate]:
    if credential.state is not CredentialState.ACTIVE:
        return []
    found = [NextDate(kyiv_day(credential.until), DateKind.CREDENTIAL_ENDS, credential.name)]
    for key in credential.keys:
        if key.state not in {CredentialState.ACTIVE, CredentialState.PENDING}:
            continue
        if key.purpose is KeyPurpose.SIGNING:
            found.append(NextDate(kyiv_day(key.not_after), DateKind.SIGNING_KEY_ENDS, credential.name))
        elif key.not_after - now <= (key.not_after - key.not_before) / _LEFT_OF_LIFE:
            found.append(NextDate(kyiv_day(key.not_after), DateKind.CERTIFICATE_ENDS, credential.name))
    return found


def _of_member(member: Member) -> list[NextDate]:
    if member.until is None or member.state is not MandateState.ACTIVE:
        return []
    return [NextDate(kyiv_day(member.until), DateKind.MANDATE_ENDS, member.name)]


def _of_causes(causes: GroupList | None, now: datetime) -> list[NextDate]:
    """Return the days on which terms of causes end, with how many do; what is overdue is said elsewhere."""
    days: Counter[date] = Counter()
    for one in causes.items if causes is not None else ():
        if one.whole and one.due_at is not None and one.due_at > now:
            days[kyiv_day(one.due_at)] += 1
    return [NextDate(day, DateKind.REJECTIONS_DUE, str(number)) for day, number in days.items()]
