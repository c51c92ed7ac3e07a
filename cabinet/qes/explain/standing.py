"""How a certificate stood at a moment: by what came along with the signature, and by what its authority says today.

*Good today* means good then: what is revoked stays revoked. But an authority need not remember certificates whose term
is over, so of such a one today's *good* means nothing, and only an answer of that time counts. *Revoked later* is no
harm to a signature that is proven to be older.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from asn1crypto import ocsp

from cabinet.contract.errors import KnownError
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate
from cabinet.qes.chain import Chain
from cabinet.qes.crl import RevocationList, read_list
from cabinet.qes.elements import check_bounds
from cabinet.qes.explain.report import Basis, Link, Moment, Standing
from cabinet.qes.explain.values import Embedded
from cabinet.qes.ocsp import read_response
from cabinet.qes.ocsp_request import cert_id
from cabinet.qes.revocation import check_revocation
from cabinet.qes.revocation_words import RevocationEvidence, RevocationPolicy, Road, unavailable
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["standing_of"]

_OF_ANY_AGE: Final = RevocationPolicy(fresh=timedelta(days=36500))
_FRESH: Final = RevocationPolicy().fresh
_SKEW: Final = RevocationPolicy().skew
_Revoked = tuple[datetime, str]


def standing_of(
    subject: Certificate,
    issuer: Certificate,
    moment: Moment,
    embedded: Embedded,
    answers: Answers | None,
    now: datetime,
) -> Link:
    """Return the link of one certificate whose issuer is known; ``answers`` None asks nobody."""
    revoked: list[_Revoked] = []
    # All that came along is looked at, and one of it may say "revoked".
    carried = list(_carried(subject, issuer, embedded, now, revoked))
    good = next((each for each in carried if _speaks_for(each, subject, moment, now)), None)
    asked, failure = _asked(subject, issuer, answers, now, revoked)
    since, reason = min(revoked, default=(None, ""))
    link = Link(subject, Standing.UNKNOWN, revoked=since, reason=reason)
    if since is not None and since <= moment.at:
        return replace(link, standing=Standing.REVOKED)
    if since is not None:
        return replace(link, standing=Standing.GOOD)
    if asked is not None and now < subject.not_after:
        return replace(link, standing=Standing.GOOD, evidence=asked)
    if good is not None:
        return replace(link, standing=Standing.GOOD, evidence=good, embedded=True)
    if asked is not None:
        return replace(link, detail="the term is over, and today's answer does not speak of it")
    if answers is None or failure is None:
        return replace(link, standing=Standing.OFFLINE if answers is None else Standing.UNKNOWN)
    unsupported = failure.code == "REVOCATION_UNSUPPORTED"
    return replace(link, standing=Standing.UNSUPPORTED if unsupported else Standing.UNKNOWN, detail=failure.detail)


def _asked(
    subject: Certificate, issuer: Certificate, answers: Answers | None, now: datetime, revoked: list[_Revoked]
) -> tuple[RevocationEvidence | None, KnownError | None]:
    """Ask today's services; return what was believed, or the refusal with what each road said."""
    if answers is None:
        return None, None
    try:
        return check_revocation(Chain((subject, issuer)), answers, now)[0], None
    except KnownError as error:
        if error.code == "CERT_REVOKED":
            revoked.append(_revocation(error))
        return None, error


def _carried(
    subject: Certificate, issuer: Certificate, embedded: Embedded, now: datetime, revoked: list[_Revoked]
) -> Iterator[RevocationEvidence]:
    """Yield each genuine answer that came along and says *good*; note each that says *revoked*."""
    lists = list(_lists(issuer, embedded))
    works: list[Callable[[], RevocationEvidence]] = [
        *(partial(_answer, der, subject, issuer, lists) for der in embedded.answers),
        *(partial(_listed, each, subject, issuer) for each in lists),
    ]
    for work in works:
        try:
            found = work()
        except KnownError as error:
            if error.code == "CERT_REVOKED":
                revoked.append(_revocation(error))
            continue
        if found.this_update <= now + _SKEW:
            yield found


def _speaks_for(found: RevocationEvidence, subject: Certificate, moment: Moment, now: datetime) -> bool:
    """Tell whether a *good* of its time covers the moment.

    Made at the moment or later, while the certificate was in its term, it does; one made earlier does until its own
    next update. For the present only a fresh one counts: whoever signs may choose the last answer that was good.
    """
    if found.this_update > subject.not_after:
        return False
    if moment.basis is Basis.NOW:
        return found.this_update >= now - _FRESH
    if found.this_update >= moment.at:
        return True
    return found.next_update is not None and moment.at < found.next_update


def _answer(
    der: bytes, subject: Certificate, issuer: Certificate, lists: list[RevocationList]
) -> RevocationEvidence:  # fmt: skip
    """Read an OCSP answer at the moment when it was made."""
    try:
        check_bounds(der)
        basic = ocsp.OCSPResponse.load(der, strict=True).basic_ocsp_response
        data = basic["tbs_response_data"]
        produced: datetime = data["produced_at"].native
        hashed = {r["cert_id"]["hash_algorithm"]["algorithm"].dotted for r in data["responses"]}
    except UNREADABLE as error:
        raise unavailable(f"unreadable, {type(error).__name__}") from error

    def vouch(responder: Certificate) -> None:
        if not any(_clears(each, responder, issuer) for each in lists):
            raise unavailable("nothing that came along vouches for the responder")

    asked = cert_id(subject, issuer, min(hashed, default=""))
    return read_response(der, subject, issuer, asked, produced, _OF_ANY_AGE, nonce=None, vouch=vouch)


def _lists(issuer: Certificate, embedded: Embedded) -> Iterator[RevocationList]:
    for der in embedded.lists:
        try:
            yield read_list(der, issuer, delta=False)
        except KnownError:
            # Another authority's, a delta, or no list at all.
            continue


def _listed(found: RevocationList, subject: Certificate, issuer: Certificate) -> RevocationEvidence:
    if not found.covers(subject):
        raise unavailable("not about such certificates")
    entry = found.entry(subject.serial)
    if entry is not None and not entry.removed:
        raise KnownError("CERT_REVOKED", moment=entry.since.isoformat(), reason=entry.reason)
    return RevocationEvidence(
        subject.sha256, Road.CRL, found.this_update, found.next_update, issuer.common_name, found.sha256
    )


def _clears(found: RevocationList, responder: Certificate, issuer: Certificate) -> bool:
    try:
        _listed(found, responder, issuer)
    except KnownError:
        return False
    return True


def _revocation(error: KnownError) -> _Revoked:
    return datetime.fromisoformat(error.facts["moment"]), error.facts.get("reason", "")
