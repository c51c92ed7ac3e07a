"""Who signs, for which company, to which server."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import hline, text, vline
from cabinet.ui.sizes import ICON
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from cabinet.desks.keys.candidates import Candidate

__all__ = ["WhoSigns"]


class WhoSigns(Painted):
    """Who signs, for which company, to which server: three cells that are always there."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(78)
        self._cells: tuple[tuple[str, str, str, str], ...] = ()

    def show_signer(self, candidate: Candidate | None, edrpou: str, server: str, kind: str) -> None:
        """Name them; a dash where nothing is known yet."""
        name = _short(candidate.name) if candidate is not None else "—"
        title = candidate.title if candidate is not None else ""
        company = (candidate.organisation or "—") if candidate is not None else "—"
        code = f"{tr('EDRPOU')} {edrpou}" if edrpou else ""
        if candidate is not None and candidate.needs_company and not edrpou:
            company, code = "—", tr("you name it next")
        self._cells = (
            ("user", tr("Signs"), name, title),
            ("building-2", tr("For the company"), company, code),
            ("server", tr("On the server"), server or "—", kind),
        )
        self.setAccessibleName("; ".join(f"{name}: {value}" for _, name, value, _ in self._cells))
        self.update()

    def paint(self, painter: QPainter) -> None:
        now = theme()
        hline(painter, 0, self.width(), 0, now.border)
        cell = self.width() / 3
        for index, (icon, name, value, second) in enumerate(self._cells):
            left = index * cell + 16
            room = cell - 28 - 26
            if index:
                vline(painter, round(index * cell), 1, self.height(), now.border)
            draw_icon(painter, icon, left, 14, ICON, now.text2)
            text(painter, QRectF(left + 26, 10, room, 20), name, font(12), now.text3)
            text(painter, QRectF(left + 26, 29, room, 20), value, font(13, 600), now.text)
            text(painter, QRectF(left + 26, 48, room, 18), second, font(12), now.text2)


def _short(name: str) -> str:
    parts = name.split()
    return parts[0] + " " + " ".join(f"{p[0]}." for p in parts[1:]) if parts else name
