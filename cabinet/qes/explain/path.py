"""From a certificate to the trusted list: the path, the entry it ends in, how each link stood, and why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate
from cabinet.qes.chain import build_path, issued
from cabinet.qes.explain.algorithms import is_weak_signature
from cabinet.qes.explain.report import Link, Listing, Moment, Standing
from cabinet.qes.explain.standing import standing_of
from cabinet.qes.explain.values import Embedded
from cabinet.qes.trust import TrustSource
from cabinet.qes.trusted_list.trust import TrustedListTrust
from cabinet.qes.trusted_list.uris import Kind

__all__ = ["Asking", "Walked", "walk"]

_LONGEST: Final = 3
_TRIED: Final = 8


@dataclass(frozen=True)
class Asking:
    """What a judgement stands on: the lists, today's services (None offline), and the present."""

    trust: TrustedListTrust
    answers: Answers | None
    now: datetime


@dataclass(frozen=True)
class Walked:
    """The links, signer first, as far as they are known; the entry; what stands against it."""

    links: tuple[Link, ...]
    listing: Listing | None
    problems: tuple[KnownError, ...]


def walk(
    certificate: Certificate,
    embedded: Embedded,
    source: TrustSource,
    moment: Moment,
    asking: Asking,
    fit: Callable[[Certificate], None],
    kind: Kind,
    *,
    listed: bool = False,
) -> Walked:
    """Find and check a path to a service of a ``kind``.

    ``fit`` looks at the first certificate and raises; ``listed`` lets it stand in the list itself, as authorities of
    time do.
    """
    problems: list[KnownError] = []
    anchors: Sequence[Certificate] = ()
    try:
        anchors = source.anchors(moment.at)
    except KnownError as error:
        problems.append(error)
    path = _find(certificate, embedded.authorities(), anchors, listed=listed)
    ends = path[-1] in anchors
    if not problems:
        between = [c.der for c in path[1 : -1 if ends else None]]
        try:
            build_path(certificate, between, source, moment.at, fit, listed=listed)
        except KnownError as error:
            problems.append(error)
    problems += _weak(path, anchored=ends)
    if not ends:
        # Nobody is asked about it: anybody may have made such a path, and the addresses in it.
        return Walked(tuple(Link(each, Standing.UNASKED) for each in path), None, tuple(problems))
    links = _standings(path, moment, embedded, asking)
    problems += [problem for link in links if (problem := _against(link)) is not None]
    return Walked(links, _listing(path[-1], kind, moment.at, asking.trust), tuple(problems))


def _find(
    certificate: Certificate, pool: Sequence[Certificate], anchors: Sequence[Certificate], *, listed: bool
) -> list[Certificate]:
    """Return the path as far as it goes; only what is part of it, since a file may carry anything."""
    path = [certificate]
    while not (listed and path[-1] in anchors) and len(path) <= _LONGEST:
        # Names first: a signature by DSTU takes some ten milliseconds, and a file may carry dozens of one name.
        named = [c for c in pool if c not in path and _is_named(c, path[-1])][:_TRIED]
        above = next((c for c in (*anchors, *named) if c not in path and issued(c, path[-1])), None)
        if above is None:
            break
        path.append(above)
        if above in anchors:
            break
    return path


def _is_named(issuer: Certificate, subject: Certificate) -> bool:
    return _names(subject.der)[0] == _names(issuer.der)[1]


@lru_cache(maxsize=256)
def _names(der: bytes) -> tuple[bytes, bytes]:
    """Return issuer and subject of a certificate that was read before."""
    tbs = asn1.Certificate.load(der)["tbs_certificate"]
    return tbs["issuer"].dump(), tbs["subject"].dump()


def _weak(path: Sequence[Certificate], *, anchored: bool) -> list[KnownError]:
    """An anchor is trusted for standing in the list, whoever signed it and however."""
    found = [name for each in (path[:-1] if anchored else path) if (name := is_weak_signature(each.der))]
    return [KnownError("WEAK_ALGORITHM", f"a certificate of the path: {found[0]}")] if found else []


def _standings(
    path: Sequence[Certificate], moment: Moment, embedded: Embedded, asking: Asking
) -> tuple[Link, ...]:  # fmt: skip
    links = [
        standing_of(subject, issuer, moment, embedded, asking.answers, asking.now) for subject, issuer in pairwise(path)
    ]
    return (*links, Link(path[-1], Standing.ANCHOR))


def _against(link: Link) -> KnownError | None:
    if link.standing is Standing.REVOKED and link.revoked is not None:
        return KnownError(
            "CERT_REVOKED",
            link.certificate.sha256,
            since=link.revoked.date().isoformat(),
            moment=link.revoked.isoformat(),
            reason=link.reason,
        )
    if link.standing is Standing.OFFLINE:
        return KnownError("REVOCATION_OFFLINE", link.certificate.sha256)
    if link.standing is Standing.UNSUPPORTED:
        return KnownError("REVOCATION_UNSUPPORTED", link.detail)
    if link.standing is Standing.UNKNOWN:
        return KnownError("REVOCATION_UNAVAILABLE", link.detail)
    return None


def _listing(anchor: Certificate, kind: Kind, at: datetime, trust: TrustedListTrust) -> Listing | None:
    """Return the entry that made it count; a certificate may stand in several."""
    found = [Listing(source, service, service.at(at)) for source, service in trust.services_of(anchor)]
    return next((each for each in found if each.period is not None and each.period.kind is kind), None)
