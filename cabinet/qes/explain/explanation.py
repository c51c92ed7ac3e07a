"""Explaining a whole file: every signer by itself, each with everything that is known, whatever is wrong.

Nothing here stops at the first fault: whose signature it is, and who issued the certificate, a person wants to know of
a bad one most of all. The verdict comes last, from all that was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.digests import digest_of
from cabinet.qes.explain import attributes as names
from cabinet.qes.explain.algorithms import scheme_of
from cabinet.qes.explain.armour import unarmoured
from cabinet.qes.explain.attributes import Level, level_of
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.envelope import Envelope, Signer, find_certificate, read_envelope
from cabinet.qes.explain.integrity import check_integrity, claimed_time
from cabinet.qes.explain.path import Asking, Walked, walk
from cabinet.qes.explain.report import Basis, Explanation, Moment, Note, SignerReport, Stamp
from cabinet.qes.explain.stamp import read_stamp
from cabinet.qes.explain.values import Embedded, embedded_in
from cabinet.qes.explain.verdict import ORDER, breaks, judge
from cabinet.qes.trusted_list.distrust import Distrust, Reason
from cabinet.qes.trusted_list.trust import TrustedListTrust
from cabinet.qes.trusted_list.uris import Kind, Purpose, Status
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["explain", "is_detached"]

_MOST_STAMPS: Final = 4


def explain(
    blob: bytes,
    content: Content | None,
    trust: TrustedListTrust,
    answers: Answers | None,
    now: datetime,
    at: datetime | None = None,
) -> Explanation:
    """Explain a CMS (DER, PEM or base64).

    ``content`` is what was signed where that is beside; given for one that holds its own, it must be the same.
    ``answers`` None asks no service. ``at`` is the moment to judge at as the person says; otherwise that of the
    earliest time-stamp that is believed, otherwise ``now``.

    Raises:
        KnownError: ``SIGNATURE_FILE_UNREADABLE``, ``SIGNATURE_FILE_TOO_LARGE``, ``FILE_IS_…`` for another kind of
            file, or ``MOMENT_IN_FUTURE``. Whatever is wrong with a signature is in the report instead.
    """
    if at is not None and at > now:
        raise KnownError("MOMENT_IN_FUTURE")
    bare = unarmoured(blob)
    envelope = read_envelope(bare.der)
    held = Content.of(envelope.content) if envelope.content is not None else None
    asking = Asking(trust, answers, now)
    whole = held or content
    other = held is not None and content is not None and _differ(held, content)
    try:
        signers = tuple(_explain(envelope, signer, whole, asking, at, other=other) for signer in envelope.signers)
    except UNREADABLE as error:
        # Forms that no part below thought of; a crash would be worth no more, and say less.
        raise KnownError("SIGNATURE_FILE_UNREADABLE", type(error).__name__) from error
    if bare.after:
        signers = tuple(replace(each, notes=each.notes | {Note.BYTES_AFTER}) for each in signers)
    worst = max((each.verdict for each in signers), key=ORDER.index)
    size = whole.size if whole is not None else None
    return Explanation(worst, held is not None, size, signers, now, answers is not None, len(trust.lists))


def is_detached(blob: bytes) -> bool:
    """Tell whether a CMS lies beside its content; raises what :func:`explain` does of an unreadable file."""
    return read_envelope(unarmoured(blob).der).content is None


def _differ(one: Content, other: Content) -> bool:
    return one.size != other.size or one.digest("sha256") != other.digest("sha256")


def _explain(
    envelope: Envelope,
    signer: Signer,
    content: Content | None,
    asking: Asking,
    at: datetime | None,
    *,
    other: bool,
) -> SignerReport:
    embedded = embedded_in(envelope, signer)
    level = level_of(signer)
    problems: list[KnownError] = [KnownError("CONTENT_MISMATCH", "the file beside is another")] if other else []
    certificate, scheme = _certificate(signer, embedded, problems), _scheme(signer)
    intact, by_sha1 = _intact(envelope, signer, content, certificate, problems)
    if level is Level.CMS:
        problems.append(KnownError("NOT_CADES"))
    stamps = _stamps(signer, content, embedded, asking)
    moment = _moment(stamps, asking.now, at)
    walked, distrust = Walked((), None, ()), None
    if certificate is not None:
        walked, distrust = _path(certificate, embedded, moment, asking)
    problems += walked.problems
    if any(s.over_content and s.problem is None and s.at is not None and s.at > moment.at for s in stamps):
        problems.append(KnownError("SIGNED_LATER"))
    judged = judge(problems, moment, stamps, certificate.sha256 if certificate is not None else "")
    claimed = claimed_time(signer)
    return SignerReport(
        verdict=judged.verdict,
        indication=judged.indication,
        sub=judged.sub,
        level=level,
        intact=intact,
        scheme=scheme,
        certificate=certificate,
        claimed=claimed,
        moment=moment,
        links=walked.links,
        listing=walked.listing,
        distrust=distrust,
        stamps=stamps,
        problems=tuple(sorted(problems, key=lambda p: -ORDER.index(judge([p], moment, stamps, "").verdict))),
        notes=_notes(signer, certificate, walked, moment, by_sha1=by_sha1, claimed=claimed),
    )


def _certificate(signer: Signer, embedded: Embedded, problems: list[KnownError]) -> Certificate | None:
    der = find_certificate(signer, list(embedded.certificates))
    try:
        if der is None:
            raise KnownError("SIGNER_CERTIFICATE_ABSENT")
        return read_certificate(der)
    except KnownError as error:
        problems.append(error)
        return None


def _scheme(signer: Signer) -> Scheme | None:
    try:
        return scheme_of(signer)
    except KnownError:
        # The check of the signature says it again, as a problem.
        return None


def _intact(
    envelope: Envelope,
    signer: Signer,
    content: Content | None,
    certificate: Certificate | None,
    problems: list[KnownError],
) -> tuple[bool | None, bool]:
    """Return whether signature and content fit, None where that cannot be told, and whether by SHA-1 alone."""
    if certificate is None:
        return None, False
    try:
        found = check_integrity(signer, envelope.content_type, content, certificate.der)
    except KnownError as error:
        problems.append(error)
        return (False if breaks(error) else None), False
    return not problems, found.by_sha1


def _stamps(signer: Signer, content: Content | None, embedded: Embedded, asking: Asking) -> tuple[Stamp, ...]:
    found = [
        read_stamp(der, lambda name: digest_of(name, signer.signature), embedded, asking, over_content=False)
        for der in signer.unsigned.get(names.SIGNATURE_STAMP, ())[:_MOST_STAMPS]
    ]
    if content is not None:
        found += [
            read_stamp(der, content.digest, embedded, asking, over_content=True)
            for der in signer.signed.get(names.CONTENT_STAMP, ())[:_MOST_STAMPS]
        ]
    return tuple(found)


def _moment(stamps: Sequence[Stamp], now: datetime, at: datetime | None) -> Moment:
    """The earliest proof of existence says the most; the signer's own clock says nothing."""
    if at is not None:
        return Moment(at, Basis.GIVEN)
    proven = [s.at for s in stamps if s.at is not None and s.problem is None and not s.over_content]
    return Moment(min(proven), Basis.STAMP) if proven else Moment(now, Basis.NOW)


