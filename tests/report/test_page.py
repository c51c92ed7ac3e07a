"""The page of a report: everything on one sheet in every state, nothing over its edge, read back by another library."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import Any

import msgspec
import pytest

from cabinet.export.job import Heading
from cabinet.export.sheet import HEIGHT, WIDTH, Box, Line, Sheet, Squares, Words, measure
from cabinet.export.sheet_pdf import sheet_pdf
from cabinet.report.content import Absence, OpenTotal, Part, Report
from cabinet.report.page import MOST_CLOSED, MOST_DATES, MOST_OPEN, MOST_TAXES, page_of
from cabinet.report.period import ReportKind, ReportPeriod, read_day
from tests.export.pdf_text import read_pdf
from tests.export.qr_reader import read
from tests.report.reports import BEFORE, MARK, NOTE, closed, dates, figures, opened, report, taxes

LONG = (
    "ТОВ «Товариство з обмеженою відповідальністю організатор азартних ігор Млинок Гейм Інтернешнл Україна Схід Захід»"
)
NONE = OpenTotal(count=0, kop=0, ggr_kop=0, causes=0, overdue=0)
EVERY = [Absence(part, "SCOPE_MISSING", f"scope:{part}") for part in Part]
PEOPLES = [Absence(part, "REPORT_PEOPLE_ONLY", "") for part in (Part.RECORD, Part.KEYS, Part.PEOPLE)]
RUNNING = ReportPeriod(date(2026, 11, 1), ReportKind.MONTH)


def headed(operator: str = LONG, *, test: bool = True) -> Heading:
    return Heading(perimeter="Перим" * 30, test=test, operator=operator, at="")


STATES: dict[str, Report] = {
    "busy": report(),
    "full": report(
        RUNNING, open=opened(12), closed=closed(9), taxes=taxes(9), dates=dates(8), own_rates=True, heading=headed(),
        absent=EVERY,
    ),
    "huge": report(
        figures=figures(tuple(n * 10**6 for n in BEFORE)), taxes=[
            msgspec.structs.replace(one, kop=10**16, before_kop=10**16) for one in taxes(9)
        ], open=[msgspec.structs.replace(one, kop=10**17, count=10**9) for one in opened(12, 12)], heading=headed(),
    ),
    "empty": report(
        figures=figures((0,) * 10, None), open=[], open_total=NONE, closed=[], dates=[], taxes=[], mark=None
    ),
    "blind": report(
        read_day("2026-11-23"), figures=[], open=[], open_total=None, closed=[], dates=[], taxes=[], mark=None,
        absent=EVERY,
    ),
    "machine": report(read_day("2026-11-24"), absent=PEOPLES, dates=dates(1)),
}  # fmt: skip


def texts(sheet: Sheet) -> list[str]:
    return [mark.text for mark in sheet.marks if isinstance(mark, Words)]


def bounds(mark: Any) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    match mark:
        case Words():
            width = measure(mark.text, mark.size, mark.face)
            left = {"l": mark.x, "r": mark.x - width, "c": mark.x - width / 2}[mark.align]
            return left, mark.y - mark.size * 0.72, left + width, mark.y + mark.size * 0.2
        case Line():
            return mark.x, mark.y, mark.x + mark.width, mark.y
        case Box():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        case Squares():
            side = mark.side * len(mark.rows)
            return mark.x, mark.y, mark.x + side, mark.y + side
    raise AssertionError(mark)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("name", STATES)
def test_nothing_leaves_the_page_or_lies_on_other_words(name: str, language: str) -> None:
    sheet = page_of(STATES[name], language)
    for mark in sheet.marks:
        left, top, right, bottom = bounds(mark)
        assert left >= 41.9, mark
        assert right <= WIDTH - 41.9, mark
        assert top >= 36, mark
        assert bottom <= HEIGHT - 24, mark
    solid = [mark for mark in sheet.marks if isinstance(mark, Squares) or (isinstance(mark, Words) and mark.text)]
    for one, other in itertools.combinations(solid, 2):
        a, b = bounds(one), bounds(other)
        apart = a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] + 0.1 or b[3] <= a[1] + 0.1
        assert apart, (one, other)


@pytest.mark.parametrize("name", STATES)
def test_another_library_reads_one_page_with_title_and_language(name: str) -> None:
    of = STATES[name]
    sheet = page_of(of, "uk", keywords="abc")
    data = sheet_pdf(sheet)
    found = read_pdf(data)
    assert (found.pages, found.language, found.keywords) == (1, "uk", "abc")
    assert found.title == sheet.title
    assert found.author == of.heading.operator
    across = ["ТЕСТОВІ ДАНІ"] if of.heading.test else []
    assert found.lines == [text.replace("\u00a0", " ") for text in texts(sheet) if text] + across
    assert sheet_pdf(page_of(of, "uk", keywords="abc")) == data, "the same report is the same bytes"


def test_a_busy_month_says_its_figures_in_both_languages() -> None:
    for language, expected in (
        (
            "uk",
            (
                "ЗВІТ ЗА МІСЯЦЬ|Жовтень 2026|Вересень 2026|1 284 907|987 654 321,00|−0,67|+8,4 %|+0,13 в. п.|"
                "Записів: 20 143|виправлено 46 · замінено 6 · обґрунтовано 2|прострочено|Мельник Т.|"
                "оцінка, не податкова декларація"
            ),
        ),
        ("en", "MONTHLY REPORT|October 2026|September 2026|987 654 321.00|+0.13 pp|overdue"),
    ):
        told = [text.replace("\u00a0", " ") for text in texts(page_of(report(), language))]
        for one in expected.split("|"):
            assert one in told, one


@pytest.mark.parametrize(("what", "make", "most"), [
    ("open", opened, MOST_OPEN), ("closed", closed, MOST_CLOSED), ("taxes", taxes, MOST_TAXES),
    ("dates", dates, MOST_DATES),
])  # fmt: skip
def test_what_has_no_room_is_counted(what: str, make: Any, most: int) -> None:
    for number, more in ((most, []), (most + 1, ["і ще 1"]), (most + 2, ["і ще 2"])):
        parts = {"open": opened(1), "closed": closed(1), "taxes": taxes(1), "dates": dates(1)} | {what: make(number)}
        assert [text for text in texts(page_of(report(**parts), "uk")) if text.startswith("і ще")] == more


def test_rows_give_way_before_the_page_ends() -> None:
    told = texts(page_of(STATES["full"], "uk"))
    (more,) = {text for text in told if text.startswith("і ще")} - {"і ще 3", "і ще 2"}
    assert int(more.split()[-1]) > 12 - MOST_OPEN


def test_a_figure_is_never_cut_but_gets_smaller() -> None:
    told = [mark for mark in page_of(STATES["huge"], "uk").marks if isinstance(mark, Words)]
    sizes = {mark.text.replace("\u00a0", " "): mark.size for mark in told if mark.align == "r"}
    assert sizes["1 000 000 000 000 000,00"] < 9, "a sum of a cause"
    assert sizes["100 000 000 000 000,00"] < 9, "a tax"
    assert sizes["1 000 000 000"] < 9
    assert not [text for text in sizes if "…" in text and text[0].isdigit()]


def test_nothing_before_is_said_once() -> None:
    told = texts(page_of(report(figures=figures(before=None)), "uk"))
    assert told.count("Вересень 2026: даних немає") == 1
    assert "Зміна" not in told


def test_unverified_rates_and_missing_ones_are_marked() -> None:
    told = texts(page_of(report(taxes=taxes(9)), "uk"))
    assert "* ставку не звірено" in told
    assert "Дохід: онлайн-казино*" in told
    assert not any("звірено" in text for text in texts(page_of(report(taxes=taxes(1)), "uk")))
    assert "ставки немає" in texts(page_of(report(taxes=taxes(1)), "uk"))


def test_what_is_not_seen_is_no_good_news() -> None:
    told = texts(page_of(STATES["blind"], "uk"))
    assert told.count("Цього звіт не бачить.") == 6
    assert not any("немає" in text for text in told)
    told = texts(page_of(STATES["empty"], "uk"))
    for text in ("Податків за цей період немає.", "За цей період нічого не закрито.", "Відкритих відхилень немає."):
        assert text in told


def test_the_code_is_the_signed_checkpoint() -> None:
    (squares,) = [mark for mark in page_of(report(), "uk").marks if isinstance(mark, Squares)]
    assert read(squares.rows).decode() == NOTE
    assert squares.side > 1.2, "a telephone reads half a millimetre"
    long = msgspec.structs.replace(MARK, note=NOTE * 3)
    sheet = page_of(report(mark=long), "uk")
    assert not [mark for mark in sheet.marks if isinstance(mark, Squares)]
    assert any("завелика" in text for text in texts(sheet))


def test_only_test_data_is_marked_across() -> None:
    assert page_of(report(), "en").across == "TEST DATA"
    assert page_of(report(heading=headed(test=False)), "en").across == ""


def test_a_report_is_kept_as_json_and_read_again() -> None:
    for of in STATES.values():
        data = msgspec.json.encode(of)
        assert msgspec.json.decode(data, type=Report) == of
        assert json.loads(data)["period"]["kind"] == of.period.kind
