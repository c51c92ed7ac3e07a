"""The contour's trust services over real HTTP, every way they can fail, and what a log-in makes of it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asn1crypto import ocsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contour.process import ContourProcess
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.login import REFRESH
from cabinet.contract.rights import Role
from cabinet.contract.testdata import RevokeIdentity, SetTime, TrustFaults
from cabinet.profile.profiles import read_profile
from cabinet.qes.certificate import read_certificate
from cabinet.qes.ocsp_request import build_request, cert_id
from cabinet.wire.ask import Ask
from cabinet.wire.fetching import HostFetch
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login

MOST = 1_000_000
TOO_OLD = 700
"""Seconds after which a full list alone is no answer."""


class World:
    """A contour, whatever speaks to it, and its head with a certificate."""

    def __init__(self, company: Company, folder: Path) -> None:
        assert company.contour.ready is not None
        self.company = company
        self.folder = folder
        self.ready = company.contour.ready
        self.transport = Transport(read_profile(self.ready.profile))
        self.fetch = HostFetch(lambda: frozenset({"127.0.0.1"}), loopback=True)
        issued = company.identity(person(Role.HEAD))
        self.serial = issued["serial"]
        self.certificate = folder / "head.pem"
        self.certificate.write_text(issued["certificatePem"])
        self.ca = company.contour.data / "qes-ca.pem"

    def close(self) -> None:
        self.transport.close()
        self.fetch.close()

    def fault(self, **faults: str) -> None:
        self.company.contour.testdata("testdata_trust", TrustFaults.model_validate(faults))

    def revoke(self, serial: str, reason: str = "unspecified") -> None:
        wanted = RevokeIdentity.model_validate({"serial": serial, "reason": reason})
        self.company.contour.testdata("testdata_revoke", wanted)

    def log_in(self, **changes: Any) -> None:
        direct_login(self.company, self.transport, person(Role.HEAD), self.folder, **changes)

    def refused(self, **changes: Any) -> KnownError:
        with pytest.raises(KnownError) as refusal:
            self.log_in(**changes)
        return refusal.value

    def get(self, path: str, body: bytes | None = None) -> bytes:
        kind = "application/ocsp-request" if body is not None else None
        return self.fetch.fetch(self.ready.trust_url + path, body=body, content_type=kind, most=MOST)

    def openssl(self, *words: object) -> subprocess.CompletedProcess[str]:
        tool = shutil.which("openssl")
        if tool is None:
            pytest.fail("openssl is missing: apt install openssl")
        return subprocess.run([tool, *map(str, words)], capture_output=True, text=True, check=False)

    def ask_openssl(self, *words: object) -> subprocess.CompletedProcess[str]:
        return self.openssl(
            "ocsp", "-issuer", self.ca, "-url", f"{self.ready.trust_url}/ocsp", "-CAfile", self.ca, *words
        )


@pytest.fixture
def world(company: Company, tmp_path: Path) -> Iterator[World]:
    made = World(company, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("more", [(), ("-no_nonce",), ("-sha256",)])
def test_openssl_as_the_one_who_asks(world: World, more: tuple[str, ...]) -> None:
    good = world.ask_openssl(*more, "-cert", world.certificate)
    assert "Response verify OK" in good.stderr
    assert "head.pem: good" in good.stdout
    # OpenSSL says so when it has sent a nonce and none came back.
    assert "nonce" not in good.stderr.lower()
    world.revoke(world.serial, "certificateHold")
    held = world.ask_openssl(*more, "-cert", world.certificate)
    assert "Response verify OK" in held.stderr
    assert "head.pem: revoked" in held.stdout
    assert "Reason: certificateHold" in held.stdout
    never = world.ask_openssl(*more, "-serial", "0x1234")
    assert "0x1234: unknown" in never.stdout


def test_request_in_the_path(world: World) -> None:
    """RFC 6960 appendix A.1, with every character that needs an escape."""
    certificate = x509.load_pem_x509_certificate(world.certificate.read_bytes())
    issuer = x509.load_pem_x509_certificate(world.ca.read_bytes())
    subject, authority = (read_certificate(c.public_bytes(Encoding.DER)) for c in (certificate, issuer))
    request = build_request(cert_id(subject, authority), b"\xff\xfb" * 16)
    text = base64.b64encode(request.der).decode()
    assert {"+", "/"} <= set(text)
    for path in (quote(text, safe=""), quote(text)):
        answer = ocsp.OCSPResponse.load(world.get(f"/ocsp/{path}"))
        assert answer["response_status"].native == "successful"
        (single,) = answer.basic_ocsp_response["tbs_response_data"]["responses"]
        assert single["cert_status"].name == "good"
    for bad in (b"", b"\x30\x00", b"x" * 100):
        assert ocsp.OCSPResponse.load(world.get("/ocsp", bad))["response_status"].native == "malformed_request"
    assert ocsp.OCSPResponse.load(world.get("/ocsp/x"))["response_status"].native == "malformed_request"


def test_openssl_reads_both_lists(world: World) -> None:
    def verify() -> subprocess.CompletedProcess[str]:
        lists: list[object] = []
        for name in ("full", "delta"):
            (world.folder / f"{name}.der").write_bytes(world.get(f"/crl/{name}.crl"))
            told = world.openssl(
                "crl", "-inform", "DER", "-in", world.folder / f"{name}.der", "-CAfile", world.ca, "-text",
                "-out", world.folder / f"{name}.pem",
            )  # fmt: skip
            assert "verify OK" in told.stderr
            lists += ["-CRLfile", world.folder / f"{name}.pem"]
        return world.openssl("verify", "-crl_check", "-use_deltas", "-CAfile", world.ca, *lists, world.certificate)

    assert verify().returncode == 0
    world.revoke(world.serial, "certificateHold")
    assert "certificate revoked" in verify().stderr
    world.revoke(world.serial, "removeFromCRL")
    assert verify().returncode == 0
    full = x509.load_der_x509_crl((world.folder / "full.der").read_bytes())
    delta = x509.load_der_x509_crl((world.folder / "delta.der").read_bytes())
    number = full.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    assert delta.extensions.get_extension_for_class(x509.DeltaCRLIndicator).value.crl_number == number
    assert delta.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number > number


def test_authority_is_published(world: World) -> None:
    issuer = x509.load_pem_x509_certificate(world.ca.read_bytes())
    assert world.get("/ca.cer") == issuer.public_bytes(Encoding.DER)


def test_certificates_name_the_listener(world: World) -> None:
    certificate = x509.load_pem_x509_certificate(world.certificate.read_bytes())
    read = read_certificate(certificate.public_bytes(Encoding.DER))
    url = world.ready.trust_url
    assert (read.ocsp_urls, read.ca_issuer_urls) == ((f"{url}/ocsp",), (f"{url}/ca.cer",))
    assert (read.crl_urls, read.delta_crl_urls) == ((f"{url}/crl/full.crl",), (f"{url}/crl/delta.crl",))


@pytest.mark.parametrize(
    "fault",
    ["down", "slow", "stale", "wrong-nonce", "foreign-signer", "unknown", "try-later", "garbage", "huge", "redirect"],
)
def test_responder_that_fails(world: World, fault: str) -> None:
    """Without lists nobody gets in; with them, the lists are asked, and know of a revocation at once."""
    world.fault(ocsp=fault, crl="down")
    assert world.refused().code == "REVOCATION_UNAVAILABLE"
    world.fault(ocsp=fault)
    world.log_in()
    refusal = world.refused(before=lambda serial: world.revoke(serial, "superseded"))
    assert (refusal.code, refusal.facts["road"], refusal.facts["reason"]) == ("CERT_REVOKED", "delta", "superseded")


@pytest.mark.parametrize("fault", ["down", "slow", "stale", "foreign-signer", "garbage", "huge", "redirect"])
def test_lists_that_fail_too(world: World, fault: str) -> None:
    world.fault(ocsp="down", crl=fault)
    assert world.refused().code == "REVOCATION_UNAVAILABLE"
    world.fault(crl=fault)
    world.log_in()


def test_answer_that_the_cabinet_sends_along(world: World) -> None:
    """It was asked for while the responder answered; at the log-in nobody does."""

    def staple(der: bytes) -> list[bytes]:
        issuer = read_certificate(x509.load_pem_x509_certificate(world.ca.read_bytes()).public_bytes(Encoding.DER))
        query = build_request(cert_id(read_certificate(der), issuer), bytes(32)).der
        answer = world.get("/ocsp", query)
        world.fault(ocsp="down", crl="down")
        return [answer]

    world.log_in(staple=staple)
    assert world.refused().code == "REVOCATION_UNAVAILABLE"


@pytest.mark.parametrize("fault", ["delta-down", "base-ahead"])
def test_full_list_alone_is_soon_too_old(world: World, fault: str) -> None:
    world.fault(ocsp="down", crl=fault)
    world.log_in()
    world.company.contour.testdata("testdata_time", SetTime(offset_seconds=TOO_OLD))
    assert world.refused(clock=ShiftedClock(SystemClock(), timedelta(seconds=TOO_OLD))).code == "REVOCATION_UNAVAILABLE"


def test_answer_without_nonce_is_fresh_enough(world: World) -> None:
    world.fault(ocsp="no-nonce", crl="down")
    world.log_in()


def test_hold_and_back(world: World) -> None:
    serials: list[str] = []

    def hold(serial: str) -> None:
        serials.append(serial)
        world.revoke(serial, "certificateHold")

    refusal = world.refused(before=hold)
    assert (refusal.code, refusal.facts["reason"], refusal.facts["road"]) == ("CERT_REVOKED", "certificateHold", "ocsp")

    def hold_and_resume(serial: str) -> None:
        hold(serial)
        world.revoke(serial, "removeFromCRL")

    world.log_in(before=hold_and_resume)
    world.revoke(serials[0], "keyCompromise")
    with pytest.raises(KnownError, match="FIELD_INVALID"):
        world.revoke(serials[0], "removeFromCRL")


def test_session_outlives_a_responder_that_rests_but_not_a_revocation(world: World) -> None:
    serials: list[str] = []
    session = direct_login(world.company, world.transport, person(Role.HEAD), world.folder, before=serials.append)

    def refresh() -> None:
        tokens = session._tokens
        assert tokens is not None
        body = {"refreshToken": tokens.refresh_token}
        world.transport.call(Ask(REFRESH, raw=json.dumps(body).encode()), session_key=session._key)

    refresh()
    world.fault(ocsp="down", crl="down")
    with pytest.raises(Refusal, match="REVOCATION_UNAVAILABLE"):
        refresh()
    world.fault()
    refresh()
    world.revoke(serials[0])
    with pytest.raises(Refusal, match="SESSION_ENDED"):
        refresh()


def test_port_and_revocations_outlive_a_restart(tmp_path: Path) -> None:
    contour = ContourProcess(tmp_path / "contour")
    with contour:
        company = Company(contour)
        company.found()
        first = World(company, tmp_path)
        first.revoke(first.serial, "keyCompromise")
        before = x509.load_der_x509_crl(first.get("/crl/full.crl"))
        first.close()
        url = first.ready.trust_url
    with contour:
        assert contour.ready is not None
        assert contour.ready.trust_url == url
        fetch = HostFetch(lambda: frozenset({"127.0.0.1"}), loopback=True)
        after = x509.load_der_x509_crl(fetch.fetch(f"{url}/crl/full.crl", most=MOST))
        fetch.close()
        assert after.get_revoked_certificate_by_serial_number(int(first.serial)) is not None
        numbers = [x.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number for x in (before, after)]
        assert numbers[0] < numbers[1]
