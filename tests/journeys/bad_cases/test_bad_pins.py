"""Rows 5–10 at the desk: what a PIN can come to, and how often the token is asked for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cabinet.desks.login.ladder import LoginPhase, Rung, RungState
from tests.journeys.bad_cases.table import bad_case
from tests.journeys.bad_cases.world import Ladder, Teller, Tokens
from tests.softhsm import PIN
from tests.token.pkcs11.test_pin import FINAL, LOCKED, LOW, TO_BE_CHANGED
from tests.token.shim_kit import Shim

PAD, NO_PIN_YET = "100", "102"
CYRILLIC = "пароль7"


@pytest.fixture
def ladder(climb: Callable[..., Ladder], tokens: Tokens, shim: Shim) -> Ladder:
    """The head's token behind the shim, and a desk before it."""
    tokens.put()
    return climb(shim.library)


@pytest.fixture
def at_the_pin(ladder: Ladder, shim: Shim) -> Ladder:
    ladder.look()
    ladder.to_the_pin()
    shim.calls()
    return ladder


@bad_case(5, "PIN_INCORRECT")
def test_wrong_pin_is_tried_once(told: Teller, shim: Shim, at_the_pin: Ladder) -> None:
    session = at_the_pin.session
    assert at_the_pin.give("999999") is LoginPhase.PIN
    told(session.pin_failure, "PIN_INCORRECT")
    candidate = session.candidate()
    assert candidate is not None
    assert candidate.pin_state == "low", "the flags were read again"
    calls = shim.calls()
    assert (calls["C_Login"], calls["C_SignInit"]) == (1, 0)
    assert not at_the_pin.desk.office.logged_in
    at_the_pin.log_in()
    assert shim.calls()["C_Login"] == 1, "the wrong one was not kept for another try"


@bad_case(6)
def test_few_tries_are_left(told: Teller, shim: Shim, ladder: Ladder) -> None:
    ladder.look()
    shim.spoil(f"flags_set {LOW}")
    ladder.to_the_pin()
    candidate = ladder.session.candidate()
    assert candidate is not None
    assert candidate.pin_state == "low", "asked afresh before the prompt"
    ladder.log_in()


@bad_case(6, "PIN_LAST_TRY")
def test_last_try_is_not_made_unless_the_person_knows(told: Teller, shim: Shim, at_the_pin: Ladder) -> None:
    shim.spoil(f"flags_set {FINAL}")
    assert at_the_pin.give() is LoginPhase.PIN
    told(at_the_pin.session.pin_failure, "PIN_LAST_TRY")
    assert shim.calls()["C_Login"] == 0
    assert at_the_pin.give(last_try=True) is LoginPhase.DONE
    assert shim.calls()["C_Login"] == 1


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        pytest.param(LOCKED, "PIN_LOCKED", marks=bad_case(7, "PIN_LOCKED")),
        pytest.param(TO_BE_CHANGED, "PIN_EXPIRED", marks=bad_case(7, "PIN_EXPIRED")),
    ],
)
def test_token_that_says_so_is_not_asked(told: Teller, shim: Shim, ladder: Ladder, flags: str, code: str) -> None:
    shim.spoil(f"flags_set {flags}")
    ladder.look(LoginPhase.NONE_USABLE)
    session = ladder.session
    (candidate,) = session.candidates
    assert candidate.code == code
    told.card(candidate.code)
    session.choose(candidate.key)
    session.begin()
    assert session.phase is LoginPhase.NONE_USABLE
    assert shim.calls()["C_Login"] == 0
    shim.spoil()
    ladder.look_again(LoginPhase.READY)
    ladder.log_in()


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        pytest.param(LOCKED, "PIN_LOCKED", marks=bad_case(7, "PIN_LOCKED")),
        pytest.param(TO_BE_CHANGED, "PIN_EXPIRED", marks=bad_case(7, "PIN_EXPIRED")),
    ],
)
def test_token_that_says_so_since_the_look(told: Teller, shim: Shim, ladder: Ladder, flags: str, code: str) -> None:
    ladder.look()
    shim.spoil(f"flags_set {flags}")
    session = ladder.session
    wanted: list[bool] = []
    session.pin_wanted.connect(lambda: wanted.append(True))
    session.begin()
    ladder.until(LoginPhase.REFUSED)
    told(session.failure, code)
    assert wanted == [], "no PIN is asked for"
    assert session.rung(Rung.PIN) is RungState.FAILED
    assert shim.calls()["C_Login"] == 0
    shim.spoil()
    ladder.log_in()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param("A4", "PIN_LOCKED", marks=bad_case(7, "PIN_LOCKED")),
        pytest.param("A3", "PIN_EXPIRED", marks=bad_case(7, "PIN_EXPIRED")),
        pytest.param(NO_PIN_YET, "PIN_UNSET", marks=bad_case(7, "PIN_UNSET")),
    ],
)
def test_token_that_says_so_when_asked(told: Teller, shim: Shim, at_the_pin: Ladder, value: str, code: str) -> None:
    shim.spoil(f"fail C_Login {value}")
    told(at_the_pin.refused(), code)
    calls = shim.calls()
    assert (calls["C_Login"], calls["C_SignInit"]) == (1, 0)
    shim.spoil()
    at_the_pin.log_in()


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        pytest.param("12345", "PIN_LENGTH", marks=bad_case(8, "PIN_LENGTH")),
        pytest.param("123456789", "PIN_LENGTH", marks=bad_case(8, "PIN_LENGTH")),
        pytest.param("паролі", "PIN_LENGTH", marks=bad_case(8, "PIN_LENGTH"), id="six letters of two bytes"),
        pytest.param("27\n1828", "PIN_CHARACTERS", marks=bad_case(8, "PIN_CHARACTERS")),
    ],
)
def test_form_costs_no_attempt(told: Teller, shim: Shim, ladder: Ladder, pin: str, code: str) -> None:
    shim.spoil("pins 6 8")
    ladder.look()
    ladder.to_the_pin()
    shim.calls()
    assert ladder.give(pin) is LoginPhase.PIN
    told(ladder.session.pin_failure, code, **({"min": "6", "max": "8"} if code == "PIN_LENGTH" else {}))
    assert shim.calls()["C_Login"] == 0
    ladder.log_in()


