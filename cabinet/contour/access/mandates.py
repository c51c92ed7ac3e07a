"""Who may act for an operator beside its head: appoint by a signed mandate, end at once, read what was signed."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime

from cabinet.contour.access.people import mandate_state, newest_row
from cabinet.contour.access.sessions import Sessions
from cabinet.contour.call import PersonHere, SignedAct
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.trust.time_stamps import TimeStamps
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import epoch_micros, from_micros, wire
from cabinet.contract.people import (
    AppointRequest,
    MandateDocument,
    Member,
    PeopleList,
    check_appointment,
    masked,
)
from cabinet.contract.rights import Right, Role
from cabinet.contract.states import MandateState
from cabinet.qes.cades_parts import take_apart
from cabinet.qes.time_stamp import with_time_stamp

__all__ = ["Mandates"]

_COLUMNS = (
    "p.*, d.person_id AS signed, "
    "(SELECT MAX(at) FROM login_evidence e WHERE e.person_id = p.person_id) AS last_login_at "
    "FROM people p LEFT JOIN mandate_documents d ON d.person_id = p.person_id"
)


class Mandates:
    """People of all operators. A row is never taken away: what was ended stays to be read."""

    def __init__(self, ledger: Ledger, sessions: Sessions, stamps: TimeStamps) -> None:
        self._ledger = ledger
        self._sessions = sessions
        self._stamps = stamps

    def list(self, rows: Rows, edrpou: str, now: datetime) -> PeopleList:
        """Return the head, then mandates: those in force first, then newest first."""
        found = rows.all(
            f"SELECT {_COLUMNS} WHERE p.edrpou = :edrpou ORDER BY p.granted_at DESC, p.person_id DESC", edrpou=edrpou
        )
        members = [_member(row, now) for row in found]
        head = next((m for m in members if m.role is Role.HEAD), None)
        others = [m for m in members if m.role is not Role.HEAD]
        others.sort(key=lambda m: m.state is not MandateState.ACTIVE)
        return PeopleList(head=head, items=others, server_time=now)

    def appoint(self, person: PersonHere, request: AppointRequest, act: SignedAct, now: datetime) -> Member:
        """Write a mandate down with its time-stamped document.

        Raises:
            KnownError: ``RNOKPP_INVALID``, ``ROLE_NOT_GRANTABLE``, ``RIGHT_NOT_GRANTABLE``, ``MANDATE_TERM_INVALID``,
                ``PERSON_IS_HEAD`` or ``PERSON_APPOINTED``.
        """
        check_appointment(request, now)
        with self._ledger.append(person.edrpou, now) as append:
            rows = append.rows
            earlier = newest_row(rows, person.edrpou, request.rnokpp)
            if earlier is not None and earlier["role"] == Role.HEAD.value:
                raise KnownError("PERSON_IS_HEAD")
            if earlier is not None and mandate_state(earlier, now) is MandateState.ACTIVE:
                raise KnownError("PERSON_APPOINTED", name=earlier["name"])
            signature = take_apart(act.cms).parts.signature
            token, stamped_at = self._stamps.stamp(hashlib.sha256(signature).digest())
            document = with_time_stamp(act.cms, token)
            person_id = uuid7()
            rows.run(
                "INSERT INTO people (person_id, edrpou, rnokpp, name, role, rights, until, granted_by, granted_at) "
                "VALUES (:id, :edrpou, :rnokpp, :name, :role, :rights, :until, :by, :at)",
                id=person_id, edrpou=person.edrpou, rnokpp=request.rnokpp, name=request.name,
                role=request.role.value, rights=json.dumps(sorted(r.value for r in request.rights)),
                until=epoch_micros(request.until), by=person.name, at=epoch_micros(now),
            )  # fmt: skip
            rows.run(
                "INSERT INTO mandate_documents (person_id, statement, cms, stamped_at) "
                "VALUES (:id, :statement, :cms, :at)",
                id=person_id, statement=act.statement, cms=document, at=epoch_micros(stamped_at),
            )  # fmt: skip
            append.mandate(
                {"act": "appointed", "mandateId": person_id, "role": request.role.value,
                 "rights": sorted(r.value for r in request.rights), "until": wire(request.until), "by": person.who},
                document,
            )  # fmt: skip
            return self._written(rows, person.edrpou, person_id, now)

    def end(self, person: PersonHere, person_id: str, reason: str, now: datetime) -> Member:
        """End a mandate: the person's very next request is refused, and their sessions are gone.

        Raises:
            KnownError: ``PERSON_NOT_FOUND``, ``PERSON_IS_HEAD`` or ``MANDATE_FINAL``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            row = _row(append.rows, person.edrpou, person_id)
            if row["role"] == Role.HEAD.value:
                raise KnownError("PERSON_IS_HEAD")
            if mandate_state(row, now) is not MandateState.ACTIVE:
                raise KnownError("MANDATE_FINAL", name=row["name"])
            append.rows.run(
                "UPDATE people SET ended_at = :at, ended_by = :by, end_reason = :reason WHERE person_id = :id",
                at=epoch_micros(now), by=person.name, reason=reason, id=person_id,
            )  # fmt: skip
            append.mandate({"act": "ended", "mandateId": person_id, "by": person.who})
            ended = self._written(append.rows, person.edrpou, person_id, now)
        self._sessions.end(person.edrpou, row["rnokpp"], why="MANDATE_STOPPED")
        return ended

    def document(self, rows: Rows, edrpou: str, person_id: str) -> MandateDocument:
        """Return what was signed, with its signature and time-stamp.

        Raises:
            KnownError: ``PERSON_NOT_FOUND``, or ``MANDATE_UNSIGNED`` for a person the registry itself names.
        """
        _row(rows, edrpou, person_id)
        kept = rows.one("SELECT * FROM mandate_documents WHERE person_id = :id", id=person_id)
        if kept is None:
            raise KnownError("MANDATE_UNSIGNED")
        return MandateDocument(
            person_id=person_id, text=bytes(kept["statement"]).decode(),
            cms=base64.b64encode(kept["cms"]).decode(), stamped_at=from_micros(kept["stamped_at"]),
        )  # fmt: skip

    def _written(self, rows: Rows, edrpou: str, person_id: str, now: datetime) -> Member:
        row = _find(rows, edrpou, person_id)
        if row is None:
            raise BugError(f"the mandate {person_id} was written and is not there")
        return _member(row, now)


def _find(rows: Rows, edrpou: str, person_id: str) -> Row | None:
    return rows.one(f"SELECT {_COLUMNS} WHERE p.edrpou = :edrpou AND p.person_id = :id", edrpou=edrpou, id=person_id)


def _row(rows: Rows, edrpou: str, person_id: str) -> Row:
    row = _find(rows, edrpou, person_id)
    if row is None:
        raise KnownError("PERSON_NOT_FOUND")
    return row


def _member(row: Row, now: datetime) -> Member:
    def moment(name: str) -> datetime | None:
        return from_micros(row[name]) if row[name] is not None else None

    return Member(
        person_id=row["person_id"], name=row["name"], rnokpp_masked=masked(row["rnokpp"]), role=Role(row["role"]),
        rights=[Right(r) for r in json.loads(row["rights"])], until=moment("until"), state=mandate_state(row, now),
        granted_by=row["granted_by"], granted_at=moment("granted_at"), first_login_at=moment("first_login_at"),
        last_login_at=moment("last_login_at"), ended_at=moment("ended_at"), ended_by=row["ended_by"],
        end_reason=row["end_reason"], signed=row["signed"] is not None,
    )  # fmt: skip
