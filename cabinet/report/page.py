"""A report as one page of A4: what has no room is counted, so that there is never a second page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from cabinet.contract.moment import kyiv_day, kyiv_words
from cabinet.contract.plain_text import visible
from cabinet.export.qr import qr_rows
from cabinet.export.sheet import (
    HEIGHT,
    WIDTH,
    Box,
    Face,
    Ink,
    Line,
    Mark,
    Sheet,
    Squares,
    Words,
    fitted,
    measure,
    wrapped,
)
from cabinet.report.content import FindingRule, Report
from cabinet.report.dates import DAYS
from cabinet.report.words import ReportWords

__all__ = ["MOST_CLOSED", "MOST_DATES", "MOST_OPEN", "MOST_TAXES", "page_of"]

MOST_TAXES: Final = 6
MOST_CLOSED: Final = 6
MOST_OPEN: Final = 7
MOST_DATES: Final = 6
"""Lines of each table; of more the last line says how many there are."""
_LEFT: Final = 42.0
_WHOLE: Final = WIDTH - 2 * _LEFT
_GAP: Final = 22.0
_WIDE: Final = 275.0
_NARROW: Final = _WHOLE - _GAP - _WIDE
"""Two parts beside each other."""
_FOOT: Final = HEIGHT - 28
_ROW: Final = 14.0
_NOTE: Final = 12.0
_TITLE: Final = 27.0
_QR: Final = 104.0
_BELOW: Final = _TITLE + 116.0
"""What dates and checkpoint take at the foot of the page."""
_QUIET: Final = 4
"""Squares around a QR code that must stay white (ISO/IEC 18004)."""
_TONES: Final = {
    FindingRule.NOTHING: (Ink.WARNING_SOFT, Ink.WARNING),
    FindingRule.OVERDUE: (Ink.DANGER_SOFT, Ink.DANGER),
    FindingRule.REJECTED_MORE: (Ink.WARNING_SOFT, Ink.WARNING),
    FindingRule.OPEN: (Ink.WARNING_SOFT, Ink.WARNING),
    FindingRule.ALL_WELL: (Ink.SUCCESS_SOFT, Ink.SUCCESS),
    FindingRule.NO_FIGURES: (Ink.SUNKEN, Ink.SECOND),
}


def page_of(report: Report, language: str, keywords: str = "") -> Sheet:
    """Return the page in a language, ``uk`` or ``en``."""
    said = ReportWords(language)
    page = _Page(report, said)
    page.fill()
    heading = report.heading
    return Sheet(
        title=f"{said.said(f'{report.period.kind.value}_report')}: {said.period(report.period)}",
        author=visible(heading.operator), language=language, marks=tuple(page.marks),
        across=said.said("test_data") if heading.test else "", keywords=keywords,
    )  # fmt: skip


class _Cell(NamedTuple):
    text: str
    ink: Ink = Ink.TEXT
    face: Face = Face.SANS


class _Column(NamedTuple):
    """``width`` with the gap before it; figures stand to the right."""

    title: str
    width: float
    right: bool = False


class _Page:
    """Marks of a report; ``y`` is how far down the page is filled."""

    def __init__(self, report: Report, said: ReportWords) -> None:
        self.report, self.said = report, said
        self.marks: list[Mark] = []
        self.y = 0.0

    def fill(self) -> None:
        """Put everything on the page, from above."""
        self._head()
        self._finding()
        self._figures()
        top = self.y
        self._taxes()
        left, self.y = self.y, top
        self._closed()
        self.y = max(left, self.y)
        self._open()
        top = self.y
        self._dates()
        self.y = top
        self._mark()
        self._foot()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        report, said = self.report, self.said
        right = WIDTH - _LEFT
        kind = said.said(f"{report.period.kind.value}_report").upper()
        self._text(_LEFT, 50, kind, 8, Face.BOLD, Ink.SECOND)
        perimeter = fitted(visible(report.heading.perimeter), _WHOLE / 2, 8)
        self.marks.append(Words(right, 50, perimeter, 8, ink=Ink.FAINT, align="r"))
        self._text(_LEFT, 75, said.period(report.period), 20, Face.BOLD)
        self.marks.append(Words(right, 75, said.days(report.period), 9, ink=Ink.SECOND, align="r"))
        self.y = 79
        for line in wrapped(visible(report.heading.operator), _WHOLE, 2, 11, Face.BOLD):
            self.y += 14
            self._text(_LEFT, self.y, line, 11, Face.BOLD)
        notes = [said.absent(report.absent)] if report.absent else []
        if not report.over:
            notes.insert(0, said.running(report))
        for note in notes:
            for line in wrapped(note, _WHOLE, 3, 8):
                self.y += 11
                self._text(_LEFT, self.y, line, 8, ink=Ink.SECOND)
        self.y += 9

    def _finding(self) -> None:
        soft, ink = _TONES[self.report.finding.rule]
        lines = wrapped(self.said.finding(self.report), _WHOLE - 26, 3, 11, Face.BOLD)
        height = 14 * len(lines) + 14
        self.marks += [Box(_LEFT, self.y, _WHOLE, height, soft, 4), Box(_LEFT, self.y, 4, height, ink)]
        for number, line in enumerate(lines, 1):
            self._text(_LEFT + 14, self.y + 4 + 14 * number, line, 11, Face.BOLD, ink)
        self.y += height

    def _figures(self) -> None:
        report, said = self.report, self.said
        self._title(said.said("figures"), "", _LEFT, _WHOLE)
        if not report.figures:
            self._nothing(said.said("not_seen"), _LEFT)
            return
        columns = [_Column(said.said("figure"), 180), _Column(said.period(report.period), 116, right=True)]
        before = said.period(report.before)
        none = all(one.before is None for one in report.figures)
        if none:
            columns.append(_Column(f"{before}: {said.said('no_data')}", 215, right=True))
        else:
            columns += [_Column(before, 116, right=True), _Column(said.said("change"), 99, right=True)]
        rows = []
        for one in report.figures:
            row = [_Cell(said.said(one.key.value)), _Cell(said.value(one.unit, one.now), face=Face.BOLD)]
            beside = (
                [said.value(one.unit, one.before)] if none else [said.value(one.unit, one.before), said.change(one)]
            )
            rows.append([*row, *(_Cell(text, Ink.SECOND) for text in beside)])
        self._table(columns, rows, _LEFT)

    def _taxes(self) -> None:
        report, said = self.report, self.said
        meta = said.said("own_rates") if report.own_rates else said.said("estimate")
        self._title(said.said("taxes"), meta, _LEFT, _WIDE)
        if not report.taxes:
            self._nothing(said.said("no_taxes" if report.figures and not self._hides("money") else "not_seen"), _LEFT)
            return
        columns = [
            _Column(said.said("tax"), _WIDE - 160), _Column(said.said("sum_uah"), 82, right=True),
            _Column(said.said("before_uah"), 78, right=True),
        ]  # fmt: skip
        rows = []
        for one in report.taxes[:MOST_TAXES]:
            kop = said.said("no_rate") if one.kop is None else said.money(one.kop)
            before = "—" if one.before_kop is None else said.money(one.before_kop)
            name = _Cell(said.tax(one)) if one.verified else _Cell(f"{said.tax(one)}*", Ink.WARNING)
            rows.append([name, _Cell(kop, face=Face.BOLD), _Cell(before, Ink.SECOND)])
        self._table(columns, rows, _LEFT, len(report.taxes))
        notes = [f"* {said.said('not_verified')}"] if any(not one.verified for one in report.taxes) else []
        if report.own_rates:
            notes.append(said.said("estimate"))
        if notes:
            self.y += _NOTE
            self._text(_LEFT, self.y, fitted(" · ".join(notes), _WIDE, 8), 8, ink=Ink.WARNING)

    def _closed(self) -> None:
        report, said, left = self.report, self.said, _LEFT + _WIDE + _GAP
        self._title(said.said("closed"), "", left, _NARROW)
        if not report.closed:
            self._nothing(said.said("not_seen" if self._hides("rejections") else "nothing_closed"), left)
            return
        how = {
            name: said.count(sum(getattr(one, name) for one in report.closed))
            for name in ("corrected", "superseded", "justified")
        }
        columns = [_Column(said.said("cause"), _NARROW - 46), _Column(said.said("count"), 46, right=True)]
        rows = [
            [_Cell(self._cause(one.code)), _Cell(said.count(one.count), face=Face.BOLD)]
            for one in report.closed[:MOST_CLOSED]
        ]
        self._table(columns, rows, left, len(report.closed))
        self.y += _NOTE
        self._text(left, self.y, fitted(said.said("closed_how", **how), _NARROW, 8), 8, ink=Ink.SECOND)

    def _open(self) -> None:
        report, said, total = self.report, self.said, self.report.open_total
        meta = ""
        if total is not None and total.count:
            meta = said.said(
                "open_meta", count=said.count(total.count), sum=said.money(total.kop), ggr=said.money(total.ggr_kop)
            )
        self._title(said.said("open"), meta, _LEFT, _WHOLE)
        if not report.open:
            self._nothing(said.said("not_seen" if total is None else "nothing_open"), _LEFT)
            return
        columns = [
            _Column(said.said("cause"), 176), _Column(said.said("count"), 40, right=True),
            _Column(said.said("sum_uah"), 80, right=True), _Column(said.said("since"), 62, right=True),
            _Column(said.said("owner"), 82), _Column(said.said("due"), _WHOLE - 440),
        ]  # fmt: skip
        rows = []
        room = _FOOT - 19 - _BELOW - _NOTE - _ROW - self.y
        for one in report.open[: max(1, min(MOST_OPEN, int(room / _ROW)))]:
            due = _Cell(said.due(one), Ink.DANGER if one.overdue else Ink.TEXT)
            whose = _Cell(said.owner(one.assignee), Ink.WARNING if one.assignee is None else Ink.TEXT)
            rows.append([
                _Cell(self._cause(one.code, f" · {visible(one.source)}", 176)),
                _Cell(said.count(one.count), face=Face.BOLD), _Cell(said.money(one.kop)), _Cell(said.day(one.since)),
                whose, due,
            ])  # fmt: skip
        self._table(columns, rows, _LEFT, len(report.open))

    def _dates(self) -> None:
        report, said = self.report, self.said
        self._title(said.said("dates"), said.said("within", days=DAYS), _LEFT, _WIDE)
        if not report.dates:
            hidden = all(self._hides(part) for part in ("record", "keys", "people"))
            nothing = said.said("not_seen") if hidden else said.said("no_dates", days=DAYS)
            self._nothing(nothing, _LEFT)
            return
        today = kyiv_day(report.made)
        rows = []
        for one in report.dates[:MOST_DATES]:
            passed = one.on < today
            what = f"{said.date_of(one)} · {said.said('passed')}" if passed else said.date_of(one)
            rows.append([_Cell(said.day(one.on), Ink.DANGER if passed else Ink.TEXT, Face.BOLD), _Cell(what)])
        self._table([_Column("", 62), _Column("", _WIDE - 62)], rows, _LEFT, len(report.dates), headed=False)

    def _mark(self) -> None:
        report, said, left = self.report, self.said, _LEFT + _WIDE + _GAP
        self._title(said.said("mark"), "", left, _NARROW)
        mark = report.mark
        if mark is None:
            self._nothing(said.said("not_seen"), left)
            return
        rows = qr_rows(mark.note)
        room = _NARROW - (_QR + 4 if rows else 0)
        lines = [
            (said.said("entries", size=said.count(mark.size)), 9.0, Face.BOLD),
            *((line, 8.0, Face.SANS) for line in wrapped(visible(mark.origin).replace("/", "/ "), room, 2, 8)),
            (said.said("root"), 8.0, Face.SANS),
            *((mark.root[at : at + 16], 8.0, Face.MONO) for at in range(0, len(mark.root), 16)),
            *((line, 7.0, Face.SANS) for line in wrapped(
                said.said("signed_note" if rows else "note_too_long"), room, 3, 7
            )),
        ]  # fmt: skip
        y = self.y + 3
        for text, size, face in lines:
            y += size + 2.6
            self._text(left, y, fitted(text.replace("/ ", "/"), room, size, face), size, face)
        if rows:
            side = _QR / (len(rows) + _QUIET)
            self.marks.append(Squares(WIDTH - _LEFT - side * len(rows), self.y + 4, side, rows))

    def _foot(self) -> None:
        self.marks.append(Line(_LEFT, _FOOT - 11, _WHOLE))
        made = self.said.said("made", at=kyiv_words(self.report.made))
        self._text(_LEFT, _FOOT, made, 8, ink=Ink.FAINT)
        operator = fitted(visible(self.report.heading.operator), _WHOLE - measure(made, 8) - 20, 8)
        self.marks.append(Words(WIDTH - _LEFT, _FOOT, operator, 8, ink=Ink.FAINT, align="r"))

    # -- pieces ------------------------------------------------------------------------------------------------------

    def _hides(self, part: str) -> bool:
        return any(one.part.value == part for one in self.report.absent)

    def _cause(self, code: str, source: str = "", width: float = _WHOLE) -> str:
        """Return a cause's code and title, cut so that its source stays."""
        title = self.said.cause(code)
        return fitted(title if title == code else f"{code} · {title}", width - measure(source)) + source

    def _text(self, x: float, y: float, text: str, size: float, face: Face = Face.SANS, ink: Ink = Ink.TEXT) -> None:
        self.marks.append(Words(x, y, text, size, face, ink))

    def _title(self, title: str, meta: str, left: float, width: float) -> None:
        self.y += _TITLE - 4
        self._text(left, self.y, title, 11, Face.BOLD)
        if meta:
            room = width - measure(title, 11, Face.BOLD) - 10
            self.marks.append(Words(left + width, self.y, fitted(meta, room, 8), 8, ink=Ink.SECOND, align="r"))
        self.y += 4

    def _nothing(self, text: str, left: float) -> None:
        self.y += 12
        self._text(left, self.y, text, 9, ink=Ink.SECOND)

    def _table(
        self, columns: Sequence[_Column], rows: Sequence[Sequence[_Cell]], left: float, of: int = 0, *,
        headed: bool = True,
    ) -> None:  # fmt: skip
        """Draw rows, and how many of ``of`` there are besides."""
        width = sum(column.width for column in columns)
        if headed:
            self._row(columns, [_Cell(one.title, Ink.SECOND) for one in columns], left, 8)
        self.marks.append(Line(left, self.y + 3.5, width))
        for row in rows:
            self._row(columns, row, left, 9)
            self.marks.append(Line(left, self.y + 3.5, width))
        if of > len(rows):
            self.y += _NOTE
            self._text(left, self.y, self.said.said("more", count=of - len(rows)), 8, ink=Ink.SECOND)

    def _row(self, columns: Sequence[_Column], cells: Sequence[_Cell], left: float, size: float) -> None:
        self.y += _ROW
        x = left
        for number, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            gap = 8 if number else 0
            room = column.width - gap
            # Words may be cut, a figure never: it gets smaller.
            shrunk = min(size, size * room / max(measure(cell.text, size, cell.face), 1)) if column.right else size
            text = cell.text if column.right else fitted(cell.text, room, size, cell.face)
            at = x + column.width if column.right else x + gap
            self.marks.append(Words(at, self.y, text, shrunk, cell.face, cell.ink, "r" if column.right else "l"))
            x += column.width
