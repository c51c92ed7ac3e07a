"""The explanation for a person: the verdict and its reasons first, then each signer, then what could not be known."""

from __future__ import annotations

from collections.abc import Iterator

from cabinet.cli.messages import Phrase, distrusted, labelled, moment, phrases, plain, reason
from cabinet.cli.verify.signer import signer_lines
from cabinet.contract.errors import KnownError
from cabinet.evidence.signature_file import Found
from cabinet.qes.explain.report import Basis, Note, SignerReport, Standing, Verdict

__all__ = ["as_text"]


def as_text(found: Found) -> str:
    """Return the whole text, lines of the terminal's language."""
    return "\n".join(_lines(found, phrases("verify")))


def _lines(found: Found, say: Phrase) -> Iterator[str]:
    explanation = found.explanation
    many = len(explanation.signers) > 1
    yield f"{_headline(found, say)}: {plain(found.path)}"
    if not many:
        yield from _reasons(explanation.signers[0], say)
    yield ""
    yield _content(found, say)
    for number, report in enumerate(explanation.signers, 1):
        yield ""
        if many:
            yield f"{say('signer-of', number=number, count=len(explanation.signers))}: {_verdict(report, say)}"
            yield from _reasons(report, say)
        yield from signer_lines(report, found, say)
    yield ""
    yield say("kyiv")
    unknown = list(_unknown(found, say))
    if unknown:
        yield ""
        yield f"{say('not-known')}:"
        yield from (f"  - {each}" for each in unknown)


def _headline(found: Found, say: Phrase) -> str:
    explanation = found.explanation
    if len(explanation.signers) == 1:
        return _verdict(explanation.signers[0], say)
    return say(f"{explanation.verdict.value}-many", count=len(explanation.signers))


def _verdict(report: SignerReport, say: Phrase) -> str:
    return say(report.verdict.value, at=moment(report.moment.at))


def _reasons(report: SignerReport, say: Phrase) -> Iterator[str]:
    for problem in report.problems:
        yield f"  {problem_words(problem, report, say)} [{problem.code}]"
        if problem.code == "CERT_EXPIRED" and report.moment.basis is Basis.NOW:
            yield f"  {say('hint-at')}"
    if report.verdict in {Verdict.VALID, Verdict.VALID_AT} and report.certificate and not report.certificate.qualified:
        yield f"  {say('not-qualified')}"
    if report.verdict is Verdict.VALID_AT:
        yield f"  {say('by-stamp' if report.moment.basis is Basis.STAMP else 'by-given', at=moment(report.moment.at))}"
    if Note.TEST_LIST in report.notes:
        yield f"  {say('test-list')}"


def problem_words(problem: KnownError, report: SignerReport, say: Phrase) -> str:
    """Return a reason's sentence; of an issuer that does not count, why."""
    if problem.code != "ISSUER_UNTRUSTED":
        return reason(problem)
    if report.distrust is not None:
        return distrusted(report.distrust)
    return say("path-broken", detail=problem.detail) if report.listing is not None else reason(problem)


def _content(found: Found, say: Phrase) -> str:
    size = found.explanation.content_size
    shown = f"{size:,}".replace(",", " ") if size is not None else "?"
    text = say(f"content-{found.given.how}", path=found.given.path, size=shown)
    states = {each.intact for each in found.explanation.signers}
    state = "no" if False in states else "unknown" if None in states else "yes"
    return labelled(say("content"), f"{text}; {say(f'intact-{state}')}", "")


def _unknown(found: Found, say: Phrase) -> Iterator[str]:
    signers = found.explanation.signers
    for outcome in found.outcomes:
        if outcome.error is not None:
            key = "list-unusable" if outcome.found is None else "list-not-renewed"
            yield say(key, name=outcome.kept.name, reason=reason(outcome.error))
    if not found.explanation.online:
        unanswered = any(link.standing is Standing.OFFLINE for report in signers for link in report.links)
        yield say("not-asked" if unanswered else "not-asked-kept")
    for link in (each for report in signers for each in report.links if each.detail):
        yield say("roads", name=link.certificate.common_name, detail=link.detail)
    for note in (Note.ARCHIVE_UNCHECKED, Note.COUNTERSIGNED, Note.BYTES_AFTER):
        if any(note in each.notes for each in signers):
            yield say(note.value)
    for report in signers:
        qualifiers = report.listing.period.qualifiers if report.listing and report.listing.period else frozenset()
        if qualifiers:
            yield say("list-conditions", names=", ".join(sorted(each.rpartition("/")[2] for each in qualifiers)))
