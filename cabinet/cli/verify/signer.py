"""One signer in words: who, who vouches, when, in what form."""

from __future__ import annotations

from collections.abc import Iterator

from cabinet.cli.messages import Phrase, day, distrusted, labelled, moment, phrases, plain, reason, ukrainian
from cabinet.evidence.signature_file import Found, is_proven
from cabinet.qes.certificate import Certificate
from cabinet.qes.certificate_view import kind_of, rows
from cabinet.qes.explain.report import Link, Note, SignerReport, Stamp, Standing
from cabinet.qes.trusted_list.distrust import Reason

__all__ = ["signer_lines"]

_SIGNATURES = {"ecdsa": "ECDSA", "rsa": "RSA", "rsa-pss": "RSA-PSS", "dstu": "ДСТУ 4145"}
_DIGESTS = {
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "gost34311": "ГОСТ 34.311",
    "kupyna256": "ДСТУ 7564 (Купина-256)",
    "kupyna384": "ДСТУ 7564 (Купина-384)",
    "kupyna512": "ДСТУ 7564 (Купина-512)",
}
_WHO = ("title", "organisation", "rnokpp", "id_card", "passport", "edrpou", "sole_trader", "unzr", "malformed")


def signer_lines(report: SignerReport, found: Found, say: Phrase) -> Iterator[str]:
    """Return the paragraphs on one signer."""
    yield f"{say('signer' if is_proven(report) else 'signer-named')}:"
    if report.certificate is None:
        yield f"  {say('nobody')}"
    else:
        yield from _who(report, report.certificate, say)
        yield f"{say('chain')}:"
        yield from _chain(report, found, say)
    yield f"{say('time')}:"
    yield f"  {say(f'judged-{report.moment.basis.value}', at=moment(report.moment.at))}"
    for stamp in report.stamps:
        yield f"  {_stamp(stamp, say)}"
    claimed = report.claimed
    yield f"  {say('claimed', at=moment(claimed)) if claimed is not None else say('claimed-none')}"
    yield from _form(report, found, say)
    yield labelled(say("standard"), f"{report.indication.value}{f', {report.sub}' if report.sub else ''}", "")


def _who(report: SignerReport, certificate: Certificate, say: Phrase) -> Iterator[str]:
    called = phrases("certificate")
    yield f"  {plain(certificate.common_name) or '—'}"
    for row in rows(certificate):
        if row.name in _WHO:
            note = f" ({called(row.note)})" if row.note else ""
            yield labelled(called(row.name), f"{plain(', '.join(row.values))}{note}")
    yield labelled(called("kind"), called(kind_of(certificate)))
    yield labelled(say("quality"), _quality(report, certificate, say))
    if Note.ID_CONFLICT in report.notes:
        yield f"  {say('id-conflict', name=certificate.conflict)}"


def _quality(report: SignerReport, certificate: Certificate, say: Phrase) -> str:
    if not certificate.qualified:
        return say("not-qualified")
    if report.listing is None:
        return say("qualified-unlisted")
    if not is_proven(report):
        return say("qualified-unproven")
    what = "device" if certificate.device_evidence is not None else "plain"
    kind = "-seal" if certificate.is_seal else ""
    return say(f"qualified-{what}{kind}", device=certificate.device_evidence)


def _chain(report: SignerReport, found: Found, say: Phrase) -> Iterator[str]:
    for number, link in enumerate(report.links, 1):
        at = {"since": day(link.certificate.not_before), "until": day(link.certificate.not_after)}
        yield f"  {say('link', number=number, name=link.certificate.common_name, **at)}"
        yield f"     {_standing(link, say)}"
    listing = report.listing
    if listing is not None and listing.period is not None:
        language = "uk" if ukrainian() else "en"
        head = listing.source.head
        entry = say(
            "list-entry",
            territory=head.territory,
            sequence=head.sequence,
            operator=head.operator.of(language),
            provider=listing.service.provider.of(language),
            service=listing.service.name.of(language),
            status=say(f"status-{listing.period.status.value}"),
            since=day(listing.period.since),
        )
        yield labelled(say("list"), entry)
    else:
        yield labelled(say("list"), _unlisted(report, found, say))
    if Note.WITHDRAWN_SINCE in report.notes:
        yield f"  {say('withdrawn-since')}"


def _unlisted(report: SignerReport, found: Found, say: Phrase) -> str:
    if not found.lists:
        return say("list-empty")
    if report.distrust is not None and report.distrust.reason is not Reason.UNKNOWN:
        return distrusted(report.distrust)
    return say("list-none", count=len(found.lists))


def _standing(link: Link, say: Phrase) -> str:
    if link.revoked is not None:
        later = link.standing is Standing.GOOD
        text = say("standing-good-later" if later else "standing-revoked", at=moment(link.revoked))
        known = f"reason-{link.reason}"
        why = say(known) if link.reason not in {"", "unspecified", "removeFromCRL"} else ""
        return f"{text}{f': {why}' if why else ''}"
    text = say(f"standing-{link.standing.value}")
    if link.evidence is None:
        return text
    road = say(f"road-{link.evidence.road.value}")
    key = "evidence-embedded" if link.embedded else "evidence"
    return f"{text}: {say(key, road=road, at=moment(link.evidence.this_update))}"


def _stamp(stamp: Stamp, say: Phrase) -> str:
    facts = {
        "over": say("stamp-over-content" if stamp.over_content else "stamp-over-signature"),
        "at": moment(stamp.at) if stamp.at is not None else "—",
        "authority": f"«{stamp.authority.common_name}»" if stamp.authority is not None else "—",
    }
    if stamp.problem is None:
        return say("stamp-good", **facts)
    return say("stamp-bad", reason=reason(stamp.problem), **facts)


def _form(report: SignerReport, found: Found, say: Phrase) -> Iterator[str]:
    yield f"{say('form')}:"
    kept = say("attached" if found.explanation.attached else "detached")
    level = report.level.value
    yield f"  {level}: {say(f'level-{level}')}; {kept}"
    yield f"  {_algorithm(report, say)}"
    if Note.NAMED_BY_SHA1 in report.notes:
        yield f"  {say('named-by-sha1')}"


def _algorithm(report: SignerReport, say: Phrase) -> str:
    if report.scheme is None:
        return say("algorithm-unknown")
    weak = {"WEAK_ALGORITHM", "DSTU_FIELD_SMALL"} & {p.code for p in report.problems}
    facts = {"signature": _SIGNATURES[report.scheme.kind], "digest": _DIGESTS[report.scheme.digest]}
    text = say("algorithm-weak" if weak else "algorithm", **facts)
    keys = [row.values[0] for row in rows(report.certificate) if row.name == "key"] if report.certificate else []
    # The hash that a DSTU key is named with says nothing here: the signature's own stands before it.
    return f"{text}; {say('key', key=keys[0].partition(',')[0])}" if keys else text
