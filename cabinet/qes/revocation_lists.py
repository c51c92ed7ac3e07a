"""The road of lists: full and delta together, then OpenSSL's opinion of the same (RFC 5280 §6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate
from cabinet.qes.chain import openssl_opinion
from cabinet.qes.crl import RevocationList
from cabinet.qes.revocation_words import RevocationEvidence, Road, no_answer, revoked, unavailable

__all__ = ["check_by_lists"]

_URLS: Final = 2
"""How many addresses of one kind are tried: whoever wrote them must not make the server wait for long."""


def check_by_lists(path: Sequence[Certificate], answers: Answers, now: datetime) -> tuple[RevocationEvidence, ...]:
    """Check the first certificate of a path by the lists of the second.

    A certificate that names a delta needs it: the full list alone may be a week old, so it counts alone only while it
    is fresh. Whatever a genuine list in its term says about a *revoked* certificate is final, even where the two lists
    do not fit together.

    Raises:
        KnownError: ``CERT_REVOKED``, or ``REVOCATION_UNAVAILABLE`` or ``REVOCATION_UNSUPPORTED`` with what each address
            said.
    """
    subject, issuer = path[0], path[1]
    said: list[KnownError] = []
    delta = _first(subject, issuer, subject.delta_crl_urls, answers, now, said, delta=True)
    if delta is not None:
        _refuse_revoked(subject, delta, Road.DELTA)
    full = _kept(subject, issuer, delta, answers, now)
    if full is None:
        full = _first(subject, issuer, subject.crl_urls, answers, now, said, delta=False)
    if full is None:
        raise no_answer(said, "no address of a list")
    if delta is None and not subject.delta_crl_urls:
        delta = _first(subject, issuer, full.delta_urls, answers, now, said, delta=True)
        if delta is not None:
            _refuse_revoked(subject, delta, Road.DELTA)
    used = _together(subject, full, delta, answers, now, said)
    newest = used[-1].entry(subject.serial)
    if newest is None or not newest.removed:
        _refuse_revoked(subject, full, Road.CRL)
    _second_opinion(path, used, now)
    return tuple(
        RevocationEvidence(
            subject.sha256, Road.CRL if one.base is None else Road.DELTA, one.this_update, one.next_update, one.issuer,
            one.sha256,
        )
        for one in used
    )  # fmt: skip


def _first(
    subject: Certificate,
    issuer: Certificate,
    urls: Sequence[str],
    answers: Answers,
    now: datetime,
    said: list[KnownError],
    *,
    delta: bool,
) -> RevocationList | None:
    """Return the first list to be had that is about such certificates."""
    for url in urls[:_URLS]:
        try:
            found = answers.newest(url, issuer, now, delta=delta)
            if found.covers(subject):
                return found
            said.append(unavailable(f"{url}: not about this certificate"))
        except KnownError as error:
            said.append(KnownError(error.code, f"{url}: {error.detail or error.code}"))
    return None


def _kept(
    subject: Certificate, issuer: Certificate, delta: RevocationList | None, answers: Answers, now: datetime
) -> RevocationList | None:
    """Return a full list at hand that this delta continues: nothing newer could be said by fetching it again."""
    if delta is None:
        return None
    for url in subject.crl_urls[:_URLS]:
        held = answers.kept(url, issuer, now, delta=False)
        if held is not None and held.covers(subject) and delta.continues(held):
            return held
    return None


def _together(
    subject: Certificate,
    full: RevocationList,
    delta: RevocationList | None,
    answers: Answers,
    now: datetime,
    said: list[KnownError],
) -> tuple[RevocationList, ...]:
    """Return the lists that are one complete answer, the newest last."""
    if delta is not None and delta.continues(full):
        return full, delta
    if delta is not None and full.number is not None and (delta.number or full.number + 1) <= full.number:
        return (full,)
    if not subject.delta_crl_urls and not full.delta_urls:
        return (full,)
    if full.this_update >= now - answers.policy.fresh:
        return (full,)
    _refuse_revoked(subject, full, Road.CRL)
    if delta is not None:
        said.append(unavailable(f"the delta {delta.number} on {delta.base} does not continue the list {full.number}"))
    raise no_answer(said)


def _refuse_revoked(subject: Certificate, found: RevocationList, road: Road) -> None:
    entry = found.entry(subject.serial)
    if entry is not None and not entry.removed:
        raise revoked(subject, entry.since, entry.reason, road)


def _second_opinion(path: Sequence[Certificate], used: Sequence[RevocationList], now: datetime) -> None:
    """OpenSSL knows no tolerance for clocks, so it is asked at the list's own beginning where that is still to come."""
    at = max(now, *(one.this_update for one in used))
    try:
        openssl_opinion(path, at, [one.der for one in used])
    except KnownError as error:
        if error.code == "CERT_REVOKED":
            raise
        raise unavailable(f"openssl: {error.detail}") from error
