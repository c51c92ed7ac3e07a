"""The summary of an export on paper: what was asked in words, what it comes to, cause by cause."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cabinet.contract.catalogue import finding_cards, words
from cabinet.contract.filter import parse_filter
from cabinet.contract.money import sentence_hryvnias
from cabinet.export.furniture import BOLD, MARGIN, SANS, draw_frame, use_fonts
from cabinet.export.job import ExportJob
from cabinet.export.summary import Cause, Summary

__all__ = ["write_summary"]

_BODY: Final = ParagraphStyle("body", fontName=SANS, fontSize=9, leading=12.5)
_SMALL: Final = ParagraphStyle("small", parent=_BODY, fontSize=8, leading=10.5, textColor=colors.HexColor("#5b6472"))
_TITLE: Final = ParagraphStyle("title", fontName=BOLD, fontSize=16, leading=22)
_HEAD: Final = ParagraphStyle("head", parent=_BODY, fontName=BOLD, fontSize=8, leading=10)
_FIGURE: Final = ParagraphStyle("figure", parent=_BODY, alignment=2)
_FIGURE_HEAD: Final = ParagraphStyle("figure head", parent=_HEAD, alignment=2)
_WIDTHS: Final = tuple(w * mm for w in (20, 62, 32, 18, 16, 26))
_RULE: Final = colors.HexColor("#d5dae1")


def write_summary(job: ExportJob, summary: Summary, as_of: int, made: Path) -> None:
    """Write the summary of an export as PDF.

    Raises:
        OSError: no room, no folder.
    """
    use_fonts()
    paper = _Paper(job)
    with made.open("wb") as file:
        document = SimpleDocTemplate(
            file, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
            title=paper.said("title"), author=job.heading.operator, lang=job.language,
        )  # fmt: skip
        document.build(paper.story(summary, as_of), onFirstPage=paper.frame, onLaterPages=paper.frame)


class _Paper:
    """One summary in the language of its job."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._words = words("export")
        self._point = "," if job.language == "uk" else "."

    def said(self, key: str) -> str:
        text = self._words[key]
        return text.uk if self._job.language == "uk" else text.en

    def story(self, summary: Summary, as_of: int) -> list[Any]:
        """Return what stands on the pages, in its order."""
        job = self._job
        asked = parse_filter(job.filter).text(job.language) or self.said("everything")
        facts = [
            (self.said("operator"), job.heading.operator), (self.said("perimeter"), job.heading.perimeter),
            (self.said("filter"), asked), (self.said("at"), job.heading.at), (self.said("as_of"), self._count(as_of)),
        ]  # fmt: skip
        figures = [
            (self.said("rejections"), self._count(summary.count)), (self.said("open"), self._count(summary.open)),
            (self.said("at_stake"), f"{sentence_hryvnias(summary.open_kop, self._point)} {self.said('uah')}"),
        ]  # fmt: skip
        figures += [
            (self.said(f"state_{state}"), self._count(number))
            for state, number in sorted(summary.states.items())
            if state != "open" and f"state_{state}" in self._words
        ]
        head = [self.said(key) for key in ("code", "cause", "field", "rejections", "open", "at_stake")]
        rows = [[Paragraph(escape(t), _FIGURE_HEAD if n > 2 else _HEAD) for n, t in enumerate(head)]]
        rows += [self._row(cause) for cause in summary.causes]
        table = Table(rows, colWidths=_WIDTHS, repeatRows=1)
        table.setStyle(
            TableStyle([
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ])
        )  # fmt: skip
        lead = [Paragraph(f"{escape(name)}: <b>{escape(value)}</b>", _BODY) for name, value in facts]
        sums = [Paragraph(f"{escape(name)}: <b>{escape(value)}</b>", _BODY) for name, value in figures]
        return [
            Paragraph(escape(self.said("title")), _TITLE), *lead, Spacer(1, 4 * mm), *sums, Spacer(1, 5 * mm), table,
            Spacer(1, 3 * mm), Paragraph(escape(self.said("note")), _SMALL),
        ]  # fmt: skip

    def frame(self, canvas: Any, document: Any) -> None:
        """Draw what every page has: its number, and across it that the data is for tests where it is."""
        heading = self._job.heading
        across = self.said("test_data") if heading.test else ""
        draw_frame(canvas, document.page, heading.perimeter, across)

    def _row(self, cause: Cause) -> list[Paragraph]:
        card = finding_cards().get(cause.code)
        title = "" if card is None else card.title.uk if self._job.language == "uk" else card.title.en
        texts = (cause.code, f"{title} · {cause.source}" if title else cause.source, cause.field)
        figures = (
            self._count(cause.count), self._count(cause.open), sentence_hryvnias(cause.open_kop, self._point)
        )  # fmt: skip
        return [*(Paragraph(escape(t), _BODY) for t in texts), *(Paragraph(escape(f), _FIGURE) for f in figures)]

    def _count(self, number: int) -> str:
        return f"{number:,}".replace(",", "\u00a0")
