"""A report in words: numbers, sums, shares, days and sentences, in Ukrainian or English; no places on a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from cabinet.contract.beside import FEW, FEW_KOPECKS, Beside, beside
from cabinet.contract.catalogue import fill, finding_cards, words
from cabinet.contract.moment import KYIV, kyiv_words
from cabinet.contract.money import sentence_hryvnias
from cabinet.contract.plain_text import visible
from cabinet.report.content import Absence, Figure, FindingRule, NextDate, Open, Report, TaxLine, Unit
from cabinet.report.period import ReportKind, ReportPeriod

__all__ = ["ReportWords"]

_NBSP: Final = "\u00a0"
_MINUS: Final = "\u2212"
_NONE: Final = "—"


class ReportWords:
    """Words of one language, ``uk`` or ``en``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = words("report")
        self._point = "." if language == "en" else ","

    def said(self, key: str, **gaps: object) -> str:
        """Return a phrase; what is put into its gaps stays one harmless line."""
        text = self._words[key]
        facts = {name: visible(str(value)) for name, value in gaps.items()}
        return fill(text.en if self.language == "en" else text.uk, facts)

    def count(self, number: int) -> str:
        """Return ``1 284 907``."""
        return f"{number:,}".replace(",", _NBSP).replace("-", _MINUS)

    def money(self, kop: int) -> str:
        """Return ``−1 234,50``."""
        whole = sentence_hryvnias(abs(kop), self._point)
        return f"{_MINUS}{whole}" if kop < 0 else whole

    def share(self, hundredths: int) -> str:
        """Return ``3,25 %``."""
        return f"{hundredths / 100:.2f}".replace(".", self._point) + f"{_NBSP}%"

    def value(self, unit: Unit, value: int | None) -> str:
        """Return a figure's value; a dash where there is none."""
        if value is None:
            return _NONE
        return {Unit.COUNT: self.count, Unit.MONEY: self.money, Unit.SHARE: self.share}[unit](value)

    def change(self, figure: Figure) -> str:
        """Return how a figure differs from its counterpart: of few the difference, never a share."""
        now, before = figure.now, figure.before
        if now is None or before is None:
            return _NONE
        more = now - before
        sign = _MINUS if more < 0 else "+"
        if figure.unit is Unit.SHARE:
            points = f"{abs(more) / 100:.2f}".replace(".", self._point)
            return f"{sign}{points}{_NBSP}{self.said('pp')}"
        form = beside(now, before, FEW_KOPECKS if figure.unit is Unit.MONEY else FEW)
        if form is Beside.DIFFERENCE:
            return sign + self.value(figure.unit, abs(more))
        if form is Beside.TIMES:
            return f"×{self.count(round(now / before))}"
        return sign + f"{abs(more) * 100 / before:.1f}".replace(".", self._point) + f"{_NBSP}%"

    def period(self, period: ReportPeriod) -> str:
        """Return ``Жовтень 2026`` or ``27.11.2026, п’ятниця``."""
        if period.kind is ReportKind.MONTH:
            return f"{self.said(f'month_{period.first.month}')} {period.first.year}"
        return f"{self.day(period.first)}, {self.said(f'weekday_{period.first.weekday()}')}"

    def day(self, of: date) -> str:
        """Return ``27.11.2026``."""
        return of.strftime("%d.%m.%Y")

    def days(self, period: ReportPeriod) -> str:
        """Return its first and last day; of a day its year and weekday are said already."""
        if period.kind is ReportKind.DAY:
            return self.said("kyiv")
        return f"{period.first:%d.%m}–{self.day(period.last)} · {self.said('kyiv')}"

    def minute(self, at: datetime) -> str:
        """Return ``28.11, 14:30`` in Kyiv."""
        return at.astimezone(KYIV).strftime("%d.%m, %H:%M")

    def cause(self, code: str) -> str:
        """Return what a code is called; a code of a newer perimeter by itself."""
        card = finding_cards().get(code)
        return visible(code) if card is None else card.title.en if self.language == "en" else card.title.uk

    def owner(self, name: str | None) -> str:
        """Return who works on it: the surname, and the first letter of the given name."""
        if name is None:
            return self.said("nobody")
        surname, *given = visible(name).split()[:2] or [_NONE]
        return f"{surname}{_NBSP}{given[0][0]}." if given else surname

    def due(self, one: Open) -> str:
        """Return by when it is to be dealt with."""
        if one.overdue:
            return self.said("overdue")
        return _NONE if one.due_at is None else self.minute(one.due_at)

    def tax(self, line: TaxLine) -> str:
        """Return what a tax is called, with its kind of game."""
        name = self.said(line.tax.value)
        return name if line.vertical is None else f"{name}: {self.said(line.vertical.value)}"

    def date_of(self, one: NextDate) -> str:
        """Return what falls due."""
        return self.said(one.kind.value, subject=one.subject)

    def running(self, report: Report) -> str:
        """Return that the period is not over."""
        return self.said(f"running_{report.period.kind.value}", at=kyiv_words(report.made))

    def finding(self, report: Report) -> str:
        """Return the sentence on top, and which cause weighs most."""
        of = report.finding
        total = report.open_total
        key = f"finding_{of.rule.value}"
        if of.rule is FindingRule.ALL_WELL and total is None:
            key = "finding_no_rejections"
        elif of.rule is FindingRule.ALL_WELL and not report.figures:
            key = "finding_nothing_open"
        said = self.said(
            key, count=self.count(of.count), causes=of.causes, all=total.causes if total is not None else 0,
            sum=self.money(of.kop or 0), share=self.value(Unit.SHARE, of.share),
            before=self.value(Unit.SHARE, of.share_before),
        )  # fmt: skip
        if of.top is None:
            return said
        top = of.top
        return f"{said} " + self.said(
            "weighs", title=self.cause(top.code), code=top.code, source=top.source, owner=self.owner(top.assignee)
        )

    def absent(self, absences: list[Absence]) -> str:
        """Return what is left out, each reason once; empty where nothing is."""
        reasons: dict[tuple[str, str], list[str]] = {}
        for one in absences:
            reasons.setdefault((one.code, one.needs), []).append(self.said(f"part_{one.part.value}"))
        whys = {"SCOPE_MISSING": "why_scope", "RIGHT_MISSING": "why_right"}
        said = [
            self.said(whys.get(code, "why_people"), parts=", ".join(parts), needs=needs, code=code)
            for (code, needs), parts in reasons.items()
        ]
        return self.said("absent", parts="; ".join(said)) if said else ""
