"""The list of an act: each line with what became of it, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import msgspec

from cabinet.contract.catalogue import finding_card
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.states import ReasonCode
from cabinet.desks.bulk.act_list import COLUMNS, ActLine, Result, act_csv, left_out
from cabinet.desks.bulk.plan import State, linked, plan, set_digest
from cabinet.desks.bulk.report import report_of
from cabinet.export.safe_cells import BOM
from cabinet.vault.acts import Chunk
from tests.desks.bulk.some_lines import answer, rejected
from tests.perimeter_in_process import NOW


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(BOM)
    return list(csv.DictReader(io.StringIO(data.removeprefix(BOM).decode(), newline="")))


def chunk(lines: list[bytes], answered: bytes | None) -> Chunk:
    return Chunk(act=1, place=0, key="k", lines=tuple(lines), follows=frozenset({1}), answer=answered)


def test_what_was_sent_and_what_was_not() -> None:
    items = plan([rejected("a"), rejected("b"), rejected("c"), rejected("d")], None)
    lines = [linked(item, ReasonCode.OTHER, "") for item in items]
    said = BatchAnswer(batch_id="b", received_at=NOW, items=[answer(0), answer(1), answer(2, "RG-604", "AM-403")])
    report = report_of([chunk(lines[:3], msgspec.json.encode(said)), chunk(lines[3:], None)])
    assert report.digest == set_digest(lines)
    told = read(act_csv(report.lines, report.digest))
    assert [(row["attemptId"], row["result"], row["newAttemptId"], row["codes"]) for row in told] == [
        ("attempt-a", "corrected", "new-0", ""), ("attempt-b", "followed", "new-1", ""),
        ("attempt-c", "refused", "new-2", "RG-604 AM-403"), ("attempt-d", "unsent", "", ""),
    ]  # fmt: skip
    for tongue, column in (("uk", "reasonUk"), ("en", "reasonEn")):
        titles = [getattr(finding_card(code).title, tongue) for code in ("RG-604", "AM-403")]
        assert told[2][column] == "; ".join(titles)
    assert {row["actSha256"] for row in told} == {report.digest}
    assert told[0] | {"x": ""} == told[0] | {"x": "", "operatorTxId": "a", "type": "BET", "amountKop": "1000"}


def test_what_was_left_out_says_why() -> None:
    withheld, failing, passing = plan([rejected("w", withheld=True), rejected("f"), rejected("p")], None)
    failing = replace(failing, state=State.WOULD_FAIL, codes=("RG-604",))
    passing = replace(passing, state=State.WOULD_PASS)
    lines = left_out([withheld, failing, passing])
    assert [(x.attempt_id, x.result, x.why, x.codes) for x in lines] == [
        ("attempt-w", Result.SKIPPED, "withheld", ()), ("attempt-f", Result.SKIPPED, "", ("RG-604",)),
    ]  # fmt: skip
    assert [row["reasonUk"] for row in read(act_csv(lines, "d"))] == ["withheld", finding_card("RG-604").title.uk]


def test_no_cell_is_a_formula() -> None:
    value = json.loads('{"operatorTxId": "=1+1", "type": "@x", "amountKop": "-1,=2"}')
    (row,) = read(act_csv([ActLine("a", value, Result.UNSENT)], "d"))
    assert tuple(row) == COLUMNS
    assert (row["operatorTxId"], row["type"], row["amountKop"]) == ("'=1+1", "'@x", "'-1,=2")
