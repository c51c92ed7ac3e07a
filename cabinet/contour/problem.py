"""From a refusal to ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import difflib
from datetime import datetime

from pydantic import BaseModel, ValidationError

from cabinet.contract.catalogue import ProblemCard, fill, problem_card
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.problems import Problem, ProblemFinding

__all__ = ["Refused", "field_refusal", "problem_of"]


class Refused(KnownError):
    """A refusal with what RFC 9457 leaves room for: fields, wait, rights."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        findings: tuple[ProblemFinding, ...] = (),
        retry_after: int | None = None,
        rate_limit: tuple[str, str] | None = None,
        required: tuple[str, ...] | None = None,
        present: tuple[str, ...] | None = None,
        **facts: str,
    ) -> None:
        super().__init__(code, detail, **facts)
        self.findings = findings
        self.retry_after = retry_after
        self.rate_limit = rate_limit
        self.required = required
        self.present = present


def problem_of(error: KnownError, trace_id: str, now: datetime) -> Problem:
    """Return the problem that a client is answered; what does not travel is told as ``INTERNAL``.

    Raises:
        BugError: the card of ``INTERNAL`` itself has no status.
    """
    code, card, status = _published(error.code)
    findings = list(error.findings) if isinstance(error, Refused) else []
    facts = error.facts
    if card.number is not None:
        value = facts.get("value") or facts.get("present") or facts.get("until") or facts.get("since") or ""
        findings.insert(0, ProblemFinding(code=card.number, value=value, expected=facts.get("expected", "")))
    elif not findings and facts:
        findings = _of_facts(code, facts)
    refused = error if isinstance(error, Refused) else None
    return Problem(
        title=fill(card.sentence.en, facts),
        status=status,
        code=code,
        detail=error.detail if code != "INTERNAL" else "",
        trace_id=trace_id,
        timestamp=now,
        findings=findings,
        reason_code=code if refused is not None and refused.required is not None else None,
        required_any_of=list(refused.required) if refused is not None and refused.required is not None else None,
        present=list(refused.present) if refused is not None and refused.present is not None else None,
    )


def _published(code: str) -> tuple[str, ProblemCard, int]:
    """Return the code to answer with, its card and status; one that never travels becomes ``INTERNAL``."""
    card = problem_card(code)
    if card is not None and card.status is not None:
        return code, card, card.status
    if code == "INTERNAL":
        raise BugError("the card of INTERNAL has no status")
    return _published("INTERNAL")


def _of_facts(code: str, facts: dict[str, str]) -> list[ProblemFinding]:
    """Return a refusal's facts as findings: the field at fault is pointed to, other facts go by their names."""
    found = []
    if {"field", "value", "expected"} & set(facts):
        field = facts.get("field", "").partition(",")[0]
        value, expected = facts.get("value", ""), facts.get("expected", "")
        found.append(ProblemFinding(code=code, pointer=f"/{field}" if field else "", value=value, expected=expected))
    others = [(name, value) for name, value in facts.items() if name not in {"field", "value", "expected"}]
    return found + [ProblemFinding(code=code, pointer=f"/{name}", value=value) for name, value in others]


def field_refusal(error: ValidationError, model: type[BaseModel]) -> Refused:
    """Return the refusal for a body that does not fit its model; an unknown field gets the nearest known name.

    It is ``BODY_INVALID``, or ``FIELD_UNKNOWN``, ``FIELD_MISSING`` or ``FIELD_INVALID`` by the first field at fault.
    """
    names = [f.alias or name for name, f in model.model_fields.items()]
    findings = []
    for trouble in error.errors(include_url=False, include_context=False, include_input=False):
        pointer = "".join(f"/{part}" for part in trouble["loc"])
        code = {"extra_forbidden": "FIELD_UNKNOWN", "missing": "FIELD_MISSING"}.get(trouble["type"], "FIELD_INVALID")
        near = difflib.get_close_matches(str(trouble["loc"][-1]), names, n=1) if trouble["loc"] else []
        expected = near[0] if code == "FIELD_UNKNOWN" and near else trouble["msg"]
        if code == "FIELD_INVALID" and trouble["type"] == "json_invalid":
            return Refused("BODY_INVALID", trouble["msg"])
        findings.append(ProblemFinding(code=code, pointer=pointer, expected=expected))
    first = findings[0]
    return Refused(first.code, findings=tuple(findings), field=first.pointer.removeprefix("/"), nearest=first.expected)
