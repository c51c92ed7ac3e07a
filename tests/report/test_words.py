"""A report's words: the same rules of comparing as the chart has, and sentences that name what matters."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from cabinet.contract.catalogue import words
from cabinet.contract.states import Tax, Vertical
from cabinet.report.content import (
    Absence,
    DateKind,
    Figure,
    FigureKey,
    Finding,
    FindingRule,
    NextDate,
    Part,
    TaxLine,
    Unit,
)
from cabinet.report.period import ReportKind, ReportPeriod, read_day
from cabinet.report.words import ReportWords
from tests.report.reports import figures, opened, report

UK, EN = ReportWords("uk"), ReportWords("en")


def test_nothing_stands_for_what_is_unknown() -> None:
    assert UK.change(Figure(FigureKey.LATE, Unit.COUNT, 5, None)) == "—"
    assert UK.change(Figure(FigureKey.LATE, Unit.COUNT, None, 5)) == "—"
    assert UK.value(Unit.MONEY, None) == "—"


@pytest.mark.parametrize(("unit", "value", "uk", "en"), [
    (Unit.COUNT, -1_284_907, "−1 284 907", "−1 284 907"), (Unit.MONEY, -123_456, "−1 234,56", "−1 234.56"),
    (Unit.MONEY, -5, "−0,05", "−0.05"), (Unit.MONEY, 0, "0,00", "0.00"), (Unit.SHARE, 325, "3,25 %", "3.25 %"),
])  # fmt: skip
def test_figures_in_words(unit: Unit, value: int, uk: str, en: str) -> None:
    assert (UK.value(unit, value), EN.value(unit, value)) == (uk.replace(" ", "\u00a0"), en.replace(" ", "\u00a0"))


def test_periods() -> None:
    month = ReportPeriod(date(2026, 2, 1), ReportKind.MONTH)
    assert (UK.period(month), EN.period(month)) == ("Лютий 2026", "February 2026")
    assert UK.days(month) == "01.02–28.02.2026 · за Києвом"
    assert (UK.period(read_day("2026-11-27")), EN.period(read_day("2026-11-29"))) == (
        "27.11.2026, п’ятниця", "29.11.2026, Sunday",
    )  # fmt: skip


def test_owners_and_terms() -> None:
    assert UK.owner(None) == "не призначено"
    assert (UK.owner("Мельник Тарас Богданович"), UK.owner("Мельник"), UK.owner("")) == (
        "Мельник\u00a0Т.",
        "Мельник",
        "—",
    )
    one = opened(1, 0)[0]
    assert UK.due(one) == "24.11, 13:00"
    assert UK.due(msgspec.structs.replace(one, overdue=True)) == "прострочено"
    assert UK.due(msgspec.structs.replace(one, due_at=None)) == "—"


def test_taxes_dates_and_causes() -> None:
    assert UK.tax(TaxLine(Tax.GAMING_INCOME, Vertical.BETTING, 1, 1, verified=True)) == "Дохід: букмекерство"
    assert EN.tax(TaxLine(Tax.MILITARY_LEVY, None, 1, 1, verified=True)) == "Military levy"
    assert (
        UK.date_of(NextDate(date(2026, 11, 1), DateKind.LICENCE_FEE, "OK\u202e-1")) == "Внесок за ліцензію OK\ufffd-1"
    )
    assert UK.cause("ZZ-999") == "ZZ-999"
    assert UK.cause("AM-403") != EN.cause("AM-403")


@pytest.mark.parametrize(("finding", "words_of"), [
    (Finding(rule=FindingRule.NOTHING), ["не надіслано жодної"]),
    (
        Finding(rule=FindingRule.OVERDUE, count=2740, causes=2, kop=281_893_000, top=opened(1)[0]),
        ["Прострочено причин: 2 з 5", "2\u00a0740", "2\u00a0818\u00a0930,00 грн", opened(1)[0].code, "core-1"],
    ),
    (
        Finding(rule=FindingRule.REJECTED_MORE, count=4800, share=370, share_before=110),
        ["3,70\u00a0% операцій проти 1,10\u00a0%", "4\u00a0800"],
    ),
    (Finding(rule=FindingRule.OPEN, count=3, causes=1, kop=100), ["Відкрито відхилень: 3 на 1,00 грн"]),
    (Finding(rule=FindingRule.ALL_WELL, count=12), ["прийнято 12, відкритих відхилень немає"]),
    (Finding(rule=FindingRule.NO_FIGURES), ["Ні показників"]),
])  # fmt: skip
def test_the_finding_names_its_figures(finding: Finding, words_of: list[str]) -> None:
    told = UK.finding(report(finding=finding))
    for one in words_of:
        assert one in told
    assert "…" not in told, "a gap without its fact"
    assert "…" not in EN.finding(report(finding=finding))


def test_all_is_well_only_as_far_as_is_seen() -> None:
    well = Finding(rule=FindingRule.ALL_WELL, count=12)
    assert "не бачить" in UK.finding(report(finding=well, open=[], open_total=None))
    assert "показників цей звіт не бачить" in UK.finding(report(finding=well, figures=[]))


def test_what_is_absent_is_told_once_a_reason() -> None:
    told = UK.absent([
        Absence(Part.FIGURES, "SCOPE_MISSING", "stats:read"), Absence(Part.MONEY, "SCOPE_MISSING", "stats:read"),
        Absence(Part.KEYS, "RIGHT_MISSING", "credentials.read"), Absence(Part.RECORD, "REPORT_PEOPLE_ONLY", ""),
    ])  # fmt: skip
    assert told == (
        "Не показано: показники, податки (ключ без дозволу stats:read, SCOPE_MISSING); "
        "ключі (бракує права credentials.read, RIGHT_MISSING); ліцензії (видно лише людині, REPORT_PEOPLE_ONLY)."
    )
    assert UK.absent([]) == ""


def test_a_period_that_goes_on_says_so() -> None:
    month = report(ReportPeriod(date(2026, 11, 1), ReportKind.MONTH))
    assert "не скінчився" in UK.running(month)
    assert "24.11.2026, 12:00:00" in UK.running(month)
    day = report(read_day("2026-11-24"), figures=figures())
    assert "тижнем раніше" in UK.running(day)


def test_every_word_is_there_for_whatever_may_be_said() -> None:
    known = words("report")
    for key in (
        *FigureKey, *DateKind, *Tax, *Vertical, *(f"part_{part}" for part in Part),
        *(f"month_{n}" for n in range(1, 13)),
        *(f"weekday_{n}" for n in range(7)), *(f"finding_{rule}" for rule in FindingRule),
        *(f"running_{kind}" for kind in ReportKind), *(f"{kind}_report" for kind in ReportKind),
    ):  # fmt: skip
        assert str(key) in known
        assert known[str(key)].uk != known[str(key)].en
