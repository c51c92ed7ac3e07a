"""What anyone may ask: who answers, whether it takes transactions, which limits."""

from __future__ import annotations

from cabinet.contract.about import ABOUT, LIMITS, STATUS, About, Limits, Status
from cabinet.contract.errors import KnownError
from cabinet.perimeter.caller import answer_to
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.transport import Reply, Transport

__all__ = ["OpenClient"]


class OpenClient:
    """The open endpoints of one perimeter."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def call(self, ask: AnyAsk) -> Reply:
        """Call without a session."""
        return self._transport.call(ask)

    def about(self) -> About:
        """Return who answers; checks that the environment is the profile's.

        Raises:
            KnownError: ``ENVIRONMENT_OTHER``.
        """
        about = answer_to(self, Ask(ABOUT))
        expected = self._transport.profile.environment
        if about.environment is not expected:
            raise KnownError("ENVIRONMENT_OTHER", expected=expected.value, present=about.environment.value)
        return about

    def status(self) -> Status:
        """Return whether the perimeter takes transactions."""
        return answer_to(self, Ask(STATUS))

    def limits(self) -> Limits:
        """Return the thresholds in force."""
        return answer_to(self, Ask(LIMITS))
