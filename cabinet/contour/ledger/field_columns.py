"""The ledger's columns of a transaction's fields, and both ways between them and what the rules read."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Final, NamedTuple

from cabinet.contour.ledger.store import Row
from cabinet.contract.fields import Field, Moment, Whole
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.transaction import PLACES, TRANSACTION_TABLE
from cabinet.rules.item import ItemFields

__all__ = ["FIELD_COLUMNS", "FIELD_NAMES", "FieldColumn", "column_values", "fields_of"]


class FieldColumn(NamedTuple):
    """A column, the version of the schema that has it first, and whether the index of rejections has it too."""

    name: str
    type: str
    since: int
    sought: bool


_ALONE: Final = tuple(f for f in TRANSACTION_TABLE if f.column is not None and f not in PLACES)


def _type(field: Field[Any]) -> str:
    return "BIGINT" if isinstance(field.form, Whole | Moment) else "TEXT"


FIELD_COLUMNS: Final = tuple(
    FieldColumn(field.column.name, _type(field), field.column.since, field.column.sought)
    for field in (*_ALONE, PLACES[0])
    if field.column is not None
)
"""One of each field in their order, and at the end one for the three places of which each transaction has one."""
FIELD_NAMES: Final = tuple(column.name for column in FIELD_COLUMNS)
_MOMENTS: Final = tuple(place for place, field in enumerate(_ALONE) if isinstance(field.form, Moment))
_LAST_PLACE_FIRST: Final = PLACES[::-1]
_alone: Final = itemgetter(*FIELD_NAMES[:-1])


def column_values(fields: ItemFields) -> list[Any]:
    """Return an item's values in the order of the columns: moments in microseconds, None for what was unreadable."""
    values: list[Any] = list(map(fields.get, _ALONE))
    for at in _MOMENTS:
        if values[at] is not None:
            values[at] = epoch_micros(values[at])
    place = None
    for field in _LAST_PLACE_FIRST:
        if field in fields:
            place = fields[field]
    values.append(place)
    return values


def fields_of(row: Row) -> ItemFields:
    """Return what the columns of a row of ``attempts`` tell; which of the three places it was they do not."""
    values: list[Any] = list(_alone(row))
    for at in _MOMENTS:
        if values[at] is not None:
            values[at] = from_micros(values[at])
    return ItemFields(zip(_ALONE, values, strict=True))
