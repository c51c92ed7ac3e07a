"""What every resource's client stands on: one call, answered with what its endpoint answers."""

from __future__ import annotations

from typing import Protocol, TypeVar

from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.transport import Reply

__all__ = ["Caller", "answer_to"]

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Caller(Protocol):
    """A person's session or a machine's credential: whoever can call."""

    def call(self, ask: AnyAsk) -> Reply:
        """Call one endpoint; raises what :meth:`cabinet.wire.transport.Transport.call` raises."""
        ...


def answer_to(caller: Caller, ask: Ask[Request, Answer]) -> Answer:
    """Call and read the answer.

    Raises:
        KnownError: besides the call's own, ``ANSWER_INVALID`` when the answer breaks the contract.
    """
    return ask.read(caller.call(ask).body)
