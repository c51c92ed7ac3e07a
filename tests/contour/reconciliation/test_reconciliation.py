"""A day's totals and its list say how each transaction stands, whenever it came, and of no other day."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import msgspec
import pytest

from cabinet.contour.ledger.rebuild import rebuild
from cabinet.contour.reconciliation import day_scan
from cabinet.contour.reconciliation.listing import listing
from cabinet.contour.reconciliation.standing import standings
from cabinet.contour.reconciliation.totals import totals
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import KYIV, day_bounds
from cabinet.contract.reconciliation import (
    BUCKETS,
    NEEDED,
    Canon,
    DayTotals,
    Listed,
    ListedEnd,
    ReconcileState,
    TotalsLine,
    bucket_of,
    hex_sum,
)
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line

DAY = "2026-11-24"
ACCEPTED, REJECTED = ReconcileState.ACCEPTED, ReconcileState.REJECTED


def told(perimeter: PerimeterInProcess, day: str = DAY, **query: str) -> DayTotals:
    *before, last = b"".join(totals(perimeter.perimeter.ledger, SAMPLE_EDRPOU, day, query).pieces).splitlines()
    assert all(msgspec.json.decode(one, type=TotalsLine).totals is None for one in before)
    found = msgspec.json.decode(last, type=TotalsLine).totals
    assert found is not None
    return found


def listed(perimeter: PerimeterInProcess, day: str = DAY, **query: str) -> list[Listed]:
    *rows, last = b"".join(listing(perimeter.perimeter.ledger, SAMPLE_EDRPOU, day, query).pieces).splitlines()
    end = msgspec.json.decode(last, type=ListedEnd)
    assert end.end == len(rows)
    return [msgspec.json.decode(row, type=Listed) for row in rows]


def digest(value: dict[str, object]) -> int:
    return int.from_bytes(Canon().of_line(json.dumps(value).encode()).digest, "big")


def ids(rows: list[Listed]) -> list[str]:
    return [row.operator_tx_id for row in rows]


def test_totals_are_by_source_type_and_state(perimeter: PerimeterInProcess) -> None:
    bets = [line("a"), line("b", amountKop=700)]
    payout, bad = line("p", type="PAYOUT", relatedTxId="a"), line("c", currency="EUR", amountKop=9)
    perimeter.judge(*bets, payout, bad)
    found = told(perimeter)
    assert [(t.source, t.type, t.state, t.count, t.sum_kop) for t in found.totals] == [
        ("core-1", "BET", ACCEPTED, 2, 1200),
        ("core-1", "BET", REJECTED, 1, 9),
        ("core-1", "PAYOUT", ACCEPTED, 1, 500),
    ]
    assert found.totals[0].sha256_sum == hex_sum(sum(map(digest, bets)))
    buckets = [0] * BUCKETS
    for value in (*bets, payout):
        buckets[bucket_of(str(value["operatorTxId"]))] += digest(value)
    # What has a wrong value is hashed without it.
    buckets[bucket_of("c")] += digest({k: v for k, v in bad.items() if k != "currency"})
    assert found.buckets == [hex_sum(total) for total in buckets]
    assert "OK-2024-017" in found.licences
    assert found.as_of == listed(perimeter)[-1].seq


def test_a_day_ends_where_the_next_begins(perimeter: PerimeterInProcess) -> None:
    start, end = (moment.astimezone(KYIV) for moment in day_bounds(date(2026, 11, 23)))
    moments = (start - timedelta(milliseconds=1), start, end - timedelta(milliseconds=1), end)
    perimeter.judge(*(line(f"t{n}", occurredAt=m.isoformat(), lateReason="x") for n, m in enumerate(moments)))
    assert ids(listed(perimeter, "2026-11-23")) == ["t1", "t2"]
    assert ids(listed(perimeter, "2026-11-22")) == ["t0"]
    assert ids(listed(perimeter)) == ["t3"]
    assert sum(t.count for t in told(perimeter, "2026-11-23").totals) == 2
    assert told(perimeter, "2026-11-21").totals == []


def test_what_was_late_is_told_as_late_wherever_it_lies(perimeter: PerimeterInProcess) -> None:
    late = (NOW - timedelta(days=3)).astimezone(KYIV).isoformat()
    perimeter.judge(line("a"), line("late", occurredAt=late, lateReason="x"), line("b"))
    none = "0" * 1024
    (one,) = listed(perimeter, "2026-11-21", buckets=none)
    assert (one.operator_tx_id, one.late, one.state) == ("late", True, ACCEPTED)
    assert [t.late for t in told(perimeter, "2026-11-21").totals] == [1]
    assert listed(perimeter, buckets=none) == []


def test_of_attempts_the_latest_stands(perimeter: PerimeterInProcess) -> None:
    was = json.dumps(line("a", currency="EUR")).encode()
    (bad,) = perimeter.judge(was)
    assert [(r.operator_tx_id, r.state, r.attempt_id) for r in listed(perimeter)] == [("a", REJECTED, bad.attempt_id)]
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "reasonCode": "R7",
        "originalSha256": hashlib.sha256(was).hexdigest(),
    }  # fmt: skip
    (good,) = perimeter.judge(line("a", correction=link))
    assert [(r.state, r.attempt_id) for r in listed(perimeter)] == [(ACCEPTED, good.attempt_id)]
    assert [(t.state, t.count) for t in told(perimeter).totals] == [(ACCEPTED, 1)]


def test_a_reversal_is_no_bet(perimeter: PerimeterInProcess) -> None:
    was = json.dumps(line("a")).encode()
    (good,) = perimeter.judge(was)
    link = {
        "kind": "REVERSAL", "somsTxId": good.soms_tx_id, "reasonCode": "R7",
        "originalSha256": hashlib.sha256(was).hexdigest(),
    }  # fmt: skip
    perimeter.judge(line("r", roundId="R-a", correction=link))
    assert {t.state: (t.count, t.sum_kop) for t in told(perimeter).totals} == {
        ACCEPTED: (1, 500), ReconcileState.REVERSAL: (1, 500),
    }  # fmt: skip


def test_buckets_narrow_what_is_plain_and_nothing_else(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a"), line("b"), line("bad", currency="EUR"))
    mask = f"{1 << (BUCKETS - 1 - bucket_of('b')):01024x}"
    assert bucket_of("a") != bucket_of("b")
    assert ids(listed(perimeter, buckets=mask)) == ["b", "bad"]


def test_fields_that_are_not_asked_for_are_not_hashed(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a"))
    (one,) = listed(perimeter, fields=",".join(NEEDED))
    canon = Canon(tuple(n for n in NEEDED))
    assert one.sha256 == canon.of_line(json.dumps(line("a", brandId="other")).encode()).digest.hex()
    assert told(perimeter, fields=",".join(NEEDED)).fields == list(NEEDED)


def test_of_one_source_only_its_own(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a"))
    assert ids(listed(perimeter, source="core-1")) == ["a"]
    assert listed(perimeter, source="bet-1") == []
    assert told(perimeter, source="bet-1").totals == []


@pytest.mark.parametrize("run", [1, 2, 32])
@pytest.mark.parametrize("count", [127, 128, 129, 300])
def test_a_list_goes_on_after_any_entry_and_stands_still(
    perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch, run: int, count: int
) -> None:
    monkeypatch.setattr(day_scan, "RUN", run)
    perimeter.judge(*(line(f"t{n}") for n in range(count)))
    whole = listed(perimeter)
    assert ids(whole) == [f"t{n}" for n in range(count)]
    for place in (0, 126, count - 1):
        assert listed(perimeter, cursor=str(whole[place].seq)) == whole[place + 1 :]
    as_of = whole[99].seq
    assert listed(perimeter, asOf=str(as_of)) == whole[:100]


def test_days_of_frames_are_derived_again_the_same(perimeter: PerimeterInProcess) -> None:
    late = (NOW - timedelta(days=3)).astimezone(KYIV).isoformat()
    perimeter.judge(*(line(f"t{n}") for n in range(200)), line("late", occurredAt=late, lateReason="x"))
    known = "SELECT * FROM frame_days ORDER BY start, frame"
    with perimeter.perimeter.store.read() as rows:
        before = rows.tuples(known)
    rebuild(perimeter.perimeter.ledger)
    with perimeter.perimeter.store.read() as rows:
        assert rows.tuples(known) == before
    assert len(before) == 3


@pytest.mark.parametrize("day", ["2026-11-31", "24.11.2026", "", "2000-12-31", "2200-01-01"])
def test_no_day_is_refused(perimeter: PerimeterInProcess, day: str) -> None:
    for tell in (totals, listing):
        with pytest.raises(KnownError) as refused:
            tell(perimeter.perimeter.ledger, SAMPLE_EDRPOU, day, {})
        assert refused.value.code == "PERIOD_INVALID"
    for known in ("2001-01-01", "2199-12-31"):
        assert told(perimeter, known).totals == []


def test_how_transactions_stand_whenever_they_occurred(perimeter: PerimeterInProcess) -> None:
    late = (NOW - timedelta(days=3)).astimezone(KYIV).isoformat()
    perimeter.submit(encoded(line("late", occurredAt=late, lateReason="x"), line("bad", currency="EUR")))
    with perimeter.perimeter.store.read() as rows:
        found = standings(perimeter.perimeter.ledger.reader(rows, SAMPLE_EDRPOU), ["bad", "none", "late", "bad"])
    assert [(one.operator_tx_id, one.state) for one in found.items] == [("bad", REJECTED), ("late", ACCEPTED)]
    assert found.items[1].values["occurredAt"] == late
    assert found.items[1].values["amountKop"] == 500
    assert "currency" not in found.items[0].values
    assert "lateReason" not in found.items[1].values


def test_what_was_held_stands_as_its_verdict_says(perimeter: PerimeterInProcess) -> None:
    def refunds() -> list[ReconcileState]:
        return [t.state for t in told(perimeter).totals if t.type == "REFUND"]

    perimeter.judge(line("r", type="REFUND", relatedTxId="a"))
    assert refunds() == [ReconcileState.PENDING]
    perimeter.judge(line("a"))
    assert refunds() == [ACCEPTED]
    perimeter.judge(line("s", type="REFUND", relatedTxId="b"))
    perimeter.judge(line("b", currency="EUR"))
    assert refunds() == [ACCEPTED, REJECTED]
    assert {row.operator_tx_id: row.state for row in listed(perimeter)}["s"] is REJECTED
