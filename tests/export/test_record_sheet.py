"""The page of the record: everything on one sheet, nothing over its edge, no table over another, read back."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from cabinet.contract.catalogue import words
from cabinet.contract.registry import Brand, Head, OperatorRecord, Site
from cabinet.contract.states import LicenceState, OperatorStatus, Vertical
from cabinet.export.job import Heading
from cabinet.export.record_sheet import MOST_LICENCES, MOST_SITES, MOST_SOURCES, record_sheet
from cabinet.export.sheet import HEIGHT, WIDTH, Ink, Line, Sheet, Words, measure
from cabinet.export.sheet_pdf import sheet_pdf
from tests.contract.due_kit import licence, source
from tests.export.pdf_text import read_pdf
from tests.perimeter_in_process import NOW
from tests.ui.pages.overview.kit import TODAY, record

LONG = (
    "ТОВ «Товариство з обмеженою відповідальністю організатор азартних ігор Млинок Гейм Інтернешнл Україна Схід Захід»"
)
SITE = Site(
    site_id="s", name="mlynok.ua", kind="site", brand_id="m", licence_no="OK-1", state=LicenceState.ACTIVE, added=NOW
)


def heading(*, test: bool = True) -> Heading:
    return Heading(perimeter="Перим" * 30, test=test, operator=LONG, at="")


def many(licences: int, sites: int, sources: int) -> OperatorRecord:
    found = record(*(licence() for _ in range(licences)), sources=tuple(source(NOW) for _ in range(sources)))
    places = [SITE.model_copy(update={"name": LONG, "brand_id": LONG, "licence_no": LONG}) for _ in range(sites)]
    return found.model_copy(update={"name": LONG * 3, "sites": places, "head": Head(name=LONG, since=TODAY)})


def texts(sheet: Sheet) -> list[str]:
    return [mark.text for mark in sheet.marks if isinstance(mark, Words)]


FULL = (MOST_LICENCES, MOST_SITES, MOST_SOURCES)
STATES = {
    "usual": record(licence(), sources=(source(NOW), source())), "empty": record(), "full": many(*FULL),
    "too much": many(*(number + 1 for number in FULL)), "far too much": many(900, 900, 900),
}  # fmt: skip


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("state", STATES)
def test_one_page_holds_it(state: str, language: str) -> None:
    sheet = record_sheet(STATES[state], heading(), language)
    boxes = []
    for mark in sheet.marks:
        if isinstance(mark, Words):
            width = measure(mark.text, mark.size, mark.face)
            left = mark.x - width if mark.align == "r" else mark.x
            boxes.append((left, mark.y - mark.size * 0.72, left + width, mark.y + mark.size * 0.2, mark.text))
            assert left >= 40
            assert left + width <= WIDTH - 40
        assert isinstance(mark, Words | Line)
        assert 0 < mark.y < HEIGHT - 20
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])
    assert read_pdf(sheet_pdf(sheet)).pages == 1


def test_what_stands_on_it() -> None:
    found = record(licence(), sources=(source(NOW), source()))
    found = found.model_copy(update={"sites": [SITE], "brands": [Brand(brand_id="m", name="Млинок")]})
    told = texts(record_sheet(found, heading(), "uk"))
    for wanted in (
        "ТОВ", "Р-1", "90417318", "Ковальчук Олена Ігорівна", "Діє", "24.11.2026, 12:00:00", "2 з 5 років",
        "01.12.2024–01.12.2029", "01.12.2026", "Чинна", "Млинок", "mlynok.ua", "core-1", "Ядро", "ще ні",
        "Станом на 24.11.2026, 12:00:00 за Києвом", "Роздруковано з кабінету оператора. Це не витяг з реєстру.",
    ):  # fmt: skip
        assert wanted in told, wanted
    assert any(line.startswith("OK-1 · ") for line in told)
    assert "Немає." in texts(record_sheet(record(), heading(), "uk"))


@pytest.mark.parametrize(("most", "at"), [(MOST_LICENCES, 0), (MOST_SITES, 1), (MOST_SOURCES, 2)])
def test_what_has_no_room_is_counted(most: int, at: int) -> None:
    for number, more in ((most, None), (most + 1, "… і ще 1"), (most + 9, "… і ще 9")):
        numbers = [0, 0, 0]
        numbers[at] = number
        told = [line for line in texts(record_sheet(many(*numbers), heading(), "uk")) if line.startswith("… і ще")]
        assert told == ([] if more is None else [more])


@pytest.mark.parametrize(("days", "ink"), [(61, Ink.TEXT), (60, Ink.WARNING), (15, Ink.WARNING), (14, Ink.DANGER)])
def test_a_payment_has_the_colour_of_its_term(days: int, ink: Ink) -> None:
    fee = TODAY + timedelta(days=days)
    sheet = record_sheet(record(licence(fee.replace(year=fee.year - 2))), heading(), "en")
    (mark,) = [mark for mark in sheet.marks if isinstance(mark, Words) and mark.text == f"{fee:%d.%m.%Y}"]
    assert mark.ink is ink


def test_no_payment_where_all_is_paid_or_all_is_over() -> None:
    assert "all is paid" in texts(record_sheet(record(licence(paid=5)), heading(), "en"))
    for state in (LicenceState.EXPIRED, LicenceState.ANNULLED):
        told = texts(record_sheet(record(licence(date(2024, 12, 1), 2, state)), heading(), "en"))
        assert "—" in told
        assert "01.12.2026" not in told


def test_a_test_contour_is_told_across() -> None:
    assert record_sheet(record(), heading(), "uk").across == "ТЕСТОВІ ДАНІ"
    assert record_sheet(record(), heading(test=False), "uk").across == ""


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_state_has_its_word(language: str) -> None:
    known = words("record")
    wanted = {f"operator_{of.value}" for of in OperatorStatus} | {f"licence_{of.value}" for of in LicenceState}
    assert wanted <= set(known)
    assert {of.value for of in Vertical} <= set(words("report"))
    sheet = record_sheet(record(licence()), heading(), language)
    assert sheet.language == language
    assert read_pdf(sheet_pdf(sheet)).title == sheet.title


def test_hostile_names_are_shown() -> None:
    odd = record().model_copy(update={"name": "ТОВ\x1b\u202e"})
    assert "ТОВ\u241b\ufffd" in texts(record_sheet(odd, heading(), "uk"))
