"""The protocol of an audit: what was audited, when, what each check came to, every fault with its words."""

from __future__ import annotations

from pathlib import Path

import msgspec

from cabinet.audit.report import CheckState, Report
from cabinet.contract.catalogue import fill, problem_card
from cabinet.contract.moment import kyiv_words, parse_moment
from cabinet.export.audit_paper import AuditPaper, PaperCheck, PaperFault
from cabinet.export.job import Heading
from cabinet.profile.atomic import unwritable, write_atomically

__all__ = ["paper_of", "protocol_json", "write_protocol"]


def write_protocol(report: Report, heading: Heading, language: str, out: Path) -> None:
    """Write the protocol: as PDF where the file's name ends so, else as JSON.

    Raises:
        KnownError: ``DISK_FULL``, ``DISK_READ_ONLY`` or ``FOLDER_UNWRITABLE``.
    """
    if out.suffix.lower() != ".pdf":
        write_atomically(out, protocol_json(report))
        return
    from cabinet.export.audit_pdf import write_audit

    try:
        write_audit(paper_of(report, heading, language), out)
    except OSError as error:
        raise unwritable(error, out.parent) from error


def protocol_json(report: Report) -> bytes:
    """Return the protocol; faults carry the words of their cards in both languages."""
    body = {
        "protocol": "soms-audit/v1",
        "whole": report.whole,
        "verdict": report.verdict,
        **msgspec.to_builtins(report),
    }
    body["faults"] = [
        {**msgspec.to_builtins(fault), "words": _words(fault.code, fault.facts)} for fault in report.faults
    ]
    return msgspec.json.format(msgspec.json.encode(body), indent=1)


def paper_of(report: Report, heading: Heading, language: str) -> AuditPaper:
    """Return what is printed of a report."""
    checks = [
        PaperCheck(
            key=kind, done=one.done, of=one.of, faults=one.faults, made=one.state is not CheckState.SKIPPED
        )
        for kind, one in report.checks.items()
    ]  # fmt: skip
    said = [(fault.code, _words(fault.code, fault.facts).get(language, {})) for fault in report.faults]
    return AuditPaper(
        heading=heading, language=language, verdict=report.verdict, size=report.size,
        at=kyiv_words(parse_moment(report.finished_at)), log=report.origin, root=report.root, note=report.note,
        first_seen=kyiv_words(parse_moment(report.first_seen)) if report.first_seen else "",
        untold=report.withheld + report.too_long, total_faults=report.total_faults, checks=checks,
        faults=[PaperFault(code, words.get("sentence", ""), words.get("action", "")) for code, words in said],
    )  # fmt: skip


def _words(code: str, facts: dict[str, str]) -> dict[str, dict[str, str]]:
    card = problem_card(code)
    if card is None:
        return {}
    return {
        "uk": {"sentence": fill(card.sentence.uk, facts), "action": fill(card.action.uk, facts)},
        "en": {"sentence": fill(card.sentence.en, facts), "action": fill(card.action.en, facts)},
    }
