"""Rows 25, 28–31 and 38: what stands between cabinet and contour, what a lying server asks for, and time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contract.catalogue import problem_cards
from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from cabinet.profile.profiles import read_profile
from tests.company import Company
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Ladder, Live, Teller, Tokens
from tests.relay import Identity, Relay, identity, identity_by, route

Climb = Callable[..., Ladder]


@pytest.fixture
def ladder(climb: Climb, tokens: Tokens) -> Ladder:
    tokens.put()
    made = climb()
    made.look()
    return made


@pytest.fixture
def contour_port(company: Company) -> int:
    assert company.contour.ready is not None
    return company.contour.ready.port


@pytest.fixture
def own_key(company: Company) -> Identity:
    """The contour's own TLS key: a server that the profile pins, and that lies."""
    data = company.contour.data
    return Identity(data / "server.pem", data / "server.key", (data / "tls-ca.pem").read_text())


def refused_before_the_pin(ladder: Ladder) -> KnownError:
    session = ladder.session
    wanted: list[bool] = []
    session.pin_wanted.connect(lambda: wanted.append(True))
    session.begin()
    ladder.until(LoginPhase.REFUSED)
    assert wanted == [], "no PIN is asked for"
    assert not session.statement_text()
    assert session.rung(Rung.SERVER) is RungState.FAILED
    assert session.rung(Rung.PIN) is RungState.WAITING, "it was never asked for"
    assert isinstance(session.failure, KnownError)
    return session.failure


@pytest.mark.parametrize("minutes", [pytest.param(45, marks=bad_case(25)), pytest.param(-45, marks=bad_case(25))])
def test_clock_is_wrong(told: Teller, live: Live, ladder: Ladder, minutes: int) -> None:
    live.time(minutes * 60)
    ladder.to_the_pin()
    off = ladder.session.clock_off()
    assert off is not None
    assert abs(off - timedelta(minutes=minutes)) < timedelta(seconds=30)
    assert 280 <= ladder.session.seconds_left() <= 300, "the challenge lives by the server's clock"
    ladder.log_in()


@bad_case(28)
def test_challenge_ends_while_the_pin_is_typed(told: Teller, climb: Climb, tokens: Tokens) -> None:
    tokens.put()
    ladder = climb()
    ladder.look()
    ladder.to_the_pin()
    session, first = ladder.session, ladder.session.statement_text()
    wanted: list[bool] = []
    session.pin_wanted.connect(lambda: wanted.append(True))
    session._run.expiry_timer.start(0)  # its five minutes are over
    ladder.wait(lambda: bool(wanted))
    assert session.statement_text() not in {"", first}
    assert session.pin_failure is None
    ladder.log_in()


@bad_case(28, "CHALLENGE_EXPIRED")
def test_challenge_ended_while_the_computer_slept(told: Teller, live: Live, climb: Climb, tokens: Tokens) -> None:
    tokens.put()
    clock = ShiftedClock(SystemClock())
    ladder = climb(clock=clock)
    ladder.look()
    ladder.to_the_pin()
    first = ladder.session.statement_text()
    clock.offset = timedelta(minutes=6)
    live.time(360)
    wanted: list[bool] = []
    ladder.session.pin_wanted.connect(lambda: wanted.append(True))
    ladder.session.give_pin("271828")
    ladder.wait(lambda: bool(wanted))
    told(ladder.session.pin_failure, "CHALLENGE_EXPIRED")
    assert ladder.session.statement_text() != first
    ladder.log_in()


@bad_case(29, "TLS_UNTRUSTED")
def test_relay_is_not_the_server(told: Teller, ladder: Ladder, contour_port: int, tmp_path: Path) -> None:
    with route(Relay(contour_port, identity(tmp_path / "phisher")), contour_port) as relay:
        told(refused_before_the_pin(ladder), "TLS_UNTRUSTED")
        assert relay.connections > 0
    ladder.log_in()


@bad_case(29, "BINDING_MISMATCH")
def test_relay_that_the_person_was_made_to_trust(
    told: Teller, company: Company, climb: Climb, tokens: Tokens, contour_port: int, tmp_path: Path
) -> None:
    """The profile was swapped for the phisher's: right address, their authority and key. The server sees through it."""
    phisher = identity(tmp_path / "phisher")
    assert company.contour.ready is not None
    honest = company.contour.ready.profile
    profile = read_profile(honest).model_copy(update={"ca_pem": phisher.ca_pem, "spki_pins": [phisher.spki_sha256]})
    swapped = tmp_path / "swapped.json"
    swapped.write_text(profile.model_dump_json(by_alias=True))
    tokens.put()
    ladder = climb()
    ladder.desk.settings.change(profile=str(swapped))
    ladder.look()
    with route(Relay(contour_port, phisher), contour_port) as relay:
        ladder.to_the_pin()
        seen = x509.load_pem_x509_certificate(phisher.certificate.read_bytes()).public_bytes(Encoding.DER)
        assert f"tls=sha256:{hashlib.sha256(seen).hexdigest()}" in ladder.session.statement_text()
        told(ladder.refused(), "BINDING_MISMATCH", field="tls")
        assert relay.connections > 0
    ladder.session.set_profile(honest)
    ladder.log_in()


