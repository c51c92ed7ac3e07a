"""What no header and no line can do: end in a mistake of ours, or lose the batch they came in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cabinet.contract.catalogue import problem_cards
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer, ItemAnswer
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome
from cabinet.sealing import envelope
from tests.contour.ledger.test_log import counted_from_rows, rolled_up
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line

MOST = 2**63 - 1
REFUSED = {code for code, card in problem_cards().items() if card.status is not None} - {"INTERNAL"}


@pytest.fixture(scope="module")
def perimeter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PerimeterInProcess]:
    made = PerimeterInProcess(tmp_path_factory.mktemp("intake") / "p")
    yield made
    made.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[PerimeterInProcess]:
    made = PerimeterInProcess(tmp_path / "p")
    yield made
    made.close()


def codes(answer: BatchAnswer, index: int = 0) -> list[str]:
    return [f.code for f in answer.items[index].findings]


def commitment(fresh: PerimeterInProcess, item: ItemAnswer) -> str:
    """Return what the log commits to of an attempt."""
    with ledger_rows(fresh.perimeter.store, named=True) as rows:
        found = rows.execute("SELECT commitment FROM attempts WHERE attempt_id = ?", (item.attempt_id,)).fetchone()
    return str(found["commitment"])


def test_a_check_says_what_sending_would(fresh: PerimeterInProcess) -> None:
    """Also where a line is judged by what the same batch holds before it: nothing of that is in the ledger yet."""
    fresh.judge(line("old"), line("bad", brandId="nobody"))
    (bad,) = fresh.judge(line("bad2", brandId="nobody"))
    digest = commitment(fresh, bad)
    mend = {"kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "originalSha256": digest, "reasonCode": "R1"}
    win = {"type": "PAYOUT", "relatedTxId": "b", "roundId": "R-b"}
    back = {"type": "REFUND", "relatedTxId": "c", "amountKop": 300}
    lines = [
        line("b"), line("w1", **win), line("w2", **win), line("w3", **{**win, "roundId": "R-2"}),
        line("c"), line("r1", **back), line("r2", **back), line("b"), line("b", amountKop=7), line("old"),
        line("bad2", correction=mend), line("bad2", correction=mend, amountKop=9), line("n", seqNo=5),
        line("n2", seqNo=9), line("r3", type="REFUND", relatedTxId="nowhere"), b"{", line("w4", **win, amountKop=1),
    ]  # fmt: skip
    checked = msgspec.json.decode(
        fresh.perimeter.intake.check("90417318", "core-1", encoded(*lines), fresh.at), type=BatchAnswer
    )
    with ledger_rows(fresh.perimeter.store) as rows:
        (before,) = rows.execute("SELECT COUNT(*) FROM attempts").fetchone()
    sent = fresh.judge(*lines)
    told = [(i.status, [(f.code, f.pointer, f.value, f.expected) for f in i.findings]) for i in checked.items]
    assert told == [(i.status, [(f.code, f.pointer, f.value, f.expected) for f in i.findings]) for i in sent]
    assert before == 3, "a check writes nothing"
    assert {"RF-507", "AM-404", "IN-802", "ST-201"} <= {f[0] for _, found in told for f in found}


def test_a_check_waits_for_no_writer(fresh: PerimeterInProcess) -> None:
    """A batch that is being written holds up neither a check nor a reader's first look, each on a new thread."""
    with fresh.perimeter.store.write(), ThreadPoolExecutor(2) as threads:
        check = threads.submit(fresh.perimeter.intake.check, "90417318", "core-1", encoded(line("a")), fresh.at)
        assert b'"ACCEPTED"' in check.result(timeout=10)


NOT_UTF8 = [
    b'{"operatorTxId":"\xff"}', b'{"\xff":1}', b"\xff", b"\xc3", b'{"lateReason":"\xed\xa0\x80"}',
    b'{"a":"\xf4\x90\x80\x80"}', b'{"correction":{"text":"\xfe"}}', b'["\xff"]', b'"\xff"',
]  # fmt: skip


