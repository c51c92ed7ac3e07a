"""A refund that waits for its bet, in the window: its row, its card that can only be read, and the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.filter import parse_filter
from cabinet.contract.limits import HOLD_SECONDS
from cabinet.contract.rejections import RejectionCard
from cabinet.contract.states import CaseState, Outcome, RejectionState
from cabinet.desks.corrections import read_payload
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.overview.figures_card import _LEADS
from cabinet.ui.pages.rejections.panel import RejectionPanel
from cabinet.ui.pages.rejections.row_columns import RejectionColumn, cell_of
from cabinet.ui.texts.rejections import rejection_state_chip
from tests.perimeter_in_process import NOW, PerimeterInProcess, line
from tests.rejection_cards import card_of

HOLD = timedelta(seconds=HOLD_SECONDS)
SECOND = timedelta(seconds=1)


@pytest.fixture
def card(tmp_path: Path) -> Iterator[RejectionCard]:
    install(Language.UKRAINIAN)
    inside = PerimeterInProcess(tmp_path / "p")
    (item,) = inside.judge(line("r", type="REFUND", relatedTxId="bet-77", roundId="R", amountKop=300))
    yield card_of(inside, item.attempt_id)
    inside.close()


@pytest.fixture
def panel(qtbot: QtBot, card: RejectionCard) -> RejectionPanel:
    panel = RejectionPanel()
    qtbot.addWidget(panel)
    panel.show_card(card, read_payload(card), "1 з 1", "Нічого робити", decides=True, reverses=False)
    panel.show()
    return panel


def test_the_card_says_for_which_bet_and_offers_nothing(panel: RejectionPanel) -> None:
    assert panel._chip.accessibleName() == "RF-502 · Чекає на ставку"
    assert panel.root.accessibleName() == "Чекає на ставку: bet-77"
    assert not panel.root.isHidden()
    assert [b.isHidden() for b in (panel.correct, panel.open_root, panel.resend)] == [True] * 3
    foot = panel._foot
    assert [b.isHidden() for b in (foot._to_it, foot._justify, foot._reverse, foot._more)] == [True] * 4
    assert foot.why_not.text() == "Нічого робити"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOW, "лишилося 10 хв"), (NOW + HOLD - SECOND, "лишилося 1 с"), (NOW + HOLD, "рішення ось-ось буде"),
        (NOW + HOLD + SECOND, "рішення ось-ось буде"),
    ],
)  # fmt: skip
def test_the_card_says_until_when_it_waits(
    panel: RejectionPanel, card: RejectionCard, now: datetime, said: str
) -> None:
    panel.due.show_row(card.row, now)
    assert not panel.due.isHidden()
    assert panel.due.text().casefold() == f"Чекає до 24.11 12:10 · {said}".casefold()


def test_its_attempt_and_its_place_in_the_tree(qtbot: QtBot, panel: RejectionPanel, card: RejectionCard) -> None:
    assert [m.words for m in panel._history.attempts._moments] == ["Спробу 1 затримано, RF-502"]
    (node,) = card.tree
    assert (node.status, node.current) == (Outcome.PENDING, True)
    with qtbot.waitSignal(panel.attempt_asked) as asked, qtbot.assertNotEmitted(panel.accepted_asked):
        panel._history._open_node(node.attempt_id)
    assert asked.args == [card.row.attempt_id]


def test_its_row(card: RejectionCard) -> None:
    due = cell_of(card.row, RejectionColumn.DUE, NOW, one_cause=False, ticked=False)
    assert due.text == "24.11 12:10"
    assert rejection_state_chip(RejectionState.HELD, CaseState.NEW)[0] == "Чекає на ставку"


def test_figures_of_what_is_held_lead_to_it() -> None:
    assert _LEADS["pending"] == "rejections state:held"
    assert parse_filter("стан:затримані", "uk").text() == "state:held"
