"""Words of a cause's card: who acts, what to do, and what happens when its act is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.catalogue import fill, finding_cards
from cabinet.rules.suggesting.codes import PROPOSED
from cabinet.ui.language import tr
from cabinet.ui.texts.failures import words
from cabinet.ui.texts.findings import words_of
from cabinet.ui.texts.rejections import fix_by
from cabinet.ui.widgets.plain_label import plain

if TYPE_CHECKING:
    from cabinet.contract.findings import Finding
    from cabinet.contract.rejections import RejectionCard, RejectionGroup

__all__ = ["cause_steps", "example_finding", "remedy", "who_acts"]


def example_finding(cause: RejectionGroup, card: RejectionCard | None) -> Finding | None:
    """Return the finding of an example that puts it under this cause; None where it is of another, or not here."""
    if card is None or card.row.group_id != cause.group_id:
        return None
    return next((f for f in card.findings if f.code == cause.code and f.pointer.startswith(cause.pointer)), None)


def who_acts(code: str) -> str:
    """Return who must act on a code."""
    known = finding_cards().get(code)
    return fix_by(known.fix_by) if known is not None else "—"


def remedy(cause: RejectionGroup, card: RejectionCard | None) -> str:
    """Return what to do: as the example's finding says it, else as the catalogue does."""
    finding = example_finding(cause, card)
    if finding is not None:
        return words_of(finding)[1]
    known = finding_cards().get(cause.code)
    return fill(words(known.remedy), {}) if known is not None else cause.code


def cause_steps(cause: RejectionGroup) -> list[str]:
    """Return what happens, in order, when its own are corrected or all of it is sent again."""
    whole = cause.ready and cause.ready == cause.whole
    if whole:
        first = tr("%n operation(s) are sent again as they are", cause.ready)
    elif cause.own and cause.code in PROPOSED:
        first = tr("%n operation(s) are corrected and sent again", cause.own)
    else:
        return []
    steps = [first]
    if cause.consequences and not whole:
        steps.append(tr("%n that hang on them follow, unchanged", cause.consequences))
    steps.append(tr("The platform of the source {source} is told").format(source=plain(cause.source)))
    return steps
