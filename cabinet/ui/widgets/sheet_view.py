"""A printed page on the screen or on a printer, painted from the same sheet as its PDF; paper is white in any theme."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.paint import frame
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from cabinet.export.sheet import Face, Mark, Sheet

__all__ = ["SheetView", "asked_printer", "paint_sheet", "print_sheet"]

_LEAST, _USUAL = 200, 420
_FINE = 20
"""Units of a point in which words are measured: fonts have whole pixels, and a page on the screen is small."""
_ACROSS_SIZE, _ACROSS_TURN, _ACROSS_ALPHA = 54, -52, 0.12
_ACROSS = (0.75, 0.35, 0.1)


def paint_sheet(painter: QPainter, sheet: Sheet, area: QRectF) -> None:
    """Paint a page as large as fits into an area, in its middle."""
    from cabinet.export.sheet import HEIGHT, WIDTH

    scale = min(area.width() / WIDTH, area.height() / HEIGHT)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(
        area.left() + (area.width() - WIDTH * scale) / 2, area.top() + (area.height() - HEIGHT * scale) / 2
    )
    painter.scale(scale, scale)
    painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), Qt.GlobalColor.white)
    painter.setClipRect(QRectF(0, 0, WIDTH, HEIGHT))
    for mark in sheet.marks:
        _paint(painter, mark)
    if sheet.across:
        painter.translate(WIDTH / 2, HEIGHT / 2)
        painter.rotate(_ACROSS_TURN)
        colour = QColor.fromRgbF(*_ACROSS, _ACROSS_ALPHA)
        _words(painter, QPointF(0, 0), sheet.across, _font(_bold(), _ACROSS_SIZE), colour, "c")
    painter.restore()


def asked_printer(parent: QWidget) -> QPrinter | None:
    """Ask which printer; None where a person has thought better of it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    chosen = QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted
    return printer if chosen else None


def print_sheet(printer: QPrinter, sheet: Sheet) -> None:
    """Print a page on one sheet of paper."""
    with QPainter(printer) as painter:
        paint_sheet(painter, sheet, QRectF(printer.pageLayout().paintRectPixels(printer.resolution())))


class SheetView(Painted):
    """Shows a page whole, as large as there is room; nothing of it is clipped or scrolled."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.sheet: Sheet | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another page; None shows bare paper. All its words are the accessible description."""
        from cabinet.export.sheet import Words

        self.sheet = sheet
        self.setAccessibleName(self._name if sheet is None else sheet.title)
        words = [mark.text for mark in sheet.marks if isinstance(mark, Words)] if sheet is not None else []
        self.setAccessibleDescription("\n".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_USUAL, round(_USUAL * 2**0.5))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, round(_LEAST * 2**0.5))

    def paint(self, painter: QPainter) -> None:
        """Paint the page and the edge of its paper."""
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        height = min(area.height(), area.width() * 2**0.5)
        width = height / 2**0.5
        paper = QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height)
        frame(painter, paper.adjusted(-1, -1, 1, 1), 0, QColor(Qt.GlobalColor.white), theme().border_mid)
        if self.sheet is not None:
            paint_sheet(painter, self.sheet, paper)


def _paint(painter: QPainter, mark: Mark) -> None:
    from cabinet.export.sheet import Box, Line, Squares, Words

    match mark:
        case Words():
            of = _font(mark.face, mark.size)
            _words(painter, QPointF(mark.x, mark.y), mark.text, of, QColor(f"#{mark.ink.value}"), mark.align)
        case Line():
            painter.setPen(QPen(QColor(f"#{mark.ink.value}"), mark.thick))
            painter.drawLine(QPointF(mark.x, mark.y), QPointF(mark.x + mark.width, mark.y))
        case Box():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(f"#{mark.ink.value}"))
            painter.drawRoundedRect(QRectF(mark.x, mark.y, mark.width, mark.height), mark.radius, mark.radius)
        case Squares():
            for down, row in enumerate(mark.rows):
                for along, dark in enumerate(row):
                    if dark:
                        place = QRectF(mark.x + along * mark.side, mark.y + down * mark.side, mark.side, mark.side)
                        painter.fillRect(place, Qt.GlobalColor.black)


def _words(painter: QPainter, at: QPointF, words: str, of: QFont, colour: QColor, align: str) -> None:
    """Paint a line on its baseline, at :data:`_FINE` times the size: small sizes would be rounded to whole pixels."""
    painter.save()
    painter.translate(at)
    painter.scale(1 / _FINE, 1 / _FINE)
    width = QFontMetricsF(of).horizontalAdvance(words)
    painter.setFont(of)
    painter.setPen(colour)
    painter.drawText(QPointF({"l": 0.0, "r": -width, "c": -width / 2}[align], 0), words)
    painter.restore()


def _bold() -> Face:
    from cabinet.export.sheet import Face

    return Face.BOLD


def _font(face: Face, size: float) -> QFont:
    from cabinet.export.sheet import Face

    pixels = max(1, round(size * _FINE))
    return mono(pixels) if face is Face.MONO else font(pixels, 600 if face is Face.BOLD else 400)
