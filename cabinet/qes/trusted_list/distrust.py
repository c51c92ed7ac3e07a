"""Why an issuer is not trusted, in words: advice for people and logs; the path building decides, not this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from cabinet.contract.catalogue import fill
from cabinet.contract.moment import kyiv_day

__all__ = ["Distrust", "Reason"]


class Reason(Enum):
    """What stands in the way."""

    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    NOT_FOR_SIGNATURES = "not_for_signatures"
    NOT_FOR_SEALS = "not_for_seals"
    OTHER_SERVICE = "other_service"
    NOT_UNDERSTOOD = "not_understood"
    CONTRADICTION = "contradiction"
    LIST_EXPIRED = "list_expired"


_WORDS: Final = {
    Reason.UNKNOWN: ("Видавця немає в довірчому списку.", "The issuer is not in the trusted list."),
    Reason.WITHDRAWN: (
        "Послуга видавця «{service}» не має чинного статусу з {since}.",
        "The issuer's service “{service}” has not been granted since {since}.",
    ),
    Reason.NOT_YET: (
        "Послуга видавця «{service}» починається {since}.",
        "The issuer's service “{service}” begins on {since}.",
    ),
    Reason.NOT_FOR_SIGNATURES: (
        "Послуга видавця «{service}» не для підписів людей, наприклад, лише для печаток.",
        "The issuer's service “{service}” is not for people's signatures, only for seals for example.",
    ),
    Reason.NOT_FOR_SEALS: (
        "Послуга видавця «{service}» не для електронних печаток.",
        "The issuer's service “{service}” is not for electronic seals.",
    ),
    Reason.OTHER_SERVICE: (
        "Видавець є в довірчому списку з іншою послугою: «{service}».",
        "The issuer is in the trusted list for another service: “{service}”.",
    ),
    Reason.NOT_UNDERSTOOD: (
        "Довірчий список обмежує послугу «{service}» умовою, якої програма не знає.",
        "The trusted list limits the service “{service}” by a condition that this program does not know.",
    ),
    Reason.CONTRADICTION: (
        "Довірчий список каже про послугу «{service}» двояко.",
        "The trusted list says two things of the service “{service}”.",
    ),
    Reason.LIST_EXPIRED: (
        "Строк довірчого списку з послугою «{service}» минув {since}.",
        "The trusted list with the service “{service}” ended on {since}.",
    ),
}


@dataclass(frozen=True)
class Distrust:
    """One reason, the service's name as the list gives it, and the moment where that matters."""

    reason: Reason
    service: str = ""
    since: datetime | None = None

    @property
    def uk(self) -> str:
        """The sentence in Ukrainian."""
        return self._filled(_WORDS[self.reason][0])

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self._filled(_WORDS[self.reason][1])

    def _filled(self, sentence: str) -> str:
        since = kyiv_day(self.since).isoformat() if self.since is not None else "…"
        return fill(sentence, {"service": self.service, "since": since})
