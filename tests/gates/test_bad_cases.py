"""The table of bad cases is whole: forty rows, every one with cases that are collected, none of them let off."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from cabinet.contract.catalogue import problem_cards
from tests.journeys.bad_cases.table import ROWS

CASES = Path(__file__).parents[1] / "journeys" / "bad_cases"
LETS_OFF = {"skip", "skipif", "xfail", "flaky"}


class Collected:
    """Takes what pytest has collected."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)


@pytest.fixture(scope="module")
def collected() -> list[pytest.Item]:
    plugin = Collected()
    assert pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", str(CASES)], plugins=[plugin]) == 0
    return plugin.items


def test_rows_are_forty() -> None:
    assert [row.number for row in ROWS] == list(range(1, 41))
    for row in ROWS:
        assert row.case, row.number
        assert row.found, row.number
        assert row.provoked, row.number
        assert set(row.codes) <= set(problem_cards()), row.number


def test_every_row_has_its_cases_and_every_case_its_row(collected: list[pytest.Item]) -> None:
    codes: dict[int, set[str]] = defaultdict(set)
    for item in collected:
        marks = list(item.iter_markers("bad_case"))
        assert len(marks) == 1, item.nodeid
        assert "told" in getattr(item, "fixturenames", ()), f"{item.nodeid} does not look at what is said"
        codes[marks[0].args[0]] |= set(marks[0].args[1:])
    assert codes == {row.number: set(row.codes) for row in ROWS}


def test_none_is_let_off(collected: list[pytest.Item]) -> None:
    assert len(collected) > len(ROWS)
    for item in collected:
        assert not {mark.name for mark in item.iter_markers()} & LETS_OFF, item.nodeid
    for path in CASES.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("pytest.skip", "importorskip", "pytest.xfail", "time.sleep", "qtbot.wait("):
            assert word not in text, f"{path.name}: {word}"
