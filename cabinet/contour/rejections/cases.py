"""What people decide about a rejection or a whole cause: state, assignee, notes; every change stays as history.

Concurrent changes are told apart by the version that ``If-Match`` names (RFC 9110).
"""

from __future__ import annotations

from datetime import datetime

from cabinet.contour.call import PersonHere
from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.problem import Refused
from cabinet.contour.rejections.any_of import any_of
from cabinet.contour.rejections.assignees import check_assignee
from cabinet.contour.rejections.index import NOBODY
from cabinet.contour.rejections.query import ask
from cabinet.contract.cases import MOST_CASES, MOST_NAMED, Case, CaseChange, CaseEvent, CasesChanged, ManyCasesChange
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.rights import Right
from cabinet.contract.states import CaseState, RejectionState

__all__ = ["case_of", "group_case", "set_case", "set_group_case", "set_many_cases"]

_LIVE = {RejectionState.OPEN.value, RejectionState.JUSTIFIED.value}


def case_of(rows: Rows, subject: str, row: Row, also: str | None = None) -> Case:
    """Return a case with its history, oldest first; ``also`` names the cause whose events belong to it too."""
    subjects = [subject] if also is None else [subject, also]
    bound: dict[str, object] = {"edrpou": row["edrpou"]}
    named = any_of("subject", "subject", subjects, bound)
    found = rows.all(f"SELECT * FROM case_events WHERE edrpou = :edrpou AND {named} ORDER BY at, version", **bound)
    return Case(
        state=CaseState(row["case_state"]), assignee=row["assignee"], version=row["case_version"],
        history=[
            CaseEvent(
                at=from_micros(e["at"]), by=e["by_name"], state=CaseState(e["state"]), assignee=e["assignee"],
                note=e["note"], whole_group=e["subject"] != subject, came_again=e["by_name"] == NOBODY,
            )
            for e in found
        ],
    )  # fmt: skip


def group_case(rows: Rows, edrpou: str, group_id: str) -> Case:
    """Return the case of a cause, with what was decided about it as a whole.

    Raises:
        KnownError: ``GROUP_NOT_FOUND``.
    """
    return case_of(rows, group_id, _group(rows, edrpou, group_id))


def set_case(
    ledger: Ledger, person: PersonHere, attempt_id: str, change: CaseChange, version: int, now: datetime
) -> Case:
    """Change the case of one rejection.

    Raises:
        KnownError: ``REJECTION_NOT_FOUND``, ``CASE_CHANGED``, ``CASE_CLOSED``, ``NOTE_MISSING``, ``ASSIGNEE_UNKNOWN``
            or ``RIGHT_MISSING``.
    """
    with ledger.append(person.edrpou, now) as append:
        row = _rejection(append.rows, person.edrpou, attempt_id)
        if row["state"] not in _LIVE:
            raise KnownError("CASE_CLOSED", value=row["state"])
        _may(person, row, change)
        check_assignee(append.rows, person.edrpou, change.assignee, now)
        _fresh(row, version)
        append.set_case(row, change.state, change.assignee)
        _write(append, person, attempt_id, version + 1, change, now)
        changed = _rejection(append.rows, person.edrpou, attempt_id)
        return case_of(append.rows, attempt_id, changed, changed["grp"])


def set_group_case(
    ledger: Ledger, person: PersonHere, group_id: str, change: CaseChange, version: int, now: datetime
) -> Case:
    """Change the case of a cause and of everything open in it; what comes later inherits only the assignee.

    Raises:
        KnownError: ``GROUP_NOT_FOUND``, ``CASE_CHANGED``, ``NOTE_MISSING``, ``ASSIGNEE_UNKNOWN`` or ``RIGHT_MISSING``.
    """
    with ledger.append(person.edrpou, now) as append:
        row = _group(append.rows, person.edrpou, group_id)
        _may(person, row, change)
        check_assignee(append.rows, person.edrpou, change.assignee, now)
        _fresh(row, version)
        append.set_group_case(group_id, change.state, change.assignee)
        _write(append, person, group_id, version + 1, change, now)
        return case_of(append.rows, group_id, _group(append.rows, person.edrpou, group_id))


