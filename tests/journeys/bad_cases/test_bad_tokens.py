"""Rows 11–16 at the desk: tokens and drivers that leave, hang, crash, are held, or cannot sign."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pytestqt.qtbot import QtBot

from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from cabinet.token.pkcs11 import token as pkcs11_token
from cabinet.token.process import SIGN_SECONDS
from tests.company import WAIT, Company, person
from tests.journeys.bad_cases.conftest import KEY
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Ladder, Teller, Tokens
from tests.softhsm import PIN
from tests.token.shim_kit import Shim

SOON = 0.7
"""Seconds in place of the minute that a signature may take."""


@pytest.fixture
def ladder(climb: Callable[..., Ladder], tokens: Tokens, shim: Shim) -> Ladder:
    """The head's token behind the shim, and a desk before it, looking."""
    tokens.put()
    made = climb(shim.library)
    made.look()
    return made


@pytest.fixture
def at_the_pin(ladder: Ladder, shim: Shim) -> Ladder:
    ladder.to_the_pin()
    shim.calls()
    return ladder


@pytest.mark.parametrize(
    ("moment", "logins"),
    [
        pytest.param("C_GetSlotList", 0, marks=bad_case(11, "TOKEN_REMOVED"), id="before the PIN"),
        pytest.param("C_Login", 1, marks=bad_case(11, "TOKEN_REMOVED"), id="at the PIN"),
        pytest.param("C_Sign", 1, marks=bad_case(11, "TOKEN_REMOVED"), id="while it signs"),
    ],
)
def test_token_is_taken_out(told: Teller, shim: Shim, at_the_pin: Ladder, moment: str, logins: int) -> None:
    shim.spoil(f"removed_at {moment}")
    told(at_the_pin.refused(), "TOKEN_REMOVED")
    assert shim.calls()["C_Login"] == logins
    session = at_the_pin.session
    assert session.rung(Rung.SIGNATURE) is RungState.FAILED
    assert session.person is None
    assert not session.statement_text(), "nothing of the log-in is kept"
    shim.spoil("put_back 1")
    session.cancel()
    at_the_pin.look_again(LoginPhase.READY)
    at_the_pin.log_in()


@bad_case(11, "LOCKED_TOKEN_REMOVED")
def test_token_is_taken_out_after_the_log_in(qtbot: QtBot, told: Teller, shim: Shim, at_the_pin: Ladder) -> None:
    assert at_the_pin.give() is LoginPhase.DONE
    session = at_the_pin.session
    shim.spoil("removed_at C_GetSlotList")
    with qtbot.waitSignal(session.signed_out, timeout=WAIT) as out:
        session.carriers.watch.look()
    assert session.locked is not None
    assert out.args == ["LOCKED_TOKEN_REMOVED"]
    told.card("LOCKED_TOKEN_REMOVED", session.locked.facts)
    assert not at_the_pin.desk.office.logged_in
    shim.spoil("put_back 1")
    at_the_pin.look_again(LoginPhase.READY)
    at_the_pin.log_in()
    assert session.locked is None


@bad_case(12, "MODULE_SLOW")
def test_driver_hangs_while_it_looks(told: Teller, climb: Callable[..., Ladder], tokens: Tokens, shim: Shim) -> None:
    tokens.put()
    shim.spoil("hang C_GetSlotList")
    ladder = climb(shim.library)
    ladder.look(LoginPhase.DRIVER_FAILED)
    told(ladder.session.failure, "MODULE_SLOW", module=shim.library.name)
    shim.spoil()
    ladder.session.carriers.set_module(str(shim.library))
    ladder.until(LoginPhase.READY)
    ladder.log_in()


@pytest.mark.parametrize(
    ("spoiled", "code", "seconds"),
    [
        pytest.param("hang C_Sign", "HELPER_TIMEOUT", SOON, marks=bad_case(12, "HELPER_TIMEOUT")),
        pytest.param("abort C_Login", "HELPER_CRASHED", SIGN_SECONDS, marks=bad_case(12, "HELPER_CRASHED")),
        pytest.param("abort C_Sign", "HELPER_CRASHED", SIGN_SECONDS, marks=bad_case(12, "HELPER_CRASHED")),
    ],
)
def test_driver_hangs_or_crashes_while_it_signs(
    told: Teller,
    shim: Shim,
    at_the_pin: Ladder,
    monkeypatch: pytest.MonkeyPatch,
    spoiled: str,
    code: str,
    seconds: float,
) -> None:
    shim.spoil(spoiled)
    with monkeypatch.context() as patch:
        patch.setattr(pkcs11_token, "SIGN_SECONDS", seconds)
        told(at_the_pin.refused(), code)
    assert shim.calls()["C_Login"] <= 1, "never tried twice"
    shim.spoil()
    at_the_pin.log_in()


