"""Very many believable transactions of the sample operator, written through the real rules into the real ledger.

For benches, and for whoever wants to see a ledger of a size to live with. Lines are those of :mod:`.play` in kind: bets
of sittings, their refunds and payouts; they come in batches of a few minutes, and only the envelope is left out.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cabinet.contour.intake.batch_lines import BatchLines
from cabinet.contour.intake.batches import Intake
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.sample.operator import BETTING, BETTING_SOURCE, CASINO, CASINO_SOURCE, LATIN, SAMPLE_EDRPOU
from cabinet.contour.sample.play import busy
from cabinet.contract.about import Limits
from cabinet.contract.identifiers import content_batch_id
from cabinet.contract.moment import KYIV
from cabinet.contract.states import Environment
from cabinet.sealing.envelope import Header

__all__ = ["Bulk", "fill"]

_STEP: Final = timedelta(minutes=4)
"""How long a batch gathers: well below what counts as late."""
_TOGETHER: Final = 64
"""Batches of one commit."""
_STAKES: Final = (500, 1000, 2000, 2500, 5000, 10000, 20000, 25000, 50000, 100000, 250000)
_REFUNDED, _PAID = 0.03, 0.30
_PLAYERS: Final = 20_000
_OPEN_BETS: Final = 512
_FULL: Final = 600
"""Lines of all sources together that are worth a batch each."""
_MOST_LINES: Final = 2_000
_WRONG: Final = (("siteId", "stavkogray.ua"), ("gameId", "slot-pirates"), ("brandId", "mlyn"), ("currency", "EUR"))
"""What is wrong with a rejected line, the first most often."""


@dataclass(frozen=True)
class Bulk:
    """How much of it: between two moments, about so many transactions, this share of them rejected."""

    since: datetime
    until: datetime
    transactions: int
    rejected: float = 0.01
    seed: int = 1
    random_ids: bool = False
    """Ids of which none tells when it was given, and longer references of players: the hardest to keep small."""


@dataclass
class _Source:
    """A platform as it goes: where its chain and its numbers stand, and bets that may yet be settled."""

    name: str
    licence: str
    vertical: str
    places: tuple[tuple[str, str], ...]
    games: tuple[str, ...]
    seq: int = 0
    previous: str | None = None
    number: int = 0
    bets: list[tuple[str, str, int, str]] = field(default_factory=list)
    """Their beginning up to the id, id, stake, and what follows the sum."""


_Batch = tuple[_Source, list[bytes], datetime]
"""Whose it is, its lines, and when it comes."""


def _sources() -> tuple[_Source, _Source]:
    casino = (("mlynok.ua", "mlynok"), ("app.mlynok.ua", "mlynok"), ("stavkohrai.ua", "stavkohrai"))
    games = ("slot-fruits", "slot-cossack", "roulette-eu", "blackjack-1")
    return (
        _Source(CASINO_SOURCE, LATIN[CASINO], "ONLINE_CASINO", casino, games),
        _Source(
            BETTING_SOURCE, LATIN[BETTING], "BETTING", (("bet.mlynok.ua", "mlynok-bet"),),
            ("football", "tennis", "esports"),
        ),
    )  # fmt: skip


def fill(ledger: Ledger, intake: Intake, wanted: Bulk, told: Callable[[int], None] = lambda _: None) -> int:
    """Fill a ledger whose sample operator has no transaction yet; returns how many there are."""
    luck = random.Random(wanted.seed)  # noqa: S311  play, not secrets
    written = 0
    for some in _grouped(_batches(wanted, luck)):
        with ledger.store.write():
            for source, lines, moment in some:
                _take(ledger, intake, source, lines, moment)
                written += len(lines)
        told(written)
    return written


def _take(ledger: Ledger, intake: Intake, source: _Source, lines: list[bytes], moment: datetime) -> None:
    digest = hashlib.sha256(b"\n".join(lines) + b"\n").hexdigest()
    header = Header(
        env=Environment.TEST.value, operator=SAMPLE_EDRPOU, source=source.name,
        batch_id=content_batch_id(source.name, digest), seq=source.seq + 1, prev_content_sha256=source.previous,
        n=len(lines), content_sha256=digest, signing_key_id="", recipient_key_id="", iat=moment,
    )  # fmt: skip
    with ledger.append(SAMPLE_EDRPOU, moment) as append:
        intake.take(append, header, timedelta(), BatchLines(lines, Limits().max_amount_kop))
    source.seq, source.previous = header.seq, digest


def _grouped(batches: Iterator[_Batch]) -> Iterator[list[_Batch]]:
    some: list[_Batch] = []
    for batch in batches:
        some.append(batch)
        if len(some) == _TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _batches(wanted: Bulk, luck: random.Random) -> Iterator[_Batch]:
    """Yield each source\'s lines of every few minutes, busy hours fuller than others."""
    # Few transactions come seldom, and then so many that a batch is one.
    pause = max(_STEP, (wanted.until - wanted.since) * (_FULL / max(wanted.transactions, 1)))
    moments = [wanted.since + pause * (n + 1) for n in range(max((wanted.until - wanted.since) // pause, 1))]
    weights = [busy(moment) for moment in moments]
    each = wanted.transactions / sum(weights)
    sources, owed = _sources(), 0.0
    for moment, weight in zip(moments, weights, strict=True):
        owed += each * weight
        for source, share in zip(sources, (0.7, 0.3), strict=True):
            count = int(owed * share)
            while count > 0:
                some = min(count, _MOST_LINES)
                yield source, _lines(source, some, moment, wanted, luck), moment
                count -= some
        owed -= int(owed * 0.7) + int(owed * 0.3)


def _lines(source: _Source, count: int, until: datetime, wanted: Bulk, luck: random.Random) -> list[bytes]:
    """Return lines of the last minutes, in their order."""
    start = until - _STEP
    offset = start.astimezone(KYIV).strftime("%z")
    zone = f"{offset[:3]}:{offset[3:]}"
    here, pause = start.astimezone(KYIV).replace(tzinfo=None), _STEP / (count + 1)
    lines = []
    for n in range(count):
        here += pause
        source.number += 1
        tail = f'"occurredAt":"{here.isoformat(timespec="milliseconds")}{zone}","seqNo":{source.number}}}'
        if luck.random() < _REFUNDED + _PAID and source.bets:
            line = _following(source, tail, luck)
        else:
            line = _bet(source, _name(source, until, n, wanted, luck), tail, wanted, luck)
        if luck.random() < wanted.rejected:
            line = _spoilt(line, luck)
        lines.append(line.encode())
    return lines


def _name(source: _Source, until: datetime, number: int, wanted: Bulk, luck: random.Random) -> str:
    """Return what the ids of a bet and of what follows it begin with."""
    if wanted.random_ids:
        return f"{luck.getrandbits(112):028x}"
    return f"{until:%y%m%d%H%M}-{source.name}-{number:05d}"


def _bet(source: _Source, name: str, tail: str, wanted: Bulk, luck: random.Random) -> str:
    site, brand = luck.choice(source.places)
    stake = luck.choice(_STAKES)
    player = hashlib.sha256(b"%d" % luck.randrange(_PLAYERS)).hexdigest()[: 64 if wanted.random_ids else 32]
    about = (
        f'"licenceNo":"{source.licence}","vertical":"{source.vertical}","brandId":"{brand}","siteId":"{site}",'
        f'"gameId":"{luck.choice(source.games)}","roundId":"R-{name}","playerRef":"{player}",'
    )
    tx = f"{name}-B"
    source.bets.append((about, tx, stake, name))
    if len(source.bets) > _OPEN_BETS:
        del source.bets[luck.randrange(_OPEN_BETS)]
    return _line(tx, "BET", about, stake, "", tail)


def _following(source: _Source, tail: str, luck: random.Random) -> str:
    refund = luck.random() < _REFUNDED / (_REFUNDED + _PAID)
    about, bet, stake, name = source.bets.pop(luck.randrange(len(source.bets)))
    kind, amount = ("REFUND", stake) if refund else ("PAYOUT", max(100, int(stake * luck.uniform(0.2, 3))))
    return _line(f"{name}-{kind[0]}", kind, about, amount, f'"relatedTxId":"{bet}",', tail)


def _line(tx: str, kind: str, about: str, amount: int, related: str, tail: str) -> str:
    return (
        f'{{"schemaVersion":"1","operatorTxId":"{tx}","type":"{kind}",{about}"amountKop":{amount},"currency":"UAH",'
        f'"settlementForm":"NON_CASH",{related}{tail}'
    )


def _spoilt(line: str, luck: random.Random) -> str:
    """Return the line with something wrong with it."""
    name, wrong = _WRONG[min(int(luck.expovariate(1.2)), len(_WRONG) - 1)]
    head, _, rest = line.partition(f'"{name}":"')
    return f'{head}"{name}":"{wrong}"{rest.partition(chr(34))[2]}'
