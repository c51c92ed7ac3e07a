"""What was closed in a period: by the moment of closing, once each, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.rejections.cases import set_case, set_group_case
from cabinet.contour.rejections.closings import closings
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import CaseChange
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import day_bounds
from cabinet.contract.rejection_closings import Closings
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState
from tests.contour.grants import TWIN
from tests.perimeter_in_process import NOW, PerimeterInProcess, line

OFFICER = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас Богданович", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
JUSTIFIED = CaseChange(state=CaseState.JUSTIFIED, note="так було домовлено")
OPEN = CaseChange(state=CaseState.NEW)
DAY = {"from": "2026-11-24", "to": "2026-11-24"}
SIX = ("2026-11-19", "2026-11-24")


class Shop:
    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside = inside
        self.store, self.ledger = inside.perimeter.store, inside.perimeter.ledger

    def reject(self, *names: str, kop: int = 500, currency: str = "EUR") -> list[str]:
        return [one.attempt_id for one in self.inside.judge(*(
            line(name, currency=currency, amountKop=kop) for name in names
        ))]  # fmt: skip

    def told(self, query: dict[str, str] | None = None, edrpou: str = SAMPLE_EDRPOU) -> Closings:
        with self.store.read() as rows:
            return closings(rows, edrpou, DAY if query is None else query, NOW)

    def numbers(self, query: dict[str, str] | None = None) -> list[tuple[str, int, int, int, int]]:
        return [
            (one.code, one.corrected, one.superseded, one.justified, one.operations_kop)
            for one in self.told(query).items
        ]

    def closed_at(self, attempt: str, at: datetime) -> None:
        with self.store.write() as rows:
            rows.run(
                "UPDATE rejections SET closed_at = :at WHERE attempt_id = :id",
                at=round(at.timestamp() * 1_000_000), id=attempt,
            )  # fmt: skip

    def decide(self, attempt: str, change: CaseChange, at: datetime = NOW) -> None:
        with self.store.read() as rows:
            row = rows.one("SELECT case_version FROM rejections WHERE attempt_id = :id", id=attempt)
        assert row is not None
        set_case(self.ledger, OFFICER, attempt, change, row["case_version"], at)

    def decide_all(self, change: CaseChange, at: datetime = NOW) -> None:
        with self.store.read() as rows:
            row = rows.one("SELECT grp, case_version FROM rejection_groups WHERE code = 'AM-403'")
        assert row is not None
        set_group_case(self.ledger, OFFICER, row["grp"], change, row["case_version"], at)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Shop(inside)
    inside.close()


def test_corrected_and_superseded_count_once_in_their_cause(shop: Shop) -> None:
    first = shop.reject("a", "b", "c")[0]
    assert shop.numbers() == [], "what is open is not closed"
    shop.reject("b", kop=700)
    with shop.store.read() as rows:
        original = shop.ledger.reader(rows, SAMPLE_EDRPOU).standing(("a",))["a"].commitment
    correction = {
        "kind": "RESUBMIT_REJECTED", "attemptId": first, "originalSha256": original, "reasonCode": "R7",
    }  # fmt: skip
    (mended,) = shop.inside.judge(line("a", correction=correction))
    assert mended.status.value == "ACCEPTED"
    told = shop.told()
    assert shop.numbers() == [("AM-403", 1, 1, 0, 1000)]
    assert (told.items[0].source, told.items[0].pointer, told.items[0].count) == ("core-1", "/currency", 2)
    assert shop.told(edrpou=TWIN).items == []
    assert told.as_of > 0


def test_a_day_is_kyivs_own_to_the_microsecond(shop: Shop) -> None:
    (attempt,) = shop.reject("a")
    shop.inside.judge(line("a"))
    start, end = day_bounds(datetime(2026, 11, 24, tzinfo=UTC).date())
    tick = timedelta(microseconds=1)
    for at, number in ((start - tick, 0), (start, 1), (end - tick, 1), (end, 0)):
        shop.closed_at(attempt, at)
        assert len(shop.told().items) == number, at
    assert len(shop.told({}).items) == 0
    assert len(shop.told({"from": "2026-11-24", "to": "2026-11-25"}).items) == 1


def test_justified_alone_counts_on_the_day_of_its_last_decision(shop: Shop) -> None:
    one, two = shop.reject("a", "b")
    shop.decide(one, JUSTIFIED, NOW - timedelta(days=2))
    shop.decide(two, JUSTIFIED)
    assert shop.numbers() == [("AM-403", 0, 0, 1, 500)]
    assert shop.numbers({"from": SIX[0], "to": SIX[1]}) == [("AM-403", 0, 0, 2, 1000)]
    shop.decide(two, OPEN)
    assert shop.numbers() == [], "it is open again"
    shop.decide(one, JUSTIFIED)
    shop.decide(two, JUSTIFIED)
    assert shop.numbers({"from": SIX[0], "to": SIX[1]}) == [("AM-403", 0, 0, 2, 1000)], "each once, however often"
    assert shop.numbers({"from": "2026-11-22", "to": "2026-11-22"}) == []


def test_justified_together_counts_what_was_there_and_open(shop: Shop) -> None:
    one, two, three = shop.reject("a", "b", "c")
    shop.decide(one, JUSTIFIED, NOW - timedelta(days=3))
    shop.decide_all(JUSTIFIED, NOW - timedelta(days=1))
    shop.reject("d")
    yesterday = {"from": "2026-11-23", "to": "2026-11-23"}
    assert shop.numbers(yesterday) == [("AM-403", 0, 0, 2, 1000)]
    assert shop.numbers({"from": "2026-11-21", "to": "2026-11-21"}) == [("AM-403", 0, 0, 1, 500)]
    shop.decide(two, OPEN, NOW - timedelta(hours=3))
    shop.decide_all(JUSTIFIED, NOW)
    assert three
    assert shop.numbers(yesterday) == [("AM-403", 0, 0, 1, 500)]
    assert shop.numbers() == [("AM-403", 0, 0, 2, 1000)], "the one that was opened again, and the one that came later"
    assert shop.numbers({"from": SIX[0], "to": SIX[1]}) == [("AM-403", 0, 0, 4, 2000)]


def test_most_closed_comes_first(shop: Shop) -> None:
    shop.reject("a")
    shop.inside.judge(*(line(f"g{n}", gameId="none") for n in range(2)))
    shop.inside.judge(line("a"), line("g0"), line("g1"))
    told = shop.told().items
    assert [one.count for one in told] == [2, 1]


@pytest.mark.parametrize("query", [
    {"from": "2026-11-25", "to": "2026-11-24"}, {"from": "x", "to": "2026-11-24"}, {"from": "2025-01-01"},
])  # fmt: skip
def test_a_period_that_is_none(shop: Shop, query: dict[str, str]) -> None:
    with pytest.raises(KnownError, match="PERIOD_INVALID"):
        shop.told(query)
