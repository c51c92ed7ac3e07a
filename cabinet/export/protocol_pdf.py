"""The protocol of a compared day on paper: verdict, files, sums, what differs, and a place for a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cabinet.contract.catalogue import words
from cabinet.contract.money import sentence_hryvnias
from cabinet.export.furniture import BOLD, MARGIN, SANS, draw_frame, use_fonts
from cabinet.export.part import write_whole
from cabinet.export.protocol import Protocol, ProtocolLine

__all__ = ["write_protocol"]

_BODY: Final = ParagraphStyle("body", fontName=SANS, fontSize=9, leading=12.5)
_SMALL: Final = ParagraphStyle("small", parent=_BODY, fontSize=8, leading=10.5, textColor=colors.HexColor("#5b6472"))
_TITLE: Final = ParagraphStyle("title", fontName=BOLD, fontSize=16, leading=22)
_VERDICT: Final = ParagraphStyle("verdict", fontName=BOLD, fontSize=11, leading=16)
_HEAD: Final = ParagraphStyle("head", parent=_BODY, fontName=BOLD, fontSize=8, leading=10)
_RIGHT: Final = ParagraphStyle("figure", parent=_BODY, alignment=2)
_HEAD_RIGHT: Final = ParagraphStyle("figure head", parent=_HEAD, alignment=2)
_RULE: Final = colors.HexColor("#d5dae1")
_SUMS: Final = tuple(w * mm for w in (34, 25, 25, 30, 30, 30))
_KINDS: Final = tuple(w * mm for w in (94, 35, 45))
_LINES: Final = tuple(w * mm for w in (42, 28, 34, 44, 26))


def write_protocol(protocol: Protocol, out: Path) -> None:
    """Write a protocol as PDF; the file appears whole or not at all.

    Raises:
        OSError: no room, no folder.
    """
    use_fonts()
    paper = _Paper(protocol)

    def build(file: BinaryIO) -> None:
        document = SimpleDocTemplate(
            file, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
            title=paper.said("protocol"), author=protocol.heading.operator, lang=protocol.language,
        )  # fmt: skip
        document.build(paper.story(), onFirstPage=paper.frame, onLaterPages=paper.frame)

    write_whole(out, build)


class _Paper:
    """One protocol in its language."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._words = words("reconcile") | words("export")
        self._point = "," if protocol.language == "uk" else "."

    def said(self, key: str, **gaps: object) -> str:
        text = self._words[key]
        return (text.uk if self._protocol.language == "uk" else text.en).format(**gaps)

    def story(self) -> list[Any]:
        """Return what stands on the pages, in its order."""
        of, heading = self._protocol, self._protocol.heading
        facts = [
            ("operator", heading.operator), ("perimeter", heading.perimeter),
            ("source", of.source or self.said("all_sources")), ("at", heading.at), ("as_of", self._count(of.as_of)),
            ("lines_read", self._count(of.lines)),
        ]  # fmt: skip
        facts += [("file", f"{one.name} · {self._count(one.size)} B · SHA-256 {one.sha256}") for one in of.files]
        return [
            Paragraph(escape(self.said("protocol")), _TITLE), Paragraph(escape(self._verdict()), _VERDICT),
            Spacer(1, 2 * mm),
            *(Paragraph(f"{escape(self.said(key))}: <b>{escape(value)}</b>", _BODY) for key, value in facts),
            Spacer(1, 5 * mm), self._sums(), Spacer(1, 5 * mm), *self._differences(), Spacer(1, 8 * mm),
            KeepTogether([
                Paragraph(escape(self.said("protocol_note")), _SMALL), Spacer(1, 10 * mm),
                Paragraph(escape(self.said("signature")), _BODY),
            ]),
        ]  # fmt: skip

    def frame(self, canvas: Any, document: Any) -> None:
        """Draw what every page has: its number, and across it that the data is for tests where it is."""
        heading = self._protocol.heading
        across = self.said("test_data") if heading.test else ""
        draw_frame(canvas, document.page, heading.perimeter, across)

    def _verdict(self) -> str:
        of = self._protocol
        day = f"{date.fromisoformat(of.day):%d.%m.%Y}"
        if of.equal:
            return self.said("equal", day=day, ours=self._count(sum(one.ours for one in of.sums)))
        found = sum(one.count for one in of.kinds if one.differs) + of.unread
        return self.said("differs", day=day, count=self._count(found))

    def _sums(self) -> Table:
        rows = [
            (
                self.said(f"type_{one.type}") if f"type_{one.type}" in self._words else one.type or "—",
                self._count(one.ours), self._count(one.theirs), self._uah(one.ours_kop), self._uah(one.theirs_kop),
                self._uah(one.ours_kop - one.theirs_kop),
            )
            for one in self._protocol.sums
        ]  # fmt: skip
        keys = ("type", "in_file", "in_soms", "sum_in_file", "sum_in_soms", "gap")
        return _table([self.said(key) for key in keys], rows, _SUMS, right=1)

    def _differences(self) -> list[Any]:
        of = self._protocol
        kinds = [(self.said(one.key), self._count(one.count), self._uah(one.sum_kop)) for one in of.kinds]
        if of.unread:
            kinds.append((self.said("broken"), self._count(of.unread), "—"))
        if not kinds:
            return []
        heads = [self.said(key) for key in ("difference", "number", "sum")]
        parts: list[Any] = [_table(heads, kinds, _KINDS, right=1)]
        if of.differences:
            rows = [self._line(one) for one in of.differences]
            names = [self.said(key) for key in ("difference", "type", "occurredAt", "operatorTxId", "sum")]
            parts += [Spacer(1, 5 * mm), _table(names, rows, _LINES, right=4)]
        more = sum(one.count for one in of.kinds) - len(of.differences)
        if more > 0:
            parts.append(Paragraph(escape(self.said("more", count=self._count(more))), _SMALL))
        return parts

    def _line(self, one: ProtocolLine) -> tuple[str, ...]:
        pairs = "; ".join(f"{name}: {ours} → {theirs}" for name, ours, theirs in one.fields)
        reason = self.said("justified", reason=one.reason) if one.reason else ""
        what = ". ".join(part for part in (self.said(one.key), pairs, reason) if part)
        kind = self.said(f"type_{one.type}") if f"type_{one.type}" in self._words else one.type
        return what, kind, one.at, one.tx, self._uah(one.amount_kop)

    def _count(self, number: int) -> str:
        return f"{number:,}".replace(",", "\u00a0")

    def _uah(self, kop: int) -> str:
        return sentence_hryvnias(kop, self._point)


def _table(heads: list[str], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...], *, right: int) -> Table:
    """Return a table whose columns from ``right`` on are figures."""
    cells = [[Paragraph(escape(t), _HEAD_RIGHT if n >= right else _HEAD) for n, t in enumerate(heads)]]
    cells += [[Paragraph(escape(t), _RIGHT if n >= right else _BODY) for n, t in enumerate(row)] for row in rows]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle([
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ])
    )  # fmt: skip
    return table
