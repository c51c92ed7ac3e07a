"""PINs: nothing is asked of a token that is known to refuse, and nothing that fails is called a wrong PIN."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.model import PinState
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.softhsm import PIN, need
from tests.token.shim_kit import Shim, refused

LOW, FINAL, LOCKED, TO_BE_CHANGED = "10000", "20000", "40000", "80000"


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (LOW, PinState.LOW),
        (FINAL, PinState.FINAL),
        (LOCKED, PinState.LOCKED),
        (TO_BE_CHANGED, PinState.TO_BE_CHANGED),
        ("70000", PinState.LOCKED),
        ("30000", PinState.FINAL),
        ("0", PinState.PLENTY),
    ],
)
def test_state_is_read_afresh(head: Pkcs11Token, shim: Shim, flags: str, state: PinState) -> None:
    (token,) = head.scan().tokens
    assert token.pin_state is PinState.PLENTY
    shim.spoil(f"flags_set {flags}")
    assert head.pin_state(token).pin_state is state
    assert head.scan().tokens[0].pin_state is state


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (LOW, "user PIN count low"),
        (FINAL, "final user PIN try"),
        (LOCKED, "user PIN locked"),
        (TO_BE_CHANGED, "user PIN to be changed"),
        ("100", "PIN pad present"),
    ],
)
def test_pkcs11_tool_reads_the_flags_so_too(head: Pkcs11Token, shim: Shim, flags: str, words: str) -> None:
    shim.spoil(f"flags_set {flags}")
    command = [need("pkcs11-tool"), "--module", str(shim.library), "--list-slots"]
    assert words in subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (token,) = head.scan().tokens
    assert token.flags & int(flags, 16)
    assert token.pin_pad is (flags == "100")


@pytest.mark.parametrize(
    ("flags", "code"),
    [(LOCKED, "PIN_LOCKED"), (TO_BE_CHANGED, "PIN_EXPIRED"), ("a0000", "PIN_EXPIRED"), (FINAL, "PIN_LAST_TRY")],
)
def test_what_the_flags_forbid_is_not_tried(head: Pkcs11Token, shim: Shim, flags: str, code: str) -> None:
    (certificate,) = head.scan().certificates  # read while all was well: the flags of the moment count
    shim.spoil(f"flags_set {flags}")
    shim.calls()
    with pytest.raises(KnownError) as refusal:
        head.sign(certificate, b"x", PIN, "ecdsa", last_try=code == "PIN_LOCKED")
    assert refusal.value.code == code
    assert refusal.value.facts["pin_state"]
    assert shim.calls()["C_Login"] == 0


def test_the_last_try_is_made_when_the_person_says_so(head: Pkcs11Token, shim: Shim) -> None:
    (certificate,) = head.scan().certificates
    shim.spoil(f"flags_set {FINAL}")
    assert len(head.sign(certificate, b"x", PIN, "ecdsa", last_try=True)) == 64
    assert shim.calls()["C_Login"] == 1


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "PIN_LENGTH"),
        ("123456789", "PIN_LENGTH"),
        ("паролі", "PIN_LENGTH"),  # six letters, twelve bytes
        ("", "PIN_LENGTH"),
        (None, "PIN_LENGTH"),
        ("12345\n", "PIN_CHARACTERS"),
        ("12345\0", "PIN_CHARACTERS"),
        ("12345\x7f", "PIN_CHARACTERS"),
        ("12345\ud800", "PIN_CHARACTERS"),
    ],
)
def test_form_is_checked_before_the_token_is_asked(head: Pkcs11Token, shim: Shim, pin: str | None, code: str) -> None:
    shim.spoil("pins 6 8")
    refusal = refused(head, code, pin)
    assert shim.calls()["C_Login"] == 0
    if code == "PIN_LENGTH":
        assert (refusal.facts["min"], refusal.facts["max"]) == ("6", "8")
    assert refusal.__cause__ is None, "a cause could carry the PIN"
    assert not pin or pin not in str(refusal)


def test_limits_that_changed_since_the_look_count_too(head: Pkcs11Token, shim: Shim) -> None:
    (certificate,) = head.scan().certificates
    shim.spoil("pins 8 16")
    with pytest.raises(KnownError, match="PIN_LENGTH"):
        head.sign(certificate, b"x", PIN, "ecdsa")
    assert shim.calls()["C_Login"] == 0


@pytest.mark.parametrize("limits", ["0 0", "9 4", "0 18446744073709551615"])
def test_limits_without_sense_are_none(head: Pkcs11Token, shim: Shim, limits: str) -> None:
    shim.spoil(f"pins {limits}")
    (certificate,) = head.scan().certificates
    assert (certificate.token.min_pin, certificate.token.max_pin) == ((0, 4) if limits == "9 4" else (0, 255))
    if limits != "9 4":
        assert len(head.sign(certificate, b"x", PIN, "ecdsa")) == 64


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a0", "PIN_INCORRECT"),
        ("a1", "PIN_CHARACTERS"),
        ("a2", "PIN_LENGTH"),
        ("a3", "PIN_EXPIRED"),
        ("a4", "PIN_LOCKED"),
        ("102", "PIN_UNSET"),
        ("50", "PIN_CANCELLED"),
        ("5", "TOKEN_FAILURE"),
        ("6", "TOKEN_FAILURE"),
        ("30", "TOKEN_FAILURE"),
        ("31", "TOKEN_FAILURE"),
        ("104", "TOKEN_FAILURE"),
        ("80000001", "TOKEN_FAILURE"),
        ("32", "TOKEN_REMOVED"),
        ("b1", "TOKEN_BUSY"),
        ("201", "TOKEN_BUSY"),
        ("e1", "TOKEN_UNKNOWN"),
    ],
)
def test_each_answer_to_a_log_in(head: Pkcs11Token, shim: Shim, value: str, code: str) -> None:
    shim.spoil(f"fail C_Login {value}")
    refusal = refused(head, code)
    assert refusal.facts["rv"].startswith(("CKR_", "0x80000001"))
    assert shim.calls()["C_Login"] == 1, "never tried again by itself"
    if code in {"PIN_INCORRECT", "PIN_LOCKED", "PIN_EXPIRED"}:
        assert refusal.facts["pin_state"] == "plenty"
    if code == "PIN_LENGTH":
        assert refusal.facts["max"] == "255"
    shim.spoil()
    (certificate,) = head.scan().certificates
    assert len(head.sign(certificate, b"x", PIN, "ecdsa")) == 64


def test_pin_pad(head: Pkcs11Token, shim: Shim) -> None:
    shim.spoil("flags_set 100", f"pad {PIN}")
    (certificate,) = head.scan().certificates
    assert certificate.token.pin_pad
    assert len(head.sign(certificate, b"x", None, "ecdsa")) == 64
    assert len(head.sign(certificate, b"x", "999999", "ecdsa")) == 64, "what is typed here does not reach a pad"
    shim.spoil("flags_set 100", "fail C_Login 50")
    refused(head, "PIN_CANCELLED", None)
    shim.spoil("flags_set 100", f"pad {PIN}", "again said")
    assert len(head.sign(certificate, b"x", None, "ecdsa")) == 64


@pytest.mark.parametrize("way", ["said", "unsaid"])
def test_key_that_asks_each_time(head: Pkcs11Token, shim: Shim, way: str) -> None:
    shim.spoil(f"again {way}")
    (certificate,) = head.scan().certificates
    shim.calls()
    assert len(head.sign(certificate, b"x", PIN, "ecdsa")) == 64
    calls = shim.calls()
    assert (calls["C_Login"], calls["C_Login for one signature"]) == (2, 1)
    assert calls["C_Sign"] == (1 if way == "said" else 2)


def test_key_that_needs_no_log_in(head: Pkcs11Token, shim: Shim) -> None:
    shim.spoil("flags_clear 4", f"free_key {PIN}")
    (certificate,) = head.scan().certificates
    assert not certificate.token.login_required
    shim.calls()
    assert len(head.sign(certificate, b"x", None, "ecdsa")) == 64
    assert shim.calls()["C_Login"] == 0


@pytest.mark.usefixtures("started_helpers")
def test_a_planted_pin_is_nowhere(
    head: Pkcs11Token, shim: Shim, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    canary = "canary-7391-PIN"
    (certificate,) = head.scan().certificates
    texts = []
    for spoiled in ((), ("fail C_Login 5",), ("fail C_Login a0",), ("say hello",), ("hang C_Login",)):
        shim.spoil(*spoiled)
        with pytest.raises(KnownError) as refusal:
            if "hang" in str(spoiled):
                asked = {"certificate": certificate.to_json(), "data": "", "digest": None, "kind": "ecdsa"}
                pin = bytearray(canary.encode())
                head.helper.ask({"command": "sign", "last_try": True, **asked}, 0.5, pin)
            head.sign(certificate, b"x", canary, "ecdsa")
        pid = head.helper.pid
        if pid is not None:
            texts += [(Path("/proc") / str(pid) / name).read_text() for name in ("cmdline", "environ")]
        cause: BaseException | None = refusal.value
        while cause is not None:
            texts.append(f"{cause!r} {cause} {cause.__dict__}")
            cause = cause.__cause__ or cause.__context__
    assert pin == bytes(len(canary)), "overwritten though the driver hung"
    captured = capfd.readouterr()
    texts += [captured.out, captured.err, json.dumps(shim.calls())]
    texts += [p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file()]
    assert len(texts) > 20
    assert not [text for text in texts if canary in text]
