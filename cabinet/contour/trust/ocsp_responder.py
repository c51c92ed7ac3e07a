"""The contour's OCSP responder (RFC 6960): its certificate is the QES authority's, good for nothing else.

Answers are made when they are asked for, from the very rows that a revocation writes; the nonce comes back (RFC 9654).
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import core, ocsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from cabinet.contour.folder import DataFolder
from cabinet.contour.trust.authority import Authority, contour_name, kept_certificate, key_usage
from cabinet.contour.trust.certificate_status import CertificateStatuses
from cabinet.contract.clock import Clock
from cabinet.contract.testdata import OcspFault
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["OcspResponder"]

_LIFE: Final = timedelta(days=1825)
_BACK: Final = timedelta(days=400)
_NEXT: Final = timedelta(minutes=10)
_AGO: Final = timedelta(hours=30)
_MAX_ASKED: Final = 16
_MAX_NONCE: Final = 128
_NONCE: Final = "1.3.6.1.5.5.7.48.1.2"
_HASHES: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_REASONS: Final = {
    "keyCompromise": "key_compromise", "affiliationChanged": "affiliation_changed", "superseded": "superseded",
    "cessationOfOperation": "cessation_of_operation", "privilegeWithdrawn": "privilege_withdrawn",
    "certificateHold": "certificate_hold",
}  # fmt: skip


class OcspResponder:
    """Says of the QES authority's certificates whether they are good; the clock is the contour's."""

    def __init__(self, folder: DataFolder, authority: Authority, statuses: CertificateStatuses, clock: Clock) -> None:
        self._authority = authority
        self._statuses = statuses
        self._clock = clock
        self._key = folder.ec_key("ocsp.key")
        self.certificate = kept_certificate(
            folder, "ocsp.pem", self._key, clock, lambda now: authority.sign(self._begin(self._key.public_key(), now))
        )
        self._foreign_key = ec.generate_private_key(ec.SECP256R1())
        foreign = self._begin(self._foreign_key.public_key(), clock.now())
        self._foreign = foreign.sign(self._foreign_key, hashes.SHA256())

    @property
    def der(self) -> bytes:
        """The responder's own certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    def respond(self, query: bytes, fault: OcspFault = "ok") -> bytes:
        """Answer an OCSPRequest with an OCSPResponse, both DER; the unreadable gets ``malformedRequest``."""
        try:
            request = ocsp.OCSPRequest.load(query, strict=True)["tbs_request"]
            asked = [part["req_cert"] for part in request["request_list"]]
            nonce = _nonce(request)
            if not 1 <= len(asked) <= _MAX_ASKED:
                return _refusal("malformed_request")
            now = self._clock.now().replace(microsecond=0)
            singles = [self._single(one, now - _AGO if fault == "stale" else now, fault) for one in asked]
        except UNREADABLE:
            return _refusal("malformed_request")
        if fault == "try-later":
            return _refusal("try_later")
        if fault == "wrong-nonce":
            nonce = bytes(core.OctetString(bytes(32)).dump())
        elif fault in {"no-nonce", "stale"}:
            nonce = None
        return self._sign(singles, now - _AGO if fault == "stale" else now, nonce, foreign=fault == "foreign-signer")

    def _single(self, asked: Any, at: datetime, fault: OcspFault) -> dict[str, Any]:
        serial: int = asked["serial_number"].native
        status: dict[str, Any] = {"good": None}
        if fault == "unknown" or not self._is_ours(asked) or not self._statuses.known(serial):
            status = {"unknown": None}
        else:
            revoked = self._statuses.revocation_of(serial)
            if revoked is not None:
                info: dict[str, Any] = {"revocation_time": revoked.since.replace(microsecond=0)}
                if revoked.reason in _REASONS:
                    info["revocation_reason"] = _REASONS[revoked.reason]
                status = {"revoked": info}
        return {
            "cert_id": ocsp.CertId.load(asked.dump()),
            "cert_status": ocsp.CertStatus(status),
            "this_update": at,
            "next_update": at + _NEXT,
        }

    def _is_ours(self, asked: Any) -> bool:
        make = _HASHES.get(asked["hash_algorithm"]["algorithm"].native)
        if make is None:
            return False
        own = asn1.Certificate.load(self._authority.der)["tbs_certificate"]
        key = own["subject_public_key_info"]["public_key"].contents[1:]
        name_hash, key_hash = make(own["subject"].dump()).digest(), make(key).digest()
        return bool(asked["issuer_name_hash"].native == name_hash and asked["issuer_key_hash"].native == key_hash)

    def _sign(self, singles: list[dict[str, Any]], at: datetime, nonce: bytes | None, *, foreign: bool) -> bytes:
        certificate, key = (self._foreign, self._foreign_key) if foreign else (self.certificate, self._key)
        carried = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
        values: dict[str, Any] = {
            "responder_id": ocsp.ResponderId("by_key", _key_hash(carried)),
            "produced_at": at,
            "responses": singles,
        }
        if nonce is not None:
            values["response_extensions"] = [{"extn_id": _NONCE, "extn_value": core.ParsableOctetString(nonce)}]
        data = ocsp.ResponseData(values)
        basic = ocsp.BasicOCSPResponse(
            {
                "tbs_response_data": data,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": key.sign(data.dump(), ec.ECDSA(hashes.SHA256())),
                "certs": [carried],
            }
        )
        held = {"response_type": "basic_ocsp_response", "response": core.ParsableOctetString(basic.dump())}
        return bytes(ocsp.OCSPResponse({"response_status": "successful", "response_bytes": held}).dump())

    def _begin(self, public: ec.EllipticCurvePublicKey, now: datetime) -> x509.CertificateBuilder:
        subject = contour_name("OCSP")
        return (
            self._authority.begin(subject, public, now - _BACK, now + _LIFE)
            .add_extension(key_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
            .add_extension(x509.OCSPNoCheck(), critical=False)
        )


def _nonce(request: Any) -> bytes | None:
    """Return the extension's value; RFC 9654 §2.1: whatever is longer than 128 bytes is malformed."""
    for extension in request["request_extensions"]:
        if extension["extn_id"].dotted == _NONCE:
            value = bytes(extension["extn_value"])
            if not 0 < len(core.OctetString.load(value, strict=True).native) <= _MAX_NONCE:
                raise ValueError("nonce")
            return value
    return None


def _key_hash(certificate: Any) -> bytes:
    key = certificate["tbs_certificate"]["subject_public_key_info"]["public_key"].contents[1:]
    return hashlib.sha1(key, usedforsecurity=False).digest()


def _refusal(status: str) -> bytes:
    return bytes(ocsp.OCSPResponse({"response_status": status}).dump())
