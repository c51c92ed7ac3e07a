"""Refusals of whole requests: ``application/problem+json`` (RFC 9457) with a code of ours.

Every code has a card in the catalogue, which names the HTTP status it is answered with. Where a refusal also has a
finding's number (``AU-…``, ``LM-…``, ``SY-…``, ``ST-201``, ``ST-207``), the card names it too and the problem's
``findings[0].code`` carries it.
"""

from __future__ import annotations

from cabinet.contract.model import Answer, Moment

__all__ = ["Problem", "ProblemFinding"]


class ProblemFinding(Answer):
    """A numbered reason, or a field of the request that is wrong (``pointer`` into the body)."""

    code: str
    pointer: str = ""
    value: str = ""
    expected: str = ""


class Problem(Answer):
    """RFC 9457 problem details. The three last members only on 403."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    trace_id: str
    timestamp: Moment
    findings: list[ProblemFinding] = []
    reason_code: str | None = None
    required_any_of: list[str] | None = None
    present: list[str] | None = None
