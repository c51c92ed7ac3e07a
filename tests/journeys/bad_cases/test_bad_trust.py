"""Rows 32–34: trust services that fail, addresses that must not be asked, trusted lists that are no good."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contract.clock import Clock, ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.wire.transport import Transport
from tests.company import person
from tests.direct_login import direct_login
from tests.forging.issuer import Issuer
from tests.forging.login import begin, refusal, signed
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Live, Teller

HOURS = itertools.count(1)


@pytest.fixture
def clock(live: Live) -> ShiftedClock:
    """An hour later than the case before: lists that were fetched then are too old to answer now."""
    hours = next(HOURS)
    live.time(hours * 3600)
    return ShiftedClock(SystemClock(), timedelta(hours=hours))


def attempt(live: Live, transport: Transport, folder: Path, clock: Clock) -> KnownError | None:
    """Log in and out; returns how that was refused."""
    try:
        direct_login(live.company, transport, person(Role.HEAD), folder, clock=clock).end()
    except KnownError as error:
        return error
    return None


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, marks=bad_case(32, "REVOCATION_UNAVAILABLE"))
        for fault in ("down", "slow", "stale", "wrong-nonce", "foreign-signer", "unknown", "try-later", "garbage")
    ],
)
def test_responder_fails(
    told: Teller, live: Live, transport: Transport, clock: ShiftedClock, tmp_path: Path, fault: str
) -> None:
    live.trust(ocsp=fault, crl="down")
    told(attempt(live, transport, tmp_path, clock), "REVOCATION_UNAVAILABLE")
    if fault != "slow":
        live.trust(ocsp=fault)
        assert attempt(live, transport, tmp_path, clock) is None, "the lists answer in its place"
    live.trust()
    assert attempt(live, transport, tmp_path, clock) is None


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, marks=bad_case(32, "REVOCATION_UNAVAILABLE"))
        for fault in ("stale", "foreign-signer", "garbage")
    ],
)
def test_lists_fail_too(
    told: Teller, live: Live, transport: Transport, clock: ShiftedClock, tmp_path: Path, fault: str
) -> None:
    live.trust(ocsp="down", crl=fault)
    told(attempt(live, transport, tmp_path, clock), "REVOCATION_UNAVAILABLE")
    live.trust(crl=fault)
    assert attempt(live, transport, tmp_path, clock) is None


@pytest.fixture
def neighbour() -> Iterator[socket.socket]:
    """A service of this very machine that nobody was meant to ask."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(address, marks=bad_case(33, "REVOCATION_UNAVAILABLE"))
        for address in (
            "http://10.0.0.1/ocsp",
            "http://192.168.1.1:8080/ocsp",
            "http://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:{port}/ocsp",
            "http://localhost:{port}/ocsp",
            "http://127.1:{port}/ocsp",
            "http://2130706433:{port}/ocsp",
            "http://[::1]:{port}/ocsp",
            "http://[::ffff:127.0.0.1]:{port}/ocsp",
            "{trust}@127.0.0.1:{port}/ocsp",
            "ftp://127.0.0.1:{port}/ocsp",
            "file:///etc/passwd",
        )
    ],
)
def test_address_that_must_not_be_asked(
    told: Teller, transport: Transport, clock: ShiftedClock, issuer: Issuer, neighbour: socket.socket, address: str
) -> None:
    """The certificate is good in all else, and its issuer is trusted: only its word on where to ask is not."""
    url = address.format(port=neighbour.getsockname()[1], trust=issuer.services.ocsp[0].removesuffix("/ocsp"))
    begun = begin(transport, clock=clock)
    leaf = issuer.issue(ocsp=(url,), crl=(url,))
    told(refusal(transport, begun, signed(begun, leaf, clock.now())), "REVOCATION_UNAVAILABLE")
    with pytest.raises(BlockingIOError):
        neighbour.accept()
    begun = begin(transport, clock=clock)
    assert refusal(transport, begun, signed(begun, issuer.issue(ocsp=(url,)), clock.now())) is None, (
        "its list is asked instead"
    )
    with pytest.raises(BlockingIOError):
        neighbour.accept()


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, marks=bad_case(33, "REVOCATION_UNAVAILABLE")) for fault in ("redirect", "huge")],
)
def test_answer_that_leads_elsewhere_or_never_ends(
    told: Teller, live: Live, transport: Transport, clock: ShiftedClock, tmp_path: Path, fault: str
) -> None:
    live.trust(ocsp=fault, crl=fault)
    told(attempt(live, transport, tmp_path, clock), "REVOCATION_UNAVAILABLE")
    live.trust()
    assert attempt(live, transport, tmp_path, clock) is None


@bad_case(34, "TRUSTED_LIST_EXPIRED")
def test_list_is_over(told: Teller, live: Live, transport: Transport, clock: ShiftedClock, tmp_path: Path) -> None:
    live.trust(list="ending")
    assert attempt(live, transport, tmp_path, clock) is None, "it has a minute still"
    clock.offset += timedelta(minutes=2)
    live.time(int(clock.offset.total_seconds()))
    told(attempt(live, transport, tmp_path, clock), "TRUSTED_LIST_EXPIRED")
    live.trust()
    assert attempt(live, transport, tmp_path, clock) is None


@pytest.mark.parametrize(
    ("fault", "alarm"),
    [
        pytest.param("rollback", "TRUSTED_LIST_ROLLBACK", marks=bad_case(34)),
        pytest.param("foreign-signer", "TRUSTED_LIST_SIGNER", marks=bad_case(34)),
        pytest.param("down", "FETCH_FAILED", marks=bad_case(34)),
    ],
)
def test_new_list_is_no_good(
    told: Teller, live: Live, transport: Transport, clock: ShiftedClock, tmp_path: Path, fault: str, alarm: str
) -> None:
    """The last good one stays in force until its own end, and the alarm is given."""
    assert attempt(live, transport, tmp_path, clock) is None
    assert alarm in live.trust(list=fault)
    assert attempt(live, transport, tmp_path, clock) is None
    assert "TRUSTED_LIST" not in live.trust()
    assert attempt(live, transport, tmp_path, clock) is None
