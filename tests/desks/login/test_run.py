"""The ladder when time, network and people do not do as they should."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.login import LoginAccepted, StatementFields
from cabinet.contract.rights import Role
from cabinet.contract.testdata import SetTime, TrustFaults
from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from cabinet.perimeter.login import LoginClient
from tests.company import WAIT, Company, Desk, log_in, open_desk, person, staff_token
from tests.softhsm import PIN, TokenMaker

ENDED = {LoginPhase.DONE, LoginPhase.REFUSED}


@pytest.fixture
def desk(company: Company, token_maker: TokenMaker, tmp_path: Path) -> Iterator[Desk]:
    """The log-in desk of the head, whose token is in."""
    staff_token(company, token_maker, Role.HEAD)
    opened = open_desk(company, tmp_path)
    yield opened
    opened.close()


def ready(qtbot: QtBot, desk: Desk) -> None:
    desk.session.start()
    qtbot.waitUntil(lambda: desk.session.phase is LoginPhase.READY, timeout=WAIT)


def at_the_pin(qtbot: QtBot, desk: Desk) -> None:
    ready(qtbot, desk)
    with qtbot.waitSignal(desk.session.pin_wanted, timeout=WAIT):
        desk.session.begin()


@pytest.mark.parametrize("minutes", [45, -45])
def test_clock_of_this_computer_is_off(qtbot: QtBot, desk: Desk, company: Company, minutes: int) -> None:
    """The server's time counts: in the statement, in the proofs of every request, in the certificate's term."""
    company.contour.testdata("testdata_time", SetTime(offset_seconds=minutes * 60))
    session = desk.session
    assert session.clock_off() is None
    log_in(qtbot, desk)
    assert session.phase is LoginPhase.DONE
    off = session.clock_off()
    assert off is not None
    assert abs(off - timedelta(minutes=minutes)) < timedelta(seconds=30)
    assert "server's clock ahead" in session.report()
    assert desk.office.session.sessions().items


def test_challenge_ends_while_the_pin_is_typed(qtbot: QtBot, desk: Desk) -> None:
    session = desk.session
    at_the_pin(qtbot, desk)
    first = session.statement_text()
    with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
        session._run.expiry_timer.start(0)
    second = session.statement_text()
    assert first != second
    assert session.phase is LoginPhase.PIN
    assert session.pin_failure is None
    session.give_pin(PIN)
    qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
    assert session.phase is LoginPhase.DONE


def test_server_finds_the_challenge_too_old(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    """As after a laptop's sleep: its timers stood still, the clocks did not."""
    staff_token(company, token_maker, Role.HEAD)
    clock = ShiftedClock(SystemClock())
    desk = open_desk(company, tmp_path, clock=clock)
    session = desk.session
    try:
        at_the_pin(qtbot, desk)
        clock.offset = timedelta(seconds=360)
        company.contour.testdata("testdata_time", SetTime(offset_seconds=360))
        with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
            session.give_pin(PIN)
        assert session.pin_failure is not None
        assert session.pin_failure.code == "CHALLENGE_EXPIRED"
        session.give_pin(PIN)
        qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
        assert session.phase is LoginPhase.DONE
    finally:
        desk.close()


