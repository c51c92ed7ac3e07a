"""Codes of a person and a company in a certificate, each with its kind and the place it was found in.

The order is fixed: subjectDirectoryAttributes (Ukraine's own), then ``serialNumber`` by the prefix that EN 319 412-1
§5.1.3 gives it, then ``organizationIdentifier`` only with ``NTRUA-``. A serialNumber without a prefix is a number of
some register, never a tax number. Two places that differ are a conflict, not a choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cabinet.qes import oids

__all__ = ["Identifier", "IdentifierKind", "IdentifierSource", "Identifiers", "read_identifiers"]


class IdentifierKind(Enum):
    """What a code is."""

    RNOKPP = "rnokpp"
    ID_CARD = "id_card"
    PASSPORT = "passport"
    EDRPOU = "edrpou"
    SOLE_TRADER = "sole_trader"
    UNZR = "unzr"
    MALFORMED = "malformed"


class IdentifierSource(Enum):
    """Where a certificate says it."""

    DIRECTORY = "subjectDirectoryAttributes"
    SERIAL_NUMBER = "serialNumber"
    ORGANISATION = "organizationIdentifier"


@dataclass(frozen=True)
class Identifier:
    """One code as it stands in the certificate."""

    kind: IdentifierKind
    value: str
    source: IdentifierSource


@dataclass(frozen=True)
class Identifiers:
    """All codes of a certificate.

    ``person`` is РНОКПП, or the document of one who has none; ``company`` is ЄДРПОУ, or РНОКПП of a sole trader.
    ``conflict`` names the code that two places give differently; the value is None then.
    """

    found: tuple[Identifier, ...]
    person: str | None
    company: str | None
    unzr: str | None
    conflict: str | None


_Forms = tuple[tuple[re.Pattern[str], IdentifierKind], ...]
_PERSON_FORMS: Final[_Forms] = (
    (re.compile(r"\d{10}"), IdentifierKind.RNOKPP),
    (re.compile(r"\d{9}"), IdentifierKind.ID_CARD),
    (re.compile(r"[A-ZА-ЯЄІЇҐ]{2}\d{6}"), IdentifierKind.PASSPORT),
)
_COMPANY_FORMS: Final[_Forms] = (
    (re.compile(r"\d{8}"), IdentifierKind.EDRPOU),
    (re.compile(r"\d{10}"), IdentifierKind.SOLE_TRADER),
)
_UNZR_FORMS: Final[_Forms] = ((re.compile(r"\d{8}-?\d{5}"), IdentifierKind.UNZR),)
_PREFIXES: Final[dict[str, _Forms]] = {
    "TINUA-": _PERSON_FORMS,
    "PASUA-": _PERSON_FORMS,
    "IDCUA-": _PERSON_FORMS,
    "PNOUA-": _UNZR_FORMS,
}


def read_identifiers(directory: Mapping[str, str], subject: Mapping[str, str]) -> Identifiers:
    """Read the codes; ``directory`` is OID → text, ``subject`` is attribute name → text (names of asn1crypto)."""
    person: list[Identifier] = []
    company: list[Identifier] = []
    unzr: list[Identifier] = []
    for oid, forms, into in (
        (oids.DRFO, _PERSON_FORMS, person),
        (oids.EDRPOU, _COMPANY_FORMS, company),
        (oids.UNZR, _UNZR_FORMS, unzr),
    ):
        if directory.get(oid):
            into.append(_identifier(directory[oid], forms, IdentifierSource.DIRECTORY))
    serial = subject.get("serial_number", "")
    for prefix, forms in _PREFIXES.items():
        if serial.startswith(prefix) and len(serial) > len(prefix):
            found = _identifier(serial.removeprefix(prefix), forms, IdentifierSource.SERIAL_NUMBER)
            (unzr if forms is _UNZR_FORMS else person).append(found)
    organisation = subject.get("organization_identifier", "")
    if organisation.startswith("NTRUA-") and len(organisation) > len("NTRUA-"):
        found = _identifier(organisation.removeprefix("NTRUA-"), _COMPANY_FORMS, IdentifierSource.ORGANISATION)
        company.append(found)
    conflict = next(
        (name for name, group in (("РНОКПП", person), ("ЄДРПОУ", company), ("УНЗР", unzr)) if _differ(group)), None
    )
    return Identifiers((*person, *company, *unzr), _one(person), _one(company), _one(unzr), conflict)


def _identifier(value: str, forms: _Forms, source: IdentifierSource) -> Identifier:
    kind = next((kind for form, kind in forms if form.fullmatch(value)), IdentifierKind.MALFORMED)
    return Identifier(kind, value, source)


def _plain(found: Identifier) -> str:
    """УНЗР is written with and without its hyphen."""
    return found.value.replace("-", "")


def _differ(group: list[Identifier]) -> bool:
    return len({_plain(found) for found in group}) > 1


def _one(group: list[Identifier]) -> str | None:
    return group[0].value if group and not _differ(group) else None
