"""GGR and taxes against a sheet worked by hand, against plain SQL over raw rows, and against themselves, cut anyhow."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.ggr import ggr
from cabinet.contour.statistics.taxes import taxes
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment, Slice, Tax, Vertical
from cabinet.contract.taxes import GgrAnswer, TaxAnswer
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from cabinet.rules.rates import RateTable, shipped_rates
from tests.ledger_rows import ledger_rows
from tests.rules.known_facts import bet, raw

NOW = datetime(2024, 12, 15, 12, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "data" / "tax"
CASINO = {"licenceNo": "OK-2024-017", "brandId": "mlynok", "siteId": "mlynok.ua", "gameId": "slot-fruits"}
BETTING = {
    "licenceNo": "BD-2024-009", "brandId": "mlynok-bet", "siteId": "bet.mlynok.ua", "gameId": "football",
    "vertical": "BETTING",
}  # fmt: skip
SOURCE = {"OK-2024-017": "core-1", "BD-2024-009": "bet-1"}


def sheet(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Shop:
    """A ledger that holds the example."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = SqliteStore(path)
        create_operator(self.store, sample_operator(NOW), NOW)
        self.ledger = Ledger(self.store, NoteSigner("test/log", Ed25519PrivateKey.generate()), "test")
        for row in sheet("transactions.csv"):
            self.send(row["id"], row["type"], row["licence"], row["occurredAt"], int(row["kopecks"]), row["relatedTo"])

    def send(self, tx: str, kind: str, licence: str, at: str, kopecks: int, related: str, **changes: Any) -> None:
        place = CASINO if licence == CASINO["licenceNo"] else BETTING
        more = {"relatedTxId": related} if related else {}
        values = {**place, **more, "operatorTxId": tx, "type": kind, "occurredAt": at, "amountKop": kopecks}
        line = bet(**{**values, "roundId": f"R-{tx[1:]}", **changes})
        received = datetime.fromisoformat(at).astimezone(UTC) + timedelta(seconds=2)
        with self.ledger.append(SAMPLE_EDRPOU, received) as append:
            (item,) = Judging(append, SOURCE[licence], LimitFacts()).run([raw(line)])
        assert item.status.value.startswith("REJECTED" if changes else "ACCEPTED"), item

    def taxes(
        self, first: str, last: str, bucket: str = "day", *, table: RateTable | None = None,
        environment: Environment = Environment.TEST,
    ) -> TaxAnswer:  # fmt: skip
        query = {"from": first, "to": last, "bucket": bucket}
        with self.store.read() as rows:
            return taxes(rows, SAMPLE_EDRPOU, query, NOW, environment, table or shipped_rates())

    def ggr(self, first: str, last: str, bucket: str = "day", by: str = "none") -> GgrAnswer:
        query = {"from": first, "to": last, "bucket": bucket, "by": by}
        with self.store.read() as rows:
            return ggr(rows, SAMPLE_EDRPOU, query, NOW, Environment.TEST)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("tax") / "ledger.sqlite")
    yield made
    made.store.close()


def figures(answer: TaxAnswer) -> dict[tuple[str, str], tuple[int, int | None]]:
    return {(f.tax.value, f.vertical.value if f.vertical else ""): (f.base_kop, f.tax_kop) for f in answer.figures}


@pytest.mark.parametrize("period", [("2024-11-29", "2024-11-30"), ("2024-12-01", "2024-12-02")])
def test_the_sheet_worked_by_hand_in_each_period(shop: Shop, period: tuple[str, str]) -> None:
    found = figures(shop.taxes(*period))
    rows = [row for row in sheet("figures.csv") if (row["first"], row["last"]) == period]
    assert len(rows) == 4
    for row in rows:
        assert found[row["tax"], row["vertical"]] == (int(row["baseKopecks"]), int(row["taxKopecks"]))