def short_nonce(said: dict[str, Any]) -> None:
    said["nonce"] = said["nonce"][:42]


def other_bytes(said: dict[str, Any]) -> None:
    said["cid"] += "\nact=transfer"


def other_audience(said: dict[str, Any]) -> None:
    said["aud"] = "https://cabinet.example.gov.ua"


def other_environment(said: dict[str, Any]) -> None:
    said["env"] = "production"


def long_life(said: dict[str, Any]) -> None:
    said["exp"] = str(int(said["exp"][:4]) + 1) + said["exp"][4:]


def no_life(said: dict[str, Any]) -> None:
    said["exp"] = said["iat"]


def for_later(said: dict[str, Any]) -> None:
    """Valid five minutes, next year."""
    year = said["iat"][:4]
    for name in ("iat", "exp"):
        said[name] = said[name].replace(year, str(int(year) + 1), 1)


@pytest.mark.parametrize(
    ("lie", "field"),
    [
        pytest.param(short_nonce, "nonce", marks=bad_case(30, "CHALLENGE_REFUSED")),
        pytest.param(other_bytes, "cid", marks=bad_case(30, "CHALLENGE_REFUSED")),
        pytest.param(other_audience, "aud", marks=bad_case(30, "CHALLENGE_REFUSED")),
        pytest.param(other_environment, "env", marks=bad_case(30, "CHALLENGE_REFUSED")),
        pytest.param(long_life, "exp", marks=bad_case(30, "CHALLENGE_REFUSED")),
        pytest.param(no_life, "exp", marks=bad_case(30, "CHALLENGE_REFUSED")),
        pytest.param(for_later, "iat", marks=bad_case(30, "CHALLENGE_REFUSED")),
    ],
)
def test_server_asks_for_something_else(
    told: Teller,
    ladder: Ladder,
    contour_port: int,
    own_key: Identity,
    lie: Callable[[dict[str, Any]], None],
    field: str,
) -> None:
    def rewrite(path: str, said: dict[str, Any]) -> dict[str, Any]:
        if path == "/auth/challenge":
            lie(said)
        return said

    with route(Relay(contour_port, own_key, rewrite), contour_port) as relay:
        told(refused_before_the_pin(ladder), "CHALLENGE_REFUSED", field=field)
        relay.rewrite = None
        ladder.log_in()


@bad_case(30, "ENVIRONMENT_OTHER")
def test_server_is_of_another_environment(told: Teller, ladder: Ladder, contour_port: int, own_key: Identity) -> None:
    def rewrite(path: str, said: dict[str, Any]) -> dict[str, Any]:
        return {**said, "environment": "production"} if path == "/about" else said

    with route(Relay(contour_port, own_key, rewrite), contour_port) as relay:
        told(refused_before_the_pin(ladder), "ENVIRONMENT_OTHER", expected="test", present="production")
        relay.rewrite = None
        ladder.log_in()


def intercepted(told: Teller, ladder: Ladder, port: int, who: Identity, code: str) -> None:
    with route(Relay(port, who), port):
        failure = refused_before_the_pin(ladder)
        told(failure, code)
    action = problem_cards()[code].action
    assert "перехоплю" in action.uk
    assert "intercepted" in action.en
    ladder.log_in()


@bad_case(31, "TLS_UNTRUSTED")
def test_proxy_of_another_authority(told: Teller, ladder: Ladder, contour_port: int, tmp_path: Path) -> None:
    intercepted(told, ladder, contour_port, identity(tmp_path / "proxy"), "TLS_UNTRUSTED")


@bad_case(31, "PIN_MISMATCH")
def test_proxy_with_another_key(
    told: Teller, ladder: Ladder, company: Company, contour_port: int, tmp_path: Path
) -> None:
    """As a stolen authority, or one that issues to anybody: the chain is right, the key is not the profile's."""
    who = identity_by(tmp_path / "proxy", company.contour.data)
    intercepted(told, ladder, contour_port, who, "PIN_MISMATCH")


@bad_case(38)
def test_answer_is_lost_between_challenge_and_completion(told: Teller, ladder: Ladder, contour_port: int) -> None:
    """The contour has the signature; the cabinet does not know, hands in the same one again, and is let in once."""
    with route(Relay(contour_port), contour_port) as relay:
        ladder.to_the_pin()
        relay.cut()
        assert ladder.give() is LoginPhase.DONE
        assert relay.swallowed == 1
        sessions = ladder.desk.office.session.sessions().items
        assert len(sessions) == 1
        ladder.session.sign_out()
        ladder.wait(lambda: not ladder.desk.office.network.busy)


@bad_case(38, "CONTOUR_DOWN")
def test_network_stays_away(told: Teller, ladder: Ladder, contour_port: int) -> None:
    with route(Relay(contour_port), contour_port) as relay:
        ladder.to_the_pin()
        relay.close()
        told(ladder.refused(), "CONTOUR_DOWN")
        session = ladder.session
        assert session._run is None, "the signature is not kept"
        assert session.rung(Rung.SIGNATURE) is RungState.PASSED
        assert session.rung(Rung.SERVER) is RungState.FAILED
        assert session.rung(Rung.CHECKS) is RungState.WAITING, "none of them was tried"
    ladder.log_in()
