"""Statistics by every bucket and slice, on days of 23, 24 and 25 hours; what they add up to is counted by hand here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.statistics.periods import Period
from cabinet.contour.statistics.query import statistics
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Bucket, Compared, Environment
from cabinet.contract.statistics import StatisticsAnswer
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from tests.rules.known_facts import bet, raw

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")
PLACE = {"licenceNo": "OK-2024-017", "brandId": "mlynok", "siteId": "mlynok.ua", "gameId": "slot-fruits"}


class Shop:
    """A ledger to which bets are sent at the moment they happen."""

    def __init__(self, path: Path) -> None:
        self.store = SqliteStore(path)
        create_operator(self.store, sample_operator(NOW), NOW)
        self.ledger = Ledger(self.store, NoteSigner("test/log", Ed25519PrivateKey.generate()), "test")
        self.sent = 0

    def bets(
        self,
        *moments: datetime,
        received_after: timedelta = timedelta(seconds=2),
        source: str = "core-1",
        status: str = "ACCEPTED",
    ) -> None:
        for moment in moments:
            self.sent += 1
            line = bet(**PLACE, operatorTxId=f"b{self.sent}", occurredAt=moment.astimezone(KYIV).isoformat())
            with self.ledger.append(SAMPLE_EDRPOU, moment + received_after) as append:
                (item,) = Judging(append, source, LimitFacts()).run([raw(line)])
            assert item.status.value.startswith(status), item

    def told(
        self, first: str, last: str, bucket: str, by: str = "none", *, now: datetime = NOW, previous: str = "true"
    ) -> StatisticsAnswer:
        query = {"from": first, "to": last, "bucket": bucket, "by": by, "previous": previous}
        with self.store.read() as rows:
            data = statistics(rows, SAMPLE_EDRPOU, query, now, Environment.TEST, money=True)
        return StatisticsAnswer.model_validate_json(data)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path / "ledger.sqlite")
    yield shop
    shop.store.close()


def accepted(answer: StatisticsAnswer) -> dict[str, int]:
    return {r.start.astimezone(KYIV).isoformat(timespec="minutes"): r.figures.accepted for r in answer.rows}


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 24), 24)]
)
def test_a_day_has_its_own_number_of_hours(shop: Shop, day: date, hours: int) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=KYIV).astimezone(UTC)
    shop.bets(*(start + timedelta(hours=n, minutes=30) for n in range(-1, hours + 1)))
    answer = shop.told(day.isoformat(), day.isoformat(), "hour")
    assert len(answer.buckets) == hours == answer.total.accepted
    assert [r.figures.accepted for r in answer.rows] == [1] * hours
    whole = shop.told(day.isoformat(), day.isoformat(), "day")
    assert list(accepted(whole).values()) == [hours]
    assert whole.total == answer.total
    assert len(whole.buckets) == 1


def test_weeks_and_months_are_calendar_ones(shop: Shop) -> None:
    days = [date(2026, 8, 30), date(2026, 8, 31), date(2026, 9, 6), date(2026, 9, 7), date(2026, 10, 31)]
    shop.bets(*(datetime(d.year, d.month, d.day, 0, 5, tzinfo=KYIV) for d in days))
    weeks = shop.told("2026-08-28", "2026-09-10", "week")
    assert [(b.astimezone(KYIV).date().isoformat()) for b in weeks.buckets] == [
        "2026-08-28",
        "2026-08-31",
        "2026-09-07",
    ]
    assert list(accepted(weeks).values()) == [1, 2, 1]
    months = shop.told("2026-08-01", "2026-10-31", "month")
    assert [b.astimezone(KYIV).date().isoformat() for b in months.buckets] == ["2026-08-01", "2026-09-01", "2026-10-01"]
    assert list(accepted(months).values()) == [2, 2, 1]
    assert months.total.accepted == 5


def test_empty_buckets_are_named_and_slices_add_up(shop: Shop) -> None:
    shop.bets(datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC))
    for by in ("none", "type", "licence", "brand", "site", "source"):
        answer = shop.told("2026-11-18", "2026-11-24", "day", by)
        assert len(answer.buckets) == 7
        sums: Counter[str] = Counter()
        for row in answer.rows:
            assert (row.key is None) == (by == "none")
            sums.update(row.figures.model_dump(exclude={"mean_lag_ms"}))
        assert +sums == +Counter(answer.total.model_dump(exclude={"mean_lag_ms"}))
        assert answer.total.accepted == 2


def test_the_period_before_stops_at_the_same_hour(shop: Shop) -> None:
    """It is 12:30 in Kyiv; what happened after 13:00 a week ago does not count beside today."""
    today = NOW.astimezone(KYIV)
    week_ago = today - timedelta(days=7)
    shop.bets(*(week_ago.replace(hour=h) for h in (9, 12, 13, 20)), week_ago + timedelta(days=1), today.replace(hour=9))
    days = shop.told("2026-11-18", "2026-11-24", "day")
    assert days.previous is not None
    assert (days.previous.first, days.previous.last) == (date(2026, 11, 11), date(2026, 11, 17))
    assert days.previous.total.accepted == 2
    assert list(accepted(days).values()) == [1, 1]
    assert [r.figures.accepted for r in days.previous.rows] == [2]
    hours = shop.told("2026-11-24", "2026-11-24", "hour")
    assert hours.previous is not None
    assert hours.previous.total.accepted == 0
    whole = shop.told("2026-11-24", "2026-11-26", "week", now=NOW)
    assert whole.previous is not None
    assert (whole.previous.total.accepted, whole.previous.first) == (2, date(2026, 11, 17))


def test_the_same_weekdays_and_the_same_days_of_last_year_stop_at_the_same_hour(shop: Shop) -> None:
    """Tuesday stands beside Tuesday, 24 November beside 24 November, both as far as 13:00."""
    today = NOW.astimezone(KYIV)
    shop.bets(*((today - timedelta(days=7)).replace(hour=hour) for hour in (9, 12, 13)))
    # The licence was not in force then.
    shop.bets(*(today.replace(year=2025, hour=hour) for hour in (9, 12, 13)), status="REJECTED")
    for bucket in ("hour", "day"):
        week = shop.told("2026-11-24", "2026-11-24", bucket, previous="weekdays").previous
        assert week is not None
        assert (week.first, week.last, week.total.accepted) == (date(2026, 11, 17), date(2026, 11, 17), 2)
        year = shop.told("2026-11-24", "2026-11-24", bucket, previous="year").previous
        assert year is not None
        assert (year.first, year.last, year.total.rejected) == (date(2025, 11, 24), date(2025, 11, 24), 2)
    assert shop.told("2026-11-24", "2026-11-24", "day", previous="false").previous is None


def test_months_answer_to_months() -> None:
    year = Period(date(2026, 1, 1), date(2026, 2, 28), Bucket.MONTH).before(Compared.BEFORE)
    assert (year.first, year.last) == (date(2025, 11, 1), date(2025, 12, 31))
    assert Period(date(2024, 2, 29), date(2024, 2, 29), Bucket.MONTH).before(Compared.BEFORE).first == date(2024, 1, 31)
    assert Period(date(2026, 3, 30), date(2026, 3, 30), Bucket.MONTH).before(Compared.BEFORE).first == date(2026, 2, 28)


def test_lateness_and_time_to_receipt(shop: Shop) -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    shop.bets(at, received_after=timedelta(seconds=1))
    shop.bets(at, received_after=timedelta(seconds=4))
    shop.bets(at, received_after=timedelta(hours=4))
    total = shop.told("2026-11-23", "2026-11-23", "day").total
    assert (total.accepted, total.late, total.with_warnings, total.mean_lag_ms) == (3, 1, 1, 2500)


def test_a_time_out_of_the_calendar_counts_when_it_came(shop: Shop) -> None:
    for number, moment in enumerate(("9999-12-31T23:30:00Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z")):
        with shop.ledger.append(SAMPLE_EDRPOU, NOW) as append:
            Judging(append, "core-1", LimitFacts()).run([raw(bet(operatorTxId=f"x{number}", occurredAt=moment))])
    total = shop.told("2026-11-24", "2026-11-24", "day").total
    assert total.accepted + total.rejected == 3


@pytest.mark.parametrize(
    ("first", "last", "bucket"),
    [
        ("2026-11-24", "2026-11-23", "day"),
        ("2026-10-01", "2026-11-24", "hour"),
        ("2020-10-01", "2026-11-24", "month"),
        ("1999-01-01", "1999-01-02", "day"),
        ("2026-02-30", "2026-03-01", "day"),
    ],
)
def test_periods_that_cannot_be(shop: Shop, first: str, last: str, bucket: str) -> None:
    with pytest.raises(KnownError, match="PERIOD_INVALID"):
        shop.told(first, last, bucket)


@pytest.mark.parametrize(("bucket", "most"), [("hour", 31), ("day", 400), ("week", 1100), ("month", 1100)])
def test_how_long_a_period_may_be(bucket: str, most: int) -> None:
    first = date(2024, 1, 1)
    for days, taken in ((0, False), (1, True), (most - 1, True), (most, True), (most + 1, False)):
        last = first + timedelta(days=days - 1)
        if taken:
            assert Period.read(first.isoformat(), last.isoformat(), bucket).last == last
        else:
            with pytest.raises(KnownError, match="PERIOD_INVALID"):
                Period.read(first.isoformat(), last.isoformat(), bucket)
