"""Everything that a filter shows, oldest first, page by page: each page is read in a short transaction of its own.

Between two pages nothing is held, so whoever reads slowly keeps neither the log nor a thread. The CSV is made from
the index and, for what was found, from the notes of the frames; no line of the log is opened for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.reader import LogReader, frozen_at
from cabinet.contour.ledger.store import Rows
from cabinet.contour.rejections.lines import line_of
from cabinet.contour.rejections.places import Places
from cabinet.contour.rejections.query import Asked, ask
from cabinet.contour.rejections.views import read_cursor
from cabinet.contract.endpoint import Body, Streamed
from cabinet.contract.filter import parse_filter
from cabinet.contract.json_forms import to_json
from cabinet.contract.limits import HOLD_SECONDS
from cabinet.contract.moment import from_micros, wire
from cabinet.contract.plain_text import visible
from cabinet.contract.rejection_export import (
    AS_OF_HEADER,
    COLUMNS,
    NDJSON,
    ROWS_HEADER,
    ExportEnd,
    csv_end,
    ndjson_end,
)

__all__ = ["CSV_PAGE", "NDJSON_PAGE", "export", "iso_moment"]

CSV_PAGE: Final = 2_000
NDJSON_PAGE: Final = 100
"""Rows a page: a line of the log may have 64 KB."""
_NOTHING: Final = ""
_SECOND: Final = 1_000_000
_NEEDS_QUOTES: Final = re.compile(r'[,"]')
_SELECT: Final = (
    "SELECT r.seq, r.received_at, r.occurred_at, r.attempt_id || ',' || COALESCE(r.operator_tx_id, '') || ',' || "
    "COALESCE(r.related_tx_id, '') || ',' || COALESCE(r.type, '') || ',' || COALESCE(r.licence_no, '') || ',' || "
    "COALESCE(r.brand_id, '') || ',' || COALESCE(r.site_id, '') || ',' || r.source || ',' || "
    "COALESCE(CAST(r.amount_kop AS TEXT), '') || ',' || REPLACE(r.codes, ',', ' ') || ',' || r.first_code, "
    "r.first_code, r.pointer, r.state || ',' || r.case_state, r.assignee, r.grp || ',' || COALESCE(r.root_tx, '') || "
    "CASE WHEN r.root_tx IS NULL THEN ',' WHEN r.root_accepted = 1 THEN ',true' ELSE ',false' END || ',' || "
    "COALESCE(r.corrected_by, ''), r.closed_at"
)
"""Cells that hold ids, codes and numbers need no quotes (:data:`~cabinet.contract.identifiers.EXTERNAL_ID`): the engine
joins them, which costs a third of having each by itself."""
_Page = Callable[[LogReader, Asked, int], tuple[bytes, int, int]]
"""From a reader, the condition and the last entry told, to bytes, the last entry among them, and how many rows."""


class _Told(msgspec.Struct, rename="camel"):
    """What a CSV tells of a finding."""

    code: str
    pointer: str
    value: str
    message_uk: str
    message_en: str


_told = msgspec.json.Decoder(list[_Told]).decode


def export(
    ledger: Ledger, edrpou: str, query: Mapping[str, str], me: str | None, now: datetime,
    hold_seconds: int = HOLD_SECONDS,
) -> Streamed:  # fmt: skip
    """Return the stream of what fits a filter at this moment, up to an entry.

    Raises:
        KnownError: ``CURSOR_INVALID``, ``FILTER_INVALID``, ``FILTER_TOO_LONG`` or ``FILTER_TOO_MANY``.
    """
    after = read_cursor(query["cursor"]) if "cursor" in query else -1
    wanted = parse_filter(query.get("filter", ""))
    with ledger.store.read() as rows:
        as_of = frozen_at(rows, edrpou, int(query["asOf"]) if "asOf" in query else None)
        places = Places(rows, edrpou, ask(rows, edrpou, wanted, me, now), as_of)
        count = places.ordinal(after) if after >= 0 else places.total
    whole_lines = query.get("format") == NDJSON
    page = _lines(as_of, hold_seconds) if whole_lines else _table(as_of, query.get("lang", "uk"))

    def pieces() -> Iterator[bytes]:
        last, told = after, 0
        if not whole_lines:
            yield ",".join(COLUMNS).encode() + b"\r\n"
        while True:
            with ledger.store.read() as rows:
                # The causes that a filter names may have grown since the page before.
                data, last, found = page(ledger.reader(rows, edrpou), ask(rows, edrpou, wanted, me, now), last)
            told += found
            if not found:
                break
            yield data
        end = ExportEnd(rows=told, as_of=as_of)
        yield ndjson_end(end) if whole_lines else csv_end(end)

    headers = {ROWS_HEADER: str(count), AS_OF_HEADER: str(as_of)}
    return Streamed(Body.NDJSON if whole_lines else Body.CSV, pieces(), headers)


def _lines(as_of: int, hold_seconds: int) -> _Page:
    """Return the reader of pages of attempts whole, as ``POST /rejections/lines`` tells each."""

    def page(log: LogReader, asked: Asked, after: int) -> tuple[bytes, int, int]:
        found = log.rows.all(
            f"SELECT * FROM {asked.source} r WHERE {asked.where} AND r.seq > :after AND r.seq <= :as_of "
            "ORDER BY r.seq LIMIT :limit",
            **asked.values, after=after, as_of=as_of, limit=NDJSON_PAGE,
        )  # fmt: skip
        data = b"".join(to_json(line_of(log, row, hold_seconds=hold_seconds)) + b"\n" for row in found)
        return data, found[-1]["seq"] if found else after, len(found)

    return page


def _table(as_of: int, language: str) -> _Page:
    """Return the reader of pages of the table, with the words of what was found in one language."""

    def page(log: LogReader, asked: Asked, after: int) -> tuple[bytes, int, int]:
        found = _rows(log.rows, asked, after, as_of)
        findings = log.findings([row[0] for row in found])
        data = "".join(_line(row, findings[row[0]], language) for row in found).encode()
        return data, found[-1][0] if found else after, len(found)

    return page


def _rows(rows: Rows, asked: Asked, after: int, as_of: int) -> list[tuple[Any, ...]]:
    return rows.tuples(
        f"{_SELECT} FROM {asked.source} r WHERE {asked.where} AND r.seq > :after AND r.seq <= :as_of "
        "ORDER BY r.seq LIMIT :limit",
        **asked.values, after=after, as_of=as_of, limit=CSV_PAGE,
    )  # fmt: skip


def _line(row: tuple[Any, ...], findings: bytes, language: str) -> str:
    """Return one row, its cells in the order of :data:`~cabinet.contract.rejection_export.COLUMNS`."""
    seq, received_at, occurred_at, ids, code, pointer, states, assignee, root, closed_at = row
    return (
        f"{seq},{iso_moment(received_at)},{iso_moment(occurred_at)},{ids},"
        f"{_weightiest(findings, code, pointer, language)},{states},{_quoted(assignee)},{root},{iso_moment(closed_at)}"
        "\r\n"
    )


@lru_cache(8_192)
def _weightiest(findings: bytes, code: str, pointer: str, language: str) -> str:
    """Return field, value and words of the finding that a row is listed under; many rows have the same."""
    for one in _told(findings):
        if one.code == code and one.pointer.startswith(pointer):
            words = one.message_uk if language == "uk" else one.message_en
            return f"{_quoted(pointer)},{_quoted(one.value)},{_quoted(words)}"
    return f"{_quoted(pointer)},,"


@lru_cache(8_192)
def _quoted(text: str | None) -> str:
    """Return a text as a cell (RFC 4180)."""
    if not text:
        return _NOTHING
    plain = _one_line(text)
    return f'"{plain.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(plain) else plain


def _one_line(text: str) -> str:
    """Return a text that is no second line of its file."""
    return text if text.isprintable() else visible(text)


@lru_cache(8_192)
def iso_moment(micros: int | None) -> str:
    """Return :func:`cabinet.contract.moment.wire` of a moment in microseconds, mostly without making one of it."""
    if micros is None:
        return _NOTHING
    seconds, rest = divmod(micros, _SECOND)
    return f"{_to_the_second(seconds)}.{rest // 1_000:03d}Z"


@lru_cache(4_096)
def _to_the_second(seconds: int) -> str:
    return wire(from_micros(seconds * _SECOND))[:19]