@pytest.mark.parametrize("bad", NOT_UTF8)
def test_bytes_that_are_no_utf8_are_one_bad_line(perimeter: PerimeterInProcess, bad: bytes) -> None:
    name = f"u{perimeter.seq}"
    items = perimeter.judge(line(name), bad, line(f"{name}b"))
    assert [i.status for i in items] == [Outcome.ACCEPTED, Outcome.REJECTED, Outcome.ACCEPTED]
    assert [f.code for f in items[1].findings] == ["ST-201"]
    checked = perimeter.perimeter.intake.check("90417318", "core-1", encoded(bad), NOW)
    assert b'"ST-201"' in checked
    corrected = perimeter.perimeter.intake.correct(perimeter.person(Role.COMPLIANCE), encoded(bad), "k" * 8, NOW)
    assert b'"ST-201"' in corrected


def spoilt(bytes_inside: bytes, at: int) -> bytes:
    honest = encoded(line("f"))[:-1]
    return honest[:at] + bytes_inside.replace(b"\n", b"") + honest[at:]


TWICE = b'{"amountKop":1000,"amountKop":99900}'


def test_names_twice_wherever_lines_come_in(perimeter: PerimeterInProcess) -> None:
    assert "ST-205" in codes(perimeter.submit(encoded(TWICE)))
    assert b'"ST-205"' in perimeter.perimeter.intake.check("90417318", "core-1", TWICE, NOW)
    who = perimeter.person(Role.COMPLIANCE)
    assert b'"ST-205"' in perimeter.perimeter.intake.correct(who, TWICE, "twice-key", NOW)


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
@given(
    lines=st.lists(
        st.binary(max_size=60).map(lambda b: b.replace(b"\n", b""))
        | st.builds(spoilt, st.binary(max_size=8), st.integers(0, 400))
        | st.dictionaries(
            st.sampled_from([*line("x"), "seqNo", "correction", "relatedTxId", "lateReason"]) | st.text(max_size=5),
            st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=8) | st.sampled_from([MOST, MOST + 1, 10**12, 10**12 + 1, [], {}, [{}]]),
            max_size=6,
        ).map(lambda changes: json.dumps(line("g") | changes).encode()),
        min_size=1, max_size=5,
    )
)  # fmt: skip
@example(lines=[b'{"a":' * 3000])
@example(lines=[b"[" * 16000])
@example(lines=[b'{"amountKop":1e400}'])
@example(lines=[b'{"amountKop":' + b"9" * 5000 + b"}"])
def test_any_lines_get_verdicts(perimeter: PerimeterInProcess, lines: list[bytes]) -> None:
    """Every line gets its verdict, and the ledger's figures stay those of its rows."""
    answer = perimeter.submit(encoded(*lines))
    assert len(answer.items) == len(encoded(*lines).removesuffix(b"\n").split(b"\n"))
    assert all(i.findings for i in answer.items if i.status is Outcome.REJECTED)
    with closing(sqlite3.connect(perimeter.folder / "contour" / "ledger.sqlite")) as ledger:
        kinds = ledger.execute("SELECT DISTINCT typeof(stuck_kop), typeof(bet_kop) FROM rollups").fetchall()
        assert kinds == [("integer", "integer")]


def test_huge_sums_overflow_nothing(fresh: PerimeterInProcess) -> None:
    for n in range(3):
        items = fresh.judge(*(line(f"h{n}-{m}", amountKop=MOST) for m in range(3)))
        assert {f.code for i in items for f in i.findings} == {"AM-402"}
    fresh.judge(line("ok"), line("over", amountKop=10**12), line("beyond", amountKop=10**12 + 1))
    with ledger_rows(fresh.folder / "contour" / "ledger.sqlite") as ledger:
        assert rolled_up(ledger) == counted_from_rows(ledger)
        stuck = ledger.execute("SELECT stuck_kop FROM rollups WHERE step = 'day' AND slice = 'none'").fetchall()
    assert stuck == [(10**12,)], "a sum beyond all sense is told by its finding and counted nowhere"


