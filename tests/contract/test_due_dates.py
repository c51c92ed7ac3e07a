"""What is found in the perimeter's answers: each kind to its moment, its owner, its place; and what does not count."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cabinet.contract.due import AHEAD_DAYS, DueDate, DueKind, Part
from cabinet.contract.due_dates import (
    GAPS_SHOWN,
    cause_opens,
    due_dates,
    fee_day,
    own_certificate,
    own_mandate,
    renewal_at,
)
from cabinet.contract.moment import day_bounds
from cabinet.contract.rights import Role
from cabinet.contract.states import CredentialState, KeyPurpose, LicenceState, MandateState
from tests.contract.due_kit import cause, credential, key, licence, member, source
from tests.perimeter_in_process import NOW

TODAY = date(2026, 11, 24)
TICK = timedelta(microseconds=1)
FAR = NOW + timedelta(days=200)


def found(**parts: object) -> list[DueDate]:
    return due_dates(NOW, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(("issued", "paid", "day"), [
    (date(2024, 12, 1), 2, date(2026, 12, 1)), (date(2024, 2, 29), 2, date(2026, 2, 28)),
    (date(2024, 2, 29), 4, date(2028, 2, 29)), (date(2024, 12, 1), 4, date(2028, 12, 1)), (date(2024, 12, 1), 5, None),
])  # fmt: skip
def test_the_fee_of_the_next_year(issued: date, paid: int, day: date | None) -> None:
    assert fee_day(licence(issued, paid)) == day


def test_a_fee_is_the_heads_and_is_paid_in_time_on_its_day() -> None:
    (fee,) = found(licences=[licence()], head="Ковальчук")
    assert (fee.kind, fee.on, fee.at) == (DueKind.LICENCE_FEE, date(2026, 12, 1), day_bounds(date(2026, 12, 1))[1])
    assert (fee.owner, fee.role, fee.opens, fee.key) == ("Ковальчук", Role.HEAD, "registry OK-1", "fee/OK-1/3")
    assert fee.whole_day
    assert not fee.over(day_bounds(fee.on)[1] - TICK)
    assert fee.over(day_bounds(fee.on)[1])


def test_ninety_days_are_looked_at_and_what_is_overdue_stays() -> None:
    last = TODAY + timedelta(days=AHEAD_DAYS)
    for day, number in ((last - timedelta(days=1), 1), (last, 1), (last + timedelta(days=1), 0)):
        assert len(found(licences=[licence(day.replace(year=day.year - 2))])) == number
    overdue = found(licences=[licence(date(2024, 1, 5))])
    assert [due.on for due in overdue] == [date(2026, 1, 5)]
    gone = [licence(date(2024, 1, 5), state=state) for state in (LicenceState.EXPIRED, LicenceState.ANNULLED)]
    assert found(licences=gone) == []


def test_a_licence_ends_with_the_day_before() -> None:
    ends = TODAY + timedelta(days=30)
    (due,) = found(licences=[licence(paid=5).model_copy(update={"expires": ends})])
    assert (due.kind, due.on, due.at) == (DueKind.LICENCE_ENDS, ends, day_bounds(ends)[0])


def test_the_registry_has_its_business_day() -> None:
    midnight = day_bounds(TODAY)[1]
    (due,) = found(licences=[licence(paid=5, by=midnight)])
    assert (due.kind, due.on, due.at, due.part) == (DueKind.LICENCE_ENTRY, TODAY, midnight, Part.PERIMETER)
    assert (due.owner, due.role) == ("", None)
    entered = licence(paid=5, by=midnight).model_copy(update={"entered_at": NOW})
    assert found(licences=[entered]) == []


def test_a_source_is_silent_past_its_rhythm_and_has_gaps_for_a_week() -> None:
    heard = NOW - timedelta(days=1)
    assert found(sources=[source(heard, NOW)]) == found(sources=[source(None, heard), source(heard)]) == []
    (silent,) = found(sources=[source(heard, NOW - TICK)])
    assert (silent.kind, silent.at, silent.role, silent.owner) == (DueKind.SOURCE_SILENT, NOW - TICK, Role.IT, "")
    since = NOW - GAPS_SHOWN
    assert [due.kind for due in found(sources=[source(heard, None, since)])] == [DueKind.SOURCE_GAPS]
    assert found(sources=[source(heard, None, since - TICK)]) == []


def test_keys_and_grants_end() -> None:
    soon = NOW + timedelta(days=3)
    (grant,) = found(credentials=[credential(soon)])
    assert (grant.kind, grant.at, grant.opens) == (DueKind.CREDENTIAL_ENDS, soon, "credentials c")
    assert (grant.owner, grant.role) == ("Гнатюк", Role.IT)
    (signing,) = found(credentials=[credential(FAR, key(KeyPurpose.SIGNING, soon))])
    assert (signing.kind, signing.at, signing.key) == (DueKind.SIGNING_KEY_ENDS, soon, "signing/k")
    for state in (CredentialState.RETIRING, CredentialState.REVOKED, CredentialState.EXPIRED):
        assert found(credentials=[credential(FAR, key(KeyPurpose.SIGNING, soon, state))]) == []
        assert found(credentials=[credential(soon, state=state)]) == []
    assert len(found(credentials=[credential(FAR, key(KeyPurpose.SIGNING, soon, CredentialState.PENDING))])) == 1


def test_renewal_is_a_promise_until_it_is_broken() -> None:
    ends = NOW + timedelta(days=3)  # six days are over: two thirds of nine
    assert renewal_at(key(KeyPurpose.TRANSPORT, ends)) == NOW
    (broken,) = found(credentials=[credential(FAR, key(KeyPurpose.TRANSPORT, ends))])
    assert (broken.kind, broken.at) == (DueKind.CERTIFICATE_ENDS, ends)
    (promise,) = found(credentials=[credential(FAR, key(KeyPurpose.TRANSPORT, ends + 3 * TICK))])
    assert (promise.kind, promise.at, promise.part) == (DueKind.CERTIFICATE_RENEWS, NOW + 2 * TICK, Part.ITSELF)


def test_mandates_are_the_heads_and_about_their_people() -> None:
    soon = NOW + timedelta(days=3)
    (due,) = found(members=[member(soon), member(None)], head="Ковальчук")
    assert (due.kind, due.owner, due.concerns, due.opens) == (DueKind.MANDATE_ENDS, "Ковальчук", "Гнатюк", "people p")
    assert found(members=[member(soon, MandateState.ENDED), member(soon, MandateState.EXPIRED)]) == []


def test_what_is_ones_own() -> None:
    ends = NOW + timedelta(days=3)
    certificate, mandate = own_certificate(ends, "Гнатюк"), own_mandate(ends, "Гнатюк", "Ковальчук")
    assert (certificate.kind, certificate.at) == (DueKind.OWN_CERTIFICATE_ENDS, ends)
    assert certificate.mine("Гнатюк", Role.IT)
    assert not certificate.mine("Ковальчук", Role.HEAD)
    assert (mandate.kind, mandate.at) == (DueKind.MANDATE_ENDS, ends)
    assert mandate.mine("Гнатюк", Role.IT)
    assert mandate.mine("Ковальчук", Role.HEAD)


def test_ones_own_stands_among_the_others_within_ninety_days() -> None:
    last = NOW + timedelta(days=AHEAD_DAYS)
    near, far = own_certificate(last, "Гнатюк"), own_certificate(last + timedelta(days=1), "Гнатюк")
    assert [due.kind for due in due_dates(NOW, [near, far], licences=[licence()])] == [
        DueKind.LICENCE_FEE, DueKind.OWN_CERTIFICATE_ENDS,
    ]  # fmt: skip


def test_causes_have_their_terms_and_their_people() -> None:
    late = NOW - timedelta(days=1)
    causes = [cause(NOW + TICK, 1), cause(late, 2, assignee="Мельник"), cause(None, 3), cause(NOW, 4, count=0)]
    first, second = found(causes=causes)
    assert (first.at, first.owner, first.subject) == (late, "Мельник", "AM-403")
    assert (second.at, second.owner, second.key) == (NOW + TICK, "", f"cause/{1:016x}")
    hanging = cause(None, 5, count=0, consequences=2)
    assert [due.at for due in found(causes=[hanging])] == [NOW + timedelta(hours=24)]


def test_a_cause_opens_its_own_rejections_or_those_that_hang_on_it() -> None:
    assert cause_opens(cause(NOW, 1)) == f"rejections state:open group:{1:016x}"
    assert cause_opens(cause(None, 1, count=0, consequences=2)) == f"rejections state:open follows:{1:016x}"


def test_the_nearest_stands_first() -> None:
    def times(of: list[DueDate]) -> list[datetime]:
        return [due.at for due in of]

    listed = found(members=[member(NOW + timedelta(days=9))], causes=[cause(NOW + timedelta(days=1))])
    assert times(listed) == sorted(times(listed))
