"""The extensions of a qualified certificate in the Ukrainian profile, for authorities that issue test ones."""

from __future__ import annotations

from asn1crypto import core
from cryptography import x509
from cryptography.x509.oid import ObjectIdentifier

from cabinet.qes import oids

__all__ = ["qualified_extensions"]


class _Attribute(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [("type", core.ObjectIdentifier), ("values", core.SetOf, {"spec": core.PrintableString})]


class _Attributes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Attribute


class _Statement(core.Sequence):  # type: ignore[misc]
    _fields = [("id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class _Statements(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Statement


class _Types(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.ObjectIdentifier


def qualified_extensions(
    rnokpp: str | None,
    edrpou: str | None,
    *,
    unzr: str | None = None,
    seal: bool = False,
    qualified: bool = True,
    device: bool = False,
) -> list[tuple[x509.ExtensionType, bool]]:
    """Return ``(extension, critical)`` pairs: subjectDirectoryAttributes, qcStatements, policy.

    ``qualified`` False leaves the qcStatements and the policy out; ``device`` adds QcSSCD.
    """
    found: list[tuple[x509.ExtensionType, bool]] = []
    attributes = [
        {"type": name, "values": [value]}
        for name, value in ((oids.DRFO, rnokpp), (oids.EDRPOU, edrpou), (oids.UNZR, unzr))
        if value is not None
    ]
    if attributes:
        found.append(_raw(oids.SUBJECT_DIRECTORY_ATTRIBUTES, _Attributes(attributes).dump()))
    if qualified:
        kind = oids.QC_TYPE_SEAL if seal else oids.QC_TYPE_SIGN
        statements = _Statements(
            [
                {"id": oids.QC_COMPLIANCE},
                {"id": oids.QC_NATIONAL},
                {"id": oids.QC_TYPE, "info": core.Any(_Types([kind]))},
                *([{"id": oids.QC_SSCD}] if device else []),
            ]
        )
        found.append(_raw(oids.QC_STATEMENTS, statements.dump()))
        policy = x509.PolicyInformation(ObjectIdentifier(oids.QUALIFIED_POLICY), None)
        found.append((x509.CertificatePolicies([policy]), False))
    return found


def _raw(name: str, value: bytes) -> tuple[x509.ExtensionType, bool]:
    return x509.UnrecognizedExtension(ObjectIdentifier(name), value), False
