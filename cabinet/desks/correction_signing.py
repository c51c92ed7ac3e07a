"""The signature over corrections: whether the perimeter will want one, and sending them under it (CONTRACT §2, §3).

A set is signed for requests whose exact bodies are known. Where the perimeter wants a signature that nobody foresaw,
because a person's unsigned corrections of the last hour count together, it is given when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.states import Environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cabinet.contract.about import Limits
    from cabinet.contract.correction_sets import Reckoned
    from cabinet.contract.findings import BatchAnswer
    from cabinet.perimeter.login import PersonSession

__all__ = ["above_limits", "ask_limits", "correct_signed", "send_part", "sign_before", "sign_set"]

_WANTED: Final = "STEP_UP_REQUIRED"
_SIGNED_ANEW: Final = frozenset({_WANTED, "CORRECTION_SET_UNKNOWN", "CORRECTION_SET_OTHER"})
"""Refusals of a request that another signature mends: it had none, its set is over, or it is in none."""


def ask_limits(session: PersonSession) -> Limits | None:
    """Return the thresholds of a perimeter that wants signatures of corrections, None of one that wants none."""
    from cabinet.contract.about import LIMITS
    from cabinet.perimeter.caller import answer_to
    from cabinet.wire.ask import Ask

    if session.profile.environment is not Environment.PRODUCTION:
        return None
    return answer_to(session, Ask(LIMITS))


def above_limits(whole: Reckoned, limits: Limits | None) -> bool:
    """Tell whether corrections of what was rejected are so many, or of such a sum, that they are signed."""
    return limits is not None and (
        whole.items > limits.bulk_signed_above_items or whole.kop > limits.bulk_signed_above_kop
    )


def sign_before(session: PersonSession, bodies: Sequence[bytes]) -> str | None:
    """Have requests signed that the perimeter will want signed; None where it will not.

    Raises:
        KnownError: what the signature is refused with; ``ACT_CANCELLED``, ``ACT_EXPIRED``.
    """
    from cabinet.contract.correction_sets import Reckoned, part_of

    limits = ask_limits(session)
    if limits is None:
        return None
    parts = [part_of(body) for body in bodies]
    whole = Reckoned()
    for part in parts:
        whole = whole.plus(part.whole)
    wanted = above_limits(whole, limits) or any(part.amends for part in parts)
    return sign_set(session, bodies) if wanted else None


def sign_set(session: PersonSession, bodies: Sequence[bytes]) -> str:
    """Have the first requests, as many as one set may have, signed together; returns the set's id."""
    from cabinet.contract.correction_sets import set_of
    from cabinet.contract.limits import MAX_SET_PARTS
    from cabinet.perimeter.rejections import RejectionsClient

    wanted = set_of(bodies[:MAX_SET_PARTS])
    return RejectionsClient(session).sign_corrections(wanted, uuid7()).set_id


def send_part(
    session: PersonSession, body: bytes, key: str, set_id: str | None, sign_anew: Callable[[], str]
) -> BatchAnswer:
    """Send a request under its set; ``sign_anew`` returns another set with it, once, where the perimeter wants one."""
    from cabinet.perimeter.rejections import RejectionsClient

    client = RejectionsClient(session)
    try:
        return client.correct(body, key, set_id)
    except KnownError as refusal:
        if refusal.code not in _SIGNED_ANEW:
            raise
    return client.correct(body, key, sign_anew())


def correct_signed(session: PersonSession, body: bytes, key: str) -> BatchAnswer:
    """Send one request, signed where the perimeter wants that."""
    return send_part(session, body, key, sign_before(session, [body]), lambda: sign_set(session, [body]))
