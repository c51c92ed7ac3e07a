"""What the cases share: a live contour whose faults are taken back after each, and a ladder to climb."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.catalogue import fill, problem_card
from cabinet.contract.testdata import RevokeIdentity, SetPolicy, SetTime, TrustFaults
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.session import SessionDesk
from cabinet.lanes.lane import Failure
from tests.company import WAIT, Company, Desk
from tests.softhsm import PIN, SoftToken

ENDED = {LoginPhase.DONE, LoginPhase.REFUSED, LoginPhase.PIN}


@dataclass
class Teller:
    """Checks what a failure says to a person; remembers which codes were said."""

    said: set[str] = field(default_factory=set)

    def __call__(self, failure: Failure | None, code: str, **facts: str) -> None:
        """The failure has this code, and its card speaks both languages without a gap."""
        assert failure is not None, f"nothing failed instead of {code}"
        assert failure.code == code, f"{failure} instead of {code}"
        known = getattr(failure, "facts", {})
        assert {name: known.get(name) for name in facts} == facts
        self.card(code, known)

    def card(self, code: str, facts: dict[str, str] | None = None) -> None:
        """The card of this code speaks both languages, and these facts fill every gap."""
        card = problem_card(code)
        assert card is not None, code
        for words in (card.sentence, card.action):
            for text in (words.uk, words.en):
                shown = fill(text, facts or {})
                assert shown.strip(), code
                assert "…" not in shown, f"{code}: {shown}"
                assert "{" not in shown, f"{code}: {shown}"
        self.said.add(code)


@dataclass
class Live:
    """A contour with the sample company, shared by all cases: whoever changes it brings it back."""

    company: Company

    def trust(self, **faults: str) -> str:
        """Let the trust services misbehave; returns what the contour made of a new list."""
        done = self.company.contour.testdata("testdata_trust", TrustFaults.model_validate(faults))
        return str(done["what"])

    def policy(self, *, device_required: bool = False, personal_allowed: bool = True) -> None:
        wanted = SetPolicy(device_required=device_required, personal_allowed=personal_allowed)
        self.company.contour.testdata("testdata_policy", wanted)

    def time(self, seconds: int) -> None:
        self.company.contour.testdata("testdata_time", SetTime(offset_seconds=seconds))

    def revoke(self, serial: str, reason: str = "unspecified") -> None:
        wanted = RevokeIdentity.model_validate({"serial": serial, "reason": reason})
        self.company.contour.testdata("testdata_revoke", wanted)

    def restore(self) -> None:
        self.time(0)
        self.trust()
        self.policy()


class Ladder:
    """One log-in desk, climbed as a person does."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self._qtbot = qtbot
        self.desk = desk

    @property
    def session(self) -> SessionDesk:
        return self.desk.session

    def wait(self, true: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(true, timeout=WAIT)

    def until(self, *phases: LoginPhase) -> None:
        self.wait(lambda: self.session.phase in phases)

    def look(self, *phases: LoginPhase) -> None:
        """Look for the first time, until the ladder stands so."""
        self.session.start()
        self.until(*(phases or (LoginPhase.READY,)))

    def look_again(self, *phases: LoginPhase) -> None:
        """Press "Refresh", until the ladder stands so."""
        self.session.carriers.look(fresh=True)
        self.until(*phases)

    def to_the_pin(self) -> None:
        with self._qtbot.waitSignal(self.session.pin_wanted, timeout=WAIT):
            self.session.begin()

    def give(self, pin: str | None = PIN, *, last_try: bool = False) -> LoginPhase:
        """Give the PIN and wait for what comes of it."""
        session = self.session
        with self._qtbot.waitSignal(session.changed, timeout=WAIT, check_params_cb=lambda: session.phase in ENDED):
            session.give_pin(pin, last_try=last_try)
        return session.phase

    def refused(self, pin: str | None = PIN, *, last_try: bool = False) -> Failure | None:
        """Give the PIN; the log-in ends, and no session is open."""
        assert self.give(pin, last_try=last_try) is LoginPhase.REFUSED
        assert not self.desk.office.logged_in
        return self.session.failure

    def log_in(self, pin: str | None = PIN) -> None:
        """The way back works: from here up to a session, and out again."""
        if self.session.phase is not LoginPhase.PIN:
            self.to_the_pin()
        assert self.give(pin) is LoginPhase.DONE, self.session.failure or self.session.pin_failure
        assert self.desk.office.logged_in
        self.session.sign_out()
        self.wait(lambda: not self.desk.office.network.busy)


@dataclass
class Tokens:
    """Copies of tokens that were made once: ``bare`` has a key, ``head`` the head's certificate besides."""

    made: Path
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    environment: Callable[[], dict[str, str]]

    def put(self, name: str = "head") -> SoftToken:
        """Put a copy into the reader."""
        target = self.folder / "tokens"
        shutil.copytree(self.made / name, target, dirs_exist_ok=True)
        configuration = self.folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {target}\nobjectstore.backend = file\nlog.level = ERROR\n")
        self.monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
        return SoftToken(name, target, self.environment())
