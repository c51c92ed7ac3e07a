"""Reads a PDF's text and metadata with another library's parser (pyHanko's), by its fonts' ToUnicode tables."""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple

from pyhanko.pdf_utils.reader import PdfFileReader

_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_SHOWN = re.compile(rb"/(F\d+\+\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Read(NamedTuple):
    pages: int
    title: str
    author: str
    keywords: str
    language: str
    lines: list[str]


def _letters(font: Any) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for pairs in _PAIRS.findall(font["/ToUnicode"].data)
        for code, letter in _PAIR.findall(pairs)
    }


def _unescaped(match: re.Match[bytes]) -> bytes:
    body = match[1]
    return bytes([int(body, 8)]) if body.isdigit() else _NAMED.get(body, body)


def read_pdf(data: bytes) -> Read:
    """Return what the first page says, line by line in the order it was drawn."""
    reader = PdfFileReader(io.BytesIO(data))
    pages = reader.root["/Pages"]
    page = pages["/Kids"][0]
    found = page["/Resources"]["/Font"]
    fonts = {name[1:].encode(): _letters(found[name]) for name in found if "+" in name}
    lines: list[str] = []
    letters: dict[int, str] = {}
    for name, shown in _SHOWN.findall(page["/Contents"].data):
        if name:
            letters = fonts[name]
        else:
            lines.append("".join(letters[code] for code in _ESCAPE.sub(_unescaped, shown)))
    info = reader.trailer["/Info"]
    return Read(
        int(pages["/Count"]), str(info["/Title"]), str(info["/Author"]), str(info["/Keywords"]),
        str(reader.root["/Lang"]), lines,
    )  # fmt: skip
