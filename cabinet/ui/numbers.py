"""Money, counts, shares and moments as people read them: groups U+00A0, minus U+2212, time of Kyiv."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cabinet.contract.beside import Beside, beside
from cabinet.contract.moment import KYIV
from cabinet.profile.settings import Language
from cabinet.ui.language import language, tr

__all__ = [
    "MINUS",
    "NBSP",
    "change",
    "change_share",
    "clock",
    "count",
    "day",
    "day_long",
    "day_short",
    "decimal",
    "decimal_sign",
    "left",
    "millions",
    "minute",
    "moment",
    "money",
    "month",
    "percent",
    "seconds",
    "signed_money",
    "span",
    "stamp",
    "stamp_minute",
    "weekday",
]

NBSP = "\u00a0"
MINUS = "\u2212"


def decimal_sign() -> str:
    """Return what stands before decimals in the window's language."""
    return "." if language() is Language.ENGLISH else ","


def count(number: int) -> str:
    """Return ``1 284 907``."""
    sign = MINUS if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", NBSP)


def money(kopecks: int | None) -> str:
    """Return kopecks as ``1 234 567,89``; a dash where there is no sum."""
    if kopecks is None:
        return "—"
    sign = MINUS if kopecks < 0 else ""
    whole, rest = divmod(abs(kopecks), 100)
    return f"{sign}{count(whole)}{decimal_sign()}{rest:02d}"


def signed_money(kopecks: int | None) -> str:
    """Return an influence on a sum: as :func:`money`, and with a plus where it adds."""
    return f"+{money(kopecks)}" if kopecks is not None and kopecks > 0 else money(kopecks)


def percent(part: int, whole: int, digits: int = 2) -> str:
    """Return ``99,87 %``; a dash when there is no whole."""
    if whole <= 0:
        return "—"
    share = f"{part * 100 / whole:.{digits}f}".replace(".", decimal_sign())
    return f"{share}{NBSP}%"


def change(now: int, before: int) -> str:
    """Return how much more or less there is than before, ``+2,7 %``; a dash when there was nothing.

    Of few it is the difference, ``+12``, and where it is more than ten times as many, how many times, ``×12``.
    """
    if before <= 0:
        return "—"
    form = beside(now, before)
    if form is Beside.DIFFERENCE:
        return f"{'+' if now >= before else MINUS}{count(abs(now - before))}"
    return f"×{count(round(now / before))}" if form is Beside.TIMES else change_share(now, before)


def change_share(now: int, before: int) -> str:
    """Return how much more or less there is than before as a share, however large: for programs."""
    if before <= 0:
        return "—"
    share = (now - before) * 100 / before
    sign = "+" if share >= 0 else MINUS
    return f"{sign}{abs(share):.1f}".replace(".", decimal_sign()) + f"{NBSP}%"


def decimal(number: float) -> str:
    """Return a number of an axis with what it has of two decimals: ``1,25``, ``40``."""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", decimal_sign()).replace("-", MINUS)


def millions(number: float) -> str:
    """Return an axis label: ``2 млн``, ``150 тис.``, ``40``."""
    for unit, word in ((1_000_000, tr("m")), (1_000, tr("k"))):
        if abs(number) >= unit:
            scaled = f"{number / unit:.1f}".removesuffix(".0").replace(".", decimal_sign())
            return f"{scaled}{NBSP}{word}".replace("-", MINUS)
    return count(round(number))


def seconds(millis: int) -> str:
    """Return ``0,04 с``."""
    return f"{millis / 1000:.2f}".replace(".", decimal_sign()) + NBSP + tr("s")


def stamp(at: datetime | None) -> str:
    """Return ``14.10 14:31:52`` in Kyiv."""
    return "—" if at is None else at.astimezone(KYIV).strftime("%d.%m %H:%M:%S")


def stamp_minute(at: datetime | None) -> str:
    """Return ``14.10 14:31`` in Kyiv."""
    return "—" if at is None else at.astimezone(KYIV).strftime("%d.%m %H:%M")


def moment(at: datetime | None) -> str:
    """Return ``14.10.2026, 14:31`` in Kyiv."""
    return "—" if at is None else at.astimezone(KYIV).strftime("%d.%m.%Y, %H:%M")


def minute(at: datetime | None) -> str:
    """Return ``14:31`` in Kyiv."""
    return "—" if at is None else at.astimezone(KYIV).strftime("%H:%M")


def clock(at: datetime) -> str:
    """Return ``14:31:52`` in Kyiv."""
    return at.astimezone(KYIV).strftime("%H:%M:%S")


def day(of: date | datetime | None) -> str:
    """Return ``14.10.2026``."""
    if of is None:
        return "—"
    return (of.astimezone(KYIV) if isinstance(of, datetime) else of).strftime("%d.%m.%Y")


def day_short(of: date | datetime) -> str:
    """Return ``14.10``."""
    return (of.astimezone(KYIV) if isinstance(of, datetime) else of).strftime("%d.%m")


def weekday(of: date | datetime) -> str:
    """Return the short name of the day of the week."""
    where = of.astimezone(KYIV) if isinstance(of, datetime) else of
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))[where.weekday()]


def day_long(of: date | datetime) -> str:
    """Return ``14 жовтня 2026``."""
    where = of.astimezone(KYIV) if isinstance(of, datetime) else of
    months = (
        tr("of January"),
        tr("of February"),
        tr("of March"),
        tr("of April"),
        tr("of May"),
        tr("of June"),
        tr("of July"),
        tr("of August"),
        tr("of September"),
        tr("of October"),
        tr("of November"),
        tr("of December"),
    )
    return f"{where.day} {months[where.month - 1]} {where.year}"


def month(of: date | datetime) -> str:
    """Return the name of the month by itself."""
    where = of.astimezone(KYIV) if isinstance(of, datetime) else of
    return (
        tr("January"),
        tr("February"),
        tr("March"),
        tr("April"),
        tr("May"),
        tr("June"),
        tr("July"),
        tr("August"),
        tr("September"),
        tr("October"),
        tr("November"),
        tr("December"),
    )[where.month - 1]


def left(length: timedelta) -> str:
    """Return how much time is left: ``Лишився 1 день``, ``Лишилося 3 год 28 хв``."""
    if length >= timedelta(days=1):
        return tr("%n day(s) left", length.days)
    return tr("{span} left").format(span=span(length))


def span(length: timedelta) -> str:
    """Return a length of time in its two largest units: ``3 год 28 хв``."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return tr("%n d", days)
    if hours:
        return f"{tr('%n h', hours)} {tr('%n min', left)}"
    return tr("%n min", left) if left else tr("%n s", max(0, int(length.total_seconds())))
