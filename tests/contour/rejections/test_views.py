"""Pages at their edges: cursors of any text, a frozen view from far above, and what may be corrected."""

from __future__ import annotations

import pytest

from cabinet.contour.rejections.index import RejectionIndex
from cabinet.contour.rejections.views import card, page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.rejections import RejectionCard, RejectionPage
from cabinet.contract.states import RejectionState
from tests.contour.grants import refused
from tests.perimeter_in_process import NOW, PerimeterInProcess, line


def listed(perimeter: PerimeterInProcess, **query: str) -> RejectionPage:
    with perimeter.perimeter.store.read() as rows:
        return page(rows, SAMPLE_EDRPOU, query, None, NOW)


def shown(perimeter: PerimeterInProcess, attempt: str) -> RejectionCard:
    with perimeter.perimeter.store.read() as rows:
        return card(perimeter.perimeter.ledger.reader(rows, SAMPLE_EDRPOU), attempt)


@pytest.mark.parametrize(
    ("cursor", "code"),
    [
        ("0", "OK"), ("9" * 18, "OK"), ("9" * 19, "CURSOR_INVALID"), ("", "CURSOR_INVALID"), ("-1", "CURSOR_INVALID"),
        ("1.0", "CURSOR_INVALID"), ("x", "CURSOR_INVALID"), ("٣", "CURSOR_INVALID"), ("²", "CURSOR_INVALID"),
    ],
)  # fmt: skip
def test_cursors(perimeter: PerimeterInProcess, cursor: str, code: str) -> None:
    assert refused(lambda: listed(perimeter, cursor=cursor)) == code


def test_a_frozen_view_shows_nothing_newer_from_any_cursor(perimeter: PerimeterInProcess) -> None:
    (old,) = perimeter.judge(line("a", currency="EUR"))
    as_of = str(listed(perimeter).as_of)
    (new,) = perimeter.judge(line("b", currency="EUR"))
    assert [row.attempt_id for row in listed(perimeter, cursor="9" * 18).items] == [new.attempt_id, old.attempt_id]
    for query in ({}, {"cursor": "9" * 18}, {"ordinal": "0"}):
        frozen = listed(perimeter, asOf=as_of, **query)
        assert [row.attempt_id for row in frozen.items] == [old.attempt_id], query
        assert frozen.total.value == 1


def test_a_page_has_as_many_rows_as_were_asked_for(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(*(line(f"t{n}", currency="EUR") for n in range(5)))
    sizes, query = [], {"limit": "2"}
    while True:
        found = listed(perimeter, **query)
        sizes.append(len(found.items))
        if found.next is None:
            break
        query["cursor"] = found.next
    assert sizes == [2, 2, 1]


@pytest.mark.parametrize("state", list(RejectionState))
def test_only_what_stands_is_corrected(perimeter: PerimeterInProcess, state: RejectionState) -> None:
    (bad,) = perimeter.judge(line("a", currency="EUR"))
    with perimeter.perimeter.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        index = RejectionIndex(append.rows, SAMPLE_EDRPOU)
        index.closed(bad.attempt_id, state, None, NOW)
        index.flush()
    found = shown(perimeter, bad.attempt_id)
    stands = state in {RejectionState.OPEN, RejectionState.JUSTIFIED}
    why = "RF-502" if state is RejectionState.HELD else "IN-805"
    assert (found.correctable, found.not_correctable_code) == (stands, None if stands else why)
