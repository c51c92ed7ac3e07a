"""A name that stands twice in one JSON object: which of the two counts is every reader's own taste (RFC 8259 §4)."""

from __future__ import annotations

import json
from typing import Any

from cabinet.contract.json_pointers import escaped, last_name

__all__ = ["Repeated", "read_repeated", "repeated_name", "repeated_pointers"]


_MAY_HOLD_NAMES = (dict, list)


class Repeated(list[Any]):
    """All values of a name that stood more than once, in their order."""


def repeated_name(data: bytes, value: dict[str, Any]) -> str | None:
    """Return a name that stands twice in an object of ``data``, whose decoded form is ``value``; None if none does."""
    pointers = repeated_pointers(read_repeated(data, value))
    return last_name(pointers[0]) if pointers else None


def read_repeated(data: bytes, value: dict[str, Any]) -> dict[str, Any]:
    """Return ``value``, the decoded ``data``, with the values of every repeated name gathered in :class:`Repeated`.

    Nearly every line is settled by counting: without a backslash each string has exactly two quotation marks, and a
    name that was lost in decoding leaves marks over.
    """
    if b"\\" not in data:
        strings = 0
        for given in value.values():
            if isinstance(given, str):
                strings += 1
            elif isinstance(given, dict | list):
                break
        else:
            if data.count(b'"') == 2 * (len(value) + strings):
                return value
    gathered = json.loads(data, object_pairs_hook=_gather, parse_int=str, parse_float=str)
    merged = _merge(value, gathered)
    return merged if isinstance(merged, dict) else value


def repeated_pointers(value: object, at: str = "") -> list[str]:
    """Return a JSON pointer (RFC 6901) to every repeated name."""
    found: list[str] = []
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, Repeated):
                found.append(f"{at}/{escaped(name)}")
            elif isinstance(inner, _MAY_HOLD_NAMES):
                found += repeated_pointers(inner, f"{at}/{escaped(name)}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += repeated_pointers(inner, f"{at}/{place}")
    return found


def _gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name not in found:
            found[name] = value
        elif isinstance(found[name], Repeated):
            found[name].append(value)
        else:
            found[name] = Repeated([found[name], value])
    return found


def _merge(value: object, gathered: object) -> object:
    """Lay the repeated names over a value whose numbers a strict reader has read."""
    if isinstance(gathered, Repeated):
        return gathered
    if isinstance(value, dict) and isinstance(gathered, dict):
        return {name: _merge(inner, gathered.get(name)) for name, inner in value.items()}
    if isinstance(value, list) and isinstance(gathered, list):
        return [_merge(inner, other) for inner, other in zip(value, gathered, strict=False)]
    return value
