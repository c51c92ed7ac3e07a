"""Reading a platform's day file: NDJSON keeps each line's exact bytes, CSV is mapped by its header.

A broken line is named by line and column and never sent; the rest of the file can go on. Lines are counted from 1,
columns in characters from 1.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.money import parse_hryvnias
from cabinet.contract.transaction import CORRECTION_FIELDS, FIELDS

__all__ = ["BrokenLine", "DayFile", "Line", "open_day_file"]

_INTEGERS: Final = frozenset({"amountKop", "seqNo"})
_HRYVNIAS: Final = "amountUah"
"""A CSV column in hryvnias, read into ``amountKop``."""
_BOM: Final = b"\xef\xbb\xbf"
MAX_LINE_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction: its line in the file and the exact bytes to send (no line feed inside)."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that is no transaction; ``column`` in characters."""

    number: int
    column: int
    reason: str


@dataclass(frozen=True, slots=True)
class DayFile:
    """A day file on disk; ``sha256`` (hex) over its exact bytes; ``mapping`` names how lines become transactions."""

    path: Path
    sha256: str
    mapping: str
    size: int

    def lines(self) -> Iterator[Line | BrokenLine]:
        """Yield every line in order; blank lines are passed over."""
        yield from _ndjson(self.path) if self.mapping == "ndjson/1" else _csv(self.path)


def open_day_file(path: Path) -> DayFile:
    """Look at a file and tell its form by its first character.

    Raises:
        KnownError: ``FILE_UNREADABLE``, ``FILE_EMPTY`` or ``DAYFILE_HEADER``.
    """
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
            file.seek(0)
            start = file.read(4096).removeprefix(_BOM).lstrip()
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    if not start:
        raise KnownError("FILE_EMPTY", path=str(path))
    mapping = "ndjson/1" if start.startswith(b"{") or path.suffix.lower() in {".ndjson", ".jsonl"} else "csv/1"
    if mapping == "csv/1":
        _header(path)
    return DayFile(path, digest.hexdigest(), mapping, size)


def _ndjson(path: Path) -> Iterator[Line | BrokenLine]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            data = raw.rstrip(b"\r\n")
            if number == 1:
                data = data.removeprefix(_BOM)
            if not data.strip():
                continue
            broken = _broken_json(number, data)
            yield broken or Line(number, data)


def _broken_json(number: int, data: bytes) -> BrokenLine | None:
    if len(data) > MAX_LINE_BYTES:
        return BrokenLine(number, 1, f"longer than {MAX_LINE_BYTES} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return BrokenLine(number, len(data[: error.start].decode("utf-8", "replace")) + 1, "not UTF-8")
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        try:
            json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else 1
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            return BrokenLine(number, column, reason)
        return BrokenLine(number, 1, "not strict JSON")
    return None if isinstance(value, dict) else BrokenLine(number, 1, "not a JSON object")


def _dialect(path: Path) -> type[csv.Dialect] | csv.Dialect:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline()

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found


def _header(path: Path) -> list[str]:
    """Return the CSV header; every required column must be there and every column known."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = [name.strip() for name in next(csv.reader(file, _dialect(path)), [])]
    for name in ("operatorTxId", "type", "occurredAt"):
        if name not in header:
            raise KnownError("DAYFILE_HEADER", path=str(path), column=name)
    if "amountKop" not in header and _HRYVNIAS not in header:
        raise KnownError("DAYFILE_HEADER", path=str(path), column="amountKop")
    return header


def _csv(path: Path) -> Iterator[Line | BrokenLine]:
    header = _header(path)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, _dialect(path), strict=True)
        next(reader)
        while True:
            start = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BrokenLine(start, 1, str(error))
                continue
            if not any(cell.strip() for cell in row):
                continue
            yield _row(start, header, row)


def _row(number: int, header: list[str], row: list[str]) -> Line | BrokenLine:
    if len(row) != len(header):
        column = sum(len(cell) + 1 for cell in row[: len(header)]) or 1
        return BrokenLine(number, column, f"{len(row)} cells, the header has {len(header)}")
    value: dict[str, object] = {}
    correction: dict[str, str] = {}
    column = 1
    for name, cell in zip(header, row, strict=True):
        text = cell.strip()
        try:
            text.encode()
        except UnicodeEncodeError:
            return BrokenLine(number, column, "not UTF-8")
        if text:
            part = name.removeprefix("correction.")
            if name.startswith("correction.") and part in CORRECTION_FIELDS:
                correction[part] = text
            elif name == _HRYVNIAS:
                try:
                    value["amountKop"] = parse_hryvnias(text)
                except KnownError:
                    return BrokenLine(number, column, f"not a sum: {text[:30]}")
            elif name in _INTEGERS:
                value[name] = int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else text
            else:
                value[name] = text
        column += len(cell) + 1
    if correction:
        value["correction"] = correction
    ordered = {name: value[name] for name in FIELDS if name in value} | value
    return Line(number, json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode())
