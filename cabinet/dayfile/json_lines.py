"""Transactions as JSON: one a line with its exact bytes (NDJSON), or an array of them.

A name that stands twice in one object makes the line broken: which of the two counts is every reader's own taste
(RFC 8259 §4), and the log commits to the bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.json_names import repeated_name
from cabinet.contract.transaction import FIELDS
from cabinet.dayfile.form import Encoding, text_lines
from cabinet.dayfile.lines import MAX_LINE_CHARACTERS, BrokenLine, Line

__all__ = ["array_lines", "json_lines", "refuse_wrapper"]

_MAX_ARRAY_BYTES: Final = 256 * 1024 * 1024
_LOOKED_AT: Final = 200
_BLANKS: Final = " \t\r\n"


def json_lines(path: Path, encoding: Encoding) -> Iterator[Line | BrokenLine]:
    """Yield each line of NDJSON; blank lines are passed over."""
    for number, text in text_lines(path, encoding):
        if text.strip():
            yield _judged(number, text)


def array_lines(path: Path, encoding: Encoding) -> Iterator[Line | BrokenLine]:
    """Yield each element of a JSON array with its exact text; ``number`` is the line its element begins on.

    Raises:
        KnownError: ``DAYFILE_KIND`` where the array cannot be taken apart: nothing of it is sent.
    """
    text = _whole(path, encoding)
    decoder = json.JSONDecoder(object_pairs_hook=list, parse_int=str, parse_float=str)
    at = _after_blanks(text, _after_blanks(text, 0) + 1)
    number, counted = 1, 0
    if text[at : at + 1] == "]":
        at += 1
    else:
        while True:
            number, counted = number + text.count("\n", counted, at), at
            try:
                _, end = decoder.raw_decode(text, at)
            except (json.JSONDecodeError, RecursionError) as error:
                found = _place(error)[0] if isinstance(error, json.JSONDecodeError) else at
                raise _broken_array(path, text, found) from error
            # Between tokens a line end means nothing, and a line of a batch holds none.
            yield _judged(number, text[at:end].replace("\r", " ").replace("\n", " "))
            at = _after_blanks(text, end)
            if text[at : at + 1] == "]":
                at += 1
                break
            if text[at : at + 1] != ",":
                raise _broken_array(path, text, at)
            at = _after_blanks(text, at + 1)
    if text[_after_blanks(text, at) :]:
        raise _broken_array(path, text, at)


def refuse_wrapper(path: Path, encoding: Encoding) -> None:
    """Refuse a file whose only value is an object around the transactions, before anything of it is sent.

    Raises:
        KnownError: ``DAYFILE_KIND``.
    """
    lines = (text for _, text in text_lines(path, encoding) if text.strip())
    first = next(lines, "")
    if len(first) > MAX_LINE_CHARACTERS and next(lines, None) is None:
        raise KnownError("DAYFILE_KIND", "one JSON object", path=str(path), kind="one JSON object")
    value = _object(first)
    if value is None:
        # The beginning of an object that goes over many lines, none of which is one by itself.
        if first.rstrip().endswith(("{", "[")) and all(_object(text) is None for text in islice(lines, _LOOKED_AT)):
            raise KnownError("DAYFILE_KIND", "pretty-printed", path=str(path), kind="pretty-printed JSON")
        return
    if not set(value) & set(FIELDS) and any(isinstance(v, list | dict) for v in value.values()):
        name = next(k for k, v in value.items() if isinstance(v, list | dict))
        raise KnownError("DAYFILE_KIND", name, path=str(path), kind=f"JSON object around “{name[:40]}”")


def _object(text: str) -> dict[str, object] | None:
    try:
        value = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _judged(number: int, text: str) -> Line | BrokenLine:
    if len(text) > MAX_LINE_CHARACTERS:
        return BrokenLine(number, 1, f"longer than {MAX_LINE_CHARACTERS} characters")
    data = text.encode("utf-8", "surrogateescape")
    bad = None
    if not text.isascii():
        bad = next((at for at, c in enumerate(text) if "\ud800" <= c <= "\udfff" or c == "\ufffd"), None)
    if bad is not None and _unreadable(data):
        return BrokenLine(number, bad + 1, "not UTF-8")
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return BrokenLine(number, *_fault(text))
    if not isinstance(value, dict):
        return BrokenLine(number, 1, "not a JSON object")
    twice = repeated_name(data, value)
    if twice is not None:
        return BrokenLine(number, max(text.rfind(json.dumps(twice, ensure_ascii=False)), 0) + 1, f"{twice[:60]} twice")
    return Line(number, data)


def _unreadable(data: bytes) -> bool:
    """Tell whether bytes are no UTF-8; U+FFFD written by the platform itself is UTF-8 like any other character."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _place(error: json.JSONDecodeError) -> tuple[int, str]:
    """Return where and why reading failed; a comma too many is named itself, which Python does from 3.13 on."""
    before, end = error.doc[: error.pos].rstrip(), error.doc[error.pos : error.pos + 1]
    kind = {"}": "object", "]": "array"}.get(end)
    if kind is not None and before.endswith(","):
        return len(before) - 1, f"Illegal trailing comma before end of {kind}"
    return error.pos, error.msg


def _fault(text: str) -> tuple[int, str]:
    """Return where and why a line is no JSON."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        at, why = _place(error)
        return at + 1, why
    except RecursionError:
        return 1, "nested too deeply"
    return 1, "not strict JSON"


def _whole(path: Path, encoding: Encoding) -> str:
    try:
        if path.stat().st_size > _MAX_ARRAY_BYTES:
            raise KnownError("DAYFILE_KIND", "JSON array", path=str(path), kind="JSON array > 256 MiB")
        data = path.read_bytes()
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    return data.decode(encoding.name, encoding.errors)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _broken_array(path: Path, text: str, at: int) -> KnownError:
    kind = f"broken JSON array, line {text.count(chr(10), 0, at) + 1}"
    return KnownError("DAYFILE_KIND", kind, path=str(path), kind=kind)
