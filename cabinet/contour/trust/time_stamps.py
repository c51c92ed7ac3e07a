"""The contour's time-stamp authority (RFC 3161): its certificate is the QES authority's, good for nothing else.

Mandates are stamped with it, so that they can be believed after the head's certificate has ended.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from cabinet.contour.folder import DataFolder
from cabinet.contour.trust.authority import Authority, contour_name, kept_certificate, key_usage
from cabinet.contract.clock import Clock
from cabinet.qes.time_stamp import make_token
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["POLICY", "TimeStamps"]

POLICY: Final = "2.25.146519034715224189113104846157203194427"
"""Our own policy, an identifier made of a UUID (ITU-T X.667): test stamps, no legal force."""
_LIFE: Final = timedelta(days=1825)
_BACK: Final = timedelta(days=400)
_SERIAL_BITS: Final = 96


class _Rejection(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    """A TimeStampResp without its token, which asn1crypto takes for mandatory (RFC 3161 §2.4.2: OPTIONAL)."""

    _fields = [("status", tsp.PKIStatusInfo)]


class TimeStamps:
    """Signs what time it is; the clock is the contour's."""

    def __init__(self, folder: DataFolder, authority: Authority, clock: Clock) -> None:
        self._key = folder.ec_key("tsa.key")
        self._clock = clock
        self.certificate = kept_certificate(
            folder, "tsa.pem", self._key, clock, lambda now: self._certify(authority, now)
        )

    @property
    def der(self) -> bytes:
        """The authority's own certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    def stamp(self, imprint: bytes, nonce: int | None = None) -> tuple[bytes, datetime]:
        """Return a token over a SHA-256 digest, and its time."""
        at = self._clock.now().replace(microsecond=0)
        serial = secrets.randbits(_SERIAL_BITS) | 1
        return make_token(imprint, serial, POLICY, at, self.der, self._sign, nonce=nonce), at

    def respond(self, query: bytes) -> bytes:
        """Answer a TimeStampReq with a TimeStampResp (RFC 3161 §2.4); what it cannot stamp it rejects with a reason."""
        try:
            request = tsp.TimeStampReq.load(query, strict=True)
            reason = _refusal(request)
            if reason is not None:
                return _rejection(reason)
            nonce = request["nonce"].native
            token, _ = self.stamp(request["message_imprint"]["hashed_message"].native, nonce)
        except UNREADABLE:
            return _rejection("bad_data_format")
        return bytes(
            tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(token)}).dump()
        )

    def _sign(self, data: bytes) -> bytes:
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))

    def _certify(self, authority: Authority, now: datetime) -> x509.Certificate:
        subject = contour_name("time-stamps")
        builder = (
            authority.begin(subject, self._key.public_key(), now - _BACK, now + _LIFE)
            .add_extension(key_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        )
        return authority.sign(builder)


def _refusal(request: Any) -> str | None:
    """Return why a readable request is not stamped, by RFC 3161's own name."""
    imprint = request["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        return "bad_alg"
    if len(imprint["hashed_message"].native) != hashes.SHA256.digest_size or not request["cert_req"].native:
        return "bad_request"
    if request["req_policy"].native not in {None, POLICY}:
        return "unaccepted_policy"
    return "unaccepted_extensions" if request["extensions"] else None


def _rejection(reason: str) -> bytes:
    return bytes(_Rejection({"status": {"status": "rejection", "fail_info": {reason}}}).dump())
