"""Taking values out of elements: what is mandatory is there exactly once, and a text is nothing but text."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import Any, Final

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import parse_moment
from cabinet.qes.trusted_list.model import Names
from cabinet.qes.trusted_list.uris import NAMESPACE

__all__ = ["child", "children", "data", "invalid", "moment", "names", "number", "optional", "text"]

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def invalid(detail: str) -> KnownError:
    """Return the refusal of a list for its form."""
    return KnownError("TRUSTED_LIST_INVALID", detail)


def children(parent: Any, *path: str) -> list[Any]:
    """Return all elements of that path under ``parent``, in the namespace of lists."""
    found: list[Any] = parent.findall("/".join(f"{{{NAMESPACE}}}{name}" for name in path))
    return found


def optional(parent: Any, name: str) -> Any | None:
    """Return the one element of that name, None where there is none.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID`` for two.
    """
    found = children(parent, name)
    if len(found) > 1:
        raise invalid(f"{name} twice")
    return found[0] if found else None


def child(parent: Any, name: str) -> Any:
    """Return the one element of that name.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID`` for none or two.
    """
    found = optional(parent, name)
    if found is None:
        raise invalid(f"no {name}")
    return found


def text(element: Any) -> str:
    """Return the text of an element, without white space around it.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID`` for an empty one, and for anything between the letters.
    """
    value = (element.text or "").strip()
    if not value or len(element):
        raise invalid(f"no text in {_name(element)}")
    return str(value)


def number(element: Any) -> int:
    """Return a whole number of at most nine digits.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID``.
    """
    value = text(element)
    if not _NUMBER.fullmatch(value):
        raise invalid(f"no number in {_name(element)}")
    return int(value)


def moment(element: Any) -> datetime:
    """Return a moment in UTC; one without an offset is refused.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID``.
    """
    try:
        return parse_moment(text(element)).astimezone(UTC)
    except KnownError as error:
        raise invalid(f"no moment in {_name(element)}") from error


def data(element: Any) -> bytes:
    """Return what base64 stands for; white space inside is allowed.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID``.
    """
    try:
        return base64.b64decode("".join(text(element).split()), validate=True)
    except ValueError as error:
        raise invalid(f"no base64 in {_name(element)}") from error


def names(parent: Any) -> Names:
    """Return the ``Name`` elements of a parent.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID`` for none, or one without a language.
    """
    found = children(parent, "Name")
    if not found or any(_LANGUAGE not in each.attrib for each in found):
        raise invalid(f"no name in {_name(parent)}")
    return Names(tuple((str(each.attrib[_LANGUAGE]).lower(), " ".join(text(each).split())) for each in found))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
