"""Forged acts of a person who is logged in: each line of the statement, the command, the key and the form."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Any

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import wire
from cabinet.contract.rights import Role
from cabinet.contract.step_up import ACT_HEADER, SIGNATURE_HEADER
from cabinet.perimeter.login import PersonSession
from cabinet.qes.cades_build import build
from cabinet.qes.statements import MandateStatement
from tests.company import person
from tests.contour.acts import SignedCommand, appointment
from tests.forging import cms
from tests.forging.issuer import Leaf, another_authority
from tests.trials.forged_signatures import UNREADABLE, bends
from tests.trials.forged_statements import OTHER
from tests.trials.forged_world import Case, World

__all__ = ["cases"]

_OTHER = {
    **OTHER,
    "who": "Інша Особа", "company": "ТОВ «Інше»", "person": "Інша Особа", "rnokpp": "0000000000", "role": "authorised",
    "rights": "credentials.power", "until": "2036-01-01T00:00:00.000Z", "actUk": "Нічого", "actEn": "Nothing",
    "method": "PUT", "path": "/people/x", "bodySha256": "0" * 64, "idempotencyKey": "0123456789", "actId": "0" * 36,
}  # fmt: skip

_Work = Callable[[World, SignedCommand], KnownError | None]


def _command(world: World, **changes: Any) -> SignedCommand:
    until = wire(world.clock.now() + timedelta(days=30))
    changes.setdefault("body", appointment(until=until))
    return SignedCommand(world.open(), world.transport, key=None, **changes)  # type: ignore[arg-type]  # signed here


def _signed(world: World, command: SignedCommand, text: bytes, leaf: Leaf | None = None) -> bytes:
    of = leaf or world.leaf
    return build(text, of.der, of.sign, world.clock.now())


def _send(command: SignedCommand, blob: bytes) -> KnownError | None:
    assert command.act is not None
    command.headers = {ACT_HEADER: command.act.act_id, SIGNATURE_HEADER: base64.b64encode(blob).decode()}
    try:
        command.send()
    except KnownError as error:
        return error
    return None


def cases(world: World, many: int) -> Iterator[Case]:
    """Return them all; of the bends of the tree so many are drawn."""
    given: list[SignedCommand] = []

    def asked(world: World) -> SignedCommand:
        """One act serves many refusals: what is refused does not use it up. It lives five minutes."""
        if not given or given[0].act is None or given[0].act.exp <= world.clock.now() + timedelta(minutes=1):
            given[:] = [_command(world).ask()]
        return given[0]

    def case(name: str, codes: frozenset[str], work: Callable[[World, SignedCommand], KnownError | None]) -> Case:
        return Case("act", name, codes, lambda world: work(world, asked(world)))

    for each in fields(MandateStatement):
        other = {each.name: _OTHER[each.name]}
        yield case(
            f"line {each.name}", frozenset({"SIGNATURE_INVALID"}),
            lambda w, c, o=other: _send(c, _signed(w, c, c.text(**o))),
        )  # fmt: skip
    for name in bends(world, many):

        def bent(world: World, command: SignedCommand, name: str = name) -> KnownError | None:
            blob = _signed(world, command, command.text())
            changed = next((x for each, x in cms.bent(cms.tree(blob)) if each == name and x != blob), b"\x30\x00")
            return _send(command, changed)

        yield case(f"bend {name}", UNREADABLE, bent)
    yield from _of_keys(case)
    yield from _of_commands()


def _of_keys(
    case: Callable[[str, frozenset[str], Callable[[World, SignedCommand], KnownError | None]], Case],
) -> Iterator[Case]:
    def by(make: Callable[[World], Leaf]) -> Callable[[World, SignedCommand], KnownError | None]:
        return lambda world, command: _send(command, _signed(world, command, command.text(), make(world)))

    other = person(Role.IT)
    for code, name, make in (
        ("ACT_OTHER_PERSON", "by another person", lambda w: w.issuer.issue(who=other)),
        ("ISSUER_UNTRUSTED", "by another authority's", lambda w: w.issuer.issue(by=another_authority(w.issuer))),
        ("SEAL_NOT_ALLOWED", "by a seal", lambda w: w.issuer.issue(seal=True)),
        ("NOT_QUALIFIED", "by a certificate that is not qualified", lambda w: w.issuer.issue(qualified=False)),
        ("CERT_EXPIRED", "by an expired one", lambda w: w.issuer.issue(end=timedelta(days=-1))),
        ("ACT_OTHER_PERSON", "for another company", lambda w: w.issuer.issue(edrpou="00032112")),
    ):
        yield case(name, frozenset({code}), by(make))

    def a_log_in(world: World, command: SignedCommand) -> KnownError | None:
        return _send(command, world.signed(world.begin()))

    yield case("by the signature of a log-in", frozenset({"SIGNATURE_INVALID"}), a_log_in)
    yield case("nothing", frozenset({"ACT_SIGNATURE_UNREADABLE"}), lambda _, c: _send(c, b""))


def _of_commands() -> Iterator[Case]:
    def fresh(code: str, name: str, change: Callable[[World, SignedCommand], None]) -> Case:
        def attempt(world: World) -> KnownError | None:
            world.later(2)
            command = _command(world).ask()
            blob = _signed(world, command, command.text())
            change(world, command)
            return _send(command, blob)

        return Case("act", name, frozenset({code}), attempt)

    def another_body(world: World, command: SignedCommand) -> None:
        command.body = appointment(role="auditor")

    def another_key(_: World, command: SignedCommand) -> None:
        command.idempotency_key = uuid7()

    def another_act(_: World, command: SignedCommand) -> None:
        assert command.act is not None
        command.act = command.act.model_copy(update={"act_id": uuid7()})

    def too_late(world: World, _: SignedCommand) -> None:
        world.later(301)

    def of_another_session(world: World, command: SignedCommand) -> None:
        command.session = another_session(world)

    yield fresh("ACT_MISMATCH", "another body", another_body)
    yield fresh("ACT_MISMATCH", "another Idempotency-Key", another_key)
    yield fresh("ACT_UNKNOWN", "an act that nobody gave", another_act)
    yield fresh("ACT_EXPIRED", "too late", too_late)
    yield fresh("ACT_UNKNOWN", "another session's", of_another_session)

    def unsigned(world: World) -> KnownError | None:
        command = _command(world)
        try:
            command.send()
        except KnownError as error:
            return error
        return None

    yield Case("act", "unsigned", frozenset({"STEP_UP_REQUIRED"}), unsigned)


def another_session(world: World) -> PersonSession:
    """End the session and open another of the same person: one stays open."""
    world.shut()
    return world.open()


assert {each.name for each in fields(MandateStatement)} <= set(_OTHER)
