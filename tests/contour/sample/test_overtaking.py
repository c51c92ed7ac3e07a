"""Refunds that overtake their bets: the same lines and numbers, a few in each other's place."""

from __future__ import annotations

import json
from datetime import timedelta

from cabinet.contour.sample.overtaking import overtaking
from cabinet.contour.sample.play import play
from tests.perimeter_in_process import NOW


def test_a_few_refunds_and_their_bets_change_places() -> None:
    sent = list(play(5, 3_000, NOW - timedelta(minutes=6), timedelta(hours=5), mistakes=0.03))
    ahead = overtaking(sent)
    before, after = ([json.loads(p.data) for p in lines if p.expected is None] for lines in (sent, ahead))
    assert [v["seqNo"] for v in before] == [v["seqNo"] for v in after]
    assert sorted(v["operatorTxId"] for v in before) == sorted(v["operatorTxId"] for v in after)
    assert [p.data for p in sent if p.expected] == [p.data for p in ahead if p.expected], "what is wrong stays"
    place = {v["operatorTxId"]: n for n, v in enumerate(after)}
    refunds = [v for v in after if v["type"] == "REFUND" and v["relatedTxId"] in place]
    first = [v for v in refunds if place[v["operatorTxId"]] < place[v["relatedTxId"]]]
    assert 0.02 < len(first) / len(refunds) < 0.1
    assert all(
        place[v["operatorTxId"]] > place[v["relatedTxId"]]
        for v in after
        if v["type"] == "PAYOUT" and v["relatedTxId"] in place
    )
    assert overtaking(sent) == ahead
