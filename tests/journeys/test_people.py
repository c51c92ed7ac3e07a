"""People, end to end: a signed mandate lets somebody in, its end shuts them out; production keys want a signature."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from cabinet.cli.demo.play import fill
from cabinet.contour.sample.operator import SamplePerson
from cabinet.contract.rights import Role
from cabinet.contract.states import Environment, MandateState, Outcome, ReasonCode
from cabinet.desks.approval import ApprovalDesk
from cabinet.desks.corrections import compose, read_payload
from cabinet.desks.credentials import CredentialsDesk, Handover, Wish
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.people import Appointment, Document, PeopleDesk
from cabinet.desks.registry import RegistryDesk
from cabinet.desks.rejections import RejectionsDesk
from tests.company import WAIT, Company, Desk, open_desk, person
from tests.contour.acts import SOFIIA
from tests.fillings import filling_with
from tests.softhsm import PIN, TokenMaker


def log_in_as(qtbot: QtBot, desk: Desk, who: SamplePerson) -> ApprovalDesk:
    """Choose one's own certificate among those of all tokens, and go up the ladder; returns the approval desk."""
    session = desk.session
    approval = ApprovalDesk(desk.office, session)
    session.start()
    qtbot.waitUntil(lambda: any(c.name == who.name for c in session.candidates), timeout=WAIT)
    session.choose(next(c.key for c in session.candidates if c.name == who.name))
    with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
        session.begin()
    with qtbot.waitSignal(desk.office.session_opened, timeout=WAIT):
        session.give_pin(PIN)
    assert session.phase is LoginPhase.DONE
    return approval


def test_a_mandate_lets_somebody_in_and_its_end_shuts_them_out(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    fill(company.contour, filling_with("AM-404", 3_000, now), lambda _: None)
    company.put_on_token(token_maker("head"), person(Role.HEAD))
    company.put_on_token(token_maker("sofiia"), SOFIIA)
    heads, hers = open_desk(company, tmp_path, "head"), open_desk(company, tmp_path, "sofiia")
    try:
        approval = log_in_as(qtbot, heads, person(Role.HEAD))
        people = PeopleDesk(heads.office)
        until = datetime.now(UTC) + timedelta(days=365)
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            people.appoint(Appointment(SOFIIA.name, SOFIIA.rnokpp, Role.COMPLIANCE, (), until))
        to_sign = approval.to_sign()
        assert to_sign is not None
        assert SOFIIA.name in to_sign.statement.actUk
        assert "комплаєнс-офіцер" in to_sign.statement.actUk
        with qtbot.waitSignal(people.appointed, timeout=WAIT) as appointed:
            approval.give_pin(PIN)
        member = appointed.args[0]
        assert member.state is MandateState.ACTIVE
        with qtbot.waitSignal(people.document_arrived, timeout=WAIT) as arrived:
            people.read_document(member.person_id)
        document: Document = arrived.args[0]
        assert document.verified is not None
        assert document.document.text.encode() == to_sign.statement.render()

        log_in_as(qtbot, hers, SOFIIA)
        assert hers.session.person is not None
        assert hers.session.person.role is Role.COMPLIANCE
        correct_one(qtbot, hers)

        # Whatever her window asks for next ends it: a page of its own accord, or the one that is asked for here.
        with qtbot.waitSignal(hers.session.signed_out, timeout=WAIT) as out:
            with qtbot.waitSignal(people.ended, timeout=WAIT) as ended:
                people.end(member.person_id, "звільнилася")
            RegistryDesk(hers.office).refresh()
        assert ended.args[0].state is MandateState.ENDED
        assert out.args == ["MANDATE_STOPPED"]
        assert not hers.office.logged_in
        with qtbot.waitSignal(hers.session.pin_wanted, timeout=WAIT):
            qtbot.waitUntil(lambda: hers.session.candidate() is not None, timeout=WAIT)
            hers.session.begin()
        hers.session.give_pin(PIN)
        qtbot.waitUntil(lambda: hers.session.phase is LoginPhase.REFUSED, timeout=WAIT)
        assert hers.session.failure is not None
        assert hers.session.failure.code == "MANDATE_STOPPED"
    finally:
        hers.close()
        heads.close()


def correct_one(qtbot: QtBot, desk: Desk) -> None:
    """Correct a refund that is larger than what is left of its bet."""
    rejections = RejectionsDesk(desk.office)
    with qtbot.waitSignal(rejections.page_arrived, timeout=WAIT):
        rejections.refresh()
    assert rejections.state.data is not None
    rows = [rejections.row(i) for i in range(rejections.state.data.total)]
    row = next(r for r in rows if r is not None and "AM-404" in r.codes)
    cards = rejections.cards
    with qtbot.waitSignal(cards.changed, timeout=WAIT, check_params_cb=lambda: cards.state.data is not None):
        cards.select(row.attempt_id)
    card = cards.state.data
    assert card is not None
    payload = read_payload(card)
    assert payload is not None
    left = next(f.expected for f in card.findings if f.code == "AM-404").lstrip("≤ ")
    values = {key: str(value) for key, value in payload.items()} | {"amountKop": left}
    with qtbot.waitSignal(cards.corrected, timeout=WAIT) as corrected:
        cards.correct(compose(card, values, ReasonCode.WRONG_SUM, "сума"))
    assert corrected.args[0].status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}


