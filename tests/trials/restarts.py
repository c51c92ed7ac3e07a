"""``restarts``: whatever people did to keys and mandates, whatever was killed and when, the demo starts again.

Each case is one start after random acts and one random end: a log-in must be possible, and the history must become
full. Ends are signals to the demo, to its contour, to both, or its window's end; they come while it starts, fills,
stands, or is being used.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cabinet.cli.demo.history import TOP_UP_AFTER, History
from cabinet.cli.demo.people import log_in
from cabinet.contour.process import ContourProcess, Ready
from cabinet.contour.sample.operator import PEOPLE, SOURCE_NAMES
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Role
from cabinet.contract.states import KeyPurpose
from cabinet.desks.credentials import LIVE, Change, Wish, issue_credential, rotate_credential
from cabinet.journal.parent import END_WITH_STDIN
from cabinet.perimeter.credentials import CredentialsClient
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.people import PeopleClient
from cabinet.profile.demo_note import read_note
from tests.forked import open_demo
from tests.sender_kit import machine, new_batch
from tests.trials.result import Result, Tally

LEAST_CASES = 6
"""A start takes seconds: a small run has no two hundred of them."""
_GOAL = "0 that do not start"
_STARTS, _SMALL, _ACTS = 50, 6, 4
_TRANSACTIONS = 1_500
_SECONDS = 120.0
_HEAD = next(p for p in PEOPLE if p.role is Role.HEAD)


class _Demo:
    """A demo with its window's end of the pipes, and the way to its contour."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = open_demo("--serve", END_WITH_STDIN, "--data", str(folder), "--transactions", str(_TRANSACTIONS))
        self.contour = ContourProcess(folder / "contour")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(_SECONDS)

    def until(self, *names: str) -> dict[str, Any]:
        """Read until a line has one of these names; an empty one where it ended before."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told: dict[str, Any] = json.loads(line)
            if "testdata" in told:
                data, note = self.folder / "contour", read_note(self.folder)
                assert note is not None
                self.contour.ready = Ready(
                    note.audience, 0, Path(note.profile), told["testdata"], data / "testdata.token", ""
                )
            if told.keys() & set(names):
                return told
        return {}

    def end(self, chosen: random.Random) -> str:
        """End it in one of the ways."""
        way = chosen.choice(("window closed", "demo SIGTERM", "demo SIGKILL", "contour SIGKILL", "both SIGKILL"))
        if way in {"contour SIGKILL", "both SIGKILL"}:
            pid = holder(self.folder / "contour" / "lock")
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
        if way in {"demo SIGKILL", "both SIGKILL"}:
            self.process.kill()
        elif way == "demo SIGTERM":
            self.process.terminate()
        return way


def holder(lock: Path) -> int | None:
    """Return the process that holds a file's lock (proc_locks(5))."""
    if not lock.exists():
        return None
    number = lock.stat().st_ino
    held = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return next((int(words[4]) for words in held if words[1] != "->" and words[5].endswith(f":{number}")), None)


