"""A sheet as PDF: the same sheet gives the same bytes, with title, author and language for whoever reads it aloud."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.pdfgen.canvas import Canvas

from cabinet.export.furniture import draw_across, use_fonts
from cabinet.export.sheet import HEIGHT, WIDTH, Box, Line, Mark, Sheet, Squares, Words

__all__ = ["sheet_pdf"]


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the page as a file."""
    use_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, lang=sheet.language)
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.author)
    canvas.setKeywords(sheet.keywords)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for mark in sheet.marks:
        _draw(canvas, mark)
    draw_across(canvas, sheet.across)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, mark: Mark) -> None:
    match mark:
        case Words():
            canvas.setFillColor(HexColor(f"#{mark.ink.value}"))
            canvas.setFont(mark.face.title, mark.size)
            draw = {"l": canvas.drawString, "r": canvas.drawRightString, "c": canvas.drawCentredString}[mark.align]
            draw(mark.x, HEIGHT - mark.y, mark.text)
        case Line():
            canvas.setStrokeColor(HexColor(f"#{mark.ink.value}"))
            canvas.setLineWidth(mark.thick)
            canvas.line(mark.x, HEIGHT - mark.y, mark.x + mark.width, HEIGHT - mark.y)
        case Box():
            canvas.setFillColor(HexColor(f"#{mark.ink.value}"))
            bottom = HEIGHT - mark.y - mark.height
            canvas.roundRect(mark.x, bottom, mark.width, mark.height, mark.radius, stroke=0, fill=1)
        case Squares():
            canvas.setFillColor(black)
            path = canvas.beginPath()
            for down, row in enumerate(mark.rows):
                for along, dark in enumerate(row):
                    if dark:
                        top = mark.y + down * mark.side
                        path.rect(mark.x + along * mark.side, HEIGHT - top - mark.side, mark.side, mark.side)
            canvas.drawPath(path, stroke=0, fill=1)
