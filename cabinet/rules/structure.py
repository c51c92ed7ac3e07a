"""ST: is it a transaction at all? JSON, required and known fields, types, forms and lists."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from cabinet.contract.fields import Choice, Const, Field, Id, Need, Object, Whole, named
from cabinet.contract.findings import Finding
from cabinet.contract.identifiers import meant_id
from cabinet.contract.json_names import read_repeated
from cabinet.contract.json_pointers import escaped, last_name
from cabinet.contract.transaction import FIELDS, PLACES, REFERRING, REQUIRED, TRANSACTION_TABLE
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["parse", "repeated", "structure"]

_POSITION = re.compile(r"\(byte (\d+)\)")
_NAMED_UNKNOWN = 8
"""So many unknown fields of a line are named one by one; a mapping gone wrong must not fill the ledger with texts."""
_LONGEST_MISSPELT = 40
"""Characters; what is longer is like no name of ours."""
_OURS = tuple(field for field in TRANSACTION_TABLE if field.code.startswith("ST-"))
"""Fields whose form is judged here; other families judge the rest."""
_CONSTANTS = tuple(field for field in _OURS if isinstance(field.form, Const))
_AS_THEY_STAND = {field.name: field for field in _OURS if isinstance(field.form, Id | Choice)}
_OBJECTS = {field.name: field.form for field in _OURS if isinstance(field.form, Object)}
_LATER = sorted(
    (f for f in _OURS if f.name not in _AS_THEY_STAND and not isinstance(f.form, Const | Object)),
    key=lambda field: isinstance(field.form, Whole),
)
"""Texts, then numbers: the order of a line's findings is part of what the log commits to."""
_FIELDS = frozenset(FIELDS)
_PLACES = tuple(field.name for field in PLACES)
_ONE_PLACE = " | ".join(_PLACES)
_REFERRING = named(TRANSACTION_TABLE, Need.REFERRING)
_REFER = frozenset(kind.value for kind in REFERRING)


def parse(raw: bytes) -> dict[str, Any] | Finding:
    """Return the item's object, or ST-201 with the place where reading failed.

    The values of a name that stands twice come back as :class:`cabinet.contract.json_names.Repeated`.
    """
    try:
        value = msgspec.json.decode(raw)
        if isinstance(value, dict):
            return read_repeated(raw, value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        column = str(_column(raw, error))
        return finding("ST-201", "", f"column {column}", "JSON", column=column)
    return finding("ST-201", "", type(value).__name__, "JSON object", column="1")


def repeated(pointers: Sequence[str]) -> list[Finding]:
    """Return ST-205 for names that stand more than once: which of the values counts cannot be told."""
    named_ones = [(pointer, last_name(pointer)) for pointer in pointers[:_NAMED_UNKNOWN]]
    found = [finding("ST-205", pointer, f"{name} × 2", f"{name} × 1", nearest=name) for pointer, name in named_ones]
    return found + _further(len(pointers))


def structure(item: Item) -> None:
    """Judge names, presence, types and forms; fills ``item.good``."""
    value = item.value
    item.findings += _unknown("", (name for name in value if name not in _FIELDS), FIELDS)
    for name in REQUIRED:
        if name not in value:
            item.findings.append(finding("ST-203", f"/{name}", "", name))
    for field in _CONSTANTS:
        _judge(item, field)
    places = [name for name in _PLACES if name in value]
    if not places:
        item.findings.append(finding("ST-203", f"/{_PLACES[0]}", "", _ONE_PLACE))
    for name in places[1:]:
        item.findings.append(finding("ST-204", f"/{name}", ", ".join(places), _ONE_PLACE))
    for name in value:
        if name in _AS_THEY_STAND:
            _judge(item, _AS_THEY_STAND[name])
    for field in _LATER:
        _judge(item, field)
    if item.text("type") in _REFER:
        item.findings += [finding("ST-203", f"/{name}", "", name) for name in _REFERRING if name not in value]
    for name, form in _OBJECTS.items():
        if name in value:
            _object(item, name, form, value[name])


def _judge(item: Item, field: Field[Any]) -> None:
    """Judge one value, where there is one."""
    name = field.name
    if name not in item.value:
        return
    given = item.value[name]
    if field.form.fits(given):
        item.good.add(name)
    else:
        item.findings.append(_wrong(field, f"/{name}", given))


def _wrong(field: Field[Any], pointer: str, given: object) -> Finding:
    meant = meant_id(given) if isinstance(field.form, Id) and isinstance(given, str) else None
    return finding(field.code, pointer, given, field.form.expected if meant is None else f"{meant} (Latin)")


def _object(item: Item, name: str, form: Object, given: object) -> None:
    if not isinstance(given, dict):
        item.findings.append(finding("ST-204", f"/{name}", given, form.expected))
        return
    known = tuple(field.name for field in form.fields)
    found = _unknown(f"/{name}", (key for key in given if key not in known), known)
    for field in form.fields:
        at = f"/{name}/{field.name}"
        if field.name in given:
            if not field.form.fits(given[field.name]):
                found.append(_wrong(field, at, given[field.name]))
        elif field.need is Need.ALWAYS and field.missing == "ST-203":
            found.append(finding("ST-203", at, "", field.name))
        elif field.need is Need.ALWAYS and field.missing == field.code:
            found.append(_wrong(field, at, None))
        elif field.needed_by and given.get("kind") in field.needed_by:
            found.append(finding("ST-203", at, "", field.name))
    if not found:
        item.good.add(name)
    item.findings += found


def _unknown(at: str, names: Iterable[str], known: Sequence[str]) -> list[Finding]:
    """Return ST-205 for unknown names, the first ones with the nearest known name, the rest by their number."""
    found: list[Finding] = []
    count = 0
    for name in names:
        count += 1
        if count <= _NAMED_UNKNOWN:
            nearest = _nearest(name, tuple(known)) if len(name) <= _LONGEST_MISSPELT else ""
            found.append(finding("ST-205", f"{at}/{escaped(name)}", name, nearest, nearest=nearest or "—"))
    return found + _further(count)


@lru_cache(maxsize=4096)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Return the known name that a wrong one is most like, or nothing; a wrong mapping repeats it in every line."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return near[0] if near else ""


def _further(count: int) -> list[Finding]:
    return [] if count <= _NAMED_UNKNOWN else [finding("ST-205", "", f"+{count - _NAMED_UNKNOWN}", "", nearest="—")]


def _column(raw: bytes, error: Exception) -> int:
    """Return where reading failed, in characters from 1."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as bad:
        return len(raw[: bad.start].decode("utf-8", "replace")) + 1
    match = _POSITION.search(str(error))
    if match is not None:
        return len(raw[: int(match[1])].decode("utf-8", "replace")) + 1
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as bad_json:
        return bad_json.pos + 1
    except RecursionError:
        return 1
    return 1
