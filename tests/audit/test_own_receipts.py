"""Own receipts against a ledger in process: those that are kept, and lies about each part of one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cabinet.audit.auditing import Paused, Wanted
from cabinet.audit.own_receipts import read_receipts
from cabinet.audit.report import Report
from cabinet.contract.errors import KnownError
from cabinet.dayfile.lines import Line
from cabinet.proof.checkpoints import Checkpoint
from cabinet.proof.receipts import Receipt, open_receipt, sign_receipt, verdicts_digest
from cabinet.sender.batches import batch_of
from cabinet.sender.receipts import receipt_bytes
from tests.audit.kit import Served
from tests.perimeter_in_process import PerimeterInProcess, encoded, line


@pytest.fixture
def served(perimeter: PerimeterInProcess) -> Served:
    return Served(perimeter.perimeter)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "receipts"
    made.mkdir()
    return made


def send(perimeter: PerimeterInProcess, folder: Path, name: str, *lines: dict[str, object]) -> Path:
    """Send a batch and keep its receipt as ``cabinet send`` does."""
    data = encoded(*lines).split(b"\n")[:-1]
    batch = batch_of("core-1", 0, [Line(n, one) for n, one in enumerate(data, 1)])
    answer = perimeter.submit(batch.plain, batch_id=batch.batch_id)
    path = folder / f"{name}.json"
    path.write_bytes(receipt_bytes(batch, answer))
    return path


def found(report: Report) -> list[tuple[str, dict[str, str]]]:
    assert {fault.check.value for fault in report.faults} <= {"receipts"}
    return [(fault.code, fault.facts) for fault in report.faults]


def test_what_receipts_promise_is_in_the_log(perimeter: PerimeterInProcess, served: Served, folder: Path) -> None:
    send(perimeter, folder, "a", *(line(f"a{n}") for n in range(300)))
    # A refund that waits, then its bet, whose batch has its verdict, too.
    send(perimeter, folder, "b", line("r", type="REFUND", relatedTxId="late", roundId="R-late", amountKop=1))
    send(perimeter, folder, "c", line("late"), line("a1"), line("eur", currency="EUR"))
    # Nothing but what was had before.
    send(perimeter, folder, "d", line("a2"), line("a3"))
    (folder / "note.txt").write_text("not looked at")
    report = served.report(receipts=folder)
    assert report.faults == []
    check = report.checks["receipts"]
    assert (check.state.value, check.done, check.of) == ("passed", 4, 4)


@pytest.mark.parametrize("part", ["note", "status", "attemptId", "no json", "no receipt", "nothing"])
def test_a_file_that_was_changed_is_no_receipt(
    perimeter: PerimeterInProcess, served: Served, folder: Path, part: str
) -> None:
    path = send(perimeter, folder, "a", line("a"), line("b"))
    told: dict[str, Any] = json.loads(path.read_bytes())
    if part == "note":
        told["receipt"] = told["receipt"].replace('"count":2', '"count":1')
    elif part in {"status", "attemptId"}:
        told["items"][0][part] = "REJECTED"
    elif part == "no receipt":
        del told["receipt"]
    path.write_text({"no json": "{", "nothing": ""}.get(part, json.dumps(told)))
    report = served.report(receipts=folder)
    assert found(report) == [("RECEIPT_FALSE", {"path": str(path)})]
    assert report.checks["receipts"].of == 1
    assert (report.changed, report.whole, report.verdict, report.false_receipts) == (False, False, "only_files", 1)


def forged(perimeter: PerimeterInProcess, path: Path, **changes: object) -> None:
    """Sign another receipt with the perimeter's own key, as it would were it to promise what it does not keep."""
    told = json.loads(path.read_bytes())
    ledger = perimeter.perimeter.ledger
    receipt = open_receipt(told["receipt"], [ledger.signer.verifier])
    items = changes.pop("items", None)
    if callable(items):
        items(told["items"])
        digest = verdicts_digest([(item["attemptId"], item["status"]) for item in told["items"]])
        changes["verdicts_sha256"] = digest
    values = {name: getattr(receipt, name) for name in receipt.__struct_fields__}
    told["receipt"] = sign_receipt(Receipt(**{**values, **changes}), ledger.signer)
    path.write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("changes", "seq"),
    [
        ({"first_seq": 300}, "300"), ({"first_seq": 2}, "2"), ({"count": 4}, "4"), ({"count": 2}, "3"),
        ({"items": lambda items: items[1].update(status="REJECTED")}, "2"),
        ({"items": lambda items: items.reverse()}, "1"), ({"items": lambda items: items.pop()}, "3"),
        ({"items": lambda items: items.append(dict(items[0]))}, "4"),
    ],
)  # fmt: skip
def test_a_promise_that_is_not_kept_is_found(
    perimeter: PerimeterInProcess, served: Served, folder: Path, changes: dict[str, Any], seq: str
) -> None:
    path = send(perimeter, folder, "a", line("a"), line("b"), line("c"))
    perimeter.judge(line("d"))
    forged(perimeter, path, **changes)
    report = served.report(receipts=folder)
    assert found(report) == [("RECEIPT_ENTRY_DIFFERS", {"path": "a.json", "seq": seq})]
    assert (report.changed, report.verdict) == (True, "changed")