def set_many_cases(ledger: Ledger, person: PersonHere, change: ManyCasesChange, now: datetime) -> CasesChanged:
    """Change the cases of everything that is meant, all or nothing.

    Raises:
        KnownError: ``FILTER_INVALID``, ``FILTER_TOO_LONG``, ``FILTER_TOO_MANY``, ``ID_LIST_GONE``, ``BATCH_TOO_LARGE``,
            ``NOTE_MISSING`` or ``ASSIGNEE_UNKNOWN``.
    """
    _check_words(change)
    with ledger.append(person.edrpou, now) as append:
        check_assignee(append.rows, person.edrpou, change.assignee, now)
        asked = ask(append.rows, person.edrpou, parse_filter(change.filter), person.name, now)
        where, values = f"{asked.where} AND r.seq <= :as_of", dict(asked.values)
        if change.attempt_ids is not None:
            where += f" AND {any_of('r.attempt_id', 'attempt', change.attempt_ids, values)}"
        found = append.rows.all(
            f"SELECT * FROM {asked.source} r WHERE {where} ORDER BY r.seq LIMIT :limit",
            **values, as_of=change.as_of, limit=MOST_CASES + MOST_NAMED + 1,
        )  # fmt: skip
        meant = [row for row in found if row["attempt_id"] not in set(change.without)]
        if len(meant) > MOST_CASES:
            raise KnownError("BATCH_TOO_LARGE", value=str(len(meant)), expected=str(MOST_CASES))
        live = [row for row in meant if row["state"] in _LIVE]
        for row in live:
            append.set_case(row, change.state, change.assignee)
            _write(append, person, row["attempt_id"], row["case_version"] + 1, change, now)
        return CasesChanged(changed=len(live), closed=len(meant) - len(live))


def _rejection(rows: Rows, edrpou: str, attempt_id: str) -> Row:
    row = rows.one("SELECT * FROM rejections WHERE attempt_id = :id AND edrpou = :edrpou", id=attempt_id, edrpou=edrpou)
    if row is None:
        raise KnownError("REJECTION_NOT_FOUND")
    return row


def _group(rows: Rows, edrpou: str, group_id: str) -> Row:
    # Of a cause that only holds refunds up nothing is rejected: there is nothing to decide.
    row = rows.one(
        "SELECT * FROM rejection_groups WHERE edrpou = :edrpou AND grp = :grp AND total > 0",
        edrpou=edrpou, grp=group_id,
    )  # fmt: skip
    if row is None:
        raise KnownError("GROUP_NOT_FOUND")
    return row


def _may(person: PersonHere, row: Row, change: CaseChange) -> None:
    """Whoever works only on what was handed to them may neither take another's case nor close one.

    What waits for IT and for nobody by name was handed to all of them.
    """
    _check_words(change)
    if Right.CASES_WRITE in person.rights:
        return
    handed = row["case_state"] == CaseState.WAITING_IT.value and row["assignee"] is None
    theirs = handed or row["assignee"] == person.name
    if not theirs or change.state is CaseState.JUSTIFIED:
        raise Refused("RIGHT_MISSING", required=(Right.CASES_WRITE.value,), present=tuple(sorted(person.rights)))


def _check_words(change: CaseChange) -> None:
    if change.state is CaseState.JUSTIFIED and not change.note.strip():
        raise Refused("NOTE_MISSING", field="note")


def _fresh(row: Row, version: int) -> None:
    if row["case_version"] != version:
        raise KnownError("CASE_CHANGED", value=str(version), expected=str(row["case_version"]))


def _write(append: Append, person: PersonHere, subject: str, version: int, change: CaseChange, now: datetime) -> None:
    append.rows.run(
        "INSERT INTO case_events (edrpou, subject, version, number, size, at, by_name, state, assignee, note) "
        "SELECT :edrpou, :subject, :version, COALESCE(MAX(number), 0) + 1, :size, :at, :by, :state, :assignee, :note "
        "FROM case_events WHERE edrpou = :edrpou",
        edrpou=person.edrpou, subject=subject, size=append.pending.end, version=version, at=epoch_micros(now),
        by=person.who, state=change.state.value, assignee=change.assignee, note=change.note.strip(),
    )  # fmt: skip
