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
from cabinet.contract.states import Bucket, Environment, Slice
from cabinet.contract.statistics import StatisticsAnswer
from cabinet.desks.statistics import Statistics
from cabinet.profile.settings import Language
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.grid import Grid, grid_of
from cabinet.ui.pages.statistics.table import table_of

WIDE = 1_600
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
    store: SqliteStore, first: date, last: date, bucket: Bucket, by: Slice = Slice.BRAND, shown: Grid | None = None
) -> Grid:
    query = {"from": first.isoformat(), "to": last.isoformat(), "bucket": bucket, "by": by, "previous": "true"}
    with store.read() as rows:
        data = statistics(rows, SAMPLE_EDRPOU, query, NOW, Environment.TEST, money=True)
        record = operator_record(rows, SAMPLE_EDRPOU, NOW, NOW)
    return grid_of(Statistics(StatisticsAnswer.model_validate_json(data), record), shown)


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
    rows, columns = table_of(week, width=WIDE, previous=True)
    assert [row[0].text for row in rows] == [*(f"{day}.10" for day in range(26, 19, -1)), "Разом"]
    assert {len(row) for row in rows} == {len(columns)}
    titles = [column.title for column in columns]
    total = titles.index("Разом")
    assert [row[total].text == "0" for row in rows[:-1]] == [False, False, True, True, False, True, True]
    assert titles[total + 1] == "13.10–19.10"
    assert rows[-1][total + 1].text == str(sum(t.previous or 0 for t in week.totals))
    assert {"Пізні", "Очікує", "Відхилено"} <= set(titles)
    narrow, fewer = table_of(week, width=700, previous=False)
    assert {len(row) for row in narrow} == {len(fewer)}
    assert len(fewer) < len(columns)


def test_what_has_not_begun_is_not_in_the_table(store: SqliteStore) -> None:
    today = grid(store, date(2026, 10, 26), date(2026, 10, 26), Bucket.HOUR)
    assert (len(today.starts), today.past, today.open_from) == (24, 15, 14)
    rows, _ = table_of(today, width=WIDE, previous=True)
    assert rows[0][0].text == "26.10 14:00"


def test_hours_answer_to_hours_of_the_clock(store: SqliteStore) -> None:
    """The day before had 25 hours: what happened at 14:27 stands under 14:00, not an hour later."""
    today = grid(store, date(2026, 10, 26), date(2026, 10, 26), Bucket.HOUR)
    happened = {DAYS[2].astimezone(KYIV).hour, (DAYS[2] - timedelta(minutes=3)).astimezone(KYIV).hour}
    assert {start.hour for start, t in zip(today.starts, today.totals, strict=True) if t.previous} <= happened
    assert sum(t.previous or 0 for t in today.totals) > 0


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (Slice.TYPE, {"Ставка", "Виплата", "Повернення"}),
        (Slice.BRAND, {"Млинок", "Млинок Бет", "Ставкограй"}),
        (Slice.LICENCE, {"Онлайн-казино", "Букмекерська діяльність"}),
        (Slice.SOURCE, {"Ігрова платформа"}),
        (Slice.NONE, {"прийнято"}),
    ],
)
def test_slices_have_peoples_names(store: SqliteStore, by: Slice, names: set[str]) -> None:
    found = grid(store, date(2026, 10, 18), date(2026, 10, 26), Bucket.WEEK, by)
    assert set(found.names) <= names
    assert found.names
    assert len(found.starts) == 3
    assert found.title(1) == "19.10–25.10.2026"
