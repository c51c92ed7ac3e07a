"""When each kind begins to press, at its limits; whose each is; what the one sentence counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cabinet.contract.due import TERMS, DueDate, DueKind, Part, Severity, Verdict, in_order, verdict_of
from cabinet.contract.moment import day_bounds
from cabinet.contract.rights import Role
from tests.perimeter_in_process import NOW

TODAY = date(2026, 11, 24)
TICK = timedelta(microseconds=1)
LIMITS = {
    # kind: danger and warning, in days before
    DueKind.LICENCE_FEE: (14, 60),
    DueKind.LICENCE_ENDS: (30, 90),
    DueKind.LICENCE_ENTRY: (0, 0),
    DueKind.CREDENTIAL_ENDS: (7, 30),
    DueKind.SIGNING_KEY_ENDS: (7, 30),
    DueKind.OWN_CERTIFICATE_ENDS: (7, 30),
    DueKind.MANDATE_ENDS: (7, 30),
    DueKind.CERTIFICATE_ENDS: (1, None),
    DueKind.REJECTIONS_DUE: (1, None),
    DueKind.SOURCE_SILENT: (-1, 0),
}


def due(kind: DueKind, at: datetime, key: str = "k", **more: object) -> DueDate:
    return DueDate(kind=kind, at=at, on=at.date(), key=key, subject="s", opens="registry", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", LIMITS)
def test_a_kind_presses_from_its_limits_on(kind: DueKind) -> None:
    danger, warning = LIMITS[kind]
    at = NOW + timedelta(days=danger)
    calmer = Severity.CALM if danger == warning else Severity.WARNING
    assert due(kind, at + TICK).severity(NOW) is calmer
    assert due(kind, at).severity(NOW) is due(kind, at - TICK).severity(NOW) is Severity.DANGER
    if warning is None:
        assert due(kind, NOW + timedelta(days=9_000)).severity(NOW) is Severity.WARNING
    elif warning != danger:
        at = NOW + timedelta(days=warning)
        assert due(kind, at + TICK).severity(NOW) is Severity.CALM
        assert due(kind, at).severity(NOW) is due(kind, at - TICK).severity(NOW) is Severity.WARNING


def test_what_never_is_a_danger() -> None:
    assert due(DueKind.CERTIFICATE_RENEWS, NOW - timedelta(days=9)).severity(NOW) is Severity.CALM
    assert due(DueKind.SOURCE_GAPS, NOW - timedelta(days=9)).severity(NOW) is Severity.WARNING
    assert set(TERMS) == set(DueKind) == {*LIMITS, DueKind.CERTIFICATE_RENEWS, DueKind.SOURCE_GAPS}


@pytest.mark.parametrize(("days", "severity"), [
    (61, Severity.CALM), (60, Severity.WARNING), (59, Severity.WARNING), (15, Severity.WARNING), (14, Severity.DANGER),
    (13, Severity.DANGER),
])  # fmt: skip
def test_whole_days_are_counted_by_the_calendar(days: int, severity: Severity) -> None:
    on = TODAY + timedelta(days=days)
    first, last = day_bounds(TODAY)
    fee = DueDate(
        kind=DueKind.LICENCE_FEE, at=day_bounds(on)[1], on=on, key="k", subject="s", opens="registry", whole_day=True
    )
    assert fee.severity(first) is fee.severity(last - TICK) is severity
    assert fee.left(first) == fee.left(last - TICK) == timedelta(days=days)


def test_over_from_its_moment_on() -> None:
    assert [due(DueKind.MANDATE_ENDS, NOW + moved).over(NOW) for moved in (-TICK, timedelta(), TICK)] == [
        True, True, False,
    ]  # fmt: skip


def test_whose_it_is() -> None:
    at = NOW + timedelta(days=1)
    mandate = due(DueKind.MANDATE_ENDS, at, owner="Ковальчук", role=Role.HEAD, concerns="Гнатюк")
    assert mandate.mine("Ковальчук", Role.AUDITOR)
    assert mandate.mine("Гнатюк", Role.AUDITOR)
    assert not mandate.mine("Мельник", Role.HEAD), "somebody has it in hand"
    silent = due(DueKind.SOURCE_SILENT, at, role=Role.IT)
    assert silent.mine("Гнатюк", Role.IT)
    assert not silent.mine("Гнатюк", Role.HEAD)
    assert not due(DueKind.LICENCE_ENTRY, at).mine("Гнатюк", Role.HEAD), "the registry's"
    assert [of.part for of in (mandate, due(DueKind.LICENCE_ENTRY, at), due(DueKind.CERTIFICATE_RENEWS, at))] == [
        Part.OURS, Part.PERIMETER, Part.ITSELF,
    ]  # fmt: skip
    assert due(DueKind.SOURCE_GAPS, at).since
    assert not mandate.since


def test_the_verdict_counts_what_asks_and_names_the_nearest() -> None:
    calm = due(DueKind.MANDATE_ENDS, NOW + timedelta(days=31), "calm")
    renewal = due(DueKind.CERTIFICATE_RENEWS, NOW + timedelta(days=2), "renewal")
    soon = due(DueKind.MANDATE_ENDS, NOW + timedelta(days=30), "soon")
    late = due(DueKind.REJECTIONS_DUE, NOW - timedelta(days=1), "late")
    silent = due(DueKind.SOURCE_SILENT, NOW - timedelta(hours=1), "silent")
    assert verdict_of([calm, renewal], NOW) == Verdict(0, 0, renewal, Severity.CALM)
    assert verdict_of([calm, soon, renewal], NOW) == Verdict(1, 0, soon, Severity.WARNING)
    assert verdict_of([calm, soon, renewal, late], NOW) == Verdict(2, 1, soon, Severity.DANGER)
    assert verdict_of([soon, silent], NOW) == Verdict(2, 0, soon, Severity.WARNING), "it is silent, not overdue"
    assert verdict_of([calm, late], NOW) == Verdict(1, 1, None, Severity.DANGER), "what is calm is not to be done"
    assert verdict_of([], NOW) == verdict_of([due(DueKind.CERTIFICATE_RENEWS, NOW)], NOW)
    assert verdict_of([], NOW) == Verdict(0, 0, None, Severity.CALM)


def test_the_nearest_stands_first() -> None:
    later, sooner = due(DueKind.MANDATE_ENDS, NOW + TICK, "a"), due(DueKind.LICENCE_FEE, NOW, "b")
    same = due(DueKind.LICENCE_FEE, NOW, "a")
    assert in_order([later, sooner, same]) == [same, sooner, later]
