"""Believing an OCSP answer, or not (RFC 6960, RFC 9654): who signed it, about whom it is, and how old it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from asn1crypto import ocsp
from asn1crypto import x509 as asn1

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.elements import check_bounds
from cabinet.qes.ocsp_request import NONCE, CertId, key_hashes
from cabinet.qes.revocation_words import RevocationEvidence, RevocationPolicy, Road, revoked, unavailable, unsupported
from cabinet.qes.signed_object import check_signed, check_signed_object, signature_bits
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["read_response"]

_OCSP_SIGNING: Final = "1.3.6.1.5.5.7.3.9"
_MAX_CERTIFICATES, _MAX_RESPONSES = 8, 64
_REASONS: Final = {
    "key_compromise": "keyCompromise", "ca_compromise": "cACompromise", "affiliation_changed": "affiliationChanged",
    "superseded": "superseded", "cessation_of_operation": "cessationOfOperation", "certificate_hold": "certificateHold",
    "privilege_withdrawn": "privilegeWithdrawn", "aa_compromise": "aACompromise",
}  # fmt: skip


def read_response(
    der: bytes,
    subject: Certificate,
    issuer: Certificate,
    asked: CertId,
    now: datetime,
    policy: RevocationPolicy,
    *,
    nonce: bytes | None,
    vouch: Callable[[Certificate], None],
) -> RevocationEvidence:
    """Return the evidence that the certificate is good.

    ``nonce`` is the extension's value as it was sent, None for an answer that came by itself (stapled). The answer is
    signed by the issuer, or by a responder whose certificate the issuer itself has signed for this purpose alone
    (§4.2.2.2). Such a certificate mostly says that nobody need ask about it (``ocsp-nocheck``); where it does not,
    ``vouch`` is asked and raises unless the responder is known not to be revoked.

    Raises:
        KnownError: ``CERT_REVOKED``, ``REVOCATION_UNSUPPORTED`` where the answer is signed by an algorithm that is not
            known here, or ``REVOCATION_UNAVAILABLE`` for every other answer that cannot be believed and for the answer
            "unknown".
    """
    try:
        return _read(der, subject, issuer, asked, now, policy, nonce, vouch)
    except KnownError as error:
        if error.code in {"CERT_REVOKED", "REVOCATION_UNAVAILABLE"}:
            raise
        if error.code == "UNSUPPORTED_ALGORITHM":
            raise unsupported(error.detail) from error
        raise unavailable(f"{error.code} {error.detail}".strip()) from error
    except UNREADABLE as error:
        raise unavailable(f"unreadable, {type(error).__name__}") from error


def _read(
    der: bytes,
    subject: Certificate,
    issuer: Certificate,
    asked: CertId,
    now: datetime,
    policy: RevocationPolicy,
    nonce: bytes | None,
    vouch: Callable[[Certificate], None],
) -> RevocationEvidence:
    check_bounds(der)
    outer = ocsp.OCSPResponse.load(der, strict=True)
    status = outer["response_status"].native
    if status != "successful":
        raise unavailable(f"the responder says {status}")
    held = outer["response_bytes"]
    if held["response_type"].native != "basic_ocsp_response":
        raise unavailable("another type of answer")
    basic = ocsp.BasicOCSPResponse.load(bytes(held["response"]), strict=True)
    data = basic["tbs_response_data"]
    if data["version"].native != "v1":
        raise unavailable("another version")
    single = _single(data, asked)
    echoed = _echo(data, nonce)
    _no_further_demands(single["single_extensions"])
    signer = _signer(basic, data, issuer, now, vouch)
    this_update, next_update = single["this_update"].native, single["next_update"].native
    _timely(data["produced_at"].native, this_update, next_update, now, policy, echoed=echoed)
    road = Road.STAPLED if nonce is None else Road.OCSP
    verdict = single["cert_status"]
    if verdict.name == "revoked":
        info = verdict.chosen
        raise revoked(subject, info["revocation_time"].native, _REASONS.get(info["revocation_reason"].native), road)
    if verdict.name != "good":
        raise unavailable("the responder does not know the certificate")
    return RevocationEvidence(
        subject.sha256, road, this_update, next_update, signer.common_name, hashlib.sha256(der).hexdigest()
    )


def _single(data: Any, asked: CertId) -> Any:
    """Return the one part about the certificate that was asked about."""
    responses = data["responses"]
    if len(responses) > _MAX_RESPONSES:
        raise unavailable("too many parts")
    found = [r for r in responses if _id_of(r["cert_id"]) == asked]
    if len(found) != 1:
        raise unavailable("about another certificate" if not found else "two answers about one certificate")
    return found[0]


def _id_of(value: Any) -> CertId:
    return CertId(
        value["hash_algorithm"]["algorithm"].dotted, value["issuer_name_hash"].native, value["issuer_key_hash"].native,
        value["serial_number"].native,
    )  # fmt: skip


def _echo(data: Any, nonce: bytes | None) -> bool:
    """Tell whether our nonce came back; another one is somebody else's answer."""
    extensions = data["response_extensions"]
    _no_further_demands(extensions)
    values = [bytes(e["extn_value"]) for e in extensions if e["extn_id"].dotted == NONCE]
    if nonce is None or not values:
        return False
    if values != [nonce]:
        raise unavailable("another nonce")
    return True


