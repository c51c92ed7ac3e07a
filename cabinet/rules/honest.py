"""The quick way for lines whose form has no fault: one typed decoding instead of field after field.

What it takes, :mod:`cabinet.rules.structure`, :mod:`cabinet.rules.personal` and the sum's form would have found
nothing in; a test compares both ways. What it does not take goes the long way, where every fault gets its finding.
Lines with free text, alone or in an object, always do.
"""

from __future__ import annotations

import re
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from cabinet.contract.fields import Choice, Const, Field, Moment, Need, Pattern, Whole, named
from cabinet.contract.transaction import AMOUNT_KOP, PLACES, TRANSACTION_TABLE, TYPE

__all__ = ["faultless", "honest_line", "names_twice"]


def _annotation(field: Field[Any]) -> Any:
    """Return what msgspec takes for the form, or None for one that goes the long way."""
    form = field.form
    if isinstance(form, Const):
        return Literal[form.value]
    if isinstance(form, Choice):
        # Of literals msgspec makes a new string each time: half as quick. These are strings, and hashed as such.
        return StrEnum(field.name, [(value, value) for value in form.values])
    if isinstance(form, Pattern):
        return str if field.need is Need.ALWAYS else Annotated[str, Meta(pattern=rf"\A{form.pattern}\Z")]
    if isinstance(form, Whole):
        return Annotated[int, Meta(ge=form.least, le=form.most)]
    # The rules of time read a moment of their own whichever way the line has gone.
    return str if isinstance(form, Moment) and not field.code.startswith("ST-") else None


def _line() -> type[msgspec.Struct]:
    """Return the struct of an honest line; a field that is not in it is unknown to the quick way."""
    quick = [(field, _annotation(field)) for field in TRANSACTION_TABLE]
    needed = [(f.name, form) for f, form in quick if form is not None and f.need is Need.ALWAYS]
    others = [(f.name, form | UnsetType, UNSET) for f, form in quick if form is not None and f.need is not Need.ALWAYS]
    return msgspec.defstruct("_Line", [*needed, *others], forbid_unknown_fields=True)


_LINE = _line()
_decode = msgspec.json.Decoder(_LINE).decode
_NUMBERS = {field.name for field in TRANSACTION_TABLE if isinstance(field.form, Whole)}
_SOMETIMES = [f.name for f in msgspec.structs.fields(_LINE) if not f.required]
_NUMBERS_SOMETIMES = [name for name in _SOMETIMES if name in _NUMBERS]
_QUOTES_ALWAYS = sum(2 if f.name in _NUMBERS else 4 for f in msgspec.structs.fields(_LINE) if f.required)
"""A name has two quotes, and so has a text."""
_sometimes = attrgetter(*_SOMETIMES)
_sum = attrgetter(AMOUNT_KOP.name)
_places = attrgetter(*(field.name for field in PLACES))
_referring = attrgetter(TYPE.name, *named(TRANSACTION_TABLE, Need.REFERRING))
_PATTERNS = {
    field.name: field.form.pattern
    for field in TRANSACTION_TABLE
    if isinstance(field.form, Pattern) and field.need is Need.ALWAYS
}
_texts = attrgetter(*_PATTERNS)
# No pattern takes a line feed, so none reaches beyond its own text.
_fit_together = re.compile("\n".join(_PATTERNS.values())).fullmatch


def honest_line(raw: bytes, max_amount_kop: int) -> Any | None:
    """Return a line whose names, types, forms and sum are beyond doubt, its fields as attributes, ``UNSET`` if absent.

    A name that comes twice is not noticed here.
    """
    try:
        line = _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    referring = _referring(line)
    if (
        _fit_together("\n".join(_texts(line))) is not None
        and _sum(line) <= max_amount_kop
        and (referring[0] == "BET" or UNSET not in referring)
        and _places(line).count(UNSET) == len(PLACES) - 1
    ):
        return line
    return None


def faultless(raw: bytes, max_amount_kop: int) -> bool:
    """Tell whether a line's names, types, forms and sum are beyond doubt, but for a name that comes twice."""
    return honest_line(raw, max_amount_kop) is not None


def names_twice(raw: bytes, line: Any) -> bool:
    """Tell whether an honest line may hold a name twice: then it has more quotes than its names and texts need."""
    absent = _sometimes(line).count(UNSET)
    needed = _QUOTES_ALWAYS + 4 * (len(_SOMETIMES) - absent)
    for name in _NUMBERS_SOMETIMES:
        if getattr(line, name) is not UNSET:
            needed -= 2
    return b"\\" in raw or raw.count(b'"') != needed
