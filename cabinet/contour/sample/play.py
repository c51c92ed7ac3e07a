"""Believable play: players come in sittings, bets are paid out or refunded, about one line in a hundred is wrong.

Seeded, so that the same seed gives the same lines.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from cabinet.contour.sample.mistakes import MISTAKES, fitting
from cabinet.contour.sample.operator import BETTING, BETTING_SOURCE, CASINO, CASINO_SOURCE, LATIN
from cabinet.contract.moment import KYIV

__all__ = ["Line", "Mistake", "Played", "busy", "encoded", "play", "rounds", "spoil"]

_CASINO_GAMES: Final = ("slot-fruits", "slot-cossack", "roulette-eu", "blackjack-1")
_BETTING_GAMES: Final = ("football", "tennis", "esports")
_CASINO_SITES: Final = (("mlynok.ua", "mlynok"), ("app.mlynok.ua", "mlynok"), ("stavkohrai.ua", "stavkohrai"))
_SITE_WEIGHTS: Final = (5, 3, 3)
_STAKES: Final = (500, 1000, 2000, 2500, 5000, 10000, 20000, 25000, 50000, 100000, 250000)
_PLAYERS: Final = 400
_BETTING_SHARE: Final = 0.3
_SITTING: Final = {True: 4, False: 18}
"""Bets of a sitting, on average: of sports, of casino."""
_LONGEST_SITTING: Final = 50
_REFUNDED, _PAID = 0.04, 0.42
_RETURN: Final = 0.94
"""Share of stakes that comes back as payouts over time."""
_REFUND_TROUBLE: Final = 5
"""How many times likelier a refund is to be wrong: they are made by hand."""
_MATCHES_END: Final = (15, 17, 19, 21, 23)
"""Hours in Kyiv at which sports bets are settled."""


@dataclass(frozen=True, slots=True)
class Line:
    """An honest line as the platform knows it; ``seqNo`` is given when it is sent."""

    at: datetime
    source: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What goes wrong with a line, and when somebody puts it right, if ever."""

    code: str
    fixed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """One line as it is sent, and the code its mistake must be rejected with, or None for an honest one."""

    data: bytes
    expected: str | None
    line: Line
    fixed_at: datetime | None = None


def busy(moment: datetime) -> float:
    """Return how likely play is at this hour of the Kyiv week, 0…1: quiet at dawn, busy on weekend evenings."""
    here = moment.astimezone(KYIV)
    weight = 0.1 + 0.9 * max(0.0, 1 - abs((here.hour - 20.5 + 12) % 24 - 12) / 9)
    return weight * (1.0 if here.weekday() >= 4 else 0.77)


def rounds(seed: int, name: str, bets: int, start: datetime, end: datetime, *, live: bool = False) -> list[Line]:
    """Return honest lines of ``bets`` bets between two moments, in order; ``name`` begins their ids.

    What would follow after ``end`` is left out; ``live`` sports bets are settled within minutes, so that few are.
    """
    luck = random.Random(f"{seed} {name}")  # noqa: S311  play, not secrets
    lines: list[Line] = []
    number = 0
    while number < bets:
        moment = start + (end - start) * luck.random()
        if luck.random() > busy(moment):
            continue
        sitting = _Sitting(luck, live=live)
        for _ in range(min(sitting.length, bets - number)):
            lines += sitting.bet(f"{name}{number:06d}", moment, end)
            number += 1
            moment += timedelta(seconds=luck.uniform(4, 20))
            if moment >= end:
                break
    lines.sort(key=lambda line: line.at)
    return lines


