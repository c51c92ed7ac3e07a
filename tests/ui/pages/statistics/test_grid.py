"""Statistics on the page: empty days are there, names are people's, the period before stands under the right hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtWidgets import QApplication

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.registry.record import operator_record
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.play import encoded, rounds
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.query import statistics
from cabinet.contract.moment import KYIV
from cabinet.contract.states import Bucket, Compared, Environment, Slice
from cabinet.contract.statistics import StatisticsAnswer
from cabinet.desks.statistics import Statistics
from cabinet.desks.statistics_metrics import Metric
from cabinet.profile.settings import Language
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.grid import Grid, grid_of
from cabinet.ui.pages.statistics.table import StatisticsTable, table_of

NOW = datetime(2026, 10, 26, 12, 30, tzinfo=UTC)
DAYS = (NOW - timedelta(days=8), NOW - timedelta(days=4), NOW - timedelta(days=1), NOW - timedelta(hours=2))


@pytest.fixture
def store(tmp_path: Path, qapp: QApplication) -> Iterator[SqliteStore]:
    install(Language.UKRAINIAN)
    assert qapp is not None
    store = SqliteStore(tmp_path / "ledger.sqlite")
    create_operator(store, sample_operator(NOW), NOW)
    ledger = Ledger(store, NoteSigner("test/log", Ed25519PrivateKey.generate()), "test")
    for at in DAYS:
        with ledger.append(SAMPLE_EDRPOU, at) as append:
            lines = [encoded(line.value) for line in rounds(3, f"{at:%d}-", 40, at - timedelta(minutes=3), at)]
            Judging(append, "core-1", LimitFacts()).run(lines)
    yield store
    store.close()


def grid(
    store: SqliteStore,
    first: date,
    last: date,
    bucket: Bucket,
    by: Slice = Slice.BRAND,
    shown: Grid | None = None,
    how: Compared = Compared.BEFORE,
) -> Grid:
    query = {"from": first.isoformat(), "to": last.isoformat(), "bucket": bucket, "by": by, "previous": how}
    with store.read() as rows:
        data = statistics(rows, SAMPLE_EDRPOU, query, NOW, Environment.TEST, money=True)
        record = operator_record(rows, SAMPLE_EDRPOU, NOW, NOW)
    return grid_of(Statistics(StatisticsAnswer.model_validate_json(data), record, how), shown)


def shown_rows(table: StatisticsTable) -> list[list[str]]:
    """Return the words of the rows, newest first, and of the total."""
    rows = [table.row(at) for at in table.order(0, descending=True)]
    return [[cell.text for cell in row] for row in [*rows, table.total()]]


def test_slices_keep_their_places_however_they_outgrow_each_other(store: SqliteStore) -> None:
    """Columns and colours change places only with another question."""
    week = (date(2026, 10, 20), date(2026, 10, 26), Bucket.DAY)
    first = grid(store, *week)
    assert len(first.keys) > 1
    shown = replace(first, keys=first.keys[::-1][:-1])
    again = grid(store, *week, shown=shown)
    assert again.keys == [*shown.keys, first.keys[0]], "one that is new comes last"
    assert again.names == [first.names[first.keys.index(key)] for key in again.keys]
    assert again.accepted == [first.accepted[first.keys.index(key)] for key in again.keys]
    for other in (
        (date(2026, 10, 19), *week[1:]), (week[0], date(2026, 10, 25), Bucket.DAY), (*week[:2], Bucket.WEEK),
    ):  # fmt: skip
        assert grid(store, *other, shown=shown).keys == grid(store, *other).keys
    by_source = grid(store, *week, by=Slice.SOURCE)
    assert grid(store, *week, by=Slice.SOURCE, shown=replace(by_source, answer=first.answer)).keys == by_source.keys


def test_empty_days_are_nought_in_chart_and_table(store: SqliteStore) -> None:
    week = grid(store, date(2026, 10, 20), date(2026, 10, 26), Bucket.DAY)
    assert [totals.accepted > 0 for totals in week.totals] == [False, False, True, False, False, True, True]
    table = table_of(week, Metric.ACCEPTED)
    rows = shown_rows(table)
    assert [row[0] for row in rows] == [*(f"{day}.10.2026" for day in range(26, 19, -1)), "Разом"]
    titles = [column.title for column in table.columns()]
    assert {len(row) for row in rows} == {len(titles)}
    total = titles.index("Разом")
    assert [row[total] == "0" for row in rows[:-1]] == [False, False, True, True, False, True, True]
    assert titles[total + 1] == "13.10–19.10"
    assert rows[-1][total + 1] == str(sum(of.accepted for of in week.before if of is not None))
    assert {"Пізні", "Очікує", "Відхилено", "GGR, грн", *week.names} <= set(titles)


def test_what_has_not_begun_is_not_in_the_table(store: SqliteStore) -> None:
    today = grid(store, date(2026, 10, 26), date(2026, 10, 26), Bucket.HOUR)
    assert (len(today.starts), today.past, today.open_from) == (24, 15, 14)
    rows = shown_rows(table_of(today, Metric.ACCEPTED))
    assert rows[0][0] == "14:00"
    assert table_of(today, Metric.ACCEPTED).data([14])[1][0][0] == "2026-10-26T14:00+02:00"


def test_hours_answer_to_hours_of_the_clock(store: SqliteStore) -> None:
    """The day before had 25 hours: what happened at 14:27 stands under 14:00, not an hour later."""
    today = grid(store, date(2026, 10, 26), date(2026, 10, 26), Bucket.HOUR)
    happened = {DAYS[2].astimezone(KYIV).hour, (DAYS[2] - timedelta(minutes=3)).astimezone(KYIV).hour}
    counted = [of.accepted if of is not None else 0 for of in today.before]
    assert {start.hour for start, number in zip(today.starts, counted, strict=True) if number} <= happened
    assert sum(counted) > 0
    assert today.before[0] is None, "nothing had been submitted yet at that hour"


def test_a_period_without_any_data_is_told_so(store: SqliteStore) -> None:
    year = grid(store, date(2026, 10, 20), date(2026, 10, 26), Bucket.DAY, how=Compared.YEAR)
    assert year.answer.previous is not None
    assert year.before == [None] * 7
    assert year.total_before is None
    rows = shown_rows(table_of(year, Metric.ACCEPTED))
    titles = [column.title for column in table_of(year, Metric.ACCEPTED).columns()]
    assert titles[2] == "20.10.2025–26.10.2025", "another year is named"
    assert {row[titles.index("Різниця")] for row in rows} == {"даних немає"}


def test_the_table_sorts_by_any_column(store: SqliteStore) -> None:
    week = grid(store, date(2026, 10, 20), date(2026, 10, 26), Bucket.DAY)
    table = table_of(week, Metric.ACCEPTED)
    assert table.order(0, descending=True) == [6, 5, 4, 3, 2, 1, 0]
    assert table.order(0, descending=False) == [0, 1, 2, 3, 4, 5, 6]
    accepted = [of.accepted for of in week.totals]
    ordered = [accepted[at] for at in table.order(1, descending=True)]
    assert ordered == sorted(accepted, reverse=True)
    share = [column.title for column in table.columns()].index("Частка")
    order = table.order(share, descending=False)
    known = [at for at in order if week.totals[at].rejected_share is not None]
    assert order[: len(known)] == known, "days without a share come last"
    assert len(known) == 3


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (Slice.TYPE, {"Ставка", "Виплата", "Повернення"}),
        (Slice.BRAND, {"Млинок", "Млинок Бет", "Ставкограй"}),
        (Slice.LICENCE, {"Онлайн-казино", "Букмекерська діяльність"}),
        (Slice.SOURCE, {"Ігрова платформа"}),
        (Slice.NONE, {"разом"}),
    ],
)
def test_slices_have_peoples_names(store: SqliteStore, by: Slice, names: set[str]) -> None:
    found = grid(store, date(2026, 10, 18), date(2026, 10, 26), Bucket.WEEK, by)
    assert set(found.names) <= names
    assert found.names
    assert len(found.starts) == 3
    assert found.titles()[1] == "19.10–25.10.2026"
