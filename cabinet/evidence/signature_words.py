"""A signature in words short enough for a card; ``cabinet verify`` has the long ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cabinet.contract.moment import kyiv_day, kyiv_words
from cabinet.evidence.checked_file import Standing
from cabinet.evidence.signature_file import Found, is_proven
from cabinet.evidence.told import Check, Told
from cabinet.qes.certificate_view import kind_of
from cabinet.qes.explain.report import SignerReport, Verdict
from cabinet.qes.explain.report import Standing as LinkStanding

__all__ = ["tell_signature"]

Say = Callable[..., str]
_TERM = {"CERT_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "ISSUER_EXPIRED"}


def tell_signature(
    found: Found, standing: Standing, say: Say, sentence_of: Callable[..., str], plain: Callable[[str], str]
) -> Told:
    """Return what a card shows of a signature; of several signers the first one's checks are the worst of all."""
    signers = found.explanation.signers
    reasons = [sentence_of(problem) for report in signers for problem in report.problems[:1]]
    checks = (
        _check([report.intact for report in signers], say, "intact"),
        _check([_in_term(report) for report in signers], say, "term"),
        _check([report.listing is not None for report in signers], say, "listed"),
    )
    facts: list[tuple[str, str]] = []
    for report in signers:
        facts += _signer(report, say, plain)
    facts.append((say("fact-document"), _document(found, say, plain)))
    technical = [row for report in signers for row in _technical(report, say, plain)]
    return Told(standing, _title(found, say), reasons[0] if reasons else "", checks, tuple(facts), tuple(technical))


def _title(found: Found, say: Say) -> str:
    verdict = found.explanation.verdict
    many = "-many" if len(found.explanation.signers) > 1 else ""
    if verdict in {Verdict.VALID, Verdict.VALID_AT}:
        return say(f"title-signature{many}")
    if verdict is Verdict.UNKNOWN:
        return say(f"title-signature-unknown{many}")
    changed = any(report.intact is False for report in found.explanation.signers)
    return say("title-changed" if changed else "title-signature-invalid")


def _check(values: list[bool | None], say: Say, key: str) -> Check:
    passed = False if False in values else None if None in values else True
    return Check(passed, say(f"check-{key}-{'yes' if passed else 'no' if passed is False else 'unknown'}"))


def _in_term(report: SignerReport) -> bool | None:
    """Tell whether the certificate and those above it held at the moment; None where a service did not say."""
    if report.certificate is None:
        return None
    if {problem.code for problem in report.problems} & _TERM:
        return False
    standings = {link.standing for link in report.links}
    if LinkStanding.REVOKED in standings:
        return False
    known = standings <= {LinkStanding.GOOD, LinkStanding.ANCHOR}
    return True if known and report.verdict in {Verdict.VALID, Verdict.VALID_AT} else None


def _signer(report: SignerReport, say: Say, plain: Callable[[str], str]) -> list[tuple[str, str]]:
    certificate = report.certificate
    if certificate is None:
        return [(say("fact-signer"), say("nobody"))]
    facts = [(say("fact-signer" if is_proven(report) else "fact-signer-named"), plain(certificate.common_name) or "—")]
    company = certificate.organisation or ""
    if company and company != certificate.common_name:
        facts.append((say("fact-organisation"), plain(company)))
    if certificate.title:
        facts.append((say("fact-title"), plain(certificate.title)))
    facts += [
        (say("fact-issuer"), plain(certificate.issuer)),
        (say("fact-term"), say("term", since=_day(certificate.not_before), until=_day(certificate.not_after))),
        (say("fact-judged"), say(f"judged-{report.moment.basis.value}", at=kyiv_words(report.moment.at))),
    ]
    return facts


def _document(found: Found, say: Say, plain: Callable[[str], str]) -> str:
    size = found.explanation.content_size
    shown = f"{size:,}".replace(",", "\u00a0") if size is not None else "?"
    name = plain(found.given.path.replace("\\", "/").rpartition("/")[2])
    return say(f"document-{found.given.how}", name=name, size=shown)


def _technical(report: SignerReport, say: Say, plain: Callable[[str], str]) -> list[tuple[str, str]]:
    rows = [(say("fact-form"), report.level.value), (say("fact-indication"), report.indication.value)]
    if report.scheme is not None:
        rows.append((say("fact-algorithm"), f"{report.scheme.kind} · {report.scheme.digest}"))
    if report.certificate is not None:
        rows += [
            (say("fact-certificate"), plain(kind_of(report.certificate))),
            (say("fact-serial"), f"{report.certificate.serial:X}"),
            (say("fact-sha256"), report.certificate.sha256),
        ]
    rows += [(problem.code, plain(problem.detail) or "—") for problem in report.problems]
    return rows


def _day(at: datetime) -> str:
    return kyiv_day(at).strftime("%d.%m.%Y")
