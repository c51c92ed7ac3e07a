"""Reading a certificate as the law reads it: whose it is, what for, how long, from whom.

Parsing is by asn1crypto, which also lets DSTU certificates through (``dstu.key`` reads their key). Identifiers
follow one rule: subjectDirectoryAttributes first, then ``serialNumber`` only with ``TINUA-``, then
``organizationIdentifier`` only with ``NTRUA-``; two sources that differ are a conflict, not a choice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from asn1crypto import core
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.dstu.key import is_dstu, read_curve

__all__ = ["Certificate", "KeyKind", "read_certificate"]

_MAX = 16 * 1024
_KNOWN_CRITICAL = {
    "key_usage", "basic_constraints", "extended_key_usage", "certificate_policies", "qc_statements",
    "crl_distribution_points", "authority_key_identifier", "name_constraints", "policy_constraints",
    oids.QC_STATEMENTS,  # asn1crypto has no name for it, until another library of the process gives one
}  # fmt: skip


class KeyKind(Enum):
    """Kind of a certificate's public key."""

    EC = "ec"
    RSA = "rsa"
    DSTU = "dstu"
    OTHER = "other"


@dataclass(frozen=True)
class Certificate:
    """What a certificate says. ``usages`` as RFC 5280 names in snake case; empty tuple when there is no extension.

    ``key_bits`` is the size of the modulus or field, 0 where the curve is not a known one.
    ``path_length`` is the number of authorities that may follow this one; ``constrained`` says that it limits names or
    policies. ``conflict`` names an identifier that two places of the certificate give differently.
    """

    der: bytes
    subject: str
    issuer: str
    common_name: str
    organisation: str
    title: str
    rnokpp: str | None
    edrpou: str | None
    unzr: str | None
    conflict: str | None
    key_kind: KeyKind
    key_bits: int
    usages: frozenset[str]
    ekus: frozenset[str]
    is_ca: bool
    path_length: int | None
    constrained: bool
    is_seal: bool
    qualified: bool
    device_evidence: str | None
    unknown_critical: str | None
    not_before: datetime
    not_after: datetime
    serial: int
    crl_urls: tuple[str, ...]
    ocsp_urls: tuple[str, ...]
    ca_issuer_urls: tuple[str, ...]
    delta_crl_urls: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """SHA-256 of the DER, hex."""
        return hashlib.sha256(self.der).hexdigest()

    @property
    def signs(self) -> bool:
        """Whether the key may sign for a person: non-repudiation alone is a normal key of Дія."""
        return not self.usages or bool(self.usages & {"digital_signature", "non_repudiation"})


@lru_cache(maxsize=256)
def read_certificate(der: bytes) -> Certificate:
    """Read a certificate.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE`` for whatever is not one.
    """
    if not 0 < len(der) <= _MAX:
        raise KnownError("CERTIFICATE_UNREADABLE", "size")
    try:
        return _read(der)
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise KnownError("CERTIFICATE_UNREADABLE", f"{type(error).__name__}") from error


def _read(der: bytes) -> Certificate:
    parsed = asn1.Certificate.load(der, strict=True)
    tbs = parsed["tbs_certificate"]
    subject = _names(tbs["subject"])
    directory = _directory_attributes(parsed)
    rnokpp, first = _identifier(directory.get(oids.DRFO), _after(subject, "serial_number", "TINUA-"))
    edrpou, second = _identifier(directory.get(oids.EDRPOU), _after(subject, "organization_identifier", "NTRUA-"))
    unzr, third = _identifier(directory.get(oids.UNZR), _after(subject, "serial_number", "PNOUA-"))
    conflict = "РНОКПП" if first else "ЄДРПОУ" if second else "УНЗР" if third else None
    statements, types = _qc_statements(parsed)
    ekus = frozenset(parsed.extended_key_usage_value.native or ()) if parsed.extended_key_usage_value else frozenset()
    dotted = frozenset(e.dotted for e in parsed.extended_key_usage_value) if ekus else frozenset()
    kind, bits = _key(tbs)
    constraints = parsed.basic_constraints_value
    usage = parsed.key_usage_value
    device = next((e for e in sorted(dotted) if e.startswith(oids.DEVICE_EKUS)), None)
    company_only = edrpou is not None and rnokpp is None and conflict is None
    return Certificate(
        der=der,
        subject=_line(subject),
        issuer=_names(tbs["issuer"]).get("common_name", ""),
        common_name=subject.get("common_name", ""),
        organisation=subject.get("organization_name", ""),
        title=subject.get("title", ""),
        rnokpp=rnokpp,
        edrpou=edrpou,
        unzr=unzr,
        conflict=conflict,
        key_kind=kind,
        key_bits=bits,
        # Bits past the ninth have numbers instead of names (seen in old Ukrainian certificates).
        usages=frozenset(u for u in usage.native if isinstance(u, str)) if usage is not None else frozenset(),
        ekus=dotted,
        is_ca=bool(constraints is not None and constraints["ca"].native),
        path_length=constraints["path_len_constraint"].native if constraints is not None else None,
        constrained=parsed.name_constraints_value is not None or parsed.policy_constraints_value is not None,
        is_seal=oids.EKU_SEAL in dotted or oids.QC_TYPE_SEAL in types or company_only,
        qualified=oids.QC_COMPLIANCE in statements or oids.QC_NATIONAL in statements,
        device_evidence="QcSSCD" if oids.QC_SSCD in statements else device,
        unknown_critical=next((e for e in parsed.critical_extensions if e not in _KNOWN_CRITICAL), None),
        not_before=parsed.not_valid_before,
        not_after=parsed.not_valid_after,
        serial=parsed.serial_number,
        crl_urls=tuple(url for point in parsed.crl_distribution_points if (url := point.url) is not None),
        ocsp_urls=_access(parsed, "ocsp"),
        ca_issuer_urls=_access(parsed, "ca_issuers"),
        delta_crl_urls=tuple(url for point in parsed.delta_crl_distribution_points if (url := point.url) is not None),
    )


