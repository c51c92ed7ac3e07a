"""Reading a certificate as the law reads it: whose it is, what for, how long, from whom.

Parsing is by asn1crypto, which also lets DSTU certificates through (``dstu.key`` reads their key).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Final

from asn1crypto import core
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.algorithms import CURVES, EC_KEY, PSS, RSA_KEY
from cabinet.qes.dstu.key import digest_name, read_curve
from cabinet.qes.elements import Encoded, check_bounds, dotted, inside
from cabinet.qes.identifiers import Identifier, read_identifiers
from cabinet.qes.qc_statements import QcStatements, read_qc_statements
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["MAX_CERTIFICATE", "Certificate", "KeyKind", "Profile", "read_certificate"]

MAX_CERTIFICATE: Final = 16 * 1024
"""Bytes; the largest one met has some three thousand."""
_OID = 6
_KNOWN_CRITICAL = {
    "key_usage", "basic_constraints", "extended_key_usage", "certificate_policies", "qc_statements",
    "crl_distribution_points", "authority_key_identifier", "name_constraints", "policy_constraints",
    "subject_alt_name",
    oids.QC_STATEMENTS,  # asn1crypto has no name for it, until another library of the process gives one
}  # fmt: skip


class KeyKind(Enum):
    """Kind of a certificate's public key."""

    EC = "ec"
    RSA = "rsa"
    DSTU = "dstu"
    OTHER = "other"


class Profile(Enum):
    """Which family of qualified certificates this one is of, as issued in Ukraine."""

    NATIONAL = "national"
    INTERNATIONAL = "international"


@dataclass(frozen=True)
class Certificate(Encoded):
    """What a certificate says. ``usages`` as RFC 5280 names in snake case; empty tuple when there is no extension.

    ``rnokpp`` is the person's code, ``edrpou`` the company's, ``identifiers`` every code with its kind and place;
    ``conflict`` names the one that two places give differently. ``key_bits`` is the size of the modulus or field, 0
    where the curve is not a known one; ``key_name`` is the curve of an EC key for people, and of a DSTU key the hash
    that it is named with, empty for others.
    ``path_length`` is the number of authorities that may follow this one; ``constrained`` says that it limits names or
    policies. ``device_evidence`` says by what the key is known to live in a protected device (QSCD), None without any.
    """

    subject: str
    issuer: str
    common_name: str
    organisation: str
    title: str
    rnokpp: str | None
    edrpou: str | None
    unzr: str | None
    conflict: str | None
    identifiers: tuple[Identifier, ...]
    key_kind: KeyKind
    key_bits: int
    key_name: str
    usages: frozenset[str]
    ekus: frozenset[str]
    is_ca: bool
    path_length: int | None
    constrained: bool
    is_seal: bool
    statements: QcStatements
    policies: tuple[str, ...]
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
    def profile(self) -> Profile:
        """The national profile is DSTU's; P-256 and RSA follow the international one."""
        return Profile.NATIONAL if self.key_kind is KeyKind.DSTU else Profile.INTERNATIONAL

    @property
    def qualified(self) -> bool:
        """Whether it says of itself that it is a qualified certificate."""
        return self.statements.qualified

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
    if not 0 < len(der) <= MAX_CERTIFICATE:
        raise KnownError("CERTIFICATE_UNREADABLE", "size")
    try:
        return _read(der)
    except UNREADABLE as error:
        raise KnownError("CERTIFICATE_UNREADABLE", f"{type(error).__name__}") from error


def _read(der: bytes) -> Certificate:
    check_bounds(der)
    parsed = asn1.Certificate.load(der, strict=True)
    tbs = parsed["tbs_certificate"]
    subject = _names(tbs["subject"])
    found = read_identifiers(_directory_attributes(parsed), subject)
    statements = _qc_statements(parsed)
    ekus = frozenset(parsed.extended_key_usage_value.native or ()) if parsed.extended_key_usage_value else frozenset()
    dotted = frozenset(e.dotted for e in parsed.extended_key_usage_value) if ekus else frozenset()
    kind, bits, digest = _key(tbs)
    constraints = parsed.basic_constraints_value
    usage = parsed.key_usage_value
    device = next((oids.DEVICES.get(e, e) for e in sorted(dotted) if e.startswith(oids.DEVICE_ARCS)), None)
    company_only = found.company is not None and found.person is None and found.conflict is None
    return Certificate(
        der=der,
        subject=_line(subject),
        issuer=_names(tbs["issuer"]).get("common_name", ""),
        common_name=subject.get("common_name", ""),
        organisation=subject.get("organization_name", ""),
        title=subject.get("title", ""),
        rnokpp=found.person,
        edrpou=found.company,
        unzr=found.unzr,
        conflict=found.conflict,
        identifiers=found.found,
        key_kind=kind,
        key_bits=bits,
        key_name=digest,
        # Bits past the ninth have numbers instead of names (seen in old Ukrainian certificates).
        usages=frozenset(u for u in usage.native if isinstance(u, str)) if usage is not None else frozenset(),
        ekus=dotted,
        is_ca=bool(constraints is not None and constraints["ca"].native),
        path_length=constraints["path_len_constraint"].native if constraints is not None else None,
        constrained=parsed.name_constraints_value is not None or parsed.policy_constraints_value is not None,
        is_seal=oids.EKU_SEAL in dotted or oids.QC_TYPE_SEAL in statements.types or company_only,
        statements=statements,
        policies=_policies(parsed),
        device_evidence="QcSSCD" if statements.device else device,
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


def _qc_statements(parsed: asn1.Certificate) -> QcStatements:
    for extension in parsed["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == oids.QC_STATEMENTS:
            return read_qc_statements(extension["extn_value"].contents)
    return QcStatements()


def _policies(parsed: asn1.Certificate) -> tuple[str, ...]:
    policies = parsed.certificate_policies_value
    return tuple(policy["policy_identifier"].dotted for policy in policies) if policies is not None else ()


def _access(parsed: asn1.Certificate, method: str) -> tuple[str, ...]:
    """Return the addresses of authorityInfoAccess for one method (RFC 5280 §4.2.2.1)."""
    return tuple(
        d["access_location"].native
        for d in parsed.authority_information_access_value or ()
        if d["access_method"].native == method and d["access_location"].name == "uniform_resource_identifier"
    )


def _key(tbs: asn1.TbsCertificate) -> tuple[KeyKind, int, str]:
    """Return kind, size, and the name of its curve or hash."""
    info = tbs["subject_public_key_info"]
    digest = digest_name(info.dump())
    if digest:
        try:
            return KeyKind.DSTU, read_curve(info.dump()).degree, digest
        except KnownError:
            return KeyKind.DSTU, 0, digest
    algorithm, *parameters = inside(inside(info.dump())[0].der)
    if dotted(algorithm) == EC_KEY:
        # A curve that is written out in full is none of the table's, whatever its numbers are.
        curve = CURVES.get(dotted(parameters[0])) if parameters and parameters[0].universal(_OID) else None
        return (KeyKind.EC, curve.bits, curve.title) if curve is not None else (KeyKind.OTHER, 0, "")
    if dotted(algorithm) in {RSA_KEY, PSS}:
        modulus: int = info["public_key"].parsed["modulus"].native
        return KeyKind.RSA, modulus.bit_length(), ""
    return KeyKind.OTHER, 0, ""
