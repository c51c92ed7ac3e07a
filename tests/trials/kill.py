"""``kill``: contour, sender, exports and a token's helper are killed in mid-work, again and again.

Each case is one SIGKILL at a random moment of ``cabinet send`` or of a log-in. A contour's folder is looked through
as it was left, as ``cabinet contour verify`` does; rows, ids, entries, tree and roll-ups must agree, and every verdict
that a receipt tells of must stand. A file that is sent to its end leaves the sender with nothing under way.
"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cabinet.cli.demo.play import key_folders
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.play import encoded, play
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import KYIV
from cabinet.contract.states import Bucket, Outcome, Slice
from cabinet.dayfile.reading import open_day_file
from cabinet.perimeter.statistics import StatisticsClient
from cabinet.sender.chain import Chain
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import Summary, send_file
from tests.agreeing_rows import agreeing_rows
from tests.company import Company
from tests.eventful import faults
from tests.fork_server import ForkedProcess, ForkServer
from tests.forked import ForkedContour
from tests.many import officer
from tests.trials.kill_export import exports_killed
from tests.trials.kill_helper import TokenAtWork
from tests.trials.result import Result, Tally

LEAST_CASES = 8
"""After each the ledger is looked through and a contour starts: a small run has no two hundred of them."""
_GOAL: Final = "0 lost, doubled or half-written of 360"
_FOLDERS, _KILLS, _SMALL, _OF_A_FILE, _HELPERS = 6, 50, 6, 8, 6
"""Folders, and kills over each; after how many of them a file is sent to its end, and a helper is killed."""
_EXPORTS, _SMALL_EXPORTS = (60, 150_000), (4, 40_000)
"""Kills of exports over one folder more, and how many rejections it has."""
_BETS, _SPAN, _BATCH = 400, timedelta(minutes=4), 10
_SOONEST, _LATEST = 0.1, 0.5
"""Seconds: about when a sender has sent its first batch and its last."""
_SOURCE = "core-1"
_SENDERS = ForkServer("cabinet.cli.send", "cabinet.dayfile.reading", "cabinet.sender.send")
_WAYS = ("contour", "contour, at once back", "sender", "both")
_WHOLE: Final = frozenset({"whole"})


class _Scene:
    """A company's contour, the key of one of its sources, and the file that is being sent."""

    def __init__(self, contour: ContourProcess, folder: Path, seed: int) -> None:
        self.contour, self.folder, self._seed = contour, folder, seed
        self.key = key_folders(contour, folder)[_SOURCE]
        self.receipts: dict[Path, dict[str, str]] = {}
        self.file = self.folder / "none"
        self.lines = self._numbered = self._rows = self.in_mid_file = 0

    def new_file(self) -> None:
        """Write the next hour's file: ids of its own, numbers that go on."""
        self._seed += 1
        values = [json.loads(p.data) for p in play(self._seed, _BETS, datetime.now(UTC), _SPAN, mistakes=0.05)]
        for value in values:
            value["seqNo"] += self._numbered
        self._numbered += len(values)
        self.lines = len(values)
        self.file = self.folder / f"{self._seed}.ndjson"
        self.file.write_bytes(b"".join(encoded(value) + b"\n" for value in values))

    def start_sender(self) -> ForkedProcess:
        """Run ``cabinet send`` over the file."""
        return _SENDERS.start(
            "cabinet", "send", str(self.file), "--credential", str(self.key), "--batch", str(_BATCH), "--go-on",
            "--quiet", quiet=True,
        )  # fmt: skip

    def send_to_its_end(self) -> Summary:
        """Send what is left of the file."""
        client = self._client()
        try:
            return send_file(client, open_day_file(self.file), batch_size=_BATCH)
        finally:
            client.close()

    def wrong(self) -> list[str]:
        """Return what does not agree in the ledger, and what was acknowledged and does not stand there."""
        # What comes while this looks is in the rows at least: what was acknowledged is read first.
        for path in self.file.parent.glob("*.receipts/[0-9]*.json"):
            if path not in self.receipts:
                self.receipts[path] = _verdicts(path)
        outcomes, found = agreeing_rows(self.contour.data)
        self.in_mid_file += self._rows < len(outcomes) < self._numbered
        self._rows = len(outcomes)
        for path, verdicts in self.receipts.items():
            lost = [a for a, status in verdicts.items() if outcomes.get(a) != status]
            found += [f"{path.name} tells of {len(lost)} that do not stand"] if lost else []
        acknowledged = Counter(a for verdicts in self.receipts.values() for a in verdicts)
        return found + [f"{a} acknowledged twice" for a, count in acknowledged.items() if count > 1]

    def wrong_at_the_end(self, summary: Summary) -> list[str]:
        """Return what does not agree once a file is sent: in the ledger, of the sender, by the API."""
        rows, found = agreeing_rows(self.contour.data)
        if summary.sent + len(summary.waiting) != self.lines or summary.broken or summary.stopped or summary.trouble:
            found.append(f"{summary.sent} of {self.lines} lines sent")
        # A line with personal data is not sent twice; it waits where a kill took the receipt of its batch.
        if not all(line.personal for line in summary.waiting):
            found.append("honest lines wait")
        if len(rows) != self._numbered:
            found.append(f"{len(rows)} rows of {self._numbered} lines")
        if Chain.read(self.key).pending is not None:
            found.append("a batch is under way")
        client = self._client()
        try:
            for path in self.file.with_name(self.file.name + ".receipts").glob("[0-9]*.json"):
                again = client.submission(path.stem.partition("-")[2])
                items = [] if again is None else again.items
                told = {i.attempt_id: _outcome(i.status, i.replayed_status) for i in items}
                if not self.receipts.get(path, _verdicts(path)).items() <= told.items():
                    found.append(f"the perimeter answers otherwise of {path.name}")
        finally:
            client.close()
        return found + self._wrong_by_figures(len(rows))

    def _wrong_by_figures(self, rows: int) -> list[str]:
        session, transport = officer(self.contour, self.folder)
        try:
            today = datetime.now(KYIV).date()
            # Among the mistakes are moments that are still to come.
            first, last = today - timedelta(days=1), today + timedelta(days=4)
            total = StatisticsClient(session).read(first, last, Bucket.DAY, Slice.NONE).total
            counted = total.accepted + total.rejected
            session.end()
        finally:
            transport.close()
        return [] if counted == rows else [f"statistics count {counted} of {rows}"]

    def _client(self) -> MachineClient:
        return MachineClient(open_credential(self.key), SystemClock())


