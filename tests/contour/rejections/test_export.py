"""The stream of what a filter shows: the same rows as the list, whole at its last line, gone on with anywhere."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from typing import Any

import pytest

from cabinet.contour.rejections import export as module
from cabinet.contour.rejections.export import export, iso_moment
from cabinet.contour.rejections.views import page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.endpoint import Body, Streamed
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import from_micros, wire
from cabinet.contract.rejection_export import AS_OF_HEADER, COLUMNS, ROWS_HEADER, ExportEnd, read_end
from cabinet.contract.rejection_lines import RejectionLine
from cabinet.contract.rights import Role
from tests.perimeter_in_process import NOW, PerimeterInProcess, line


def streamed(perimeter: PerimeterInProcess, **query: str) -> Streamed:
    return export(perimeter.perimeter.ledger, SAMPLE_EDRPOU, query, perimeter.person(Role.COMPLIANCE).name, NOW)


def whole(perimeter: PerimeterInProcess, **query: str) -> tuple[list[bytes], ExportEnd]:
    *lines, last = b"".join(streamed(perimeter, **query).pieces).splitlines(keepends=True)
    end = read_end(last)
    assert end is not None
    return lines, end


def table(perimeter: PerimeterInProcess, **query: str) -> list[dict[str, str]]:
    lines, end = whole(perimeter, **query)
    rows = list(csv.DictReader(io.StringIO(b"".join(lines).decode())))
    assert len(rows) == end.rows == len(lines) - 1
    return rows


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CSV_PAGE", 3)
    monkeypatch.setattr(module, "NDJSON_PAGE", 3)


def test_a_row_has_what_the_list_has_and_what_was_found(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a", currency="EUR", amountKop=1234))
    with perimeter.perimeter.store.read() as rows:
        (listed,) = page(rows, SAMPLE_EDRPOU, {}, None, NOW).items
    (row,) = table(perimeter)
    assert tuple(row) == COLUMNS
    assert listed.occurred_at is not None
    assert row == {
        "seq": str(listed.seq), "receivedAt": wire(listed.received_at), "occurredAt": wire(listed.occurred_at),
        "attemptId": listed.attempt_id, "operatorTxId": "a", "relatedTxId": "", "type": "BET",
        "licenceNo": "OK-2024-017", "brandId": "mlynok", "siteId": "mlynok.ua", "source": "core-1",
        "amountKop": "1234", "codes": "AM-403", "code": "AM-403", "field": "/currency", "value": "EUR",
        "message": row["message"], "state": "open", "caseState": "new", "assignee": "", "groupId": listed.group_id,
        "rootTxId": "", "rootAccepted": "", "correctedBy": "", "closedAt": "",
    }  # fmt: skip


def test_words_are_of_the_language_asked_and_of_the_weightiest_finding(perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("a", currency="EUR", amountKop=0))
    for language, names in (("uk", "message_uk"), ("en", "message_en")):
        (row,) = table(perimeter, lang=language)
        (first,) = [f for f in bad.findings if f.code == row["code"]]
        assert row["message"] == getattr(first, names)
    assert row["codes"].split() == bad.error_codes
    assert len(bad.error_codes) == 2
    assert table(perimeter)[0]["message"] == first.message_uk


def test_what_hangs_on_another_and_what_was_closed(perimeter: PerimeterInProcess) -> None:
    was = json.dumps(line("a", currency="EUR")).encode()
    perimeter.judge(was, line("p", type="PAYOUT", relatedTxId="a"))
    first, second = table(perimeter)
    assert (first["rootTxId"], first["rootAccepted"]) == ("", "")
    assert (second["relatedTxId"], second["rootTxId"], second["rootAccepted"]) == ("a", "a", "false")
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": first["attemptId"], "reasonCode": "R7",
        "originalSha256": hashlib.sha256(was).hexdigest(),
    }  # fmt: skip
    (good,) = perimeter.judge(line("a", correction=link))
    first, second = table(perimeter)
    assert (first["state"], first["correctedBy"]) == ("corrected", good.attempt_id)
    assert first["closedAt"] == wire(NOW)
    assert second["rootAccepted"] == "true"


@pytest.mark.parametrize("form", ["csv", "ndjson"])
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 4, 6, 7])
@pytest.mark.usefixtures("small_pages")
def test_every_row_once_oldest_first_at_any_number_of_pages(
    perimeter: PerimeterInProcess, form: str, rows: int
) -> None:
    if rows:
        perimeter.judge(*(line(f"t{n}", currency="EUR") for n in range(rows)))
    lines, end = whole(perimeter, format=form)
    names = [name for n in range(rows) for name in [f"t{n}"]]
    if form == "csv":
        assert [row["operatorTxId"] for row in table(perimeter)] == names
    else:
        assert [json.loads(one)["row"]["operatorTxId"] for one in lines] == names
    assert end.rows == rows
    assert streamed(perimeter, format=form).headers == {ROWS_HEADER: str(rows), AS_OF_HEADER: str(end.as_of)}


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("form", ["csv", "ndjson"])
@pytest.mark.parametrize("narrowed", ["", "code:AM-403", "sum:>0"])
def test_it_goes_on_after_any_row(perimeter: PerimeterInProcess, form: str, narrowed: str) -> None:
    perimeter.judge(*(line(f"t{n}", currency="EUR") for n in range(7)))
    asked = {"format": form} | ({"filter": narrowed} if narrowed else {})
    lines, end = whole(perimeter, **asked)
    head = 1 if form == "csv" else 0
    seqs = [int(one.split(b",")[0]) if head else json.loads(one)["row"]["seq"] for one in lines[head:]]
    assert seqs == sorted(set(seqs))
    for done, seq in enumerate(seqs, 1):
        rest, after = whole(perimeter, cursor=str(seq), asOf=str(end.as_of), **asked)
        assert rest[head:] == lines[head + done :]
        assert after == ExportEnd(rows=7 - done, as_of=end.as_of)
        assert streamed(perimeter, cursor=str(seq), **asked).headers[ROWS_HEADER] == str(7 - done)


@pytest.mark.usefixtures("small_pages")
def test_the_view_is_frozen_while_the_log_grows(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(*(line(f"t{n}", currency="EUR") for n in range(4)))
    pieces = streamed(perimeter).pieces
    started = next(pieces) + next(pieces)
    perimeter.judge(line("later", currency="EUR"))
    assert b"later" not in started + b"".join(pieces)
    assert b"later" in b"".join(streamed(perimeter).pieces)
    assert [row["operatorTxId"] for row in table(perimeter, asOf="0")] == []


@pytest.mark.usefixtures("small_pages")
def test_nothing_is_held_between_two_pages(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(*(line(f"t{n}", currency="EUR") for n in range(7)))
    pieces = streamed(perimeter).pieces
    next(pieces)
    next(pieces)
    with perimeter.perimeter.store.read() as rows:
        before = rows.one("SELECT COUNT(*) AS n FROM rejections")
    perimeter.judge(line("later", currency="EUR"))
    # A transaction still open on this thread would show its own snapshot.
    with perimeter.perimeter.store.read() as rows:
        after = rows.one("SELECT COUNT(*) AS n FROM rejections")
    assert before is not None
    assert after is not None
    assert after["n"] == before["n"] + 1


def test_exact_bytes_and_the_masked_copy(perimeter: PerimeterInProcess) -> None:
    raw = json.dumps(line("a", currency="EUR")).encode()
    perimeter.judge(raw, line("b", playerRef="olena@example.com"))
    lines, _ = whole(perimeter, format="ndjson")
    plain, masked = (RejectionLine.model_validate_json(one) for one in lines)
    assert base64.b64decode(plain.payload) == raw
    assert masked.withheld
    assert b"olena@example.com" not in base64.b64decode(masked.payload)
    assert b"olena@example.com" not in b"".join(streamed(perimeter).pieces)


def test_a_strangers_line_ends_make_no_second_line(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a", **{"x\r\ny": "1"}), line("b", currency="E\nU"))
    rows = table(perimeter)
    assert [row["operatorTxId"] for row in rows] == ["a", "b"]
    assert (rows[0]["field"], rows[1]["value"]) == ("/x␍␊y", "E␊U")


def test_the_form_is_the_one_asked(perimeter: PerimeterInProcess) -> None:
    assert streamed(perimeter).media is Body.CSV
    assert streamed(perimeter, format="csv").media is Body.CSV
    assert streamed(perimeter, format="ndjson").media is Body.NDJSON


def test_me_is_whoever_asks(perimeter: PerimeterInProcess) -> None:
    perimeter.judge(line("a", currency="EUR"))
    assert table(perimeter, filter="assignee:me") == []
    assert len(table(perimeter, filter="assignee:nobody")) == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"cursor": "x"}, "CURSOR_INVALID"),
        ({"cursor": "9" * 19}, "CURSOR_INVALID"),
        ({"filter": "no:x"}, "FILTER_INVALID"),
    ],
)  # fmt: skip
def test_refused_before_the_first_piece(perimeter: PerimeterInProcess, query: dict[str, Any], code: str) -> None:
    with pytest.raises(KnownError) as told:
        streamed(perimeter, **query)
    assert told.value.code == code


@pytest.mark.parametrize(
    "line",
    [
        b"#end,1", b"#end,x,1\r\n", b"#end,1,2,3\r\n", b"1,2\r\n", b'{"end":{"rows":1}}\n', b'{"end":1}\n',
        b'{"end":{"rows":1,"asOf":2},"row":{}}\n', b'{"row":{}}\n', b"",
    ],
)  # fmt: skip
def test_what_is_no_last_line(line: bytes) -> None:
    assert read_end(line) is None


@pytest.mark.parametrize("micros", [0, 1, 999, 1_000, 999_999, 1_000_000, 1_795_500_000_123_456, -1, -1_000_000_001])
def test_moments_are_written_as_everywhere(micros: int) -> None:
    assert iso_moment(micros) == wire(from_micros(micros))
