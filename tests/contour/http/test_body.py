"""A body is read to its bound and no further, whatever is said of its length, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from cabinet.contour.http import application
from cabinet.contour.http.application import read_body
from cabinet.contour.http.gate import LIMIT_OF
from cabinet.contract.endpoints import ENDPOINTS
from cabinet.contract.errors import KnownError

BY_BODY = list({(endpoint.body, endpoint.longest): endpoint for endpoint in ENDPOINTS}.values())


class FakeRequest:
    """Gives its parts one after another; counts how many were taken, and hangs at the end if it is told to."""

    def __init__(self, *parts: bytes, said: str | None = None, hangs: bool = False) -> None:
        self.parts, self.hangs = parts, hangs
        self.headers = {} if said is None else {"content-length": said}
        self.taken = 0

    async def stream(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            self.taken += 1
            yield part
        if self.hangs:
            await asyncio.Event().wait()


def read(request: FakeRequest, endpoint: Any) -> bytes:
    given: Any = request
    return asyncio.run(read_body(given, endpoint))


@pytest.mark.parametrize("endpoint", BY_BODY, ids=lambda endpoint: endpoint.body.name)
@pytest.mark.parametrize("said", [None, "right", "5", "", "-1", "x", "٣"])
def test_to_its_bound_and_no_further(endpoint: Any, said: str | None) -> None:
    limit = endpoint.longest or LIMIT_OF[endpoint.body]
    half = bytes(limit // 2)
    for length, parts in ((limit, (half, bytes(limit - len(half)))), (limit + 1, (half, bytes(limit + 1 - len(half))))):
        request = FakeRequest(*parts, b"further", said=str(length) if said == "right" else said)
        fitting = FakeRequest(*parts, said=str(length) if said == "right" else said)
        if length <= limit:
            assert read(fitting, endpoint) == b"".join(parts)
        else:
            with pytest.raises(KnownError, match="TOO_LARGE"):
                read(request, endpoint)
            assert request.taken == (0 if said == "right" else 2), "nothing is read of what is said to be too long"


def test_a_body_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "_BODY_SECONDS", 0.05)
    endpoint = next(e for e in ENDPOINTS if LIMIT_OF[e.body])
    with pytest.raises(KnownError) as told:
        read(FakeRequest(b"some", hangs=True), endpoint)
    assert (told.value.code, told.value.facts["value"]) == ("BODY_TOO_SLOW", "4")
