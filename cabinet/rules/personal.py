"""ST-208: personal data must not enter SOMS, and what looks like it is written nowhere (CONTRACT §5).

Ids are judged only by signs no honest id has (``@``, ``+380…``, Cyrillic, white space): one number in ten passes
Luhn or the РНОКПП check, so those tests are for free text only. ``playerRef`` is judged by its form; one of a wrong
form is then read as free text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from cabinet.contract.identifiers import meant_id
from cabinet.contract.tax_ids import rnokpp_valid
from cabinet.contract.transaction import CORRECTION_FIELDS, FIELDS, ID_FIELDS

__all__ = ["detect", "mask", "masked_pointer", "scan", "scan_raw"]

_ID_SIGNS = re.compile(r"@|\+380|[\u0400-\u04ff]|\s")
_EMAIL = re.compile(r"[^\s@\"]{1,64}@[^\s@\"]{1,190}\.[A-Za-zА-Яа-яіїєґ]{2,}")
_PHONE = re.compile(
    r"(?<!\d)(?:\+380[\s()-]{1,3}\d{2}|(?:\+?38)?\s?\(?0\d{2})[\s.)-]{0,2}\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)"
)
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_TEN = re.compile(r"(?<!\d)\d{10}(?!\d)")
_PATRONYMIC = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+\s+[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]*(?:ович|йович|івна|ївна|инична|їч|іч)\b")
_SURNAME = re.compile(
    r"\b[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+(?:енко|чук|щук|юк|ук|як|ський|ська|цький|цька|зький|зька|ишин|дзе|іна|ова|ева|єва|ко)\s+"
    r"[А-ЯІЇЄҐ][а-яіїєґ’'ʼ.-]+|\b[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+\s+[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+(?:енко|чук|щук|ський|ська|цький|цька)\b"
)
_TELLING_NAMES = re.compile(
    r"(?:player|full|first|last|sur|user|client)_?name|e?mail|phone|passport|rnokpp|ipn|\binn\b|tax_?(?:no|id|number)|"
    r"card_?(?:no|number)?$|address|birth|піб|прізвище|телефон|паспорт",
    re.IGNORECASE,
)
_IDS = frozenset(ID_FIELDS)
_NAMES = frozenset({*FIELDS, *CORRECTION_FIELDS})
_HIDDEN = "•••"


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def detect(text: str) -> str | None:
    """Return which detector free text sets off: ``email``, ``phone``, ``card``, ``rnokpp``, ``name``, or None."""
    if _EMAIL.search(text):
        return "email"
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if 13 <= len(digits) <= 19 and digits[0] in "23456" and _luhn(digits):
            return "card"
    if _PHONE.search(text):
        return "phone"
    if any(rnokpp_valid(match.group()) for match in _TEN.finditer(text)):
        return "rnokpp"
    if _PATRONYMIC.search(text) or _SURNAME.search(text):
        return "name"
    return None


def scan(value: dict[str, Any], good: set[str]) -> list[tuple[str, str]]:
    """Return ``(pointer, detector)`` of every string, and every unknown name, of a transaction that looks personal."""
    hits: list[tuple[str, str]] = []
    for name, given in value.items():
        if name in good and name not in {"lateReason", "correction"}:
            continue
        _member(f"/{_escape(name)}", name, given, hits)
    return hits


def masked_pointer(pointer: str) -> str:
    """Return a pointer without names that look personal themselves."""
    return "/".join(_HIDDEN if _of_name(_unescape(token)) else token for token in pointer.split("/"))


def _of_name(name: str) -> str | None:
    """Return which detector the name of an unknown field sets off."""
    return None if name in _NAMES else detect(name)


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _unescape(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")


def _member(pointer: str, name: str, given: object, hits: list[tuple[str, str]]) -> None:
    detector = _of_name(name)
    if detector is not None:
        hits.append((pointer, detector))
    else:
        _walk(pointer, name, given, hits)


def _walk(pointer: str, name: str, given: object, hits: list[tuple[str, str]]) -> None:
    if isinstance(given, dict):
        for key, inner in given.items():
            _member(f"{pointer}/{_escape(key)}", key, inner, hits)
    elif isinstance(given, list):
        for place, inner in enumerate(given):
            _walk(f"{pointer}/{place}", name, inner, hits)
    elif isinstance(given, str) and given:
        detector = None
        if name in _IDS:
            # A blank at its end or Cyrillic look-alikes are a wrong form, told by ST-204.
            detector = "id" if _ID_SIGNS.search(given) and meant_id(given) is None else None
        elif name not in {"attemptId", "somsTxId", "originalSha256", "occurredAt"}:
            detector = "field" if _TELLING_NAMES.search(name) else detect(given)
        if detector is not None:
            hits.append((pointer, detector))
    elif isinstance(given, int) and not isinstance(given, bool) and _TELLING_NAMES.search(name):
        hits.append((pointer, "field"))


def scan_raw(raw: bytes) -> str | None:
    """Judge bytes that are not JSON: e-mail, ``+380`` phones and names only, since numbers in it may be honest ids."""
    text = raw.decode("utf-8", "replace")
    if _EMAIL.search(text):
        return "email"
    if re.search(r"\+380[\s()-]{0,3}\d", text):
        return "phone"
    return "name" if _PATRONYMIC.search(text) or _SURNAME.search(text) else None


def mask(value: dict[str, Any], pointers: list[str]) -> bytes:
    """Return a JSON copy in which what is pointed to is dots, and so are names that look personal themselves."""
    return json.dumps(_masked("", value, set(pointers)), ensure_ascii=False, separators=(",", ":")).encode()


def _masked(pointer: str, given: object, pointers: set[str]) -> object:
    if pointer in pointers:
        return "•" * min(len(str(given)), 12)
    if isinstance(given, dict):
        return {
            _HIDDEN if _of_name(key) else key: _masked(f"{pointer}/{_escape(key)}", inner, pointers)
            for key, inner in given.items()
        }
    if isinstance(given, list):
        return [_masked(f"{pointer}/{place}", inner, pointers) for place, inner in enumerate(given)]
    return given
