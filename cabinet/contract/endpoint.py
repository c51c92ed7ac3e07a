"""What an endpoint is: who may call it, under which right, what goes in and what comes out.

Each resource's file holds its models and its endpoints (``people.APPOINT``); :mod:`cabinet.contract.endpoints` gathers
them. The kind of an endpoint is its class, so that a handler for another caller, request or answer does not
type-check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar

from cabinet.contract.filter import LONGEST
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import Environment

__all__ = [
    "Access",
    "AnyEndpoint",
    "Body",
    "Endpoint",
    "KeyEndpoint",
    "MachineEndpoint",
    "Nothing",
    "OpenEndpoint",
    "PersonEndpoint",
    "QueryForm",
    "ReaderEndpoint",
    "SignedEndpoint",
    "Streamed",
    "TestdataEndpoint",
]

RequestBody = TypeVar("RequestBody")
Answer = TypeVar("Answer")


class Access(Enum):
    """Who may call."""

    OPEN = "open"
    SESSION_KEY = "session-key"
    """DPoP proof by the log-in's key, no token yet."""
    PERSON = "person"
    MACHINE = "machine"
    PERSON_OR_MACHINE = "person-or-machine"
    TESTDATA = "testdata"


class Body(Enum):
    """Form of a request's or answer's body."""

    NONE = ""
    JSON = "application/json"
    NDJSON = "application/x-ndjson"
    CSV = "text/csv; charset=utf-8"
    ENVELOPE = "application/vnd.soms.batch+hpke"
    NOTE = "text/plain; charset=utf-8"
    OCTETS = "application/octet-stream"
    TIME_STAMP_QUERY = "application/timestamp-query"
    TIME_STAMP_REPLY = "application/timestamp-reply"


class Nothing:
    """The request of an endpoint that takes no body."""


@dataclass(frozen=True)
class Streamed:
    """An answer in pieces, made one by one while they are taken: nobody holds the whole.

    ``media`` is one of the endpoint's ``streams``. Its contract says how the end of a whole one is known.
    """

    media: Body
    pieces: Iterator[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


QueryForm = dict[str, object]
"""JSON schema of one value of a query."""
SEQ: QueryForm = {"type": "integer", "minimum": 0, "maximum": 2**62}
LIMIT: QueryForm = {"type": "integer", "minimum": 1, "maximum": 500}
FILTER: QueryForm = {"type": "string", "maxLength": LONGEST}
DAY: QueryForm = {"type": "string", "format": "date"}


@dataclass(frozen=True, eq=False)
class Endpoint(Generic[RequestBody, Answer]):
    """One operation; two are the same only if they are one object.

    ``request`` is the model of its body, ``bytes`` for a body of the form ``request_media``, or :class:`Nothing`;
    ``answer`` likewise, ``str`` being a signed note. ``right`` is what a person needs, ``scope`` what a machine needs.
    ``right_production`` replaces ``right`` on a production perimeter. ``step_up`` marks acts that need a QES in
    production, ``step_up_in_test`` those that need it on a test perimeter too. ``idempotent`` commands require
    ``Idempotency-Key``; ``versioned`` ones require ``If-Match`` with the version that is to be changed. ``expired_ok``
    lets a machine in under a certificate whose own term has ended. ``rest`` is the pattern of a path's last gap where
    that takes what is left of it, slashes too. ``longest`` is how many bytes its body may have where that is more than
    its form is given. ``streams`` are the forms of an answer that is :class:`Streamed`.
    """

    access: ClassVar[Access]
    name: str
    method: str
    path: str
    request: type[RequestBody]
    answer: type[Answer]
    summary: str
    right: Right | None = None
    right_production: Right | None = None
    scope: Scope | None = None
    step_up: bool = False
    step_up_in_test: bool = False
    idempotent: bool = False
    versioned: bool = False
    expired_ok: bool = False
    request_media: Body = Body.JSON
    answer_media: Body = Body.JSON
    status: int = 200
    query: tuple[tuple[str, QueryForm], ...] = ()
    rest: str | None = None
    longest: int | None = None
    streams: tuple[Body, ...] = ()

    @property
    def body(self) -> Body:
        """The form of the request's body."""
        return Body.NONE if self.request is Nothing else self.request_media

    @property
    def answer_body(self) -> Body:
        """The form of the answer's body."""
        return Body.NOTE if self.answer is str else self.answer_media

    def url(self, values: Mapping[str, str]) -> str:
        """Return the path with its gaps filled."""
        path = self.path
        for name, value in values.items():
            path = path.replace("{" + name + "}", value)
        return path

    def needs_step_up(self, environment: Environment) -> bool:
        """Tell whether a person must sign this act there (CONTRACT §2, step-up)."""
        return self.step_up and (self.step_up_in_test or environment is Environment.PRODUCTION)

    def right_in(self, environment: Environment) -> Right | None:
        """Return the right that a person needs there."""
        production = environment is Environment.PRODUCTION and self.right_production is not None
        return self.right_production if production else self.right


AnyEndpoint = Endpoint[Any, Any]


class OpenEndpoint(Endpoint[RequestBody, Answer]):
    """For anybody."""

    access = Access.OPEN


class KeyEndpoint(Endpoint[RequestBody, Answer]):
    """For whoever holds the log-in's key."""

    access = Access.SESSION_KEY


class PersonEndpoint(Endpoint[RequestBody, Answer]):
    """For a person with a session."""

    access = Access.PERSON


@dataclass(frozen=True, eq=False)
class SignedEndpoint(Endpoint[RequestBody, Answer]):
    """For a person with a session who signs the act wherever it is done."""

    access = Access.PERSON
    step_up: bool = True
    step_up_in_test: bool = True
    idempotent: bool = True


class MachineEndpoint(Endpoint[RequestBody, Answer]):
    """For a sender with a live transport key."""

    access = Access.MACHINE


class ReaderEndpoint(Endpoint[RequestBody, Answer]):
    """For people and machines alike."""

    access = Access.PERSON_OR_MACHINE


class TestdataEndpoint(Endpoint[RequestBody, Answer]):
    """For whoever holds the token of the test contour's own listener."""

    access = Access.TESTDATA
