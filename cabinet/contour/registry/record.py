"""The operator's record, its timeline and the steps of connecting (CONTRACT §4)."""

from __future__ import annotations

import json
from datetime import date, datetime

from cabinet.contour.access.people import operator_entered_at
from cabinet.contour.intake.facts import entered_at
from cabinet.contour.ledger.gaps import open_gaps
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.registry.business_day import due_by
from cabinet.contour.registry.rhythm import expected_by
from cabinet.contract.moment import from_micros, kyiv_day
from cabinet.contract.registry import (
    Brand,
    Connection,
    Dictionary,
    DictionaryEntry,
    Head,
    Licence,
    OperatorRecord,
    Site,
    Source,
    Step,
    TimelineEvent,
)
from cabinet.contract.states import ConnectionStage, LicenceState, OperatorStatus, Vertical

__all__ = ["dictionary", "operator_record"]

_TERM_YEARS = 5


def operator_record(rows: Rows, edrpou: str, now: datetime, listening_since: datetime) -> OperatorRecord:
    """Return the record as it stands now."""
    operator = rows.one("SELECT * FROM operators WHERE edrpou = :edrpou", edrpou=edrpou)
    if operator is None:
        raise LookupError(edrpou)
    licences = [
        _licence(row, now)
        for row in rows.all("SELECT * FROM licences WHERE edrpou = :edrpou ORDER BY issued, number", edrpou=edrpou)
    ]
    sites = rows.all("SELECT * FROM sites WHERE edrpou = :edrpou ORDER BY added, site_id", edrpou=edrpou)
    heard = {
        row["source"]: from_micros(row["at"])
        for row in rows.all(
            "SELECT source_id AS source, (SELECT MAX(b.received_at) FROM batches b "
            "WHERE b.edrpou = s.edrpou AND b.source = s.source_id) AS at FROM sources s WHERE s.edrpou = :edrpou",
            edrpou=edrpou,
        )
        if row["at"] is not None
    }
    head = rows.one("SELECT name FROM people WHERE edrpou = :edrpou AND role = 'head'", edrpou=edrpou)
    entered = operator_entered_at(rows, operator, now)
    status = OperatorStatus(operator["status"]) if entered is not None else OperatorStatus.PENDING
    state_of = {licence.number: licence.state for licence in licences}
    return OperatorRecord(
        record_no=operator["record_no"], edrpou=edrpou, name=operator["name"], status=status, entered_at=entered,
        head=Head(name=head["name"] if head is not None else "—", since=date.fromisoformat(operator["head_since"])),
        licences=licences,
        brands=[
            Brand(brand_id=b["brand_id"], name=b["name"])
            for b in rows.all("SELECT * FROM brands WHERE edrpou = :edrpou ORDER BY brand_id", edrpou=edrpou)
        ],
        sites=[_site(row, state_of, now) for row in sites],
        sources=[
            Source(
                source_id=s["source_id"], name=s["name"], brands=json.loads(s["brands"]),
                sites=json.loads(s["sites"]), last_heard_at=(at := heard.get(s["source_id"])),
                expected_by=expected_by(rows, edrpou, s["source_id"], at, listening_since) if at is not None else None,
                gaps=open_gaps(rows, edrpou, s["source_id"]),
            )
            for s in rows.all("SELECT * FROM sources WHERE edrpou = :edrpou ORDER BY source_id", edrpou=edrpou)
        ],
        connection=_connection(rows, edrpou, heard),
        timeline=_timeline(operator, entered, licences, sites, now),
        steps=_steps(rows, edrpou, entered, licences),
        server_time=now,
    )  # fmt: skip


def dictionary(rows: Rows, edrpou: str, now: datetime) -> Dictionary:
    """Return games, terminals and points of this operator."""
    entries = [
        DictionaryEntry(
            kind=g["kind"], code=g["code"], name=g["name"], licence_no=g["licence_no"],
            valid_from=date.fromisoformat(g["valid_from"]),
            valid_to=date.fromisoformat(g["valid_to"]) if g["valid_to"] else None,
        )
        for g in rows.all("SELECT * FROM games WHERE edrpou = :edrpou ORDER BY kind, code", edrpou=edrpou)
    ]  # fmt: skip
    return Dictionary(entries=entries, as_of=now)