def _path(
    certificate: Certificate, embedded: Embedded, moment: Moment, asking: Asking
) -> tuple[Walked, Distrust | None]:  # fmt: skip
    purpose = Purpose.SEALS if certificate.is_seal else Purpose.SIGNATURES
    if not asking.trust.lists:
        return Walked((), None, (KnownError("TRUSTED_LIST_ABSENT"),)), None
    source = asking.trust.seals() if certificate.is_seal else asking.trust
    walked = walk(certificate, embedded, source, moment, asking, _fit, Kind.CERTIFICATES)
    if walked.listing is not None:
        return walked, None
    # A carried authority has an issuer of its own; what the list knows of any of them tells more than that it does not.
    reasons = [asking.trust.why_not(link.certificate, moment.at, purpose) for link in walked.links]
    told = [each for each in reasons if each is not None and each.reason is not Reason.UNKNOWN]
    return walked, next(iter(told), Distrust(Reason.UNKNOWN))


def _fit(certificate: Certificate) -> None:
    if certificate.is_ca or not certificate.signs:
        raise KnownError("WRONG_KEY_USAGE", ", ".join(sorted(certificate.usages)))


def _notes(
    signer: Signer,
    certificate: Certificate | None,
    walked: Walked,
    moment: Moment,
    *,
    by_sha1: bool,
    claimed: datetime | None,
) -> frozenset[Note]:
    listing = walked.listing
    withdrawn = listing is not None and listing.service.periods[0].status is not Status.GRANTED
    found = {
        Note.CLAIMED_TIME: claimed is not None and moment.basis is not Basis.STAMP,
        Note.NAMED_BY_SHA1: by_sha1,
        Note.ARCHIVE_UNCHECKED: bool(names.ARCHIVE_STAMPS & set(signer.unsigned)),
        Note.COUNTERSIGNED: names.COUNTERSIGNATURE in signer.unsigned,
        Note.ID_CONFLICT: certificate is not None and certificate.conflict is not None,
        Note.WITHDRAWN_SINCE: withdrawn,
        Note.TEST_LIST: listing is not None and listing.source.is_test,
    }
    return frozenset(note for note, holds in found.items() if holds)
