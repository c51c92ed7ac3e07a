"""Words of what is due: when, how long, whose, what happens, and the sentence over all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.credentials import Credential
from cabinet.contract.due import DueDate, DueKind, verdict_of
from cabinet.contract.due_dates import due_dates, own_certificate
from cabinet.contract.moment import KYIV, day_bounds
from cabinet.contract.states import KeyPurpose
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.texts.due_dates import (
    due_brief,
    due_happens,
    due_icon,
    due_kept,
    due_left,
    due_owner,
    due_spoken,
    due_title,
    due_when,
    verdict_words,
)
from tests.contract.due_kit import cause, credential, key, licence, member, source
from tests.perimeter_in_process import NOW

TODAY = date(2026, 11, 24)
MIDNIGHT = day_bounds(TODAY)[1]
FAR = NOW + timedelta(days=300)


@pytest.fixture(autouse=True)
def _ukrainian(qapp: QApplication) -> Iterator[None]:
    install(Language.UKRAINIAN)
    yield
    install(Language.UKRAINIAN)


def one(**parts: object) -> DueDate:
    (found,) = due_dates(NOW, head="Ковальчук Олена Ігорівна", **parts)  # type: ignore[arg-type]
    return found


def at(moment: datetime) -> DueDate:
    return one(causes=[cause(moment)])


def fee(day: date) -> DueDate:
    return one(licences=[licence(day.replace(year=day.year - 2))])


def certificate(ends: datetime) -> Credential:
    return credential(FAR, key(KeyPurpose.TRANSPORT, ends))


def every_kind() -> list[DueDate]:
    soon = NOW + timedelta(days=1)
    ending = licence(paid=5).model_copy(update={"expires": TODAY})
    return [
        fee(TODAY), one(licences=[ending]), one(licences=[licence(paid=5, by=MIDNIGHT)]),
        one(credentials=[credential(soon)]), one(credentials=[credential(FAR, key(KeyPurpose.SIGNING, soon))]),
        one(credentials=[certificate(soon)]), one(credentials=[certificate(NOW + timedelta(days=9))]),
        own_certificate(soon, "Гнатюк Ірина"), one(members=[member(soon)]), at(soon),
        one(sources=[source(NOW - timedelta(hours=5), NOW - timedelta(hours=2))]),
        one(sources=[source(None, None, NOW - timedelta(hours=1))]),
    ]  # fmt: skip


@pytest.mark.parametrize("tongue", list(Language))
def test_every_kind_has_all_its_words(tongue: Language) -> None:
    install(tongue)
    listed = every_kind()
    assert {due.kind for due in listed} == set(DueKind)
    titles = [due_title(due) for due in listed]
    assert len(set(titles)) == len(set(map(due_brief, listed))) == len(listed)
    for due in listed:
        assert due_icon(due)
        assert due_happens(due)
        assert due_owner(due)[0]
        spoken = due_spoken(due, NOW)
        for part in (due_when(due, NOW), due_left(due, NOW), due_title(due), due_happens(due), due_owner(due)[0]):
            assert part in spoken
        assert "{" not in spoken + due_brief(due)
        assert due_kept(due).startswith(due_happens(due))
        assert due_owner(due)[0] in due_kept(due)


@pytest.mark.parametrize(("moment", "words"), [
    (NOW + timedelta(hours=1), "сьогодні, 13:00"),
    (MIDNIGHT, "завтра, 00:00"),
    (MIDNIGHT + timedelta(days=1) - timedelta(minutes=1), "завтра, 23:59"),
    (NOW + timedelta(days=2), "26.11.2026, 12:00"),
    (NOW + timedelta(days=6), "30.11.2026, 12:00"),
    (NOW + timedelta(days=7), "01.12.2026"),
    (NOW - timedelta(days=7), "17.11.2026, 12:00"),
    (NOW - timedelta(days=8), "16.11.2026"),
])  # fmt: skip
def test_when_with_the_hour_within_a_week(moment: datetime, words: str) -> None:
    due = at(moment)
    assert due_when(due, NOW) == ("завтра, кінець дня" if moment == MIDNIGHT else words)
    assert due.on == moment.astimezone(KYIV).date()


def test_a_day_has_no_hour_and_the_registrys_term_is_the_end_of_one() -> None:
    assert [due_when(fee(TODAY + timedelta(days=days)), NOW) for days in (0, 1, 2)] == [
        "сьогодні", "завтра", "26.11.2026",
    ]  # fmt: skip
    assert due_when(one(licences=[licence(paid=5, by=MIDNIGHT)]), NOW) == "сьогодні, кінець дня"


def test_how_far_off() -> None:
    assert due_left(at(NOW + timedelta(days=1)), NOW) == "через 1 день"
    assert due_left(at(NOW + timedelta(days=1, microseconds=-1)), NOW) == "лишилося 23 год 59 хв"
    assert due_left(at(NOW), NOW) == "прострочено на 0 с"
    assert due_left(at(NOW - timedelta(days=2)), NOW) == "прострочено на 2 дні"
    assert due_left(fee(TODAY), NOW) == "останній день"
    assert due_left(fee(TODAY + timedelta(days=40)), NOW) == "через 40 днів"
    assert due_left(fee(TODAY - timedelta(days=1)), NOW).startswith("прострочено на ")
    silent = one(sources=[source(NOW - timedelta(hours=5), NOW - timedelta(hours=2))])
    assert due_left(silent, NOW) == "мовчить 5 год 0 хв"
    assert due_left(one(sources=[source(None, None, NOW - timedelta(hours=1))]), NOW) == "1 год 0 хв тому"


def test_whose_it_is() -> None:
    assert due_owner(fee(TODAY)) == ("Ковальчук\u00a0О.", "Керівник")
    assert due_owner(one(licences=[licence(paid=5, by=MIDNIGHT)])) == ("ДСОМ", "адміністратор")
    assert due_owner(one(credentials=[certificate(NOW + timedelta(days=9))])) == ("автоматично", "")
    assert due_owner(at(NOW)) == ("не призначено", "")
    assert due_owner(one(causes=[cause(NOW, assignee="Мельник Тарас")])) == ("Мельник\u00a0Т.", "")
    assert due_owner(one(sources=[source(None, None, NOW)])) == ("ІТ", "")


def test_what_happens() -> None:
    assert due_happens(fee(TODAY)).endswith("3-й рік із 5")
    assert due_happens(at(NOW)) == "AM-403 · 1 відхилення · сума операцій 0,00 грн · s"
    assert due_happens(one(causes=[cause(NOW, consequences=2)])).startswith("AM-403 · 1 + 2 · ")
    ends = NOW + timedelta(days=1)
    assert due_happens(one(credentials=[certificate(ends)])).startswith("core-1 · мав поновитися 23.11.2026, 04:00")


def test_the_sentence() -> None:
    def said(*listed: DueDate) -> str:
        return verdict_words(verdict_of(listed, NOW), NOW)

    tomorrow, late = at(NOW + timedelta(days=1)), at(NOW - timedelta(days=1))
    calm = fee(TODAY + timedelta(days=61))
    assert said() == "Усе гаразд"
    assert said(calm) == "Усе гаразд. Найближче: 24.01, внесок за OK-1"
    assert said(fee(TODAY + timedelta(days=1))) == "1 справа, найближча завтра"
    assert said(calm, tomorrow) == "1 справа, найближча завтра, 12:00"
    assert said(tomorrow, late, late) == "3 справи, 2 прострочені, найближча завтра, 12:00"
    assert said(late) == "1 справа, 1 прострочена"
    install(Language.ENGLISH)
    assert said(tomorrow, late) == "2 things to do, 1 overdue, nearest tomorrow, 12:00"
