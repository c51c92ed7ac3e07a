"""The one gate of the contour: who may call which endpoint, read from the table, before any handler runs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypedDict
from urllib.parse import quote

import msgspec
from pydantic import BaseModel, ValidationError

from cabinet.contour.access.people import authority_of, person_rights
from cabinet.contour.access.sessions import check_proof
from cabinet.contour.call import (
    Call,
    KeyCall,
    Machine,
    MachineCall,
    OpenCall,
    PersonCall,
    PersonHere,
    ReaderCall,
    SignedAct,
    SignedCall,
)
from cabinet.contour.handling import Answered, Handler, Written
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.ledger.store import Rows
from cabinet.contour.problem import Refused, field_refusal
from cabinet.contract.attendance import UNATTENDED_HEADER
from cabinet.contract.endpoint import Access, AnyEndpoint, Body, Nothing, Streamed
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.json_forms import to_json
from cabinet.contract.moment import epoch_micros
from cabinet.contract.plain_text import harmful
from cabinet.contract.rights import Scope
from cabinet.qes.act_statement import Command

__all__ = ["Admitted", "Gate", "RawRequest"]

_MAX_JSON = 256 * 1024
_MAX_NDJSON = 8 * 1024 * 1024
_MAX_ENVELOPE = 9 * 1024 * 1024
_TAG = re.compile(r'"(\d{1,9})"')
LIMIT_OF = {
    Body.NONE: 1024,
    Body.TIME_STAMP_QUERY: 4096,
    Body.JSON: _MAX_JSON,
    Body.NDJSON: _MAX_NDJSON,
    Body.ENVELOPE: _MAX_ENVELOPE,
}
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,64}")


def too_large(endpoint: AnyEndpoint) -> str:
    """Return the code that a body beyond its bound is refused with."""
    return "BATCH_TOO_LARGE" if endpoint.body is Body.ENVELOPE else "BODY_TOO_LARGE"


def is_limited(endpoint: AnyEndpoint) -> bool:
    """Tell whether machines' requests are counted there: reading one's own rejections is not (CONTRACT §1)."""
    machines = endpoint.access in {Access.MACHINE, Access.PERSON_OR_MACHINE}
    return machines and endpoint.scope is not Scope.REJECTIONS_READ


@dataclasses.dataclass(frozen=True)
class RawRequest:
    """A request as it came: nothing in it is believed yet."""

    method: str
    path: str
    headers: dict[str, str]
    path_values: dict[str, str]
    query: list[tuple[str, str]]
    body: bytes
    address: str
    certificate: bytes | None


@dataclasses.dataclass(frozen=True)
class Admitted:
    """Who is let in to an endpoint, before anything of their body is looked at.

    ``who`` is a person, a machine, or None where the endpoint needs neither; ``jkt`` is the thumbprint of the key
    that the request was proved with.
    """

    endpoint: AnyEndpoint
    now: datetime
    who: PersonHere | Machine | None = None
    jkt: str | None = None
    attended: bool = True


class _Common(TypedDict):
    """What a call of every kind has."""

    now: datetime
    address: str
    request: Any
    path: dict[str, str]
    query: dict[str, str]


class Gate:
    """Checks access, right, scope, forms and idempotency, then lets the handler answer."""

    def __init__(self, perimeter: Perimeter, handlers: dict[str, Handler], testdata_token: str | None) -> None:
        self._perimeter = perimeter
        self._handlers = handlers
        self._testdata_token = testdata_token

    def serve(self, endpoint: AnyEndpoint, raw: RawRequest) -> tuple[int, Answered]:
        """Answer one request whose body is there; returns status and answer.

        Raises:
            KnownError: the refusal.
        """
        return self.answer(self.admit(endpoint, raw), raw)

    def admit(self, endpoint: AnyEndpoint, raw: RawRequest) -> Admitted:
        """Find out who asks, and whether they may, without looking at the body.

        Raises:
            KnownError: the refusal.
        """
        attended = raw.headers.get(UNATTENDED_HEADER.lower()) != "1"
        now = self._perimeter.clock.now()
        admitted = self._identify(Admitted(endpoint, now, attended=attended), raw)
        if isinstance(admitted.who, Machine) and is_limited(endpoint):
            self._perimeter.condition.take_request(f"{admitted.who.edrpou}/{admitted.who.source_id}", now)
        return admitted

    def answer(self, admitted: Admitted, raw: RawRequest) -> tuple[int, Answered]:
        """Let the handler answer somebody who was admitted; returns status and answer.

        Raises:
            KnownError: the refusal.
        """
        endpoint = admitted.endpoint
        query, request = query_values(endpoint, raw.query), _body(endpoint, raw)
        version = version_named(raw) if endpoint.versioned else 0
        handler = self._handlers[endpoint.name]

        def call(act: SignedAct | None = None) -> Answered:
            return handler(_call(admitted, raw, query, request, version, act))

        if not endpoint.idempotent:
            if endpoint.step_up:
                raise BugError("a signed command has an Idempotency-Key")
            return endpoint.status, call()
        return self.once(admitted, raw, call)

    def still(self, admitted: Admitted) -> None:
        """Look whether somebody whose answer is under way may still have the rest of it.

        Raises:
            KnownError: ``SESSION_ENDED``, or what a machine's key is refused with.
        """
        who = admitted.who
        if isinstance(who, PersonHere):
            self._perimeter.sessions.stands(who.session_id)
        elif isinstance(who, Machine):
            with self._perimeter.store.read() as rows:
                self._perimeter.senders.stands(rows, who, self._perimeter.clock.now())

    def _identify(self, asked: Admitted, raw: RawRequest) -> Admitted:
        access = asked.endpoint.access
        if access is Access.OPEN:
            return asked
        if access is Access.TESTDATA:
            self.testdata(raw)
            return asked
        if access is Access.SESSION_KEY:
            return dataclasses.replace(asked, jkt=self._proof(asked, raw, None))
        wants_person = "authorization" in raw.headers or "dpop" in raw.headers
        if access is Access.PERSON or (access is Access.PERSON_OR_MACHINE and (wants_person or not raw.certificate)):
            return self.person(asked, raw)
        with self._perimeter.store.read() as rows:
            machine = self._perimeter.senders.machine(
                rows,
                raw.certificate,
                raw.address,
                f"{raw.method} {asked.endpoint.path}",
                asked.endpoint.scope,
                asked.now,
                expired_ok=asked.endpoint.expired_ok,
            )
        return dataclasses.replace(asked, who=machine)

    def _proof(self, asked: Admitted, raw: RawRequest, token: str | None) -> str:
        url = self._perimeter.audience + quote(raw.path, safe="/:~")
        jkt, jti = check_proof(raw.headers.get("dpop", ""), raw.method, url, asked.now, token)
        self._perimeter.sessions.remember_proof(jti)
        return jkt

    def person(self, asked: Admitted, raw: RawRequest) -> Admitted:
        """Let a person in; their rights are read from the registry at every request.

        Raises:
            KnownError: ``SESSION_MISSING``, ``SESSION_ENDED``, ``RIGHT_MISSING``, or what the proof or the session
                is refused with.
        """
        scheme, _, token = raw.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "dpop" or not token:
            raise KnownError("SESSION_MISSING")
        jkt = self._proof(asked, raw, token)
        session = self._perimeter.sessions.by_access(token, jkt, attended=asked.attended)
        try:
            with self._perimeter.store.read() as rows:
                person, row = authority_of(rows, session.edrpou, session.rnokpp, asked.now)
        except KnownError as error:
            self._perimeter.sessions.end(session.edrpou, session.rnokpp, why=error.code)
            raise KnownError("SESSION_ENDED", error.code, reason=error.code) from error
        rights = person_rights(row) if session.only is None else person_rights(row) & session.only
        right = asked.endpoint.right_in(self._perimeter.environment)
        if right is None or right not in rights:
            required = (right.value,) if right is not None else ()
            raise Refused("RIGHT_MISSING", required=required, present=tuple(sorted(rights)))
        here = PersonHere(
            session.edrpou, session.rnokpp, person.name, person.role, rights, session.session_id, person.operator_name
        )
        return dataclasses.replace(asked, who=here, jkt=jkt)

    def testdata(self, raw: RawRequest) -> None:
        """Let in whoever holds the token of the test data.

        Raises:
            KnownError: ``TESTDATA_TOKEN_WRONG``.
        """
        import hmac

        given = raw.headers.get("authorization", "").removeprefix("Bearer ")
        if self._testdata_token is None or not hmac.compare_digest(given.encode(), self._testdata_token.encode()):
            raise KnownError("TESTDATA_TOKEN_WRONG")

    def once(
        self, admitted: Admitted, raw: RawRequest, call: Callable[[SignedAct | None], Answered]
    ) -> tuple[int, Answered]:
        """Run a command once for its key: the same body gets the first answer, another is a conflict.

        A signature is checked before the write begins, and only for a command that has no answer yet.

        Raises:
            KnownError: ``IDEMPOTENCY_KEY_MISSING``, ``IDEMPOTENCY_CONFLICT``, or what the act's signature or the
                command is refused with.
        """
        endpoint, person, jkt = admitted.endpoint, admitted.who, admitted.jkt
        key = raw.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(key):
            raise KnownError("IDEMPOTENCY_KEY_MISSING")
        if not isinstance(person, PersonHere) or jkt is None:
            raise BugError("commands are people's")
        who = f"{person.edrpou}/{person.rnokpp}"
        where = f"{raw.method} {raw.path}"
        digest = hashlib.sha256(raw.body).hexdigest()
        with self._perimeter.store.read() as rows:
            first = _first_answer(rows, who, where, key, digest)
        if first is not None:
            return first
        used: KnownError | None = None
        act: SignedAct | None = None
        if endpoint.needs_step_up(self._perimeter.environment):
            command = Command(endpoint.name, raw.method, raw.path, raw.path_values, raw.body, key)
            try:
                act = self._perimeter.step_up.take(person, jkt, command, raw.headers, admitted.now)
            except KnownError as error:
                if error.code != "ACT_USED":
                    raise
                used = error  # perhaps by this very command, whose answer is about to be written
        with self._perimeter.store.write() as rows:
            first = _first_answer(rows, who, where, key, digest)
            if first is not None:
                return first
            if used is not None:
                raise used
            answer = encode(call(act))
            rows.run(
                "INSERT INTO commands (who, endpoint, idempotency_key, body_sha256, status, answer, at) "
                "VALUES (:who, :endpoint, :key, :digest, :status, :answer, :at)",
                who=who, endpoint=where, key=key, digest=digest, status=endpoint.status, answer=answer,
                at=epoch_micros(admitted.now),
            )  # fmt: skip
        return endpoint.status, answer


def _call(
    admitted: Admitted, raw: RawRequest, query: dict[str, str], request: object, version: int, act: SignedAct | None
) -> Call[Any]:
    """Return the call of the kind that the endpoint's handler takes.

    Raises:
        BugError: the gate let somebody in whom the endpoint is not for.
    """
    common = _Common(now=admitted.now, address=raw.address, request=request, path=raw.path_values, query=query)
    who, jkt = admitted.who, admitted.jkt
    match admitted.endpoint.access:
        case Access.OPEN | Access.TESTDATA:
            return OpenCall(**common)
        case Access.SESSION_KEY if jkt is not None:
            return KeyCall(**common, jkt=jkt, attended=admitted.attended)
        case Access.MACHINE if isinstance(who, Machine):
            return MachineCall(**common, machine=who)
        case Access.PERSON_OR_MACHINE if who is not None:
            return ReaderCall(**common, reader=who)
        case Access.PERSON if isinstance(who, PersonHere) and act is not None:
            return SignedCall(**common, person=who, version=version, act=act)
        case Access.PERSON if isinstance(who, PersonHere) and not admitted.endpoint.step_up_in_test:
            return PersonCall(**common, person=who, version=version)
    raise BugError(f"{admitted.endpoint.name} is not for {who!r}")


def _first_answer(rows: Rows, who: str, where: str, key: str, digest: str) -> tuple[int, bytes] | None:
    first = rows.one(
        "SELECT * FROM commands WHERE who = :who AND endpoint = :endpoint AND idempotency_key = :key",
        who=who, endpoint=where, key=key,
    )  # fmt: skip
    if first is None:
        return None
    if first["body_sha256"] != digest:
        raise KnownError("IDEMPOTENCY_CONFLICT")
    return first["status"], bytes(first["answer"])


def encode(answer: Answered) -> bytes:
    """Return an answer's bytes.

    Raises:
        BugError: it comes in pieces.
    """
    if isinstance(answer, Streamed):
        raise BugError("a stream has no end yet")
    return answer.data if isinstance(answer, Written) else to_json(answer)


def version_named(raw: RawRequest) -> int:
    """Return the version that ``If-Match`` names, as an entity tag (RFC 9110).

    Raises:
        KnownError: ``IF_MATCH_MISSING``.
    """
    tag = _TAG.fullmatch(raw.headers.get("if-match", ""))
    if tag is None:
        raise KnownError("IF_MATCH_MISSING")
    return int(tag[1])


def query_values(endpoint: AnyEndpoint, given: list[tuple[str, str]]) -> dict[str, str]:
    """Return the query's values, each of the form the table asks.

    Raises:
        KnownError: ``QUERY_INVALID``.
    """
    known = dict(endpoint.query)
    values: dict[str, str] = {}
    for name, value in given:
        form = known.get(name)
        if form is None or name in values or not _fits(value, form):
            raise Refused("QUERY_INVALID", field=name)
        values[name] = value
    return values


def _fits(value: str, form: dict[str, object]) -> bool:
    if "enum" in form:
        options = form["enum"]
        return isinstance(options, list) and value in options
    if form.get("type") == "integer":
        if not value.isascii() or not value.isdigit() or len(value) > 19:
            return False
        low, high = form["minimum"], form["maximum"]
        return isinstance(low, int) and isinstance(high, int) and low <= int(value) <= high
    if form.get("format") == "date":
        try:
            return date.fromisoformat(value).isoformat() == value  # neither 20261124 nor 2026-W48-2
        except ValueError:
            return False
    if "pattern" in form and not re.search(str(form["pattern"]), value):
        return False
    longest = form.get("maxLength", 128)
    return isinstance(longest, int) and 0 < len(value) <= longest and not harmful(value)


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object with one name twice: which of the two counts is every parser's own taste (RFC 7493 §2.3)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
        raise Refused("BODY_INVALID", f"the name {twice[:60]!r} stands twice in one object")
    return found


def _body(endpoint: AnyEndpoint, raw: RawRequest) -> object:
    """Return the body as the endpoint's request."""
    if endpoint.request is Nothing:
        return Nothing()
    media_type(endpoint, raw)
    return raw.body if endpoint.request is bytes else json_body(endpoint.request, raw.body)


def media_type(endpoint: AnyEndpoint, raw: RawRequest) -> None:
    """Check the form that the request says its body has.

    Raises:
        KnownError: ``MEDIA_TYPE_UNSUPPORTED``.
    """
    kind = raw.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != endpoint.body.value:
        raise Refused("MEDIA_TYPE_UNSUPPORTED", expected=endpoint.body.value)


def json_body(model: type[BaseModel], body: bytes) -> BaseModel:
    """Read a JSON body.

    Raises:
        KnownError: ``BODY_INVALID``, ``FIELD_UNKNOWN``, ``FIELD_MISSING`` or ``FIELD_INVALID``.
    """
    try:
        msgspec.json.decode(body)
        json.loads(body, object_pairs_hook=_each_name_once, parse_int=str, parse_float=str)
        return model.model_validate_json(body)
    except ValidationError as error:
        raise field_refusal(error, model) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("BODY_INVALID", str(error)[:200]) from error
