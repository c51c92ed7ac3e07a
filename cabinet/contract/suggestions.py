"""A right value that the rules know: what a rejection's card proposes beside a finding."""

from __future__ import annotations

from cabinet.contract.model import Answer

__all__ = ["Suggestion"]


class Suggestion(Answer):
    """What would end the finding ``code`` at ``pointer`` (RFC 6901, relative to the transaction).

    ``value`` is what should stand there; None says that the field does not belong there. With ``rename`` the value
    stays and the field's name becomes this one. ``certain`` only where the facts leave one value; the first of several
    for one finding is the likeliest.
    """

    code: str
    pointer: str
    value: str | int | None = None
    rename: str | None = None
    why_uk: str
    why_en: str
    certain: bool
