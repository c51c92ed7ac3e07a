"""The ladder's bad cases, each with its own code, and the way back up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.login_steps import CheckState, CheckStep
from cabinet.contract.rights import Role
from cabinet.contract.testdata import RevokeIdentity
from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from cabinet.desks.registry import RegistryDesk
from cabinet.desks.states import Phase
from tests.company import WAIT, Company, Desk, log_in, open_desk, person, staff_token
from tests.softhsm import PIN, TokenMaker

ENDED = {LoginPhase.DONE, LoginPhase.REFUSED}


def until(qtbot: QtBot, desk: Desk, *phases: LoginPhase) -> None:
    session = desk.session
    qtbot.waitUntil(lambda: session.phase in phases, timeout=WAIT)


def test_wrong_pin_then_right(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        log_in(qtbot, desk, "999999")
        assert session.phase is LoginPhase.PIN
        assert session.pin_failure is not None
        assert session.pin_failure.code == "PIN_INCORRECT"
        candidate = session.candidate()
        assert candidate is not None
        assert candidate.pin_state == "low"
        assert session.seconds_left() > 200
        assert "edrpou=" in session.statement_text()
        session.give_pin("1")
        until(qtbot, desk, LoginPhase.PIN)
        qtbot.waitUntil(
            lambda: session.pin_failure is not None and session.pin_failure.code == "PIN_LENGTH", timeout=WAIT
        )
        session.give_pin(PIN)
        until(qtbot, desk, *ENDED)
        assert session.phase is LoginPhase.DONE
        report = session.report()
        assert PIN not in report
        assert person(Role.HEAD).name not in report
    finally:
        desk.close()


def test_token_pulled_out_and_put_back(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> None:
    token = staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        session.start()
        until(qtbot, desk, LoginPhase.READY)
        with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
            session.begin()
        shutil.move(token.folder, tmp_path / "pulled")
        token.folder.mkdir()
        session.give_pin(PIN)
        until(qtbot, desk, LoginPhase.REFUSED)
        assert session.failure is not None
        assert session.failure.code == "TOKEN_REMOVED"
        assert session.rung(Rung.SIGNATURE) is RungState.FAILED
        session.cancel()
        token.folder.rmdir()
        shutil.move(tmp_path / "pulled", token.folder)
        session.carriers.set_module(session.carriers.modules[0].path)
        until(qtbot, desk, LoginPhase.READY)
        log_in(qtbot, desk)
        assert session.phase is LoginPhase.DONE
    finally:
        desk.close()


def test_no_token_then_one_appears(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> None:
    maker = token_maker("empty")
    for file in maker.folder.iterdir():
        shutil.rmtree(file)
    desk = open_desk(company, tmp_path)
    try:
        desk.session.start()
        until(qtbot, desk, LoginPhase.NO_TOKEN)
        assert desk.session.rung(Rung.DRIVER) is RungState.PASSED
        assert desk.session.rung(Rung.TOKEN) is RungState.PERSON
    finally:
        desk.close()


@pytest.mark.parametrize(
    ("kind", "reason"), [("expired", "expired"), ("seal", "seal"), ("encryption", "encryption_only")]
)
def test_certificates_that_cannot_be_used_say_why(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path, kind: str, reason: str
) -> None:
    company.put_on_token(token_maker("t"), person(Role.HEAD), kind)
    desk = open_desk(company, tmp_path)
    try:
        desk.session.start()
        until(qtbot, desk, LoginPhase.NONE_USABLE)
        (candidate,) = desk.session.candidates
        assert candidate.reason == reason
        desk.session.choose(candidate.key)
        desk.session.begin()
        assert desk.session.phase is LoginPhase.NONE_USABLE
    finally:
        desk.close()


def test_revoked_certificate_stops_at_its_check(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    serial = company.put_on_token(token_maker("t"), person(Role.HEAD))
    company.contour.testdata("testdata_revoke", RevokeIdentity(serial=serial))
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        log_in(qtbot, desk)
        until(qtbot, desk, *ENDED)
        assert session.failure is not None
        assert session.failure.code == "CERT_REVOKED"
        states = {c.step: c.state for c in session.checks}
        assert states[CheckStep.CHAIN] is CheckState.PASSED
        assert states[CheckStep.REVOCATION] is CheckState.FAILED
        assert states[CheckStep.IDENTITY] is CheckState.WAITING
    finally:
        desk.close()


def test_session_that_the_server_ended(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        registry = RegistryDesk(desk.office)
        with qtbot.waitSignal(
            registry.changed, timeout=WAIT, check_params_cb=lambda: registry.state.phase is Phase.READY
        ):
            registry.refresh()
        company.contour.kill()
        with qtbot.waitSignal(
            registry.changed, timeout=WAIT, check_params_cb=lambda: registry.state.phase is Phase.OFFLINE
        ):
            registry.refresh()
        assert registry.state.data is not None, "what was shown stays"
        company.contour.start()
        with qtbot.waitSignal(desk.session.signed_out, timeout=WAIT) as out:
            registry.refresh()
        assert out.args == ["SESSION_ENDED"]
        assert registry.state.data is None, "no data outlives the session"
        assert not desk.office.logged_in
    finally:
        desk.close()


def test_key_file_is_named_for_what_it_is(qtbot: QtBot, company: Company, tmp_path: Path) -> None:
    path = company.key_file(tmp_path, person(Role.HEAD), "пароль")
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        session.start()
        session.open_key_file(path, "wrong")
        qtbot.waitUntil(lambda: session.failure is not None, timeout=WAIT)
        assert session.failure is not None
        assert session.failure.code == "KEY_FILE_PASSWORD"
        session.open_key_file(path, "пароль")
        until(qtbot, desk, LoginPhase.READY)
        candidate = session.candidate()
        assert candidate is not None
        assert candidate.from_file
        session.begin()
        until(qtbot, desk, *ENDED)
        assert session.phase is LoginPhase.DONE
    finally:
        desk.close()
