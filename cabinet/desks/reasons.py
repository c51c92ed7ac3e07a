"""Which reason a correction most likely has, by the code of what was found."""

from __future__ import annotations

from typing import Final

from cabinet.contract.states import ReasonCode

__all__ = ["likely_reason"]

_BY_FAMILY: Final = {
    "AM": ReasonCode.WRONG_SUM,
    "RF": ReasonCode.WRONG_LINK,
    "RG": ReasonCode.WRONG_LICENCE_OR_SITE,
    "TM": ReasonCode.WRONG_TIME,
    "ID": ReasonCode.DUPLICATE_EVENT,
}


def likely_reason(code: str) -> ReasonCode:
    """Return the reason of a finding's family."""
    return _BY_FAMILY.get(code[:2], ReasonCode.OTHER)
