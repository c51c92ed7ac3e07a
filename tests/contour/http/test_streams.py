"""An answer in pieces: each is made when the one before has gone out, and what fails under way leaves no end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.handling import Answered
from cabinet.contour.http.application import application
from cabinet.contour.http.gate import Admitted, Gate, RawRequest, encode
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.endpoint import Access, AnyEndpoint, Body, Streamed
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.rejection_export import EXPORT
from cabinet.contract.rights import Role
from tests.perimeter_in_process import NOW, FixedClock, PerimeterInProcess


class OpenGate(Gate):
    """Lets everybody in, and answers with pieces that it counts as they are made."""

    def __init__(self, inside: PerimeterInProcess, lasts: int = 99) -> None:
        super().__init__(inside.perimeter, {}, None)
        self.made = 0
        self.lasts = lasts

    def admit(self, endpoint: AnyEndpoint, raw: RawRequest) -> Admitted:
        return Admitted(endpoint, NOW)

    def answer(self, admitted: Admitted, raw: RawRequest) -> tuple[int, Answered]:
        return 200, Streamed(Body.NDJSON, self.pieces(), {"Export-Rows": "3"})

    def still(self, admitted: Admitted) -> None:
        if self.made >= self.lasts:
            raise KnownError("SESSION_ENDED")

    def pieces(self) -> Iterator[bytes]:
        for number in range(3):
            self.made += 1
            yield b"%d\n" % number


class Wire:
    """The server's side of one connection: what was sent, and how far the answer was made when it was."""

    def __init__(self, gate: OpenGate) -> None:
        self.gate = gate
        self.sent: list[dict[str, Any]] = []
        self.made: list[int] = []
        self.asked = False

    async def receive(self) -> dict[str, Any]:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))
        self.made.append(self.gate.made)

    @property
    def bodies(self) -> list[bytes]:
        return [m["body"] for m in self.sent if m["type"] == "http.response.body"]


def ask(inside: PerimeterInProcess, gate: OpenGate) -> Wire:
    wire = Wire(gate)
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "GET",
        "path": EXPORT.path, "raw_path": EXPORT.path.encode(), "query_string": b"", "headers": [], "scheme": "https",
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "root_path": "",
    }  # fmt: skip
    asyncio.run(application(inside.perimeter, gate, [Access.PERSON_OR_MACHINE])(scope, wire.receive, wire.send))
    return wire


def test_a_piece_is_made_when_the_one_before_is_gone(perimeter: PerimeterInProcess) -> None:
    wire = ask(perimeter, OpenGate(perimeter))
    assert wire.bodies == [b"0\n", b"1\n", b"2\n", b""]
    assert wire.made == [0, 1, 2, 3, 3]
    head = dict(wire.sent[0]["headers"])
    assert (head[b"content-type"], head[b"export-rows"]) == (b"application/x-ndjson", b"3")
    assert b"content-length" not in head
    assert wire.sent[-1]["more_body"] is False


@pytest.mark.parametrize("lasts", [1, 2])
def test_a_session_that_ends_cuts_the_answer(perimeter: PerimeterInProcess, lasts: int) -> None:
    gate = OpenGate(perimeter, lasts)
    wire = Wire(gate)
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        wire = ask(perimeter, gate)
    assert gate.made == lasts
    assert not wire.bodies


def test_whoever_may_no_more_is_told_apart(perimeter: PerimeterInProcess) -> None:
    clock = perimeter.perimeter.clock.base = FixedClock()
    gate = Gate(perimeter.perimeter, {}, None)
    officer = perimeter.person(Role.COMPLIANCE)
    tokens = perimeter.perimeter.sessions.open(SAMPLE_EDRPOU, officer.rnokpp, "k", "10.0.0.1", b"", ())
    here = PersonHere(
        SAMPLE_EDRPOU, officer.rnokpp, officer.name, officer.role, officer.rights, tokens.session_id
    )  # fmt: skip
    gate.still(Admitted(EXPORT, NOW, here))
    gate.still(Admitted(EXPORT, NOW, perimeter.machine))
    gate.still(Admitted(EXPORT, NOW))
    clock.at = tokens.refresh_expires_at
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        gate.still(Admitted(EXPORT, NOW, here))
    clock.at = NOW
    perimeter.perimeter.sessions.end(SAMPLE_EDRPOU, officer.rnokpp)
    with pytest.raises(KnownError, match="SESSION_ENDED"):
        gate.still(Admitted(EXPORT, NOW, here))
    with perimeter.perimeter.store.write() as rows:
        rows.run("UPDATE credentials SET suspended_at = 1")
    with pytest.raises(KnownError, match="CREDENTIAL_SUSPENDED"):
        gate.still(Admitted(EXPORT, NOW, perimeter.machine))


def test_a_stream_is_never_taken_for_bytes() -> None:
    with pytest.raises(BugError):
        encode(Streamed(Body.CSV, iter(())))
