"""What a rejection hangs on, in one line, with a link to that one's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.widgets.link import Link
from cabinet.ui.widgets.plain_label import PlainLabel, plain

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionRoot

__all__ = ["RootLine"]


class RootLine(QWidget):
    """Hidden where a rejection hangs on nothing.

    Signals:
        asked(str): open the card of this attempt.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 12)
        self._row.setSpacing(6)
        self._words = PlainLabel("", font(), "text2")
        self._row.addWidget(self._words)
        self._id: QWidget | None = None
        self._row.addStretch(1)
        self._attempt = ""
        self.hide()

    def show_root(self, root: RejectionRoot | None, *, waits: bool = False) -> None:
        """Show on what it hangs, or for which bet it ``waits``: what is to be opened is a link, else an id is plain."""
        if self._id is not None:
            self._row.removeWidget(self._id)
            self._id.hide()
            self._id.deleteLater()
            self._id = None
        self.setVisible(root is not None)
        if root is None:
            return
        tx = plain(root.operator_tx_id)
        if waits:
            words = tr("Waits for its bet:")
        elif root.accepted:
            words = tr("Accepted by now, so this one can be sent again:")
        elif root.attempt_id is not None:
            words = tr("Hangs on one that was rejected:")
        else:
            words = tr("Hangs on one that has not come:")
        self._words.set_text(words)
        self.setAccessibleName(f"{words} {tx}")
        if root.attempt_id is None:
            self._id = PlainLabel(tx, mono(13, 500), selectable=True)
        else:
            self._attempt = root.attempt_id
            link = Link(tx, tr("Open {id}").format(id=tx), mono(13, 500))
            link.clicked.connect(self._ask)
            self._id = link
        self._row.insertWidget(1, self._id)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._attempt)
