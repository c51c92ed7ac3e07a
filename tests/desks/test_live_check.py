"""A draft checked while typed: one question a pause, here first, and only the last draft's answer counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.rejections import RejectionCard
from cabinet.contract.states import ReasonCode
from cabinet.contract.transaction import CABINET_SOURCE
from cabinet.desks import live_check
from cabinet.desks.corrections import compose_line
from cabinet.desks.live_check import LiveCheck, LiveState
from cabinet.desks.office import Office
from cabinet.perimeter.rejections import RejectionsClient
from tests.company import WAIT
from tests.perimeter_in_process import NOW, SAMPLE_EDRPOU, FixedClock, PerimeterInProcess, line
from tests.rejection_cards import card_of, record_of


class Session:
    """A session that nobody asks anything."""

    def forget(self) -> None:
        """Nothing is kept."""


class Bench:
    """A check over the in-process perimeter; ``asked`` is what the perimeter was asked, ``failure`` its answer."""

    def __init__(self, qtbot: QtBot, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        self.qtbot, self.perimeter = qtbot, perimeter
        perimeter.judge(line("bet"))
        self.value = line("bad", type="REFUND", relatedTxId="bet", amountKop=900)
        (bad,) = perimeter.judge(self.value)
        self.card: RejectionCard = card_of(perimeter, bad.attempt_id)
        self.asked: list[bytes] = []
        self.failure: KnownError | None = None
        self.may_answer = Event()
        self.may_answer.set()
        self.office = Office(FixedClock())
        session: Any = Session()
        self.office.open(session)
        bench = self

        def check(_: RejectionsClient, lines: bytes) -> BatchAnswer:
            bench.asked.append(lines)
            bench.may_answer.wait()
            if bench.failure is not None:
                raise bench.failure
            answer = perimeter.perimeter.intake.check(SAMPLE_EDRPOU, CABINET_SOURCE, lines, NOW)
            return msgspec.json.decode(answer, type=BatchAnswer)

        monkeypatch.setattr(RejectionsClient, "check", check)
        self.live = LiveCheck(self.office)
        self.live.begin(self.card, record_of(perimeter))

    def line(self, **changes: object) -> bytes:
        return compose_line(self.card, self.value | changes, ReasonCode.WRONG_SUM, "")

    def until(self, told: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(told, timeout=WAIT)

    def becomes(self, state: LiveState) -> None:
        self.until(lambda: self.live.state is state)


@pytest.fixture
def bench(qtbot: QtBot, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    made = Bench(qtbot, perimeter, monkeypatch)
    yield made
    made.office.stop()


def test_one_question_a_pause(bench: Bench) -> None:
    assert live_check.AFTER_KEY_MS == 300
    for kopecks in (1, 12, 123):
        bench.live.ask(bench.line(amountKop=kopecks))
    assert bench.live.state is LiveState.CHECKING
    assert bench.asked == []
    bench.becomes(LiveState.PASSED)
    assert bench.asked == [bench.line(amountKop=123)]
    assert bench.live.passed(bench.line(amountKop=123))
    assert not bench.live.passed(bench.line(amountKop=12))
    bench.live.ask(bench.line(amountKop=123))
    assert bench.live.state is LiveState.PASSED, "the same draft is not asked about again"


def test_what_is_wrong_here_is_not_sent(bench: Bench) -> None:
    bench.live.ask(bench.line())
    bench.becomes(LiveState.REFUSED)
    assert [f.code for f in bench.live.findings] == ["AM-404"]
    bench.live.ask(bench.line(amountKop=1, lateReason="olena.k@example.ua"))
    bench.becomes(LiveState.REFUSED)
    assert [f.code for f in bench.live.findings] == ["ST-208"]
    assert bench.asked == [], "personal data never leave this computer"


def test_the_perimeter_has_the_last_word(bench: Bench) -> None:
    bench.live.ask(bench.line(amountKop=1, gameId="zz"))
    bench.becomes(LiveState.REFUSED)
    assert [f.code for f in bench.live.findings] == ["RG-606"]
    assert len(bench.asked) == 1
    # A record of yesterday may lack a site: that is asked.
    bench.live.ask(bench.line(amountKop=1, siteId="x.ua"))
    bench.becomes(LiveState.REFUSED)
    assert len(bench.asked) == 2


def test_a_later_draft_wins_over_an_earlier_answer(bench: Bench) -> None:
    bench.may_answer.clear()
    bench.live.ask(bench.line(amountKop=1))
    bench.until(lambda: bool(bench.asked))
    bench.live.ask(bench.line(amountKop=901))
    states: list[LiveState] = []
    bench.live.changed.connect(lambda: states.append(bench.live.state))
    bench.may_answer.set()
    bench.becomes(LiveState.REFUSED)
    bench.until(lambda: not bench.office.network.busy)
    assert states == [LiveState.REFUSED], "the first draft's answer is never taken for the second's"
    assert bench.live.line == bench.line(amountKop=901)


def test_no_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_check, "AGAIN_MS", 20)
    bench.failure = KnownError("PERIMETER_UNREACHABLE")
    bench.live.ask(bench.line(amountKop=1))
    bench.becomes(LiveState.UNANSWERED)
    assert not bench.live.passed(bench.line(amountKop=1))
    bench.until(lambda: len(bench.asked) > 2)
    bench.failure = None
    bench.becomes(LiveState.PASSED)
    # Without an answer, the record of the registry is all there is.
    bench.failure = KnownError("PERIMETER_UNREACHABLE")
    bench.live.ask(bench.line(amountKop=1, siteId="x.ua"))
    bench.becomes(LiveState.REFUSED)
    assert [f.code for f in bench.live.findings] == ["RG-604"]


def test_an_ended_session_ends_the_check(bench: Bench) -> None:
    bench.failure = KnownError("SESSION_ENDED")
    with bench.qtbot.waitSignal(bench.office.session_lost, timeout=WAIT):
        bench.live.ask(bench.line(amountKop=1))
    assert (bench.live.line, bench.live.findings) == (b"", [])


def test_what_the_perimeter_said_of_a_sent_one(bench: Bench) -> None:
    bench.live.ask(bench.line(amountKop=1))
    bench.becomes(LiveState.PASSED)
    bench.live.refuse(bench.card.findings)
    assert bench.live.state is LiveState.REFUSED
    assert not bench.live.passed(bench.line(amountKop=1))
    bench.live.begin(bench.card, None)
    assert bench.live.state is LiveState.CHECKING
    assert bench.live.line == b""
