"""What a person may send to ``POST /corrections``, and what of it was signed (CONTRACT §2, §3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cabinet.contour.call import PersonHere, SignedAct
from cabinet.contour.ledger.store import LedgerStore, Row, Rows
from cabinet.contour.problem import Refused
from cabinet.contract.about import Limits
from cabinet.contract.correction_sets import CorrectionPart, CorrectionSet, Reckoned, SignedSet, part_of
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import epoch_micros
from cabinet.contract.rights import Right
from cabinet.contract.states import Environment

__all__ = ["CorrectionSets"]

_LIFE: Final = timedelta(hours=1)
_SECOND: Final = 1_000_000


class CorrectionSets:
    """Takes signed sets, and their requests one by one."""

    def __init__(self, store: LedgerStore, limits: Limits, environment: Environment) -> None:
        self._store = store
        self._limits = limits
        self._signed = environment is Environment.PRODUCTION

    def sign(self, person: PersonHere, wanted: CorrectionSet, act: SignedAct | None, now: datetime) -> SignedSet:
        """Keep a set whose signature was taken; ``act`` is None on a test perimeter, which asks for none.

        Raises:
            KnownError: ``RIGHT_MISSING``, or ``CORRECTION_SET_INVALID`` where a request is named twice.
        """
        digests = {part.sha256 for part in wanted.parts}
        if len(digests) != len(wanted.parts):
            raise KnownError("CORRECTION_SET_INVALID")
        for part in wanted.parts:
            _may(person, part)
        set_id, until = uuid7(), now + _LIFE
        with self._store.write() as rows:
            rows.run(
                "INSERT INTO correction_sets (set_id, edrpou, rnokpp, by_name, at, until, statement, cms) "
                "VALUES (:id, :edrpou, :rnokpp, :by, :at, :until, :statement, :cms)",
                id=set_id, edrpou=person.edrpou, rnokpp=person.rnokpp, by=person.who, at=epoch_micros(now),
                until=epoch_micros(until), statement=act.statement if act is not None else None,
                cms=act.cms if act is not None else None,
            )  # fmt: skip
            rows.insert(
                "correction_parts", ("set_id", "sha256", "part"),
                [(set_id, part.sha256, part.model_dump_json(by_alias=True)) for part in wanted.parts],
            )  # fmt: skip
        return SignedSet(set_id=set_id, until=until)

    def admit(self, rows: Rows, person: PersonHere, body: bytes, set_id: str | None, now: datetime) -> None:
        """Let a request in, as part of its set or unsigned; within the transaction that takes its corrections.

        Raises:
            KnownError: ``RIGHT_MISSING``, ``STEP_UP_REQUIRED``, ``CORRECTION_SET_UNKNOWN`` or ``CORRECTION_SET_OTHER``.
        """
        part = part_of(body)
        _may(person, part)
        if set_id is not None:
            self._take(rows, person, part, set_id, now)
        elif self._signed:
            self._unsigned(rows, person, part, now)

    def _take(self, rows: Rows, person: PersonHere, part: CorrectionPart, set_id: str, now: datetime) -> None:
        kept = rows.one(
            "SELECT until FROM correction_sets WHERE set_id = :id AND edrpou = :edrpou AND rnokpp = :rnokpp",
            id=set_id, edrpou=person.edrpou, rnokpp=person.rnokpp,
        )  # fmt: skip
        if kept is None or kept["until"] <= epoch_micros(now):
            raise KnownError("CORRECTION_SET_UNKNOWN")
        of: Row | None = rows.one(
            "SELECT part, taken_at FROM correction_parts WHERE set_id = :id AND sha256 = :sha256",
            id=set_id, sha256=part.sha256,
        )  # fmt: skip
        if of is None or of["taken_at"] is not None or CorrectionPart.model_validate_json(of["part"]) != part:
            raise KnownError("CORRECTION_SET_OTHER")
        rows.run(
            "UPDATE correction_parts SET taken_at = :at WHERE set_id = :id AND sha256 = :sha256",
            at=epoch_micros(now), id=set_id, sha256=part.sha256,
        )  # fmt: skip

    def _unsigned(self, rows: Rows, person: PersonHere, part: CorrectionPart, now: datetime) -> None:
        """Reckon what a person sends unsigned with all of the last while: cutting a bulk up leaves it one."""
        if part.amends:
            raise KnownError("STEP_UP_REQUIRED")
        limits, whole = self._limits, part.whole
        who = {"edrpou": person.edrpou, "rnokpp": person.rnokpp}
        since = epoch_micros(now) - limits.bulk_within_seconds * _SECOND
        sent = rows.one(
            "SELECT COALESCE(SUM(items), 0) AS items, COALESCE(SUM(kop), 0) AS kop FROM unsigned_corrections "
            "WHERE edrpou = :edrpou AND rnokpp = :rnokpp AND at > :since",
            **who, since=since,
        )  # fmt: skip
        if sent is not None:
            whole = whole.plus(Reckoned(items=sent["items"], kop=sent["kop"]))
        if whole.items > limits.bulk_signed_above_items or whole.kop > limits.bulk_signed_above_kop:
            raise KnownError("STEP_UP_REQUIRED")
        rows.run("DELETE FROM unsigned_corrections WHERE edrpou = :edrpou AND rnokpp = :rnokpp AND at <= :since",
                 **who, since=since)  # fmt: skip
        rows.insert(
            "unsigned_corrections", ("edrpou", "rnokpp", "at", "items", "kop"),
            [(person.edrpou, person.rnokpp, epoch_micros(now), part.whole.items, part.whole.kop)],
        )  # fmt: skip


def _may(person: PersonHere, part: CorrectionPart) -> None:
    """Whoever may correct what was rejected may not yet correct what was accepted."""
    if part.amends and Right.CORRECT_ACCEPTED not in person.rights:
        required = (Right.CORRECT_ACCEPTED.value,)
        raise Refused("RIGHT_MISSING", required=required, present=tuple(sorted(person.rights)))
