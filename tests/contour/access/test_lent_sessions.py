"""A session that is lent to an export: narrow, short, without renewal, and over with the one that lent it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cabinet.contour.access.sessions import IDLE, LENT, MOST_LENT, REFRESH, Sessions
from cabinet.contract.errors import KnownError
from cabinet.contract.login import LENT_RIGHTS, ExportSession, LentFor, Tokens
from cabinet.contract.rights import Right
from tests.perimeter_in_process import NOW, FixedClock

INSTANT = timedelta(microseconds=1)


class Lender:
    def __init__(self) -> None:
        self.clock = FixedClock()
        self.sessions = Sessions(self.clock)
        self.own: Tokens = self.sessions.open("14360570", "1", "own key", "10.0.0.1", b"", ())

    def lend(self) -> ExportSession:
        return self.sessions.lend(self.own.session_id, "its key", LentFor.EXPORT)

    def verdict(self, lent: ExportSession, jkt: str = "its key") -> str:
        try:
            found = self.sessions.by_access(lent.access_token, jkt)
        except KnownError as error:
            return error.code
        assert found.only == {Right.REJECTIONS_READ}
        return "OK"


@pytest.fixture
def lender() -> Lender:
    return Lender()


def test_it_is_for_the_other_key_alone(lender: Lender) -> None:
    lent = lender.lend()
    assert lender.verdict(lent) == "OK"
    assert lender.verdict(lent, "own key") == "DPOP_INVALID"


def test_it_is_listed_beside_its_lender_with_what_it_is_for_and_can_be_ended(lender: Lender) -> None:
    lender.clock.at = NOW + INSTANT
    export = lender.lend()
    lender.clock.at = NOW + 2 * INSTANT
    lent = lender.sessions.lend(lender.own.session_id, "another", LentFor.RECONCILE)

    def listed() -> list[tuple[str, LentFor | None, bool]]:
        found = lender.sessions.listed("14360570", "1", lender.own.session_id)
        return [(s.session_id, s.lent_for, s.current) for s in found]

    assert listed() == [
        (lent.session_id, LentFor.RECONCILE, False), (export.session_id, LentFor.EXPORT, False),
        (lender.own.session_id, None, True),
    ]  # fmt: skip
    assert lender.sessions.listed("14360570", "2", "") == [], "nobody else's"
    assert lender.sessions.end("14360570", "1", export.session_id) == 1
    assert lender.verdict(export) != "OK"
    assert [one[0] for one in listed()] == [lent.session_id, lender.own.session_id]


@pytest.mark.parametrize(("after", "told"), [(LENT - INSTANT, True), (LENT, False)])
def test_it_is_listed_for_its_hour(lender: Lender, after: timedelta, *, told: bool) -> None:
    lent = lender.lend()
    lender.clock.at = NOW + after
    found = {s.session_id: s.expires_at for s in lender.sessions.listed("14360570", "1", "")}
    assert (lent.session_id in found) is told
    assert found[lender.own.session_id] == NOW + REFRESH
    assert not told or found[lent.session_id] == lent.expires_at


@pytest.mark.parametrize(("after", "said"), [(LENT - INSTANT, "OK"), (LENT, "SESSION_EXPIRED")])
def test_it_lasts_an_hour_whoever_sits_there(lender: Lender, after: timedelta, said: str) -> None:
    lent = lender.lend()
    assert lent.expires_at == NOW + LENT == NOW + timedelta(hours=1)
    lender.clock.at = NOW + after
    assert lender.verdict(lent) == said
    if said == "OK":
        lender.sessions.stands(lent.session_id)
    else:
        with pytest.raises(KnownError, match="SESSION_ENDED"):
            lender.sessions.stands(lent.session_id)


def test_it_lasts_no_longer_than_its_lender(lender: Lender) -> None:
    end = NOW + REFRESH
    lender.clock.at = end - timedelta(minutes=10)
    lent = lender.lend()
    assert lent.expires_at == end
    lender.clock.at = end
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        lender.sessions.stands(lent.session_id)


def test_it_ends_with_its_lender_and_by_itself(lender: Lender) -> None:
    first, second = lender.lend(), lender.lend()
    assert lender.sessions.end("14360570", "1", first.session_id) == 1
    assert (lender.verdict(first), lender.verdict(second)) == ("SESSION_ENDED", "OK")
    lender.sessions.end("14360570", "1", lender.own.session_id)
    assert lender.verdict(second) == "SESSION_ENDED"
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        lender.lend()


def test_it_ends_with_a_lender_that_nobody_sat_at(lender: Lender) -> None:
    lent = lender.lend()
    lender.clock.at = NOW + IDLE + INSTANT
    assert lender.verdict(lent) == "OK"
    with pytest.raises(KnownError):
        lender.sessions.by_refresh(lender.own.refresh_token, "own key")
    assert lender.verdict(lent) == "SESSION_ENDED"


def test_the_oldest_makes_room(lender: Lender) -> None:
    lent = [lender.lend() for _ in range(MOST_LENT)]
    assert [lender.verdict(one) for one in lent] == ["OK"] * MOST_LENT
    further = lender.lend()
    assert [lender.verdict(one) for one in (*lent, further)] == ["SESSION_ENDED", *["OK"] * MOST_LENT]


def test_it_cannot_be_renewed(lender: Lender) -> None:
    lent = lender.lend()
    for token in (lent.access_token, ""):
        with pytest.raises(KnownError, match="REFRESH_INVALID"):
            lender.sessions.by_refresh(token, "its key")


@pytest.mark.parametrize("lent_for", list(LentFor))
def test_each_may_what_it_is_for_and_says_so(lender: Lender, lent_for: LentFor) -> None:
    lent = lender.sessions.lend(lender.own.session_id, "its key", lent_for)
    assert lender.sessions.by_access(lent.access_token, "its key").only == LENT_RIGHTS[lent_for]
    listed = lender.sessions.listed("14360570", "1", lender.own.session_id)
    assert {one.session_id: one.lent_for for one in listed} == {lent.session_id: lent_for, lender.own.session_id: None}


def test_what_is_lent_only_reads() -> None:
    assert set(LENT_RIGHTS) == set(LentFor)
    for rights in LENT_RIGHTS.values():
        assert all("read" in right.value or "counts" in right.value or "sums" in right.value for right in rights)
