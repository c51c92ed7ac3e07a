"""A file goes in exactly once however it is cut, and only a receipt that holds is believed."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.contract.states import ReasonCode
from cabinet.dayfile.reading import open_day_file
from cabinet.proof.notes import NoteSigner, open_note
from cabinet.sender import mending
from cabinet.sender.chain import Chain
from cabinet.sender.send import Options, Summary, send_file
from tests.amending import reversal_of
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import InProcessTransport, PerimeterInProcess, encoded, line

BAD = {"currency": "EUR"}
REASON = ReasonCode.WRONG_TIME


class Sender:
    def __init__(self, perimeter: PerimeterInProcess, folder: Path) -> None:
        self.folder = folder
        self.key = folder / "key"
        self.client = perimeter.client(self.key)
        assert isinstance(self.client.transport, InProcessTransport)
        self.transport: InProcessTransport = self.client.transport

    def file(self, *lines: dict[str, object] | bytes, name: str = "d.ndjson") -> Path:
        path = self.folder / name
        path.write_bytes(encoded(*lines))
        return path

    def send(self, path: Path, **options: Any) -> Summary:
        return send_file(self.client, open_day_file(path), Options(**options))


@pytest.fixture
def sender(perimeter: PerimeterInProcess, tmp_path: Path) -> Sender:
    return Sender(perimeter, tmp_path)


def rows(perimeter: PerimeterInProcess) -> list[tuple[Any, ...]]:
    with ledger_rows(perimeter.folder / "contour") as ledger:
        return ledger.execute("SELECT operator_tx_id, outcome, codes FROM attempts ORDER BY seq").fetchall()


def bets(count: int, start: int = 0) -> list[dict[str, object]]:
    return [line(f"b{n}", roundId=f"R-{n}") for n in range(start, start + count)]


def receipts(path: Path) -> list[Path]:
    return sorted(path.with_name(path.name + ".receipts").iterdir())


@pytest.mark.parametrize("second", [1, 7, 10, 30, 1000])
def test_any_cut_is_exactly_once(sender: Sender, perimeter: PerimeterInProcess, second: int) -> None:
    path = sender.file(*bets(30))
    assert sender.send(path, batch_size=10).replayed == 0
    again = sender.send(path, batch_size=second)
    assert (again.sent, again.replayed, dict(again.by_outcome)) == (30, 30, {"ACCEPTED": 30})
    assert len(rows(perimeter)) == 30
    assert not any(codes for _, _, codes in rows(perimeter)), "and the chain without an alarm"


def test_a_grown_file_sends_what_is_new(sender: Sender, perimeter: PerimeterInProcess) -> None:
    path = sender.file(*bets(25))
    sender.send(path, batch_size=10)
    sender.file(*bets(33))
    grown = sender.send(path, batch_size=10)
    assert (grown.sent, grown.replayed) == (33, 25)
    assert [code for _, _, code in rows(perimeter)] == [""] * 33


def test_lines_much_alike_are_taken(sender: Sender) -> None:
    same = [line(f"a{n:06}", roundId="R") for n in range(1000)]
    assert dict(sender.send(sender.file(*same)).by_outcome) == {"ACCEPTED": 1000}


def test_old_receipts_stay(sender: Sender) -> None:
    path = sender.file(*bets(3))
    folder = path.with_name("d.ndjson.receipts")
    folder.mkdir()
    (folder / "000000000-11111111-1111-8111-8111-111111111111.json").write_text("old")
    sender.send(path)
    assert [p.read_text() == "old" for p in receipts(path)].count(True) == 1
    assert len(receipts(path)) == 2


def lying(change: Callable[[dict[str, Any]], object]) -> Callable[[str, bytes], bytes]:
    def lie(name: str, body: bytes) -> bytes:
        if name != "submit":
            return body
        answer = json.loads(body)
        change(answer)
        return json.dumps(answer).encode()

    return lie


def resigned(perimeter: PerimeterInProcess, answer: dict[str, Any], signer: NoteSigner, **changes: object) -> None:
    """Let the receipt say something else, signed by somebody."""
    head, _, body = open_note(answer["receipt"], [perimeter.perimeter.ledger.signer.verifier]).partition("\n")
    answer["receipt"] = signer.sign(f"{head}\n{json.dumps(json.loads(body) | changes)}\n")


def false_signature(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    resigned(
        perimeter, answer, NoteSigner(perimeter.perimeter.ledger.signer.verifier.name, Ed25519PrivateKey.generate())
    )


def no_receipt(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    answer["receipt"] = None


def of_another_head(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    answer["receipt"] = perimeter.perimeter.ledger.signer.sign("soms-other/v1\n{}\n")


def another_batch(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    resigned(perimeter, answer, perimeter.perimeter.ledger.signer, batchId="x")


def another_content(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    resigned(perimeter, answer, perimeter.perimeter.ledger.signer, contentSha256="ab" * 32)


def other_verdicts(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    answer["items"][1]["status"] = "REJECTED"


def other_attempts(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    answer["items"][0]["attemptId"] = answer["items"][1]["attemptId"]


def fewer_verdicts(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    del answer["items"][2]


def more_verdicts(perimeter: PerimeterInProcess, answer: dict[str, Any]) -> None:
    answer["items"].append(answer["items"][0])


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (false_signature, "NOTE_INVALID"), (no_receipt, "NOTE_INVALID"), (of_another_head, "NOTE_INVALID"),
        (another_batch, "NOTE_INVALID"), (another_content, "NOTE_INVALID"), (other_verdicts, "NOTE_INVALID"),
        (other_attempts, "NOTE_INVALID"), (fewer_verdicts, "ANSWER_INVALID"), (more_verdicts, "ANSWER_INVALID"),
    ],
)  # fmt: skip
def test_a_lying_perimeter_is_not_believed(
    sender: Sender, perimeter: PerimeterInProcess, lie: Callable[[PerimeterInProcess, dict[str, Any]], None], code: str
) -> None:
    path = sender.file(*bets(3))
    honest = sender.transport.lie
    sender.transport.lie = lying(lambda answer: lie(perimeter, answer))
    with pytest.raises(KnownError) as refusal:
        sender.send(path)
    assert refusal.value.code == code
    assert not path.with_name("d.ndjson.receipts").exists(), "what is not believed is not kept"
    chain = Chain.read(sender.key)
    assert (chain.seq, chain.content_sha256) == (0, None), "and moves no chain"
    sender.transport.lie = honest
    assert sender.send(path).replayed == 3
    assert Chain.read(sender.key).seq == 1


def test_a_false_list_of_keys_is_not_believed(sender: Sender, perimeter: PerimeterInProcess) -> None:
    path = sender.file(*bets(1))
    list_signer = perimeter.perimeter.recipient_keys._signer
    good = perimeter.perimeter.recipient_keys.note()
    body = good.partition("\n")[2].partition("\n\n")[0]
    for note in (
        list_signer.sign(f"soms-other-keys/v1\n{body}\n"),
        NoteSigner(list_signer.verifier.name, Ed25519PrivateKey.generate()).sign(f"soms-encryption-keys/v1\n{body}\n"),
        good.replace('"keyId":"', '"keyId":"x'),
        "",
    ):
        sender.transport.lie = lambda name, answer, note=note: note.encode() if name == "encryption_keys" else answer
        with pytest.raises(KnownError, match="NOTE_INVALID"):
            sender.send(path)
    assert "submit" not in sender.transport.calls


def test_the_chain_advances_once_a_batch(sender: Sender, perimeter: PerimeterInProcess) -> None:
    first, second = sender.file(*bets(30)), sender.file(*bets(5, 100), name="e.ndjson")
    sender.send(first, batch_size=10)
    after = Chain.read(sender.key)
    assert after.seq == 3
    sender.send(first, batch_size=10)
    for receipt in receipts(first):
        receipt.unlink()
    sender.send(first, batch_size=10)
    assert Chain.read(sender.key) == after, "batches had before are no new ones, receipts or not"
    sender.send(second)
    assert Chain.read(sender.key).seq == 4
    assert not any(codes for _, _, codes in rows(perimeter))


class Died(Exception):
    pass


def test_a_run_that_died_is_taken_up_with_another_cut(sender: Sender, perimeter: PerimeterInProcess) -> None:
    """Dead after the perimeter's commit, before the answer was read: the next batch follows the one that was taken."""
    path = sender.file(*bets(30))

    def die(name: str, body: bytes) -> bytes:
        if name == "submit":
            raise Died
        return body

    honest, sender.transport.lie = sender.transport.lie, die
    with pytest.raises(Died):
        sender.send(path, batch_size=10)
    sender.transport.lie = honest
    assert Chain.read(sender.key).pending is not None
    assert sender.send(path, batch_size=7).sent == 30
    assert [code for _, _, code in rows(perimeter)] == [""] * 30
    assert Chain.read(sender.key).pending is None


