"""CSV mapped by its header: a row is one line of the file, a column is one value of a transaction.

No value of a transaction holds a line break, so a row never goes over two lines and a stray quotation mark spoils the
line it stands on alone (a stricter reading of RFC 4180). Delimiters: comma, semicolon, tab, bar, or what Excel's
``sep=`` names.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.fields import Kopecks, Object
from cabinet.contract.money import parse_hryvnias
from cabinet.contract.transaction import FIELDS, REQUIRED, TRANSACTION_TABLE, WHOLE_FIELDS
from cabinet.dayfile.columns import IGNORED
from cabinet.dayfile.form import Encoding, text_lines
from cabinet.dayfile.lines import MAX_LINE_CHARACTERS, BrokenLine, Cells, Line

__all__ = ["ALIASES", "csv_cells", "csv_lines", "read_header", "written_columns"]

ALIASES: Final = {
    f"{field.name.removesuffix('Kop')}Uah": field.name for field in TRANSACTION_TABLE if isinstance(field.form, Kopecks)
}
"""Column → the field that it is read into: sums in hryvnias become kopecks, as ``amountUah`` does ``amountKop``."""
_INNER: Final = {
    f"{field.name}.{inner.name}": (field.name, inner.name)
    for field in TRANSACTION_TABLE
    if isinstance(field.form, Object)
    for inner in field.form.fields
}
"""Column → the object and the field in it, as ``correction.reasonCode``."""
_COLUMNS: Final = frozenset(
    {*ALIASES, *_INNER, *(field.name for field in TRANSACTION_TABLE if not isinstance(field.form, Object))}
)
_NEEDED: Final = ("operatorTxId", "type", "occurredAt", "amountKop")
_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_DELIMITERS: Final = ",;\t|"
_SEP: Final = re.compile(r"\"?sep=(.)\"?", re.IGNORECASE)
_encode = msgspec.json.Encoder().encode
_QUOTED: Final = re.compile(r'[ \t]*"((?:[^"]|"")*)"[ \t]*')


@dataclass(frozen=True)
class Header:
    """The columns of a CSV file in their order (an empty name for a column without one), and as they are written."""

    names: tuple[str, ...]
    written: tuple[str, ...]
    delimiter: str
    line: int


@dataclass(frozen=True)
class _Stray:
    column: int


def read_header(path: Path, encoding: Encoding, columns: Mapping[str, str] | None = None) -> Header:
    """Read the first line that is not blank, after Excel's ``sep=`` if there is one.

    ``columns`` tell what each column as written is read into (:mod:`cabinet.dayfile.columns`); without them columns
    have the contract's names.

    Raises:
        KnownError: ``DAYFILE_HEADER`` where a value has no column or several, ``DAYFILE_COLUMN_UNKNOWN``, or
            ``DAYFILE_KIND`` for a file whose first line is no header at all.
    """
    written, delimiter, line = _read_first(path, encoding)
    names = written if columns is None else tuple(columns.get(name, IGNORED) for name in written)
    _check(path, tuple(name for name in names if name != IGNORED))
    return Header(names, written, delimiter, line)


def csv_lines(path: Path, encoding: Encoding, columns: Mapping[str, str] | None = None) -> Iterator[Line | BrokenLine]:
    """Yield every row after the header; blank lines, and lines of delimiters alone, are passed over."""
    header = read_header(path, encoding, columns)
    plain = _PlainRows(header)
    for number, text in _rows(path, encoding, header):
        cells = plain.cells(text)
        if cells is not None:
            yield Line(number, plain.line(cells))
        elif _says_something(text, header):
            yield _row(number, header, text)


def csv_cells(
    path: Path, encoding: Encoding, columns: Mapping[str, str] | None, fields: Sequence[str]
) -> Iterator[Line | BrokenLine | Cells]:
    """Yield every row as :func:`csv_lines` does, but of a plain one only these ``fields``, two or more."""
    header = read_header(path, encoding, columns)
    plain = _PlainRows(header)
    pick, cells_of = plain.picker(fields), plain.cells
    for number, text in _rows(path, encoding, header):
        cells = cells_of(text)
        if cells is not None:
            yield Cells(number, pick(cells))
        elif _says_something(text, header):
            yield _row(number, header, text)


def _rows(path: Path, encoding: Encoding, header: Header) -> Iterator[tuple[int, str]]:
    rows = text_lines(path, encoding)
    for number, _ in rows:
        if number == header.line:
            break
    return rows


def _says_something(text: str, header: Header) -> bool:
    return bool(text.strip() and text.strip(header.delimiter + " \t"))


def written_columns(path: Path, encoding: Encoding) -> tuple[str, ...]:
    """Return the columns of a table as they are written.

    Raises:
        KnownError: ``FILE_EMPTY``, or ``DAYFILE_KIND`` for a file whose first line is no header at all.
    """
    return _read_first(path, encoding)[0]


def _read_first(path: Path, encoding: Encoding) -> tuple[tuple[str, ...], str, int]:
    """Return the columns as they are written, what stands between them, and the number of their line."""
    delimiter = ""
    for number, text in text_lines(path, encoding):
        if not text.strip():
            continue
        told = _SEP.fullmatch(text.strip(" "))
        if told is not None and not delimiter:
            delimiter = told[1]
            continue
        delimiter = delimiter or max(_DELIMITERS, key=text.count)
        cells = _cells(text, delimiter)
        if isinstance(cells, _Stray):
            raise KnownError("DAYFILE_KIND", path=str(path), kind=f"“{text[:40]}”")
        return tuple(cell.strip() for _, cell in cells), delimiter, number
    raise KnownError("FILE_EMPTY", path=str(path))


def _check(path: Path, names: tuple[str, ...]) -> None:
    columns: dict[str, list[str]] = {}
    for name in names:
        if name:
            columns.setdefault(ALIASES.get(name, name), []).append(name)
    if len(names) == 1 and not set(columns) & set(FIELDS):
        raise KnownError("DAYFILE_KIND", path=str(path), kind=f"“{', '.join(names)[:60]}”")
    for field, given in columns.items():
        if len(given) > 1:
            raise _header_fault(path, field, given)
    for field in _NEEDED:
        if field not in columns:
            raise _header_fault(path, field, [])
    for name in names:
        if name and name not in _COLUMNS:
            near = difflib.get_close_matches(name, sorted(_COLUMNS), n=1)
            raise KnownError(
                "DAYFILE_COLUMN_UNKNOWN", path=str(path), column=name[:60], nearest=near[0] if near else "—"
            )


def _header_fault(path: Path, field: str, given: list[str]) -> KnownError:
    present = ", ".join(given) or "—"
    return KnownError("DAYFILE_HEADER", present, path=str(path), column=field, count=str(len(given)), present=present)


def _cells(text: str, delimiter: str) -> list[tuple[int, str]] | _Stray:
    """Return each cell with its column (from 1), or where a quotation mark stands that closes or opens nothing."""
    cells: list[tuple[int, str]] = []
    at = 0
    while True:
        quoted = _QUOTED.match(text, at)
        if quoted is not None and text[quoted.end() : quoted.end() + 1] in {"", delimiter}:
            cells.append((at + 1, quoted[1].replace('""', '"')))
            end = quoted.end()
        else:
            found = text.find(delimiter, at)
            end = len(text) if found < 0 else found
            stray = text.find('"', at, end)
            if stray >= 0:
                return _Stray(stray + 1)
            cells.append((at + 1, text[at:end]))
        if end >= len(text):
            return cells
        at = end + 1


class _PlainRows:
    """Rows without a quotation mark or a letter beyond ASCII, read column by column: five times as fast as any row."""

    def __init__(self, header: Header) -> None:
        self._delimiter, self._width = header.delimiter, len(header.names)
        self._able = not any(name in _INNER or not name for name in header.names)
        places = {ALIASES.get(name, name): place for place, name in enumerate(header.names) if name != IGNORED}
        self._columns = [
            (places[field], field, header.names[places[field]] in ALIASES, field in WHOLE_FIELDS)
            for field in FIELDS
            if field in places
        ]
        self._places = {field: place for place, field, *_ in self._columns}
        self._required = itemgetter(*(self._places[field] for field in FIELDS if field in places and field in REQUIRED))
        self._wholes = [place for place, _, alias, whole in self._columns if whole and not alias]
        self._aliases = [place for place, _, alias, _ in self._columns if alias]

    def cells(self, text: str) -> list[str] | None:
        """Return the cells, sums in kopecks; None for a row that is to be looked at closely, as every faulty one is."""
        cells = text.split(self._delimiter)
        if (
            not self._able
            or len(cells) != self._width
            or len(text) > MAX_LINE_CHARACTERS
            or not text.isascii()
            or not "".join(cells).isprintable()
            or '"' in text
        ):
            return None
        if " " in text:
            cells = [cell.strip() for cell in cells]
        if "" in self._required(cells):
            return None
        # The header again stops here: its name of a sum is no number.
        for place in self._wholes:
            given = cells[place]
            if given and _INTEGER.fullmatch(given) is None:
                return None
        for place in self._aliases:
            if cells[place]:
                try:
                    cells[place] = str(parse_hryvnias(cells[place]))
                except KnownError:
                    return None
        return cells

    def line(self, cells: list[str]) -> bytes:
        """Return the bytes to send."""
        value: dict[str, object] = {}
        for place, field, _, whole in self._columns:
            given = cells[place]
            if given:
                value[field] = int(given) if whole else given
        return _encode(value)

    def picker(self, fields: Sequence[str]) -> Callable[[list[str]], list[str]]:
        """Return what picks some fields' cells in their order, nothing of those that have no column."""
        # An empty cell stands for every field without a column.
        pick = itemgetter(*(self._places.get(field, -1) for field in fields))
        return lambda cells: list(pick([*cells, ""]))


