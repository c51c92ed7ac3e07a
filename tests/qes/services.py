"""Trust services for tests without a network: a web of functions, and a responder that errs as it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import core, ocsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from cabinet.contract.errors import KnownError
from tests.qes_authority import NOW, Authority, name, usage

NONCE = "1.3.6.1.5.5.7.48.1.2"
Served = bytes | Callable[[bytes], bytes] | None


class Web:
    """A :class:`cabinet.qes.fetch.Fetch`; ``None`` is a service that does not answer."""

    def __init__(self) -> None:
        self.served: dict[str, Served] = {}
        self.asked: list[str] = []

    def fetch(
        self, url: str, *, body: bytes | None = None, content_type: str | None = None, accept: str = "*/*", most: int
    ) -> bytes:
        self.asked.append(url)
        found = self.served.get(url)
        if found is None:
            raise KnownError("FETCH_FAILED", "down", host=url)
        answer = found if isinstance(found, bytes) else found(body or b"")
        if len(answer) > most:
            raise KnownError("FETCH_TOO_LARGE", host=url)
        return answer


@dataclass
class Responder:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def responder(
    authority: Authority,
    *,
    nocheck: bool = True,
    purpose: ObjectIdentifier = ExtendedKeyUsageOID.OCSP_SIGNING,
    start: timedelta = timedelta(days=-30),
    end: timedelta = timedelta(days=30),
    by: ec.EllipticCurvePrivateKey | None = None,
    issuer: x509.Name | None = None,
    more: Sequence[x509.ExtensionType] = (),
    is_ca: bool = False,
) -> Responder:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name("Test OCSP"))
        .issuer_name(issuer or authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + start)
        .not_valid_after(NOW + end)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(usage("digital_signature"), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    )
    if nocheck:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    for extension in more:
        builder = builder.add_extension(extension, critical=False)
    return Responder(builder.sign(by or authority.key, hashes.SHA256()), key)


def respond(
    query: bytes,
    by: Responder,
    status: dict[str, Any] | None = None,
    *,
    this: datetime = NOW,
    until: datetime | None = NOW + timedelta(minutes=10),
    produced: datetime | None = None,
    nonce: bytes | str | None = "echo",
    named: str = "key",
    serial: int | None = None,
    hashed: str | None = None,
    twice: bool = False,
    critical: str | None = None,
    single_critical: str | None = None,
    carry: bool = True,
    spoil: bool = False,
    algorithm: str = "sha256_ecdsa",
    kind: str = "basic_ocsp_response",
) -> bytes:
    """Answer a query as told; the values are those of a good answer."""
    asked = ocsp.OCSPRequest.load(query)["tbs_request"]
    one = asked["request_list"][0]["req_cert"].copy()
    if serial is not None:
        one["serial_number"] = serial
    if hashed is not None:
        one[hashed] = bytes(20)
    single: dict[str, Any] = {
        "cert_id": one,
        "cert_status": ocsp.CertStatus(status or {"good": None}),
        "this_update": this,
    }
    if until is not None:
        single["next_update"] = until
    if single_critical is not None:
        single["single_extensions"] = [
            {"extn_id": single_critical, "critical": True, "extn_value": core.ParsableOctetString(b"\x05\x00")}
        ]
    carried = asn1.Certificate.load(by.certificate.public_bytes(Encoding.DER))
    key = carried["tbs_certificate"]["subject_public_key_info"]["public_key"].contents[1:]
    signer = {
        "key": ocsp.ResponderId("by_key", hashlib.sha1(key, usedforsecurity=False).digest()),
        "name": ocsp.ResponderId("by_name", carried["tbs_certificate"]["subject"]),
        "nobody": ocsp.ResponderId("by_key", bytes(20)),
    }[named]
    extensions: list[dict[str, Any]] = []
    for extension in asked["request_extensions"]:
        if extension["extn_id"].dotted == NONCE and nonce is not None:
            value = bytes(extension["extn_value"]) if isinstance(nonce, str) else nonce
            extensions.append({"extn_id": NONCE, "extn_value": core.ParsableOctetString(value)})
    if critical is not None:
        extensions.append({"extn_id": critical, "critical": True, "extn_value": core.ParsableOctetString(b"\x05\x00")})
    values: dict[str, Any] = {
        "responder_id": signer,
        "produced_at": produced or this,
        "responses": [single, single] if twice else [single],
    }
    if extensions:
        values["response_extensions"] = extensions
    data = ocsp.ResponseData(values)
    signature = by.key.sign(data.dump() + b"!" * spoil, ec.ECDSA(hashes.SHA256()))
    basic: dict[str, Any] = {
        "tbs_response_data": data,
        "signature_algorithm": {"algorithm": algorithm},
        "signature": signature,
    }
    if carry:
        basic["certs"] = [carried]
    held = {"response_type": kind, "response": core.ParsableOctetString(ocsp.BasicOCSPResponse(basic).dump())}
    return bytes(ocsp.OCSPResponse({"response_status": "successful", "response_bytes": held}).dump())


def revoked_status(reason: str = "key_compromise") -> dict[str, Any]:
    return {"revoked": {"revocation_time": NOW - timedelta(days=1), "revocation_reason": reason}}
