"""GGR and taxes in words: a line a figure, and what stands behind it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cabinet.contract.money import hryvnias
from cabinet.contract.states import Tax
from cabinet.export.safe_cells import BOM, safe_lines
from cabinet.profile.settings import Language
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import day, money
from cabinet.ui.texts.registry import vertical

if TYPE_CHECKING:
    from cabinet.contract.taxes import Formula, RateUsed, TaxAnswer, TaxFigure, TaxPart
    from cabinet.desks.taxes import Taxes

__all__ = ["FigureLine", "csv_of", "figure_lines", "period_words", "rate_change", "table_of_figures"]


@dataclass(frozen=True)
class FigureLine:
    """One figure: its name, kopecks (None where nothing is computed), what it is of, and its facts by name.

    ``short`` and ``reckoned`` are its name and its formula with numbers put in where there is little room,
    ``reference`` the law in few words and ``law`` in full with its address; both are empty where no law sets it.
    """

    name: str
    kopecks: int | None
    base_kopecks: int | None
    verified: bool
    facts: tuple[tuple[str, str], ...]
    short: str
    reckoned: str
    reference: str = ""
    law: str = ""


def figure_lines(of: Taxes) -> list[FigureLine]:
    """Return every figure, GGR first."""
    total = of.ggr.total
    terms = f"{money(total.bet_kop)} − {money(total.refund_kop)} − {money(total.payout_kop)} = {money(total.ggr_kop)}"
    accepted = (
        (tr("Formula"), _said(of.ggr.formula)), (tr("Reckoned"), terms), (tr("Rows"), of.ggr.accepted_rows),
    )  # fmt: skip
    stuck = ((tr("Formula"), _said(of.ggr.stuck_formula)), (tr("Rows"), of.ggr.stuck_rows))
    return [
        FigureLine(
            tr("GGR accepted"),
            total.ggr_kop,
            None,
            True,
            accepted,
            tr("GGR accepted"),
            tr("bets {bets} − refunds {refunds} − payouts {payouts}").format(
                bets=money(total.bet_kop), refunds=money(total.refund_kop), payouts=money(total.payout_kop)
            ),
        ),
        FigureLine(
            tr("GGR stuck in rejections"),
            total.stuck_ggr_kop,
            None,
            True,
            stuck,
            tr("GGR stuck in rejections"),
            tr("not counted yet, operations of {sum}").format(sum=money(total.stuck_operations_kop)),
        ),
        *(_line(figure, of.taxes) for figure in of.taxes.figures),
    ]


def period_words(of: Taxes) -> str:
    """Return the period of the figures and what they are not."""
    days = f"{day(of.taxes.first)} – {day(of.taxes.last)}"
    return f"{days} · " + tr("Estimate, not a tax return")


def rate_change(rate: RateUsed) -> str:
    """Return what a rate is from its first day on."""
    name = _short(rate.tax) if rate.vertical is None else f"{_short(rate.tax)}, {vertical(rate.vertical)}"
    return f"{name}: {_percent(rate)}"


def table_of_figures(of: Taxes) -> str:
    """Return the figures as a spreadsheet reads them, cells parted by tabs."""
    return "\n".join("\t".join(row) for row in _table(of))


def csv_of(of: Taxes) -> bytes:
    """Return the figures as a file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(_table(of))
    return BOM + safe_lines(out.getvalue().encode())


def _table(of: Taxes) -> list[list[str]]:
    head = [tr("Figure"), tr("First day"), tr("Last day"), tr("Base, UAH"), tr("Sum, UAH"), tr("Rates")]
    first, last = of.taxes.first.isoformat(), of.taxes.last.isoformat()
    mark = [[tr("Test data")]] if of.taxes.test_data else []
    rows = [
        [line.name, first, last, _plain(line.base_kopecks), _plain(line.kopecks), _checked(line)]
        for line in figure_lines(of)
    ]
    return [head, *rows, [tr("Estimate, not a tax return")], *mark]


def _plain(kopecks: int | None) -> str:
    return "" if kopecks is None else hryvnias(kopecks)


def _checked(line: FigureLine) -> str:
    return "" if line.base_kopecks is None else tr("verified") if line.verified else tr("not verified")


