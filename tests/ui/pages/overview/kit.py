"""An overview made by hand: a company of one licence, and whatever a test wants of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cabinet.contract.credentials import Credential
from cabinet.contract.login import Person
from cabinet.contract.moment import KYIV, kyiv_day
from cabinet.contract.people import Member
from cabinet.contract.registry import Connection, Head, Licence, OperatorRecord, Source
from cabinet.contract.rejections import GroupList, RejectedMoney, RejectionGroup
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import Bucket, ConnectionStage, OperatorStatus, Slice
from cabinet.contract.statistics import Figures, StatisticsAnswer, StatisticsRow
from cabinet.desks.overview import Overview, due_of
from cabinet.desks.witness import Witnessed
from cabinet.proof.checkpoints import Checkpoint
from tests.perimeter_in_process import NOW

HEAD = "Ковальчук Олена Ігорівна"
TODAY = kyiv_day(NOW)


def figures(day: date, hours: dict[int, Figures], total: Figures | None = None) -> StatisticsAnswer:
    rows = [
        StatisticsRow(start=datetime(day.year, day.month, day.day, hour, tzinfo=KYIV).astimezone(UTC), key=None,
                      figures=of)
        for hour, of in hours.items()
    ]  # fmt: skip
    return StatisticsAnswer(
        first=day, last=day, bucket=Bucket.HOUR, by=Slice.NONE, time_zone="Europe/Kyiv", as_of=NOW, as_of_seq=1,
        buckets=[], rows=rows, total=total or Figures(), test_data=True,
    )  # fmt: skip


def record(*licences: Licence, sources: tuple[Source, ...] = (), status: OperatorStatus = OperatorStatus.ACTIVE) -> (
    OperatorRecord
):  # fmt: skip
    return OperatorRecord(
        record_no="Р-1", edrpou="90417318", name="ТОВ", status=status, entered_at=NOW, licences=list(licences),
        head=Head(name=HEAD, since=TODAY), brands=[], sites=[], sources=list(sources), timeline=[], steps=[],
        connection=Connection(stage=ConnectionStage.TESTING, since=None, first_test_at=None, last_heard_at=None),
        server_time=NOW,
    )  # fmt: skip


def person(role: Role = Role.HEAD, name: str = HEAD, mandate_until: datetime | None = None) -> Person:
    return Person(
        name=name, role=role, rights=sorted(ROLE_RIGHTS[role]), edrpou="90417318", operator_name="ТОВ «Млинок Плюс»",
        mandate_until=mandate_until,
    )  # fmt: skip


def groups(*causes: RejectionGroup) -> GroupList:
    none = RejectedMoney()
    return GroupList(
        count=sum(of.count for of in causes), closed=0, money=none, consequences=0, consequences_money=none, ready=0,
        as_of=1, items=list(causes),
    )  # fmt: skip


def overview(
    *causes: RejectionGroup,
    who: Person | None = None,
    of: OperatorRecord | None = None,
    today: StatisticsAnswer | None = None,
    yesterday: StatisticsAnswer | None = None,
    credentials: tuple[Credential, ...] = (),
    members: tuple[Member, ...] | None = (),
    certificate_ends: datetime | None = None,
) -> Overview:
    who, of, listed = who or person(), of or record(), groups(*causes)
    return Overview(
        person=who, record=of, today=today or figures(TODAY, {}),
        yesterday=yesterday or figures(TODAY - timedelta(days=1), {}), causes=listed, credentials=list(credentials),
        may_see_credentials=True, due=due_of(who, of, listed, credentials, members, certificate_ends),
        log=Witnessed(Checkpoint("https://log/x", 1, b"\0" * 32), None, kept=False),
    )  # fmt: skip
