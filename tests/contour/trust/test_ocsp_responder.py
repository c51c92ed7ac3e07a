"""The contour's responder by itself: about its own certificates alone, so many at a time, with the nonce that came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core, ocsp
from asn1crypto import x509 as asn1

from cabinet.contour.folder import DataFolder
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.trust.authority import Authority
from cabinet.contour.trust.certificate_status import CertificateStatuses
from cabinet.contour.trust.ocsp_responder import OcspResponder
from tests.perimeter_in_process import FixedClock

NONCE = "1.3.6.1.5.5.7.48.1.2"


class Case:
    def __init__(self, path: Path) -> None:
        clock = FixedClock()
        self.folder = DataFolder(path / "contour")
        self.store = SqliteStore(path / "ledger.sqlite")
        self.statuses = CertificateStatuses(self.store, clock)
        self.authority = Authority(self.folder, "qes", "QES", clock)
        self.responder = OcspResponder(self.folder, self.authority, self.statuses, clock)
        self.statuses.issued(7)

    def asked(self, serial: int = 7, digest: str = "sha1", **changes: Any) -> dict[str, Any]:
        tbs = asn1.Certificate.load(self.authority.der)["tbs_certificate"]
        key = tbs["subject_public_key_info"]["public_key"].contents[1:]
        return {
            "req_cert": {
                "hash_algorithm": {"algorithm": digest},
                "issuer_name_hash": hashlib.new(digest, tbs["subject"].dump()).digest(),
                "issuer_key_hash": hashlib.new(digest, key).digest(),
                "serial_number": serial,
                **changes,
            }
        }

    def answer(self, *asked: dict[str, Any], nonce: bytes | None = None) -> Any:
        request: dict[str, Any] = {"request_list": list(asked)}
        if nonce is not None:
            value = core.ParsableOctetString(core.OctetString(nonce).dump())
            request["request_extensions"] = [{"extn_id": NONCE, "extn_value": value}]
        query = ocsp.OCSPRequest({"tbs_request": request}).dump()
        return ocsp.OCSPResponse.load(self.responder.respond(query), strict=True)

    def said(self, *asked: dict[str, Any]) -> list[str]:
        data = self.answer(*asked).basic_ocsp_response["tbs_response_data"]
        return [each["cert_status"].name for each in data["responses"]]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = Case(tmp_path)
    yield made
    made.store.close()
    made.folder.close()


@pytest.mark.parametrize("digest", ["sha1", "sha256"])
def test_what_is_said_of_a_certificate(case: Case, digest: str) -> None:
    assert case.said(case.asked(7, digest), case.asked(8, digest)) == ["good", "unknown"], "one was never issued"
    case.statuses.change("7", "keyCompromise")
    assert case.said(case.asked(7, digest)) == ["revoked"]


@pytest.mark.parametrize(
    "changes", [{"issuer_name_hash": bytes(20)}, {"issuer_key_hash": bytes(20)}, {"digest": "sha384"}]
)
def test_certificates_of_others_are_unknown(case: Case, changes: dict[str, Any]) -> None:
    assert case.said(case.asked(**changes)) == ["unknown"]


@pytest.mark.parametrize(("count", "status"), [(1, "successful"), (16, "successful"), (17, "malformed_request")])
def test_how_many_may_be_asked_about(case: Case, count: int, status: str) -> None:
    assert case.answer(*[case.asked()] * count)["response_status"].native == status


@pytest.mark.parametrize(
    ("length", "status"), [(0, "malformed_request"), (1, "ok"), (128, "ok"), (129, "malformed_request")]
)
def test_the_nonce_comes_back(case: Case, length: int, status: str) -> None:
    """RFC 9654: of 1 to 128 bytes."""
    answer = case.answer(case.asked(), nonce=b"n" * length)
    if status == "ok":
        extensions = answer.basic_ocsp_response["tbs_response_data"]["response_extensions"]
        assert [bytes(e["extn_value"]) for e in extensions] == [core.OctetString(b"n" * length).dump()]
    else:
        assert answer["response_status"].native == status


@pytest.mark.parametrize("query", [b"", b"\x30\x00", b"text"])
def test_what_cannot_be_read(case: Case, query: bytes) -> None:
    answer = ocsp.OCSPResponse.load(case.responder.respond(query), strict=True)
    assert answer["response_status"].native == "malformed_request"
