"""ST-208: personal data must not enter SOMS, and what looks like it is written nowhere (CONTRACT §5).

Ids are judged only by signs no honest id has (``@``, ``+380…``, Cyrillic, white space): one number in ten passes
Luhn or the РНОКПП check, so those tests are for free text only. ``playerRef`` is judged by its form; one of a wrong
form is then read as free text.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from cabinet.contract.fields import Id, Moment, Object, Sha256, Text, Uuid
from cabinet.contract.identifiers import meant_id
from cabinet.contract.json_pointers import escaped, unescaped
from cabinet.contract.tax_ids import rnokpp_valid
from cabinet.contract.transaction import TRANSACTION_TABLE
from cabinet.rules.names import FIRST_NAMES, LATIN_FIRST_NAMES

__all__ = ["detect", "mask", "masked_pointer", "scan", "scan_raw"]

_ID_SIGNS = re.compile(r"@|\+380|[\u0400-\u04ff]|\s")
_EMAIL = re.compile(r"[^\s@\"]{1,64}@[^\s@\"]{1,190}\.[A-Za-zА-Яа-яіїєґ]{2,}")
_COUNTRY = r"\+380[\s()-]{0,3}\d"
"""Ukraine's code and the first digit after it."""
_BEGINS_AS_PHONE = re.compile(_COUNTRY)
_PHONE = re.compile(
    rf"(?<!\d)(?:{_COUNTRY}\d|(?:\+?38)?\s?\(?0\d{{2}})[\s.)-]{{0,2}}\d{{3}}[\s.-]?\d{{2}}[\s.-]?\d{{2}}(?!\d)"
)
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_TEN = re.compile(r"(?<!\d)\d{10}(?!\d)")
_PATRONYMIC = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+\s+[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]*(?:ович|йович|івна|ївна|инична|їч|іч)\b")
_SURNAME = re.compile(
    r"\b[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+(?:енко|чук|щук|юк|ук|як|ський|ська|цький|цька|зький|зька|ишин|дзе|іна|ова|ева|єва|ко)\s+"
    r"[А-ЯІЇЄҐ][а-яіїєґ’'ʼ.-]+|\b[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+\s+[А-ЯІЇЄҐ][а-яіїєґ’'ʼ-]+(?:енко|чук|щук|ський|ська|цький|цька)\b"
)
_SPACED_PHONE = re.compile(r"(?<!\d)(?:\+?3[\s()-]{0,2}8[\s()-]{0,2})?0(?:[\s()-]{0,2}\d){9}(?!\d)")
_OPERATORS = frozenset(
    ("039", "050", "063", "066", "067", "068", "073", "077", "089", *(f"09{digit}" for digit in range(1, 10)))
)
"""Codes of Ukraine's mobile operators: with blanks anywhere, only such a number is told from others."""
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}[\s.-]\d{1,2}[\s.-]20\d\d|20\d\d-\d{2}-\d{2})(?!\d)")
"""A date; its digits and those beside it are no one number."""
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,30}\b")
_PASSPORT = re.compile(
    r"(?i:паспорт|passport)[^\d\n]{0,20}\d{6,9}(?!\d)"
    r"|(?<![А-ЯІЇЄҐа-яіїєґ])[А-ЯІЇЄҐ]{2}[ №]{0,3}\d{6}(?!\d)"
    r"|(?<!\d)\d{8}-\d{5}(?!\d)"
)
"""Named as one; a series of two letters with six digits (to 2016); the register's number on cards since (УНЗР)."""
_WORD = re.compile(r"[^\W\d_][^\W\d_’'ʼ-]*(?:[’'ʼ-][^\W\d_]+)*")
_LAST_NAME = re.compile(
    r"(?:енко|чук|щук|юк|ук|як|ко|ський|ська|цький|цька|зький|зька|ишин|дзе|ов|ова|ев|ева|єв|єва|ін|іна|ович|йович|"
    r"івна|ївна|инична|ич|ий|ої|ого|ик|ів|ак|ай|юга|ура)$"
)
_LATIN_LAST_NAME = re.compile(
    r"(?:enko|chuk|shchuk|iuk|yuk|uk|iak|yak|ko|skyi|skyy|skiy|sky|skij|ska|skaya|tskyi|tska|zkyi|zka|dze|shyn|ov|ova|"
    r"ev|eva|iev|ieva|yev|yeva|in|ina|vych|vich|ivna|yivna|ovna|evna|ych|yk|iv|ak|ai|ei)$"
)
_TELLING_NAMES = re.compile(
    r"(?:player|full|first|last|sur|user|client)_?name|e?mail|phone|passport|rnokpp|ipn|\binn\b|tax_?(?:no|id|number)|"
    r"card_?(?:no|number)?$|address|birth|піб|прізвище|телефон|паспорт",
    re.IGNORECASE,
)
_SHORTEST = 4
"""Letters of a surname that is told from other words by its end."""
_INNER = tuple(inner for field in TRANSACTION_TABLE if isinstance(field.form, Object) for inner in field.form.fields)
_KNOWN = (*TRANSACTION_TABLE, *_INNER)
_NAMES = frozenset(field.name for field in _KNOWN)
_IDS = frozenset(field.name for field in _KNOWN if isinstance(field.form, Id))
_OF_MACHINES = frozenset(field.name for field in _KNOWN if isinstance(field.form, Uuid | Sha256 | Moment))
"""No person writes these, and their digits look like numbers of every kind."""
_BY_MACHINE = re.compile(r"[0-9A-Fa-fTZtz:.,+\s-]*")
"""What there is in moments, digests and UUIDs, of whatever form."""
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
_FREE = frozenset(field.name for field in TRANSACTION_TABLE if isinstance(field.form, Text | Object))
"""Looked through even where their form is right."""
_HIDDEN = "•••"


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def detect(text: str) -> str | None:
    """Return which detector free text sets off, None where it sets off none.

    They are ``email``, ``card``, ``phone``, ``iban``, ``passport``, ``rnokpp`` and ``name``.
    """
    if _EMAIL.search(text):
        return "email"
    undated = _DAY.sub("·", text)
    for match in _CARD.finditer(undated):
        digits = re.sub(r"\D", "", match.group())
        if 13 <= len(digits) <= 19 and digits[0] in "23456" and _luhn(digits):
            return "card"
    if _PHONE.search(text) or any(_is_phone(match.group()) for match in _SPACED_PHONE.finditer(undated)):
        return "phone"
    if any(_is_iban(match.group()) for match in _IBAN.finditer(text.upper())):
        return "iban"
    if _PASSPORT.search(text):
        return "passport"
    if any(rnokpp_valid(match.group()) for match in _TEN.finditer(text)):
        return "rnokpp"
    return "name" if _names_somebody(text) else None


