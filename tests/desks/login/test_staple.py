"""A signature waits for the responder's answer about its certificate, and not for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.desks.login import staple as module
from cabinet.desks.login.staple import LONGEST_MS, Staple
from cabinet.desks.office import Office
from tests.company import WAIT

SOON_MS = 20


class Responder:
    """Answers when it is let; ``failure`` instead of an answer."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.failure: KnownError | None = None
        self.asked = 0

    def fetch(self, _profile: PerimeterProfile, certificate_der: bytes, _now: datetime) -> tuple[str, ...]:
        self.asked += 1
        self.answers.wait()
        if self.failure is not None:
            raise self.failure
        return (certificate_der.decode(),)


@pytest.fixture
def responder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Responder]:
    made = Responder()
    monkeypatch.setattr("cabinet.perimeter.staple.fetch_staple", made.fetch)
    monkeypatch.setattr(module, "read_profile", lambda path: path)
    yield made
    made.answers.set()


@pytest.fixture
def office(qtbot: QtBot, responder: Responder) -> Iterator[Office]:
    made = Office(SystemClock())
    yield made
    responder.answers.set()
    made.stop()


def asked(office: Office, longest_ms: int = LONGEST_MS) -> Staple:
    staple = Staple(office, QObject(office), longest_ms)
    staple.ask(b"mine", Path("profile.json"))
    return staple


def test_a_signature_waits_for_the_answer(qtbot: QtBot, office: Office, responder: Responder) -> None:
    staple, gone = asked(office), list[tuple[str, ...]]()
    staple.wait(lambda: gone.append(staple.answer))
    assert gone == []
    responder.answers.set()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)
    assert gone == [("mine",)]
    staple.wait(lambda: gone.append(staple.answer))
    assert len(gone) == 2, "what is here is waited for no more"


def test_where_nobody_answers_it_goes_without(qtbot: QtBot, office: Office, responder: Responder) -> None:
    responder.failure = KnownError("REVOCATION_UNAVAILABLE")
    staple, gone = asked(office), list[tuple[str, ...]]()
    staple.wait(lambda: gone.append(staple.answer))
    responder.answers.set()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)
    assert gone == [()]


def test_a_silent_responder_holds_it_up_for_the_longest_time_only(
    qtbot: QtBot, office: Office, responder: Responder
) -> None:
    staple, gone = asked(office, SOON_MS), list[tuple[str, ...]]()
    staple.wait(lambda: gone.append(staple.answer))
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)
    assert gone == [()]
    responder.answers.set()
    qtbot.waitUntil(lambda: staple.answer == ("mine",), timeout=WAIT)
    assert gone == [()], "it goes once"


def test_nothing_asked_is_not_waited_for(office: Office) -> None:
    gone: list[bool] = []
    Staple(office, QObject(office)).wait(lambda: gone.append(True))
    assert gone == [True]


def test_it_asks_once_for_one_log_in(qtbot: QtBot, office: Office, responder: Responder) -> None:
    staple = asked(office)
    staple.ask(b"mine", Path("profile.json"))
    responder.answers.set()
    qtbot.waitUntil(lambda: bool(staple.answer), timeout=WAIT)
    staple.ask(b"mine", Path("profile.json"))
    qtbot.waitUntil(lambda: not office.network.busy, timeout=WAIT)
    assert responder.asked == 1


def test_a_log_in_given_up_is_called_no_more(qtbot: QtBot, office: Office, responder: Responder) -> None:
    staple, gone = asked(office, SOON_MS), list[bool]()
    staple.wait(lambda: gone.append(True))
    staple.stop()
    responder.answers.set()
    qtbot.waitUntil(lambda: not office.network.busy, timeout=WAIT)
    with qtbot.assertNotEmitted(staple._longest.timeout, wait=2 * SOON_MS):
        pass
    assert gone == []
