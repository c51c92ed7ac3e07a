"""The listeners: whose address a call has, and how many calls and transactions they take."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.states import PerimeterState
from cabinet.contract.testdata import SetCondition, SetLimits
from cabinet.profile.profiles import read_profile
from cabinet.sender.machine import MachineClient
from cabinet.wire import numbers
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.sender_kit import machine, new_batch, new_key


def test_headers_about_other_addresses_are_not_believed(company: Company, tmp_path: Path) -> None:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    session = direct_login(company, transport, person(Role.IT), tmp_path)
    new_key(session, tmp_path / "key")
    transport.close()
    client = machine(tmp_path / "key")
    client.transport._client.headers.update(
        {
            "X-Forwarded-For": "10.1.2.3",
            "X-Real-IP": "10.1.2.3",
            "Forwarded": "for=10.1.2.3",
            "X-Forwarded-Proto": "http",
        }
    )
    client.submit(new_batch(), 1, None)
    client.close()
    company.contour.stop()
    with closing(sqlite3.connect(company.contour.data / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT DISTINCT address FROM key_usage").fetchall() == [("127.0.0.1",)]


@pytest.fixture
def client(company: Company, tmp_path: Path) -> Iterator[MachineClient]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    session = direct_login(company, transport, person(Role.IT), tmp_path)
    new_key(session, tmp_path / "key")
    transport.close()
    made = machine(tmp_path / "key")
    yield made
    made.close()


def raw(client: MachineClient, path: str) -> httpx.Response:
    """Ask without the retries of a client that waits for its turn."""
    return client.transport._client.get(path)


def test_published_limits_are_kept(company: Company, client: MachineClient) -> None:
    """The 429 says when, and by which rule; reading one's own rejections is hindered by none."""
    company.contour.testdata("testdata_limits", SetLimits(requests_per_second=1))
    answers = [raw(client, "/keys/encryption") for _ in range(30)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json()["code"] == "RATE_LIMITED"
    assert refused[0].headers["Retry-After"] == "1"
    assert refused[0].headers["RateLimit-Policy"] == '"requests";q=1;w=1'
    assert refused[0].headers["RateLimit"].startswith('"requests";r=0;t=')
    assert {raw(client, "/corrections?since=0").status_code for _ in range(10)} == {200}
    assert raw(client, "/limits").json()["requestsPerSecond"] == 1


def test_transactions_over_the_limit_wait_their_turn(company: Company, client: MachineClient) -> None:
    company.contour.testdata("testdata_limits", SetLimits(transactions_per_minute=60))
    client.submit(new_batch(60), 1, None)
    answer = client.submit(new_batch(1), 2, None)
    assert [item.status.value for item in answer.items] == ["ACCEPTED"], "the client has waited, and lost nothing"


def test_a_perimeter_that_rests_takes_nothing(
    company: Company, client: MachineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = SetCondition(state=PerimeterState.MAINTENANCE, messages=["Оновлення до 12:00"])
    company.contour.testdata("testdata_condition", rest)
    told = raw(client, "/status").json()
    assert (told["state"], told["messages"]) == ("MAINTENANCE", ["Оновлення до 12:00"])
    monkeypatch.setattr(numbers, "TRIES", 1)
    with pytest.raises(KnownError, match="INTAKE_SUSPENDED"):
        client.submit(new_batch(1), 1, None)
    company.contour.testdata("testdata_condition", SetCondition(state=PerimeterState.AVAILABLE))
    client.submit(new_batch(1), 1, None)
