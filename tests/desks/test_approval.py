"""The approval desk: wrong PINs, cancelling, lost sessions, time that runs out, key files, two acts at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.rights import Role
from cabinet.desks.approval import ApprovalDesk
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.people import Appointment, PeopleDesk, check
from cabinet.perimeter.step_up import ToSign
from tests.company import WAIT, Company, Desk, log_in, open_desk, person, staff_token
from tests.contour.acts import SOFIIA
from tests.softhsm import PIN, TokenMaker


def wish(**changes: object) -> Appointment:
    values: dict[str, object] = {
        "name": SOFIIA.name,
        "rnokpp": SOFIIA.rnokpp,
        "role": Role.COMPLIANCE,
        "rights": (),
        "until": datetime.now(UTC) + timedelta(days=30),
    }
    return Appointment(**{**values, **changes})  # type: ignore[arg-type]


@dataclass
class Head:
    desk: Desk
    approval: ApprovalDesk
    people: PeopleDesk


@pytest.fixture
def head(qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path) -> Iterator[Head]:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    approval = ApprovalDesk(desk.office, desk.session)
    log_in(qtbot, desk)
    yield Head(desk, approval, PeopleDesk(desk.office))
    desk.close()


def asked(qtbot: QtBot, head: Head) -> ToSign:
    with qtbot.waitSignal(head.approval.pin_wanted, timeout=WAIT):
        head.people.appoint(wish())
    to_sign = head.approval.to_sign()
    assert to_sign is not None
    return to_sign


def test_a_wrong_pin_may_be_tried_again(qtbot: QtBot, head: Head) -> None:
    asked(qtbot, head)
    assert 0 < head.approval.seconds_left() <= 300
    with qtbot.waitSignal(head.approval.pin_wanted, timeout=WAIT):
        head.approval.give_pin("999999")
    assert head.approval.phase is LoginPhase.PIN
    assert head.approval.pin_failure is not None
    assert head.approval.pin_failure.code == "PIN_INCORRECT"
    with qtbot.waitSignal(head.people.appointed, timeout=WAIT):
        head.approval.give_pin(PIN)
    assert head.approval.phase is LoginPhase.READY
    assert head.approval.to_sign() is None
    assert head.approval.statement_text() == ""


def test_cancelling_sends_nothing(qtbot: QtBot, head: Head) -> None:
    asked(qtbot, head)
    with qtbot.waitSignal(head.people.refused, timeout=WAIT) as refused:
        head.approval.cancel()
    assert refused.args[0].code == "ACT_CANCELLED"
    with qtbot.waitSignal(head.people.changed, timeout=WAIT, check_params_cb=lambda: not head.people.state.busy):
        head.people.refresh()
    assert head.people.state.data is not None
    assert head.people.state.data.people is not None
    assert SOFIIA.name not in {m.name for m in head.people.state.data.people.items}


def test_the_end_of_the_session_ends_the_waiting(qtbot: QtBot, head: Head) -> None:
    asked(qtbot, head)
    with qtbot.waitSignal(head.people.refused, timeout=WAIT) as refused:
        head.desk.session.sign_out()
    assert refused.args[0].code == "ACT_CANCELLED"
    assert head.approval.to_sign() is None


def test_closing_the_window_holds_no_lane_up(qtbot: QtBot, head: Head) -> None:
    asked(qtbot, head)
    head.desk.office.stop()
    assert head.desk.office.network._pool.activeThreadCount() == 0
    assert head.approval.phase is LoginPhase.READY


def test_time_runs_out(qtbot: QtBot, head: Head) -> None:
    failed: list[str] = []
    to_sign = asked(qtbot, head)
    head.approval.cancel()
    late = ToSign(to_sign.statement, timedelta(milliseconds=20))
    head.desk.office.network.run(lambda: head.approval.approve(late), print, lambda f: failed.append(f.code))
    qtbot.waitUntil(lambda: failed == ["ACT_EXPIRED"] and head.approval.to_sign() is None, timeout=WAIT)
    assert head.approval.phase is LoginPhase.READY


def test_two_acts_are_shown_one_after_the_other(qtbot: QtBot, head: Head) -> None:
    first = asked(qtbot, head)
    other = ToSign(first.statement, timedelta(seconds=60))
    signed: list[bytes] = []
    head.desk.office.network.run(lambda: head.approval.approve(other), signed.append, lambda _: None)
    qtbot.waitUntil(lambda: len(head.approval._queue) == 2, timeout=WAIT)
    assert head.approval.to_sign() is first
    with qtbot.waitSignal(head.people.appointed, timeout=WAIT):
        head.approval.give_pin(PIN)
    assert head.approval.to_sign() is other
    assert head.approval.phase is LoginPhase.PIN
    head.approval.give_pin(PIN)
    qtbot.waitUntil(lambda: len(signed) == 1, timeout=WAIT)


def test_a_key_file_signs_with_its_password(qtbot: QtBot, company: Company, tmp_path: Path) -> None:
    desk = open_desk(company, tmp_path)
    approval = ApprovalDesk(desk.office, desk.session)
    people = PeopleDesk(desk.office)
    try:
        desk.session.start()
        desk.session.open_key_file(company.key_file(tmp_path, person(Role.HEAD), "слово"), "слово")
        qtbot.waitUntil(lambda: desk.session.phase is LoginPhase.READY, timeout=WAIT)
        with qtbot.waitSignal(desk.office.session_opened, timeout=WAIT):
            desk.session.begin()
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            people.appoint(wish())
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            approval.give_pin("інше")
        assert approval.pin_failure is not None
        assert approval.pin_failure.code == "KEY_FILE_PASSWORD"
        with qtbot.waitSignal(people.appointed, timeout=WAIT):
            approval.give_pin("слово")
    finally:
        desk.close()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({}, None, None),
        ({"name": "  Руденко   Софія  "}, None, None),
        ({"name": "Софія <b>"}, "FIELD_INVALID", "name"),
        ({"rnokpp": "123"}, "RNOKPP_INVALID", "rnokpp"),
        ({"rnokpp": "1732050801"}, "RNOKPP_INVALID", "rnokpp"),
        ({"role": Role.HEAD}, "ROLE_NOT_GRANTABLE", "role"),
        ({"until": datetime.now(UTC) + timedelta(days=1200)}, "MANDATE_TERM_INVALID", "until"),
    ],
)
def test_an_appointment_is_checked_before_the_pin(changes: dict[str, object], code: str | None, field: str) -> None:
    failure = check(wish(**changes), datetime.now(UTC))
    assert (failure.code if failure is not None else None) == code
    assert failure is None or failure.facts["field"] == field


def test_sign_out_everywhere(qtbot: QtBot, head: Head, company: Company, tmp_path: Path) -> None:
    other = open_desk(company, tmp_path, "other")
    try:
        log_in(qtbot, other)
        with qtbot.waitSignal(head.people.changed, timeout=WAIT, check_params_cb=lambda: not head.people.state.busy):
            head.people.refresh()
        assert head.people.state.data is not None
        assert [s.current for s in head.people.state.data.sessions].count(True) == 1
        assert len(head.people.state.data.sessions) == 2
        with qtbot.waitSignal(head.desk.session.signed_out, timeout=WAIT):
            head.people.sign_out_everywhere()
        with qtbot.waitSignal(other.session.signed_out, timeout=WAIT):
            PeopleDesk(other.office).refresh()
    finally:
        other.close()