def _names(name: asn1.Name) -> dict[str, str]:
    found: dict[str, str] = {}
    for relative in name.chosen:
        for pair in relative:
            value = pair["value"].native
            found.setdefault(pair["type"].native, value if isinstance(value, str) else str(value))
    return found


def _line(subject: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in subject.items())


def _after(subject: dict[str, str], name: str, prefix: str) -> str | None:
    value = subject.get(name, "")
    return value.removeprefix(prefix) if value.startswith(prefix) else None


def _identifier(first: str | None, second: str | None) -> tuple[str | None, bool]:
    """Return the value and whether the two places disagree."""
    if first is not None and second is not None and first != second:
        return None, True
    return first if first is not None else second, False


def _directory_attributes(parsed: asn1.Certificate) -> dict[str, str]:
    values: dict[str, str] = {}
    for extension in parsed["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted != oids.SUBJECT_DIRECTORY_ATTRIBUTES:
            continue
        for attribute in core.SequenceOf.load(extension["extn_value"].contents, spec=core.Any, strict=True):
            pair = core.Sequence.load(attribute.dump())
            name = core.ObjectIdentifier.load(pair[0].dump()).dotted
            texts = [_text(value) for value in core.SetOf.load(pair[1].dump(), spec=core.Any)]
            if texts and (values.setdefault(name, texts[0]) != texts[0] or len(set(texts)) > 1):
                raise ValueError("an attribute given twice")
    return values


def _text(value: core.Any) -> str:
    native = core.load(value.dump()).native
    return re.sub(r"\s+", "", native) if isinstance(native, str) else ""


def _qc_statements(parsed: asn1.Certificate) -> tuple[set[str], set[str]]:
    statements: set[str] = set()
    types: set[str] = set()
    for extension in parsed["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted != oids.QC_STATEMENTS:
            continue
        for statement in core.SequenceOf.load(extension["extn_value"].contents, spec=core.Any, strict=True):
            pair = core.Sequence.load(statement.dump())
            name = core.ObjectIdentifier.load(pair[0].dump()).dotted
            statements.add(name)
            if name == oids.QC_TYPE and len(pair) > 1:
                types |= {
                    core.ObjectIdentifier.load(t.dump()).dotted
                    for t in core.SequenceOf.load(pair[1].dump(), spec=core.Any)
                }
    return statements, types


def _access(parsed: asn1.Certificate, method: str) -> tuple[str, ...]:
    """Return the addresses of authorityInfoAccess for one method (RFC 5280 §4.2.2.1)."""
    return tuple(
        d["access_location"].native
        for d in parsed.authority_information_access_value or ()
        if d["access_method"].native == method and d["access_location"].name == "uniform_resource_identifier"
    )


def _key(tbs: asn1.TbsCertificate) -> tuple[KeyKind, int]:
    info = tbs["subject_public_key_info"]
    if is_dstu(info.dump()):
        try:
            return KeyKind.DSTU, read_curve(info.dump()).degree
        except KnownError:
            return KeyKind.DSTU, 0
    algorithm = info["algorithm"]["algorithm"].dotted
    if algorithm == "1.2.840.10045.2.1":
        curve = info["algorithm"]["parameters"].native
        bits = {"secp256r1": 256, "secp384r1": 384, "secp521r1": 521}.get(curve if isinstance(curve, str) else "", 0)
        return (KeyKind.EC, bits) if bits else (KeyKind.OTHER, 0)
    if algorithm == "1.2.840.113549.1.1.1":
        modulus: int = info["public_key"].parsed["modulus"].native
        return KeyKind.RSA, modulus.bit_length()
    return KeyKind.OTHER, 0
