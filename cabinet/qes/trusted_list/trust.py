"""Trusted lists as sources of trust: whose certificates count at a moment, and if not, why.

An issuer's service counts for people's signatures at a moment if, by the period that the moment falls into, it issues
qualified certificates, is granted, and is for signatures. An entry that names no purpose at all said enough before
eIDAS (1 July 2016), when qualified certificates were for signatures alone; since then silence is not consent, and in
the Ukrainian list it never was. Where two entries speak of one certificate and one of them is no longer granted, the
certificate does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.trust import TrustSource
from cabinet.qes.trusted_list.distrust import Distrust, Reason
from cabinet.qes.trusted_list.hosts import hosts_of
from cabinet.qes.trusted_list.model import Period, Service, TrustedList
from cabinet.qes.trusted_list.uris import Kind, Purpose, Status

__all__ = ["EIDAS", "TrustedListTrust"]

EIDAS: Final = datetime(2016, 6, 30, 22, 0, tzinfo=UTC)
"""From here on Regulation (EU) 910/2014 applies to trust services: 1 July 2016 in Brussels."""
_LANGUAGE: Final = "uk"
_UKRAINE: Final = "UA"


@dataclass(frozen=True)
class _Entry:
    """One certificate of one service of one list."""

    certificate: Certificate
    service: Service
    source: TrustedList


class TrustedListTrust:
    """Issuers of people's certificates in one or more verified lists (Ukraine publishes one a family of algorithms).

    The lists are values: whoever holds them takes new ones in time. A list past its next update counts for no moment
    from then on; for earlier moments it is history.
    """

    def __init__(self, *lists: TrustedList) -> None:
        self._lists = lists
        self._entries = tuple(_entries(lists))

    @property
    def lists(self) -> tuple[TrustedList, ...]:
        """The lists that this trust stands on."""
        return self._lists

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return the certificates of issuers that count for people's signatures at that moment.

        Raises:
            KnownError: ``TRUSTED_LIST_EXPIRED`` when no list is in its term.
        """
        return self._issuers(now, Purpose.SIGNATURES)

    def seals(self) -> TrustSource:
        """Return the issuers of certificates for companies' seals."""
        return _Seals(self._issuers)

    def stamps(self) -> TrustSource:
        """Return the services that stamp time: their own certificates, or those of their issuers."""
        return _Stamps(self._granted)

    def hosts(self) -> frozenset[str]:
        """Return every host that the lists name; see ``hosts``."""
        return hosts_of(service for each in self._lists for service in each.services)

    def services_of(self, certificate: Certificate) -> tuple[tuple[TrustedList, Service], ...]:
        """Return the entries that hold this certificate, each with its list, whatever their status."""
        return tuple((e.source, e.service) for e in self._entries if e.certificate.der == certificate.der)

    def why_not(
        self, certificate: Certificate, now: datetime, purpose: Purpose = Purpose.SIGNATURES
    ) -> Distrust | None:
        """Return why the issuer that a certificate names does not count at a moment; None if it does.

        ``purpose`` is what the certificate is for. Names are compared, signatures are not.
        """
        issuer = asn1.Certificate.load(certificate.der)["tbs_certificate"]["issuer"].dump()
        about = [entry for entry in self._entries if _subject(entry.certificate) == issuer]
        if not about:
            return Distrust(Reason.UNKNOWN)
        current = [entry for entry in about if entry.source.in_term(now)]
        if not current:
            return Distrust(Reason.LIST_EXPIRED, _name(about[0]), about[0].source.head.next_update)
        reasons = [_why(entry, now, purpose) for entry in current]
        trusted = [entry for entry, reason in zip(current, reasons, strict=True) if reason is None]
        if any(entry.certificate in self._issuers(now, purpose) for entry in trusted):
            return None
        if trusted:
            return Distrust(Reason.CONTRADICTION, _name(trusted[0]))
        return next(reason for reason in sorted(filter(None, reasons), key=_nearness))

    def _issuers(self, now: datetime, purpose: Purpose) -> Sequence[Certificate]:
        return self._granted(
            now, lambda entry, period: entry.certificate.is_ca and _is_for(purpose, entry, period, now)
        )

    def _granted(self, moment: datetime, fits: Callable[[_Entry, Period], bool]) -> Sequence[Certificate]:
        if not any(each.in_term(moment) for each in self._lists):
            ends = [each.head.next_update for each in self._lists if each.head.next_update is not None]
            raise KnownError("TRUSTED_LIST_EXPIRED", until=max(ends).date().isoformat() if ends else "…")
        good: dict[bytes, Certificate] = {}
        bad: set[bytes] = set()
        for entry in self._entries:
            period = entry.service.at(moment)
            if not entry.source.in_term(moment) or period is None or not fits(entry, period):
                continue
            if period.understood and _is_granted(period, moment):
                good[entry.certificate.der] = entry.certificate
            else:
                bad.add(entry.certificate.der)
        return tuple(certificate for der, certificate in good.items() if der not in bad)