def _is_phone(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return digits[-10:-7] in _OPERATORS


def _is_iban(found: str) -> bool:
    """ISO 13616: the first four characters moved to the end, letters as numbers, one modulo 97."""
    bare = found.replace(" ", "")
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def _names_somebody(text: str) -> bool:
    """Tell whether there is a full name: written as one, or a first name beside what ends as surnames do."""
    if _PATRONYMIC.search(text) or _SURNAME.search(text):
        return True
    words = [re.sub("[’'ʼ]", "", word).lower() for word in _WORD.findall(text)]
    return any(_are_a_name(*pair) or _are_a_name(*reversed(pair)) for pair in pairwise(words))


def _are_a_name(first: str, last: str) -> bool:
    if first in FIRST_NAMES:
        return last not in FIRST_NAMES and len(last) > _SHORTEST and _LAST_NAME.search(last) is not None
    if first in LATIN_FIRST_NAMES:
        return last not in LATIN_FIRST_NAMES and len(last) > _SHORTEST and _LATIN_LAST_NAME.search(last) is not None
    return False


def scan(value: dict[str, Any], good: set[str]) -> list[tuple[str, str]]:
    """Return ``(pointer, detector)`` of every string, and every unknown name, of a transaction that looks personal."""
    hits: list[tuple[str, str]] = []
    for name, given in value.items():
        if name in good and name not in _FREE:
            continue
        _member(f"/{escaped(name)}", name, given, hits)
    return hits


def masked_pointer(pointer: str) -> str:
    """Return a pointer without names that look personal themselves."""
    return "/".join(_HIDDEN if _of_name(unescaped(token)) else token for token in pointer.split("/"))


def _of_name(name: str) -> str | None:
    """Return which detector the name of an unknown field sets off."""
    return None if name in _NAMES else detect(name)


def _member(pointer: str, name: str, given: object, hits: list[tuple[str, str]]) -> None:
    detector = _of_name(name)
    if detector is not None:
        hits.append((pointer, detector))
    else:
        _walk(pointer, name, given, hits)


def _walk(pointer: str, name: str, given: object, hits: list[tuple[str, str]]) -> None:
    if isinstance(given, dict):
        for key, inner in given.items():
            _member(f"{pointer}/{escaped(key)}", key, inner, hits)
    elif isinstance(given, list):
        for place, inner in enumerate(given):
            _walk(f"{pointer}/{place}", name, inner, hits)
    elif isinstance(given, str) and given:
        detector = None
        if name in _IDS:
            # A blank at its end or Cyrillic look-alikes are a wrong form, told by ST-204.
            detector = "id" if _ID_SIGNS.search(given) and meant_id(given) is None else None
        elif name in _OF_MACHINES and _BY_MACHINE.fullmatch(given):
            detector = "phone" if _BEGINS_AS_PHONE.search(given) else None
        else:
            detector = "field" if _TELLING_NAMES.search(name) else detect(given)
        if detector is not None:
            hits.append((pointer, detector))
    elif isinstance(given, int) and not isinstance(given, bool) and _TELLING_NAMES.search(name):
        hits.append((pointer, "field"))


def scan_raw(raw: bytes) -> str | None:
    """Judge bytes that are not JSON: e-mail, ``+380`` phones and names, since numbers in it may be honest ids.

    What stands between quotation marks with a sign that no honest id has is read as free text.
    """
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw.decode("utf-8", "replace"))
    if _EMAIL.search(text):
        return "email"
    if _BEGINS_AS_PHONE.search(text):
        return "phone"
    if _names_somebody(text):
        return "name"
    quoted = (match[1] for match in _QUOTED.finditer(text))
    return next(filter(None, map(detect, filter(_ID_SIGNS.search, quoted))), None)


def mask(value: dict[str, Any], pointers: list[str]) -> bytes:
    """Return a JSON copy in which what is pointed to is dots, and so are names that look personal themselves."""
    return json.dumps(_masked("", value, set(pointers)), ensure_ascii=False, separators=(",", ":")).encode()


def _masked(pointer: str, given: object, pointers: set[str]) -> object:
    if pointer in pointers:
        return "•" * min(len(str(given)), 12)
    if isinstance(given, dict):
        return {
            _HIDDEN if _of_name(key) else key: _masked(f"{pointer}/{escaped(key)}", inner, pointers)
            for key, inner in given.items()
        }
    if isinstance(given, list):
        return [_masked(f"{pointer}/{place}", inner, pointers) for place, inner in enumerate(given)]
    return given
