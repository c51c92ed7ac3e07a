"""Licences, keys, mandates and causes with the terms that a test wants."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cabinet.contract.credentials import Credential, CredentialKey
from cabinet.contract.people import Member
from cabinet.contract.registry import Gap, GapKind, Licence, Source
from cabinet.contract.rejections import GroupList, RejectedMoney, RejectionGroup
from cabinet.contract.rights import Role
from cabinet.contract.states import (
    CaseState,
    CredentialState,
    Environment,
    KeyPurpose,
    LicenceState,
    MandateState,
    Trend,
    Vertical,
)
from tests.perimeter_in_process import NOW


def licence(
    issued: date = date(2024, 12, 1),
    paid: int = 2,
    state: LicenceState = LicenceState.ACTIVE,
    by: datetime | None = None,
) -> Licence:
    return Licence(
        number="OK-1", kind=1, vertical=Vertical.BETTING, issued=issued, expires=date(2029, 12, 1), state=state,
        term_years=5, paid_years=paid, due_in_registry_by=by,
    )  # fmt: skip


def credential(until: datetime, *keys: CredentialKey, state: CredentialState = CredentialState.ACTIVE) -> Credential:
    return Credential(
        credential_id="c", name="Ядро", source_id="core-1", environment=Environment.TEST, scopes=[], until=until,
        state=state, created_at=NOW, created_by="Гнатюк", addresses=[], keys=list(keys),
    )  # fmt: skip


def key(purpose: KeyPurpose, ends: datetime, state: CredentialState = CredentialState.ACTIVE) -> CredentialKey:
    return CredentialKey(
        key_id="k", purpose=purpose, algorithm="x", state=state, created_at=NOW, not_before=NOW - timedelta(days=6),
        not_after=ends,
    )  # fmt: skip


def member(until: datetime | None, state: MandateState = MandateState.ACTIVE) -> Member:
    return Member(
        person_id="p", name="Гнатюк", rnokpp_masked="x", role=Role.IT, rights=[], until=until, state=state
    )  # fmt: skip


def source(heard: datetime | None = None, expected: datetime | None = None, *gaps: datetime) -> Source:
    missing = [Gap(kind=GapKind.BATCHES, first=2, last=3, since=since) for since in gaps]
    return Source(
        source_id="core-1", name="Ядро", brands=[], sites=[], last_heard_at=heard, expected_by=expected, gaps=missing
    )


def cause(
    due: datetime | None,
    number: int = 0,
    *,
    assignee: str | None = None,
    count: int = 1,
    consequences: int = 0,
    closed: int = 0,
    days: tuple[int, ...] = (),
) -> RejectionGroup:
    none = RejectedMoney()
    return RejectionGroup(
        count=count, closed=closed, money=none, consequences=consequences, consequences_money=none, ready=0,
        group_id=f"{number:016x}", code="AM-403", pointer="", source="s", first_seen=NOW, last_seen=NOW,
        days=list(days), trend=Trend.FIRST, folded=0, case_state=CaseState.NEW, assignee=assignee, case_version=0,
        due_at=due,
    )  # fmt: skip


def causes(*due: datetime | None) -> GroupList:
    none = RejectedMoney()
    return GroupList(
        count=1, closed=0, money=none, consequences=0, consequences_money=none, ready=0, as_of=1,
        items=[cause(at, number) for number, at in enumerate(due)],
    )  # fmt: skip
