"""The one DER shape of a signature here: one signer, CAdES-BES or CAdES-T (RFC 5652, ETSI EN 319 122-1).

A statement's signature is detached; a time-stamp token (RFC 3161) has the same shape and holds what it signs.
Builder and verifier share it: the verifier rebuilds the whole CMS from the parts it understood and demands the same
bytes, since a lenient parser accepts one flipped bit in five. Where writers differ, :class:`~cades_form.Form` says how.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from asn1crypto import x509 as asn1

from cabinet.qes import oids
from cabinet.qes.algorithms import Scheme
from cabinet.qes.cades_form import Form
from cabinet.qes.der import CONTEXT_0, CONTEXT_1, NULL, OCTETS, SEQUENCE, SET, UTC_TIME, algorithm, oid, set_of, tlv
from cabinet.qes.digests import DIGESTS, digest_of

__all__ = ["ATTRIBUTES", "DATA", "PLAIN_RSA", "SIGNATURES", "TST_INFO", "Parts", "signed_attributes"]

DATA: Final = "1.2.840.113549.1.7.1"
TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
"""What is signed: plain data, or a time-stamp's TSTInfo."""

SIGNATURES: Final = {
    ("sha256", "ecdsa"): "1.2.840.10045.4.3.2",
    ("sha384", "ecdsa"): "1.2.840.10045.4.3.3",
    ("sha512", "ecdsa"): "1.2.840.10045.4.3.4",
    ("sha256", "rsa"): "1.2.840.113549.1.1.11",
    ("sha384", "rsa"): "1.2.840.113549.1.1.12",
    ("sha512", "rsa"): "1.2.840.113549.1.1.13",
    **{(digest, "rsa-pss"): "1.2.840.113549.1.1.10" for digest in ("sha256", "sha384", "sha512")},
    **{(digest, "dstu"): dotted for dotted, digest in oids.DSTU_SIGNATURES.items()},
}
"""Allowed pairs of digest and signature, and their identifiers (RFC 5754, RFC 5758, DSTU 4145)."""
PLAIN_RSA: Final = "1.2.840.113549.1.1.1"
ATTRIBUTES: Final = {
    "content_type": "1.2.840.113549.1.9.3",
    "message_digest": "1.2.840.113549.1.9.4",
    "signing_time": "1.2.840.113549.1.9.5",
    "signing_certificate": "1.2.840.113549.1.9.16.2.47",
    "content_stamp": "1.2.840.113549.1.9.16.2.20",
    "protection": "1.2.840.113549.1.9.52",
    "signature_stamp": "1.2.840.113549.1.9.16.2.14",
}
"""Attributes that are understood (RFC 5652 §11, RFC 5035, RFC 6211, ETSI EN 319 122-1); no other is taken."""

_VERSION_1, _VERSION_3 = b"\x02\x01\x01", b"\x02\x01\x03"
_CONTEXT_2, _MGF_1 = 0xA2, "1.2.840.113549.1.1.8"
_INTEGER, _DEFAULT_SALT = 0x02, 20
_DIRECTORY_NAME, _SIGNATURE_IN_PROTECTION = 0xA4, 0xA1
_UTC_TIME_ENDS = 2050


def _digest_algorithm(digest: str, *, null: bool = False) -> bytes:
    return algorithm(DIGESTS[digest], NULL if null else b"")


def _signature_algorithm(digest: str, kind: str, form: Form, *, tag: int = SEQUENCE) -> bytes:
    name = PLAIN_RSA if form.plain_rsa else SIGNATURES[digest, kind]
    if kind == "rsa-pss":
        return tlv(tag, oid(name), _pss(digest, form.salt))
    null = kind == "rsa" if form.signature_null is None else form.signature_null
    return tlv(tag, oid(name), NULL if null else b"")


