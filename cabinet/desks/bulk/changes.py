"""Rules by which many lines are changed alike. Each gives a line's new fields, or None where it changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from cabinet.contract.errors import KnownError
from cabinet.contract.fields import Kopecks
from cabinet.contract.moment import KYIV, parse_moment
from cabinet.contract.money import parse_hryvnias
from cabinet.contract.transaction import OCCURRED_AT, TRANSACTION_TABLE, WHOLE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cabinet.contract.suggestions import Suggestion

__all__ = ["CHANGEABLE", "Change", "MapValues", "SetValue", "ShiftTime", "TakeSuggestions", "read_value"]

_LINKED = {"correction", "seqNo", "schemaVersion"}
CHANGEABLE = tuple(field for field in TRANSACTION_TABLE if field.name not in _LINKED)
"""Fields that a rule may set."""
_BY_NAME = {field.name: field for field in CHANGEABLE}
_MOST_MINUTES = 366 * 24 * 60


class Change(Protocol):
    """A rule."""

    def fields(self, value: Mapping[str, Any], suggestions: list[Suggestion]) -> dict[str, Any] | None:
        """Return the line's new fields, None where the rule changes nothing of it."""
        ...


def read_value(name: str, text: str) -> Any:
    """Read what a person typed for a field: sums in hryvnias, whole numbers, all else as it is.

    Raises:
        KnownError: ``RULE_FIELD_UNKNOWN``, ``RULE_VALUE_INVALID``.
    """
    field = _BY_NAME.get(name)
    if field is None:
        raise KnownError("RULE_FIELD_UNKNOWN", field=name)
    text = text.strip()
    value: Any = text
    if isinstance(field.form, Kopecks):
        value = _kopecks(text)
    elif name in WHOLE_FIELDS:
        value = int(text) if text.isascii() and text.isdigit() else None
    if value is None or not field.form.fits(value):
        raise KnownError("RULE_VALUE_INVALID", field=name, value=text, expected=field.form.expected)
    return value


def _kopecks(text: str) -> int | None:
    try:
        return parse_hryvnias(text)
    except KnownError:
        return None


@dataclass(frozen=True)
class TakeSuggestions:
    """Take what the perimeter suggests; ``likely`` takes also what is only probable."""

    likely: bool = False

    def fields(self, value: Mapping[str, Any], suggestions: list[Suggestion]) -> dict[str, Any] | None:
        """Return the fields with every suggestion taken."""
        from cabinet.rules.suggestions import apply_suggestions, best

        changed = apply_suggestions(dict(value), best(suggestions, certain=not self.likely))
        return changed if changed != value else None


@dataclass(frozen=True)
class SetValue:
    """Give one field the same value everywhere."""

    name: str
    value: Any

    def fields(self, value: Mapping[str, Any], _suggestions: list[Suggestion]) -> dict[str, Any] | None:
        """Return the fields with this one set."""
        return None if self.name in value and value[self.name] == self.value else {**value, self.name: self.value}


@dataclass(frozen=True)
class MapValues:
    """Give a field another value for each that it has; those that are not named stay."""

    name: str
    values: Mapping[str, Any]

    def fields(self, value: Mapping[str, Any], _suggestions: list[Suggestion]) -> dict[str, Any] | None:
        """Return the fields with this one mapped."""
        old = value.get(self.name)
        found = self.values.get(str(old)) if old is not None else None
        return None if found is None or found == old else {**value, self.name: found}

    @classmethod
    def read(cls, name: str, text: str) -> MapValues:
        """Read ``old = new``, one a line.

        Raises:
            KnownError: ``RULE_MAP_INVALID`` for a line without ``=`` and for a value that stands twice;
                ``RULE_FIELD_UNKNOWN``, ``RULE_VALUE_INVALID``.
        """
        values: dict[str, Any] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            old, sign, new = (part.strip() for part in line.partition("="))
            if not sign or not old or old in values:
                raise KnownError("RULE_MAP_INVALID", line=str(number), value=line.strip())
            values[old] = read_value(name, new)
        if not values:
            raise KnownError("RULE_MAP_INVALID", line="1", value="")
        return cls(name, values)


@dataclass(frozen=True)
class ShiftTime:
    """Move the moment of the game; it is written with the Kyiv offset of the moment it comes to."""

    by: timedelta

    @classmethod
    def read(cls, text: str) -> ShiftTime:
        """Read whole minutes, with a minus for earlier; at most a year either way.

        Raises:
            KnownError: ``RULE_VALUE_INVALID``.
        """
        plain = text.strip().replace("\u2212", "-")
        if re.fullmatch(r"[+-]?[0-9]{1,6}", plain) is None or not 0 < abs(int(plain)) <= _MOST_MINUTES:
            raise KnownError("RULE_VALUE_INVALID", field=OCCURRED_AT.name, value=text, expected=f"±1…{_MOST_MINUTES}")
        return cls(timedelta(minutes=int(plain)))

    def fields(self, value: Mapping[str, Any], _suggestions: list[Suggestion]) -> dict[str, Any] | None:
        """Return the fields with the moment moved."""
        text = value.get(OCCURRED_AT.name)
        try:
            moment = parse_moment(text) if isinstance(text, str) else None
            moved = moment + self.by if moment is not None else None
        except (KnownError, OverflowError):
            moved = None
        if moved is None or not self.by:
            return None
        return {**value, OCCURRED_AT.name: moved.astimezone(KYIV).isoformat()}
