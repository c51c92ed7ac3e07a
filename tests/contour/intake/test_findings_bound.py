"""How many findings of one batch are kept: a mistake in every line fills neither the answer nor the ledger."""

from __future__ import annotations

import pytest

from cabinet.contour.intake import judging
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.limits import MAX_BATCH_FINDINGS, MAX_BATCH_ITEMS
from cabinet.contract.states import Outcome
from cabinet.rules.finding import finding
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import PerimeterInProcess, encoded, line


def faulty(tx: str, faults: int) -> dict[str, object]:
    """Return a line with so many errors."""
    names = ("currency", "vertical", "playerRef", "settlementForm", "gameId")[:faults]
    return line(tx, **dict.fromkeys(names, "?"))


def codes(items: list[ItemAnswer]) -> list[list[str]]:
    return [[f.code for f in item.findings] for item in items]


def whole(perimeter: PerimeterInProcess, faults: int) -> list[str]:
    (item,) = perimeter.judge(faulty(f"alone-{faults}", faults))
    return [f.code for f in item.findings]


@pytest.mark.parametrize("room", [8, 9, 10])
def test_from_the_bound_on_a_line_keeps_its_worst_finding_and_how_many_more_there_were(
    perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    two, three = whole(perimeter, 2), whole(perimeter, 3)
    assert (len(two), len(three)) == (2, 3)
    monkeypatch.setattr(judging, "MAX_BATCH_FINDINGS", room)
    items = perimeter.judge(*(faulty(f"x{n}", 3) for n in range(4)), faulty("two", 2), faulty("one", 1), line("good"))
    kept = [three, three, three if room >= 9 else [three[0], "LM-903"], [three[0], "LM-903"]]
    assert codes(items)[:4] == kept
    assert codes(items)[4:] == [two, ["AM-403"], []]
    assert [i.status for i in items] == [Outcome.REJECTED] * 6 + [Outcome.ACCEPTED]
    told = items[3].findings[1]
    assert (told.value, told.expected) == ("2", str(room))


def test_the_next_batch_has_room_of_its_own(perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MAX_BATCH_FINDINGS", 3)
    assert [codes(perimeter.judge(faulty(f"x{n}", 3))) for n in range(2)] == [[whole(perimeter, 3)]] * 2


def test_a_warning_that_was_found_first_does_not_hide_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MAX_BATCH_FINDINGS", 0)
    found = tuple(finding(code, "", "x", "y", nearest="") for code in ("AU-107", "ST-205", "ST-206"))
    assert [f.severity.value for f in found] == ["WARNING", "ERROR", "ERROR"]
    assert [f.code for f in judging._Room().take(found)] == ["ST-205", "LM-903"]


def test_what_decides_on_a_link_is_kept(perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    (bad,) = perimeter.judge(line("a", currency="EUR"))
    link = {"kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "originalSha256": "0" * 64, "reasonCode": "R1"}
    monkeypatch.setattr(judging, "MAX_BATCH_FINDINGS", 0)
    (item,) = perimeter.judge({**faulty("a", 3), "correction": link})
    assert [f.code for f in item.findings][1:] == ["IN-804", "LM-903"]
    with ledger_rows(perimeter.perimeter.store, named=True) as rows:
        found = rows.execute("SELECT corrects FROM attempts WHERE attempt_id = ?", (item.attempt_id,)).fetchone()
    assert found["corrects"] is None


def test_a_foreign_column_in_every_line_does_not_fill_the_ledger(
    perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, room = MAX_BATCH_ITEMS // 5, MAX_BATCH_FINDINGS // 5
    monkeypatch.setattr(judging, "MAX_BATCH_FINDINGS", room)
    plain = encoded(*(line(f"t{n}", **{f"column{k}": n for k in range(20)}) for n in range(count)))
    items = perimeter.submit(plain).items
    assert room < sum(len(i.findings) for i in items) <= room + 2 * count
    assert all(i.status is Outcome.REJECTED for i in items)
    perimeter.close()
    # Without a bound and unpacked: 37 MB.
    assert (perimeter.folder / "contour" / "ledger.sqlite").stat().st_size < 9 * len(plain)
