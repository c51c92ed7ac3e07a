"""Entries are in the log only where each leads to a signed checkpoint, one that continues the receipt's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT, ENTRY_BUNDLE, LOG_TILE
from cabinet.contract.states import Outcome
from cabinet.evidence.checked_file import CheckedFile, Standing
from cabinet.evidence.checking import check_file
from cabinet.evidence.in_log import find_in_log
from cabinet.evidence.telling import tell
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from cabinet.proof.receipt_files import VerifiedReceipt, read_receipt, verify_receipt
from cabinet.proof.receipts import sign_receipt, verdicts_digest
from tests.evidence.kit import LogCaller, asked, known, put, sent
from tests.flips import flipped
from tests.perimeter_in_process import PerimeterInProcess, encoded, line


def verified(inside: PerimeterInProcess, raw: bytes) -> VerifiedReceipt:
    return verify_receipt(read_receipt(raw), known(inside).verifiers)


def found(inside: PerimeterInProcess, caller: LogCaller, raw: bytes) -> Checkpoint:
    seen = find_in_log(verified(inside, raw), caller, known(inside).verifiers)
    assert seen is not None
    return seen.checkpoint


def refusal(inside: PerimeterInProcess, caller: LogCaller, raw: bytes) -> str:
    with pytest.raises(KnownError) as refused:
        find_in_log(verified(inside, raw), caller, known(inside).verifiers)
    return refused.value.code


@pytest.mark.parametrize(("before", "count", "after"), [(0, 1, 0), (3, 4, 9), (250, 20, 0), (10, 600, 300)])
def test_entries_wherever_they_stand(perimeter: PerimeterInProcess, before: int, count: int, after: int) -> None:
    for number in range(0, before, 250):
        sent(perimeter, min(250, before - number), number)
    _, raw = sent(perimeter, count, before)
    if after:
        sent(perimeter, after, before + count)
    caller = LogCaller(perimeter)
    assert found(perimeter, caller, raw).size == 1 + before + count + after
    tiles = (before + count) // 256 - (1 + before) // 256 + 1
    assert caller.asked.count(ENTRY_BUNDLE.name) == tiles, "each tile's entries once"


def test_how_far_it_is_is_told(perimeter: PerimeterInProcess) -> None:
    _, raw = sent(perimeter, 5)
    told: list[tuple[int, int]] = []
    find_in_log(
        verified(perimeter, raw), LogCaller(perimeter), known(perimeter).verifiers, lambda *step: told.append(step)
    )
    assert told == [(n, 5) for n in range(1, 6)]


def test_repeated_items_are_of_an_earlier_batch(perimeter: PerimeterInProcess) -> None:
    sent(perimeter, 3)
    answer, raw = sent(perimeter, 5)
    assert [item.status for item in answer.items][:3] == [Outcome.REPLAYED] * 3
    assert verified(perimeter, raw).receipt.count == 2
    assert found(perimeter, LogCaller(perimeter), raw).size == 6


def test_only_repeated_items(perimeter: PerimeterInProcess) -> None:
    sent(perimeter, 3)
    answer = perimeter.submit(encoded(line("t0"), line("t1")))
    assert answer.receipt is not None
    from cabinet.dayfile.lines import Line
    from cabinet.sender.batches import batch_of
    from cabinet.sender.receipts import receipt_bytes

    raw = receipt_bytes(batch_of("core-1", 0, [Line(0, b"{}"), Line(1, b"{}")]), answer)
    seen = find_in_log(verified(perimeter, raw), LogCaller(perimeter), known(perimeter).verifiers)
    assert seen is not None
    assert seen.first is None


@pytest.mark.parametrize(
    ("endpoint", "lie", "code"),
    [
        (ENTRY_BUNDLE, lambda body: flipped(body, -5), "RECEIPT_NOT_IN_LOG"),
        (ENTRY_BUNDLE, lambda body: body.replace(b'"ACCEPTED"', b'"REJECTED"', 1), "RECEIPT_NOT_IN_LOG"),
        (ENTRY_BUNDLE, lambda body: body[:-1], "ANSWER_INVALID"),
        (ENTRY_BUNDLE, lambda body: body[: 2 + int.from_bytes(body[:2], "big")], "ANSWER_INVALID"),
        (ENTRY_BUNDLE, lambda body: body + b"\0", "ANSWER_INVALID"),
        (ENTRY_BUNDLE, lambda _: b"", "ANSWER_INVALID"),
        (LOG_TILE, lambda body: flipped(body, 0), "RECEIPT_NOT_IN_LOG"),
        (LOG_TILE, lambda body: body[:-1], "ANSWER_INVALID"),
        (CHECKPOINT, lambda body: flipped(body, -5), "NOTE_INVALID"),
        (CHECKPOINT, lambda body: b"\xff" + body, "NOTE_INVALID"),
    ],
)
def test_answers_that_lie(
    perimeter: PerimeterInProcess, endpoint: object, lie: Callable[[bytes], bytes], code: str
) -> None:
    sent(perimeter, 5)
    _, raw = sent(perimeter, 8, 5)
    sent(perimeter, 4, 13)
    caller = LogCaller(perimeter)
    caller.lies[endpoint.name] = lie  # type: ignore[attr-defined]
    assert refusal(perimeter, caller, raw) == code


def test_a_log_that_went_back(perimeter: PerimeterInProcess) -> None:
    sent(perimeter, 3)
    caller = LogCaller(perimeter)
    before = caller.get(CHECKPOINT, {})
    _, raw = sent(perimeter, 2, 3)
    caller.lies[CHECKPOINT.name] = lambda _: before
    assert refusal(perimeter, caller, raw) == "RECEIPT_NOT_IN_LOG"


def test_a_log_that_is_another_one_by_now(perimeter: PerimeterInProcess) -> None:
    """The same size, another root: signed, and yet not what the receipt was given for."""
    _, raw = sent(perimeter, 3)
    caller = LogCaller(perimeter)
    signer = perimeter.perimeter.ledger.signer

    def other(note: bytes) -> bytes:
        head = open_checkpoint(note.decode(), [signer.verifier])
        return sign_checkpoint(Checkpoint(head.origin, head.size, bytes(32)), signer).encode()

    caller.lies[CHECKPOINT.name] = other
    assert refusal(perimeter, caller, raw) == "RECEIPT_NOT_IN_LOG"


def test_a_receipt_that_promised_something_else(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    """What the perimeter signed is not what its log has: the very lie that receipts are kept for."""
    import json

    import msgspec

    _, raw = sent(perimeter, 2)
    true = verified(perimeter, raw)
    items = [(item.attempt_id, "REJECTED") for item in true.items]
    lie = msgspec.structs.replace(true.receipt, verdicts_sha256=verdicts_digest(items))
    file = json.loads(raw)
    for shown in file["items"]:
        shown["status"] = "REJECTED"
    file["receipt"] = sign_receipt(lie, perimeter.perimeter.ledger.signer)
    path = put(tmp_path, "r.json", json.dumps(file))
    checked = check_file(path, asked(known(perimeter), caller=LogCaller(perimeter)))
    assert (checked.standing, code(checked)) == (Standing.BAD, "RECEIPT_NOT_IN_LOG")
    told = tell(checked, "uk")
    assert told.title == "Квитанція справжня, але журнал її не підтверджує"
    assert [check.passed for check in told.checks] == [True, True, False]
    assert check_file(path, asked(known(perimeter))).standing is Standing.GOOD, "by itself it is as it was signed"


def code(checked: CheckedFile) -> str:
    return checked.problem.code if checked.problem is not None else ""


def test_another_companys_log_is_not_asked(perimeter: PerimeterInProcess) -> None:
    _, raw = sent(perimeter, 2)
    caller = LogCaller(perimeter)
    signer = perimeter.perimeter.ledger.signer
    head = Checkpoint("soms-test-contour/test/10000007", 9, bytes(32))
    caller.lies[CHECKPOINT.name] = lambda _: sign_checkpoint(head, signer).encode()
    assert find_in_log(verified(perimeter, raw), caller, known(perimeter).verifiers) is None
    assert caller.asked == [CHECKPOINT.name]


def test_a_log_that_does_not_answer_takes_nothing_from_the_receipt(
    perimeter: PerimeterInProcess, tmp_path: Path
) -> None:
    path = put(tmp_path, "r.json", sent(perimeter, 2)[1])
    caller = LogCaller(perimeter)

    def fails(_: bytes) -> bytes:
        raise KnownError("PERIMETER_UNREACHABLE")

    caller.lies[CHECKPOINT.name] = fails
    checked = check_file(path, asked(known(perimeter), caller=caller))
    assert (checked.standing, code(checked), checked.in_log) == (Standing.GOOD, "PERIMETER_UNREACHABLE", None)
    assert [check.passed for check in tell(checked, "uk").checks] == [True, True, None]
