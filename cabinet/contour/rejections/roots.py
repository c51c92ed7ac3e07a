"""Consequences: rejections that only say that another transaction, their root, is rejected or missing.

What stands here follows from the rows of rejections and from which roots are accepted, whatever the order in which it
came about, so it can be built again. Differences are gathered during one transaction and written once at its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.rejections.any_of import any_of
from cabinet.contour.rejections.money import MONEY, Money, money_of
from cabinet.contract.findings import Finding
from cabinet.contract.states import RejectionState, Severity
from cabinet.contract.transaction import OPERATOR_TX_ID, RELATED_TX_ID
from cabinet.rules.item import ItemFields

__all__ = ["ATTEMPTS", "NO_GROUP", "Roots", "root_of"]

NO_GROUP: Final = ""
"""The group of a root that is missing, justified or held, or was accepted without ever being rejected."""
_CODES: Final = ("RF-501", "RF-503")
"""Another transaction is missing; another transaction was rejected."""
_LEFT_OUT: Final = "LM-903"
"""Findings were left out: whether they say more cannot be told."""
_TOGETHER: Final = 500
# Rows are found by their numbers alone, which an index holds: asked for more at once, SQLite, which has no statistics
# of these tables, reads all of an operator's instead. https://www.sqlite.org/optoverview.html#covering_indexes
ATTEMPTS: Final = (
    "FROM rejections WHERE edrpou = :edrpou AND seq IN "
    "(SELECT seq FROM rejections WHERE edrpou = :edrpou AND operator_tx_id = :tx) AND state <> 'held' "
)
"""All rejected attempts of a transaction."""
_HANGING: Final = (
    "WHERE edrpou = :edrpou AND seq IN "
    "(SELECT seq FROM rejections WHERE edrpou = :edrpou AND root_tx = :tx AND root_accepted = :was) "
)
# Of several rejected attempts the open one stands for their transaction, then a justified one, then the latest.
_STANDS: Final = (
    f"SELECT attempt_id, grp, state {ATTEMPTS}"
    "ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'justified' THEN 1 ELSE 2 END, seq DESC LIMIT 1"
)
_CORRECTED: Final = f"SELECT attempt_id, grp {ATTEMPTS} AND state = 'corrected' ORDER BY seq DESC LIMIT 1"
_COUNTED: Final = ("open", "ready", *MONEY)
_UPSERT: Final = (
    f"INSERT INTO rejection_roots (edrpou, grp, root_grp, {', '.join(_COUNTED)}) "
    f"VALUES (:edrpou, :grp, :root_grp, {', '.join(f':{name}' for name in _COUNTED)}) "
    "ON CONFLICT (edrpou, grp, root_grp) DO UPDATE SET "
    + ", ".join(f"{name} = rejection_roots.{name} + excluded.{name}" for name in _COUNTED)
)


def root_of(fields: ItemFields, found: Iterable[Finding]) -> str | None:
    """Return the operator's id of the transaction that a rejection hangs on, None for one with a fault of its own.

    The root may itself be a consequence; a line that refers to itself hangs on nothing else.
    """
    root = fields[RELATED_TX_ID]
    if root is None or root == fields[OPERATOR_TX_ID]:
        return None
    for finding in found:
        if finding.code == _LEFT_OUT or (finding.severity is Severity.ERROR and finding.code not in _CODES):
            return None
    return root


class Roots:
    """Roots and counts of one operator's consequences, as one transaction changes them."""

    def __init__(self, rows: Rows, edrpou: str) -> None:
        self._rows = rows
        self._edrpou = edrpou
        self._touched: dict[str, None] = {}
        self._accepted: dict[str, None] = {}
        self._reversed: dict[str, None] = {}
        self._counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(_COUNTED))

    def opened(self, grp: str, root_tx: str, sums: Money) -> None:
        """Take in a new open consequence, whose row names its root and nothing more of it yet."""
        self._count(grp, NO_GROUP, 1, 0, sums)
        self._touched[root_tx] = None

    def moved(self, row: Row, opened: int) -> None:
        """Take in or out an open consequence, by its row as it was; ``opened`` is 1 or −1."""
        if row["root_tx"] is not None:
            sums = money_of(row["type"], row["amount_kop"], row["ggr_kop"])
            self._count(row["grp"], row["root_grp"] or NO_GROUP, opened, 1 if row["root_accepted"] else 0, sums)

    def touched(self, tx: str) -> None:
        """Note that rejected attempts of a transaction are other ones than before, or in another state."""
        self._touched[tx] = None

    def accepted(self, txs: Iterable[str]) -> None:
        """Note that transactions were accepted."""
        self._accepted.update(dict.fromkeys(txs))

    def reversed(self, tx: str) -> None:
        """Note that an accepted transaction was taken back: what hangs on it cannot be sent again as it is."""
        self._reversed[tx] = None

    def flush(self) -> None:
        """Look up what hangs on all that has changed, and write it and the counts."""
        for tx in self._hung_on(self._accepted, accepted=0):
            corrected = self._rows.one(_CORRECTED, edrpou=self._edrpou, tx=tx)
            self._settle(tx, corrected, corrected["grp"] if corrected is not None else None, accepted=1)
        for was, txs in ((1, self._reversed), (0, self._touched)):
            for tx in self._hung_on(txs, accepted=was):
                stands = self._rows.one(_STANDS, edrpou=self._edrpou, tx=tx)
                is_open = stands is not None and stands["state"] == RejectionState.OPEN.value
                self._settle(tx, stands, stands["grp"] if stands is not None and is_open else None, was=was)
        self._accepted.clear()
        self._reversed.clear()
        self._touched.clear()
        self._write_counts()

    def _settle(self, tx: str, root: Row | None, grp: str | None, *, accepted: int = 0, was: int = 0) -> None:
        """Write what has become of a root into all that hangs on it as it ``was``, and move their counts."""
        waiting = self._rows.all(
            f"SELECT grp, root_grp, type, amount_kop, ggr_kop FROM rejections {_HANGING} AND state = 'open'",
            edrpou=self._edrpou, tx=tx, was=was,
        )  # fmt: skip
        for row in waiting:
            sums = money_of(row["type"], row["amount_kop"], row["ggr_kop"])
            self._count(row["grp"], row["root_grp"] or NO_GROUP, -1, was, sums)
            self._count(row["grp"], grp or NO_GROUP, 1, accepted, sums)
        self._rows.run(
            f"UPDATE rejections SET root_grp = :grp, root_attempt = :attempt, root_accepted = :accepted {_HANGING}",
            grp=grp, attempt=root["attempt_id"] if root is not None else None, accepted=accepted,
            edrpou=self._edrpou, tx=tx, was=was,
        )  # fmt: skip

    def _hung_on(self, txs: Mapping[str, None], *, accepted: int) -> Iterator[str]:
        """Yield those on which something hangs that knows them accepted, or knows them not to be."""
        known = "SELECT 1 FROM rejections WHERE edrpou = :edrpou AND root_tx IS NOT NULL LIMIT 1"
        if not txs or self._rows.one(known, edrpou=self._edrpou) is None:
            return
        left = iter(txs)
        while some := list(islice(left, _TOGETHER)):
            bound: dict[str, object] = {"edrpou": self._edrpou, "accepted": accepted}
            waiting = self._rows.tuples(
                "SELECT DISTINCT root_tx FROM rejections WHERE edrpou = :edrpou "
                f"AND {any_of('root_tx', 'tx', some, bound)} AND root_accepted = :accepted",
                **bound,
            )
            yield from [tx for (tx,) in waiting]

    def _count(self, grp: str, root_grp: str, sign: int, ready: int, sums: Money) -> None:
        """Count one consequence in, or with ``sign`` −1 out."""
        count = self._counts[grp, root_grp]
        for place, value in enumerate((1, ready, *sums)):
            count[place] += sign * value

    def _write_counts(self) -> None:
        changed = [
            {"edrpou": self._edrpou, "grp": grp, "root_grp": root_grp} | dict(zip(_COUNTED, count, strict=True))
            for (grp, root_grp), count in self._counts.items()
            if any(count)
        ]
        self._counts.clear()
        if changed:
            self._rows.many(_UPSERT, changed)
            self._rows.run("DELETE FROM rejection_roots WHERE edrpou = :edrpou AND open = 0", edrpou=self._edrpou)
