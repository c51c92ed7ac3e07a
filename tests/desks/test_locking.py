"""Locking: the session ends on the server and here, and only the same person comes back to where they were."""

from __future__ import annotations

import json
import os
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import ShiftedClock
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.desks.locking import Idleness
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.registry import RegistryDesk
from cabinet.desks.states import Phase
from cabinet.profile.settings import IDLE_MINUTES, SettingsFile
from tests.company import WAIT, Company, Desk, log_in, open_desk, person, staff_token
from tests.direct_login import direct_login
from tests.softhsm import TokenMaker


def helper_of(desk: Desk) -> int | None:
    readers = desk.session.carriers._readers
    if readers is None:
        return None
    (place,) = readers._places
    return place.token.helper.pid


def settled(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.office.network.busy, timeout=WAIT)


def test_lock_ends_the_session_on_the_server_and_destroys_the_key(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    from cabinet.profile.profiles import read_profile
    from cabinet.wire.transport import Transport

    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    try:
        log_in(qtbot, desk)
        session = desk.office.session
        other = direct_login(company, transport, person(Role.HEAD), tmp_path)
        assert session.session_id in {s.session_id for s in other.sessions().items}
        registry = RegistryDesk(desk.office)
        with qtbot.waitSignal(
            registry.changed, timeout=WAIT, check_params_cb=lambda: registry.state.phase is Phase.READY
        ):
            registry.refresh()
        with qtbot.waitSignal(desk.session.signed_out, timeout=WAIT) as out:
            desk.session.lock()
        assert out.args == ["LOCKED_BY_PERSON"]
        assert not desk.office.logged_in
        assert registry.state.data is None, "no data outlives the session"
        with pytest.raises(KnownError, match="SESSION_ENDED"):
            session.sessions()
        secrets = {name for name, value in vars(session).items() if value is None}
        assert {"_key", "_tokens"} <= secrets
        settled(qtbot, desk)
        assert {s.session_id for s in other.sessions().items} == {other.session_id}
    finally:
        desk.close()
        transport.close()


def test_lock_with_the_perimeter_away(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        session = desk.office.session
        company.contour.kill()
        desk.session.lock()
        assert not desk.office.logged_in
        with pytest.raises(KnownError, match="SESSION_ENDED"):
            session.sessions()
        settled(qtbot, desk)
    finally:
        desk.close()


def test_only_the_same_person_unlocks(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> None:
    staff_token(company, token_maker, Role.HEAD)
    staff_token(company, token_maker, Role.COMPLIANCE)
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        session.start()
        qtbot.waitUntil(lambda: session.phase is LoginPhase.CHOOSE, timeout=WAIT)
        keys = {c.name: c.key for c in session.candidates}
        head, compliance = keys[person(Role.HEAD).name], keys[person(Role.COMPLIANCE).name]
        for key, resumed in ((head, False), (head, True), (compliance, False), (head, False)):
            qtbot.waitUntil(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, timeout=WAIT)
            session.choose(key)
            assert session.unlocks() is resumed
            log_in(qtbot, desk)
            assert desk.office.logged_in
            assert session.resumed is resumed
            assert session.locked is None, "a log-in ends the lock, whoever's it was"
            session.lock()
            assert session.locked is not None
            assert session.locked.facts["name"] == next(c.name for c in session.candidates if c.key == key)
    finally:
        desk.close()


def test_signing_out_keeps_nobodys_place(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        with qtbot.waitSignal(desk.session.signed_out, timeout=WAIT) as out:
            desk.session.sign_out()
        assert out.args == [""]
        assert desk.session.locked is None
        desk.session.lock()
        assert desk.session.locked is None, "nobody is there to lock"
    finally:
        desk.close()


def test_locks_when_the_token_leaves_and_no_sooner(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    token = staff_token(company, token_maker, Role.HEAD)
    (mine,) = token.folder.iterdir()
    staff_token(company, token_maker, Role.COMPLIANCE)
    desk = open_desk(company, tmp_path)
    session = desk.session
    try:
        session.start()
        qtbot.waitUntil(lambda: session.phase is LoginPhase.CHOOSE, timeout=WAIT)
        session.choose(next(c.key for c in session.candidates if c.name == person(Role.HEAD).name))
        log_in(qtbot, desk)
        looked: list[bool] = []
        session.carriers.watch.left.connect(lambda: looked.append(True))
        for folder in token.folder.iterdir():
            if folder != mine:
                shutil.move(folder, tmp_path / "pulled")
        session.carriers.watch.look()
        qtbot.waitUntil(lambda: not desk.office.token.busy, timeout=WAIT)
        assert desk.office.logged_in, "another token is no matter"
        shutil.move(mine, tmp_path / "mine")
        with qtbot.waitSignal(session.signed_out, timeout=WAIT) as out:
            session.carriers.watch.look()
        assert out.args == ["LOCKED_TOKEN_REMOVED"]
        assert looked == [True]
        shutil.move(tmp_path / "mine", mine)
        qtbot.waitUntil(session.unlocks, timeout=WAIT)
    finally:
        desk.close()


def test_module_that_crashes_is_no_token_that_left(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        os.kill(helper_of(desk) or 0, signal.SIGKILL)
        for _ in range(2):
            desk.session.carriers.watch.look()
            qtbot.waitUntil(lambda: not desk.office.token.busy, timeout=WAIT)
        assert desk.office.logged_in
    finally:
        desk.close()


def test_idleness_by_the_clock() -> None:
    class Still:
        def now(self) -> datetime:
            return datetime(2026, 11, 24, 12, tzinfo=UTC)

    clock = ShiftedClock(Still())
    minutes = [15]
    idle = Idleness(clock, lambda: minutes[0])
    clock.offset = timedelta(minutes=14, seconds=59)
    assert not idle.due()
    clock.offset = timedelta(minutes=15)
    assert idle.due()
    minutes[0] = 0
    assert not idle.due(), "never"
    minutes[0] = 5
    idle.touch()
    assert not idle.due()
    clock.offset -= timedelta(hours=5)
    assert not idle.due(), "a clock set back"
    clock.offset += timedelta(minutes=5)
    assert idle.due()


@pytest.mark.parametrize("written", [7, 100_000, -1, "15", None, True, False])
def test_idle_minutes_from_elsewhere_never_lengthen_the_lock(tmp_path: Path, written: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"idle_minutes": written, "language": "en"}))
    settings = SettingsFile(path).settings
    assert settings.idle_minutes == 15
    assert settings.language.value == "en"
    for minutes in IDLE_MINUTES:
        SettingsFile(path).change(idle_minutes=minutes)
        assert SettingsFile(path).settings.idle_minutes == minutes


def test_a_closed_desk_asks_nothing_more(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    """A watch of the token that outlived the window would end up in threads of what is no more."""
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    log_in(qtbot, desk)
    desk.close()
    assert not desk.session.carriers.watch._timer.isActive()
    desk.session.carriers.watch.look()
    desk.session.lock()
    desk.session.carriers.look()
    assert not desk.office.token._pool.activeThreadCount()
    assert not desk.office.network._pool.activeThreadCount()
    assert helper_of(desk) is None