@bad_case(12, "HELPER_TIMEOUT")
def test_nobody_types_on_the_pad(told: Teller, shim: Shim, at_the_pin: Ladder, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_pin.session.cancel()
    shim.spoil("flags_set 100", f"pad {PIN}", "hang C_Login")
    at_the_pin.look_again(LoginPhase.READY)
    at_the_pin.wait(lambda: all(c.pin_pad for c in at_the_pin.session.candidates))
    at_the_pin.to_the_pin()
    with monkeypatch.context() as patch:
        patch.setattr(pkcs11_token, "PIN_PAD_SECONDS", SOON)
        told(at_the_pin.refused(None), "HELPER_TIMEOUT")
    shim.spoil("flags_set 100", f"pad {PIN}")
    at_the_pin.log_in(None)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("B1", marks=bad_case(13, "TOKEN_BUSY"), id="all its sessions are taken"),
        pytest.param("201", marks=bad_case(13, "TOKEN_BUSY"), id="its resources are exhausted"),
    ],
)
def test_another_program_holds_the_token(told: Teller, shim: Shim, at_the_pin: Ladder, value: str) -> None:
    shim.spoil(f"fail C_OpenSession {value}")
    told(at_the_pin.refused(), "TOKEN_BUSY")
    assert shim.calls()["C_Login"] == 0
    shim.spoil()
    at_the_pin.log_in()


@pytest.mark.parametrize("says", [pytest.param("said", marks=bad_case(14)), pytest.param("unsaid", marks=bad_case(14))])
def test_key_wants_its_pin_again(told: Teller, shim: Shim, at_the_pin: Ladder, says: str) -> None:
    shim.spoil(f"again {says}")
    at_the_pin.log_in()
    assert shim.calls()["C_Login for one signature"] == 1


@pytest.mark.parametrize(
    "offered",
    [
        pytest.param("80420014 80420015", marks=bad_case(15, "NO_SIGN_MECHANISM"), id="only codes of messages"),
        pytest.param("80420021 252", marks=bad_case(15, "NO_SIGN_MECHANISM"), id="only hashes"),
        pytest.param("", marks=bad_case(15, "NO_SIGN_MECHANISM"), id="none"),
    ],
)
def test_token_does_not_sign(told: Teller, shim: Shim, at_the_pin: Ladder, offered: str) -> None:
    shim.spoil(f"mechanisms {offered}")
    told(at_the_pin.refused(), "NO_SIGN_MECHANISM")
    calls = shim.calls()
    assert (calls["C_Login"], calls["C_SignInit"]) == (0, 0), "no attempt is used, no other mechanism tried"
    shim.spoil()
    at_the_pin.log_in()


@bad_case(16, "KEY_CERT_MISMATCH")
def test_certificate_of_another_key(
    told: Teller, climb: Callable[..., Ladder], company: Company, tokens: Tokens, tmp_path: Path
) -> None:
    other = x509.load_pem_x509_certificate(company.identity(person(Role.HEAD))["certificatePem"].encode())
    tokens.put("bare").put_certificate(KEY, other.public_bytes(Encoding.DER))
    ladder = climb()
    ladder.look()
    ladder.to_the_pin()
    told(ladder.refused(), "KEY_CERT_MISMATCH")
    session = ladder.session
    assert session.rung(Rung.SIGNATURE) is RungState.FAILED
    assert session.rung(Rung.CHECKS) is RungState.WAITING, "nothing went to the server"
    assert not any(check.millis for check in session.checks)
    tokens.put()
    session.carriers.look(fresh=True)
    ladder.wait(lambda: len(session.candidates) == 2)
    session.choose(next(c.key for c in session.candidates if c.source == "head"))
    ladder.log_in()
    assert not [name for name in os.listdir(tmp_path) if name.startswith("core")]  # noqa: PTH208  names are enough