def test_production_keys_want_the_heads_signature(
    qtbot: QtBot, production: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    production.put_on_token(token_maker("head"), person(Role.HEAD))
    production.put_on_token(token_maker("it"), person(Role.IT))
    its, heads = open_desk(production, tmp_path, "it"), open_desk(production, tmp_path, "head")
    try:
        asked = []
        log_in_as(qtbot, its, person(Role.IT)).pin_wanted.connect(lambda: asked.append(1))
        keys = CredentialsDesk(its.office)
        with qtbot.waitSignal(keys.refused, timeout=WAIT) as refused:
            keys.issue(Wish("Ядро", "core-1", 30, tmp_path / "refused"))
        assert refused.args[0].code == "RIGHT_MISSING"
        assert asked == []

        approval = log_in_as(qtbot, heads, person(Role.HEAD))
        keys = CredentialsDesk(heads.office)
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            keys.issue(Wish("Ядро", "core-1", 30, tmp_path / "key"))
        to_sign = approval.to_sign()
        assert to_sign is not None
        assert "Видати ключ API «Ядро» для джерела core-1, production, днів: 30" in to_sign.statement.actUk
        with qtbot.waitSignal(keys.issued, timeout=WAIT) as issued:
            approval.give_pin(PIN)
        handover: Handover = issued.args[0]
        assert handover.credential.environment is Environment.PRODUCTION
        assert handover.credential.created_by == person(Role.HEAD).name
        shown = {key.key_id[-4:] for key in handover.credential.keys}
        assert all(digits in to_sign.statement.actUk for digits in shown)

        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            keys.revoke(handover.credential.credential_id, "перевірка")
        with qtbot.waitSignal(keys.refused, timeout=WAIT) as refused:
            approval.cancel()
        assert refused.args[0].code == "ACT_CANCELLED"
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            keys.revoke(handover.credential.credential_id, "перевірка")
        with qtbot.waitSignal(keys.revoked, timeout=WAIT):
            approval.give_pin(PIN)
        heads.office.session.approver = None
        with qtbot.waitSignal(keys.refused, timeout=WAIT) as refused:
            keys.issue(Wish("Ще", "core-1", 30, tmp_path / "unsigned"))
        assert refused.args[0].code == "STEP_UP_REQUIRED"
        assert not list((tmp_path / "unsigned").glob("*"))
    finally:
        heads.close()
        its.close()
