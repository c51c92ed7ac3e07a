"""The protocol of an audit as JSON: what was audited, when, what each check came to, every fault with its words."""

from __future__ import annotations

import msgspec

from cabinet.audit.report import Report
from cabinet.contract.catalogue import fill, problem_card

__all__ = ["protocol_json"]


def protocol_json(report: Report) -> bytes:
    """Return the protocol; faults carry the words of their cards in both languages."""
    body = {"protocol": "soms-audit/v1", "whole": report.whole, **msgspec.to_builtins(report)}
    body["faults"] = [
        {**msgspec.to_builtins(fault), "words": _words(fault.code, fault.facts)} for fault in report.faults
    ]
    return msgspec.json.format(msgspec.json.encode(body), indent=1)


def _words(code: str, facts: dict[str, str]) -> dict[str, dict[str, str]]:
    card = problem_card(code)
    if card is None:
        return {}
    return {
        "uk": {"sentence": fill(card.sentence.uk, facts), "action": fill(card.action.uk, facts)},
        "en": {"sentence": fill(card.sentence.en, facts), "action": fill(card.action.en, facts)},
    }
