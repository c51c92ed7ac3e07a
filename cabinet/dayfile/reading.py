"""Reading a platform's day file: NDJSON keeps each line's exact bytes, CSV is mapped by its header.

Nothing of a file is guessed and nothing of it is lost: every line that is not blank comes out as a line to send or as
a broken line with its number, column and reason, and the rest of the file can go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.dayfile.columns import find_columns
from cabinet.dayfile.csv_lines import csv_cells, csv_lines, read_header, written_columns
from cabinet.dayfile.form import Form, Shape, form_of
from cabinet.dayfile.json_lines import array_lines, json_lines, refuse_wrapper
from cabinet.dayfile.lines import BrokenLine, Cells, Line

__all__ = ["BrokenLine", "DayFile", "Line", "open_day_file", "open_table"]


@dataclass(frozen=True, slots=True)
class DayFile:
    """A day file on disk; ``sha256`` (hex) over its exact bytes, ``size`` in bytes.

    ``columns`` say what each column of a table as written is read into, where its names are the platform's own.
    """

    path: Path
    sha256: str
    form: Form
    size: int
    columns: Mapping[str, str] | None = None

    @property
    def mapping(self) -> str:
        """How lines become transactions: ``ndjson/1``, ``json-array/1`` or ``csv/1``."""
        return self.form.shape.value

    def lines(self) -> Iterator[Line | BrokenLine]:
        """Yield every line in order; blank lines are passed over."""
        if self.form.shape is Shape.CSV:
            yield from csv_lines(self.path, self.form.encoding, self.columns)
            return
        readers = {Shape.NDJSON: json_lines, Shape.ARRAY: array_lines}
        yield from readers[self.form.shape](self.path, self.form.encoding)

    def some(self, fields: Sequence[str]) -> Iterator[Line | BrokenLine | Cells]:
        """Yield every line as :meth:`lines` does, but rows of a table mostly as the texts of these ``fields`` alone."""
        if self.form.shape is Shape.CSV:
            return csv_cells(self.path, self.form.encoding, self.columns, fields)
        return self.lines()


def open_day_file(path: Path) -> DayFile:
    """Look at a file and tell its form by its first bytes.

    Raises:
        KnownError: ``FILE_UNREADABLE``, ``FILE_EMPTY``, ``DAYFILE_KIND`` for what is no day file (an archive, a
            workbook, a document, a JSON object around the transactions), ``DAYFILE_HEADER`` or
            ``DAYFILE_COLUMN_UNKNOWN``.
    """
    file = _looked_at(path)
    if file.form.shape is Shape.CSV:
        read_header(path, file.form.encoding)
    return file


def open_table(path: Path, known: Mapping[str, str] | None = None) -> DayFile:
    """Look at a file whose columns may have the platform's own names; ``known`` of them are what they are read into.

    Raises:
        KnownError: as :func:`open_day_file`, but for ``DAYFILE_COLUMN_UNKNOWN``.
    """
    file = _looked_at(path)
    if file.form.shape is Shape.CSV:
        file = replace(file, columns=find_columns(written_columns(path, file.form.encoding), known))
        read_header(path, file.form.encoding, file.columns)
    return file


def _looked_at(path: Path) -> DayFile:
    digest = hashlib.sha256()
    size = 0
    start = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                start = start or chunk
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    form = form_of(path, start)
    if form.shape is Shape.NDJSON:
        refuse_wrapper(path, form.encoding)
    elif form.shape is Shape.ARRAY:
        for _ in array_lines(path, form.encoding):
            pass
    return DayFile(path, digest.hexdigest(), form, size)
