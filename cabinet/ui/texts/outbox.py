"""Words of what waits for the perimeter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.ui.language import tr
from cabinet.ui.numbers import stamp
from cabinet.ui.texts.rejections import case_chip
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.cases import Case
    from cabinet.vault.outbox import Act, Pending

__all__ = ["decided_words", "theirs_words", "waiting_words"]


def waiting_words(pending: tuple[Pending, ...]) -> tuple[str, bool]:
    """Return how much waits, and whether any of it needs the person."""
    refused = sum(1 for one in pending if one.why)
    if refused:
        return tr("%n decision(s) of yours could not be sent", refused), True
    return tr("%n decision(s) wait for the connection", len(pending)) if pending else "", False


def decided_words(act: Act) -> str:
    """Return what was decided: state, assignee, note."""
    from cabinet.vault.outbox import PendingKind

    if act.kind is PendingKind.CORRECTION:
        return tr("Send the correction")
    from cabinet.contract.cases import CaseChange, ManyCasesChange

    model = ManyCasesChange if act.kind is PendingKind.CASES else CaseChange
    change = model.model_validate_json(act.body)
    return _case_words(case_chip(change.state)[0], change.assignee, change.note)


def theirs_words(theirs: Case) -> tuple[str, str]:
    """Return how a case stands now, and who has decided so and when."""
    last = theirs.history[-1] if theirs.history else None
    note = last.note if last is not None else ""
    by = " · ".join((plain(last.by), stamp(last.at))) if last is not None and last.by else ""
    return _case_words(case_chip(theirs.state)[0], theirs.assignee, note), by


def _case_words(state: str, assignee: str | None, note: str) -> str:
    parts = [state, plain(assignee) if assignee else tr("nobody has taken it")]
    return " · ".join(parts) + (f"\n{plain(note)}" if note else "")
