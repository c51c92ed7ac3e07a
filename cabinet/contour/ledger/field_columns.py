"""The columns that a transaction's fields have in the index of rejections."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from cabinet.contract.fields import Field, Moment, Whole
from cabinet.contract.moment import epoch_micros
from cabinet.contract.transaction import PLACES, TRANSACTION_TABLE
from cabinet.rules.item import ItemFields

__all__ = ["FIELD_COLUMNS", "FIELD_NAMES", "FieldColumn", "column_values", "place_of"]


class FieldColumn(NamedTuple):
    """A column, and the version of the schema that has it first."""

    name: str
    type: str
    since: int


_ALONE: Final = tuple(f for f in TRANSACTION_TABLE if f.column is not None and f not in PLACES)
_MOMENTS: Final = tuple(place for place, field in enumerate(_ALONE) if isinstance(field.form, Moment))


def _type(field: Field[Any]) -> str:
    return "BIGINT" if isinstance(field.form, Whole | Moment) else "TEXT"


FIELD_COLUMNS: Final = tuple(
    FieldColumn(field.column.name, _type(field), field.column.since)
    for field in (*_ALONE, PLACES[0])
    if field.column is not None
)
"""One of each field in their order, and at the end one for the three places of which each transaction has one."""
FIELD_NAMES: Final = tuple(column.name for column in FIELD_COLUMNS)


def place_of(fields: ItemFields) -> str | None:
    """Return the place of play, whichever of the three fields tells it."""
    for field in PLACES:
        place: str | None = fields[field]
        if place is not None:
            return place
    return None


def column_values(fields: ItemFields) -> list[Any]:
    """Return an item's values in the order of the columns: moments in microseconds, None for what was unreadable."""
    values: list[Any] = list(map(fields.get, _ALONE))
    for at in _MOMENTS:
        if values[at] is not None:
            values[at] = epoch_micros(values[at])
    return [*values, place_of(fields)]
