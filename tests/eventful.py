"""A contour's folder with an eventful past, and what there is to be found in one."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path

from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import open_ledger
from cabinet.contour.ledger.audit import Fault, audit
from cabinet.contour.ledger.kept_checkpoints import KeptCheckpoints
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.rejections.cases import set_case, set_group_case
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contour.sample.play import play
from cabinet.contract.cases import CaseChange
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState
from tests.amending import replacement_of, reversal_of
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line

__all__ = ["eventful", "faults"]


def eventful(folder: Path, seed: int, bets: int = 350) -> Path:
    """Return the folder of a contour with a random past: play with mistakes, cases, people's corrections, reversals."""
    luck = random.Random(seed)  # noqa: S311  a test's own
    inside = PerimeterInProcess(folder / "inside")
    officer, ledger = inside.person(Role.COMPLIANCE), inside.perimeter.ledger
    every = [p.data for p in play(seed, bets, NOW - timedelta(minutes=6), timedelta(hours=5), mistakes=0.2)]
    while every:
        size = luck.randrange(1, 90)
        inside.judge(*every[:size])
        every = every[size - luck.randrange(0, size) // 3 :] if size < len(every) else []
        with ledger.store.read() as rows:
            open_ones = rows.all("SELECT * FROM rejections WHERE state = 'open' ORDER BY seq")
            causes = rows.all("SELECT * FROM rejection_groups ORDER BY grp")
        row, cause = luck.choice(open_ones or [None]), luck.choice(causes or [None])
        if row is not None and luck.random() < 0.5:
            change = CaseChange(
                state=luck.choice([CaseState.JUSTIFIED, CaseState.IN_WORK]), assignee=officer.name, note="так"
            )
            set_case(ledger, officer, row["attempt_id"], change, row["case_version"], NOW)
        if cause is not None and luck.random() < 0.2:
            change = CaseChange(state=luck.choice([CaseState.JUSTIFIED, CaseState.NEW]), assignee=None, note="усе")
            set_group_case(ledger, officer, cause["grp"], change, cause["case_version"], NOW)
        if row is not None and row["operator_tx_id"] is not None and luck.random() < 0.5:
            _correct(inside, row["attempt_id"], row["operator_tx_id"], luck)
        _amend(inside, luck)
    inside.close()
    return folder / "inside" / "contour"


def _correct(inside: PerimeterInProcess, attempt_id: str, tx: str, luck: random.Random) -> None:
    ledger = inside.perimeter.ledger
    with ledger.store.read() as rows:
        attempt = ledger.reader(rows, SAMPLE_EDRPOU).by_attempt_id(attempt_id)
    assert attempt is not None
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": attempt_id, "originalSha256": attempt.commitment, "reasonCode": "R1",
    }  # fmt: skip
    value = line(tx, correction=link, **({"currency": "EUR"} if luck.random() < 0.3 else {}))
    inside.perimeter.intake.correct(inside.person(Role.COMPLIANCE), encoded(value), f"k{luck.random()}", NOW)


def _amend(inside: PerimeterInProcess, luck: random.Random) -> None:
    """Reverse one of the last entries, and now and then send what takes its place."""
    ledger = inside.perimeter.ledger
    with ledger.store.read() as rows:
        log = ledger.reader(rows, SAMPLE_EDRPOU)
        seq = log.size - 1 - luck.randrange(min(log.size, 20))
        if log.line(seq)[1].kind != "transaction":
            return
        found = log.attempt(seq)
    if found.soms_tx_id is None:
        return
    tx = f"back-{luck.randrange(10**6)}"
    (back,) = inside.judge(reversal_of(found.line, found.soms_tx_id, tx))
    if back.soms_tx_id is not None and luck.random() < 0.5:
        reversed_line = json.dumps(reversal_of(found.line, found.soms_tx_id, tx)).encode()
        inside.judge(replacement_of(reversed_line, back.soms_tx_id, f"{tx}-anew", amountKop=700))


def faults(data: Path) -> list[Fault]:
    folder = DataFolder(data)
    store = SqliteStore(folder.ledger())
    try:
        return list(audit(open_ledger(folder, store, None, indexed=False), KeptCheckpoints(folder).read()).faults)
    except KnownError as error:
        return [Fault("", "opening", error.detail)]
    finally:
        store.close()
        folder.close()
