"""What a field is: its name, its form, when it must be there, and what of it is kept.

The fields of a transaction stand in :mod:`cabinet.contract.transaction`, each once; schema, rules, the quick decoder,
the ledger's columns and the readers of day files are made from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final, Generic, NamedTuple, TypeVar

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.moment import parse_moment
from cabinet.contract.money import MAX_KOP

__all__ = [
    "Choice",
    "Column",
    "Const",
    "Field",
    "Form",
    "Hex",
    "Id",
    "Kopecks",
    "Moment",
    "Need",
    "Object",
    "Pattern",
    "Sha256",
    "Text",
    "Uuid",
    "Whole",
    "named",
    "object_schema",
]

T_co = TypeVar("T_co", covariant=True)


class Form(Generic[T_co]):
    """``schema`` is the JSON schema (2020-12) of a value, ``expected`` how a finding names what was expected."""

    wrong = "ST-204"
    """The code that tells of a value of another form."""

    def __init__(self, schema: dict[str, object], expected: str) -> None:
        self.schema: Final = schema
        self.expected: Final = expected

    def fits(self, given: object) -> bool:
        """Tell whether a value, as JSON gave it, has this form."""
        raise NotImplementedError


class Pattern(Form[str]):
    """Text that one regular expression describes, without anchors."""

    def __init__(self, pattern: str, expected: str) -> None:
        super().__init__({"type": "string", "pattern": f"^{pattern}$"}, expected)
        self.pattern: Final = pattern
        self._whole = re.compile(pattern).fullmatch

    def fits(self, given: object) -> bool:
        """Tell whether it is such a text."""
        return isinstance(given, str) and self._whole(given) is not None


class Id(Pattern):
    """An id of the operator's own."""

    def __init__(self) -> None:
        super().__init__(EXTERNAL_ID, EXTERNAL_ID)


class Hex(Pattern):
    """Small hexadecimal digits, so many of them."""

    def __init__(self, least: int, most: int) -> None:
        bounds = str(least) if least == most else f"{least},{most}"
        super().__init__(f"[0-9a-f]{{{bounds}}}", f"{bounds.replace(',', '–')} hex")


class Sha256(Hex):
    """A SHA-256 digest."""

    def __init__(self) -> None:
        super().__init__(64, 64)


class Uuid(Pattern):
    """A UUID as the perimeter writes it: small letters."""

    def __init__(self) -> None:
        super().__init__("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        self.schema["format"] = "uuid"


class Const(Form[str]):
    """One text and no other."""

    wrong = "ST-206"

    def __init__(self, value: str) -> None:
        super().__init__({"const": value}, value)
        self.value: Final = value

    def fits(self, given: object) -> bool:
        """Tell whether it is that text."""
        return given == self.value


class Choice(Form[str]):
    """One of a list of texts."""

    wrong = "ST-206"

    def __init__(self, *values: str) -> None:
        self.values: Final = tuple(str(value) for value in values)
        super().__init__({"enum": list(self.values)}, ", ".join(self.values))
        self._set = frozenset(self.values)

    def fits(self, given: object) -> bool:
        """Tell whether it is in the list."""
        return isinstance(given, str) and given in self._set


class Whole(Form[int]):
    """A whole number; ``most`` is never beyond 64 bits with a sign."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__({"type": "integer", "minimum": least, "maximum": most}, f"{least}…")
        self.least: Final = least
        self.most: Final = most

    def fits(self, given: object) -> bool:
        """Tell whether it is a whole number within the bounds; ``true`` is none."""
        return isinstance(given, int) and not isinstance(given, bool) and self.least <= given <= self.most


class Kopecks(Whole):
    """A sum of money above nought."""

    def __init__(self) -> None:
        super().__init__(1, MAX_KOP)


class Moment(Form[datetime]):
    """A moment of RFC 3339 with its offset."""

    def __init__(self) -> None:
        super().__init__({"type": "string", "format": "date-time"}, "2026-01-31T12:00:00.000+02:00")

    def fits(self, given: object) -> bool:
        """Tell whether it can be read."""
        try:
            parse_moment(given if isinstance(given, str) else "")
        except KnownError:
            return False
        return True


class Text(Form[str]):
    """Free text, its length in characters (code points)."""

    def __init__(self, least: int, most: int) -> None:
        schema: dict[str, object] = {"type": "string", "maxLength": most}
        super().__init__(schema | ({"minLength": least} if least else {}), f"{least}–{most}" if least else f"≤ {most}")
        self.least: Final = least
        self.most: Final = most

    def fits(self, given: object) -> bool:
        """Tell whether it is text of such a length."""
        return isinstance(given, str) and self.least <= len(given) <= self.most


class Object(Form[dict[str, Any]]):
    """An object with fields of its own; the findings about these are told beside it."""

    def __init__(self, fields: tuple[Field[Any], ...]) -> None:
        super().__init__(object_schema(fields), f"{{{', '.join(named(fields, Need.ALWAYS))}}}")
        self.fields: Final = fields

    def fits(self, given: object) -> bool:
        """Tell whether it is an object; what is in it is not looked at."""
        return isinstance(given, dict)


class Need(Enum):
    """When a field must be there."""

    ALWAYS = auto()
    PLACE = auto()
    """Exactly one of these says where the game was played."""
    REFERRING = auto()
    """In what refers to a bet, and nowhere else."""
    OPTIONAL = auto()


class Column(NamedTuple):
    """A field's column in the ledger's index of rejections, for its filter and its lists.

    ``since`` is the version of the ledger's schema that has it first: one more than the newest for a new column.
    """

    name: str
    since: int = 3


@dataclass(frozen=True, slots=True, eq=False)
class Field(Generic[T_co]):
    """A field; ``T_co`` is what its value is once read.

    ``label`` is its English name for people, a source string of the translations. ``wrong`` tells of a value of
    another form, unless the form says it; with a code of another family than ST that family's rule judges the form.
    ``missing`` tells that a field which is always needed is not there. ``needed_by`` are the kinds, values of the
    field ``kind`` beside it in its object, with which one that is optional else must be there.
    """

    name: str
    form: Form[T_co]
    label: str = ""
    need: Need = Need.OPTIONAL
    column: Column | None = None
    wrong: str = ""
    missing: str = "ST-203"
    needed_by: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code that tells of a value of another form."""
        return self.wrong or self.form.wrong


def named(fields: Iterable[Field[Any]], need: Need) -> tuple[str, ...]:
    """Return the names of fields that are needed so."""
    return tuple(field.name for field in fields if field.need is need)


def object_schema(fields: Iterable[Field[Any]]) -> dict[str, object]:
    """Return the JSON schema of an object with these fields and no other."""
    every = tuple(fields)
    schema: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "required": list(named(every, Need.ALWAYS)),
        "properties": {field.name: field.form.schema for field in every},
    }
    by_kind = [
        {
            "if": {"required": ["kind"], "properties": {"kind": {"enum": list(field.needed_by)}}},
            "then": {"required": [field.name]},
        }
        for field in every
        if field.needed_by
    ]
    return schema | ({"allOf": by_kind} if by_kind else {})
