"""What the PIN dialog says: of a log-in, and of an act that is signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cabinet.profile.settings import Language
from cabinet.ui.language import language, tr

if TYPE_CHECKING:
    from cabinet.qes.statements import ActStatement, MandateStatement

__all__ = ["Wording", "act_wording", "login_wording"]


@dataclass(frozen=True)
class Wording:
    """What the dialog says: ``act`` is what will be done, in words; empty for a log-in."""

    title: str
    lead: str
    accept: str
    act: str = ""


def login_wording() -> Wording:
    """Return the words for a log-in."""
    lead = tr("The token will sign the log-in statement, and nothing else.")
    return Wording(tr("Enter the token's PIN"), lead, tr("Sign and log in"))


def act_wording(statement: ActStatement | MandateStatement) -> Wording:
    """Return what the PIN dialog says of an act: its own words, as they stand in the text that is signed."""
    from cabinet.qes.statements import MandateStatement

    act = statement.actEn if language() is Language.ENGLISH else statement.actUk
    if isinstance(statement, MandateStatement):
        lead = tr("The token will sign the mandate, a document that is kept. Nothing else is signed.")
        return Wording(tr("Sign the mandate"), lead, tr("Sign"), act)
    return Wording(tr("Sign the act"), tr("The token will sign this act, and nothing else."), tr("Sign"), act)
