"""Sends one act that a person has decided, and tells when somebody else had been faster. Imported by jobs only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.cases import Case, CaseChange, ManyCasesChange
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import Filter
from cabinet.contract.rights import author
from cabinet.contract.states import Outcome
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.vault.outbox import Act, PendingKind

if TYPE_CHECKING:
    from cabinet.contract.findings import BatchAnswer
    from cabinet.perimeter.login import PersonSession

__all__ = ["Overtaken", "change_of", "deliver"]

_CHANGED = "CASE_CHANGED"


class Overtaken(Exception):
    """The case is another one than was read; ``theirs`` is how it stands now."""

    def __init__(self, theirs: Case) -> None:
        super().__init__(_CHANGED)
        self.theirs = theirs


def change_of(act: Act) -> CaseChange:
    """Return what an act about cases changes."""
    model = ManyCasesChange if act.kind is PendingKind.CASES else CaseChange
    return model.model_validate_json(act.body)


def deliver(session: PersonSession, act: Act) -> int:
    """Send an act; returns the version that its case has now, 0 where it has none.

    An act that had arrived before, and whose answer was lost, is not done a second time.

    Raises:
        Overtaken: somebody else has changed the case meanwhile.
        KnownError: what the perimeter refuses with; ``CORRECTION_WOULD_FAIL`` where its rules would reject one.
    """
    client = RejectionsClient(session)
    if act.kind is PendingKind.CORRECTION:
        _correct(client, act)
        return 0
    change = change_of(act)
    if isinstance(change, ManyCasesChange):
        client.set_many_cases(change, act.key)
        return 0
    set_case = client.set_group_case if act.kind is PendingKind.CAUSE else client.set_case
    try:
        return set_case(act.subject, change, act.version).version
    except KnownError as refusal:
        if refusal.code != _CHANGED:
            raise
    theirs = _case_now(client, act)
    if _is_mine(theirs, change, author(session.person.name, session.person.role)):
        return theirs.version
    raise Overtaken(theirs)


def _correct(client: RejectionsClient, act: Act) -> None:
    _pass_or_raise(client.check(act.body))
    _pass_or_raise(client.correct(act.body, act.key))


def _pass_or_raise(answer: BatchAnswer) -> None:
    codes = {code for item in answer.items if item.outcome is Outcome.REJECTED for code in item.error_codes}
    if codes:
        raise KnownError("CORRECTION_WOULD_FAIL", codes=", ".join(sorted(codes)))


def _case_now(client: RejectionsClient, act: Act) -> Case:
    if act.kind is PendingKind.CASE:
        return client.card(act.subject).case
    of_it = Filter(groups=(act.subject,))
    cause = next((group for group in client.groups(of_it).items if group.group_id == act.subject), None)
    rows = client.page(limit=1, wanted=of_it).items
    if cause is None or not rows:
        raise KnownError("GROUP_NOT_FOUND")
    history = [event for event in client.card(rows[0].attempt_id).case.history if event.whole_group]
    return Case(state=cause.case_state, assignee=cause.assignee, version=cause.case_version, history=history)


def _is_mine(theirs: Case, change: CaseChange, me: str) -> bool:
    """Tell whether the case stands as this act would have left it: it had arrived, and its answer was lost."""
    last = theirs.history[-1] if theirs.history else None
    return last is not None and (last.by, last.note, last.state, last.assignee) == (
        me, change.note, change.state, change.assignee,
    )  # fmt: skip
