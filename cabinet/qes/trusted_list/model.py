"""A trusted list as values: who publishes it, for how long it holds, and every service with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cabinet.qes.trusted_list.uris import KINDS, STATUSES, TEST_LIST, Kind, Purpose, Status

__all__ = ["Head", "Names", "Period", "Service", "TrustedList"]


@dataclass(frozen=True)
class Names:
    """One name in several languages, ``(("en", "…"), ("uk", "…"))``, in the order of the list."""

    texts: tuple[tuple[str, str], ...]

    def of(self, language: str) -> str:
        """Return the name in a language; English where it is missing, else the first."""
        known = dict(reversed(self.texts))
        return known.get(language) or known.get("en") or self.texts[0][1]


@dataclass(frozen=True)
class Period:
    """What held for a service from ``since`` on, until a newer period.

    ``qualifiers`` are the URIs of its Qualifications, whose criteria are not judged here. ``understood`` is False where
    a critical extension, or one that takes qualification away from some certificates, is beyond us.
    """

    type_uri: str
    status_uri: str
    since: datetime
    purposes: frozenset[Purpose] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    understood: bool = True

    @property
    def kind(self) -> Kind:
        """What the service did."""
        return KINDS.get(self.type_uri, Kind.OTHER)

    @property
    def status(self) -> Status:
        """Whether the state vouched for it."""
        return STATUSES.get(self.status_uri, Status.UNKNOWN)


@dataclass(frozen=True)
class Service:
    """One service of one provider.

    ``certificates`` are DER and may be of any algorithm; ``key_ids`` are subject key identifiers; ``periods`` are
    newest first, the current one included.
    """

    provider: Names
    name: Names
    certificates: tuple[bytes, ...]
    periods: tuple[Period, ...]
    key_ids: tuple[bytes, ...] = ()
    subject_names: tuple[str, ...] = ()
    supply_points: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What the service does now."""
        return self.periods[0].kind

    def at(self, moment: datetime) -> Period | None:
        """Return the period that a moment falls into; None before the first."""
        return next((period for period in self.periods if period.since <= moment), None)


@dataclass(frozen=True)
class Head:
    """What the list says of itself. ``next_update`` is None for a list that was closed for good."""

    version: int
    sequence: int
    kind: str
    operator: Names
    territory: str
    issued: datetime
    next_update: datetime | None
    distribution_points: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrustedList:
    """A list whose signature was verified; the digests are of the signed form and of the signer's certificate, hex."""

    head: Head
    services: tuple[Service, ...]
    content_sha256: str
    signer_sha256: str

    @property
    def sequence(self) -> int:
        """Number that grows with each issue."""
        return self.head.sequence

    @property
    def issued(self) -> datetime:
        """When it was issued."""
        return self.head.issued

    @property
    def territory(self) -> str:
        """Country, ``UA``."""
        return self.head.territory

    @property
    def kind(self) -> str:
        """URI of the TSLType."""
        return self.head.kind

    @property
    def is_test(self) -> bool:
        """Whether it is a test contour's, and proves nothing outside it."""
        return self.head.kind == TEST_LIST

    def in_term(self, now: datetime) -> bool:
        """Return whether its next update is still to come."""
        return self.head.next_update is not None and now < self.head.next_update
