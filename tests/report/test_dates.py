"""What falls due within thirty days: each kind to its day, and what does not count."""

from __future__ import annotations

from datetime import date, timedelta

from cabinet.contract.states import CredentialState, KeyPurpose, LicenceState, MandateState
from cabinet.report.answers import Answers
from cabinet.report.content import DateKind, NextDate
from cabinet.report.dates import DAYS, next_dates
from cabinet.report.period import read_day
from tests.contract.due_kit import causes, credential, key, licence, member
from tests.perimeter_in_process import NOW
from tests.report.test_filling import HEADING

TODAY = date(2026, 11, 24)


def found(**parts: object) -> list[tuple[date, DateKind, str]]:
    answers = Answers(period=read_day("2026-11-23"), heading=HEADING, made=NOW, **parts)  # type: ignore[arg-type]
    return [(one.on, one.kind, one.subject) for one in next_dates(answers)]


def test_a_fee_that_is_due_stays_until_it_is_paid() -> None:
    for issued, number in (
        (TODAY + timedelta(days=DAYS + 1), 0), (TODAY + timedelta(days=DAYS), 1), (TODAY, 1),
        (TODAY - timedelta(days=1), 1), (TODAY - timedelta(days=300), 1),
    ):  # fmt: skip
        told = found(licences=[licence(issued.replace(year=issued.year - 2), 2)])
        assert [kind for _, kind, _ in told] == [DateKind.LICENCE_FEE] * number, issued
    assert found(licences=[licence(state=state) for state in (LicenceState.EXPIRED, LicenceState.ANNULLED)]) == []


def test_a_licence_ends() -> None:
    for ends, number in ((TODAY - timedelta(days=1), 0), (TODAY, 1), (TODAY + timedelta(days=DAYS), 1)):
        told = found(licences=[licence(paid=5).model_copy(update={"expires": ends})])
        assert told == [(ends, DateKind.LICENCE_ENDS, "OK-1")] * number
    assert found(licences=[licence(paid=5)]) == []


def test_keys_and_grants_end() -> None:
    far = NOW + timedelta(days=200)
    for days, number in ((DAYS + 1, 0), (DAYS, 1), (0, 1), (-1, 0)):
        at = NOW + timedelta(days=days)
        assert len(found(credentials=[credential(at)])) == number
        assert len(found(credentials=[credential(far, key(KeyPurpose.SIGNING, at))])) == number
    soon = NOW + timedelta(days=3)
    assert found(credentials=[credential(soon)]) == [(date(2026, 11, 27), DateKind.CREDENTIAL_ENDS, "Ядро")]
    signing = found(credentials=[credential(far, key(KeyPurpose.SIGNING, soon))])
    assert signing == [(date(2026, 11, 27), DateKind.SIGNING_KEY_ENDS, "Ядро")]
    assert found(credentials=[credential(soon, state=CredentialState.REVOKED)]) == []
    retiring = key(KeyPurpose.SIGNING, soon, CredentialState.RETIRING)
    assert found(credentials=[credential(far, retiring)]) == []


def test_a_certificate_counts_once_a_third_of_its_life_is_left() -> None:
    far, tick = NOW + timedelta(days=200), timedelta(microseconds=3)
    third = NOW + timedelta(days=3)  # six days are over
    assert found(credentials=[credential(far, key(KeyPurpose.TRANSPORT, third + tick))]) == []
    told = found(credentials=[credential(far, key(KeyPurpose.TRANSPORT, third))])
    assert told == [(date(2026, 11, 27), DateKind.CERTIFICATE_ENDS, "Ядро")]


def test_mandates_end() -> None:
    soon = NOW + timedelta(days=3)
    assert found(members=[member(soon), member(None)]) == [(date(2026, 11, 27), DateKind.MANDATE_ENDS, "Гнатюк")]
    assert found(members=[member(soon, MandateState.ENDED), member(soon, MandateState.EXPIRED)]) == []


def test_terms_of_causes_are_counted_by_day_and_the_overdue_are_not_to_come() -> None:
    told = found(
        causes=causes(NOW, NOW + timedelta(seconds=1), NOW + timedelta(hours=2), NOW + timedelta(days=2), None)
    )
    assert told == [(TODAY, DateKind.REJECTIONS_DUE, "2"), (date(2026, 11, 26), DateKind.REJECTIONS_DUE, "1")]


def test_they_stand_by_date() -> None:
    told = found(members=[member(NOW + timedelta(days=9))], causes=causes(NOW + timedelta(days=1)))
    assert told == sorted(told)
    assert isinstance(NextDate(TODAY, DateKind.MANDATE_ENDS, "x") < NextDate(TODAY, DateKind.MANDATE_ENDS, "y"), bool)
