"""Making operators and moving the clock: only where the contour was started with ``--testdata``."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from cabinet.contour.ledger.store import LedgerStore
from cabinet.contour.problem import Refused
from cabinet.contract.clock import ShiftedClock
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import epoch_micros
from cabinet.contract.tax_ids import edrpou_valid
from cabinet.contract.testdata import Done, NewOperator, SetTime, TimeAnswer

__all__ = ["create_operator", "set_time"]


def create_operator(store: LedgerStore, wanted: NewOperator, now: datetime) -> Done:
    """Write a whole operator down.

    Raises:
        KnownError: ``OPERATOR_EXISTS``, or ``FIELD_INVALID`` for a code whose check digit is wrong.
    """
    if not edrpou_valid(wanted.edrpou):
        raise Refused("FIELD_INVALID", "check digit", field="edrpou")
    edrpou = wanted.edrpou
    with store.write() as rows:
        if rows.one("SELECT 1 FROM operators WHERE edrpou = :edrpou", edrpou=edrpou) is not None:
            raise KnownError("OPERATOR_EXISTS")
        rows.run(
            "INSERT INTO operators (edrpou, name, record_no, status, entered_at, head_since, created_at) "
            "VALUES (:edrpou, :name, :record, 'active', :entered, :since, :now)",
            edrpou=edrpou, name=wanted.name, record=wanted.record_no,
            entered=epoch_micros(wanted.entered_at) if wanted.entered_at is not None else None,
            since=wanted.head_since.isoformat(), now=epoch_micros(now),
        )  # fmt: skip
        rows.many(
            "INSERT INTO licences (edrpou, number, kind, vertical, issued, expires, state, paid_years, "
            "fee_recorded_at, entered_at) VALUES (:edrpou, :number, :kind, :vertical, :issued, :expires, 'active', "
            ":paid, :fee, :entered) ON CONFLICT DO NOTHING",
            [
                {"edrpou": edrpou, "number": x.number, "kind": x.kind, "vertical": x.vertical.value,
                 "issued": x.issued.isoformat(), "expires": x.expires.isoformat(), "paid": x.paid_years,
                 "fee": epoch_micros(x.fee_recorded_at),
                 "entered": epoch_micros(x.fee_recorded_at + timedelta(hours=18)) if x.entered else None}
                for x in wanted.licences
            ],
        )  # fmt: skip
        rows.many(
            "INSERT INTO brands (edrpou, brand_id, name) VALUES (:edrpou, :id, :name) ON CONFLICT DO NOTHING",
            [{"edrpou": edrpou, "id": b.brand_id, "name": b.name} for b in wanted.brands],
        )
        rows.many(
            "INSERT INTO sites (edrpou, site_id, name, kind, brand_id, licence_no, added) "
            "VALUES (:edrpou, :id, :name, :kind, :brand, :licence, :added) ON CONFLICT DO NOTHING",
            [
                {"edrpou": edrpou, "id": s.site_id, "name": s.name, "kind": s.kind, "brand": s.brand_id,
                 "licence": s.licence_no, "added": epoch_micros(s.added)}
                for s in wanted.sites
            ],
        )  # fmt: skip
        rows.many(
            "INSERT INTO sources (edrpou, source_id, name, brands, sites) "
            "VALUES (:edrpou, :id, :name, :brands, :sites) ON CONFLICT DO NOTHING",
            [
                {"edrpou": edrpou, "id": s.source_id, "name": s.name, "brands": json.dumps(s.brands),
                 "sites": json.dumps(s.sites)}
                for s in wanted.sources
            ],
        )  # fmt: skip
        rows.many(
            "INSERT INTO games (edrpou, kind, code, name, licence_no, valid_from, valid_to) "
            "VALUES (:edrpou, :kind, :code, :name, :licence, :start, :end) ON CONFLICT DO NOTHING",
            [
                {"edrpou": edrpou, "kind": g.kind, "code": g.code, "name": g.name, "licence": g.licence_no,
                 "start": g.valid_from.isoformat(), "end": g.valid_to.isoformat() if g.valid_to else None}
                for g in wanted.games
            ],
        )  # fmt: skip
        rows.many(
            "INSERT INTO people (person_id, edrpou, rnokpp, name, role, rights, until, granted_at) "
            "VALUES (:id, :edrpou, :rnokpp, :name, :role, :rights, :until, :at)",
            [
                {"id": uuid7(), "at": epoch_micros(now), "edrpou": edrpou, "rnokpp": p.rnokpp, "name": p.name,
                 "role": p.role.value, "rights": json.dumps([r.value for r in p.rights]),
                 "until": epoch_micros(p.until) if p.until is not None else None}
                for p in wanted.people
            ],
        )  # fmt: skip
    return Done(what=edrpou)


def set_time(clock: ShiftedClock, wanted: SetTime) -> TimeAnswer:
    """Move the contour's clock."""
    clock.offset = timedelta(seconds=wanted.offset_seconds)
    return TimeAnswer(now=clock.now())
