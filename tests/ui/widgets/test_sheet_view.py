"""A page on the screen: the sheet's own places and colours, whole at any size, white in any theme, read aloud."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from cabinet.export.sheet import HEIGHT, WIDTH, Box, Ink, Line, Sheet, Squares, Words
from cabinet.profile.settings import ThemeChoice
from cabinet.report.page import page_of
from cabinet.ui.theme_switch import theme_switch
from cabinet.ui.widgets.sheet_view import SheetView, paint_sheet
from tests.report.reports import report

SCALE = 2


def painted(sheet: Sheet) -> QImage:
    image = QImage(round(WIDTH * SCALE), round(HEIGHT * SCALE), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    with QPainter(image) as painter:
        paint_sheet(painter, sheet, QRectF(image.rect()))
    return image


def inked(image: QImage, area: QRectF) -> int:
    """Count what is not white in an area of points."""
    white = QColor(Qt.GlobalColor.white).rgb()
    return sum(
        image.pixel(x, y) != white
        for x in range(round(area.left() * SCALE), round(area.right() * SCALE))
        for y in range(round(area.top() * SCALE), round(area.bottom() * SCALE))
    )


def sheet(*marks: Words | Line | Box | Squares, across: str = "") -> Sheet:
    return Sheet(title="T", author="A", language="uk", marks=marks, across=across)


def test_marks_stand_where_the_sheet_says(qtbot: QtBot) -> None:
    assert qtbot
    image = painted(sheet(Box(100, 200, 50, 20, Ink.DANGER), Squares(300, 400, 10, ((True, False), (False, True)))))
    assert image.pixelColor(250, 420) == QColor("#A51D1A")
    assert inked(image, QRectF(1, 1, 98, HEIGHT - 2)) == 0
    assert inked(image, QRectF(100, 200, 50, 20)) == 50 * 20 * SCALE**2
    assert inked(image, QRectF(300, 400, 10, 10)) == inked(image, QRectF(310, 410, 10, 10)) == 400
    assert inked(image, QRectF(310.5, 400.5, 9, 9)) == 0


def test_words_are_aligned_as_in_the_file(qtbot: QtBot) -> None:
    assert qtbot
    for align, left, right in (("l", 300, 400), ("r", 200, 300), ("c", 250, 350)):
        image = painted(sheet(Words(300, 100, "1 234 567,89", 9, align=align)))
        whole = inked(image, QRectF(1, 80, WIDTH - 2, 30))
        assert whole > 100
        assert inked(image, QRectF(left - 1, 80, right - left + 2, 30)) == whole
    assert inked(image, QRectF(1, 1, WIDTH - 2, 79)) == 0


def test_test_data_is_marked_across(qtbot: QtBot) -> None:
    assert qtbot
    assert inked(painted(sheet()), QRectF(1, 1, WIDTH - 2, HEIGHT - 2)) == 0
    assert inked(painted(sheet(across="ТЕСТОВІ ДАНІ")), QRectF(200, 300, 200, 250)) > 1_000


def test_a_page_is_whole_at_any_size_and_white_in_any_theme(qtbot: QtBot) -> None:
    view = SheetView("Сторінка")
    qtbot.addWidget(view)
    view.show()
    shown = page_of(report(), "uk")
    try:
        for theme in (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST):
            theme_switch().choose(theme)
            for width, height in ((420, 594), (900, 300), (200, 900)):
                view.resize(width, height)
                view.show_sheet(shown)
                image = view.grab().toImage()
                middle = image.pixelColor(image.width() // 2, image.height() // 2 - min(width, height) // 3)
                assert middle.lightness() > 180, (theme, width, height)
    finally:
        theme_switch().choose(ThemeChoice.LIGHT)


def test_it_is_read_aloud(qtbot: QtBot) -> None:
    view = SheetView("Сторінка")
    qtbot.addWidget(view)
    assert view.accessibleName() == "Сторінка"
    view.show_sheet(page_of(report(), "uk"))
    assert view.accessibleName() == "Звіт за місяць: Жовтень 2026"
    assert "1\u00a0284\u00a0907" in view.accessibleDescription().splitlines()
    view.show_sheet(None)
    assert (view.accessibleName(), view.accessibleDescription()) == ("Сторінка", "")
