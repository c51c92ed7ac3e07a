"""Figures of a filled contour against plain SQL over its raw rows and against /statistics; what is open and whose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.rejections.cases import set_group_case
from cabinet.contour.sample.bulk import Bulk, fill
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import CaseChange
from cabinet.contract.deadlines import hours_of
from cabinet.contract.moment import day_bounds, epoch_micros, kyiv_day
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState
from cabinet.export.job import Heading
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.perimeter.statistics import StatisticsClient
from cabinet.report.asking import ask_report
from cabinet.report.content import Figure, FigureKey, Finding, FindingRule, Open, OpenTotal, Part, Report, Unit
from cabinet.report.filling import NOTABLE, TIMES, finding_of, report_of
from cabinet.report.period import ReportPeriod, read_day, read_month
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

HEADING = Heading(perimeter="Контур", test=True, operator="ТОВ «Млинок»", at="24.11.2026, 12:00:00")
OFFICER = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас Богданович", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
K = FigureKey


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PerimeterInProcess]:
    made = PerimeterInProcess(tmp_path_factory.mktemp("filled") / "perimeter")
    fill(made.perimeter.ledger, made.perimeter.intake, Bulk(NOW - timedelta(days=80), NOW, 60_000, 0.02))
    yield made
    made.close()


def report(inside: PerimeterInProcess, period: ReportPeriod, now: datetime = NOW) -> Report:
    client = inside.client(inside.folder / "key")
    return report_of(ask_report(client.transport, inside.perimeter.profile, period, HEADING, now, person=False))


def counted(inside: PerimeterInProcess, period: ReportPeriod, until: datetime | None = None) -> dict[FigureKey, int]:
    """Count the raw rows of a period, as one would by hand."""
    start, end = day_bounds(period.first)[0], min(day_bounds(period.last)[1], until or datetime.max.replace(tzinfo=UTC))
    with ledger_rows(inside.perimeter.store, named=True) as rows:
        found = rows.execute(
            "SELECT outcome, type, amount_kop, late FROM attempts WHERE occurred_at >= ? AND occurred_at < ?",
            (epoch_micros(start), epoch_micros(end)),
        ).fetchall()
    good = [row for row in found if row["outcome"].startswith("ACCEPTED")]
    bad = [row for row in found if row["outcome"] == "REJECTED"]
    sums = {kind: sum(r["amount_kop"] for r in good if r["type"] == kind) for kind in ("BET", "REFUND", "PAYOUT")}
    stuck = sum(row["amount_kop"] * (1 if row["type"] == "BET" else -1) for row in bad)
    return {
        K.SUBMITTED: len(found), K.ACCEPTED: len(good), K.REJECTED: len(bad),
        K.LATE: sum(bool(r["late"]) for r in good),
        K.REJECTED_SHARE: round(len(bad) * 10_000 / (len(good) + len(bad))) if found else 0,
        K.BETS: sums["BET"], K.REFUNDS: sums["REFUND"], K.PAYOUTS: sums["PAYOUT"],
        K.GGR: sums["BET"] - sums["REFUND"] - sums["PAYOUT"], K.STUCK_GGR: stuck,
    }  # fmt: skip


@pytest.mark.parametrize("period", [read_month("2026-10"), read_day("2026-11-23")], ids=["month", "day"])
def test_every_figure_is_that_of_the_raw_rows(filled: PerimeterInProcess, period: ReportPeriod) -> None:
    found = report(filled, period)
    now, before = counted(filled, period), counted(filled, period.before)
    assert now[K.ACCEPTED] > 20
    assert before[K.ACCEPTED] > 20
    assert {one.key: one.now for one in found.figures} == now
    assert {one.key: one.before for one in found.figures} == before
    assert [one.key for one in found.figures] == list(FigureKey)
    assert (found.over, found.before, found.absent[0].part) == (True, period.before, Part.RECORD)


def test_a_month_that_goes_on_stands_beside_as_much_of_the_month_before(filled: PerimeterInProcess) -> None:
    found = report(filled, read_month("2026-11"))
    assert found.over is False
    # It is 12:00 in Kyiv: the hour that has begun counts whole.
    before = counted(filled, read_month("2026-10"), datetime(2026, 10, 24, 10, 0, tzinfo=UTC))
    assert found.figures[0].before == before[K.SUBMITTED] < counted(filled, read_month("2026-10"))[K.SUBMITTED]
    assert {one.before_kop for one in found.taxes} == {None}, "taxes of a part of a month cannot be asked"


def test_taxes_are_the_perimeters(filled: PerimeterInProcess) -> None:
    client = StatisticsClient(filled.client(filled.folder / "key").transport)
    month = read_month("2026-10")
    now, before = (client.taxes(of.first, of.last, of.bucket) for of in (month, month.before))
    lines = report(filled, month).taxes
    assert [(x.tax, x.vertical, x.kop, x.verified) for x in lines] == [
        (x.tax, x.vertical, x.tax_kop, x.verified) for x in now.figures
    ]
    assert {(x.tax, x.vertical): x.before_kop for x in lines} == {
        (x.tax, x.vertical): next(
            (y.tax_kop for y in before.figures if (y.tax, y.vertical) == (x.tax, x.vertical)), None
        )
        for x in now.figures
    }
    assert any(line.kop for line in lines)


def test_nothing_stands_beside_where_there_is_nothing(filled: PerimeterInProcess) -> None:
    first = kyiv_day(NOW - timedelta(days=80))
    month = report(filled, read_month(f"{first:%Y-%m}"))
    assert month.figures[0].now
    assert {one.before for one in month.figures} == {None}
    assert {one.before_kop for one in month.taxes} == {None}
    empty = report(filled, read_day("2026-05-05"))
    assert {one.now for one in empty.figures} == {0, None}
    assert (empty.finding, empty.closed) == (Finding(rule=FindingRule.NOTHING), [])


def test_open_is_counted_by_cause_and_sums_to_all(filled: PerimeterInProcess) -> None:
    found = report(filled, read_month("2026-10"))
    total = found.open_total
    assert total is not None
    with ledger_rows(filled.perimeter.store) as rows:
        count, kop = rows.execute("SELECT COUNT(*), SUM(amount_kop) FROM rejections WHERE state = 'open'").fetchone()
        oldest = dict(rows.execute("SELECT first_code, MIN(received_at) FROM rejections GROUP BY 1").fetchall())
    assert (total.count, total.kop, total.causes) == (count, kop, len(found.open))
    assert (sum(one.count for one in found.open), sum(one.kop for one in found.open)) == (count, kop)
    assert total.overdue == len(found.open) > 0, "nothing was dealt with in eighty days"
    for code in {one.code for one in found.open}:
        micros = oldest[code]
        came = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
        assert min(one.since for one in found.open if one.code == code) == kyiv_day(came)
        due = min(one.due_at for one in found.open if one.code == code and one.due_at is not None)
        assert due == came + timedelta(hours=hours_of(code))
    groups = RejectionsClient(filled.client(filled.folder / "key").transport).groups()
    assert [(one.code, one.source, one.count) for one in found.open] == [
        (one.code, one.source, one.whole) for one in groups.items
    ]


def test_what_was_closed_and_whose_the_rest_is(tmp_path: Path) -> None:
    inside = PerimeterInProcess(tmp_path / "p")
    inside.judge(line("a", currency="EUR"), line("b", currency="EUR", amountKop=700), line("c", gameId="none"))
    inside.judge(line("a"))
    with inside.perimeter.store.read() as rows:
        grp = {r["code"]: r["grp"] for r in rows.all("SELECT code, grp FROM rejection_groups")}
    work = CaseChange(state=CaseState.IN_WORK, assignee="Мельник Тарас Богданович")
    set_group_case(inside.perimeter.ledger, OFFICER, grp["AM-403"], work, 0, NOW)
    found = report(inside, read_day("2026-11-24"))
    assert [(one.code, one.count, one.superseded, one.kop) for one in found.closed] == [("AM-403", 1, 1, 500)]
    assert {one.code: (one.count, one.kop, one.assignee, one.overdue) for one in found.open} == {
        "AM-403": (1, 700, "Мельник Тарас Богданович", False), "IN-808": (1, 500, None, False),
        "RG-606": (1, 500, None, False),
    }  # fmt: skip
    assert report(inside, read_day("2026-11-23")).closed == []
    term = hours_of("AM-403")
    late = NOW + timedelta(hours=term)
    (one,) = [x for x in report(inside, read_day("2026-11-24"), NOW).open if x.code == "AM-403"]
    assert one.due_at is not None
    assert abs(one.due_at - late) < timedelta(seconds=1)
    inside.close()


def cause(*, overdue: bool = False, code: str = "AM-403") -> Open:
    return Open(
        code=code,
        source="core-1",
        count=5,
        kop=100,
        since=date(2026, 11, 1),
        assignee=None,
        due_at=None,
        overdue=overdue,
    )


def total(count: int, overdue: int = 0) -> OpenTotal:
    return OpenTotal(count=count, kop=100 * count, ggr_kop=0, causes=1, overdue=overdue)


def figures(submitted: int, rejected: int, share: int | None, before: int | None) -> list[Figure]:
    return [
        Figure(K.SUBMITTED, Unit.COUNT, submitted, None), Figure(K.ACCEPTED, Unit.COUNT, submitted - rejected, None),
        Figure(K.REJECTED, Unit.COUNT, rejected, None), Figure(K.REJECTED_SHARE, Unit.SHARE, share, before),
    ]  # fmt: skip


@pytest.mark.parametrize(("of", "opened", "rule"), [
    ((figures(0, 0, None, None)), total(5, 1), FindingRule.NOTHING),
    ((figures(100, NOTABLE, 900, 100)), total(5, 1), FindingRule.OVERDUE),
    ((figures(100, NOTABLE, 900, 100)), total(5), FindingRule.REJECTED_MORE),
    ((figures(100, NOTABLE, 100 * TIMES, 100)), total(5), FindingRule.REJECTED_MORE),
    ((figures(100, NOTABLE, 100 * TIMES - 1, 100)), total(5), FindingRule.OPEN),
    ((figures(100, NOTABLE - 1, 900, 100)), total(5), FindingRule.OPEN),
    ((figures(100, NOTABLE, 900, None)), total(5), FindingRule.OPEN),
    ((figures(100, NOTABLE, 900, 0)), None, FindingRule.REJECTED_MORE),
    ((figures(100, 1, 1, 100)), total(0), FindingRule.ALL_WELL),
    (([]), total(1), FindingRule.OPEN),
    (([]), total(0), FindingRule.ALL_WELL),
    (([]), None, FindingRule.NO_FIGURES),
])  # fmt: skip
def test_the_first_rule_that_holds_is_told(of: list[Figure], opened: OpenTotal | None, rule: FindingRule) -> None:
    found = finding_of(of, [cause()] if opened is not None and opened.count else [], opened)
    assert found.rule is rule
    if rule in {FindingRule.OVERDUE, FindingRule.OPEN}:
        assert opened is not None
        assert (found.count, found.kop, found.top) == (opened.count, opened.kop, cause())
    if rule is FindingRule.OVERDUE:
        assert found.causes == 1
    if rule is FindingRule.ALL_WELL and of:
        assert found.count == 99
