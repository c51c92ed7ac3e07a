"""``privacy``: personal data planted in every field and name of lines, then looked for in all that a contour keeps.

It goes in by sealed batches, as people's corrections and as checks, through a real contour. Looked through are the
bytes of every file of its folder, what its columns hold once they are unpacked, what it said, and every answer that
machines and people got. Honest ids of digits alone are sent as well, and none is refused.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cabinet.cli.demo.play import key_folders
from cabinet.contour.folder import LEDGER
from cabinet.contour.ledger.frames import zstd
from cabinet.contour.process import ContourProcess
from cabinet.contract.about import Limits
from cabinet.contract.clock import SystemClock
from cabinet.contract.filter import Filter
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import KYIV
from cabinet.contract.states import Bucket, Outcome, Slice
from cabinet.contract.tax_ids import rnokpp_check_digit
from cabinet.dayfile.reading import Line
from cabinet.perimeter.caller import Caller
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.perimeter.statistics import StatisticsClient
from cabinet.sender.batches import batch_of
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Reply, Transport
from tests.company import Company
from tests.forked import ForkedContour
from tests.ledger_rows import ledger_rows
from tests.many import officer
from tests.perimeter_in_process import encoded, line
from tests.rules.test_personal import luhn
from tests.trials.planted import Planted, planted_lines
from tests.trials.result import Result, Tally

_GOAL: Final = "0 found; 0 honest refused"
_HONEST, _SMALL_HONEST, _SMALL_PLANTED = 100_000, 3_000, 300
_BATCH = 500
_SOURCE = "core-1"
_NOWHERE: Final = frozenset({"written nowhere"})
_TAKEN: Final = frozenset({Outcome.ACCEPTED.value})
Corpus = dict[str, bytes]
"""Bytes by where they are."""


class _Scene:
    """A company's contour, a machine and a person of it, and all that they were answered."""

    def __init__(self, contour: ContourProcess, folder: Path) -> None:
        self.heard: list[bytes] = []
        credential = open_credential(key_folders(contour, folder)[_SOURCE])
        transport = Transport(credential.profile, credential.client)
        self._machine = MachineClient(credential, SystemClock(), _Heard(transport, self.heard))
        session, self._people = officer(contour, folder)
        self._person = _Heard(session, self.heard)
        self._seq, self._previous = 0, None

    def close(self) -> None:
        self._machine.close()
        self._people.close()

    def submit(self, lines: Sequence[bytes]) -> list[Outcome]:
        """Send lines as batches of the chain."""
        found: list[Outcome] = []
        for first in range(0, len(lines), _BATCH):
            some = [Line(first + n, data) for n, data in enumerate(lines[first : first + _BATCH], 1)]
            batch = batch_of(_SOURCE, first, some)
            found += [i.status for i in self._machine.submit(batch, self._seq + 1, self._previous).items]
            self._seq, self._previous = self._seq + 1, batch.content_sha256
        return found

    def correct(self, lines: Sequence[bytes]) -> None:
        """Send lines as the compliance officer's corrections."""
        self._in_parts(lines, lambda some: RejectionsClient(self._person).correct(some, uuid7()))

    def check(self, lines: Sequence[bytes]) -> None:
        """Have lines judged, which a machine and a person may ask for."""
        self._in_parts(lines, RejectionsClient(self._person).check)
        self._in_parts(lines, lambda some: self._machine.check(some.splitlines()))

    def look_around(self) -> None:
        """Ask for what people are shown: rejections and their cards, causes, figures."""
        cards, cursor = RejectionsClient(self._person), None
        while True:
            page = cards.page(cursor=cursor, wanted=Filter())
            for row in page.items:
                cards.card(row.attempt_id)
            cursor = page.next
            if cursor is None:
                break
        cards.groups(Filter())
        today = datetime.now(KYIV).date()
        for by in Slice:
            StatisticsClient(self._person).read(today, today, Bucket.DAY, by)

    @staticmethod
    def _in_parts(lines: Sequence[bytes], send: Any) -> None:
        most = Limits().max_checked_items
        for first in range(0, len(lines), most):
            send(encoded(*lines[first : first + most]))


class _Heard(Transport):
    """A transport, or a person's session, that keeps the bodies of all answers."""

    def __init__(self, through: Caller | Transport, heard: list[bytes]) -> None:
        self._through, self._heard = through, heard

    def call(self, ask: AnyAsk, **given: Any) -> Reply:
        reply = self._through.call(ask, **given)
        self._heard.append(reply.body)
        return reply

    def close(self) -> None:
        if isinstance(self._through, Transport):
            self._through.close()