@bad_case(8)
def test_pin_of_other_letters_is_utf_8(told: Teller, climb: Callable[..., Ladder], tokens: Tokens) -> None:
    """As the issuer's own program sets it: pkcs11-tool hands on the terminal's UTF-8."""
    tokens.put().run("--login", "--pin", PIN, "--change-pin", "--new-pin", CYRILLIC)
    ladder = climb()
    ladder.look()
    ladder.log_in(CYRILLIC)


@bad_case(9)
def test_pin_pad(told: Teller, shim: Shim, ladder: Ladder) -> None:
    shim.spoil(f"flags_set {PAD}", f"pad {PIN}")
    ladder.look()
    ladder.to_the_pin()
    candidate = ladder.session.candidate()
    assert candidate is not None
    assert candidate.pin_pad
    shim.calls()
    ladder.log_in(None)
    assert shim.calls()["C_Login"] == 1, "with no PIN in it, or the pad would have refused"


@bad_case(9)
def test_red_key_is_no_failure(told: Teller, shim: Shim, ladder: Ladder) -> None:
    shim.spoil(f"flags_set {PAD}", f"pad {PIN}", "fail C_Login 50")
    ladder.look()
    ladder.to_the_pin()
    session = ladder.session
    session.give_pin(None)
    ladder.until(LoginPhase.READY)
    assert (session.failure, session.pin_failure) == (None, None)
    assert not session.statement_text(), "nothing of it is kept"
    shim.spoil(f"flags_set {PAD}", f"pad {PIN}")
    ladder.log_in(None)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param("5", "CKR_GENERAL_ERROR", marks=bad_case(10, "TOKEN_FAILURE")),
        pytest.param("6", "CKR_FUNCTION_FAILED", marks=bad_case(10, "TOKEN_FAILURE")),
        pytest.param("30", "CKR_DEVICE_ERROR", marks=bad_case(10, "TOKEN_FAILURE")),
    ],
)
def test_generic_failure_is_not_a_wrong_pin(
    told: Teller, shim: Shim, at_the_pin: Ladder, value: str, name: str
) -> None:
    shim.spoil(f"fail C_Login {value}")
    told(at_the_pin.refused(), "TOKEN_FAILURE")
    calls = shim.calls()
    assert calls["C_Login"] == 1
    assert calls["C_Initialize"] == 1, "whether the token is still there was looked into, from the start"
    assert name in at_the_pin.session.report()
    candidate = at_the_pin.session.candidate()
    assert candidate is not None
    assert candidate.pin_state == "plenty"
    shim.spoil()
    at_the_pin.log_in()
