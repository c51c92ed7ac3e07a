"""One source of the live feed: its lines of the hour, and the batch that is due; exactly once across any interruption.

An hour's lines follow from the hour, so the same lines come again after a restart, byte for byte; and a batch that
was under way is sent again under its own name, for which the perimeter gives its first answer.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cabinet.cli.feed_state import FeedState
from cabinet.contour.sample.operator import SOURCE_NAMES
from cabinet.contour.sample.play import Played, busy, rounds, spoil
from cabinet.contour.sample.story import Story
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.identifiers import derived_batch_id
from cabinet.dayfile.reading import Line as FileLine
from cabinet.profile.folder_lock import alone_in
from cabinet.sender.batches import Batch
from cabinet.sender.chain import Chain
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import check_receipt

__all__ = ["FeedSource"]

_HOUR: Final = timedelta(hours=1)
_STALE: Final = timedelta(minutes=4)
"""A feed that begins in the middle of an hour leaves out what would be late already."""
_BATCH: Final = 1000
_A_BET: Final = 1.46
_USUAL: Final = 0.45
"""How busy an hour is on average."""


class FeedSource:
    """Sends what has become due; :meth:`send` is called again and again."""

    def __init__(self, folder: Path, rate: float, clock: Clock) -> None:
        """Open the credential; ``rate`` is transactions a minute of the whole operator, on average.

        Raises:
            KnownError: the credential cannot be opened, or ``SOURCE_UNKNOWN``: it is not of the sample operator.
        """
        credential = open_credential(folder)
        if credential.source not in SOURCE_NAMES:
            raise KnownError("SOURCE_UNKNOWN", value=credential.source)
        self.client = MachineClient(credential, clock)
        self._source = credential.source
        self._folder = folder
        self._rate = rate
        self._clock = clock
        self._state = FeedState.read(folder)
        self._chain = Chain.read(folder)
        self._lines = self._lines_of(self._state)
        self._begun = False

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def send(self) -> BatchAnswer | None:
        """Send one batch of what is due, or return None when nothing is.

        The key's folder is held meanwhile, so that whatever else sends with it keeps one chain.

        Raises:
            KnownError: the network's fault, or a refusal; the batch stays under way.
        """
        with alone_in(self._folder):
            self._chain = Chain.read(self._folder)
            return self._send()

    def _send(self) -> BatchAnswer | None:
        if not self._state.under_way:
            self._turn()
            due = self._due()
            if not due:
                return None
            self._keep(self._state.sending(due))
        self.client.renew_when_due()
        start = self._state.done
        lines = self._lines[start : start + self._state.under_way]
        batch = _batch(self._source, self._state.base + start, lines)
        behind = self._chain.content_sha256 == batch.content_sha256
        previous = (self._chain.seq, None) if behind else (self._chain.seq + 1, self._chain.content_sha256)
        result = self.client.submit(batch, *previous)
        check_receipt(self.client, batch, result)
        if not behind:
            self._chain.advance(batch.content_sha256)
        self._keep(self._state.sent())
        return result

    def _turn(self) -> None:
        """Go on to the present hour, once the last one's lines are all in."""
        now = self._clock.now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        if not self._begun:
            self._begun = True
            self._open(hour, now - _STALE)
        while self._state.hour < hour.timestamp() and self._state.done == len(self._lines):
            following = datetime.fromtimestamp(self._state.hour, UTC) + _HOUR
            self._open(following, following)

    def _open(self, hour: datetime, since: datetime) -> None:
        bets = round(self._rate * 60 / _A_BET * busy(hour + _HOUR / 2) / _USUAL)
        self._keep(self._state.next_hour(round(hour.timestamp()), bets, round(since.timestamp())))
        self._lines = self._lines_of(self._state)

    def _due(self) -> int:
        now = self._clock.now()
        ready = [
            played for played in self._lines[self._state.done : self._state.done + _BATCH] if played.line.at <= now
        ]
        return len(ready)

    def _lines_of(self, state: FeedState) -> list[Played]:
        if not state.hour:
            return []
        hour = datetime.fromtimestamp(state.hour, UTC)
        since = datetime.fromtimestamp(state.since, UTC)
        seed = state.hour // 3600
        name = f"{hour:%y%m%d%H}{state.since % 3600:04d}-"
        every = rounds(seed, name, state.bets, hour, hour + _HOUR, live=True)
        begun = [line for line in every if line.source == self._source and line.at >= since]
        known = {line.value["operatorTxId"] for line in begun}
        whole = [line for line in begun if line.value.get("relatedTxId", "") in known | {""}]
        numbers = iter(range(state.base, state.base + len(whole)))
        return list(spoil(whole, Story(seed, hour + _HOUR).mistake, lambda _: next(numbers)))

    def _keep(self, state: FeedState) -> None:
        state.write(self._folder)
        self._state = state


def _batch(source: str, number: int, lines: list[Played]) -> Batch:
    plain = b"".join(played.data + b"\n" for played in lines)
    digest = hashlib.sha256(plain).hexdigest()
    data = tuple(FileLine(at, played.data) for at, played in enumerate(lines, 1))
    return Batch(derived_batch_id(source, digest, "feed", number), 0, data, plain)
