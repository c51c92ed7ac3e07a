"""Everything that a filter shows, as one stream of lines: CSV, or NDJSON with the exact bytes (CONTRACT §6).

An answer is whole only if its last line says so. A connection that is cut before it, even cleanly, leaves a stream
that is known to be cut: whoever reads goes on with ``cursor`` = the sequence number of the last line that came whole,
and the same ``asOf``. No line holds a line end inside.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from cabinet.contract.endpoint import FILTER, SEQ, Body, Nothing, ReaderEndpoint, Streamed
from cabinet.contract.rights import Right, Scope

__all__ = [
    "AS_OF_HEADER",
    "COLUMNS",
    "CSV",
    "CSV_END",
    "EXPORT",
    "NDJSON",
    "ROWS_HEADER",
    "ExportEnd",
    "csv_end",
    "ndjson_end",
    "read_end",
]

CSV: Final = "csv"
NDJSON: Final = "ndjson"
ROWS_HEADER: Final = "Export-Rows"
"""How many rows fitted when the answer began; rows that stop fitting meanwhile do not come."""
AS_OF_HEADER: Final = "Export-As-Of"
"""The entry that the view is frozen at."""
CSV_END: Final = b"#end,"
"""How the last line of a CSV begins; what follows is how many rows stand before it in this answer."""
COLUMNS: Final = (
    "seq", "receivedAt", "occurredAt", "attemptId", "operatorTxId", "relatedTxId", "type", "licenceNo", "brandId",
    "siteId", "source", "amountKop", "codes", "code", "field", "value", "message", "state", "caseState", "assignee",
    "groupId", "rootTxId", "rootAccepted", "correctedBy", "closedAt",
)  # fmt: skip
"""Of the CSV, as its first line names them. ``codes`` are all that was found, joined by blanks; ``code``, ``field``,
``value`` and ``message`` are of what weighs most. Moments are RFC 3339 in UTC, sums kopecks, an empty cell is nothing.
"""


class ExportEnd(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What the last line of an answer says: how many rows it had, and the entry that its view is frozen at."""

    rows: int
    as_of: int


class _EndLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    end: ExportEnd


_CSV_END: Final = re.compile(rb"#end,(\d{1,18}),(\d{1,18})\r?\n?")
_NDJSON_END: Final = b'{"end":'


def csv_end(end: ExportEnd) -> bytes:
    """Return the last line of a CSV."""
    return b"%s%d,%d\r\n" % (CSV_END, end.rows, end.as_of)


def ndjson_end(end: ExportEnd) -> bytes:
    """Return the last line of an NDJSON."""
    return msgspec.json.encode(_EndLine(end)) + b"\n"


def read_end(line: bytes) -> ExportEnd | None:
    """Return what the last line of an answer says, in either form; None of any other line."""
    found = _CSV_END.fullmatch(line)
    if found is not None:
        return ExportEnd(rows=int(found[1]), as_of=int(found[2]))
    if not line.startswith(_NDJSON_END):
        return None
    try:
        return msgspec.json.decode(line, type=_EndLine).end
    except msgspec.DecodeError:
        return None


EXPORT = ReaderEndpoint(
    "export_rejections",
    "GET",
    "/rejections/export",
    Nothing,
    Streamed,
    "Everything that a filter shows, oldest first, as one stream",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
    query=(
        ("filter", FILTER),
        ("cursor", {"type": "string", "maxLength": 128}),
        ("asOf", SEQ),
        ("format", {"type": "string", "enum": [CSV, NDJSON]}),
        ("lang", {"type": "string", "enum": ["uk", "en"]}),
    ),
    streams=(Body.CSV, Body.NDJSON),
)
