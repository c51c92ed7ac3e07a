"""What every resource's client stands on: one call to the table of endpoints, answered with a checked model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from cabinet.contract.errors import KnownError
from cabinet.wire.transport import Reply

__all__ = ["Caller", "ask"]

Model = TypeVar("Model", bound=BaseModel)


class Caller(Protocol):
    """A person's session or a machine's credential: whoever can call."""

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
        """Call one endpoint by name; raises what :meth:`cabinet.wire.transport.Transport.call` raises."""
        ...


def ask(
    caller: Caller,
    name: str,
    answer: type[Model],
    *,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str | int | None] | None = None,
    body: BaseModel | bytes | None = None,
    idempotency_key: str | None = None,
    version: int | None = None,
) -> Model:
    """Call and read the answer.

    Raises:
        KnownError: besides the call's own, ``ANSWER_INVALID`` when the answer breaks the contract.
    """
    data = body.model_dump_json(by_alias=True).encode() if isinstance(body, BaseModel) else body
    reply = caller.call(name, path=path, query=query, body=data, idempotency_key=idempotency_key, version=version)
    try:
        return answer.model_validate_json(reply.body)
    except ValidationError as error:
        raise KnownError("ANSWER_INVALID", f"{name}: {error.error_count()} errors") from error
