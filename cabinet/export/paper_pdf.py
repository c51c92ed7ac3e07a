"""A finding as PDF: the verdict, its checks, its facts. The same values give the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cabinet.contract.catalogue import words
from cabinet.export.furniture import BOLD, MARGIN, SANS, draw_frame, use_fonts
from cabinet.export.paper import Paper, PaperCheck, Section
from cabinet.export.part import write_whole

__all__ = ["paper_bytes", "write_paper"]

_BODY: Final = ParagraphStyle("body", fontName=SANS, fontSize=9, leading=12.5, splitLongWords=1)
_NAME: Final = ParagraphStyle("name", parent=_BODY, textColor=colors.HexColor("#465263"))
_SENTENCE: Final = ParagraphStyle("sentence", parent=_BODY, spaceAfter=3)
_TITLE: Final = ParagraphStyle("title", fontName=BOLD, fontSize=16, leading=22)
_PART: Final = ParagraphStyle("part", fontName=BOLD, fontSize=11, leading=15, spaceBefore=4 * mm, spaceAfter=1 * mm)
_ROLES: Final = {"success": "#14673b", "warning": "#7c4a00", "danger": "#a51d1a"}
_RULE: Final = colors.HexColor("#d5dae1")
_FACTS: Final = (45 * mm, 129 * mm - 12)
"""A frame of reportlab's has a padding of 6 points at each side."""


def write_paper(paper: Paper, out: Path) -> None:
    """Write it; the file appears whole or not at all.

    Raises:
        OSError: no room, no folder.
    """
    write_whole(out, lambda file: _write(paper, file))


def paper_bytes(paper: Paper) -> bytes:
    """Return it as bytes."""
    from io import BytesIO

    made = BytesIO()
    _write(paper, made)
    return made.getvalue()


def _write(paper: Paper, file: BinaryIO) -> None:
    use_fonts()
    sheet = _Sheet(paper)
    document = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=paper.title, author=paper.heading.operator, lang=paper.language, invariant=1,
    )  # fmt: skip
    document.build(sheet.story(), onFirstPage=sheet.frame, onLaterPages=sheet.frame)


class _Sheet:
    """One paper in its language."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._words = words("checked") | words("export")

    def said(self, key: str) -> str:
        text = self._words[key]
        return text.uk if self._paper.language == "uk" else text.en

    def story(self) -> list[Any]:
        """Return what stands on the pages, in its order."""
        of = self._paper
        verdict = ParagraphStyle(
            "verdict", fontName=BOLD, fontSize=12, leading=17, textColor=colors.HexColor(_ROLES[of.role])
        )
        parts: list[Any] = [
            Paragraph(escape(of.title), _TITLE),
            Spacer(1, 1 * mm),
            Paragraph(escape(of.verdict), verdict),
        ]
        if of.sentence:
            parts.append(Paragraph(escape(of.sentence), _SENTENCE))
        parts += [self._check(one) for one in of.checks]
        for section in of.sections:
            parts += self._section(section)
        facts = [("operator", of.heading.operator), ("perimeter", of.heading.perimeter), ("at", of.heading.at)]
        parts += [Spacer(1, 5 * mm), _table([(self.said(key), value) for key, value in facts if value])]
        return parts

    def frame(self, canvas: Any, document: Any) -> None:
        """Draw what every page has: its number, and across it that the data is for tests where it is."""
        heading = self._paper.heading
        draw_frame(canvas, document.page, heading.perimeter, self.said("test_data") if heading.test else "")

    def _check(self, one: PaperCheck) -> Paragraph:
        mark = self.said("passed" if one.passed else "not-known" if one.passed is None else "failed")
        return Paragraph(f"<b>{escape(mark)}.</b> {escape(one.words)}", _SENTENCE)

    @staticmethod
    def _section(section: Section) -> list[Any]:
        parts: list[Any] = [Paragraph(escape(section.title), _PART)]
        if section.facts:
            parts.append(_table(section.facts))
        return [*parts, *(Paragraph(escape(one), _SENTENCE) for one in section.sentences)]


def _table(facts: Any) -> Table:
    rows = [[Paragraph(escape(name), _NAME), Paragraph(escape(value), _BODY)] for name, value in facts]
    table = Table(rows, colWidths=_FACTS)
    table.setStyle(
        TableStyle([
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ])
    )  # fmt: skip
    return table
