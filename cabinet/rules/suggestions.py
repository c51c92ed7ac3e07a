"""The right value where it can be known: proposals for a line's findings, each proved by the rules themselves.

A proposal is told only if the line, once it is applied, no longer has its finding under the same facts; and it is
certain only if nothing else is then wrong with the same field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from cabinet.contract.catalogue import fill, words
from cabinet.contract.findings import Finding
from cabinet.contract.json_pointers import unescaped
from cabinet.contract.money import sentence_hryvnias
from cabinet.contract.states import Severity
from cabinet.contract.suggestions import Suggestion
from cabinet.rules.check import examine
from cabinet.rules.facts import Facts
from cabinet.rules.suggesting import forms, links, moments, records, sums
from cabinet.rules.suggesting.case import Candidate, Case

__all__ = ["apply_suggestions", "best", "suggestions"]

_MAKERS: Final[dict[str, Callable[[Case], Iterable[Candidate]]]] = {
    "AM-401": sums.readable_sum,
    "AM-403": sums.currency,
    "AM-404": sums.what_is_left,
    "RF-504": links.another_bet,
    "RF-505": links.of_bet,
    "RG-601": records.known_licence,
    "RG-602": records.another_licence,
    "RG-603": records.vertical,
    "RG-604": records.brand_or_place,
    "RG-605": records.entry,
    "RG-606": records.entry,
    "RG-607": records.non_cash,
    "ST-202": forms.only_value,
    "ST-203": forms.missing,
    "ST-204": forms.readable,
    "ST-205": forms.known_name,
    "ST-206": forms.of_list,
    "TM-701": moments.kyiv_clock,
    "TM-702": moments.readable_moment,
    "TM-706": moments.kyiv_offset,
}
_MOST: Final = 3
"""Proposals for one finding."""


def suggestions(value: dict[str, Any], findings: Iterable[Finding], facts: Facts) -> list[Suggestion]:
    """Return proposals for the findings of a line's object that still stand, the likeliest of each first.

    None at all for a line with personal data; of the fields of ``correction`` the cabinet writes each anew.
    """
    now = examine(_bytes(value), facts)
    if now.personal or now.value is None:
        return []
    standing = {(f.code, f.pointer) for f in now.findings}
    found: list[Suggestion] = []
    for finding in findings:
        if (finding.code, finding.pointer) not in standing or finding.pointer.count("/") != 1:
            continue
        case, told = Case(value, finding, facts), 0
        seen: set[tuple[object, str | None]] = set()
        for candidate in _MAKERS.get(finding.code, _none)(case):
            one = (candidate.value, candidate.rename)
            if told == _MOST or one in seen:
                continue
            seen.add(one)
            proved = _proved(case, candidate, now.findings)
            if proved is not None:
                found.append(proved)
                told += 1
    return found


def apply_suggestions(value: dict[str, Any], chosen: Iterable[Suggestion]) -> dict[str, Any]:
    """Return the line's object with the proposals applied, its fields in the order they had."""
    line = dict(value)
    for one in chosen:
        name = unescaped(one.pointer.removeprefix("/"))
        if one.rename is not None:
            line = {one.rename if known == name else known: given for known, given in line.items()}
        elif one.value is None:
            line.pop(name, None)
        else:
            line[name] = one.value
    return line


def best(proposed: Sequence[Suggestion], *, certain: bool = False) -> list[Suggestion]:
    """Return the first proposal for each field, only the certain ones if so asked: what one act applies together."""
    first: dict[str, Suggestion] = {}
    for one in proposed:
        first.setdefault(one.pointer, one)
    return [one for one in first.values() if one.certain or not certain]


def _proved(case: Case, candidate: Candidate, before: Sequence[Finding]) -> Suggestion | None:
    """Return the proposal where the rules find that it ends its finding."""
    finding = case.finding
    both = words("suggestions")[candidate.why]
    proposed = Suggestion(
        code=finding.code, pointer=finding.pointer, value=candidate.value, rename=candidate.rename,
        why_uk=fill(both.uk, _said(candidate, ",")), why_en=fill(both.en, _said(candidate, ".")),
        certain=candidate.certain,
    )  # fmt: skip
    after = examine(_bytes(apply_suggestions(case.value, [proposed])), case.facts)
    left = {(f.code, f.pointer) for f in after.findings}
    if after.personal or after.value is None or (finding.code, finding.pointer) in left:
        return None
    at = f"/{candidate.rename}" if candidate.rename is not None else finding.pointer
    told = {f.code for f in before if f.pointer == at}
    worse = any(f.pointer == at and f.severity is Severity.ERROR and f.code not in told for f in after.findings)
    return proposed.model_copy(update={"certain": candidate.certain and not worse})


def _said(candidate: Candidate, point: str) -> dict[str, str]:
    return {name: g if isinstance(g, str) else sentence_hryvnias(g, point) for name, g in candidate.gaps.items()}


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _none(_: Case) -> Iterable[Candidate]:
    return ()
