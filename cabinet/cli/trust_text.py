"""A trusted list in words, and what is to be said of the signer that comes with this program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import Phrase, day, labelled, moment, phrases, plain, reason, ukrainian
from cabinet.qes.trusted_list.pins import UKRAINIAN_LIST_ENDS, UKRAINIAN_LIST_SIGNER
from cabinet.qes.trusted_list.uris import Kind, Status

if TYPE_CHECKING:
    from cabinet.perimeter.trusted_lists import Outcome
    from cabinet.qes.trusted_list.model import TrustedList

__all__ = ["list_lines", "pin_lines"]

_AHEAD: Final = timedelta(days=365)


def list_lines(outcome: Outcome, *, renewed: bool) -> Iterator[str]:
    """Return the lines on one list; ``renewed``: it was asked for anew."""
    say = phrases("trust")
    found, error = outcome.found, outcome.error
    yield plain(outcome.kept.name)
    if outcome.of_profile:
        yield f"  {say('of-profile')}"
    if error is not None:
        yield f"  {say('unusable' if found is None else 'not-renewed', reason=reason(error))} [{error.code}]"
    elif renewed and outcome.kept.url:
        yield f"  {say('renewed')}"
    if found is not None:
        yield from _of(found, say)
    yield labelled(say("address"), plain(outcome.kept.url) or say("address-none"))


def pin_lines(now: datetime) -> Iterator[str]:
    """Return where the known signer of Ukraine's list comes from, and a year ahead until when it holds."""
    say = phrases("trust")
    yield say("pin-known", pin=UKRAINIAN_LIST_SIGNER)
    left = UKRAINIAN_LIST_ENDS - now
    if left <= timedelta():
        yield say("pin-ended", until=day(UKRAINIAN_LIST_ENDS))
    elif left <= _AHEAD:
        yield say("pin-ends", until=day(UKRAINIAN_LIST_ENDS), days=left.days)


def _of(found: TrustedList, say: Phrase) -> Iterator[str]:
    head = found.head
    if found.is_test:
        yield f"  {say('test')}"
    yield labelled(say("territory"), plain(head.territory))
    yield labelled(say("operator"), plain(head.operator.of("uk" if ukrainian() else "en")))
    yield labelled(say("number"), say("number-value", sequence=head.sequence, issued=day(head.issued)))
    yield labelled(say("next"), moment(head.next_update) if head.next_update is not None else say("next-none"))
    known = f" — {say('signer-state')}" if found.signer_sha256 == UKRAINIAN_LIST_SIGNER else ""
    yield labelled(say("signer"), f"{found.signer_sha256}{known}")
    granted = Counter(s.kind for s in found.services if s.periods[0].status is Status.GRANTED)
    counts = {
        "total": granted.total(),
        "certificates": granted[Kind.CERTIFICATES],
        "stamps": granted[Kind.STAMPS],
        "status": granted[Kind.STATUS],
    }
    yield labelled(say("granted"), say("granted-value", **counts))
