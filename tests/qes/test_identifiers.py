"""Codes in a certificate: the order of places, their forms, and what counts as a conflict."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.certificate import read_certificate
from cabinet.qes.identifiers import IdentifierKind, IdentifierSource, read_identifiers
from cabinet.qes.identity import identity_of
from tests.qes_authority import Authority, name

DRFO, EDRPOU, UNZR = oids.DRFO, oids.EDRPOU, oids.UNZR


@pytest.mark.parametrize(
    ("directory", "subject", "person", "company", "unzr"),
    [
        ({DRFO: "3141592650", EDRPOU: "90417318"}, {}, "3141592650", "90417318", None),
        ({}, {"serial_number": "TINUA-2718281820"}, "2718281820", None, None),
        ({UNZR: "19900101-01234"}, {"serial_number": "PNOUA-1990010101234"}, None, None, "19900101-01234"),
        ({}, {"serial_number": "401065", "organization_identifier": "90417318"}, None, None, None),
        ({}, {"organization_identifier": "NTRUA-90417318"}, None, "90417318", None),
        ({}, {"organization_identifier": "VATUA-904173112345"}, None, None, None),
        ({DRFO: "3141592650"}, {"serial_number": "TINUA-3141592650"}, "3141592650", None, None),
        ({DRFO: ""}, {"serial_number": "TINUA-"}, None, None, None),
    ],
)
def test_order_of_places(
    directory: dict[str, str], subject: dict[str, str], person: str | None, company: str | None, unzr: str | None
) -> None:
    found = read_identifiers(directory, subject)
    assert (found.person, found.company, found.unzr, found.conflict) == (person, company, unzr, None)


@pytest.mark.parametrize(
    ("directory", "kind"),
    [
        ({DRFO: "3141592650"}, IdentifierKind.RNOKPP),
        ({DRFO: "292431128"}, IdentifierKind.ID_CARD),
        ({DRFO: "АА123456"}, IdentifierKind.PASSPORT),
        ({DRFO: "12345"}, IdentifierKind.MALFORMED),
        ({EDRPOU: "90417318"}, IdentifierKind.EDRPOU),
        ({EDRPOU: "3141592650"}, IdentifierKind.SOLE_TRADER),
        ({EDRPOU: "23456"}, IdentifierKind.MALFORMED),
        ({UNZR: "19900101-01234"}, IdentifierKind.UNZR),
    ],
)
def test_kinds(directory: dict[str, str], kind: IdentifierKind) -> None:
    (found,) = read_identifiers(directory, {}).found
    assert (found.kind, found.source) == (kind, IdentifierSource.DIRECTORY)


@pytest.mark.parametrize(
    ("directory", "subject", "name"),
    [
        ({DRFO: "3141592650"}, {"serial_number": "TINUA-2718281820"}, "РНОКПП"),
        ({EDRPOU: "90417318"}, {"organization_identifier": "NTRUA-90417319"}, "ЄДРПОУ"),
        ({UNZR: "19900101-01234"}, {"serial_number": "PNOUA-19900101-01235"}, "УНЗР"),
    ],
)
def test_conflicts(directory: dict[str, str], subject: dict[str, str], name: str) -> None:
    found = read_identifiers(directory, subject)
    assert found.conflict == name
    assert {found.person, found.company, found.unzr} == {None}
    assert len(found.found) == 2


def test_whom_a_certificate_names(authority: Authority) -> None:
    found = identity_of(read_certificate(authority.person(unzr="19900101-01234").der))
    assert (found.rnokpp, found.edrpou, found.unzr) == ("3141592650", "90417318", "19900101-01234")
    assert found.name == "Ковальчук Олена Ігорівна"


@pytest.mark.parametrize(
    ("rnokpp", "serial", "code"),
    [(None, None, "NO_IDENTITY"), ("3141592650", "TINUA-3141592651", "ID_CONFLICT")],
)
def test_a_certificate_that_names_nobody_or_two(
    authority: Authority, rnokpp: str | None, serial: str | None, code: str
) -> None:
    subject = name("x", serial_number=serial) if serial is not None else name("x")
    with pytest.raises(KnownError) as told:
        identity_of(read_certificate(authority.person(rnokpp, None, subject=subject).der))
    assert told.value.code == code
