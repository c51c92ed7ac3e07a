"""Rows 17–24: certificates that must not log in: greyed with the reason, and refused by the server anyway."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from pytestqt.qtbot import QtBot

from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, SamplePerson, sample_operator
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.tax_ids import edrpou_check_digit
from cabinet.contract.testdata import NewPerson
from cabinet.desks.login.ladder import LoginPhase
from cabinet.perimeter.people import PeopleClient
from cabinet.wire.transport import Transport
from tests.company import WAIT, Company, person
from tests.direct_login import direct_login
from tests.forging.issuer import Issuer, another_authority
from tests.forging.login import begin, refusal, signed
from tests.journeys.bad_cases.conftest import KEY
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Ladder, Live, Teller, Tokens
from tests.softhsm import SoftToken

Climb = Callable[..., Ladder]
HEAD = person(Role.HEAD)
FOREIGN = f"9041732{edrpou_check_digit('9041732')}"
SECOND = f"9041733{edrpou_check_digit('9041733')}"
"""A second operator, whose people come to grief."""


def put(company: Company, token: SoftToken, who: SamplePerson = HEAD, kind: str = "qualified", **more: Any) -> str:
    """Put a certificate of a kind beside the key of a bare token; returns its serial number."""
    public = load_der_public_key(token.public_key(KEY))
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    issued = company.identity(who, kind, public_key_pem=pem, **more)
    certificate = x509.load_pem_x509_certificate(issued["certificatePem"].encode())
    token.put_certificate(KEY, certificate.public_bytes(Encoding.DER))
    return issued["serial"]


def refused(company: Company, transport: Transport, folder: Path, who: SamplePerson = HEAD, **more: Any) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        direct_login(company, transport, who, folder, **more)
    return refusal.value


def let_in(company: Company, transport: Transport, folder: Path, who: SamplePerson = HEAD, **more: Any) -> None:
    direct_login(company, transport, who, folder, **more).end()


KINDS = [
    pytest.param("expired", "CERT_EXPIRED", marks=bad_case(17, "CERT_EXPIRED")),
    pytest.param("not-yet-valid", "CERT_NOT_YET_VALID", marks=bad_case(17, "CERT_NOT_YET_VALID")),
    pytest.param("unqualified", "NOT_QUALIFIED", marks=bad_case(20, "NOT_QUALIFIED")),
    pytest.param("encryption", "WRONG_KEY_USAGE", marks=bad_case(21, "WRONG_KEY_USAGE")),
    pytest.param("seal", "SEAL_NOT_ALLOWED", marks=bad_case(21, "SEAL_NOT_ALLOWED")),
    pytest.param("conflict", "ID_CONFLICT", marks=bad_case(22, "ID_CONFLICT")),
    pytest.param("nameless", "NO_IDENTITY", marks=bad_case(22, "NO_IDENTITY")),
]


@pytest.mark.parametrize(("kind", "code"), KINDS)
def test_server_refuses(
    told: Teller, company: Company, transport: Transport, tmp_path: Path, kind: str, code: str
) -> None:
    told(refused(company, transport, tmp_path, kind=kind), code)
    let_in(company, transport, tmp_path)


@pytest.mark.parametrize(("kind", "code"), KINDS)
def test_cabinet_greys_it_and_says_why(
    told: Teller, climb: Climb, company: Company, tokens: Tokens, kind: str, code: str
) -> None:
    put(company, tokens.put("bare"), kind=kind)
    ladder = climb()
    ladder.look(LoginPhase.NONE_USABLE)
    session = ladder.session
    (candidate,) = session.candidates
    assert (candidate.usable, candidate.code) == (False, code)
    facts = {"until": candidate.not_after.date().isoformat(), "since": candidate.not_before.date().isoformat()}
    told.card(candidate.code, facts)
    session.choose(candidate.key)
    session.begin()
    assert session.phase is LoginPhase.NONE_USABLE
    tokens.put()
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@pytest.mark.parametrize(
    ("reason", "lifted"),
    [
        pytest.param("keyCompromise", False, marks=bad_case(18, "CERT_REVOKED")),
        pytest.param("certificateHold", True, marks=bad_case(18, "CERT_REVOKED")),
    ],
)
def test_certificate_is_revoked(
    told: Teller, climb: Climb, live: Live, tokens: Tokens, reason: str, lifted: bool
) -> None:
    serial = put(live.company, tokens.put("bare"))
    live.revoke(serial, reason)
    ladder = climb()
    ladder.look()
    ladder.to_the_pin()
    told(ladder.refused(), "CERT_REVOKED", reason=reason)
    session = ladder.session
    assert [c.state.value for c in session.checks] == ["passed", "passed", "failed", "waiting", "waiting"]
    if lifted:
        live.revoke(serial, "removeFromCRL")
    else:
        tokens.put()
        session.carriers.look(fresh=True)
        ladder.wait(lambda: len(session.candidates) == 2)
        session.choose(next(c.key for c in session.candidates if c.source == "head"))
    ladder.log_in()


@bad_case(19, "ISSUER_UNTRUSTED")
def test_another_authority(told: Teller, transport: Transport, issuer: Issuer) -> None:
    """Of the same name as a listed one, with another key."""
    begun = begin(transport)
    told(refusal(transport, begun, signed(begun, issuer.issue(by=another_authority(issuer)))), "ISSUER_UNTRUSTED")
    begun = begin(transport)
    assert refusal(transport, begun, signed(begun, issuer.issue())) is None


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("withdrawn", marks=bad_case(19, "ISSUER_UNTRUSTED")),
        pytest.param("only-seals", marks=bad_case(19, "ISSUER_UNTRUSTED")),
    ],
)
def test_authority_loses_its_standing(
    told: Teller, live: Live, transport: Transport, tmp_path: Path, fault: str
) -> None:
    live.trust(list=fault)
    told(refused(live.company, transport, tmp_path), "ISSUER_UNTRUSTED")
    live.trust()
    let_in(live.company, transport, tmp_path)


@bad_case(20, "QSCD_REQUIRED")
def test_protected_device_is_demanded(
    told: Teller, climb: Climb, live: Live, transport: Transport, tokens: Tokens, tmp_path: Path
) -> None:
    live.policy(device_required=True)
    told(refused(live.company, transport, tmp_path), "QSCD_REQUIRED")
    let_in(live.company, transport, tmp_path, kind="device")
    assert live.company.contour.ready is not None
    profile = json.loads(live.company.contour.ready.profile.read_bytes())
    strict = tmp_path / "strict.json"
    strict.write_text(json.dumps({**profile, "deviceRequired": True}), encoding="utf-8")
    tokens.put()
    ladder = climb()
    ladder.desk.settings.change(profile=str(strict))
    ladder.look(LoginPhase.NONE_USABLE)
    assert [c.code for c in ladder.session.candidates] == ["QSCD_REQUIRED"]
    live.policy()
    ladder.session.set_profile(live.company.contour.ready.profile)
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@bad_case(21, "WRONG_KEY_USAGE")
def test_authority_as_a_person(told: Teller, transport: Transport, issuer: Issuer) -> None:
    """The authority signs a log-in itself, with its own certificate and its own key."""
    begun = begin(transport)
    told(refusal(transport, begun, signed(begun, issuer.leaf)), "WRONG_KEY_USAGE")
    begun = begin(transport)
    told(refusal(transport, begun, signed(begun, issuer.issue(ca=True))), "WRONG_KEY_USAGE")


@bad_case(22, "EDRPOU_MISMATCH")
def test_another_company(told: Teller, company: Company, transport: Transport, tmp_path: Path) -> None:
    told(refused(company, transport, tmp_path, edrpou=FOREIGN), "EDRPOU_MISMATCH", present=FOREIGN)
    let_in(company, transport, tmp_path)


@bad_case(22, "NO_EDRPOU")
def test_no_company(told: Teller, live: Live, transport: Transport, tmp_path: Path) -> None:
    live.policy(personal_allowed=False)
    told(refused(live.company, transport, tmp_path, kind="personal"), "NO_EDRPOU")
    live.policy()
    let_in(live.company, transport, tmp_path, kind="personal")


@pytest.fixture
def second(company: Company) -> str:
    """An operator with a head, somebody whose mandate is over, and somebody whose mandate the head can end."""
    now = datetime.now(UTC)
    sample = sample_operator(now)
    people = [
        NewPerson(name=p.name, rnokpp=p.rnokpp, role=p.role, until=until)
        for p, until in zip(PEOPLE, (None, now - timedelta(days=1), now + timedelta(days=9)), strict=True)
    ]
    company.contour.testdata("testdata_operator", sample.model_copy(update={"edrpou": SECOND, "people": people}))
    return SECOND


@bad_case(23, "NOT_HEAD", "MANDATE_ENDED", "MANDATE_STOPPED")
def test_right_company_wrong_person(
    told: Teller, company: Company, transport: Transport, tmp_path: Path, second: str
) -> None:
    here = {"edrpou": second, "claimed": second}
    former = replace(HEAD, name="Колишній Керівник", rnokpp="1732050807")
    told(refused(company, transport, tmp_path, former, **here), "NOT_HEAD")
    told(refused(company, transport, tmp_path, person(Role.COMPLIANCE), **here), "MANDATE_ENDED")
    let_in(company, transport, tmp_path, person(Role.IT), **here)
    head = direct_login(company, transport, HEAD, tmp_path, **here)
    client = PeopleClient(head)
    hired = next(p for p in client.list().items if p.name == person(Role.IT).name)
    client.end(hired.person_id, "left")
    head.end()
    told(refused(company, transport, tmp_path, person(Role.IT), **here), "MANDATE_STOPPED")
    let_in(company, transport, tmp_path, HEAD, **here)


@bad_case(24)
def test_personal_certificate_of_the_head(
    qtbot: QtBot, told: Teller, climb: Climb, company: Company, tokens: Tokens
) -> None:
    put(company, tokens.put("bare"), kind="personal")
    ladder = climb()
    ladder.look()
    session = ladder.session
    with qtbot.waitSignal(session.company_wanted, timeout=WAIT):
        session.begin()
    assert session.phase is LoginPhase.READY, "without a company nothing is asked of the server"
    with qtbot.waitSignal(session.pin_wanted, timeout=WAIT):
        session.begin(SAMPLE_EDRPOU)
    assert f"edrpou={SAMPLE_EDRPOU}" in session.statement_text()
    ladder.log_in()


@bad_case(24, "NOT_HEAD")
def test_personal_certificate_of_another(told: Teller, company: Company, transport: Transport, tmp_path: Path) -> None:
    """Who holds a mandate comes with a certificate of the company; a personal one proves nothing of it."""
    told(refused(company, transport, tmp_path, person(Role.IT), kind="personal"), "NOT_HEAD")
    let_in(company, transport, tmp_path, person(Role.IT))
