"""A time-stamp token (RFC 3161) of any authority's making: what time it says, and whether it may be believed.

Real authorities write other forms than the strict one of ``time_stamp``; the demands are the same: the token is over
these very bytes, its certificate is good for nothing but time-stamping, and the trusted list counts the authority. Its
certificate must stand in the list, or be in its term and not revoked today: a key whose term is over may be anybody's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import tsp

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import digest_name
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.elements import check_bounds
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.envelope import Envelope, Signer, find_certificate, read_envelope
from cabinet.qes.explain.integrity import check_integrity
from cabinet.qes.explain.path import Asking, walk
from cabinet.qes.explain.report import Basis, Moment, Stamp, Standing
from cabinet.qes.explain.values import Embedded, embedded_in
from cabinet.qes.time_stamp import stamps_only
from cabinet.qes.trusted_list.uris import Kind
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["read_stamp"]

_TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
_AHEAD: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class _Token:
    envelope: Envelope
    signer: Signer
    content: bytes
    info: tsp.TSTInfo
    at: datetime


def read_stamp(
    der: bytes, digest: Callable[[str], bytes], carried: Embedded, asking: Asking, *, over_content: bool
) -> Stamp:
    """Judge a token; ``digest`` hashes what it must be over, ``carried`` is what came with the signature."""
    try:
        token = _take(der)
    except KnownError as error:
        return Stamp(over_content, None, None, problem=error)
    embedded = embedded_in(token.envelope, token.signer) + carried
    own = find_certificate(token.signer, [*embedded.certificates, *_listed(asking, token.at)])
    try:
        if own is None:
            raise KnownError("SIGNER_CERTIFICATE_ABSENT")
        authority = read_certificate(own)
    except KnownError as error:
        return Stamp(over_content, token.at, None, problem=error)
    try:
        _check(token, own, digest, asking.now)
    except KnownError as error:
        return Stamp(over_content, token.at, authority, problem=error)
    moment = Moment(token.at, Basis.STAMP)
    walked = walk(
        authority, embedded, asking.trust.stamps(), moment, asking, _stamps_only, Kind.STAMPS, listed=True
    )  # fmt: skip
    problems = list(walked.problems)
    if walked.links[0].standing is not Standing.ANCHOR and authority.not_after <= asking.now:
        problems.append(KnownError("CERT_EXPIRED", until=authority.not_after.date().isoformat()))
    problem = problems[0] if problems else None
    return Stamp(over_content, token.at, authority, walked.links, walked.listing, problem)


def _take(der: bytes) -> _Token:
    try:
        envelope = read_envelope(der)
        (signer,) = envelope.signers
        if envelope.content_type != _TST_INFO or envelope.content is None:
            raise KnownError("BAD_CMS", "no TSTInfo")
        check_bounds(envelope.content)
        info = tsp.TSTInfo.load(envelope.content, strict=True)
        at = info["gen_time"].native
        if not isinstance(at, datetime):
            raise TypeError("gen_time")
        return _Token(envelope, signer, envelope.content, info, at)
    except UNREADABLE as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error


def _check(token: _Token, certificate: bytes, digest: Callable[[str], bytes], now: datetime) -> None:
    check_integrity(token.signer, _TST_INFO, Content.of(token.content), certificate)
    if token.signer.to_sign is None:
        raise KnownError("BAD_CMS", "a token without signed attributes")
    try:
        imprint = token.info["message_imprint"]
        name, said = imprint["hash_algorithm"]["algorithm"].dotted, imprint["hashed_message"].native
    except UNREADABLE as error:
        raise KnownError("BAD_CMS", type(error).__name__) from error
    if said != digest(digest_name(name)):
        raise KnownError("SIGNATURE_INVALID", "a stamp of something else")
    if token.at > now + _AHEAD:
        raise KnownError("CERT_NOT_YET_VALID", "a stamp from the future")


def _stamps_only(certificate: Certificate) -> None:
    if not stamps_only(certificate.der):
        raise KnownError("WRONG_KEY_USAGE")


def _listed(asking: Asking, at: datetime) -> list[bytes]:
    """A token may leave its certificate out (certReq, RFC 3161 §2.4.1); the list may have it."""
    try:
        return [each.der for each in asking.trust.stamps().anchors(at)]
    except KnownError:
        return []