class _Person:
    """The head at work: everything that the pages for keys and people offer."""

    def __init__(self, session: PersonSession, folder: Path, chosen: random.Random) -> None:
        self._session, self._folder, self._chosen = session, folder, chosen
        self._keys = CredentialsClient(session)

    def act(self) -> str:
        """Do one of the things; a refusal is an answer too."""
        acts: tuple[Callable[[], object], ...] = (
            self.issue,
            self.issue,
            self.replace,
            self.replace,
            self.leak,
            self.revoke,
            self.suspend,
            self.resume,
            self.end_mandate,
            self.send,
            self.send,
            self.lock,
        )
        act = self._chosen.choice(acts)
        try:
            act()
        except KnownError as error:
            return f"{act.__name__} {error.code}"
        return act.__name__

    def issue(self) -> None:
        source = self._chosen.choice(list(SOURCE_NAMES))
        issue_credential(self._session, Wish("Ще один", source, 90, self._folder / uuid7()))

    def replace(self) -> None:
        change = Change(self._one(), frozenset(KeyPurpose), self._chosen.choice((0, 1, 24)), self._folder / uuid7())
        rotate_credential(self._session, change)

    def send(self) -> None:
        """Send a batch with a key that was handed over at any time before."""
        keys = [path.parent for path in self._folder.glob("*/credential.json")]
        if not keys:
            raise KnownError("CREDENTIAL_NOT_FOUND")
        client = machine(self._chosen.choice(keys))
        try:
            client.submit(new_batch(), self._chosen.randrange(1, 1000), None)
        finally:
            client.close()

    def lock(self) -> None:
        PeopleClient(self._session).end_sessions()

    def leak(self) -> None:
        self._keys.leak(self._one().credential_id, "знайдено", uuid7())

    def revoke(self) -> None:
        self._keys.revoke(self._one().credential_id, "не потрібен", uuid7())

    def suspend(self) -> None:
        self._keys.suspend(self._one().credential_id, "перевірка", uuid7())

    def resume(self) -> None:
        self._keys.resume(self._one().credential_id, "перевірено", uuid7())

    def end_mandate(self) -> None:
        people = PeopleClient(self._session)
        listed = people.list().items
        if not listed:
            raise KnownError("PERSON_NOT_FOUND")
        people.end(self._chosen.choice(listed).person_id, "досить")

    def _one(self) -> Any:
        live = [c for c in self._keys.list().items if c.state in LIVE]
        if not live:
            raise KnownError("CREDENTIAL_NOT_FOUND")
        return self._chosen.choice(live)


def _use(demo: _Demo, folder: Path, chosen: random.Random, done: list[str]) -> None:
    """Log in and do a few things.

    Raises:
        KnownError: the log-in cannot be made.
    """
    session, transport = log_in(demo.contour, folder, _HEAD, SystemClock())
    try:
        person = _Person(session, folder, chosen)
        done += [person.act() for _ in range(chosen.randrange(_ACTS + 1))]
    finally:
        transport.close()


def _long_ago(folder: Path, chosen: random.Random) -> None:
    """Let the last filling have been some time ago, so that the next start tops it up."""
    history = History.read(folder)
    if history.until is not None and history.filling is None:
        ago = TOP_UP_AFTER + timedelta(minutes=chosen.randrange(1, 300))
        replace(history, until=min(history.until, datetime.now(UTC) - ago)).write(folder)


def _start(folder: Path, chosen: random.Random) -> tuple[str, str | None, bool]:
    """Start, use and end once; returns what was done, what went wrong, and whether it was cut off early."""
    done: list[str] = []
    moment = chosen.choice(("while it starts", "while it fills", "full", "full"))
    with _Demo(folder) as demo:
        if moment == "while it starts":
            try:
                demo.process.wait(chosen.uniform(0.02, 0.5))
            except subprocess.TimeoutExpired:
                return f"{moment}: {demo.end(chosen)}", None, True
            return moment, "ended by itself", False
        told = demo.until("ready", "code")
        if "ready" not in told:
            return moment, str(told.get("code", "ended")), False
        try:
            _use(demo, folder, chosen, done)
        except KnownError as error:
            return moment, f"log-in {error.code}", False
        if moment == "full" and not (told := demo.until("filled", "code")).get("filled"):
            return f"{moment}: {', '.join(done)}", f"not filled: {told.get('code')}", False
        done.append(demo.end(chosen))
    return f"{moment}: {', '.join(done)}", None, False


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Start the demo again and again."""
    tally, acts = Tally(), 0
    for seed in range(seeds):
        chosen = random.Random(seed)  # noqa: S311  a sample that comes again
        before = "the first start"
        with tempfile.TemporaryDirectory(prefix="soms-") as temporary:
            folder = Path(temporary) / "demo"
            counted = 0
            while counted < (_SMALL if small else _STARTS):
                _long_ago(folder, chosen)
                what, wrong, cut_off = _start(folder, chosen)
                acts += what.count(",")
                # One that is cut off while it starts says nothing of itself; the next start says it.
                if not cut_off:
                    counted += 1
                    tally.count("start", f"seed {seed}, after {before}: {wrong}", None if wrong else "started")
                before = what
    return tally.result("restarts", _GOAL, acts=acts, seeds=seeds, transactions=_TRANSACTIONS)
