"""From a payout to the bet that it hangs on, over a live contour: corrected there, then sent again in one act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.filter import Filter, Listed
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome, ReasonCode, RejectionState
from cabinet.desks.bulk.desk import BulkPhase
from cabinet.desks.corrections import compose, read_payload
from tests.company import WAIT, Company, staff_token
from tests.softhsm import TokenMaker
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]


def test_from_a_payout_to_its_bet_and_back(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window
) -> None:
    now = datetime.now(UTC)
    fill(company.contour, Filling(2500, now - timedelta(days=3), now, 5), lambda _: None)
    staff_token(company, token_maker, Role.COMPLIANCE)
    log_in(qtbot, window)
    shell, desk = window.shell, window.desks.rejections
    cards = desk.cards
    shell.open_page("rejections")
    page: Any = shell.pages["rejections"]
    panel = page.panel

    def settled() -> bool:
        return (
            not desk.state.busy and desk.state.data is not None and not desk.groups.busy
            and desk.groups.data is not None and not cards.state.busy and cards.state.data is not None
        )  # fmt: skip

    qtbot.waitUntil(settled, timeout=WAIT)
    whole = desk.groups.data
    assert whole is not None
    assert whole.consequences > 0
    assert desk.state.data is not None
    assert desk.state.data.total == whole.whole, "each counts once"
    assert page.filter.line._count.text().startswith(str(whole.whole))
    assert page.rows.resend.isHidden(), "no root is accepted yet"
    cause = next(g for g in whole.items if g.code == "RG-604" and g.consequences)
    row = whole.items.index(cause)
    assert f" {cause.own} + {cause.consequences} похідн" in page.groups.cell(row, 0).second
    page.group_table.selectRow(row)
    qtbot.waitUntil(lambda: settled() and desk.group == cause.group_id, timeout=WAIT)
    assert desk.state.data.total == cause.count

    assert page.rows.follow.text().endswith(f": {cause.consequences}")
    page.rows.follow.click()
    qtbot.waitUntil(lambda: settled() and desk.following, timeout=WAIT)
    assert desk.state.data.total == cause.consequences
    card = cards.state.data
    assert card is not None
    root = card.row.root
    assert root is not None
    assert root.attempt_id is not None
    assert root.group_id == cause.group_id
    assert panel.root.isVisible()
    assert root.operator_tx_id in panel.root.accessibleName()
    assert panel.open_root.isVisible()
    assert panel.correct.isHidden(), "one primary a view"
    assert panel._to_correct.isVisible()
    qtbot.waitUntil(lambda: panel.minimumSizeHint().width() < 420, timeout=WAIT)  # The foot makes the card no wider.
    assert panel.resend.isHidden()
    link = panel.root._id
    assert root.operator_tx_id in link.accessibleName()

    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settled() and cards.selected == root.attempt_id, timeout=WAIT)
    bet = cards.state.data
    assert bet is not None
    assert bet.row.operator_tx_id == root.operator_tx_id
    assert panel.root.isHidden()
    assert panel.correct.isVisible()
    assert not panel._to_correct.isVisible()
    number, back = next((n, b) for n, b in enumerate(panel._tree._branches) if b.attempt == card.row.attempt_id)
    link = panel._tree.links[number]
    assert back.id in link.accessibleName()
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: settled() and cards.selected == card.row.attempt_id, timeout=WAIT)
    panel.open_root.click()
    qtbot.waitUntil(lambda: settled() and cards.selected == root.attempt_id, timeout=WAIT)

    value = read_payload(bet)
    assert value is not None
    assert desk.record is not None
    site = next(s for s in desk.record.sites if s.brand_id == value["brandId"] and s.licence_no == value["licenceNo"])
    values = {**{name: str(given) for name, given in value.items()}, "siteId": site.site_id}
    with qtbot.waitSignal(cards.corrected, timeout=WAIT) as corrected:
        cards.correct(compose(bet, values, ReasonCode.WRONG_LICENCE_OR_SITE, ""))
    assert corrected.args[0].status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
    qtbot.waitUntil(lambda: settled() and cards.state.data.row.state is RejectionState.CORRECTED, timeout=WAIT)
    closed = cards.state.data
    assert closed.closing is not None
    assert closed.closing.attempt_id == corrected.args[0].attempt_id
    spoken = panel._cells.accessibleName()
    assert "Хто діє" not in spoken
    assert "Виправлено" in spoken
    assert panel._todo.count() == 0
    shown = {label.text() for label in panel.findChildren(type(panel.sentence)) if not label.isHidden()}
    assert f"{value['siteId']} → {site.site_id}" in shown

    chosen = desk.chosen
    assert chosen is not None
    assert chosen.ready >= 1
    assert page.rows.resend.text().endswith(f": {chosen.ready}")
    page.open_attempt(card.row.attempt_id)
    qtbot.waitUntil(lambda: settled() and cards.selected == card.row.attempt_id, timeout=WAIT)
    assert panel.open_root.isHidden()
    assert panel.resend.isVisible()
    page.rows.resend.click()
    qtbot.waitUntil(lambda: desk.bulk.phase is BulkPhase.CHECKED, timeout=WAIT)
    assert page.bulk.sheet.rule.isHidden(), "nothing is changed by a rule"
    page.bulk.sheet.accept.click()
    qtbot.waitUntil(lambda: page.bulk.report is not None, timeout=WAIT)
    assert page.bulk.report.title.text() == f"Прийнято {chosen.ready} з {chosen.ready}"
    page.bulk.report.close_sheet()
    qtbot.waitUntil(lambda: settled() and desk.groups.data.ready == 0, timeout=WAIT)
    assert page.rows.resend.isHidden()
    assert desk.groups.data.whole == whole.whole - 1 - chosen.ready
    qtbot.waitUntil(lambda: settled() and cards.state.data.row.state is RejectionState.CORRECTED, timeout=WAIT)
    shown = {label.text() for label in panel.findChildren(type(panel.sentence)) if not label.isHidden()}
    assert "нічого: надіслано ще раз без змін" in shown
    desk.choose(Filter(states=(Listed.READY,)))
    qtbot.waitUntil(lambda: not desk.state.busy and desk.state.data is not None, timeout=WAIT)
    assert desk.state.data.total == 0
