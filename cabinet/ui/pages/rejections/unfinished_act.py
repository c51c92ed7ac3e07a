"""A line above the page while an act over many rejections is under way, stands still, or was left by an earlier run."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.bulk.desk import BulkDesk, BulkPhase
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.widgets.banner import Banner

__all__ = ["UnfinishedAct"]


class UnfinishedAct(Banner):
    """Its button goes on with it, or stops it; what an earlier run left may be let be."""

    def __init__(self, desk: BulkDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.acted.connect(self._act)
        self.declined.connect(desk.let_be)

    def show_act(self, desk: BulkDesk) -> None:
        """Show how it stands; nothing where there is none."""
        if desk.phase is BulkPhase.SENDING:
            share = tr("Sent {done} of {total}").format(done=count(desk.done), total=count(desk.total))
            if desk.failure is not None:
                self.show_banner(f"{share} · {failure_words(desk.failure)[0]}", "danger", action=tr("Continue"))
            else:
                self.show_banner(share, "info", "send", tr("Stop") if desk.running else tr("Continue"))
        elif desk.unfinished is not None:
            left = tr("An unfinished correction: {done} of {total} sent")
            words = left.format(done=count(desk.unfinished.sent), total=count(desk.unfinished.total))
            self.show_banner(words, "warning", action=tr("Continue"), other=tr("Let it be"))
        else:
            self.show_banner("")

    @Slot()
    def _act(self) -> None:
        desk = self._desk
        if desk.phase is not BulkPhase.SENDING:
            desk.resume()
        elif desk.running:
            desk.stop()
        else:
            desk.go_on()
