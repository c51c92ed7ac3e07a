"""Is any certificate of the path revoked? By OCSP, else by lists; no answer means no log-in (fail closed)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from cabinet.contract.errors import KnownError
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate
from cabinet.qes.chain import Chain
from cabinet.qes.ocsp import read_response
from cabinet.qes.ocsp_request import cert_id
from cabinet.qes.revocation_lists import check_by_lists
from cabinet.qes.revocation_words import RevocationEvidence, no_answer

__all__ = ["check_revocation"]

Found = TypeVar("Found")

_RESPONDERS: Final = 2
_STAPLED: Final = 8


def check_revocation(
    chain: Chain, answers: Answers, now: datetime, stapled: Sequence[bytes] = ()
) -> tuple[RevocationEvidence, ...]:
    """Check every certificate of the path but the anchor; return what was believed, signer first.

    For each in turn: the responders that the certificate names, its lists, and only where neither can be reached an
    OCSP answer that came along (``stapled``, DER): whoever sends one may have chosen the last that was good. *Revoked*
    from anywhere is final, and what came along is looked at first for that.

    Raises:
        KnownError: ``CERT_REVOKED`` (facts ``since``, ``reason`` by its name in RFC 5280, ``road``), or
            ``REVOCATION_UNAVAILABLE`` or ``REVOCATION_UNSUPPORTED``, whose detail tells what each road said.
    """
    found: list[RevocationEvidence] = []
    for place in range(len(chain.path) - 1):
        found += _check(chain.path[place:], answers, now, stapled[:_STAPLED])
    return tuple(found)


def _check(
    path: Sequence[Certificate], answers: Answers, now: datetime, stapled: Sequence[bytes]
) -> tuple[RevocationEvidence, ...]:
    subject, issuer = path[0], path[1]
    asked = cert_id(subject, issuer)
    said: list[KnownError] = []

    def vouch(responder: Certificate) -> None:
        check_by_lists((responder, *path[1:]), answers, now)

    def read(der: bytes, nonce: bytes | None) -> RevocationEvidence:
        return read_response(der, subject, issuer, asked, now, answers.policy, nonce=nonce, vouch=vouch)

    def ask(url: str) -> RevocationEvidence:
        request, answer = answers.ask(url, asked)
        return read(answer, request.nonce)

    came = [e for e in (_try("stapled", said, read, der, None) for der in stapled) if e is not None]
    for url in subject.ocsp_urls[:_RESPONDERS]:
        answer = _try(f"ocsp {url}", said, ask, url)
        if answer is not None:
            return (answer,)
    lists = _try("crl", said, check_by_lists, path, answers, now)
    if lists is not None:
        return lists
    if came:
        return (came[0],)
    raise no_answer(said)


def _try(road: str, said: list[KnownError], work: Callable[..., Found], *values: object) -> Found | None:
    """Return what a road gives, None where it leads nowhere."""
    try:
        return work(*values)
    except KnownError as error:
        if error.code == "CERT_REVOKED":
            raise
        reason = error.detail if error.code == "REVOCATION_UNAVAILABLE" else f"{error.code} {error.detail}".strip()
        said.append(KnownError(error.code, f"{road}: {reason}"))
        return None
