"""A reversal on a living production perimeter: signed by the head, cancelled, signed again, taken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from cabinet.cli.demo.play import fill
from cabinet.contract.filter import parse_filter
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.desks.approval import ApprovalDesk
from cabinet.desks.reversals import ReversalDesk
from cabinet.perimeter.rejections import RejectionsClient
from tests.company import WAIT, Company, log_in, open_desk, staff_token
from tests.fillings import filling_with
from tests.softhsm import PIN, TokenMaker


def test_a_reversal_is_signed_in_production(
    qtbot: QtBot, production: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    # A refund that is larger than what is left of its stake: the bet below it is accepted.
    fill(production.contour, filling_with("AM-404", 2500, now), lambda _: None)
    staff_token(production, token_maker, Role.HEAD)
    desk = open_desk(production, tmp_path)
    try:
        approval = ApprovalDesk(desk.office, desk.session)
        log_in(qtbot, desk)
        client, reversals = RejectionsClient(desk.office.session), ReversalDesk(desk.office)
        bet = next(
            node
            for row in client.page(wanted=parse_filter("state:open code:AM-404")).items
            for node in client.card(row.attempt_id).tree
            if node.type == "BET" and node.status is not Outcome.REJECTED and not node.reversed_by
        )
        reversals.select(bet.attempt_id)
        qtbot.waitUntil(lambda: reversals.state.data is not None, timeout=WAIT)
        card = reversals.state.data
        assert card is not None
        assert reversals.allowed
        assert reversals.signed
        assert reversals.reversible(card)
        line = reversals.line(card, ReasonCode.WRONG_SUM, "")
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            reversals.reverse(line)
        to_sign = approval.to_sign()
        assert to_sign is not None
        assert "Сторнувати прийняті транзакції: 1 на суму" in to_sign.statement.actUk
        with qtbot.waitSignal(reversals.refused, timeout=WAIT) as refused:
            approval.cancel()
        assert refused.args[0].code == "ACT_CANCELLED"
        with qtbot.waitSignal(approval.pin_wanted, timeout=WAIT):
            reversals.reverse(line)
        with qtbot.waitSignal(reversals.reversed, timeout=WAIT) as done:
            approval.give_pin(PIN)
        assert done.args[0].status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
        again = client.accepted(bet.attempt_id)
        assert again.reversed_by == done.args[0].attempt_id
        assert not reversals.reversible(again)
    finally:
        desk.close()
