"""Every endpoint against every role on a live gate, in both environments. Expected: CONTRACT §3, copied by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from cabinet.contour.sample.operator import SamplePerson
from cabinet.contract.endpoint import Access, Body
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.identifiers import uuid7
from cabinet.contract.people import AppointRequest
from cabinet.contract.problems import Problem
from cabinet.contract.rights import Right, Role
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.people import PeopleClient
from cabinet.profile.profiles import read_profile
from cabinet.wire.ask import Ask
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.forked import ForkedContour

LETTERS = {
    "H": Role.HEAD,
    "A": Role.AUTHORISED,
    "C": Role.COMPLIANCE,
    "I": Role.IT,
    "U": Role.AUDITOR,
}
NOBODY, ALL = "", "HACIU"
# endpoint: who may on a test perimeter, who may on a production one
EXPECTED: dict[str, tuple[str, str]] = {
    # own sessions: R for all
    "sessions": (ALL, ALL),
    "end_sessions": (ALL, ALL),
    "end_session": (ALL, ALL),
    "export_session": (ALL, ALL),
    "reconcile_session": (ALL, ALL),
    "audit_session": (ALL, ALL),
    "ask_act": (ALL, ALL),
    # registry
    "operator": (ALL, ALL),
    "dictionary": (ALL, ALL),
    # counts, for all
    "statistics": (ALL, ALL),
    # sums of money: for all but IT, unless granted
    "statistics_ggr": ("HACU", "HACU"),
    "statistics_tax": ("HACU", "HACU"),
    # rejections: R for all; correct rejected: W for head, authorised, compliance
    "rejections": (ALL, ALL),
    "accepted": (ALL, ALL),
    "rejection": (ALL, ALL),
    "rejection_lines": (ALL, ALL),
    "rejection_lists": (ALL, ALL),
    "rejection_closings": (ALL, ALL),
    "rejection_counts": (ALL, ALL),
    "export_rejections": (ALL, ALL),
    "rejection_cases": ("HAC", "HAC"),
    "rejection_groups": (ALL, ALL),
    "check": (ALL, ALL),
    # cases: W for head, authorised, compliance; IT where a case was handed to them, which the case itself decides
    "rejection_case": ("HACI", "HACI"),
    "group_case": ("HACI", "HACI"),
    "group_case_read": (ALL, ALL),
    "rejection_assignees": ("HACI", "HACI"),
    "correct": ("HAC", "HAC"),
    "sign_corrections": ("HAC", "HAC"),
    # credentials: compliance sees none; issue and revoke for good: W in test, S in production (authorised if granted)
    "credentials": ("HAIU", "HAIU"),
    "credential": ("HAIU", "HAIU"),
    "issue_credential": ("HAI", "H"),
    "revoke_credential": ("HAI", "H"),
    "credential_usage": ("HAIU", "HAIU"),
    "rotate_credential": ("HAI", "HAI"),
    "retire_key": ("HAI", "HAI"),
    "suspend_credential": ("HAI", "HAI"),
    "leak_credential": ("HAI", "HAI"),
    "resume_credential": ("HAI", "H"),
    # people: the head acts, the auditor reads
    "people": ("HU", "HU"),
    "mandate_document": ("HU", "HU"),
    "appoint": ("H", "H"),
    "end_mandate": ("H", "H"),
    # reconciliation: the head, the authorised, compliance; the auditor reads
    "reconciliation": ("HACU", "HACU"),
    "reconciliation_transactions": ("HACU", "HACU"),
    "standing": ("HACU", "HACU"),
    # proofs
    "checkpoint": (ALL, ALL),
    "log_head": (ALL, ALL),
    "log_tile": (ALL, ALL),
    "entry_bundle": (ALL, ALL),
    "log_contents": (ALL, ALL),
    "log_proof": (ALL, ALL),
}
GRANTED = {
    (Role.AUTHORISED, Right.CREDENTIALS_POWER): {"issue_credential", "revoke_credential", "resume_credential"},
    (Role.AUTHORISED, Right.CORRECT_ACCEPTED): set[str](),
    (Role.IT, Right.STATISTICS_SUMS): {"statistics_ggr", "statistics_tax"},
}
"""What a granted right opens on a production perimeter beside the role's own."""
OPENS_IN_TEST = {Right.STATISTICS_SUMS}
"""Granted rights that open the same on a test perimeter, where the others are the role's own."""
NOT_FOR_PEOPLE = {
    "about", "status", "limits", "time_stamp", "challenge", "login", "login_progress", "refresh", "encryption_keys",
    "renew_credential", "submit", "submission", "corrections",
    # The test contour's own, on another listener.
    *(e.name for e in ENDPOINTS if e.access is Access.TESTDATA),
}  # fmt: skip
PATHS = {
    "level": "0",
    "tile": "000",
    "sessionId": "x",
    "credentialId": "x",
    "attemptId": "x",
    "batchId": "x",
    "personId": "x",
    "groupId": "x",
    "day": "2026-11-24",
}
STAFF = {
    Role.AUTHORISED: SamplePerson("Бойко Андрій Петрович", "1414213568", Role.AUTHORISED, "Заступник"),
    Role.AUDITOR: SamplePerson("Ткач Ніна Олегівна", "2236067978", Role.AUDITOR, "Аудиторка"),
}


