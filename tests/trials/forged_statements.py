"""Forged statements: every field and every line bent, and every part of one log-in put into another."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import timedelta

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.login import LOGIN
from cabinet.perimeter.login import LoginClient
from cabinet.qes.cades_build import build
from cabinet.qes.digests import digest_of
from cabinet.qes.statements import LoginStatement
from cabinet.wire.ask import Ask
from cabinet.wire.dpop import SessionKey
from tests.forging.login import Begun, body_of, hand_in, session_of
from tests.trials.forged_world import Case, World

__all__ = ["cases"]

OTHER = {
    "aud": "https://cabinet.example.gov.ua",
    "env": "production",
    "cid": "0192e4a0-0000-7000-8000-000000000000",
    "nonce": "A" * 43,
    "clientNonce": "B" * 43,
    "iat": "2026-01-01T00:00:00.000Z",
    "exp": "2036-01-01T00:00:00.000Z",
    "edrpou": "00000000",
    "tls": "sha256:" + "0" * 64,
    "jkt": "C" * 43,
    "app": "9.9.9",
}
"""A value of the right form, and not the right one."""
_BENT = {"aud": "http://x", "env": "moon", "iat": "yesterday", "exp": "tomorrow", "edrpou": "1"}


def _only(code: str) -> frozenset[str]:
    return frozenset({code})


def _over(world: World, begun: Begun, text: bytes) -> bytes:
    return build(text, world.leaf.der, world.leaf.sign, world.clock.now())


def _attempt(work: Callable[[], object]) -> KnownError | None:
    try:
        work()
    except KnownError as error:
        return error
    return None


def _raw(world: World, begun: Begun, cms: bytes, write: Callable[[dict[str, object]], bytes]) -> KnownError | None:
    """Hand in a body that no model of ours would write."""
    body: dict[str, object] = json.loads(body_of(begun, cms))
    given = write(body)
    return _attempt(lambda: session_of(begun.client, hand_in(world.transport, begun.client.key, given)))


def _fields(body: dict[str, object]) -> dict[str, object]:
    found = body["fields"]
    assert isinstance(found, dict)
    return found


def cases() -> Iterator[Case]:
    """Return them all."""
    for name in OTHER:
        yield from _of_field(name)
    yield from _of_text()
    yield from _of_crossing()
    yield from _of_proof()
    yield from _of_replay()


def _of_field(name: str) -> Iterator[Case]:
    other = OTHER[name]
    company = name == "edrpou"

    def signed_and_said(world: World) -> KnownError | None:
        begun = world.begin()
        statement = replace(begun.statement, **{name: other})
        return world.refused(begun, _over(world, begun, statement.render()), fields=statement.as_fields())

    def said(world: World) -> KnownError | None:
        begun = world.begin()
        return world.refused(begun, world.signed(begun), fields={**begun.fields, name: other})

    def signed(world: World) -> KnownError | None:
        begun = world.begin()
        return world.refused(begun, _over(world, begun, replace(begun.statement, **{name: other}).render()))

    def bent(world: World) -> KnownError | None:
        begun = world.begin()
        wrong = {**begun.fields, name: _BENT.get(name, f"{begun.fields[name]}\nact=x")}
        return world.refused(begun, world.signed(begun), fields=wrong)

    def missing(world: World) -> KnownError | None:
        begun = world.begin()
        return world.refused(begun, world.signed(begun), fields={k: v for k, v in begun.fields.items() if k != name})

    def of_another_kind(world: World) -> KnownError | None:
        begun = world.begin()
        return world.refused(begun, world.signed(begun), fields={**begun.fields, name: 1})

    def of_another_name(world: World) -> KnownError | None:
        begun = world.begin()
        return world.refused(begun, world.signed(begun), fields={**begun.fields, f"{name}X": "x"})

    def doubled(world: World) -> KnownError | None:
        begun = world.begin()
        text = body_of(begun, world.signed(begun)).decode()
        key = f'"{name}": '
        twice = text.replace(key, f"{key}{json.dumps(other)}, {key}", 1)
        return _raw(world, begun, world.signed(begun), lambda _: twice.encode())

    def line(change: Callable[[list[str], int], list[str]]) -> Callable[[World], KnownError | None]:
        def attempt(world: World) -> KnownError | None:
            begun = world.begin()
            lines = begun.statement.render().decode().split("\n")
            at = next(i for i, each in enumerate(lines) if each.startswith(f"{name}="))
            return world.refused(begun, _over(world, begun, "\n".join(change(lines, at)).encode()))

        return attempt

    binding = _only("EDRPOU_MISMATCH" if company else "BINDING_MISMATCH")
    yield Case("field", f"{name} signed and said", binding, signed_and_said)
    yield Case("field", f"{name} only said", _only("SIGNATURE_INVALID") if company else binding, said)
    yield Case("field", f"{name} only signed", _only("SIGNATURE_INVALID"), signed)
    yield Case("field", f"{name} bent", _only("STATEMENT_INVALID" if name in _BENT else "FIELD_INVALID"), bent)
    yield Case("field", f"{name} missing", _only("FIELD_MISSING"), missing)
    yield Case("field", f"{name} a number", _only("FIELD_INVALID"), of_another_kind)
    yield Case("field", f"{name} and one more", _only("FIELD_UNKNOWN"), of_another_name)
    yield Case("field", f"{name} twice in JSON", _only("BODY_INVALID"), doubled)
    for what, change in (
        ("left out", lambda lines, at: lines[:at] + lines[at + 1 :]),
        ("twice", lambda lines, at: [*lines[: at + 1], *lines[at:]]),
        ("first", lambda lines, at: [lines[at], *lines[:at], *lines[at + 1 :]]),
    ):
        yield Case("line", f"{name} {what}", _only("SIGNATURE_INVALID"), line(change))


def _of_text() -> Iterator[Case]:
    bends: dict[str, Callable[[bytes], bytes]] = {
        "for an act": lambda text: text.replace(b"LOGIN v1", b"ACT v1"),
        "for a mandate": lambda text: text.replace(b"LOGIN v1", b"MANDATE v1"),
        "of another version": lambda text: text.replace(b"LOGIN v1", b"LOGIN v2"),
        "without its first line": lambda text: text.partition(b"\n")[2],
        "a document after all": lambda text: text.replace(b"is not a signature", b"is a signature"),
        "lines end as on Windows": lambda text: text.replace(b"\n", b"\r\n"),
        "with a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
        "with no last line end": lambda text: text[:-1],
        "with one line end more": lambda text: text + b"\n",
        "in UTF-16": lambda text: text.decode().encode("utf-16"),
        "with a Latin i": lambda text: text.replace("І".encode(), b"I"),
        "with an act behind": lambda text: text + b"act=transfer\n",
        "its hash in its place": lambda text: digest_of("sha256", text),
        "nothing": lambda _: b"",
    }
    for name, bend in bends.items():

        def attempt(world: World, bend: Callable[[bytes], bytes] = bend) -> KnownError | None:
            begun = world.begin()
            return world.refused(begun, _over(world, begun, bend(begun.statement.render())))

        yield Case("text", name, _only("SIGNATURE_INVALID"), attempt)


def _of_crossing() -> Iterator[Case]:
    def cross(codes: str, name: str, work: Callable[[World, Begun, Begun], KnownError | None]) -> Case:
        return Case("crossing", name, _only(codes), lambda world: work(world, world.begin(), world.begin()))

    yield cross("SIGNATURE_INVALID", "signature of another", lambda w, a, b: w.refused(a, w.signed(b)))
    yield cross("BINDING_MISMATCH", "fields of another", lambda w, a, b: w.refused(a, w.signed(a), fields=b.fields))
    yield cross(
        "BINDING_MISMATCH",
        "fields and signature of another",
        lambda w, a, b: w.refused(a, w.signed(b), fields=b.fields),
    )
    yield cross(
        "BINDING_MISMATCH", "challenge of another", lambda w, a, b: w.refused(a, w.signed(a), cid=b.statement.cid)
    )
    yield cross(
        "BINDING_MISMATCH",
        "session key of another",
        lambda w, a, b: w.refused(Begun(b.client, a.statement), w.signed(a)),
    )
    for name in ("nonce", "clientNonce", "iat", "exp", "jkt", "cid"):

        def one(world: World, a: Begun, b: Begun, name: str = name) -> KnownError | None:
            world.later(1)
            b = world.begin()
            statement = replace(a.statement, **{name: b.fields[name]})
            return world.refused(a, _over(world, a, statement.render()), fields=statement.as_fields())

        yield cross("BINDING_MISMATCH", f"{name} of another", one)

    def unknown(world: World) -> KnownError | None:
        begun = world.begin()
        return world.refused(begun, world.signed(begun), cid=uuid7())

    def over(world: World) -> KnownError | None:
        begun = world.begin()
        blob = world.signed(begun)
        world.later(301)
        return world.refused(begun, blob)

    def early(world: World) -> KnownError | None:
        """A statement made up before any challenge was given."""
        client = LoginClient(world.transport, world.clock)
        statement = replace(world.begin().statement, cid=uuid7(), nonce="A" * 43, jkt=client.key.thumbprint)
        begun = Begun(client, statement)
        return world.refused(begun, world.signed(begun))

    yield Case("crossing", "a challenge that nobody gave", _only("CHALLENGE_UNKNOWN"), unknown)
    yield Case("crossing", "a challenge that is over", _only("CHALLENGE_EXPIRED"), over)
    yield Case("crossing", "a statement made up", _only("CHALLENGE_UNKNOWN"), early)


class _BadKey(SessionKey):
    """Proves something else."""

    def __init__(self, of: SessionKey, change: Callable[[str, str], tuple[str, str]]) -> None:
        self.__dict__.update(of.__dict__)
        self._change = change

    def proof(self, method: str, url: str, access_token: str | None = None) -> str:
        return super().proof(*self._change(method, url), access_token)


class _Again(SessionKey):
    """Gives one proof again and again."""

    def __init__(self, of: SessionKey) -> None:
        self.__dict__.update(of.__dict__)
        self._once = ""

    def proof(self, method: str, url: str, access_token: str | None = None) -> str:
        self._once = self._once or super().proof(method, url, access_token)
        return self._once


def _of_proof() -> Iterator[Case]:
    def with_key(make: Callable[[World, SessionKey], SessionKey | None]) -> Callable[[World], KnownError | None]:
        def attempt(world: World) -> KnownError | None:
            begun = world.begin()
            body, key = body_of(begun, world.signed(begun)), make(world, begun.client.key)
            return _attempt(lambda: world.transport.call(Ask(LOGIN, raw=body), session_key=key))

        return attempt

    def old(world: World, key: SessionKey) -> SessionKey:
        key.ahead -= timedelta(minutes=2)
        return key

    yield Case("proof", "none", _only("DPOP_INVALID"), with_key(lambda *_: None))
    for name, change in (
        ("of a GET", lambda _, url: ("GET", url)),
        ("of another path", lambda method, url: (method, f"{url}/x")),
        ("of another server", lambda method, url: (method, url.replace("127.0.0.1", "127.0.0.2"))),
    ):
        bad = with_key(lambda _, key, change=change: _BadKey(key, change))
        yield Case("proof", name, _only("DPOP_INVALID"), bad)
    yield Case("proof", "of two minutes ago", _only("DPOP_INVALID"), with_key(old))

    def twice(world: World) -> KnownError | None:
        begun = world.begin()
        again = _Again(begun.client.key)
        hand_in(world.transport, again, body_of(begun, b"x"))
        return _attempt(lambda: hand_in(world.transport, again, body_of(begun, b"x")))

    def spied(world: World) -> KnownError | None:
        """Somebody else asks how a log-in stands, to catch its tokens."""
        begun = world.begin()
        login_id = hand_in(world.transport, begun.client.key, body_of(begun, b"x"))
        return _attempt(lambda: LoginClient(world.transport, world.clock).progress(login_id))

    yield Case("proof", "given twice", _only("DPOP_REPLAYED"), twice)
    yield Case("proof", "by another, for the tokens", _only("LOGIN_UNKNOWN"), spied)


def _of_replay() -> Iterator[Case]:
    """After a log-in that went through, and after one that did not, in every order."""
    for through in (True, False):

        def used(world: World, through: bool = through) -> tuple[Begun, bytes]:
            begun = world.begin()
            blob = world.signed(begun)
            first = blob if through else base64.b64decode("MAA=")
            ended = world.refused(begun, first)
            assert (ended is None) is through
            world.honest += through
            return begun, blob

        after = "after success" if through else "after failure"

        def other(world: World, used: Callable[[World], tuple[Begun, bytes]] = used) -> KnownError | None:
            begun, _ = used(world)
            return world.refused(begun, world.signed(begun))

        def by_another(world: World, used: Callable[[World], tuple[Begun, bytes]] = used) -> KnownError | None:
            begun, blob = used(world)
            return _attempt(lambda: hand_in(world.transport, SessionKey(world.clock), body_of(begun, blob)))

        def by_somebody_else(world: World, used: Callable[[World], tuple[Begun, bytes]] = used) -> KnownError | None:
            begun, _ = used(world)
            return world.refused(begun, world.signed(begun, world.issuer.issue()))

        yield Case("replay", f"another signature {after}", _only("CHALLENGE_USED"), other)
        yield Case("replay", f"by another key {after}", _only("CHALLENGE_USED"), by_another)
        yield Case("replay", f"another certificate {after}", _only("CHALLENGE_USED"), by_somebody_else)


assert set(OTHER) == {each.name for each in fields(LoginStatement)}
