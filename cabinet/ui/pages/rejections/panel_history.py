"""How a rejection came about, in its card: attempts under its id, and the bet with what followed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cabinet.contract.states import Outcome
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import money, stamp
from cabinet.ui.pages.proofs.verify_seal import seal_button
from cabinet.ui.pages.rejections.bet_tree import BetTree, Branch
from cabinet.ui.texts.transactions import transaction_type
from cabinet.ui.widgets.plain_label import PlainLabel, plain
from cabinet.ui.widgets.timeline import Moment, Timeline

if TYPE_CHECKING:
    from typing import Any

    from cabinet.contract.rejections import RejectionCard

__all__ = ["PanelHistory"]

_LISTED = {Outcome.REJECTED, Outcome.PENDING}
"""What has a card among rejections."""


class PanelHistory(QWidget):
    """Attempts at the left, :attr:`tree` at the right where there is one.

    Signals:
        attempt_asked(str): open the card of another attempt.
        accepted_asked(str): open this accepted attempt.
        proof_asked(str): show the proof that this attempt is in the log.
    """

    attempt_asked = Signal(str)
    accepted_asked = Signal(str)
    proof_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: RejectionCard | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(6)
        right.setSpacing(6)
        left.addWidget(PlainLabel(tr("Attempts"), font(14, 600)))
        self.attempts = Timeline()
        left.addWidget(self.attempts)
        # Beside the title it would make the card wider than its place; unaligned it would make the column as narrow as
        # itself, since the width of a button is fixed.
        self.seal = seal_button()
        self.seal.clicked.connect(self._ask_proof)
        left.addWidget(self.seal, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._title = PlainLabel(tr("The bet and what followed"), font(14, 600))
        right.addWidget(self._title)
        self.tree = BetTree()
        self.tree.asked.connect(self._open_node)
        right.addWidget(self.tree)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)

    def show_card(self, card: RejectionCard) -> None:
        """Show a card's."""
        self._card = card
        self.attempts.show_moments(tuple(_attempt(i, a) for i, a in enumerate(card.attempts, 1)))
        shown = bool(card.tree)
        self.tree.setVisible(shown)
        self._title.setVisible(shown)
        if not shown:
            return
        branches, left, stake = [], 0, 0
        for node in sorted(card.tree, key=lambda n: n.type != "BET"):
            root = node.type == "BET"
            rejected = node.status is Outcome.REJECTED
            gone = rejected or node.reversed_by is not None
            signed = node.amount_kop if root else -node.amount_kop
            if not gone and node.type in {"BET", "REFUND"}:
                left += signed
                stake += root
            name = transaction_type(node.type)
            if not root:
                name += f" {plain(node.operator_tx_id)}"
            if node.reversed_by is not None:
                name += f" · {tr('reversed')}"
            link = "" if node.status in _LISTED and node.current else node.attempt_id
            branches.append(Branch(name, money(signed), root, gone, node.current, link, plain(node.operator_tx_id)))
        self.tree.show_branches(tuple(branches), (tr("Left of the stake"), money(left)) if stake else ("", ""))

    @Slot()
    def _ask_proof(self) -> None:
        if self._card is not None:
            self.proof_asked.emit(self._card.row.attempt_id)

    @Slot(str)
    def _open_node(self, attempt_id: str) -> None:
        """Open the card of a rejected or held one, an accepted one by itself."""
        nodes = self._card.tree if self._card is not None else []
        listed = any(node.attempt_id == attempt_id and node.status in _LISTED for node in nodes)
        (self.attempt_asked if listed else self.accepted_asked).emit(attempt_id)


def _attempt(number: int, attempt: Any) -> Moment:
    good = attempt.status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
    held = attempt.status is Outcome.PENDING
    said = tr("Attempt {number} accepted") if good else tr("Attempt {number} rejected")
    words = (tr("Attempt {number} held") if held else said).format(number=number)
    if attempt.codes:
        words += f", {attempt.codes[0]}"
    digest = attempt.payload_sha256
    second = f"{stamp(attempt.received_at)} · {digest[:4]}…{digest[-4:]}"
    if attempt.by:
        second += f" · {plain(attempt.by)}"
    return Moment(words, "", "open" if held else "done" if good else "bad", second)