def _no_further_demands(extensions: Any) -> None:
    for extension in extensions:
        if extension["critical"].native and extension["extn_id"].dotted != NONCE:
            raise unavailable(f"critical {extension['extn_id'].dotted}")


def _signer(
    basic: Any, data: Any, issuer: Certificate, now: datetime, vouch: Callable[[Certificate], None]
) -> Certificate:
    """Return whoever signed the answer and may."""
    carried = [read_certificate(bytes(c.dump())) for c in list(basic["certs"])[:_MAX_CERTIFICATES]]
    algorithm = bytes(basic["signature_algorithm"].dump())
    body, signature = bytes(data.dump()), signature_bits(basic["signature"].contents)
    why = "signed by nobody known"
    for candidate in (issuer, *carried):
        if not _named(candidate, data["responder_id"]):
            continue
        try:
            check_signed(candidate.der, algorithm, signature, body)
        except KnownError as error:
            if error.code == "UNSUPPORTED_ALGORITHM":
                raise
            why = f"{error.code} of {candidate.common_name!r}"
            continue
        if candidate.der != issuer.der:
            _delegated(candidate, issuer, now, vouch)
        return candidate
    raise unavailable(why)


def _named(certificate: Certificate, named: Any) -> bool:
    if named.name == "by_key":
        return named.chosen.native in key_hashes(certificate)
    subject = asn1.Certificate.load(certificate.der)["tbs_certificate"]["subject"]
    return bool(named.chosen.chosen.dump() == subject.chosen.dump())


def _delegated(
    responder: Certificate, issuer: Certificate, now: datetime, vouch: Callable[[Certificate], None]
) -> None:
    """RFC 6960 §4.2.2.2: issued directly by the authority that issued the certificate asked about, for this purpose."""
    parsed = asn1.Certificate.load(responder.der)
    named = parsed["tbs_certificate"]["issuer"].chosen.dump()
    if named != asn1.Certificate.load(issuer.der)["tbs_certificate"]["subject"].chosen.dump():
        raise unavailable("the responder is of another authority")
    try:
        check_signed_object(issuer.der, responder.der)
    except KnownError as error:
        if error.code == "UNSUPPORTED_ALGORITHM":
            raise
        raise unavailable(f"the responder is of another authority, {error.code}") from error
    if _OCSP_SIGNING not in responder.ekus or responder.is_ca or not responder.signs:
        raise unavailable("the responder's certificate is not for this")
    if responder.unknown_critical is not None:
        raise unavailable(f"the responder's certificate has critical {responder.unknown_critical}")
    if not responder.not_before <= now < responder.not_after:
        raise unavailable("the responder's certificate is out of its term")
    if parsed.ocsp_no_check_value is None:
        try:
            vouch(responder)
        except KnownError as error:
            # The responder's own revocation says nothing about the person.
            raise unavailable(f"the responder is not vouched for, {error.code} {error.detail}".strip()) from error


def _timely(
    produced: datetime,
    this_update: datetime,
    next_update: datetime | None,
    now: datetime,
    policy: RevocationPolicy,
    *,
    echoed: bool,
) -> None:
    if max(produced, this_update) > now + policy.skew:
        raise unavailable("from the future")
    if next_update is not None and (next_update < this_update or next_update + policy.skew <= now):
        raise unavailable("stale")
    if this_update < now - (policy.nonced if echoed else policy.fresh):
        raise unavailable("old" if echoed else "old, and without our nonce")