def _verdicts(path: Path) -> dict[str, str]:
    """Return what a kept receipt tells of its batch's own attempts: by id."""
    items = json.loads(path.read_bytes())["items"]
    return {i["attemptId"]: i["status"] for i in items if i["status"] != Outcome.REPLAYED.value}


def _outcome(status: Outcome, replayed: Outcome | None) -> str:
    return (replayed if status is Outcome.REPLAYED and replayed else status).value


def _kill(scene: _Scene, sender: ForkedProcess, way: str) -> list[str]:
    """Kill; returns what the folder that was left has wrong."""
    if way in {"sender", "both"}:
        sender.kill()
        sender.wait()
    if way == "sender":
        return []
    scene.contour.kill()
    left = [] if way == "contour, at once back" else [str(fault) for fault in faults(scene.contour.data)]
    scene.contour.start()
    return left


def _closed(sender: ForkedProcess) -> None:
    """Let a sender come to its end and close its pipes."""
    sender.wait()
    sender.stdin.close()
    sender.stdout.close()


def _case(scene: _Scene, luck: random.Random, tally: Tally, number: int) -> bool:
    """Start a sender and kill; tells whether it was still at work."""
    sender = scene.start_sender()
    try:
        sender.wait(luck.uniform(_SOONEST, _LATEST))
    except subprocess.TimeoutExpired:
        way = luck.choice(_WAYS)
        wrong = _kill(scene, sender, way)
        wrong += scene.wrong()
        tally.count(way, f"kill {number} of {scene.file.name}", "; ".join(wrong)[:300] or "whole", _WHOLE)
        return True
    finally:
        _closed(sender)
    return False


def _finish(scene: _Scene, tally: Tally) -> bool:
    """Send a file to its end and go on with the next one; tells whether the perimeter still takes anything."""
    try:
        wrong = scene.wrong_at_the_end(scene.send_to_its_end())
    except KnownError as error:
        tally.count("file sent to its end", scene.file.name, f"refused with {error.code}", _WHOLE)
        return False
    tally.count("file sent to its end", scene.file.name, "; ".join(wrong)[:300] or "whole", _WHOLE)
    scene.new_file()
    return True


def _helper_killed(token: TokenAtWork, luck: random.Random, tally: Tally, number: int) -> None:
    """Kill a token's helper while somebody logs in; the next log-in is made."""
    killer = threading.Timer(luck.uniform(0, token.seconds), token.kill)
    killer.start()
    token.log_in()
    killer.join()
    code = token.log_in()
    tally.count("helper", f"kill {number}", code or "whole", _WHOLE)


def _one_folder(seed: int, kills: int, tally: Tally) -> Counter[str]:
    """Kill so often over one folder; returns how many files, rows, and kills that left part of a file."""
    luck = random.Random(seed)  # noqa: S311  a sample that comes again
    with tempfile.TemporaryDirectory(prefix="soms-") as name, ForkedContour(Path(name) / "contour") as contour:
        Company(contour).found()
        scene = _Scene(contour, Path(name), 1000 * seed)
        scene.new_file()
        files = killed = of_file = 0
        with TokenAtWork(contour, Path(name) / "demo") as token:
            while killed < kills:
                if of_file < _OF_A_FILE and _case(scene, luck, tally, killed):
                    killed, of_file = killed + 1, of_file + 1
                    if killed % _HELPERS == 0:
                        _helper_killed(token, luck, tally, killed)
                elif _finish(scene, tally):
                    files, of_file = files + 1, 0
                else:
                    break
            else:
                _finish(scene, tally)
        contour.kill()
        rows = len(agreeing_rows(contour.data)[0])
    return Counter(files=files + 1, rows=rows, in_mid_file=scene.in_mid_file)


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Kill again and again."""
    tally = Tally()
    folders, kills = (1, _SMALL) if small else (_FOLDERS, _KILLS)
    counted = Counter[str]()
    for number in range(seeds * folders):
        counted += _one_folder(number, kills, tally)
    for number in range(seeds):
        with tempfile.TemporaryDirectory(prefix="soms-") as name:
            counted += exports_killed(Path(name), number, *(_SMALL_EXPORTS if small else _EXPORTS), tally)
    return tally.result("kill", _GOAL, seeds=seeds, folders=seeds * folders, **counted)
