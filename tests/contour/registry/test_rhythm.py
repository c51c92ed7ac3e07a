"""Silence by a source's own rhythm: hardly ever a false alarm, an evening's silence told long before a night's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.ledger.store import Rows
from cabinet.contour.registry.record import operator_record
from cabinet.contour.registry.rhythm import expected_by
from cabinet.contour.sample.operator import CASINO_SOURCE, SAMPLE_EDRPOU
from cabinet.contract.moment import KYIV, from_micros
from cabinet.contract.testdata import Generate
from tests.company import Company
from tests.forked import ForkedContour

DAYS = 30


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    data = tmp_path_factory.mktemp("rhythm") / "contour"
    now = datetime.now(UTC)
    with ForkedContour(data) as contour:
        Company(contour).found()
        wanted = Generate(seed=11, since=now - timedelta(days=DAYS), until=now, transactions=DAYS * 1000)
        contour.testdata("testdata_generate", wanted, seconds=600)
    store = SqliteStore(data / "ledger.sqlite")
    with store.read() as rows:
        yield rows
    store.close()


def heard(rows: Rows) -> list[datetime]:
    found = rows.tuples(
        "SELECT received_at FROM batches WHERE edrpou = :edrpou AND source = :source ORDER BY received_at",
        edrpou=SAMPLE_EDRPOU, source=CASINO_SOURCE,
    )  # fmt: skip
    return [from_micros(at) for (at,) in found]


def usual(rows: Rows, at: datetime) -> timedelta:
    expected = expected_by(rows, SAMPLE_EDRPOU, CASINO_SOURCE, at, at)
    assert expected is not None
    return expected - at


def test_its_own_past_is_hardly_ever_silence(rows: Rows) -> None:
    moments = [at for at in heard(rows) if at > datetime.now(UTC) - timedelta(days=10)]
    gaps = list(pairwise(moments))
    assert len(gaps) > 200
    false = [(here, after) for here, after in gaps if after - here > usual(rows, here)]
    assert len(false) <= len(gaps) // 100, false


def test_an_evening_is_not_a_night(rows: Rows) -> None:
    day = datetime.now(KYIV) - timedelta(days=1)
    evening, night = (usual(rows, day.replace(hour=hour, minute=0).astimezone(UTC)) for hour in (19, 2))
    assert timedelta(minutes=10) <= evening < timedelta(hours=5) < night < timedelta(hours=24)


def test_the_record_tells_it_as_the_clock_goes_on(rows: Rows) -> None:
    last = heard(rows)[-1]
    source = next(s for s in operator_record(rows, SAMPLE_EDRPOU, last, last).sources if s.source_id == CASINO_SOURCE)
    assert source.last_heard_at == last
    assert source.expected_by is not None
    assert source.expected_by > last, "not silent yet"
    later = operator_record(rows, SAMPLE_EDRPOU, last + timedelta(days=2), last)
    again = next(s for s in later.sources if s.source_id == CASINO_SOURCE)
    began_later = operator_record(rows, SAMPLE_EDRPOU, later.server_time, last + timedelta(microseconds=1))
    silent = next(s for s in began_later.sources if s.source_id == CASINO_SOURCE)
    assert silent.expected_by is None, "who was not listening can call nobody silent"
    assert again.expected_by == source.expected_by < later.server_time, "silent by now, by the same rhythm"


def test_a_young_source_has_no_rhythm_yet(rows: Rows) -> None:
    early = heard(rows)[0] + timedelta(days=5)
    assert expected_by(rows, SAMPLE_EDRPOU, CASINO_SOURCE, early, early) is None
    assert expected_by(rows, SAMPLE_EDRPOU, "unheard-1", early, early) is None
