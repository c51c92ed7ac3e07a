"""The foot of the causes: all operations and of what they are made up, their sum, and their influence on GGR."""

# ruff: noqa: D102  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.numbers import count, money, signed_money
from cabinet.ui.paint import advance, frame, hline, text
from cabinet.ui.sizes import ICON_CHIP, RADIUS_CARD
from cabinet.ui.texts.causes import operations
from cabinet.ui.texts.ggr import ggr_terms
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from cabinet.contract.rejections import Folded

__all__ = ["FOOT", "CausesFoot"]

FOOT: Final = 60
_EDGE, _GAP, _LINE = 16, 32, 18


class CausesFoot(Painted):
    """60 high; where there is little room the figures stay, and of what the first is made up goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(FOOT)
        self._figures: list[tuple[str, str, str]] = []

    def show_sums(self, of: Folded) -> None:
        """Show the figures of a whole list of causes."""
        money_of = of.whole_money
        self._figures = [
            (tr("Operations in all"), count(of.whole), operations(of)),
            (tr("Sum of operations"), f"{money(money_of.operations_kop)} {tr('UAH')}", ""),
            (tr("Influence on GGR"), f"{signed_money(money_of.ggr_kop)} {tr('UAH')}", ""),
        ]
        self.setToolTip(ggr_terms(money_of))
        said = [f"{title}: {figure} {made_up}".strip() for title, figure, made_up in self._figures]
        self.setAccessibleName(". ".join([*said, ggr_terms(money_of)]))
        self.update()

    def made_up(self) -> bool:
        """Whether there is room for what the first figure is made up of."""
        return bool(self._figures) and self._wide(with_tail=True) <= self.width() - 2 * _EDGE

    def _wide(self, *, with_tail: bool) -> float:
        widths = [_width(title, figure, tail if with_tail else "") for title, figure, tail in self._figures]
        return sum(widths) + _GAP * (len(widths) - 1) + ICON_CHIP + 4

    def paint(self, painter: QPainter) -> None:
        now, left, tails = theme(), float(_EDGE), self.made_up()
        place = QRectF(0, 0, self.width(), self.height())
        painter.setClipRect(place)
        frame(painter, place.adjusted(0, -RADIUS_CARD, 0, 0), RADIUS_CARD - 1, now.surface, None)
        hline(painter, 0, self.width(), 0, now.border)
        top = (self.height() - 2 * _LINE) / 2
        for title, figure, made_up in self._figures:
            tail = made_up if tails else ""
            wide = _width(title, figure, tail)
            used = text(painter, QRectF(left, top, wide, _LINE), title, font(12), now.text2)
            shown = text(painter, QRectF(left, top + _LINE, wide, _LINE), figure, font(13, 600), now.text)
            if tail:
                rest = QRectF(left + shown + 5, top + _LINE, wide - shown - 5, _LINE)
                text(painter, rest, tail, font(), now.text2)
            if title == self._figures[-1][0]:
                draw_icon(painter, "info", round(left + used + 4), round(top + 3), ICON_CHIP, now.text2)
            left += wide + _GAP


def _width(title: str, figure: str, tail: str) -> float:
    below = advance(figure, font(13, 600)) + (5 + advance(tail, font()) if tail else 0)
    return max(advance(title, font(12)), below) + 1
