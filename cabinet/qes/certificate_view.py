"""A certificate decoded for a person: rows in reading order, named by keys of ``catalogue/words/certificate.json``.

No words here: the window and the command line put their own language to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cabinet.contract.moment import kyiv_day
from cabinet.qes import oids
from cabinet.qes.certificate import Certificate, KeyKind
from cabinet.qes.identifiers import IdentifierSource

__all__ = ["Row", "kind_of", "rows"]

_STAMPS, _ANSWERS = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"
_USAGES = (
    "digital_signature", "non_repudiation", "key_agreement", "key_encipherment", "data_encipherment",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
_SOURCES = {
    IdentifierSource.DIRECTORY: "from_directory",
    IdentifierSource.SERIAL_NUMBER: "from_serial_number",
    IdentifierSource.ORGANISATION: "from_organisation",
}


@dataclass(frozen=True)
class Row:
    """``name`` is a key of the words. ``worded`` says that the values are keys too; ``note`` is a key, or empty."""

    name: str
    values: tuple[str, ...]
    worded: bool = False
    note: str = ""


def rows(certificate: Certificate) -> tuple[Row, ...]:
    """Return what a person wants to know of it, most important first; empty values are left out."""
    return tuple(row for row in _all(certificate) if any(row.values))


def kind_of(certificate: Certificate) -> str:
    """Return what the certificate is for, as a key of the words."""
    if certificate.is_ca:
        return "authority"
    for usage, kind in ((_STAMPS, "time_stamps"), (_ANSWERS, "ocsp_responder")):
        if usage in certificate.ekus:
            return kind
    if not certificate.signs:
        return "encryption"
    return "seal" if certificate.is_seal else "signature"


def _all(certificate: Certificate) -> Iterator[Row]:
    yield Row("kind", (kind_of(certificate),), worded=True)
    yield Row("holder", (certificate.common_name,))
    yield Row("title", (certificate.title,))
    yield Row("organisation", (certificate.organisation,))
    for found in certificate.identifiers:
        yield Row(found.kind.value, (found.value,), note=_SOURCES[found.source])
    if certificate.conflict is not None:
        yield Row("conflict", (certificate.conflict,))
    yield Row("issuer", (certificate.issuer,))
    yield Row("valid", (f"{_day(certificate.not_before)} – {_day(certificate.not_after)}",))
    yield Row("qualified", tuple(_quality(certificate)), worded=True)
    yield Row("device", (certificate.device_evidence or "",))
    yield Row("limit", (certificate.statements.limit,))
    yield Row("key", (_key(certificate),))
    yield Row("profile", (certificate.profile.value,), worded=True)
    yield Row("usages", tuple(u for u in _USAGES if u in certificate.usages), worded=True)
    yield Row("ekus", tuple(sorted(certificate.ekus)))
    yield Row("policies", certificate.policies)
    yield Row("ocsp", certificate.ocsp_urls)
    yield Row("crl", (*certificate.crl_urls, *certificate.delta_crl_urls))
    yield Row("serial", (f"{certificate.serial:X}",))
    yield Row("sha256", (certificate.sha256,))


def _day(moment: datetime) -> str:
    return kyiv_day(moment).strftime("%d.%m.%Y")


def _quality(certificate: Certificate) -> Iterator[str]:
    statements = certificate.statements
    yield "qualified_yes" if statements.qualified else "qualified_no"
    for oid, name in ((oids.QC_TYPE_SIGN, "for_signatures"), (oids.QC_TYPE_SEAL, "for_seals")):
        if oid in statements.types:
            yield name
    if statements.device:
        yield "on_device"


def _key(certificate: Certificate) -> str:
    bits = certificate.key_bits
    if certificate.key_kind is KeyKind.DSTU:
        return f"ДСТУ 4145 M{bits or '?'}, {certificate.key_name}"
    if certificate.key_kind is KeyKind.EC:
        return f"ECDSA {certificate.key_name}"
    return f"RSA-{bits}" if certificate.key_kind is KeyKind.RSA else "?"