def _pss(digest: str, length: int | None) -> bytes:
    """RFC 4055 §3.1; the one trailer is left out, as is the salt's length where it is the default."""
    hashed = _digest_algorithm(digest, null=True)
    length = hashlib.new(digest).digest_size if length is None else length
    number = tlv(_INTEGER, length.to_bytes(length.bit_length() // 8 + 1, "big"))
    masked = algorithm(_MGF_1, hashed)
    return tlv(
        SEQUENCE,
        tlv(CONTEXT_0, hashed),
        tlv(CONTEXT_1, masked),
        tlv(_CONTEXT_2, number) if length != _DEFAULT_SALT else b"",
    )


def _issuer_and_serial(certificate_der: bytes) -> tuple[bytes, bytes]:
    tbs = asn1.Certificate.load(certificate_der)["tbs_certificate"]
    return tbs["issuer"].dump(), tbs["serial_number"].dump()


def _reference(certificate_der: bytes, form: Form) -> bytes:
    """ESSCertIDv2: without it, a certificate of the same key could be put in the signer's place."""
    named = b"" if form.reference is None else _digest_algorithm(form.reference, null=form.reference_null)
    fingerprint = tlv(OCTETS, digest_of(form.reference or "sha256", certificate_der))
    issuer = b""
    if form.names_issuer:
        name, serial = _issuer_and_serial(certificate_der)
        issuer = tlv(SEQUENCE, tlv(SEQUENCE, tlv(_DIRECTORY_NAME, name)), serial)
    return tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, named, fingerprint, issuer)))


def signed_attributes(
    content_digest: bytes,
    certificate_der: bytes,
    digest: str,
    signing_time: datetime,
    content_type: str = DATA,
    kind: str = "",
    form: Form | None = None,
) -> bytes:
    """Return the signed attributes as a DER SET: what is signed.

    ``form`` None is ours: the reference's hash is the signature's own, left out where sha256; ``kind`` is only needed
    with ``form.protection``.
    """
    form = form or Form(reference=None if digest == "sha256" else digest)
    stamp = signing_time.astimezone(UTC)
    if stamp.year >= _UTC_TIME_ENDS:
        raise ValueError("UTCTime ends in 2049")
    values = {
        "content_type": oid(content_type),
        "signing_time": tlv(UTC_TIME, stamp.strftime("%y%m%d%H%M%SZ").encode()),
        "message_digest": tlv(OCTETS, content_digest),
        "signing_certificate": _reference(certificate_der, form),
    }
    if form.protection:
        values["protection"] = tlv(
            SEQUENCE,
            _digest_algorithm(digest, null=form.digest_null),
            _signature_algorithm(digest, kind, form, tag=_SIGNATURE_IN_PROTECTION),
        )
    if form.content_stamp is not None:
        values["content_stamp"] = form.content_stamp
    return set_of(SET, [tlv(SEQUENCE, oid(ATTRIBUTES[name]), tlv(SET, value)) for name, value in values.items()])


@dataclass(frozen=True)
class Parts:
    """Everything a signature consists of; :meth:`der` is the only way it may be written.

    ``attributes`` is the DER SET that is signed; ``algorithm`` is the second of a pair of :data:`SIGNATURES`;
    ``others`` are certificates carried beside the signer's. ``content`` is what a time-stamp token holds, None for a
    detached signature; ``time_stamp`` is a token over :attr:`signature`, None for CAdES-BES.
    """

    attributes: bytes
    signature: bytes
    digest: str
    algorithm: str
    certificate: bytes
    others: tuple[bytes, ...] = ()
    content: bytes | None = None
    time_stamp: bytes | None = None
    form: Form = field(default_factory=Form)

    @property
    def scheme(self) -> Scheme:
        """How it was signed."""
        return Scheme(self.digest, self.algorithm, salt=self.form.salt)

    def der(self) -> bytes:
        """Return the DER of the whole ContentInfo."""
        unsigned = b""
        if self.time_stamp is not None:
            stamp = tlv(SEQUENCE, oid(ATTRIBUTES["signature_stamp"]), tlv(SET, self.time_stamp))
            unsigned = tlv(CONTEXT_1, stamp)
        signer = tlv(
            SEQUENCE,
            _VERSION_1,
            tlv(SEQUENCE, *_issuer_and_serial(self.certificate)),
            _digest_algorithm(self.digest, null=self.form.digest_null),
            bytes((CONTEXT_0,)) + self.attributes[1:],
            _signature_algorithm(self.digest, self.algorithm, self.form),
            tlv(OCTETS, self.signature),
            unsigned,
        )
        held = b"" if self.content is None else tlv(CONTEXT_0, tlv(OCTETS, self.content))
        data = tlv(
            SEQUENCE,
            _VERSION_1 if self.content is None else _VERSION_3,
            tlv(SET, _digest_algorithm(self.digest, null=self.form.set_null)),
            tlv(SEQUENCE, oid(DATA if self.content is None else TST_INFO), held),
            set_of(CONTEXT_0, [self.certificate, *self.others]),
            tlv(SET, signer),
        )
        return tlv(SEQUENCE, oid("1.2.840.113549.1.7.2"), tlv(CONTEXT_0, data))
