"""The protocol of an audit on paper: verdict, what was audited, its checks, what was found, a place for a signature."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cabinet.contract.catalogue import words
from cabinet.export.audit_paper import MOST_FAULTS, AuditPaper
from cabinet.export.furniture import BOLD, MARGIN, SANS, draw_frame, use_fonts
from cabinet.export.part import write_whole
from cabinet.export.sheet import Face

__all__ = ["write_audit"]

_BODY: Final = ParagraphStyle("audit", fontName=SANS, fontSize=9, leading=12.5)
_HEAD: Final = ParagraphStyle("audit head", parent=_BODY, fontName=BOLD, fontSize=8, leading=10)
_TITLE: Final = ParagraphStyle("audit title", fontName=BOLD, fontSize=16, leading=22)
_VERDICT: Final = ParagraphStyle("audit verdict", fontName=BOLD, fontSize=11, leading=16)
_NOTE: Final = ParagraphStyle("audit note", parent=_BODY, fontName=Face.MONO.title, fontSize=7.5, leading=10)
_CHECKS: Final = tuple(w * mm for w in (98, 42, 34))
_FAULTS: Final = tuple(w * mm for w in (40, 67, 67))


def write_audit(paper: AuditPaper, out: Path) -> None:
    """Write a protocol as PDF; the file appears whole or not at all.

    Raises:
        OSError: no room, no folder.
    """
    use_fonts()
    printed = _Printed(paper)

    def build(file: BinaryIO) -> None:
        document = SimpleDocTemplate(
            file, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
            title=printed.said("protocol"), author=paper.heading.operator, lang=paper.language,
        )  # fmt: skip
        document.build(printed.story(), onFirstPage=printed.frame, onLaterPages=printed.frame)

    write_whole(out, build)


class _Printed:
    """One protocol in its language."""

    def __init__(self, paper: AuditPaper) -> None:
        self._paper = paper
        self._words = words("reconcile") | words("export") | words("audit")

    def said(self, key: str, **gaps: object) -> str:
        text = self._words[key]
        return (text.uk if self._paper.language == "uk" else text.en).format(**gaps)

    def story(self) -> list[Any]:
        """Return what stands on the pages, in its order."""
        of = self._paper
        verdict = self.said(of.verdict, size=_count(of.size), at=of.at, count=_count(of.total_faults))
        facts = [
            ("operator", of.heading.operator), ("perimeter", of.heading.perimeter), ("at", of.heading.at),
            ("log", of.log), ("root", of.root),
        ]  # fmt: skip
        if of.first_seen:
            facts.append(("first_seen", of.first_seen))
        parts: list[Any] = [
            Paragraph(escape(self.said("protocol")), _TITLE), Paragraph(escape(verdict), _VERDICT), Spacer(1, 2 * mm),
            *(Paragraph(f"{escape(self.said(key))}: <b>{escape(value)}</b>", _BODY) for key, value in facts),
            Spacer(1, 5 * mm), self._checks(),
        ]  # fmt: skip
        if of.untold:
            parts += [Spacer(1, 2 * mm), Paragraph(escape(self.said("withheld", count=_count(of.untold))), _BODY)]
        if of.faults:
            parts += [Spacer(1, 5 * mm), self._faults()]
            more = of.total_faults - min(len(of.faults), MOST_FAULTS)
            if more > 0:
                parts.append(Paragraph(escape(self.said("more", count=_count(more))), _BODY))
        signed = "<br/>".join(escape(line) for line in of.note.splitlines())
        parts += [
            Spacer(1, 5 * mm),
            KeepTogether([Paragraph(escape(self.said("note")), _HEAD), Paragraph(signed, _NOTE)]),
            Spacer(1, 12 * mm), Paragraph(escape(self.said("signature")), _BODY),
        ]  # fmt: skip
        return parts

    def frame(self, canvas: Any, document: Any) -> None:
        """Draw what every page has: its number, and across it that the data is for tests where it is."""
        heading = self._paper.heading
        draw_frame(canvas, document.page, heading.perimeter, self.said("test_data") if heading.test else "")

    def _checks(self) -> Table:
        rows = []
        for one in self._paper.checks:
            state = self.said("faults", count=_count(one.faults)) if one.faults else self.said("agrees")
            done = f"{_count(one.done)} / {_count(one.of)}" if one.made else "—"
            rows.append((self.said(one.key), done, state if one.made else self.said("skipped")))
        return _table([self.said(key) for key in ("check", "done", "state")], rows, _CHECKS)

    def _faults(self) -> Table:
        rows = [(one.code, one.sentence, one.action) for one in self._paper.faults[:MOST_FAULTS]]
        return _table([self.said(key) for key in ("code", "found", "do")], rows, _FAULTS)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def _table(heads: list[str], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]) -> Table:
    cells = [[Paragraph(escape(text), _HEAD) for text in heads]]
    cells += [[Paragraph(escape(text), _BODY) for text in row] for row in rows]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle([
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#d5dae1")), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ])
    )  # fmt: skip
    return table