def test_the_sheet_of_the_whole_is_split_where_the_levy_changes(shop: Shop) -> None:
    answer = shop.taxes("2024-11-29", "2024-12-02")
    found = figures(answer)
    for row in sheet("figures.csv"):
        if (row["first"], row["last"]) == ("2024-11-29", "2024-12-02"):
            assert found[row["tax"], row["vertical"]] == (int(row["baseKopecks"]), int(row["taxKopecks"]))
    (levy,) = (f for f in answer.figures if f.tax is Tax.MILITARY_LEVY)
    assert [(p.first, p.last, answer.rates[p.rate or 0].percent, p.tax_kop) for p in levy.parts] == [
        (date(2024, 11, 29), date(2024, 11, 30), "1.5", 7372),
        (date(2024, 12, 1), date(2024, 12, 2), "5", 47449),
    ]
    assert levy.verified
    assert not any(f.verified for f in answer.figures if f.tax is Tax.GAMING_INCOME)


def test_payouts_of_the_sheet_are_the_payouts_of_the_transactions() -> None:
    payouts = {row["id"]: row for row in sheet("payouts.csv")}
    assert {row["id"] for row in sheet("transactions.csv") if row["type"] == "PAYOUT"} == set(payouts)
    for row in payouts.values():
        assert Decimal(row["pit18PercentExact"]) == int(row["kopecks"]) * Decimal("0.18")
        assert Decimal(row["levyExact"]) == int(row["kopecks"]) * Decimal(row["levyPercent"]) / 100


DAY = st.dates(date(2024, 11, 27), date(2024, 12, 4))