def test_answer_that_is_lost_on_the_way(
    qtbot: QtBot,
    company: Company,
    token_maker: TokenMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server has the signature, and we do not know: the same one again gives the same log-in."""
    staff_token(company, token_maker, Role.HEAD)
    real, handed = LoginClient.submit, []

    def submit(self: LoginClient, cid: str, fields: StatementFields, cms: str, stapled: Sequence[str]) -> LoginAccepted:
        handed.append((cid, cms))
        accepted = real(self, cid, fields, cms, stapled)
        if len(handed) == 1:
            raise KnownError("PERIMETER_TIMEOUT")
        return accepted

    monkeypatch.setattr(LoginClient, "submit", submit)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        assert desk.session.phase is LoginPhase.DONE
        assert len(handed) == 2
        assert handed[0] == handed[1]
    finally:
        desk.close()


def test_perimeter_that_stays_away_ends_the_log_in(qtbot: QtBot, desk: Desk, company: Company) -> None:
    session = desk.session
    at_the_pin(qtbot, desk)
    company.contour.kill()
    session.give_pin(PIN)
    qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
    assert session.failure is not None
    assert session.failure.code == "CONTOUR_DOWN"
    assert session.rung(Rung.SIGNATURE) is RungState.PASSED
    assert session.rung(Rung.SERVER) is RungState.FAILED
    assert session.rung(Rung.CHECKS) is RungState.WAITING, "none of them was tried"
    assert session._run is None, "the signature is not kept"
    session.cancel()
    assert session.failure is None
    assert session.phase is LoginPhase.READY


def test_one_log_in_at_a_time(qtbot: QtBot, desk: Desk) -> None:
    session = desk.session
    wanted: list[bool] = []
    session.pin_wanted.connect(lambda: wanted.append(True))
    ready(qtbot, desk)
    session.begin()
    session.begin()
    qtbot.waitUntil(lambda: bool(wanted), timeout=WAIT)
    session.begin()
    session.give_pin(PIN)
    session.give_pin("000000")
    qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
    assert session.phase is LoginPhase.DONE
    assert wanted == [True]


def test_cancelled_in_every_phase(qtbot: QtBot, desk: Desk) -> None:
    """Nothing of a log-in that was given up is left, and the next one goes through."""
    session = desk.session
    ready(qtbot, desk)
    for phase in (LoginPhase.ASKING, LoginPhase.PIN, LoginPhase.SIGNING, LoginPhase.CHECKING):
        session.begin()
        if phase is not LoginPhase.ASKING:
            qtbot.waitUntil(lambda: session.phase is LoginPhase.PIN, timeout=WAIT)
        if phase not in {LoginPhase.ASKING, LoginPhase.PIN}:
            session.give_pin(PIN)
        if phase is LoginPhase.CHECKING:
            qtbot.waitUntil(lambda: session.phase is LoginPhase.CHECKING, timeout=WAIT)
        assert session.phase is phase
        session.cancel()
        assert session.phase is LoginPhase.READY
        assert not session.statement_text()
    log_in(qtbot, desk)
    assert session.phase is LoginPhase.DONE


def test_certificate_decoded(qtbot: QtBot, desk: Desk) -> None:
    session = desk.session
    ready(qtbot, desk)
    candidate = session.candidate()
    assert candidate is not None
    assert candidate.reader
    rows = {row.name: row.values for row in session.carriers.rows(candidate.key)}
    assert rows["holder"] == (person(Role.HEAD).name,)
    assert candidate.serial not in session.report()


def test_personal_certificate_of_the_head(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    """It names no company: the person does, and the registry knows whether they head it."""
    company.put_on_token(token_maker("own"), person(Role.HEAD), "personal")
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        ready(qtbot, desk)
        candidate = session.candidate()
        assert candidate is not None
        assert (candidate.needs_company, candidate.edrpou, candidate.reason) == (True, "", "personal")
        with qtbot.waitSignal(session.company_wanted, timeout=WAIT):
            session.begin()
        assert session.phase is LoginPhase.READY
        with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
            session.begin(SAMPLE_EDRPOU)
        assert f"edrpou={SAMPLE_EDRPOU}" in session.statement_text()
        session.give_pin(PIN)
        qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
        assert session.phase is LoginPhase.DONE
        assert session.company() == session.last_company() == SAMPLE_EDRPOU
    finally:
        desk.close()


@pytest.mark.parametrize(("who", "code"), [(Role.IT, "NOT_HEAD"), (Role.HEAD, "OPERATOR_UNKNOWN")])
def test_personal_certificate_of_somebody_else(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path, who: Role, code: str
) -> None:
    company.put_on_token(token_maker("own"), person(who), "personal")
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        ready(qtbot, desk)
        with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
            session.begin(SAMPLE_EDRPOU if code == "NOT_HEAD" else "00032112")
        session.give_pin(PIN)
        qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
        assert session.failure is not None
        assert session.failure.code == code
    finally:
        desk.close()


def test_perimeter_that_cannot_ask_responders_itself(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    """The cabinet asks while the PIN is typed, of hosts in the trusted list alone, and sends the answer along."""
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    profile = Path(desk.settings.settings.profile)
    wanted = tmp_path / "wanted.json"
    wanted.write_text(json.dumps({**json.loads(profile.read_text()), "staplesWanted": True}))
    desk.settings.change(profile=str(wanted))
    session = desk.session
    try:
        for fault, phase in (("down", LoginPhase.DONE), ("down", LoginPhase.REFUSED)):
            if phase is LoginPhase.DONE:
                ready(qtbot, desk)
            else:
                session.sign_out()
                qtbot.waitUntil(lambda: session.phase is LoginPhase.READY, timeout=WAIT)
            with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
                session.begin()
            qtbot.waitUntil(lambda: not desk.office.network.busy, timeout=WAIT)
            company.contour.testdata("testdata_trust", TrustFaults(ocsp=fault, crl=fault))
            session.give_pin(PIN)
            qtbot.waitUntil(lambda: session.phase in ENDED, timeout=WAIT)
            assert session.phase is phase
        assert session.failure is not None
        assert session.failure.code == "REVOCATION_UNAVAILABLE"
    finally:
        desk.close()