def _line(figure: TaxFigure, answer: TaxAnswer) -> FigureLine:
    name = {
        Tax.GAMING_INCOME: tr("Tax on gaming income"),
        Tax.PERSONAL_INCOME: tr("Personal income tax on payouts"),
        Tax.MILITARY_LEVY: tr("Military levy on payouts"),
    }[figure.tax]
    if figure.vertical is not None:
        name = f"{name}: {vertical(figure.vertical)}"
    facts = [(tr("Formula"), _said(figure.formula))]
    facts += [(tr("Reckoned"), _part(part, answer.rates)) for part in figure.parts]
    used = {part.rate for part in figure.parts if part.rate is not None}
    facts += [(tr("Rate"), _rate(answer.rates[place])) for place in sorted(used)]
    laws = tuple(dict.fromkeys(_law(answer.rates[place]) for place in sorted(used)))
    facts += [(tr("Law"), law) for law in laws]
    facts += [(tr("Table of rates"), _table_name(answer)), (tr("Rows"), figure.rows)]
    rates = [answer.rates[place] for place in sorted(used)]
    short = _short(figure.tax)
    return FigureLine(
        name, figure.tax_kop, figure.base_kop, figure.verified, tuple(facts), short, _reckoned(figure, answer.rates),
        _reference(rates[-1]) if rates else "", "\n".join(laws),
    )  # fmt: skip


def _short(tax: Tax) -> str:
    return {
        Tax.GAMING_INCOME: tr("Tax on income"),
        Tax.PERSONAL_INCOME: tr("Personal income tax"),
        Tax.MILITARY_LEVY: tr("Military levy"),
    }[tax]


def _reckoned(figure: TaxFigure, rates: list[RateUsed]) -> str:
    """Return the formula with numbers put in: only parts that have something to tax."""
    terms = [
        f"{_percent(rates[part.rate])} × {money(part.base_kop)}"
        for part in figure.parts
        if part.rate is not None and part.base_kop > 0
    ]
    if terms:
        said = " + ".join(terms)
    elif all(part.rate is None for part in figure.parts):
        said = tr("the table has no rate")
    else:
        said = tr("loss {sum}").format(sum=money(figure.base_kop)) if figure.base_kop < 0 else tr("nothing to tax")
    if figure.vertical is not None:
        return f"{vertical(figure.vertical)}: {said}"
    return tr("{terms}, each payout by itself").format(terms=said) if terms else said


def _reference(rate: RateUsed) -> str:
    return rate.reference_en if language() is Language.ENGLISH else rate.reference_uk


def _law(rate: RateUsed) -> str:
    """Return the law's title, the item, the days of the rate, and the address."""
    law = rate.law_en if language() is Language.ENGLISH else rate.law_uk
    until = f" – {day(rate.until)}" if rate.until is not None else ""
    days = f"{_percent(rate)} {tr('from')} {day(rate.first)}{until}"
    return "; ".join(filter(None, (law, _reference(rate), days, rate.url)))


def _table_name(answer: TaxAnswer) -> str:
    return f"{answer.rates_name} · " + (tr("the operator's own file") if answer.own_rates else tr("shipped"))


def _part(part: TaxPart, rates: list[RateUsed]) -> str:
    where = f"{part.licence}, " if part.licence else ""
    days = f"{where}{day(part.first)} – {day(part.last)}: {money(part.base_kop)}"
    if part.rate is None:
        return f"{days} · " + tr("the table has no rate")
    return f"{days} × {_percent(rates[part.rate])} → {money(part.tax_kop)}"


def _rate(rate: RateUsed) -> str:
    until = f" – {day(rate.until)}" if rate.until is not None else ""
    read = f"{tr('verified')} {day(rate.read_on)}" if rate.verified else tr("not verified")
    return f"{_percent(rate)}, {tr('from')} {day(rate.first)}{until} · {_reference(rate)} · {read} · {rate.source}"


def _percent(rate: RateUsed) -> str:
    said = rate.percent if language() is Language.ENGLISH else rate.percent.replace(".", ",")
    return f"{said} %"


def _said(formula: Formula) -> str:
    return formula.en if language() is Language.ENGLISH else formula.uk