class _Sitting:
    """One player at one site for a few minutes."""

    def __init__(self, luck: random.Random, *, live: bool) -> None:
        self._luck = luck
        self._live = live
        self._sports = luck.random() < _BETTING_SHARE * _SITTING[False] / (
            _BETTING_SHARE * _SITTING[False] + (1 - _BETTING_SHARE) * _SITTING[True]
        )
        self.length = min(1 + int(luck.expovariate(1 / (_SITTING[self._sports] - 0.5))), _LONGEST_SITTING)
        self._player = hashlib.sha256(f"player-{luck.randrange(_PLAYERS)}".encode()).hexdigest()[:32]
        if self._sports:
            self._site, self._brand = "bet.mlynok.ua", "mlynok-bet"
        else:
            self._site, self._brand = luck.choices(_CASINO_SITES, _SITE_WEIGHTS)[0]
        self._game = luck.choice(_BETTING_GAMES if self._sports else _CASINO_GAMES)
        self._source = BETTING_SOURCE if self._sports else CASINO_SOURCE

    def bet(self, number: str, moment: datetime, end: datetime) -> list[Line]:
        """Return a bet and what follows from it before the end."""
        luck = self._luck
        stake = luck.choice(_STAKES)
        value: dict[str, Any] = {
            "schemaVersion": "1", "operatorTxId": f"{number}-B", "type": "BET",
            "licenceNo": LATIN[BETTING if self._sports else CASINO],
            "vertical": "BETTING" if self._sports else "ONLINE_CASINO", "brandId": self._brand, "siteId": self._site,
            "gameId": self._game, "roundId": f"R-{number}", "playerRef": self._player, "amountKop": stake,
            "currency": "UAH", "settlementForm": "NON_CASH", "occurredAt": _time(moment),
        }  # fmt: skip
        lines = [Line(moment, self._source, value)]
        chance = luck.random()
        soon = moment + timedelta(seconds=luck.uniform(2, 40))
        if chance < _REFUNDED:
            self._follow(lines, number, "REFUND", stake if luck.random() < 0.5 else stake // 2, soon, end)
        elif chance < _REFUNDED + _PAID:
            won = max(100, int(stake * _RETURN / _PAID * luck.uniform(0.2, 1.8)) // 100 * 100)
            self._follow(lines, number, "PAYOUT", won, self._settled(moment) if self._sports else soon, end)
        return lines

    def _follow(self, lines: list[Line], number: str, kind: str, amount: int, at: datetime, end: datetime) -> None:
        if at >= end:
            return
        bet = lines[0].value
        value = {
            **bet, "operatorTxId": f"{number}-{kind[0]}", "type": kind, "relatedTxId": bet["operatorTxId"],
            "amountKop": amount, "occurredAt": _time(at),
        }  # fmt: skip
        lines.append(Line(at, self._source, value))

    def _settled(self, moment: datetime) -> datetime:
        """Return a moment just after the next match ends; live ones and those late at night are settled at once."""
        here = moment.astimezone(KYIV)
        hour = next((h for h in _MATCHES_END if h > here.hour), None)
        if hour is None or self._live:
            return moment + timedelta(seconds=self._luck.uniform(30, 180))
        return here.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(seconds=self._luck.uniform(5, 90))


def spoil(
    lines: Iterable[Line], choose: Callable[[Line], Mistake | None], number: Callable[[Line], int]
) -> Iterator[Played]:
    """Yield lines as sent: some with a mistake, what follows a spoilt bet rejected with it, each with its ``seqNo``."""
    spoilt: dict[str, Mistake] = {}
    for line in lines:
        value = line.value | {"seqNo": number(line)}
        bet = value.get("relatedTxId")
        if bet in spoilt:
            yield Played(encoded(value), "RF-503", line, spoilt[bet].fixed_at)
            continue
        mistake = choose(line)
        if mistake is None:
            yield Played(encoded(value), None, line)
            continue
        MISTAKES[mistake.code][1](value)
        if value["type"] == "BET":
            spoilt[line.value["operatorTxId"]] = mistake
        yield Played(encoded(value), mistake.code, line, mistake.fixed_at)


def play(seed: int, bets: int, end: datetime, span: timedelta, mistakes: float = 0.012) -> Iterator[Played]:
    """Yield a day file's lines ending before ``end``, mistakes of every kind evenly; about 1.5 lines a bet."""
    luck = random.Random(seed)  # noqa: S311  as above
    used = dict.fromkeys(sorted(MISTAKES), 0)
    sequence = iter(range(1, 1 << 62))

    def choose(line: Line) -> Mistake | None:
        likely = mistakes * (_REFUND_TROUBLE if line.value["type"] == "REFUND" else 1)
        if luck.random() >= likely:
            return None
        code = min(fitting(line.value), key=lambda code: (used[code], code))
        used[code] += 1
        return Mistake(code)

    yield from spoil(rounds(seed, f"{seed:03d}", bets, end - span, end), choose, lambda _: next(sequence))


def encoded(value: dict[str, Any]) -> bytes:
    """Return a line's bytes."""
    return msgspec.json.encode(value)


def _time(moment: datetime) -> str:
    return moment.astimezone(KYIV).isoformat(timespec="milliseconds")
