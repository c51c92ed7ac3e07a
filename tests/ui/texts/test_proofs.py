"""Words of proofs: each state's lead, amounts of checks, the time that is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cabinet.audit.report import Checked, CheckKind, CheckState, Fault, Progress, Report
from cabinet.contract.errors import KnownError
from cabinet.desks.proofs import KeptAuditReport, Proofs
from cabinet.desks.witness import Witnessed
from cabinet.proof.checkpoints import Checkpoint
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.proofs import amount, audit_note, fault_words, lead, time_left, when
from cabinet.vault.witness import Alarm, Kept, Sighting

NOW = datetime(2026, 11, 28, 11, 41, tzinfo=UTC)
ROOT = b"r" * 32
NEWEST = Checkpoint("log", 20_143, ROOT)


def kept(size: int = 20_143, *, proved: bool = True, root: bytes = ROOT, seen: datetime = NOW) -> Kept:
    return Kept(1, size, root, "note", "key", NOW - timedelta(days=81), seen, proved, "")


def proofs(*checkpoints: Kept, alarms: tuple[Alarm, ...] = (), failure: KnownError | None = None) -> Proofs:
    log = Witnessed(NEWEST, Sighting(1, NOW), kept=True, failure=failure)
    return Proofs(log, list(checkpoints), list(alarms), "", KeptAuditReport(None, "", None))


def report(*faults: Fault, more: int = 0, false: int = 0, **changes: int) -> Report:
    checks = {kind.value: Checked(state=CheckState.PASSED) for kind in CheckKind}
    checks["contents"].faults = len(faults) + more
    return Report(
        origin="log", size=9, root="", note="", finished_at="2026-11-28T11:41:00.000Z", checks=checks,
        faults=list(faults), uncounted=0, false_receipts=false, **{"withheld": 0, "too_long": 0, **changes},
    )  # fmt: skip


def test_a_log_that_was_not_changed() -> None:
    found = lead(proofs(kept()), report(), NOW, reached=True)
    assert (found.kind, found.title) == ("success", "Журнал не змінювали")
    assert found.sentence == (
        "20\u00a0143 записи звірено сьогодні о 13:41. Від першої побаченої точки, 08.09.2026, нічого не зникло й не "
        "переписано."
    )
    early = lead(proofs(kept(seen=NOW - timedelta(days=1))), None, NOW, reached=True)
    assert "звірено 27.11.2026, 13:41." in early.sentence


@pytest.mark.parametrize(
    ("data", "reached", "title"),
    [
        (proofs(kept()), False, "Журнал не звіряли від 13:41"),
        (proofs(kept(20_000)), True, "Журнал не звіряли від 13:41"),
        (proofs(kept(root=b"x" * 32)), True, "Журнал не звіряли від 13:41"),
        (proofs(kept(20_000, seen=NOW - timedelta(days=2))), True, "Журнал не звіряли від 26.11.2026, 13:41"),
        (proofs(kept(proved=False)), True, "Журнал ще не звірено"),
        (proofs(), True, "Журнал ще не звірено"),
    ],
)
def test_a_log_that_was_not_compared(data: Proofs, reached: bool, title: str) -> None:
    found = lead(data, None, NOW, reached=reached)
    assert (found.kind, found.title) == ("warning", title)
    assert found.sentence


def test_why_a_log_was_not_compared() -> None:
    busy = KnownError("VAULT_BUSY", path="x")
    assert lead(proofs(failure=busy), None, NOW, reached=True).sentence == " ".join(failure_words(busy))
    assert "не вдалося звірити" in lead(proofs(), None, NOW, reached=True).sentence


def test_an_alarm_stands_before_all_else_until_it_is_closed() -> None:
    error = KnownError("CHECKPOINT_ROLLED_BACK", origin="log", had="9", offered="8")
    alarm = Alarm(1, error, NOW, ("a", "b"), None, "", "")
    found = lead(proofs(kept(), alarms=(alarm,)), report(), NOW, reached=True)
    assert (found.kind, found.title) == ("danger", "Журнал змінено")
    assert found.sentence.startswith("Журнал став коротшим: записів було 9, показано 8.")
    closed = Alarm(1, error, NOW, ("a", "b"), NOW, "Head", "reason")
    assert lead(proofs(kept(), alarms=(closed,)), report(), NOW, reached=True).kind == "success"


def test_faults_of_the_log_and_of_files() -> None:
    swapped = Fault(check=CheckKind.CONTENTS, code="CONTENT_SWAPPED", facts={"seq": "8"})
    assert lead(proofs(kept()), report(swapped), NOW, reached=True).kind == "danger"
    assert lead(proofs(kept()), report(swapped, false=1), NOW, reached=True).kind == "warning"
    assert lead(proofs(kept()), report(swapped, more=1, false=1), NOW, reached=True).kind == "danger"
    told = fault_words(report(swapped, swapped, more=3), 1).split("\n")
    assert told[0].startswith("Вміст запису № 8")
    assert told[0].endswith("(CONTENT_SWAPPED)")
    assert told[1:] == ["і ще 4 у протоколі"]


@pytest.mark.parametrize(
    ("kind", "check", "said"),
    [
        ("entries", Checked(state=CheckState.RUNNING, done=1_234, of=2_000), "1\u00a0234 збігаються"),
        ("receipts", Checked(state=CheckState.RUNNING, done=3, of=5), "3 із 5 квитанцій"),
        ("checkpoints", Checked(state=CheckState.PASSED, done=2, of=2), "2 із 2 точок"),
        ("figures", Checked(state=CheckState.RUNNING, done=50, of=81), "50 із 81 днів"),
        ("figures", Checked(state=CheckState.SKIPPED, why="RIGHT_MISSING"), "не перевірено: немає права на підсумки"),
        ("figures", Checked(state=CheckState.SKIPPED), "не перевірено"),
        ("receipts", Checked(state=CheckState.SKIPPED), "теку квитанцій не вибрано"),
        ("contents", Checked(state=CheckState.SKIPPED), "не перевірено"),
        ("contents", Checked(), "далі"),
        ("contents", Checked(state=CheckState.RUNNING, faults=2), "2 розходження"),
    ],
)
def test_amounts(kind: str, check: Checked, said: str) -> None:
    assert amount(kind, check) == said


def test_the_time_that_is_left() -> None:
    def left(done: int, began: int, seconds: float) -> str:
        progress = Progress(done=done, of=1_000, checks={})
        return time_left(progress, NOW - timedelta(seconds=seconds), began, NOW)

    assert left(500, 0, 10) == "лишилося близько 10 с"
    assert left(500, 400, 10) == "лишилося близько 50 с", "what an earlier run did is not counted"
    assert left(500, 500, 10) == left(500, 0, 0.9) == left(1_000, 0, 10) == ""


def test_when_and_what_could_not_be_looked_at() -> None:
    assert when(NOW, NOW) == "сьогодні, 13:41:00"
    assert when(NOW - timedelta(days=1), NOW) == "27.11.2026, 13:41"
    assert audit_note(report(), NOW) == "перевірено сьогодні о 13:41"
    assert audit_note(report(withheld=1, too_long=1), NOW).endswith("вміст 2 записів не розкрито: персональні дані, "
                                                                    "стерто або задовгий")  # fmt: skip