def _licence(row: Row, now: datetime) -> Licence:
    recorded = from_micros(row["fee_recorded_at"])
    entered = entered_at(row, now)
    issued, expires = date.fromisoformat(row["issued"]), date.fromisoformat(row["expires"])
    state = LicenceState(row["state"])
    if state is LicenceState.ACTIVE:
        if entered is None:
            state = LicenceState.PENDING
        elif expires <= kyiv_day(now):
            state = LicenceState.EXPIRED
    return Licence(
        number=row["number"], kind=row["kind"], vertical=Vertical(row["vertical"]), issued=issued, expires=expires,
        state=state, term_years=_TERM_YEARS, paid_years=row["paid_years"], fee_recorded_at=recorded,
        due_in_registry_by=due_by(recorded), entered_at=entered,
    )  # fmt: skip


def _site(row: Row, state_of: dict[str, LicenceState], now: datetime) -> Site:
    added = from_micros(row["added"])
    state = state_of.get(row["licence_no"], LicenceState.PENDING) if added <= now else LicenceState.PENDING
    return Site(
        site_id=row["site_id"], name=row["name"], kind=row["kind"], brand_id=row["brand_id"],
        licence_no=row["licence_no"], state=state, added=added,
    )  # fmt: skip


def _connection(rows: Rows, edrpou: str, heard: dict[str, datetime]) -> Connection:
    first = rows.one(
        "SELECT b.received_at AS at FROM logs l JOIN blocks b ON b.log = l.log WHERE l.edrpou = :edrpou "
        "ORDER BY b.tick LIMIT 1",
        edrpou=edrpou,
    )
    since = from_micros(first["at"]) if first is not None and first["at"] is not None else None
    return Connection(
        stage=ConnectionStage.TESTING if since is not None else ConnectionStage.NOT_STARTED, since=since,
        first_test_at=since, last_heard_at=max(heard.values(), default=None),
    )  # fmt: skip


def _timeline(
    operator: Row, entered: datetime | None, licences: list[Licence], sites: list[Row], now: datetime
) -> list[TimelineEvent]:
    """Return what happened and what is due, newest first."""
    events = []
    if entered is not None:
        events.append(TimelineEvent(kind="recordEntered", at=entered, subject=operator["name"], done=True))
    for licence in licences:
        if licence.fee_recorded_at is not None:
            events.append(
                TimelineEvent(kind="feeRecorded", at=licence.fee_recorded_at, subject=licence.number, done=True)
            )
        if licence.entered_at is not None:
            events.append(
                TimelineEvent(kind="licenceEntered", at=licence.entered_at, subject=licence.number, done=True)
            )
        elif licence.due_in_registry_by is not None:
            events.append(
                TimelineEvent(kind="licenceEntered", at=licence.due_in_registry_by, subject=licence.number, done=False)
            )
    for site in sites:
        at = from_micros(site["added"])
        events.append(TimelineEvent(kind="siteAdded", at=at, subject=site["name"], done=at <= now))
    return sorted(events, key=lambda e: e.at, reverse=True)


def _steps(rows: Rows, edrpou: str, entered: datetime | None, licences: list[Licence]) -> list[Step]:
    def at(sql: str) -> datetime | None:
        row = rows.one(sql, edrpou=edrpou)
        return from_micros(row["at"]) if row is not None and row["at"] is not None else None

    # From the roll-ups, to the hour: attempts are millions.
    first_of = (
        "SELECT start AS at FROM rollups WHERE edrpou = :edrpou AND step = 'hour' AND slice = 'type' "
        "AND accepted > 0 AND key = '{}' ORDER BY start LIMIT 1"
    )
    moments = {
        "feeRecorded": min((x.fee_recorded_at for x in licences if x.fee_recorded_at), default=None),
        "recordActive": entered,
        "headVerified": at("SELECT first_login_at AS at FROM people WHERE edrpou = :edrpou AND role = 'head'"),
        "peopleAppointed": at("SELECT MIN(granted_at) AS at FROM people WHERE edrpou = :edrpou AND role <> 'head'"),
        "testKeyIssued": at("SELECT MIN(created_at) AS at FROM credentials WHERE edrpou = :edrpou"),
        "firstBetAccepted": at(first_of.format("BET")),
        "refundLinked": at(first_of.format("REFUND")),
        "payoutLinked": at(first_of.format("PAYOUT")),
        "rejectionCorrected": at(
            "SELECT closed_at AS at FROM rejections WHERE edrpou = :edrpou AND state = 'corrected' ORDER BY seq LIMIT 1"
        ),
    }
    return [Step(key=key, done=moment is not None, at=moment) for key, moment in moments.items()]
