"""Handlers: one typed function for each endpoint, registered where it stands.

``@handles(people.APPOINT, Mandates.appoint)`` above a method says which endpoint it answers and which functions it
passes refusals on from: the codes that the endpoint publishes are those of their ``Raises:`` sections and of its own.
A function for another kind of caller, request or answer than the endpoint's does not type-check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import msgspec
from pydantic import BaseModel

from cabinet.contour.call import Call, KeyCall, MachineCall, OpenCall, PersonCall, ReaderCall, SignedCall
from cabinet.contract.endpoint import (
    AnyEndpoint,
    KeyEndpoint,
    MachineEndpoint,
    OpenEndpoint,
    PersonEndpoint,
    ReaderEndpoint,
    SignedEndpoint,
    Streamed,
    TestdataEndpoint,
)
from cabinet.contract.errors import BugError

__all__ = ["Answered", "Handled", "Handler", "Written", "handled", "handlers_of", "handles"]


@dataclass(frozen=True)
class Written:
    """The JSON of an answer that its handler has written already."""

    data: bytes


Answered = BaseModel | msgspec.Struct | Written | Streamed | bytes | str
Handler = Callable[[Call[Any]], Answered]
_Function = Callable[..., object]
_Self = TypeVar("_Self")
_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")
_Method = Callable[[_Self, _Request], _Answer | Written]


@dataclass(frozen=True)
class Handled:
    """A handler as registered: its endpoint, its function, and the functions whose refusals it passes on."""

    endpoint: AnyEndpoint
    function: _Function
    refusing: tuple[_Function, ...]


_REGISTERED: dict[_Function, Handled] = {}


@overload
def handles(
    endpoint: OpenEndpoint[_Request, _Answer] | TestdataEndpoint[_Request, _Answer], *refusing: _Function
) -> Callable[[_Method[_Self, OpenCall[_Request], _Answer]], _Method[_Self, OpenCall[_Request], _Answer]]: ...
@overload
def handles(
    endpoint: KeyEndpoint[_Request, _Answer], *refusing: _Function
) -> Callable[[_Method[_Self, KeyCall[_Request], _Answer]], _Method[_Self, KeyCall[_Request], _Answer]]: ...
@overload
def handles(
    endpoint: PersonEndpoint[_Request, _Answer], *refusing: _Function
) -> Callable[[_Method[_Self, PersonCall[_Request], _Answer]], _Method[_Self, PersonCall[_Request], _Answer]]: ...
@overload
def handles(
    endpoint: SignedEndpoint[_Request, _Answer], *refusing: _Function
) -> Callable[[_Method[_Self, SignedCall[_Request], _Answer]], _Method[_Self, SignedCall[_Request], _Answer]]: ...
@overload
def handles(
    endpoint: MachineEndpoint[_Request, _Answer], *refusing: _Function
) -> Callable[[_Method[_Self, MachineCall[_Request], _Answer]], _Method[_Self, MachineCall[_Request], _Answer]]: ...
@overload
def handles(
    endpoint: ReaderEndpoint[_Request, _Answer], *refusing: _Function
) -> Callable[[_Method[_Self, ReaderCall[_Request], _Answer]], _Method[_Self, ReaderCall[_Request], _Answer]]: ...
def handles(endpoint: AnyEndpoint, *refusing: _Function) -> Callable[[Any], Any]:
    """Register a method as the handler of an endpoint."""

    def register(function: Any) -> Any:
        _REGISTERED[function] = Handled(endpoint, function, refusing)
        return function

    return register


def handled() -> tuple[Handled, ...]:
    """Return every handler that the modules imported so far have registered."""
    return tuple(_REGISTERED.values())


def handlers_of(*resources: object) -> dict[str, Handler]:
    """Return the handlers of these objects by their endpoints' names.

    Raises:
        BugError: two handlers for one endpoint.
    """
    found: dict[str, Handler] = {}
    for resource in resources:
        for name, function in vars(type(resource)).items():
            known = _REGISTERED.get(function) if callable(function) else None
            if known is None:
                continue
            if known.endpoint.name in found:
                raise BugError(f"two handlers for {known.endpoint.name}")
            found[known.endpoint.name] = getattr(resource, name)
    return found
