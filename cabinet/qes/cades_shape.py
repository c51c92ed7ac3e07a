"""The one DER shape of a log-in signature: detached CAdES-BES, one signer (RFC 5652, ETSI EN 319 122-1).

Builder and verifier share it: the verifier rebuilds the whole CMS from the parts it understood and demands the same
bytes, since a lenient parser accepts one flipped bit in five.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1

__all__ = ["SignatureKind", "assemble", "signed_attributes"]


@dataclass(frozen=True)
class SignatureKind:
    """Names of asn1crypto: digest ``sha256``; signature ``sha256_ecdsa`` or ``sha256_rsa``."""

    digest: str
    signature: str


def signed_attributes(
    content_digest: bytes, certificate: asn1.Certificate, digest: str, signing_time: datetime
) -> cms.CMSAttributes:
    """Return contentType, signingTime, messageDigest and signingCertificateV2 as a DER SET."""
    fingerprint = hashlib.new(digest, certificate.dump()).digest()
    ess = {"cert_hash": fingerprint}
    if digest != "sha256":
        ess["hash_algorithm"] = {"algorithm": digest}
    reference = tsp.ESSCertIDv2(ess)
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute(
                {"type": "signing_time", "values": [cms.Time({"utc_time": core.UTCTime(signing_time)})]}
            ),
            cms.CMSAttribute({"type": "message_digest", "values": [content_digest]}),
            cms.CMSAttribute(
                {
                    "type": "signing_certificate_v2",
                    "values": [tsp.SigningCertificateV2({"certs": [reference]})],
                }
            ),
        ]
    )


def assemble(
    attributes: cms.CMSAttributes,
    signature: bytes,
    kind: SignatureKind,
    certificate: asn1.Certificate,
    others: Sequence[asn1.Certificate],
) -> bytes:
    """Return the DER of the whole ContentInfo."""
    algorithm: dict[str, object] = {"algorithm": kind.signature}
    if kind.signature.endswith("_rsa"):
        algorithm["parameters"] = core.Null()
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": kind.digest}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm(algorithm),
            "signature": signature,
        }
    )
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": kind.digest})],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate, *others],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump(force=True))
