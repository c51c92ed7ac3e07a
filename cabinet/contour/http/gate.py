"""The one gate of the contour: who may call which endpoint, read from the table, before any handler runs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from datetime import date
from urllib.parse import quote

import msgspec
from pydantic import BaseModel, ValidationError

from cabinet.contour.access.people import authority_of, person_rights
from cabinet.contour.access.sessions import check_proof
from cabinet.contour.call import Call, PersonHere
from cabinet.contour.http.composition import Answered, Handler, Perimeter
from cabinet.contour.ledger.store import Rows
from cabinet.contour.problem import Refused, field_refusal
from cabinet.contract.attendance import UNATTENDED_HEADER
from cabinet.contract.endpoints import Access, Body, Endpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros

__all__ = ["Gate", "RawRequest"]

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


class Gate:
    """Checks access, right, scope, forms and idempotency, then lets the handler answer."""

    def __init__(self, perimeter: Perimeter, handlers: dict[str, Handler], testdata_token: str | None) -> None:
        self._perimeter = perimeter
        self._handlers = handlers
        self._testdata_token = testdata_token

    def serve(self, endpoint: Endpoint, raw: RawRequest) -> tuple[int, Answered]:
        """Answer one request; returns status and answer.

        Raises:
            KnownError: the refusal.
        """
        attended = raw.headers.get(UNATTENDED_HEADER.lower()) != "1"
        call = Call(
            endpoint, self._perimeter.clock.now(), raw.address, raw.body, path=dict(raw.path_values), attended=attended
        )  # fmt: skip
        call = self._identify(call, raw)
        call = dataclasses.replace(
            call,
            query=_query(endpoint, raw.query),
            request=_body(endpoint, raw),
            version=_version(raw) if endpoint.versioned else 0,
        )
        handler = self._handlers[endpoint.name]
        if not endpoint.idempotent:
            if endpoint.step_up:
                raise LookupError("a signed command has an Idempotency-Key")
            return endpoint.status, handler(call)
        return self._once(endpoint, handler, call, raw)

    def _identify(self, call: Call, raw: RawRequest) -> Call:
        access = call.endpoint.access
        if access is Access.OPEN:
            return call
        if access is Access.TESTDATA:
            self._testdata(raw)
            return call
        if access is Access.SESSION_KEY:
            return dataclasses.replace(call, jkt=self._proof(call, raw, None))
        wants_person = "authorization" in raw.headers or "dpop" in raw.headers
        if access is Access.PERSON or (access is Access.PERSON_OR_MACHINE and (wants_person or not raw.certificate)):
            return self._person(call, raw)
        with self._perimeter.store.read() as rows:
            machine = self._perimeter.senders.machine(
                rows,
                raw.certificate,
                raw.address,
                f"{raw.method} {call.endpoint.path}",
                call.endpoint.scope,
                call.now,
                expired_ok=call.endpoint.expired_ok,
            )
        return dataclasses.replace(call, machine=machine)

    def _proof(self, call: Call, raw: RawRequest, token: str | None) -> str:
        url = self._perimeter.audience + quote(raw.path, safe="/:~")
        jkt, jti = check_proof(raw.headers.get("dpop", ""), raw.method, url, call.now, token)
        self._perimeter.sessions.remember_proof(jti)
        return jkt

    def _person(self, call: Call, raw: RawRequest) -> Call:
        """Let a person in; their rights are read from the registry at every request."""
        scheme, _, token = raw.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "dpop" or not token:
            raise KnownError("SESSION_MISSING")
        jkt = self._proof(call, raw, token)
        session = self._perimeter.sessions.by_access(token, jkt, attended=call.attended)
        try:
            with self._perimeter.store.read() as rows:
                person, row = authority_of(rows, session.edrpou, session.rnokpp, call.now)
        except KnownError as error:
            self._perimeter.sessions.end(session.edrpou, session.rnokpp, why=error.code)
            raise KnownError("SESSION_ENDED", error.code, reason=error.code) from error
        rights = person_rights(row)
        right = call.endpoint.right_in(self._perimeter.environment)
        if right is None or right not in rights:
            required = (right.value,) if right is not None else ()
            raise Refused("RIGHT_MISSING", required=required, present=tuple(sorted(rights)))
        here = PersonHere(
            session.edrpou, session.rnokpp, person.name, person.role, rights, session.session_id, person.operator_name
        )
        return dataclasses.replace(call, person=here, jkt=jkt)

    def _testdata(self, raw: RawRequest) -> None:
        import hmac

        given = raw.headers.get("authorization", "").removeprefix("Bearer ")
        if self._testdata_token is None or not hmac.compare_digest(given.encode(), self._testdata_token.encode()):
            raise KnownError("TESTDATA_TOKEN_WRONG")

    def _once(self, endpoint: Endpoint, handler: Handler, call: Call, raw: RawRequest) -> tuple[int, Answered]:
        """Run a command once for its key: the same body gets the first answer, another is a conflict.

        A signature is checked before the write begins, and only for a command that has no answer yet.
        """
        key = raw.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(key):
            raise KnownError("IDEMPOTENCY_KEY_MISSING")
        if call.person is None:
            raise LookupError("commands are people's")
        who = f"{call.person.edrpou}/{call.person.rnokpp}"
        where = f"{raw.method} {raw.path}"
        digest = hashlib.sha256(raw.body).hexdigest()
        with self._perimeter.store.read() as rows:
            first = _first_answer(rows, who, where, key, digest)
        if first is not None:
            return first
        used: KnownError | None = None
        if endpoint.needs_step_up(self._perimeter.environment):
            try:
                act = self._perimeter.step_up.take(call, raw.method, raw.path, raw.headers, key)
                call = dataclasses.replace(call, act=act)
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
            answer = encode(handler(call))
            rows.run(
                "INSERT INTO commands (who, endpoint, idempotency_key, body_sha256, status, answer, at) "
                "VALUES (:who, :endpoint, :key, :digest, :status, :answer, :at)",
                who=who, endpoint=where, key=key, digest=digest, status=endpoint.status, answer=answer,
                at=epoch_micros(call.now),
            )  # fmt: skip
        return endpoint.status, answer


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
    """Return an answer's bytes."""
    if isinstance(answer, BaseModel):
        return answer.model_dump_json(by_alias=True).encode()
    return answer.encode() if isinstance(answer, str) else answer


