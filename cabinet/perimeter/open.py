"""What anyone may ask: who answers, whether it takes transactions, which limits."""

from __future__ import annotations

from collections.abc import Mapping

from cabinet.contract.about import About, Limits, Status
from cabinet.contract.errors import KnownError
from cabinet.perimeter.caller import ask
from cabinet.wire.transport import Reply, Transport

__all__ = ["OpenClient"]


class OpenClient:
    """The open endpoints of one perimeter."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def call(
        self,
        name: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str | int | None] | None = None,
        body: bytes | None = None,
        idempotency_key: str | None = None,
        version: int | None = None,
    ) -> Reply:
        """Call without a session."""
        return self._transport.call(
            name, path=path, query=query, body=body, idempotency_key=idempotency_key, version=version
        )

    def about(self) -> About:
        """Return who answers; checks that the environment is the profile's.

        Raises:
            KnownError: ``ENVIRONMENT_OTHER``.
        """
        about = ask(self, "about", About)
        expected = self._transport.profile.environment
        if about.environment is not expected:
            raise KnownError("ENVIRONMENT_OTHER", expected=expected.value, present=about.environment.value)
        return about

    def status(self) -> Status:
        """Return whether the perimeter takes transactions."""
        return ask(self, "status", Status)

    def limits(self) -> Limits:
        """Return the thresholds in force."""
        return ask(self, "limits", Limits)
