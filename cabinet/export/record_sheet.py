"""The operator's record as one page of A4, for paper and for a PDF: what has no room is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cabinet.contract.catalogue import words
from cabinet.contract.due import Severity
from cabinet.contract.due_dates import fee_due
from cabinet.contract.moment import kyiv_words
from cabinet.contract.plain_text import visible
from cabinet.contract.states import LicenceState
from cabinet.export.sheet import HEIGHT, WIDTH, Face, Ink, Line, Mark, Sheet, Words, fitted, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cabinet.contract.registry import Licence, OperatorRecord
    from cabinet.export.job import Heading

__all__ = ["MOST_LICENCES", "MOST_SITES", "MOST_SOURCES", "record_sheet"]

MOST_LICENCES: Final = 8
MOST_SITES: Final = 14
MOST_SOURCES: Final = 6
"""Lines of each table; of more the last line says how many there are."""
_LEFT: Final = 42.0
_WHOLE: Final = WIDTH - 2 * _LEFT
_ROW: Final = 15.0
_FOOT: Final = HEIGHT - 28
_TONES: Final = {Severity.DANGER: Ink.DANGER, Severity.WARNING: Ink.WARNING, Severity.CALM: Ink.TEXT}
_OVER: Final = {LicenceState.EXPIRED, LicenceState.ANNULLED}


class _Cell(NamedTuple):
    text: str
    ink: Ink = Ink.TEXT
    face: Face = Face.SANS


def record_sheet(record: OperatorRecord, heading: Heading, language: str) -> Sheet:
    """Return the page in a language, ``uk`` or ``en``; that of a test contour says so across."""
    page = _Page(record, heading, language)
    page.fill()
    return Sheet(
        title=f"{page.said('title')}: {visible(record.name)}", author=visible(record.name), language=language,
        marks=tuple(page.marks), across=page.said("test_data") if heading.test else "",
    )  # fmt: skip


class _Page:
    """Marks of a record; ``y`` is how far down the page is filled."""

    def __init__(self, record: OperatorRecord, heading: Heading, language: str) -> None:
        self.record, self.heading, self.language = record, heading, language
        self.marks: list[Mark] = []
        self.y = 0.0

    def said(self, key: str, kind: str = "record", **facts: object) -> str:
        """Return one of the record's words, or of another kind's."""
        found = words(kind)[key]
        return (found.en if self.language == "en" else found.uk).format(**facts)

    def fill(self) -> None:
        """Put everything on the page, from above."""
        self._head()
        self._licences()
        self._sites()
        self._sources()
        self._foot()

    def _head(self) -> None:
        record, right = self.record, WIDTH - _LEFT
        self._text(_LEFT, 50, self.said("title").upper(), 8, Face.BOLD, Ink.SECOND)
        perimeter = fitted(visible(self.heading.perimeter), _WHOLE / 2, 8)
        self.marks.append(Words(right, 50, perimeter, 8, ink=Ink.FAINT, align="r"))
        self.y = 58
        for line in wrapped(visible(record.name), _WHOLE, 2, 18, Face.BOLD):
            self.y += 21
            self._text(_LEFT, self.y, line, 18, Face.BOLD)
        self.y += 8
        entered = kyiv_words(record.entered_at) if record.entered_at is not None else "—"
        facts = (
            ("number", record.record_no), ("code", record.edrpou), ("head", record.head.name),
            ("status", self.said(f"operator_{record.status.value}")), ("entered", entered),
        )  # fmt: skip
        for key, value in facts:
            self.y += _ROW
            self._text(_LEFT, self.y, self.said(key), 9, ink=Ink.SECOND)
            self._text(_LEFT + 100, self.y, fitted(visible(value), _WHOLE - 100, 10, Face.BOLD), 10, Face.BOLD)

    def _licences(self) -> None:
        columns = (("licence", 168.0), ("term", 112.0), ("paid", 68.0), ("fee", 92.0), ("status", _WHOLE - 440))
        rows = []
        for one in self.record.licences[:MOST_LICENCES]:
            kind = self.said(one.vertical.value, "report")
            rows.append([
                _Cell(f"{one.number} · {kind}", face=Face.BOLD), _Cell(f"{_day(one.issued)}–{_day(one.expires)}"),
                _Cell(self.said("years", paid=one.paid_years, years=one.term_years)), self._fee(one),
                _Cell(self.said(f"licence_{one.state.value}")),
            ])  # fmt: skip
        self._table("licences", columns, rows, len(self.record.licences))

    def _fee(self, licence: Licence) -> _Cell:
        fee = None if licence.state in _OVER else fee_due(licence, self.record.head.name)
        if fee is None:
            return _Cell("—" if licence.state in _OVER else self.said("all_paid"), Ink.SECOND)
        return _Cell(_day(fee.on), _TONES[fee.severity(self.record.server_time)], Face.BOLD)

    def _sites(self) -> None:
        brands = {brand.brand_id: brand.name for brand in self.record.brands}
        columns = (("brand", 130.0), ("site", 180.0), ("under", 110.0), ("status", _WHOLE - 420))
        rows = [
            [
                _Cell(brands.get(one.brand_id, one.brand_id)), _Cell(one.name, face=Face.BOLD), _Cell(one.licence_no),
                _Cell(self.said(f"licence_{one.state.value}")),
            ]
            for one in self.record.sites[:MOST_SITES]
        ]  # fmt: skip
        self._table("sites", columns, rows, len(self.record.sites))

    def _sources(self) -> None:
        columns = (("source", 130.0), ("name", 180.0), ("heard", _WHOLE - 310))
        rows = []
        for one in self.record.sources[:MOST_SOURCES]:
            heard = kyiv_words(one.last_heard_at) if one.last_heard_at is not None else self.said("never")
            rows.append([_Cell(one.source_id, face=Face.MONO), _Cell(one.name), _Cell(heard)])
        self._table("sources", columns, rows, len(self.record.sources))

    def _foot(self) -> None:
        self.marks.append(Line(_LEFT, _FOOT - 11, _WHOLE))
        self._text(_LEFT, _FOOT, self.said("made", at=kyiv_words(self.record.server_time)), 8, ink=Ink.FAINT)
        note = self.said("no_extract")
        self.marks.append(Words(WIDTH - _LEFT, _FOOT, note, 8, ink=Ink.FAINT, align="r"))

    def _text(self, x: float, y: float, text: str, size: float, face: Face = Face.SANS, ink: Ink = Ink.TEXT) -> None:
        self.marks.append(Words(x, y, text, size, face, ink))

    def _table(
        self, title: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[_Cell]], of: int
    ) -> None:
        """Draw a titled table, and how many rows of ``of`` there are besides."""
        self.y += 30
        self._text(_LEFT, self.y, self.said(title), 12, Face.BOLD)
        self.y += 3
        if not rows:
            self.y += _ROW
            self._text(_LEFT, self.y, self.said("none"), 9, ink=Ink.SECOND)
            return
        self._row(columns, [_Cell(self.said(key), Ink.SECOND) for key, _ in columns], 8)
        for row in rows:
            self._row(columns, row, 9)
        if of > len(rows):
            self.y += _ROW
            self._text(_LEFT, self.y, self.said("more", count=of - len(rows)), 8, ink=Ink.SECOND)

    def _row(self, columns: Sequence[tuple[str, float]], cells: Sequence[_Cell], size: float) -> None:
        self.y += _ROW
        x = _LEFT
        for (_, width), cell in zip(columns, cells, strict=True):
            text = fitted(visible(cell.text), width - 8, size, cell.face)
            self._text(x, self.y, text, size, cell.face, cell.ink)
            x += width
        self.marks.append(Line(_LEFT, self.y + 4, _WHOLE))


def _day(of: date) -> str:
    return f"{of:%d.%m.%Y}"
