"""Why differences of a reconciled day are as they are, in words of whoever looked into them; a company's own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from cabinet.contract.moment import epoch_micros, from_micros

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["LEAST_WORDS", "MOST_WORDS", "Justification", "justifications_of", "justify"]

LEAST_WORDS: Final = 10
MOST_WORDS: Final = 500
"""Characters of a reason."""
Where = tuple[str, str]
"""The perimeter's audience and the company's ЄДРПОУ."""


class Justification(NamedTuple):
    """A reason, who wrote it and when."""

    reason: str
    by: str
    at: datetime


def justifications_of(store: Store, where: Where, day: str) -> dict[tuple[str, str], Justification]:
    """Return a day's, by the kind of difference and the operator's id of the transaction."""
    found = store.read(
        "SELECT kind, tx, reason, by_name, at FROM justifications "
        "WHERE audience = :audience AND edrpou = :edrpou AND day = :day",
        audience=where[0], edrpou=where[1], day=day,
    )  # fmt: skip
    return {(kind, tx): Justification(reason, by, from_micros(at)) for kind, tx, reason, by, at in found}


def justify(store: Store, where: Where, day: str, kind: str, tx: str, given: Justification | None) -> None:
    """Keep a reason in place of the one before; None takes it away."""
    key = {"audience": where[0], "edrpou": where[1], "day": day, "kind": kind, "tx": tx}
    with store.write() as rows:
        rows.run(
            "DELETE FROM justifications WHERE audience = :audience AND edrpou = :edrpou AND day = :day "
            "AND kind = :kind AND tx = :tx",
            **key,
        )
        if given is not None:
            rows.run(
                "INSERT INTO justifications (audience, edrpou, day, kind, tx, reason, by_name, at) "
                "VALUES (:audience, :edrpou, :day, :kind, :tx, :reason, :by_name, :at)",
                **key, reason=given.reason, by_name=given.by, at=epoch_micros(given.at),
            )  # fmt: skip
