"""Lines that no honest platform sends: the same few mistakes of machines and people, drawn by chance."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, Final

from cabinet.contract.limits import MAX_ITEM_BYTES

_ODD: Final[tuple[Any, ...]] = (
    None, "", "x", 0, 1, -1, 1.5, 1e300, True, [], {}, {"a": [1]}, 2**63 - 1, 2**63, 2**64, -(2**63), 10**30, "я" * 70,
    "x" * 65, "\0", " a", "2026-13-01T00:00:00Z", "1999-01-01T00:00:00Z", "2300-01-01T00:00:00Z", "BET", "REFUND",
    "PAYOUT", 10_000_000_001, "UAH", "OK-2024-017", "PK-2026-004", "mlynok", "player@example.ua",
)  # fmt: skip
_WHOLE: Final = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b'""',
    b"7",
    b"{",
    b"\xff",
    b"[" * 4_000,
    b'{"operatorTxId":"\xed\xa0\x80"}',
)
_SIZES: Final = (MAX_ITEM_BYTES - 1, MAX_ITEM_BYTES, MAX_ITEM_BYTES + 1, 20_000)


def _changed(luck: random.Random, line: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(value, dict):
        return line
    change(value)
    return json.dumps(value, ensure_ascii=luck.random() < 0.5, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _missing(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return _changed(luck, line, lambda value: value and value.pop(luck.choice(list(value))))


def _odd(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return _changed(luck, line, lambda value: value.update({luck.choice([*value, "type"]): luck.choice(_ODD)}))


def _unknown(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return _changed(luck, line, lambda value: value.update({luck.choice(("brand", "playerName", "x" * 50)): "x"}))


def _sum(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return _changed(
        luck, line, lambda value: value.update(amountKop=luck.choice((2**63 - 1, 1, 7_777, 10_000_000_000)))
    )


def _number(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    numbers = (1, 2, 5, 40, 1_000_001, 1_000_002, 5_000_000, 2**63 - 1)
    return _changed(luck, line, lambda value: value.update(seqNo=luck.choice(numbers)))


def _other_id(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return _changed(luck, line, lambda value: value.update(operatorTxId=f"n{luck.randrange(400)}"))


def _known_id(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return _changed(luck, line, lambda value: value.update(operatorTxId=luck.choice(ids)) if ids else None)


def _refers(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    """Have it refer to a known transaction, under an id of its own: second payouts, refunds of what is paid out."""
    kind = luck.choice(("REFUND", "PAYOUT", "BET"))
    own = f"r{luck.randrange(10_000)}"
    return _changed(
        luck, line,
        lambda value: value.update(type=kind, operatorTxId=own, relatedTxId=luck.choice(ids)) if ids else None,
    )  # fmt: skip


def _follows(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    """Have it follow from the very bet it was: what is refunded and paid out of one bet again and again."""
    kind = luck.choice(("REFUND", "PAYOUT"))

    def change(value: dict[str, Any]) -> None:
        bet = value.get("relatedTxId", value.get("operatorTxId"))
        value.update(type=kind, operatorTxId=f"f{luck.randrange(10_000)}", relatedTxId=bet)
        if luck.random() < 0.5:
            value["roundId"] = f"R-{luck.randrange(3)}"
        if luck.random() < 0.7:
            value["amountKop"] = luck.choice((1, 100, 250, 500))

    return _changed(luck, line, change)


def _personal(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    name, text = luck.choice(
        (
            ("lateReason", "Гравець просив: ivan.p@example.ua"),
            ("lateReason", "тел. +380 67 123 45 67"),
            ("playerRef", "Шевченко Тарас Григорович"),
            ("playerName", "Олена Ковальчук"),
            ("operatorTxId", "olena@example.ua"),
            ("brandId", "+380671234567"),
        )
    )
    return _changed(luck, line, lambda value: value.update({name: text}))


def _cut(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return line[: luck.randrange(len(line) + 1)]


def _stray(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    at = luck.randrange(len(line) + 1)
    return line[:at] + luck.choice((b"\xff", b"\xed\xa0\x80", b"\0", b'"', b"\\u0000", b"\r", b"\xc3")) + line[at:]


def _blanks(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return line[:-1] + b" " * max(0, luck.choice(_SIZES) - len(line)) + line[-1:]


def _twice(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return b'{"%s":"x",' % luck.choice((b"operatorTxId", b"type", b"relatedTxId", b"amountKop", b"y")) + line[1:]


def _nothing(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    return luck.choice(_WHOLE)


_WAYS: Final = (
    _missing, _odd, _odd, _unknown, _sum, _number, _other_id, _known_id, _refers, _refers, _follows, _follows, _follows,
    _personal, _cut, _stray, _blanks, _twice, _nothing,
)  # fmt: skip


def spoilt(luck: random.Random, line: bytes, ids: list[str]) -> bytes:
    """Return a line with one or two mistakes; ``ids`` are of transactions that are known."""
    line = luck.choice(_WAYS)(luck, line, ids)
    return line if luck.random() < 0.8 else luck.choice(_WAYS)(luck, line, ids)
