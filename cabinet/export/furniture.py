"""What every page on paper has: our own faces, margins, its number, and across it that the data is for tests."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cabinet.assets import resource
from cabinet.export.sheet import Face

__all__ = ["BOLD", "MARGIN", "SANS", "draw_across", "draw_frame", "use_fonts"]

SANS: Final = Face.SANS.title
BOLD: Final = Face.BOLD.title
MARGIN: Final = 18 * mm
_FOOT: Final = 10 * mm
_ACROSS: Final = 54
_TURN: Final = 52


def use_fonts() -> None:
    """Make our faces known to the paper, and which of them is bold."""
    for face in Face:
        pdfmetrics.registerFont(TTFont(face.title, str(resource(f"fonts/{face.file}"))))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=BOLD, italic=SANS, boldItalic=BOLD)


def draw_frame(canvas: Any, number: int, perimeter: str, across: str) -> None:
    """Draw a page's number and perimeter, and the watermark where there is one."""
    width, _ = A4
    canvas.saveState()
    canvas.setFont(SANS, 8)
    canvas.drawRightString(width - MARGIN, _FOOT, str(number))
    canvas.drawString(MARGIN, _FOOT, perimeter)
    canvas.restoreState()
    draw_across(canvas, across)


def draw_across(canvas: Any, across: str) -> None:
    """Draw a watermark from corner to corner; empty draws nothing."""
    if not across:
        return
    width, height = A4
    canvas.saveState()
    canvas.setFont(BOLD, _ACROSS)
    canvas.setFillColor(colors.Color(0.75, 0.35, 0.1, alpha=0.12))
    canvas.translate(width / 2, height / 2)
    canvas.rotate(_TURN)
    canvas.drawCentredString(0, 0, across)
    canvas.restoreState()