def kept_in(data: Path) -> Corpus:
    """Return every file of a folder as it is."""
    return {f"the file {p.name}": p.read_bytes() for p in sorted(data.rglob("*")) if p.is_file()}


def unpacked_of(data: Path) -> Corpus:
    """Return what the ledger's columns hold, unpacked, and its log as it is read."""
    found: Corpus = {}
    with closing(sqlite3.connect(f"file:{data / LEDGER}?mode=ro", uri=True)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            values = (value for row in file.execute(f"SELECT * FROM {name}") for value in row)
            found[f"the table {name}"] = b"\n".join(part for value in values for part in _unpacked(value))
    with ledger_rows(data) as rows:
        logged = (value for row in rows.execute("SELECT * FROM attempts NATURAL JOIN payloads") for value in row)
        found["the log"] = b"\n".join(part for value in logged for part in _unpacked(value))
        found["the entries"] = b"\n".join(b for (b,) in rows.execute("SELECT bytes FROM entries"))
    return found


def _unpacked(value: object) -> Iterator[bytes]:
    if isinstance(value, str):
        yield value.encode()
    elif isinstance(value, bytes):
        yield value
        for opened, error in ((zstd.decompress, zstd.ZstdError), (zlib.decompress, zlib.error)):
            try:
                yield opened(value)
            except error:
                continue


def _where(planted: Planted, corpus: Corpus) -> str:
    needles = planted.secret.needles
    return next((f"in {where}" for where, data in corpus.items() if any(n in data for n in needles)), "written nowhere")


def _honest_ids(luck: random.Random, count: int) -> list[str]:
    """Return ids of digits: of every length that a card, a phone or a tax number has, many of them right ones."""
    found: set[str] = set()
    while len(found) < count:
        digits = str(luck.randrange(10**18, 10**19))
        found.add(luck.choice((
            digits[: luck.choice((8, 10, 13, 16, 19))], f"{digits[:9]}{rnokpp_check_digit(digits[:9])}",
            luhn(f"4{digits[:14]}"), f"067{digits[:7]}", f"380{digits[:9]}",
        )))  # fmt: skip
    return sorted(found)


def _planted(tally: Tally, contour: ContourProcess, scene: _Scene, luck: random.Random, *, small: bool) -> int:
    """Plant and look; returns how many bytes were looked through; the contour is killed for it."""
    when = _now()
    planted = [planted_lines(luck, number, when) for number in range(3)]
    if small:
        planted = [luck.sample(every, _SMALL_PLANTED // 3) for every in planted]
    sent, corrected, checked = ([one.data for one in every] for every in planted)
    scene.submit([*sent, encoded(line("no-secret", occurredAt=when)).rstrip()])
    scene.correct(corrected)
    scene.check(checked)
    scene.look_around()
    contour.kill()
    corpus = kept_in(contour.data) | unpacked_of(contour.data)
    corpus["answers"] = b"\n".join(scene.heard)
    corpus["what it said"] = "".join(contour._said).encode()
    # Whoever looks must see at least what is no secret.
    for where, known in (("the table frames", b"no-secret"), ("the log", b"no-secret"), ("answers", b"p0-")):
        tally.count("what is no secret", where, "seen" if known in corpus[where] else None)
    for how, every in zip(("sent", "corrected", "checked"), planted, strict=True):
        for one in every:
            tally.count(f"{one.secret.kind}, {how}", one.place, _where(one, corpus), _NOWHERE)
    return sum(map(len, corpus.values()))


def _honest(tally: Tally, scene: _Scene, luck: random.Random, count: int) -> None:
    """Send honest ids of digits alone."""
    ids = _honest_ids(luck, count)
    lines = [encoded(line(one, roundId=one, occurredAt=_now())).rstrip() for one in ids]
    for one, outcome in zip(ids, scene.submit(lines), strict=True):
        tally.count("honest", one, outcome.value, _TAKEN)


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Plant and look; then send what is honest."""
    tally, size = Tally(), 0
    for seed in range(seeds):
        luck = random.Random(seed)  # noqa: S311  a sample that comes again
        with tempfile.TemporaryDirectory(prefix="soms-") as name, ForkedContour(Path(name) / "contour") as contour:
            Company(contour).found()
            scene = _Scene(contour, Path(name))
            try:
                size += _planted(tally, contour, scene, luck, small=small)
                contour.start()
                _honest(tally, scene, luck, _SMALL_HONEST if small else _HONEST)
            finally:
                scene.close()
    return tally.result("privacy", _GOAL, seeds=seeds, bytes_looked_through=size)


def _now() -> str:
    return datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")