class Floor(NamedTuple):
    company: Company
    transport: Transport
    environment: str


@pytest.fixture(scope="module", params=["test", "production"])
def floor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    """A contour with all five roles; two of them appointed by mandates."""
    folder = tmp_path_factory.mktemp("rights")
    with ForkedContour(folder / "contour", "--environment", request.param) as contour:
        company = Company(contour)
        company.found()
        assert contour.ready is not None
        transport = Transport(read_profile(contour.ready.profile))
        head = direct_login(company, transport, person(Role.HEAD), folder)
        for who in STAFF.values():
            appoint(head, who, [])
        yield Floor(company, transport, request.param)
        transport.close()


def appoint(head: PersonSession, who: SamplePerson, rights: list[Right]) -> str:
    until = datetime.now(UTC) + timedelta(days=30)
    wanted = AppointRequest(name=who.name, rnokpp=who.rnokpp, role=who.role, rights=rights, until=until)
    return PeopleClient(head).appoint(wanted, uuid7()).person_id


def opened(session: PersonSession) -> set[str]:
    """Return the endpoints that do not answer that a right is missing. Nothing asked here can succeed at writing."""
    refused: dict[str, Problem] = {}
    asked = set()
    session.approver = None
    for e in sorted(ENDPOINTS, key=lambda e: e.name == "end_sessions"):
        if e.name in NOT_FOR_PEOPLE:
            continue
        asked.add(e.name)
        body = {Body.JSON: b"{}", Body.NDJSON: b"{}\n"}.get(e.body)
        try:
            session.call(Ask(e, path=PATHS, raw=body))
        except Refusal as refusal:
            refused[e.name] = refusal.problem
    assert 401 not in {problem.status for problem in refused.values()}
    missing = {name: problem for name, problem in refused.items() if problem.code == "RIGHT_MISSING"}
    assert all(problem.status == 403 and problem.required_any_of for problem in missing.values())
    return asked - set(missing)


def test_every_endpoint_has_a_row() -> None:
    people = {e.name for e in ENDPOINTS if e.access in {Access.PERSON, Access.PERSON_OR_MACHINE}}
    assert people == set(EXPECTED)
    assert {e.name for e in ENDPOINTS} - people == NOT_FOR_PEOPLE


@pytest.mark.parametrize("letter", list(LETTERS))
def test_each_role_gets_its_own_and_no_more(
    floor: Floor, tmp_path_factory: pytest.TempPathFactory, letter: str
) -> None:
    role = LETTERS[letter]
    who = STAFF.get(role) or person(role)
    session = direct_login(floor.company, floor.transport, who, tmp_path_factory.mktemp("login"))
    column = 0 if floor.environment == "test" else 1
    assert opened(session) == {name for name, row in EXPECTED.items() if letter in row[column]}


@pytest.mark.parametrize(("role", "right"), list(GRANTED))
def test_a_granted_right_opens_just_that(
    floor: Floor, tmp_path_factory: pytest.TempPathFactory, role: Role, right: Right
) -> None:
    who = replace(STAFF[Role.AUTHORISED], rnokpp="2645751314", role=role)
    head = direct_login(floor.company, floor.transport, person(Role.HEAD), tmp_path_factory.mktemp("head"))
    person_id = appoint(head, who, [right])
    session = direct_login(floor.company, floor.transport, who, tmp_path_factory.mktemp("login"))
    letter = next(key for key, value in LETTERS.items() if value is role)
    column = 0 if floor.environment == "test" else 1
    own = {name for name, row in EXPECTED.items() if letter in row[column]}
    opens = floor.environment == "production" or right in OPENS_IN_TEST
    assert opened(session) == own | (GRANTED[role, right] if opens else set())
    PeopleClient(head).end(person_id, "test")