def _row(number: int, header: Header, text: str) -> Line | BrokenLine:
    if len(text) > MAX_LINE_CHARACTERS:
        return BrokenLine(number, 1, f"longer than {MAX_LINE_CHARACTERS} characters")
    cells = _cells(text, header.delimiter)
    if isinstance(cells, _Stray):
        return BrokenLine(number, cells.column, "a stray quotation mark")
    if len(cells) != len(header.names):
        column = cells[min(len(cells), len(header.names) + 1) - 1][0]
        return BrokenLine(number, column, f"{len(cells)} cells, the header has {len(header.names)}")
    if all(cell.strip() == name for (_, cell), name in zip(cells, header.written, strict=True)):
        return BrokenLine(number, 1, "the header again")
    value: dict[str, object] = {}
    objects: dict[str, dict[str, str]] = {}
    for name, (column, cell) in zip(header.names, cells, strict=True):
        if name == IGNORED:
            continue
        given = cell.strip()
        fault = _fault(name, given)
        if fault is not None:
            return BrokenLine(number, column, fault)
        if not given:
            continue
        if name in _INNER:
            outer, inner = _INNER[name]
            objects.setdefault(outer, {})[inner] = given
        elif name in ALIASES:
            value[ALIASES[name]] = parse_hryvnias(given)
        else:
            value[name] = int(given) if name in WHOLE_FIELDS else given
    value |= objects
    ordered = {name: value[name] for name in FIELDS if name in value}
    return Line(number, json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode())


def _fault(name: str, given: str) -> str | None:
    """Return what keeps a cell from being sent, or None."""
    if any("\ud800" <= c <= "\udfff" or c == "\ufffd" for c in given):
        return "not UTF-8"
    if any(c < " " and c != "\t" for c in given):
        return "a control character"
    if not given:
        return f"no value for {name}" if ALIASES.get(name, name) in REQUIRED else None
    if not name:
        return f"a value in a column without a name: {given[:30]}"
    if name in WHOLE_FIELDS and _INTEGER.fullmatch(given) is None:
        return f"not a whole number: {given[:30]}"
    if name in ALIASES:
        try:
            parse_hryvnias(given)
        except KnownError:
            return f"not a sum: {given[:30]}"
    return None
