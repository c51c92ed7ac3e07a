"""What a file is, told by its first bytes: its encoding, where its lines end, or that it is no day file at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.dayfile.lines import MAX_LINE_CHARACTERS

__all__ = ["Encoding", "Form", "Shape", "form_of", "text_lines"]

_LOOKED_AT: Final = 64 * 1024
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # The four-byte marks first: the mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: Final = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel .xls / OLE"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"-----BEGIN ", "PEM"),
)
_ZIPPED: Final = ((b"xl/", "Excel .xlsx"), (b"word/", "Word .docx"), (b"mimetypeapplication/vnd.oasis", "OpenDocument"))
_MARKUP: Final = re.compile(r"<(\?xml|!doctype|html|\w+[\s>/])", re.IGNORECASE)


class Shape(StrEnum):
    """How transactions lie in the file; the values are kept in receipts."""

    NDJSON = "ndjson/1"
    ARRAY = "json-array/1"
    CSV = "csv/1"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How text is read from the bytes. Bytes that are no UTF-8 become lone surrogates, U+FFFD in other encodings."""

    name: str
    newline: str

    @property
    def errors(self) -> str:
        """What Python's decoder does with bytes it cannot read."""
        return "surrogateescape" if self.name.startswith("utf-8") else "replace"


@dataclass(frozen=True, slots=True)
class Form:
    """What was found out about a file."""

    shape: Shape
    encoding: Encoding


def form_of(path: Path, start: bytes) -> Form:
    """Tell a file's form from its first bytes.

    Raises:
        KnownError: ``FILE_EMPTY``, or ``DAYFILE_KIND`` with what the file is instead.
    """
    start = start[:_LOOKED_AT]
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            raise _foreign(path, kind)
    if start.startswith(b"PK\x03\x04"):
        raise _foreign(path, next((kind for part, kind in _ZIPPED if part in start), "ZIP"))
    name = next((name for mark, name in _BOMS if start.startswith(mark)), "utf-8")
    text = start.decode(name, "replace") if name.startswith("utf-8") else _decoded(start, name)
    first = text.lstrip("\ufeff \t\r\n")
    # A damaged line further down is one broken line, not another kind of file.
    if "\0" in first.partition("\n")[0]:
        raise _foreign(path, "UTF-16 without a byte order mark" if _looks_like_utf16(start) else "binary data")
    if not first:
        raise KnownError("FILE_EMPTY", path=str(path))
    if _MARKUP.match(first):
        raise _foreign(path, "XML or HTML")
    ndjson_name = path.suffix.lower() in {".ndjson", ".jsonl"}
    newline = "\r" if "\r" in text and "\n" not in text else "\n"
    if first.startswith("[") and not (ndjson_name and _one_line_of_many(first)):
        return Form(Shape.ARRAY, Encoding(name, newline))
    if first.startswith("{") or ndjson_name:
        return Form(Shape.NDJSON, Encoding(name, newline))
    # A row of CSV ends at any of the three line ends.
    return Form(Shape.CSV, Encoding(name, ""))


def text_lines(path: Path, encoding: Encoding) -> Iterator[tuple[int, str]]:
    """Yield every line with its number, without its end; of one that is too long only the beginning.

    Raises:
        KnownError: ``FILE_UNREADABLE``.
    """
    try:
        with path.open(encoding=encoding.name, errors=encoding.errors, newline=encoding.newline) as file:
            number = 0
            while text := file.readline(MAX_LINE_CHARACTERS + 2):
                number += 1
                rest = text
                while len(rest) >= MAX_LINE_CHARACTERS and not rest.endswith(("\n", "\r")):
                    rest = file.readline(MAX_LINE_CHARACTERS)
                yield number, text.rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        raise KnownError("FILE_UNREADABLE", str(error), path=str(path)) from error


def _one_line_of_many(first: str) -> bool:
    """Tell whether a file named NDJSON begins with a line that is an array by itself: one broken line, no array."""
    line, _, rest = first.replace("\r", "\n").partition("\n")
    return line.rstrip().endswith("]") and bool(rest.strip())


def _foreign(path: Path, kind: str) -> KnownError:
    return KnownError("DAYFILE_KIND", kind, path=str(path), kind=kind)


def _decoded(start: bytes, name: str) -> str:
    """Decode a beginning that may be cut inside a character."""
    return codecs.getincrementaldecoder(name)("replace").decode(start)


def _looks_like_utf16(start: bytes) -> bool:
    """Tell whether every second byte is nought, as in UTF-16 of Latin letters."""
    return len(start) >= 4 and (not any(start[1:64:2]) or not any(start[0:64:2]))
