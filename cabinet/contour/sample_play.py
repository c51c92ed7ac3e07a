"""Believable play: bets, their payouts and refunds, a daily rhythm, and about one mistake in a hundred.

Seeded, so that the same seed gives the same lines. Every mistake is one that operators really make, and the line
says in :class:`Played` which code it must be given.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cabinet.contour.sample_operator import BETTING, CASINO, LATIN
from cabinet.contract.moment import KYIV

__all__ = ["MISTAKES", "OVER_KOP", "Played", "play"]

_CASINO_GAMES = ("slot-fruits", "slot-cossack", "roulette-eu", "blackjack-1")
_BETTING_GAMES = ("football", "tennis", "esports")
_STAKES = (500, 1000, 2000, 2500, 5000, 10000, 20000, 25000, 50000, 100000, 250000)
OVER_KOP = 25_000
"""By how much the mistake AM-404 goes beyond a doubled refund, so that it exceeds any stake."""
_REFUND_TROUBLE = 5
"""How many times likelier a refund is to be wrong: they are made by hand."""
_RETURN = 0.94
"""Share of stakes that comes back as payouts over time."""


@dataclass(frozen=True)
class Played:
    """One line of a day file and the code its mistake must be rejected with, or None for an honest one."""

    data: bytes
    expected: str | None


def _amount_text(line: dict[str, Any]) -> None:
    line["amountKop"] = f"{line['amountKop'] / 100:.2f}"


def _negative(line: dict[str, Any]) -> None:
    line["amountKop"] = -line["amountKop"]


def _typo(line: dict[str, Any]) -> None:
    line["settlmentForm"] = line.pop("settlementForm")


def _no_offset(line: dict[str, Any]) -> None:
    line["occurredAt"] = line["occurredAt"][:23]


def _future(line: dict[str, Any]) -> None:
    line["occurredAt"] = (datetime.fromisoformat(line["occurredAt"]) + timedelta(days=3)).isoformat(
        timespec="milliseconds"
    )


def _currency(line: dict[str, Any]) -> None:
    line["currency"] = "EUR"


def _licence(line: dict[str, Any]) -> None:
    line["licenceNo"] = line["licenceNo"].replace("017", "071").replace("009", "090")


def _vertical(line: dict[str, Any]) -> None:
    line["vertical"] = "ONLINE_POKER"


def _site(line: dict[str, Any]) -> None:
    line["siteId"] = "stavkogray.ua"


def _game(line: dict[str, Any]) -> None:
    line["gameId"] = "slot-fruit"


def _cash(line: dict[str, Any]) -> None:
    line["settlementForm"] = "CASH"


def _orphan(line: dict[str, Any]) -> None:
    line["relatedTxId"] = "9" + line["relatedTxId"][1:]


def _player(line: dict[str, Any]) -> None:
    line["playerRef"] = hashlib.sha256(line["playerRef"].encode()).hexdigest()[:32]


def _over(line: dict[str, Any]) -> None:
    line["amountKop"] = 2 * line["amountKop"] + OVER_KOP


def _mail(line: dict[str, Any]) -> None:
    line["lateReason"] = "Гравець просив: olena.k@example.ua"


MISTAKES: dict[str, tuple[str, Callable[[dict[str, Any]], None]]] = {
    "AM-401": ("BET", _amount_text),
    "AM-403": ("BET", _currency),
    "AM-404": ("REFUND", _over),
    "RF-501": ("PAYOUT", _orphan),
    "RF-505": ("PAYOUT", _player),
    "RG-601": ("BET", _licence),
    "RG-603": ("BET", _vertical),
    "RG-604": ("BET", _site),
    "RG-606": ("BET", _game),
    "ST-203": ("BET", _typo),
    "ST-208": ("PAYOUT", _mail),
    "TM-701": ("BET", _future),
    "TM-702": ("PAYOUT", _no_offset),
}
"""Code → the type of transaction the mistake happens to, and the mistake."""


def _rhythm(moment: datetime) -> float:
    """Return how likely play is at this hour of the Kyiv day: quiet at dawn, busy in the evening, more at weekends."""
    hour = moment.astimezone(KYIV).hour
    weight = 0.35 + 0.65 * max(0.0, 1 - abs((hour - 20.5 + 12) % 24 - 12) / 9)
    return weight * (1.3 if moment.astimezone(KYIV).weekday() >= 4 else 1.0)


def play(seed: int, bets: int, end: datetime, span: timedelta, mistakes: float = 0.012) -> Iterator[Played]:
    """Yield lines in order of time, ending before ``end``; about 1.5 lines a bet."""
    luck = random.Random(seed)  # noqa: S311  play, not secrets
    moments: list[datetime] = []
    while len(moments) < bets:
        moment = end - span * luck.random()
        if luck.random() * 1.3 < _rhythm(moment):
            moments.append(moment)
    lines: list[tuple[datetime, dict[str, Any]]] = []
    for number, moment in enumerate(sorted(moments)):
        lines += _bet(luck, f"{seed:03d}{number:07d}", moment, end)
    lines.sort(key=lambda pair: pair[0])
    used = dict.fromkeys(sorted(MISTAKES), 0)
    spoilt: set[str] = set()
    for sequence, (_, line) in enumerate(lines, 1):
        line["seqNo"] = sequence
        expected = None
        orphan = line.get("relatedTxId") in spoilt
        likely = mistakes * (_REFUND_TROUBLE if line["type"] == "REFUND" else 1)
        if not orphan and luck.random() < likely:
            fitting = [
                code
                for code, (kind, _) in MISTAKES.items()
                if kind == line["type"] and (code != "RG-603" or line["vertical"] == "ONLINE_CASINO")
            ]
            expected = min(fitting, key=lambda code: (used[code], code))
            used[expected] += 1
            MISTAKES[expected][1](line)
        if line.get("relatedTxId") in spoilt:
            expected = "RF-503"
        if expected is not None and line["type"] == "BET":
            spoilt.add(line["operatorTxId"])
        yield Played(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode(), expected)


def _bet(luck: random.Random, number: str, moment: datetime, end: datetime) -> list[tuple[datetime, dict[str, Any]]]:
    betting = luck.random() < 0.3
    licence, games = (BETTING, _BETTING_GAMES) if betting else (CASINO, _CASINO_GAMES)
    site = "bet.mlynok.ua" if betting else luck.choice(("mlynok.ua", "mlynok.ua", "app.mlynok.ua", "stavkohrai.ua"))
    brand = {"bet.mlynok.ua": "mlynok-bet", "stavkohrai.ua": "stavkohrai"}.get(site, "mlynok")
    stake = luck.choice(_STAKES)
    player = hashlib.sha256(f"player-{luck.randrange(400)}".encode()).hexdigest()[:32]
    bet: dict[str, Any] = {
        "schemaVersion": "1", "operatorTxId": f"{number}-B", "type": "BET", "licenceNo": LATIN[licence],
        "vertical": "BETTING" if betting else "ONLINE_CASINO", "brandId": brand, "siteId": site,
        "gameId": luck.choice(games), "roundId": f"R-{number}", "playerRef": player, "amountKop": stake,
        "currency": "UAH", "settlementForm": "NON_CASH", "occurredAt": _time(moment),
    }  # fmt: skip
    lines = [(moment, bet)]
    chance = luck.random()
    later = moment + timedelta(seconds=luck.uniform(5, 240))
    if later >= end:
        return lines
    if chance < 0.04:
        part = stake if luck.random() < 0.5 else stake // 2
        lines.append((later, _following(bet, number, "REFUND", part, later)))
    elif chance < 0.46:
        won = max(100, int(stake * _RETURN / 0.42 * luck.uniform(0.2, 1.8)) // 100 * 100)
        lines.append((later, _following(bet, number, "PAYOUT", won, later)))
    return lines


def _following(bet: dict[str, Any], number: str, kind: str, amount: int, moment: datetime) -> dict[str, Any]:
    return {
        **bet, "operatorTxId": f"{number}-{kind[0]}", "type": kind, "relatedTxId": bet["operatorTxId"],
        "amountKop": amount, "occurredAt": _time(moment),
    }  # fmt: skip


def _time(moment: datetime) -> str:
    return moment.astimezone(KYIV).isoformat(timespec="milliseconds")
