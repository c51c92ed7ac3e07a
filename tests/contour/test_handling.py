"""A handler is registered once, and only for an endpoint that it fits."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cabinet.contour.call import OpenCall
from cabinet.contour.handling import handled, handlers_of
from cabinet.contour.http.gate import encode
from cabinet.contour.trust.endpoints import TimeStampEndpoints
from cabinet.contour.trust.time_stamps import TimeStamps
from cabinet.contract.errors import BugError
from cabinet.contract.time_stamp import TIME_STAMP
from tests.perimeter_in_process import NOW

ROOT = Path(__file__).parents[2]
HANDLERS = """
from cabinet.contour.call import MachineCall, PersonCall, SignedCall
from cabinet.contour.handling import handles
from cabinet.contract import credentials, people
from cabinet.contract.credentials import Credential, IssueRequest, RevokeRequest
from cabinet.contract.endpoint import Nothing
from cabinet.contract.people import AppointRequest, Member, PeopleList


class Handlers:
    @handles(people.APPOINT)
    def as_it_should_be(self, call: SignedCall[AppointRequest]) -> Member:
        raise NotImplementedError

    @handles(people.APPOINT)
    def asks_for_less(self, call: PersonCall[AppointRequest]) -> Member:
        raise NotImplementedError

    @handles(credentials.REVOKE)  # another request
    def request(self, call: PersonCall[IssueRequest]) -> Credential:
        raise NotImplementedError

    @handles(credentials.REVOKE)  # another answer
    def answer(self, call: PersonCall[RevokeRequest]) -> Member:
        raise NotImplementedError

    @handles(people.PEOPLE)  # another caller
    def caller(self, call: MachineCall[Nothing]) -> PeopleList:
        raise NotImplementedError

    @handles(people.END_MANDATE)  # a signature that is not asked for
    def signed(self, call: SignedCall[Nothing]) -> Member:
        raise NotImplementedError
"""


def test_a_handler_that_does_not_fit_does_not_type_check(tmp_path: Path) -> None:
    file = tmp_path / "handlers.py"
    file.write_text(HANDLERS, encoding="utf-8")
    mypy = (sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", f"--cache-dir={tmp_path / 'cache'}")
    told = subprocess.run([*mypy, str(file)], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    wrong = [number for number, line in enumerate(HANDLERS.splitlines(), 1) if "  # " in line]
    assert len(wrong) == 4
    assert [int(number) for number in re.findall(r"handlers\.py:(\d+): error", told)] == wrong, told


class Stamps(TimeStamps):
    def __init__(self) -> None:
        pass

    def respond(self, query: bytes) -> bytes:
        return query[::-1]


def test_handlers_are_found_by_their_endpoints_names() -> None:
    found = handlers_of(TimeStampEndpoints(Stamps()))
    assert list(found) == [TIME_STAMP.name]
    assert encode(found["time_stamp"](OpenCall(now=NOW, address="", request=b"ab"))) == b"ba"
    assert TIME_STAMP in {each.endpoint for each in handled()}


def test_two_handlers_of_one_endpoint_are_a_mistake() -> None:
    with pytest.raises(BugError, match="two handlers for time_stamp"):
        handlers_of(TimeStampEndpoints(Stamps()), TimeStampEndpoints(Stamps()))
