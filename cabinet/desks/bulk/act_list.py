"""The list of what became of each line of an act, as a table that a spreadsheet opens and runs nothing of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from cabinet.contract.catalogue import finding_cards
from cabinet.contract.transaction import AMOUNT_KOP, OPERATOR_TX_ID, TYPE
from cabinet.desks.bulk.plan import Item, State
from cabinet.export.safe_cells import BOM, safe_cell

__all__ = ["COLUMNS", "ActLine", "Result", "act_csv", "left_out"]

COLUMNS: Final = (
    "attemptId", "operatorTxId", "type", "amountKop", "result", "newAttemptId", "codes", "reasonUk", "reasonEn",
    "actSha256",
)  # fmt: skip


class Result(Enum):
    """What became of a line."""

    CORRECTED = "corrected"
    FOLLOWED = "followed"
    REFUSED = "refused"
    UNSENT = "unsent"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class ActLine:
    """One rejection of an act: its attempt, its fields, and what became of it.

    ``why`` says why it was left out before anybody was asked (:class:`cabinet.desks.bulk.plan.Skip`).
    """

    attempt_id: str
    value: Mapping[str, Any]
    result: Result
    new_attempt_id: str = ""
    codes: tuple[str, ...] = ()
    why: str = ""


def left_out(items: Iterable[Item]) -> list[ActLine]:
    """Return what an act did not send: what was skipped, and what the check would not let through."""
    return [
        ActLine(
            item.attempt_id, item.before or {}, Result.SKIPPED, codes=item.codes,
            why=item.skip.value if item.skip is not None else "",
        )
        for item in items
        if item.state is not State.WOULD_PASS
    ]  # fmt: skip


def act_csv(lines: Iterable[ActLine], digest: str) -> bytes:
    """Return the table: UTF-8 with its mark, a line each, the act's SHA-256 beside every one."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        cards = [finding_cards().get(code) for code in line.codes]
        titles = [card.title for card in cards if card is not None]
        cells = (
            line.attempt_id, _text(line.value.get(OPERATOR_TX_ID.name)), _text(line.value.get(TYPE.name)),
            _text(line.value.get(AMOUNT_KOP.name)), line.result.value, line.new_attempt_id, " ".join(line.codes),
            line.why or "; ".join(title.uk for title in titles), line.why or "; ".join(title.en for title in titles),
            digest,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return BOM + out.getvalue().encode()


def _text(given: object) -> str:
    return "" if given is None else str(given)