HEADERS: list[dict[str, Any]] = [
    {"seq": n} for n in (-(2**63), -1, 0, MOST + 1, 2**64, 10**40)
] + [
    {"n": n} for n in (-1, 0, 10_001, MOST + 1, 10**300)
] + [
    {"v": v} for v in (0, 2, 2**64)
] + [
    {"prev_content_sha256": p} for p in ("zz", "", "AB" * 32, "\0", "a" * 63, "a" * 65)
] + [
    {"content_sha256": c} for c in ("", "AB" * 32, "x" * 2000, "a" * 64)
] + [
    {"batch_id": b} for b in ("", "a" * 65, "ї", "a\n", "\0")
] + [
    {"env": "production"}, {"operator": "\0"}, {"source": "bet-1"}, {"signing_key_id": "\0"},
    {"recipient_key_id": "x"}, {"zip": "gzip"},
]  # fmt: skip


@pytest.mark.parametrize("changes", HEADERS, ids=[str(h)[:40] for h in HEADERS])
def test_any_header_is_taken_or_refused_by_a_code(perimeter: PerimeterInProcess, changes: dict[str, Any]) -> None:
    before = perimeter.seq, perimeter.previous
    with pytest.raises(KnownError) as refusal:
        perimeter.submit(encoded(line("header")), **changes)
    assert refusal.value.code in REFUSED
    assert (perimeter.seq, perimeter.previous) == before


@pytest.mark.parametrize("iat", ["0001-01-01T00:00:00Z", "9998-12-31T23:59:59+00:00", "2026-11-24T10:02:00Z", "x", ""])
def test_any_time_of_a_header(perimeter: PerimeterInProcess, monkeypatch: pytest.MonkeyPatch, iat: str) -> None:
    monkeypatch.setattr(envelope, "wire", lambda _: iat)
    with pytest.raises(KnownError) as refusal:
        perimeter.submit(encoded(line("time")))
    assert refusal.value.code in {"ENVELOPE_INVALID", "ENVELOPE_STALE"}


def test_highest_number_of_a_batch_is_taken(fresh: PerimeterInProcess) -> None:
    assert codes(fresh.submit(encoded(line("a")), seq=MOST)) == ["IN-802"]


def test_chain_tells_what_is_missing(fresh: PerimeterInProcess) -> None:
    assert codes(fresh.submit(encoded(line("1")))) == []
    first = fresh.previous
    assert codes(fresh.submit(encoded(line("2")))) == []
    assert codes(fresh.submit(encoded(line("3")), prev_content_sha256="ab" * 32)) == ["IN-802"], "unknown predecessor"
    assert codes(fresh.submit(encoded(line("4")))) == []
    assert codes(fresh.submit(encoded(line("5")), seq=fresh.seq + 2)) == ["IN-802"], "a jump"
    assert codes(fresh.submit(encoded(line("6")))) == []
    assert codes(fresh.submit(encoded(line("7")), seq=fresh.seq)) == ["IN-802"], "the same number again"
    assert codes(fresh.submit(encoded(line("8")), prev_content_sha256=None)) == []
    assert codes(fresh.submit(encoded(line("8a")), prev_content_sha256=None, seq=1)) == ["IN-802"], "begun anew"
    fork = fresh.submit(encoded(line("9")), prev_content_sha256=first)
    assert codes(fork) == ["IN-801"]
    assert fork.items[0].status is Outcome.ACCEPTED_WITH_WARNINGS


def test_chain_begins_with_one(fresh: PerimeterInProcess) -> None:
    answer = fresh.submit(encoded(line("1")), seq=2)
    assert codes(answer) == ["IN-802"]
    assert (answer.items[0].findings[0].value, answer.items[0].findings[0].expected) == ("2", "0")


def test_chain_findings_are_not_lost_on_a_replayed_first_line(fresh: PerimeterInProcess) -> None:
    fresh.judge(line("1"))
    answer = fresh.submit(encoded(line("1"), line("2")), seq=9)
    assert [codes(answer, 0), codes(answer, 1)] == [["ID-301"], ["IN-802"]]
    answer = fresh.submit(encoded(line("2"), line("1")), seq=20)
    assert [codes(answer, 0), codes(answer, 1)] == [["ID-301", "IN-802"], ["ID-301"]]


def test_a_whole_batch_again_is_its_first_answer(fresh: PerimeterInProcess) -> None:
    plain = encoded(line("1"))
    first = fresh.submit(plain)
    again = fresh.submit(plain)
    assert again == msgspec.structs.replace(first, replayed=True)
