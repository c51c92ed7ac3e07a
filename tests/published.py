"""While any test runs: what a perimeter refuses with is what the endpoint publishes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import httpx
import pytest

from cabinet.contract.endpoint import AnyEndpoint
from cabinet.wire.ask import AnyAsk
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Reply, Transport


@cache
def published(endpoint: AnyEndpoint) -> frozenset[str]:
    from cabinet.contour.http.published_codes import codes_of

    return frozenset(codes_of(endpoint))


@pytest.fixture(autouse=True)
def published_codes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fail a test in which a refusal came that its endpoint does not publish; yields what was found."""
    strays: list[str] = []
    call = Transport.call

    def watched(self: Transport, ask: AnyAsk, **more: object) -> Reply:
        try:
            return call(self, ask, **more)  # type: ignore[arg-type]  # passed on as it came
        except Refusal as refusal:
            # Where a test gives the answers itself, no perimeter has spoken.
            spoken = not isinstance(self._client._transport, httpx.MockTransport)
            if spoken and refusal.code not in published(ask.endpoint):
                strays.append(f"{ask.endpoint.name}: {refusal.code}")
            raise

    monkeypatch.setattr(Transport, "call", watched)
    yield strays
    assert strays == []