def test_the_checkpoint_of_a_receipt_must_be_of_the_beginning(
    perimeter: PerimeterInProcess, served: Served, folder: Path
) -> None:
    path = send(perimeter, folder, "a", line("a"), line("b"), line("c"))
    perimeter.judge(line("d"))
    size = served.anchor().size
    for claimed in (size - 1, size, size + 1):
        origin = served.asking.checkpoint().checkpoint.origin
        forged(perimeter, path, checkpoint=Checkpoint(origin, claimed, b"x" * 32).text())
        assert found(served.report(receipts=folder)) == [
            ("RECEIPT_ENTRY_DIFFERS", {"path": "a.json", "seq": str(claimed)})
        ]


def test_a_receipt_that_a_pause_cuts_is_compared_to_its_end(
    perimeter: PerimeterInProcess, served: Served, folder: Path
) -> None:
    send(perimeter, folder, "a", *(line(f"a{n}") for n in range(200)))
    cut = send(perimeter, folder, "b", *(line(f"b{n}") for n in range(200)))
    send(perimeter, folder, "c", *(line(f"c{n}") for n in range(200)))

    def paused() -> bytes:
        audit = served.audit()
        audit.wanted = Wanted(receipts=folder)
        audit._stop = lambda: True
        with pytest.raises(Paused):
            audit.run()
        state = audit.state()
        assert state is not None
        return state

    state = paused()
    served.calls.clear()
    report = served.report(receipts=folder, state=state)
    assert report.faults == []
    assert report.checks["receipts"].done == 3
    assert served.calls.count("entry_bundle") == 2
    (folder / "no.json").write_text("{}")
    for _ in range(2):
        # What is no receipt is found anew, and told once.
        report = served.report(receipts=folder, state=paused())
        assert [(fault.code, fault.facts["path"]) for fault in report.faults] == [
            ("RECEIPT_FALSE", str(folder / "no.json"))
        ]
        assert (report.total_faults, report.changed) == (1, False)
    (folder / "no.json").unlink()
    forged(perimeter, cut, items=lambda items: items[199].update(status="REJECTED"))
    assert found(served.report(receipts=folder, state=paused())) == [
        ("RECEIPT_ENTRY_DIFFERS", {"path": "b.json", "seq": "400"})
    ]
    forged(perimeter, cut, items=lambda items: items[0].update(status="PENDING"))
    assert found(served.report(receipts=folder, state=paused())) == [
        ("RECEIPT_ENTRY_DIFFERS", {"path": "b.json", "seq": "201"})
    ]


def test_with_other_receipts_than_before_it_begins_anew(
    perimeter: PerimeterInProcess, served: Served, folder: Path
) -> None:
    send(perimeter, folder, "a", *(line(f"a{n}") for n in range(300)))
    audit = served.audit()
    audit._stop = lambda: True
    with pytest.raises(Paused):
        audit.run()
    served.calls.clear()
    report = served.report(receipts=folder, state=audit.state())
    assert (report.faults, report.checks["receipts"].done) == ([], 1)
    assert served.calls.count("entry_bundle") == 2


def test_a_folder_that_is_none(served: Served, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="FILE_UNREADABLE"):
        served.report(receipts=tmp_path / "none")
    assert read_receipts(tmp_path, []) == ([], [])