def _version(raw: RawRequest) -> int:
    """Return the version that ``If-Match`` names, as an entity tag (RFC 9110)."""
    tag = _TAG.fullmatch(raw.headers.get("if-match", ""))
    if tag is None:
        raise KnownError("IF_MATCH_MISSING")
    return int(tag[1])


def _query(endpoint: Endpoint, given: list[tuple[str, str]]) -> dict[str, str]:
    """Return the query's values, each of the form the table asks."""
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
    return isinstance(longest, int) and 0 < len(value) <= longest


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object with one name twice: which of the two counts is every parser's own taste (RFC 7493 §2.3)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
        raise Refused("BODY_INVALID", f"the name {twice[:60]!r} stands twice in one object")
    return found


def _body(endpoint: Endpoint, raw: RawRequest) -> BaseModel | None:
    if endpoint.body is Body.NONE:
        return None
    kind = raw.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != endpoint.body.value:
        raise Refused("MEDIA_TYPE_UNSUPPORTED", expected=endpoint.body.value)
    if endpoint.request is None:
        return None
    try:
        msgspec.json.decode(raw.body)
        json.loads(raw.body, object_pairs_hook=_each_name_once, parse_int=str, parse_float=str)
        return endpoint.request.model_validate_json(raw.body)
    except ValidationError as error:
        raise field_refusal(error, endpoint.request) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("BODY_INVALID", str(error)[:200]) from error
