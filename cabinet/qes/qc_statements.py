"""What a certificate says of its own quality: qcStatements (RFC 3739 §3.2.6, ETSI EN 319 412-5, Ukraine's own)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import core

from cabinet.qes import oids
from cabinet.qes.elements import inside

__all__ = ["QcStatements", "read_qc_statements"]


@dataclass(frozen=True)
class QcStatements:
    """``types`` are OIDs of QcType; ``countries`` whose law it is qualified by, empty for the EU's own.

    ``limit`` is a transaction limit as the certificate writes it ("UAH 1000000"); ``retention_years`` how long the
    authority keeps what it has checked; ``disclosure`` addresses of its statement (PDS); ``unknown`` OIDs that are
    not known here: statements inform, so they are shown and decide nothing.
    """

    compliance: bool = False
    national: bool = False
    device: bool = False
    types: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()
    limit: str = ""
    retention_years: int | None = None
    disclosure: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def qualified(self) -> bool:
        """Whether it calls itself qualified under the law of Ukraine or the EU."""
        foreign = bool(self.countries) and "UA" not in self.countries
        return self.national or (self.compliance and not foreign)


def read_qc_statements(value: bytes) -> QcStatements:
    """Read the extension's value, a SEQUENCE OF QCStatement.

    Raises:
        ValueError: it is not one.
    """
    names: set[str] = set()
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for statement in core.SequenceOf.load(value, spec=core.Any, strict=True):
        pair = core.Sequence.load(statement.dump())
        name = core.ObjectIdentifier.load(pair[0].dump()).dotted
        names.add(name)
        info = bytes(pair[1].dump()) if len(pair) > 1 else b""
        if name in _DECIDING:
            field, read = _DECIDING[name]
            found[field] = read(info)
        elif name in _INFORMING:
            field, read = _INFORMING[name]
            try:
                found[field] = read(info)
            except (ValueError, TypeError, KeyError, IndexError):
                # Old certificates write these in other forms; they decide nothing.
                unknown.append(name)
        elif name not in _PLAIN:
            unknown.append(name)
    return QcStatements(
        compliance=oids.QC_COMPLIANCE in names,
        national=oids.QC_NATIONAL in names,
        device=oids.QC_SSCD in names,
        unknown=tuple(unknown),
        **found,
    )


def _types(info: bytes) -> frozenset[str]:
    return frozenset(
        core.ObjectIdentifier.load(each.dump()).dotted for each in core.SequenceOf.load(info, spec=core.Any)
    )


def _countries(info: bytes) -> tuple[str, ...]:
    return tuple(str(core.load(each.dump()).native) for each in core.SequenceOf.load(info, spec=core.Any))


def _disclosure(info: bytes) -> tuple[str, ...]:
    places = core.SequenceOf.load(info, spec=core.Any)
    return tuple(str(core.load(core.Sequence.load(each.dump())[0].dump()).native) for each in places)


def _limit(info: bytes) -> str:
    currency, amount, exponent = (core.load(part.der).native for part in inside(info, 3))
    return f"{currency} {int(amount) * 10 ** int(exponent)}" if 0 <= int(exponent) <= _MOST_ZEROS else ""


def _years(info: bytes) -> int:
    return int(core.Integer.load(info).native)


_MOST_ZEROS = 12
_DECIDING: dict[str, tuple[str, Callable[[bytes], Any]]] = {
    oids.QC_TYPE: ("types", _types),
    oids.QC_LEGISLATION: ("countries", _countries),
}
_INFORMING: dict[str, tuple[str, Callable[[bytes], Any]]] = {
    oids.QC_DISCLOSURE: ("disclosure", _disclosure),
    oids.QC_LIMIT: ("limit", _limit),
    oids.QC_RETENTION: ("retention_years", _years),
}
_PLAIN = {oids.QC_COMPLIANCE, oids.QC_NATIONAL, oids.QC_SSCD, oids.QC_SEMANTICS}