@given(one=DAY, other=DAY, bucket=st.sampled_from(["day", "week", "month"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_parts_and_buckets_sum_to_the_whole(shop: Shop, one: date, other: date, bucket: str) -> None:
    first, last = sorted((one, other))
    answer = shop.taxes(first.isoformat(), last.isoformat(), bucket)
    for number, figure in enumerate(answer.figures):
        rows = [row for row in answer.rows if row.figure == number]
        assert sum(row.base_kop for row in rows) == figure.base_kop == sum(part.base_kop for part in figure.parts)
        assert sum(row.tax_kop for row in rows) == (figure.tax_kop or 0)
        assert sum(part.tax_kop or 0 for part in figure.parts) == (figure.tax_kop or 0)
        assert {row.start for row in rows} <= set(answer.buckets)
        for shared in (Slice.LICENCE, Slice.BRAND):
            shares = [share for share in answer.shares if (share.figure, share.by) == (number, shared)]
            assert sum(share.base_kop for share in shares) == figure.base_kop
            assert sum(share.tax_kop for share in shares) == (figure.tax_kop or 0)
            assert len({share.key for share in shares}) == len(shares)
    for by in ("none", "type", "licence", "brand", "site", "source"):
        told = shop.ggr(first.isoformat(), last.isoformat(), bucket, by)
        for name in ("bet_kop", "refund_kop", "payout_kop", "ggr_kop", "stuck_ggr_kop", "stuck_operations_kop"):
            assert sum(getattr(row.figures, name) for row in told.rows) == getattr(told.total, name)
    gaming = sum(f.base_kop for f in answer.figures if f.tax is Tax.GAMING_INCOME)
    assert gaming == shop.ggr(first.isoformat(), last.isoformat()).total.ggr_kop


@given(cuts=st.sets(DAY))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_withheld_is_the_same_however_days_are_cut(shop: Shop, cuts: set[date]) -> None:
    begins = sorted({date(2024, 11, 27), *cuts})
    ends = [*(begin - timedelta(days=1) for begin in begins[1:]), date(2024, 12, 4)]
    sums = {Tax.PERSONAL_INCOME: 0, Tax.MILITARY_LEVY: 0}
    for begin, end in zip(begins, ends, strict=True):
        for figure in shop.taxes(begin.isoformat(), end.isoformat(), "month").figures:
            if figure.tax in sums:
                sums[figure.tax] += figure.tax_kop or 0
    assert sums == {Tax.PERSONAL_INCOME: 259_269, Tax.MILITARY_LEVY: 54_821}


def test_plain_sql_over_raw_rows_says_the_same(shop: Shop, tmp_path: Path) -> None:
    with ledger_rows(shop.path) as oracle:
        found = oracle.execute(
            "SELECT amount_kop, occurred_at FROM attempts WHERE type = 'PAYOUT' AND outcome <> 'REJECTED'"
        ).fetchall()
    changed = datetime(2024, 11, 30, 22, tzinfo=UTC).timestamp() * 1e6
    withheld = [0, 0]
    for kopecks, at in found:
        for place, share in enumerate(("0.18", "0.05" if at >= changed else "0.015")):
            withheld[place] += int((Decimal(kopecks) * Decimal(share)).quantize(Decimal(1), ROUND_HALF_UP))
    told = figures(shop.taxes("2024-11-29", "2024-12-02"))
    assert withheld == [told["PERSONAL_INCOME", ""][1], told["MILITARY_LEVY", ""][1]]


def test_days_without_a_rate_are_told_and_not_computed(shop: Shop) -> None:
    answer = shop.taxes("2023-09-01", "2023-09-03")
    (levy,) = (f for f in answer.figures if f.tax is Tax.MILITARY_LEVY)
    assert [(p.first.day, p.last.day, p.rate is None, p.tax_kop) for p in levy.parts] == [
        (1, 2, True, None), (3, 3, False, 0),
    ]  # fmt: skip
    assert not levy.verified
    (before,) = (f for f in shop.taxes("2023-09-01", "2023-09-02").figures if f.tax is Tax.MILITARY_LEVY)
    assert before.tax_kop is None
    without = RateTable("x", (), own=True)
    bare = shop.taxes("2024-11-29", "2024-12-02", table=without)
    assert (bare.own_rates, bare.rates_name, bare.rates) == (True, "x", [])
    assert all(f.tax_kop is None and not f.verified for f in bare.figures)
    assert {f.vertical for f in bare.figures} == {Vertical.ONLINE_CASINO, Vertical.BETTING, Vertical.ONLINE_POKER, None}


def test_what_is_stuck_is_told_apart(shop: Shop, tmp_path: Path) -> None:
    own = Shop(tmp_path / "ledger.sqlite")
    own.send("b90", "BET", "OK-2024-017", "2024-12-02T12:00:00+02:00", 700, "", currency="EUR")
    own.send("p91", "PAYOUT", "OK-2024-017", "2024-12-02T12:00:00+02:00", 500, "b01", currency="EUR")
    told, before = own.ggr("2024-12-02", "2024-12-02"), shop.ggr("2024-12-02", "2024-12-02")
    assert (told.total.stuck_ggr_kop, told.total.stuck_operations_kop) == (200, 1200)
    assert told.total.ggr_kop == before.total.ggr_kop
    assert own.taxes("2024-12-02", "2024-12-02").figures == shop.taxes("2024-12-02", "2024-12-02").figures
    own.store.close()


def test_each_figure_has_its_formula_its_rows_and_its_mark(shop: Shop) -> None:
    answer = shop.taxes("2024-11-29", "2024-12-02")
    for figure in answer.figures:
        assert figure.formula.uk
        assert figure.formula.uk != figure.formula.en
        assert figure.rows == "/statistics?from=2024-11-29&to=2024-12-02&bucket=day&by=licence"
    assert answer.estimate
    assert answer.test_data
    assert not shop.taxes("2024-11-29", "2024-12-02", environment=Environment.PRODUCTION).test_data
    told = shop.ggr("2024-11-29", "2024-12-02")
    assert (told.estimate, told.test_data, told.accepted_rows) == (True, True, answer.figures[0].rows)
    assert told.stuck_rows == "/rejections?filter=state%3Aopen"


@pytest.mark.parametrize(
    ("first", "last", "bucket"),
    [("2024-12-02", "2024-12-01", "day"), ("2024-02-30", "2024-12-01", "day"), ("2024-12-01", "2024-12-01", "hour")],
)
def test_a_period_that_is_none_is_refused(shop: Shop, first: str, last: str, bucket: str) -> None:
    with pytest.raises(KnownError, match="PERIOD_INVALID"):
        shop.taxes(first, last, bucket)


def test_hours_of_ggr_are_hours(shop: Shop) -> None:
    hours = shop.ggr("2024-11-30", "2024-11-30", "hour")
    assert len(hours.buckets) == 24
    assert hours.total == shop.ggr("2024-11-30", "2024-11-30").total