def test_a_run_that_died_before_the_commit(sender: Sender, perimeter: PerimeterInProcess) -> None:
    path = sender.file(*bets(3))

    def die(name: str) -> None:
        if name == "submit":
            raise Died

    sender.transport.before = die
    with pytest.raises(Died):
        sender.send(path)
    sender.transport.before = lambda _: None
    sender.send(path, batch_size=2)
    assert [code for _, _, code in rows(perimeter)] == [""] * 3


def test_a_first_answer_lost_on_the_way_still_advances(sender: Sender, perimeter: PerimeterInProcess) -> None:
    """The transport repeats by itself, so the answer that arrives says that the batch was had before."""
    sender.send(sender.file(*bets(3)))
    honest = sender.transport.lie
    sender.transport.lie = lying(lambda answer: answer.update(replayed=True))
    sender.send(sender.file(*bets(3, 10), name="e.ndjson"))
    sender.transport.lie = honest
    assert Chain.read(sender.key).seq == 2
    sender.send(sender.file(*bets(3, 20), name="f.ndjson"))
    assert not any(codes for _, _, codes in rows(perimeter))


def test_two_runs_at_once_wait_for_each_other(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    senders = [Sender(perimeter, tmp_path), Sender(perimeter, tmp_path)]
    paths = [senders[0].file(*bets(40), name="a.ndjson"), senders[1].file(*bets(40, 100), name="b.ndjson")]
    began, waited = threading.Event(), threading.Event()
    senders[0].transport.before = lambda _: (began.set(), waited.wait(60))

    def second() -> None:
        began.wait(60)
        send_file(senders[1].client, open_day_file(paths[1]), batch_size=5, waiting=waited.set)

    thread = threading.Thread(target=second)
    thread.start()
    send_file(senders[0].client, open_day_file(paths[0]), batch_size=5)
    thread.join()
    assert waited.is_set()
    assert Chain.read(tmp_path / "key").seq == 16
    assert [code for _, _, code in rows(perimeter)] == [""] * 80


def test_first_batch_rejected_whole_stops(sender: Sender, perimeter: PerimeterInProcess) -> None:
    path = sender.file(*(line(f"x{n}", **BAD) for n in range(30)))
    summary = sender.send(path, batch_size=10)
    assert summary.stopped is not None
    assert (summary.stopped.code, summary.stopped.facts["count"]) == ("SEND_STOPPED", "10")
    assert "AM-403 × 10" in summary.stopped.detail
    assert (summary.sent, summary.unsent, summary.left_out) == (10, 20, 20)
    assert len(rows(perimeter)) == 10
    summary = sender.send(path, batch_size=10, go_on=True)
    assert (summary.stopped, summary.sent) == (None, 30)


def test_one_good_line_lets_it_go_on(sender: Sender) -> None:
    path = sender.file(*(line(f"x{n}", **(BAD if n != 9 else {})) for n in range(30)))
    assert sender.send(path, batch_size=10).stopped is None


def test_lines_are_sent_or_left_out(sender: Sender) -> None:
    path = sender.file(line("a"), b"{", line("b"), b'{"a":1,"a":2}')
    summary = sender.send(path)
    assert (summary.sent, summary.left_out) == (2, 2)
    with pytest.raises(KnownError, match="DAYFILE_LINE"):
        sender.send(path, strict=True)


def test_warnings_are_counted_by_code(sender: Sender) -> None:
    summary = sender.send(sender.file(line("a", seqNo=1), line("b", seqNo=5)))
    assert summary.by_code == {"IN-802": 1}


def test_salts_of_withheld_lines_are_kept(sender: Sender) -> None:
    path = sender.file(line("a", lateReason="дзвоніть +380671234567"), line("b"))
    sender.send(path)
    (kept,) = receipts(path)
    first = kept.read_bytes()
    assert len(json.loads(first)["items"][0]["salt"]) == 32
    sender.send(path)
    assert kept.read_bytes() == first, "a second answer has no salts and replaces nothing"
    assert kept.stat().st_mode & 0o777 == 0o600


def full(number: int) -> Callable[..., object]:
    def write(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    return write


def test_no_place_for_receipts_is_told_before_sending(sender: Sender, perimeter: PerimeterInProcess) -> None:
    path = sender.file(*bets(3))
    path.with_name("d.ndjson.receipts").write_text("in the way")
    with pytest.raises(KnownError) as refusal:
        sender.send(path)
    assert refusal.value.code == "RECEIPTS_UNWRITABLE"
    assert not rows(perimeter)
    summary = sender.send(path, receipts=sender.folder / "elsewhere")
    assert summary.receipts[0].parent == sender.folder / "elsewhere"


def test_full_disk_is_told_before_sending(
    sender: Sender, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sender.file(*bets(3))
    with monkeypatch.context() as patch:
        patch.setattr("cabinet.sender.receipts.os.fsync", full(errno.ENOSPC))
        with pytest.raises(KnownError) as refusal:
            sender.send(path)
    assert refusal.value.code == "RECEIPTS_UNWRITABLE"
    assert os.strerror(errno.ENOSPC) in refusal.value.detail
    assert not rows(perimeter)
    assert not path.with_name("d.ndjson.receipts").exists(), "nothing is left behind"


def test_key_folder_that_cannot_be_written_is_told_before_sending(
    sender: Sender, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sender.file(*bets(3))
    with monkeypatch.context() as patch:
        patch.setattr("cabinet.profile.atomic.os.fsync", full(errno.EROFS))
        # The place of the receipt is another module's own write.
        patch.setattr("cabinet.sender.receipts.os.fsync", lambda _: None)
        patch.setattr("cabinet.profile.atomic.tempfile.mkstemp", full(errno.EROFS))
        with pytest.raises(KnownError) as refusal:
            sender.send(path)
    assert refusal.value.code == "KEY_FOLDER_UNWRITABLE"
    assert not rows(perimeter)
    assert not path.with_name("d.ndjson.receipts").exists()


def test_a_receipt_that_cannot_be_kept_is_kept_elsewhere(
    sender: Sender, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sender.file(*bets(30))
    with monkeypatch.context() as patch:
        replace = Path.replace
        patch.setattr(
            Path, "replace", lambda a, b: full(errno.ENOSPC)() if a.name.endswith(".waiting") else replace(a, b)
        )
        summary = sender.send(path, batch_size=10)
    assert summary.trouble is not None
    assert summary.trouble.code == "RECEIPT_NOT_KEPT"
    kept = Path(summary.trouble.facts["kept"])
    assert kept.parent == sender.key / "receipts"
    assert len(json.loads(kept.read_bytes())["items"]) == 10
    assert (summary.sent, summary.unsent) == (10, 20), "sent is sent, and nothing more goes"
    assert len(rows(perimeter)) == 10


def test_a_receipt_with_no_place_at_all_is_handed_back(
    sender: Sender, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sender.file(line("a", lateReason="дзвоніть +380671234567"))

    def taken(name: str, body: bytes) -> bytes:
        if name == "submit":
            patch.setattr("cabinet.sender.receipts.os.fsync", full(errno.ENOSPC))
            patch.setattr("cabinet.profile.atomic.tempfile.mkstemp", full(errno.ENOSPC))
        return body

    with monkeypatch.context() as patch:
        sender.transport.lie = taken
        summary = sender.send(path, go_on=True)
    assert summary.trouble is not None
    assert (summary.trouble.code, summary.trouble.facts["kept"]) == ("RECEIPT_NOT_KEPT", "")
    (data,) = summary.unkept
    assert json.loads(data)["items"][0]["salt"]
    assert summary.sent == len(rows(perimeter)) == 1
    sender.transport.lie = lambda _, body: body
    again = sender.send(path, go_on=True)
    assert [(w.number, w.personal) for w in again.waiting] == [(1, True)], "personal data is not sent twice"
    assert [w.personal for w in sender.send(path, reason=REASON).waiting] == [True]
    assert len(rows(perimeter)) == 1
    assert Chain.read(sender.key).seq == 1, "the chain is settled by asking"


@pytest.mark.parametrize("scoped", [True, False])
def test_a_mended_file_goes_in_as_corrections(
    sender: Sender, perimeter: PerimeterInProcess, tmp_path: Path, *, scoped: bool
) -> None:
    if not scoped:
        sender.transport.refused = {"rejections", "rejection"}
    sender.send(sender.file(*(line(f"t{n}", occurredAt="27.11.2026 13:50") for n in range(5))))
    mended = sender.file(*(line(f"t{n}") for n in range(5)), line("new"), name="mended.ndjson")
    told = sender.send(mended)
    assert [w.number for w in told.waiting] == [1, 2, 3, 4, 5]
    assert (told.sent, told.left_out) == (1, 5)
    assert len(rows(perimeter)) == 6, "nothing is rejected a second time"
    summary = sender.send(mended, reason=REASON)
    assert (summary.corrected, dict(summary.by_outcome)) == (5, {"ACCEPTED": 6})
    after = rows(perimeter)
    assert len(after) == 11
    assert [outcome for _, outcome, _ in after].count("REJECTED") == 5
    # Again, with the reason and without, here and on a second computer: nothing new.
    second = Sender(perimeter, tmp_path / "second")
    for again in (lambda: sender.send(mended, reason=REASON), lambda: second.send(mended, reason=REASON)):
        if scoped:
            assert again().replayed == 6
    if scoped:
        assert sender.send(mended).replayed == 6
        assert rows(perimeter) == after


@pytest.mark.parametrize("pages", [1, 3, 20])
def test_rejected_ones_are_listed_to_the_last_page(
    sender: Sender, perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """Where there are more pages than are read, every line is asked for."""
    monkeypatch.setattr(mending, "_PAGE", 2)
    monkeypatch.setattr(mending, "_PAGES", pages)
    sender.send(sender.file(*(line(f"t{n}", **BAD) for n in range(5)), line("good")))
    mended = sender.file(*(line(f"t{n}") for n in range(5)), name="mended.ndjson")
    assert sender.send(mended, reason=REASON).corrected == 5
    assert len(rows(perimeter)) == 11


def test_a_mended_csv_goes_in_as_corrections(sender: Sender, perimeter: PerimeterInProcess) -> None:
    def table(name: str, at: str) -> Path:
        value = line("c1", occurredAt=at)
        path = sender.folder / name
        path.write_text(";".join(value) + "\n" + ";".join(str(v) for v in value.values()) + "\n")
        return path

    sender.send(table("a.csv", "27.11.2026 13:50"))
    mended = table("b.csv", str(line("c1")["occurredAt"]))
    assert dict(sender.send(mended, reason=REASON).by_outcome) == {"ACCEPTED": 1}
    assert [codes for _, _, codes in rows(perimeter)] == ["TM-702", ""]


def test_a_rejected_reversal_goes_in_again_as_a_reversal(sender: Sender, perimeter: PerimeterInProcess) -> None:
    """It is linked to the rejected attempt and still says what it takes back."""
    bet = line("a")
    sender.send(sender.file(bet))
    (accepted,) = json.loads(receipts(sender.folder / "d.ndjson")[0].read_text())["items"]
    back = reversal_of(json.dumps(bet).encode(), accepted["somsTxId"], "a-back")
    assert dict(sender.send(sender.file(back | {"amountKop": 499}, name="r.ndjson")).by_code) == {"AM-406": 1}
    mended = sender.file(back, name="mended.ndjson")
    assert [w.operator_tx_id for w in sender.send(mended).waiting] == ["a-back"]
    summary = sender.send(mended, reason=REASON)
    assert (summary.corrected, dict(summary.by_outcome)) == (1, {"ACCEPTED": 1})
    assert sender.send(mended, reason=REASON).replayed == 1, "again, nothing new"
    assert [codes for _, _, codes in rows(perimeter)] == ["", "AM-406", ""]
    payout = sender.file(line("p", type="PAYOUT", relatedTxId="a"), name="p.ndjson")
    assert dict(sender.send(payout).by_code) == {"RF-508": 1}


def test_a_withheld_line_is_corrected_by_its_commitment(sender: Sender, perimeter: PerimeterInProcess) -> None:
    sender.send(sender.file(line("p", lateReason="дзвоніть +380671234567")))
    assert dict(sender.send(sender.file(line("p"), name="m.ndjson"), reason=REASON).by_outcome) == {"ACCEPTED": 1}
    assert [outcome for _, outcome, _ in rows(perimeter)] == ["REJECTED", "ACCEPTED"]


def test_nothing_is_asked_of_lines_that_nobody_rejected(sender: Sender) -> None:
    sender.send(sender.file(*bets(10)))
    assert "check" not in sender.transport.calls


def test_of_a_slice_whose_receipt_is_here_nothing_is_asked(sender: Sender, perimeter: PerimeterInProcess) -> None:
    """A withheld line cannot be told from a new version by its bytes; the same slice again is the same answer."""
    path = sender.file(line("p", lateReason="дзвоніть +380671234567"), line("q", **BAD), line("r"))
    first = sender.send(path)
    again = sender.send(path)
    assert (again.sent, again.replayed, again.waiting) == (3, 3, [])
    assert again.by_outcome == first.by_outcome
    assert "check" not in sender.transport.calls
    assert len(rows(perimeter)) == 3


def test_a_receipt_of_another_ledger_is_replaced(sender: Sender, perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    path = sender.file(*bets(2))
    sender.send(path)
    (kept,) = receipts(path)
    first = kept.read_bytes()
    anew = PerimeterInProcess(tmp_path / "anew")
    try:
        Sender(anew, tmp_path / "second").send(path)
        assert kept.read_bytes() != first
        assert json.loads(kept.read_bytes())["receipt"]
    finally:
        anew.close()
