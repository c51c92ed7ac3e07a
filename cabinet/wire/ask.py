"""One request to a perimeter: an endpoint, and what fills it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from cabinet.contract.endpoint import Endpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.json_forms import from_json, to_json

__all__ = ["AnyAsk", "Ask"]

RequestBody = TypeVar("RequestBody")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Ask(Generic[RequestBody, Answer]):
    """What is asked of one endpoint.

    ``request`` is its body: the endpoint's model, or bytes where it takes bytes. ``raw`` are exact bytes to be sent
    instead. ``version`` is what ``If-Match`` names, for a versioned endpoint.
    """

    endpoint: Endpoint[RequestBody, Answer]
    request: RequestBody | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | int | None] = field(default_factory=dict)
    idempotency_key: str | None = None
    version: int = 0
    raw: bytes | None = None

    @property
    def url(self) -> str:
        """The endpoint's path with its gaps filled."""
        return self.endpoint.url(self.path)

    @property
    def body(self) -> bytes | None:
        """The bytes of the body, None where there is none."""
        if self.raw is not None or self.request is None:
            return self.raw
        return self.request if isinstance(self.request, bytes) else to_json(self.request)

    @property
    def parameters(self) -> dict[str, str | int]:
        """The values of the query that are given."""
        return {name: value for name, value in self.query.items() if value is not None}

    def ready(self) -> Ask[RequestBody, Answer]:
        """Return the same with its bytes written and, for a command, a key: all its tries are one and the same."""
        key = self.idempotency_key or (uuid7() if self.endpoint.idempotent else None)
        return replace(self, raw=self.body, idempotency_key=key)

    def read(self, body: bytes) -> Answer:
        """Read the answer.

        Raises:
            KnownError: ``ANSWER_INVALID`` when it breaks the contract.
        """
        try:
            return from_json(self.endpoint.answer, body)
        except ValueError as error:
            raise KnownError("ANSWER_INVALID", self.endpoint.name) from error


AnyAsk = Ask[Any, Any]
