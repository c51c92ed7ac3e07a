"""Shares of licences and brands sum to each figure, to the kopeck, whatever was played at which site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cabinet.contour.ledger.roll_ups import Counted, RollUps
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.ggr import ggr
from cabinet.contour.statistics.taxes import taxes
from cabinet.contract.moment import epoch_micros
from cabinet.contract.states import Environment, Outcome, Slice, Tax
from cabinet.contract.taxes import TaxAnswer
from cabinet.rules.rates import RateTable, read_rates, shipped_rates

NOW = datetime(2024, 12, 15, 12, 0, tzinfo=UTC)
FIRST, LAST = date(2024, 11, 28), date(2024, 12, 3)
CASINO, BETTING = "OK-2024-017", "BD-2024-009"
PLACES = {
    "mlynok.ua": (CASINO, "mlynok"), "app.mlynok.ua": (CASINO, "mlynok"), "stavkohrai.ua": (CASINO, "stavkohrai"),
    "bet.mlynok.ua": (BETTING, "mlynok-bet"), "gone.ua": (CASINO, "mlynok"),
}  # fmt: skip
"""Sites of the sample operator, and one that nothing is registered of."""
Play = tuple[str, str, int, int]
"""Type, site, day of the period, kopecks."""
PLAYS = st.lists(
    st.tuples(
        st.sampled_from(["BET", "REFUND", "PAYOUT"]), st.sampled_from(sorted(PLACES)), st.integers(0, 5),
        st.integers(1, 1_000_000),
    ),
    max_size=30,
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path_factory.mktemp("shares") / "ledger.sqlite")
    create_operator(made, sample_operator(NOW), NOW)
    yield made
    made.close()


def told(store: SqliteStore, plays: list[Play], table: RateTable | None = None) -> TaxAnswer:
    """Return the taxes of what was played, and of nothing else."""
    with store.write() as rows:
        rows.run("DELETE FROM rollups")
        sums = RollUps(SAMPLE_EDRPOU, table)
        for kind, site, day, kopecks in plays:
            at = epoch_micros(datetime(2024, 11, 28, 12, tzinfo=UTC) + timedelta(days=day))
            keys = (kind, *PLACES[site], site, "core-1")
            sums.add(
                Counted(
                    keys, Outcome.ACCEPTED, kind, kopecks, late=False, corrects=None, occurred_at=at, received_at=at
                ),
                1,
            )
        sums.write(rows)
    query = {"from": FIRST.isoformat(), "to": LAST.isoformat(), "bucket": "day"}
    with store.read() as rows:
        return taxes(rows, SAMPLE_EDRPOU, query, NOW, Environment.TEST, table or shipped_rates())


def shares(answer: TaxAnswer, tax: Tax, by: Slice, base: str = "tax_kop") -> dict[str | None, int]:
    """Return what the figures of a tax are divided into: key → kopecks."""
    numbers = [number for number, figure in enumerate(answer.figures) if figure.tax is tax]
    return {share.key: getattr(share, base) for share in answer.shares if share.figure in numbers and share.by is by}


@given(plays=PLAYS)
@example(plays=[("BET", "mlynok.ua", 0, 1), ("PAYOUT", "stavkohrai.ua", 0, 2), ("BET", "gone.ua", 5, 3)])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_sum_to_every_figure(store: SqliteStore, plays: list[Play]) -> None:
    answer = told(store, plays)
    for number, figure in enumerate(answer.figures):
        for by in (Slice.LICENCE, Slice.BRAND):
            own = [share for share in answer.shares if (share.figure, share.by) == (number, by)]
            assert sum(share.base_kop for share in own) == figure.base_kop
            assert sum(share.tax_kop for share in own) == figure.tax_kop
            assert len({share.key for share in own}) == len(own)
    with store.read() as rows:
        query = {"from": FIRST.isoformat(), "to": LAST.isoformat(), "bucket": "month", "by": "licence"}
        by_licence = ggr(rows, SAMPLE_EDRPOU, query, NOW, Environment.TEST)
    expected: dict[str, int] = {}
    for row in by_licence.rows:
        expected[row.key or ""] = expected.get(row.key or "", 0) + row.figures.ggr_kop
    gaming = shares(answer, Tax.GAMING_INCOME, Slice.LICENCE, "base_kop")
    assert {key: kop for key, kop in gaming.items() if kop} == {key: kop for key, kop in expected.items() if kop}


def test_what_is_withheld_is_each_brands_own(store: SqliteStore) -> None:
    answer = told(
        store,
        [("PAYOUT", "mlynok.ua", 0, 3), ("PAYOUT", "app.mlynok.ua", 4, 33), ("PAYOUT", "stavkohrai.ua", 1, 100)],
    )
    assert shares(answer, Tax.PERSONAL_INCOME, Slice.BRAND) == {"mlynok": 1 + 6, "stavkohrai": 18}
    assert shares(answer, Tax.MILITARY_LEVY, Slice.BRAND) == {"mlynok": 0 + 2, "stavkohrai": 2}
    assert shares(answer, Tax.MILITARY_LEVY, Slice.LICENCE) == {CASINO: 4}
    assert shares(answer, Tax.MILITARY_LEVY, Slice.LICENCE, "base_kop") == {CASINO: 136}


def test_a_brand_with_a_loss_takes_away_from_the_tax_of_its_licence(store: SqliteStore) -> None:
    answer = told(
        store,
        [("BET", "stavkohrai.ua", 0, 30_000), ("BET", "mlynok.ua", 0, 5_000), ("PAYOUT", "app.mlynok.ua", 2, 15_000)],
    )
    assert shares(answer, Tax.GAMING_INCOME, Slice.LICENCE)[CASINO] == 3_600
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND, "base_kop") == {"stavkohrai": 30_000, "mlynok": -10_000}
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND) == {"stavkohrai": 5_400, "mlynok": -1_800}


def test_what_was_played_where_nothing_is_registered_is_nobodys(store: SqliteStore) -> None:
    answer = told(store, [("BET", "gone.ua", 0, 1_000), ("BET", "mlynok.ua", 0, 500)])
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND, "base_kop") == {None: 1_000, "mlynok": 500}
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND) == {None: 180, "mlynok": 90}


def test_days_of_two_rates_are_divided_each_by_its_own(store: SqliteStore) -> None:
    rows = [
        {"tax": "GAMING_INCOME", "vertical": "ONLINE_CASINO", "percent": percent, "from": first, "until": until,
         "referenceUk": "x", "referenceEn": "x", "verified": False}
        for percent, first, until in (("10", "2024-01-01", "2024-11-30"), ("20", "2024-12-01", None))
    ]  # fmt: skip
    table = read_rates(json.dumps({"name": "own", "rates": rows}).encode(), own=True)
    plays: list[Play] = [
        ("BET", "mlynok.ua", 2, 1_000), ("BET", "mlynok.ua", 3, 3_000), ("BET", "stavkohrai.ua", 2, 500),
        ("PAYOUT", "stavkohrai.ua", 3, 700),
    ]  # fmt: skip
    answer = told(store, plays, table)
    assert shares(answer, Tax.GAMING_INCOME, Slice.LICENCE)[CASINO] == 150 + 460
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND) == {"mlynok": 100 + 600, "stavkohrai": 50 - 140}
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND, "base_kop") == {"mlynok": 4_000, "stavkohrai": -200}


def test_without_rates_there_are_bases_and_no_tax(store: SqliteStore) -> None:
    answer = told(
        store, [("BET", "mlynok.ua", 0, 1_000), ("PAYOUT", "mlynok.ua", 0, 400)], RateTable("x", (), own=True)
    )
    assert shares(answer, Tax.GAMING_INCOME, Slice.BRAND, "base_kop") == {"mlynok": 600}
    assert {share.tax_kop for share in answer.shares} == {0}