class _Seals:
    """Services of type CA/QC that are for seals, as a :class:`TrustSource`."""

    def __init__(self, issuers: Callable[[datetime, Purpose], Sequence[Certificate]]) -> None:
        self._issuers = issuers

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return their certificates at a moment.

        Raises:
            KnownError: ``TRUSTED_LIST_EXPIRED`` when no list is in its term.
        """
        return self._issuers(now, Purpose.SEALS)


class _Stamps:
    """Services of type TSA/QTST as a :class:`TrustSource`."""

    def __init__(self, granted: Callable[[datetime, Callable[[_Entry, Period], bool]], Sequence[Certificate]]) -> None:
        self._granted = granted

    def anchors(self, now: datetime) -> Sequence[Certificate]:
        """Return their certificates at a moment, which most often are those that sign the stamps.

        Raises:
            KnownError: ``TRUSTED_LIST_EXPIRED`` when no list is in its term.
        """
        return self._granted(now, lambda _, period: period.kind is Kind.STAMPS)


def _entries(lists: Sequence[TrustedList]) -> Iterator[_Entry]:
    for source in lists:
        for service in source.services:
            for der in service.certificates:
                try:
                    yield _Entry(read_certificate(der), service, source)
                except KnownError:
                    # One that we cannot read is nobody's anchor; the rest of the list holds.
                    continue


def _is_for(purpose: Purpose, entry: _Entry, period: Period, moment: datetime) -> bool:
    if period.kind is not Kind.CERTIFICATES:
        return False
    if period.purposes:
        return purpose in period.purposes
    return purpose is Purpose.SIGNATURES and entry.source.territory != _UKRAINE and moment < EIDAS


def _is_granted(period: Period, moment: datetime) -> bool:
    return period.status is Status.GRANTED or (period.status is Status.EARLIER and moment < EIDAS)


def _why(entry: _Entry, moment: datetime, purpose: Purpose) -> Distrust | None:
    period = entry.service.at(moment)
    name = _name(entry)
    if period is None:
        return Distrust(Reason.NOT_YET, name, entry.service.periods[-1].since)
    if period.kind is not Kind.CERTIFICATES or not entry.certificate.is_ca:
        return Distrust(Reason.OTHER_SERVICE, name)
    if not _is_granted(period, moment):
        return Distrust(Reason.WITHDRAWN, name, period.since)
    if not _is_for(purpose, entry, period, moment):
        return Distrust(Reason.NOT_FOR_SEALS if purpose is Purpose.SEALS else Reason.NOT_FOR_SIGNATURES, name)
    return None if period.understood else Distrust(Reason.NOT_UNDERSTOOD, name)


def _nearness(distrust: Distrust) -> int:
    """The nearer to being trusted, the more it tells."""
    order = (
        Reason.NOT_UNDERSTOOD, Reason.NOT_FOR_SIGNATURES, Reason.NOT_FOR_SEALS, Reason.WITHDRAWN, Reason.NOT_YET,
        Reason.OTHER_SERVICE,
    )  # fmt: skip
    return order.index(distrust.reason)


def _name(entry: _Entry) -> str:
    return entry.service.name.of(_LANGUAGE)


def _subject(certificate: Certificate) -> bytes:
    return bytes(asn1.Certificate.load(certificate.der)["tbs_certificate"]["subject"].dump())
