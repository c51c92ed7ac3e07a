"""A field's value as people read and type it: sums in hryvnias, words for enums, names of the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cabinet.contract.errors import KnownError
from cabinet.contract.fields import Choice
from cabinet.contract.moment import kyiv_words, parse_moment
from cabinet.contract.money import parse_hryvnias
from cabinet.contract.transaction import AMOUNT_KOP, OCCURRED_AT, TRANSACTION_TABLE
from cabinet.desks.corrections import typed
from cabinet.rules.nearest import nearest_first
from cabinet.ui.language import tr
from cabinet.ui.numbers import money
from cabinet.ui.texts.findings import enum_words
from cabinet.ui.texts.registry import vertical
from cabinet.ui.texts.transactions import field_name
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.registry import Dictionary, OperatorRecord
    from cabinet.contract.suggestions import Suggestion

__all__ = [
    "as_text",
    "choices",
    "edited_text",
    "is_list",
    "is_sum",
    "label_of",
    "line_value",
    "list_words",
    "value_words",
]

_LISTS = {field.name: field.form.values for field in TRANSACTION_TABLE if isinstance(field.form, Choice)}
_WALLS = {"point", "hall"}
_MOST = 30
"""Choices of a drop-down: the nearest ones; whoever means another one types it."""


def is_sum(name: str) -> bool:
    """Tell whether a field is a sum of money."""
    return name == AMOUNT_KOP.name


def is_list(name: str) -> bool:
    """Tell whether a field is one of a short list."""
    return name in _LISTS


def label_of(name: str) -> str:
    """Return a field's name beside a value that is shown in words: a sum stands in hryvnias."""
    return tr("Sum") if is_sum(name) else field_name(name)


def list_words(name: str) -> list[tuple[str, str]]:
    """Return the list of a field: value and words."""
    return [(value, value_words(name, value)) for value in _LISTS[name]]


def as_text(value: Any) -> str:
    """Return a value as it stands in the line, a text without its quotes; nothing where it is not there."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def value_words(name: str, value: Any) -> str:
    """Return a value for reading; what is of a wrong form stands as it was sent."""
    if value is None:
        return tr("not there")
    if is_sum(name) and isinstance(value, int) and not isinstance(value, bool):
        return f"{money(value)} {tr('UAH')}"
    if name in _LISTS and value in _LISTS[name]:
        return enum_words(f"/{name}", value)
    if name == OCCURRED_AT.name and isinstance(value, str):
        try:
            return kyiv_words(parse_moment(value))
        except KnownError:
            return as_text(value)
    return as_text(value) or "«»"


def edited_text(name: str, value: Any) -> str:
    """Return what stands in the field's edit for a value."""
    if is_sum(name) and isinstance(value, int) and not isinstance(value, bool):
        return money(value)
    return as_text(value)


def line_value(name: str, text: str) -> int | str | None:
    """Return what a person typed as it stands in the line; None for an empty text.

    A sum is read as hryvnias: ``260``, ``260,00``, ``1 250,50`` and ``1250.5``. What is none goes as it is, and the
    rules say so.
    """
    if is_sum(name) and text.strip():
        try:
            return parse_hryvnias(text.strip())
        except KnownError:
            return text.strip()
    return typed(name, text)


def choices(
    name: str, given: str, proposed: tuple[Suggestion, ...], record: OperatorRecord | None, games: Dictionary | None
) -> list[tuple[str, str]]:
    """Return what the registry has for a field, value and words: what is proposed first, then the nearest."""
    known = _known(name, record, games)
    first = [str(s.value) for s in proposed if s.value is not None] if known else []
    order = dict.fromkeys((*first, *nearest_first(given, known)))
    return [(value, known.get(value) or value) for value in list(order)[:_MOST]]


def _known(name: str, record: OperatorRecord | None, games: Dictionary | None) -> dict[str, str]:
    if name in {"gameId", "terminalId"}:
        kind = "game" if name == "gameId" else "terminal"
        return {e.code: _named(e.name, e.code) for e in (games.entries if games is not None else ()) if e.kind == kind}
    if record is None:
        return {}
    if name == "licenceNo":
        return {of.number: f"{of.number} · {vertical(of.vertical)}" for of in record.licences}
    if name == "brandId":
        return {of.brand_id: _named(of.name, of.brand_id) for of in record.brands}
    if name in {"siteId", "pointId"}:
        in_street = name == "pointId"
        return {of.site_id: _named(of.name, of.site_id) for of in record.sites if (of.kind in _WALLS) is in_street}
    return {}


def _named(name: str, code: str) -> str:
    return plain(code) if name == code else f"{plain(code)} · {plain(name)}"
