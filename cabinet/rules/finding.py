"""Making a finding from its card and the facts of one transaction."""

from __future__ import annotations

from cabinet.contract.catalogue import Words, fill, finding_card, words
from cabinet.contract.findings import Finding, Related
from cabinet.contract.money import sentence_hryvnias

__all__ = ["finding", "named", "shown"]

_LONGEST = 120


def shown(value: object) -> str:
    """Return a value as short plain text, as JSON writes it; control characters as symbols."""
    if value is None:
        text = "null"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, list):
        text = "[…]"
    else:
        text = str(value)
    text = "".join(chr(0x2400 + ord(c)) if ord(c) < 0x20 else c for c in text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def finding(
    code: str, pointer: str, value: object, expected: str, *, related: Related | None = None, **gaps: str | int | Words
) -> Finding:
    """Return a finding; ``gaps`` fill the card's sentences beside ``{value}``, ``{expected}``; numbers are kopecks."""
    card = finding_card(code)
    text = shown(value)
    base = {"value": text, "expected": expected, "field": pointer.removeprefix("/")}
    uk = base | {k: g.uk if isinstance(g, Words) else _said(g, ",") for k, g in gaps.items()}
    en = base | {k: g.en if isinstance(g, Words) else _said(g, ".") for k, g in gaps.items()}
    return Finding(
        code=code,
        severity=card.severity,
        stage=card.stage,
        pointer=pointer,
        value=text,
        expected=expected,
        rule_id=code,
        rule_version=card.rule_version,
        message_uk=fill(card.message.uk, uk),
        message_en=fill(card.message.en, en),
        remedy_uk=fill(card.remedy.uk, uk),
        remedy_en=fill(card.remedy.en, en),
        fix_by=card.fix_by,
        resubmit=card.resubmit,
        related=related,
    )


def named(value: str) -> Words:
    """Return the name of a transaction's type, a kind of game or a licence's state in both languages.

    A value of another kind is its own name.
    """
    return words("values").get(value) or Words(value, value)


def _said(gap: str | int, point: str) -> str:
    return gap if isinstance(gap, str) else sentence_hryvnias(gap, point)
