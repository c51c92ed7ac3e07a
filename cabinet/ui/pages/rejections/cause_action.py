"""The one thing to do with a whole cause: mend it, send it again, decide about it, or hand it to IT.

A cause does not tell whether each of its rejections has a proposal. So mending is offered where the rules know right
values of its code, and the check of the whole set, before anything is sent, names those that have none.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cabinet.contract.states import FixBy, Resubmit
from cabinet.rules.suggesting.codes import PROPOSED
from cabinet.ui.language import tr
from cabinet.ui.numbers import count

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionGroup

__all__ = ["CauseAct", "act_icon", "act_number", "act_of", "act_words"]


class CauseAct(Enum):
    """What is done with a cause's own open rejections, or with all that only has to be sent again."""

    CORRECT = "correct"
    RESEND = "resend"
    DECIDE = "decide"
    HAND_OVER = "hand_over"


def act_of(cause: RejectionGroup, *, corrects: bool, decides: bool) -> CauseAct | None:
    """Return what this person may do first with a cause, None where that is nothing."""
    if corrects and cause.ready and cause.ready == cause.whole:
        return CauseAct.RESEND
    if not cause.own:
        return None
    if corrects and cause.code in PROPOSED:
        return CauseAct.CORRECT
    if not decides:
        return None
    return CauseAct.HAND_OVER if _mended_elsewhere(cause.code) else CauseAct.DECIDE


def _mended_elsewhere(code: str) -> bool:
    """Tell whether data with this fault are mended by IT alone, at their source."""
    from cabinet.contract.catalogue import finding_cards

    card = finding_cards().get(code)
    if card is None or code in PROPOSED:
        return False
    return card.fix_by is FixBy.OPERATOR_IT or card.resubmit is Resubmit.RETRY


def act_number(act: CauseAct, cause: RejectionGroup) -> int:
    """Return of how many it is: what hangs on them is never counted in, but where all is only sent again."""
    return cause.ready if act is CauseAct.RESEND else cause.own


def act_words(act: CauseAct, number: int) -> str:
    """Return what its button says."""
    said = {
        CauseAct.CORRECT: tr("Correct {number}…"),
        CauseAct.RESEND: tr("Repeat {number}…"),
        CauseAct.DECIDE: tr("Sort out {number}…"),
        CauseAct.HAND_OVER: tr("Hand to IT…"),
    }
    return said[act].format(number=count(number))


def act_icon(act: CauseAct) -> str:
    """Return what stands for its words where there is no room."""
    return {
        CauseAct.CORRECT: "pencil",
        CauseAct.RESEND: "rotate-ccw",
        CauseAct.DECIDE: "list-checks",
        CauseAct.HAND_OVER: "users",
    }[act]
