"""Filling the demo contour: its people issue keys, its platform sends days of play through the real pipeline.

The contour's clock is set back first and then follows the play, so that every bet arrives minutes after it happened,
as it does in life, and none is late for no reason.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from cabinet.cli.demo_people import log_in
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample_operator import BETTING, LATIN, PEOPLE, SamplePerson
from cabinet.contour.sample_play import play
from cabinet.contract.clock import Clock, ShiftedClock, SystemClock
from cabinet.contract.filter import Filter, Listed
from cabinet.contract.identifiers import derived_batch_id, uuid7
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome, ReasonCode
from cabinet.contract.testdata import SetTime
from cabinet.dayfile.reading import Line
from cabinet.desks.corrections import compose, read_payload
from cabinet.desks.credentials import Wish, issue_credential
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.sender.batches import Batch
from cabinet.sender.chain import Chain
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient

__all__ = ["SOURCES", "Filling", "fill"]

SOURCES: Final = {"core-1": "Ігрова платформа", "bet-1": "Ставки на спорт"}
_SLICE: Final = timedelta(minutes=4)
_KEY_DAYS: Final = 90
_CORRECTIONS: Final = 3


@dataclass(frozen=True)
class Filling:
    """How much: bets a day over so many days, ending now; ``seed`` makes it the same play again."""

    bets: int
    span: timedelta
    seed: int


@dataclass(frozen=True)
class _Slice:
    """Lines of one source that the platform sends in one batch at ``sent``."""

    source: str
    sent: datetime
    lines: tuple[bytes, ...]


def fill(contour: ContourProcess, folder: Path, filling: Filling, progress: Callable[[float], None]) -> int:
    """Send the play; returns how many lines were sent. The contour's clock is right again afterwards.

    Raises:
        KnownError: the perimeter's refusal.
    """
    real = SystemClock()
    clock = ShiftedClock(real)
    start = real.now() - filling.span

    def travel(moment: datetime) -> None:
        clock.offset = moment - real.now()
        contour.testdata("testdata_time", SetTime(offset_seconds=round(clock.offset.total_seconds())))

    numbers = _read_numbers(folder / "sequence.json")
    slices = list(_slices(filling, real.now(), numbers))
    sent = 0
    try:
        travel(start - timedelta(minutes=10))
        clients = _clients(contour, folder, clock)
        try:
            for number, part in enumerate(slices):
                travel(part.sent)
                _send(clients[part.source], part)
                sent += len(part.lines)
                progress((number + 1) / len(slices))
        finally:
            for client, _ in clients.values():
                client.close()
    finally:
        travel(real.now())
    (folder / "sequence.json").write_text(json.dumps(numbers))
    _correct_some(contour, folder, real)
    return sent


def _slices(filling: Filling, end: datetime, numbers: dict[str, int]) -> Iterator[_Slice]:
    """Yield what each source sends, oldest first; ``numbers`` are the last ``seqNo`` of each, and are counted on."""

    def key(pair: tuple[dict[str, Any], datetime, str]) -> tuple[int, str]:
        return int(pair[1].timestamp() // _SLICE.total_seconds()), pair[2]

    betting = LATIN[BETTING].split("-", maxsplit=1)[0]
    lines = []
    for played in play(filling.seed, filling.bets, end - timedelta(seconds=30), filling.span):
        value = json.loads(played.data)
        at = datetime.fromisoformat(value["occurredAt"])
        at = at if at.tzinfo is not None else at.replace(tzinfo=KYIV)
        at = min(at, end - timedelta(seconds=30))
        lines.append((value, at, "bet-1" if str(value["licenceNo"]).startswith(betting) else "core-1"))
    lines.sort(key=key)
    for (number, source), group in groupby(lines, key):
        sent = datetime.fromtimestamp((number + 1) * _SLICE.total_seconds(), KYIV)
        yield _Slice(source, min(sent, end), tuple(_numbered(value, source, numbers) for value, _, _ in group))


def _numbered(value: dict[str, Any], source: str, numbers: dict[str, int]) -> bytes:
    numbers[source] = numbers.get(source, 0) + 1
    return json.dumps(value | {"seqNo": numbers[source]}, ensure_ascii=False, separators=(",", ":")).encode()


def _read_numbers(path: Path) -> dict[str, int]:
    return {str(k): int(v) for k, v in json.loads(path.read_text()).items()} if path.exists() else {}


def _clients(contour: ContourProcess, folder: Path, clock: Clock) -> dict[str, tuple[MachineClient, Chain]]:
    """Open each source's key; issued by the engineer where there is none yet."""
    wanting = [source for source in SOURCES if not (folder / "keys" / source).exists()]
    if wanting:
        session, transport = log_in(contour, folder, _person(Role.IT), clock)
        try:
            for source in wanting:
                keys = folder / "keys" / source
                keys.parent.mkdir(exist_ok=True, mode=0o700)
                try:
                    issue_credential(session, Wish(SOURCES[source], source, _KEY_DAYS, keys))
                except BaseException:
                    shutil.rmtree(keys, ignore_errors=True)
                    raise
            session.end()
        finally:
            transport.close()
    found = {}
    for source in SOURCES:
        credential = open_credential(folder / "keys" / source)
        found[source] = (MachineClient(credential, clock), Chain.read(credential.folder))
    return found


def _send(target: tuple[MachineClient, Chain], part: _Slice) -> None:
    client, chain = target
    plain = b"".join(line + b"\n" for line in part.lines)
    digest = hashlib.sha256(plain).hexdigest()
    lines = tuple(Line(number, data) for number, data in enumerate(part.lines, 1))
    batch = Batch(derived_batch_id(part.source, digest, "demo", 0), 0, lines, plain)
    result = client.submit(batch, chain.seq + 1, chain.content_sha256)
    if not result.replayed:
        chain.advance(batch.content_sha256)


def _correct_some(contour: ContourProcess, folder: Path, clock: Clock) -> None:
    """Let the compliance officer correct a few refunds that were too large, as on any morning."""
    session, transport = log_in(contour, folder, _person(Role.COMPLIANCE), clock)
    try:
        client = RejectionsClient(session)
        page = client.page(limit=50, wanted=Filter(states=(Listed.OPEN,), codes=("AM-404",)))
        for row in page.items[(len(page.items) + 1) // 2 :][:_CORRECTIONS]:
            card = client.card(row.attempt_id)
            payload = read_payload(card)
            finding = next((f for f in card.findings if f.code == "AM-404"), None)
            most = finding.expected.lstrip("≤ ") if finding is not None else ""
            if payload is None or not most.isdigit() or int(most) <= 0:
                continue
            values = {name: str(value) for name, value in payload.items()} | {"amountKop": most}
            draft = compose(card, values, ReasonCode.WRONG_SUM, "Звірено з журналом повернень")
            if client.check(draft).items[0].status is not Outcome.REJECTED:
                client.correct(draft, uuid7())
        session.end()
    finally:
        transport.close()


def _person(role: Role) -> SamplePerson:
    return next(p for p in PEOPLE if p.role is role)
