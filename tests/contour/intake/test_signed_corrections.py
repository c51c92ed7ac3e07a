"""One signature over a set of requests, on a production perimeter that lives: asked for, written, taken, used up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from cabinet.contract.correction_sets import set_of
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Role
from cabinet.contract.states import Outcome
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.perimeter.step_up import ToSign
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.amending import reversal_of
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.forked import ForkedContour
from tests.perimeter_in_process import encoded, line
from tests.rules.known_facts import raw


class Floor(NamedTuple):
    contour: ForkedContour
    login: Callable[[Role], PersonSession]


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("signed")
    with ForkedContour(folder / "contour", "--environment", "production") as contour:
        company = Company(contour)
        company.found()
        assert contour.ready is not None
        transport = Transport(read_profile(contour.ready.profile))
        yield Floor(contour, lambda role: direct_login(company, transport, person(role), folder))
        transport.close()


def reversals(count: int) -> list[bytes]:
    """Return requests that reverse what nobody has sent: taken, and rejected by the rules."""
    return [encoded(reversal_of(raw(line(f"a{n}")), uuid7(), f"back-{n}")) for n in range(count)]


def code(act: Callable[[], object]) -> str:
    try:
        act()
    except KnownError as refusal:
        return refusal.code
    return "OK"


def test_one_signature_for_several_requests(floor: Floor) -> None:
    head = floor.login(Role.HEAD)
    client, bodies, shown = RejectionsClient(head), reversals(2), list[ToSign]()
    approve = head.approver
    assert approve is not None
    head.approver = lambda asked: (shown.append(asked), approve(asked))[1]
    assert code(lambda: client.correct(bodies[0], uuid7())) == "STEP_UP_REQUIRED"
    wanted = set_of(bodies)
    signed = client.sign_corrections(wanted, uuid7())
    assert [one.statement.render().splitlines()[0] for one in shown] == [b"ACT v1"]
    said = shown[0].statement.render().decode()
    assert f"Сторнувати прийняті транзакції: 2 на суму 10,00 грн; SHA-256 набору {wanted.sha256}" in said
    keys = [uuid7(), uuid7()]
    for body, key in zip(bodies, keys, strict=True):
        (item,) = client.correct(body, key, signed.set_id).items
        assert (item.status, item.error_codes) == (Outcome.REJECTED, ["IN-809"])
    (again,) = client.correct(bodies[0], keys[0], signed.set_id).items
    assert again.status is Outcome.REJECTED, "the same command has its first answer"
    assert code(lambda: client.correct(bodies[0], uuid7(), signed.set_id)) == "CORRECTION_SET_OTHER"
    assert code(lambda: client.correct(bodies[0], uuid7(), uuid7())) == "CORRECTION_SET_UNKNOWN"
    assert len(shown) == 1
    with closing(sqlite3.connect(floor.contour.data / "ledger.sqlite")) as file:
        ((statement, cms),) = file.execute(
            "SELECT statement, cms FROM correction_sets WHERE set_id = ?", (signed.set_id,)
        )
    assert statement == shown[0].statement.render(), "what was signed is kept with its signature"
    assert cms


def test_a_set_without_a_signature_is_none(floor: Floor) -> None:
    head = floor.login(Role.HEAD)
    head.approver = None
    assert code(lambda: RejectionsClient(head).sign_corrections(set_of(reversals(1)), uuid7())) == "STEP_UP_REQUIRED"


def test_who_may_not_correct_what_was_accepted(floor: Floor) -> None:
    client, bodies = RejectionsClient(floor.login(Role.COMPLIANCE)), reversals(1)
    assert code(lambda: client.sign_corrections(set_of(bodies), uuid7())) == "RIGHT_MISSING"
    assert code(lambda: client.correct(bodies[0], uuid7())) == "RIGHT_MISSING"


def test_a_set_that_names_a_request_twice(floor: Floor) -> None:
    client, bodies = RejectionsClient(floor.login(Role.HEAD)), reversals(1)
    assert code(lambda: client.sign_corrections(set_of(bodies * 2), uuid7())) == "CORRECTION_SET_INVALID"
