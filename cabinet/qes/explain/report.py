"""What an explanation consists of: values only. Words are put to them by whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme
from cabinet.qes.certificate import Certificate
from cabinet.qes.explain.attributes import Level
from cabinet.qes.revocation_words import RevocationEvidence
from cabinet.qes.trusted_list.distrust import Distrust
from cabinet.qes.trusted_list.model import Period, Service, TrustedList

__all__ = [
    "Basis",
    "Explanation",
    "Indication",
    "Link",
    "Listing",
    "Moment",
    "Note",
    "SignerReport",
    "Stamp",
    "Standing",
    "Verdict",
]


class Verdict(StrEnum):
    """What a signature is worth, the best first. A file is worth as much as the worst of its signers."""

    VALID = "valid"
    VALID_AT = "valid-at"
    """At a moment of the past, that a time-stamp proves or that the person named."""
    UNKNOWN = "unknown"
    INVALID = "invalid"


class Indication(StrEnum):
    """The three words of ETSI EN 319 102-1 §5.1.3."""

    PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    FAILED = "TOTAL-FAILED"


class Basis(StrEnum):
    """Why a signature is judged at this moment."""

    NOW = "now"
    STAMP = "stamp"
    GIVEN = "given"


class Standing(StrEnum):
    """Whether a certificate of the path was revoked at the moment."""

    ANCHOR = "anchor"
    """It stands in the trusted list itself: whether it counts the list says."""
    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    UNSUPPORTED = "unsupported"
    """The answers are signed by an algorithm that is not known here."""
    OFFLINE = "offline"
    UNASKED = "unasked"
    """The path ends in no trusted list, so nobody is asked."""


class Note(StrEnum):
    """What else a reader should know; none of it changes the verdict."""

    CLAIMED_TIME = "claimed-time"
    NAMED_BY_SHA1 = "named-by-sha1"
    ARCHIVE_UNCHECKED = "archive-unchecked"
    COUNTERSIGNED = "countersigned"
    ID_CONFLICT = "id-conflict"
    WITHDRAWN_SINCE = "withdrawn-since"
    TEST_LIST = "test-list"
    BYTES_AFTER = "bytes-after"
    """More bytes follow the signature in its file; nobody signed them."""


@dataclass(frozen=True)
class Moment:
    """When a signature is judged, and why then."""

    at: datetime
    basis: Basis


@dataclass(frozen=True)
class Link:
    """One certificate of the path, and how it stood.

    ``evidence`` is the answer that was believed, ``embedded`` whether it came along with the signature. ``revoked`` is
    since when, also where that is after the moment; ``reason`` by its name in RFC 5280. ``detail`` is what each road
    said where no answer could be believed.
    """

    certificate: Certificate
    standing: Standing
    evidence: RevocationEvidence | None = None
    embedded: bool = False
    revoked: datetime | None = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Listing:
    """The entry of a trusted list that a path ends in: the list, the service, and what held at the moment."""

    source: TrustedList
    service: Service
    period: Period | None


@dataclass(frozen=True)
class Stamp:
    """A time-stamp: over the signature, or over the content (``over_content``).

    ``at`` is what it says, None where it cannot be read. It is believed where there is no ``problem``.
    """

    over_content: bool
    at: datetime | None
    authority: Certificate | None
    links: tuple[Link, ...] = ()
    listing: Listing | None = None
    problem: KnownError | None = None


@dataclass(frozen=True)
class SignerReport:
    """All that is known of one signer. ``problems`` are reasons against, the weightiest first.

    ``intact``: the signature fits the content; None where that could not be told. ``distrust`` says why the trusted
    list does not count the issuer. ``sub`` is the sub-indication of EN 319 102-1.
    """

    verdict: Verdict
    indication: Indication
    sub: str
    level: Level
    intact: bool | None
    scheme: Scheme | None
    certificate: Certificate | None
    claimed: datetime | None
    moment: Moment
    links: tuple[Link, ...] = ()
    listing: Listing | None = None
    distrust: Distrust | None = None
    stamps: tuple[Stamp, ...] = ()
    problems: tuple[KnownError, ...] = ()
    notes: frozenset[Note] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Explanation:
    """A whole file. ``attached``: it holds its content. ``now`` is when it was judged; ``online`` whether asked."""

    verdict: Verdict
    attached: bool
    content_size: int | None
    signers: tuple[SignerReport, ...]
    now: datetime
    online: bool
    lists: int
