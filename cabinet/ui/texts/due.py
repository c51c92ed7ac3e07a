"""Words of a term: by when, and what is left of it."""

from __future__ import annotations

from datetime import datetime

from cabinet.ui.language import tr
from cabinet.ui.numbers import day_short, left, span, stamp_minute

__all__ = ["due_left", "due_role", "due_short", "due_words", "wait_words"]


def due_left(due: datetime, now: datetime) -> str:
    """Return what is left, or how long it is overdue."""
    return left(due - now) if due > now else tr("overdue by {span}").format(span=span(now - due))


def due_short(due: datetime, now: datetime) -> str:
    """Return by which day, or that this is over."""
    return tr("by {day}").format(day=day_short(due)) if due > now else tr("overdue")


def due_words(due: datetime, now: datetime) -> str:
    """Return ``Строк 28.11 14:00 · лишилося 3 год``."""
    return tr("Due {moment} · {left}").format(moment=stamp_minute(due), left=due_left(due, now))


def wait_words(until: datetime, now: datetime) -> str:
    """Return ``Чекає до 28.11 14:00 · лишилося 7 хв``; past that moment its verdict is on the way."""
    rest = left(until - now) if until > now else tr("the verdict is on its way")
    return tr("Waits until {moment} · {left}").format(moment=stamp_minute(until), left=rest)


def due_role(due: datetime, now: datetime, usual: str = "text2") -> str:
    """Return the colour: what is overdue is danger."""
    return usual if due > now else "danger"
