"""The quick way and the long way give one verdict, whatever is wrong with a line."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from cabinet.contract.transaction import FIELDS
from cabinet.rules.check import examine
from cabinet.rules.honest import faultless
from tests.rules.known_facts import KnownFacts, bet, payout, raw, refund

_LIMIT = KnownFacts().limits.max_amount_kop
_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2**70),
    st.floats(allow_nan=False),
    st.sampled_from(
        ["", "1", "UAH", "EUR", "BET", "bet", "new\n", "a" * 64, "a" * 65, "ab" * 16 + "\n", "AB" * 16, "Олена", "a b"]
    ),
    st.sampled_from(
        ["0671234567", "olena@example.ua", "2026-11-24T11:58:00+02:00", "2026-11-24", "bet", "L-1", "s.ua"]
    ),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.just({"kind": "RESUBMIT_REJECTED"}),
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    line: dict[str, Any] = draw(st.sampled_from([bet(), refund(), payout(), bet(seqNo=1), bet(lateReason="збій")]))
    for name in draw(st.lists(st.sampled_from([*FIELDS, "typo"]), max_size=3)):
        if draw(st.booleans()):
            line.pop(name, None)
        else:
            line[name] = draw(_ODD)
    return json.dumps(line, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@given(spoilt())
def test_both_ways_agree(line: bytes) -> None:
    quick = examine(line, KnownFacts())
    with patch("cabinet.rules.check.faultless", return_value=False):
        assert examine(line, KnownFacts()) == quick


def test_honest_lines_go_the_quick_way() -> None:
    for line in (bet(), refund(), payout(), bet(seqNo=1)):
        assert faultless(raw(line), _LIMIT)
    for line in (bet(lateReason="збій"), bet(amountKop=_LIMIT + 1), refund(relatedTxId=None), bet(siteId=None)):
        assert not faultless(raw(line), _LIMIT)
