"""Marks are of what the perimeter tells: inside the period, in its bucket, and never of what is yet to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.credentials import Credential, CredentialKey
from cabinet.contract.registry import Gap, GapKind, OperatorRecord, Source, TimelineEvent
from cabinet.contract.states import Bucket, KeyPurpose, Slice, Tax, Vertical
from cabinet.contract.statistics import Figures, StatisticsAnswer
from cabinet.contract.taxes import RateUsed
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.statistics.marks import marks_of

BEGIN = datetime(2026, 11, 22, 22, tzinfo=UTC)
"""Midnight in Kyiv on the 23rd."""
DAY = timedelta(days=1)
NOW = BEGIN + 3.5 * DAY


@pytest.fixture(autouse=True)
def ukrainian(qapp: QApplication) -> None:
    assert qapp is not None
    install(Language.UKRAINIAN)


def answer() -> StatisticsAnswer:
    return StatisticsAnswer(
        first=date(2026, 11, 23), last=date(2026, 11, 26), bucket=Bucket.DAY, by=Slice.NONE, time_zone="Europe/Kyiv",
        as_of=NOW, as_of_seq=1, buckets=[BEGIN + number * DAY for number in range(4)], rows=[], total=Figures(),
        test_data=True,
    )  # fmt: skip


def record(*events: TimelineEvent, gaps: tuple[Gap, ...] = ()) -> OperatorRecord:
    source = Source.model_construct(source_id="core-1", name="Ядро", brands=[], sites=[], gaps=list(gaps))
    return OperatorRecord.model_construct(timeline=list(events), sources=[source])


def entered(at: datetime, *, done: bool = True) -> TimelineEvent:
    return TimelineEvent(kind="licenceEntered", at=at, subject="BD-2024-009", done=done)


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (BEGIN - timedelta(microseconds=1), None),
        (BEGIN, 0.0),
        (BEGIN + DAY / 2, 0.5),
        (BEGIN + DAY, 1.0),
        (NOW, 3.5),
        (NOW + timedelta(microseconds=1), None),
        (BEGIN + 4 * DAY, None),
    ],
)
def test_a_mark_stands_where_it_happened(at: datetime, place: float | None) -> None:
    marks = marks_of(answer(), record(entered(at)), [])
    assert [mark.at for mark in marks] == ([place] if place is not None else [])
    assert [mark.words for mark in marks] == (["Внесено ліцензію BD-2024-009"] if place is not None else [])


def test_what_is_due_is_no_mark() -> None:
    assert marks_of(answer(), record(entered(BEGIN, done=False)), []) == []


def test_what_happened_in_one_bucket_is_one_mark() -> None:
    gap = Gap(kind=GapKind.BATCHES, first=7, last=9, since=BEGIN + DAY / 4)
    (mark,) = marks_of(answer(), record(entered(BEGIN + DAY / 2), gaps=(gap,)), [])
    assert mark.at == 0.25
    assert mark.told == ["Ядро: бракує пакетів 7–9", "Внесено ліцензію BD-2024-009"]
    assert mark.words == "Ядро: бракує пакетів 7–9 +1"


def key(created: datetime, used: datetime | None, purpose: KeyPurpose = KeyPurpose.SIGNING) -> CredentialKey:
    return CredentialKey.model_construct(purpose=purpose, created_at=created, activated_at=used)


def test_a_replaced_signing_key_is_marked_at_its_first_use() -> None:
    before = BEGIN - 30 * DAY
    keys = [
        key(BEGIN, BEGIN + DAY), key(before, before), key(BEGIN + 2 * DAY, None),
        key(BEGIN + DAY, BEGIN + 2 * DAY, KeyPurpose.TRANSPORT),
    ]  # fmt: skip
    credential = Credential.model_construct(source_id="core-1", keys=keys)
    first = Credential.model_construct(source_id="core-2", keys=[key(BEGIN, BEGIN)])
    (mark,) = marks_of(answer(), record(), [credential, first])
    assert (mark.at, mark.words) == (1.0, "Ключ замінено, core-1")


def rate(percent: str, first: date, until: date | None, vertical: Vertical | None = None) -> RateUsed:
    tax = Tax.MILITARY_LEVY if vertical is None else Tax.GAMING_INCOME
    return RateUsed.model_construct(tax=tax, vertical=vertical, percent=percent, first=first, until=until)


@pytest.mark.parametrize(("first", "place"), [(23, 0.0), (24, 1.0), (26, 3.0), (27, None)])
def test_a_rate_is_marked_on_the_day_from_which_it_holds(first: int, place: float | None) -> None:
    begins = date(2026, 11, first)
    rates = [rate("5", begins, None), rate("1.5", date(2023, 9, 3), begins - timedelta(days=1))]
    marks = marks_of(answer(), record(), [], rates)
    assert [(mark.at, mark.words) for mark in marks] == ([(place, "Військовий збір: 5 %")] if place is not None else [])


def test_a_rate_that_took_nobodys_place_is_no_mark() -> None:
    first = date(2026, 11, 24)
    others = [rate("18", first, None, Vertical.BETTING), rate("10", date(2023, 9, 3), first - timedelta(days=1))]
    assert marks_of(answer(), record(), [], others) == []
    before = rate("10", date(2023, 9, 3), first - timedelta(days=1), Vertical.BETTING)
    (mark,) = marks_of(answer(), record(), [], [*others, before])
    assert mark.words == "Податок на дохід, Букмекерська діяльність: 18 %"
