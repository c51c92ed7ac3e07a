"""Looking again and again: right after anything changed, cheap while nothing does, and never an endless start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.model import TokenNote
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.qes_authority import Authority
from tests.softhsm import PIN, TokenMaker
from tests.token.shim_kit import Shim, fill

Opened = Callable[[Pkcs11Token], Pkcs11Token]
OPENSC = (
    Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib64/opensc-pkcs11.so"),
)


def codes(token: Pkcs11Token) -> set[str]:
    return {note.code for note in token.scan().notes}


def test_an_idle_look_reads_no_certificate(head: Pkcs11Token, shim: Shim) -> None:
    first = head.scan()
    shim.calls()
    assert head.scan() == first
    # SoftHSM2 offers a second slot, room for another token; readers without a token are listed, too.
    assert dict(shim.calls()) == {"C_GetSlotList": 4, "C_GetTokenInfo": 2}
    assert head.scan(fresh=True) == first
    calls = shim.calls()
    assert calls["C_GetAttributeValue"] > 0
    assert calls["C_Initialize"] == 1, "some modules list their slots only then"


def test_a_changed_flag_is_seen_without_reading_certificates(head: Pkcs11Token, shim: Shim) -> None:
    head.scan()
    shim.spoil("flags_set 10000")
    shim.calls()
    scan = head.scan()
    assert scan.tokens[0].pin_state.value == "low"
    assert scan.certificates[0].token.pin_state.value == "low", "certificates follow their token"
    assert shim.calls()["C_FindObjects"] == 0


def test_another_token_in_the_slot_is_read(head: Pkcs11Token, shim: Shim) -> None:
    head.scan()
    shim.spoil("label another")
    assert head.scan().certificates[0].token.label == "another"
    assert shim.calls()["C_FindObjects"] > 0


def test_an_idle_look_is_cheap(head: Pkcs11Token, shim: Shim) -> None:
    """A few questions to the driver for a look every second, the hundredth as few as the first (see the bench)."""
    head.scan()

    def asked(looks: int) -> int:
        shim.calls()
        for _ in range(looks):
            head.scan()
        return sum(shim.calls().values())

    one = asked(1)
    assert 0 < one <= 12
    assert asked(100) <= 100 * one


def test_a_certificate_put_on_an_empty_token_is_seen(shim: Shim, token_maker: TokenMaker, authority: Authority) -> None:
    soft = token_maker("head")
    token = Pkcs11Token(shim.module)
    try:
        assert token.scan().notes[0] == TokenNote(
            "TOKEN_EMPTY", "", "head", token.scan().tokens[0].serial, str(shim.library)
        )
        soft.make_key("01")
        assert codes(token) == {"CERTIFICATE_ABSENT"}
        soft.put_certificate("01", authority.person().der)
        scan = token.scan()
        assert (len(scan.certificates), scan.notes) == (1, ())
    finally:
        token.close()


def test_token_that_was_never_initialised(head: Pkcs11Token, shim: Shim) -> None:
    shim.spoil("flags_clear 400")
    scan = head.scan()
    assert scan.tokens == ()
    # SoftHSM2's room for another token has no serial number and is no token.
    assert [n.code for n in scan.notes] == ["TOKEN_UNINITIALIZED"]
    assert scan.notes[0].serial


@pytest.mark.parametrize("value", ["5", "30", "b3"])
def test_a_slot_that_keeps_failing_starts_the_module_once(head: Pkcs11Token, shim: Shim, value: str) -> None:
    head.scan()
    shim.spoil(f"fail C_GetTokenInfo {value}")
    shim.calls()
    for _ in range(9):
        assert codes(head) == {"TOKEN_FAILURE"}
    assert shim.calls()["C_Initialize"] == 1
    for _ in range(30):
        head.scan()
    assert shim.calls()["C_Initialize"] == 3, "tried again now and then: a reader that came back needs it"
    shim.spoil()
    assert len(head.scan().certificates) == 1


def test_slots_that_cannot_be_listed(head: Pkcs11Token, shim: Shim) -> None:
    head.scan()
    shim.spoil("fail C_GetSlotList 30")
    shim.calls()
    for _ in range(5):
        with pytest.raises(KnownError, match="TOKEN_FAILURE: C_GetSlotList: CKR_DEVICE_ERROR"):
            head.scan()
    assert shim.calls()["C_Initialize"] == 1
    shim.spoil()
    assert len(head.scan().certificates) == 1


def test_token_this_module_does_not_know(head: Pkcs11Token, shim: Shim) -> None:
    shim.spoil("fail C_GetTokenInfo e1")
    assert codes(head) == {"TOKEN_UNKNOWN"}
    shim.spoil("fail C_OpenSession b1")
    assert codes(head) == {"TOKEN_BUSY"}
    shim.spoil("fail C_GetTokenInfo e0")
    assert codes(head) == set(), "an empty slot is nothing to explain"


@pytest.mark.parametrize(
    "spoiled", ["many C_GetSlotList", "many C_FindObjects", "long_attribute"]
)  # fmt: skip
def test_answers_out_of_all_reason(head: Pkcs11Token, shim: Shim, spoiled: str) -> None:
    shim.spoil(spoiled)
    with pytest.raises(KnownError, match="TOKEN_ANSWER_INVALID"):
        head.scan()
    shim.spoil()
    assert len(head.scan().certificates) == 1


def test_mechanisms_out_of_all_reason(head: Pkcs11Token, shim: Shim) -> None:
    (certificate,) = head.scan().certificates
    shim.spoil("many C_GetMechanismList")
    with pytest.raises(KnownError, match="TOKEN_ANSWER_INVALID"):
        head.sign(certificate, b"x", PIN, "ecdsa")


def test_smart_card_service_down(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSC without pcscd, for real: its socket is looked for where the library looks for it."""
    module = next((p for p in OPENSC if p.is_file()), None)
    if module is None:
        pytest.fail("opensc-pkcs11.so is missing: apt-get install opensc")
    socket = tmp_path / "pcscd.comm"
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(socket))
    token = opened(Pkcs11Token(Module("OpenSC", module)))
    assert codes(token) == {"PCSC_DOWN"}
    socket.touch()
    assert codes(token) == set(), "a socket that systemd keeps: not known to be down"


def test_a_module_without_smart_cards_says_nothing_of_their_service(
    shim: Shim, token_maker: TokenMaker, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(tmp_path / "absent"))
    token_maker("head")
    shim.spoil("removed_at C_GetSlotList")
    assert opened(Pkcs11Token(shim.module)).scan().notes == ()


def test_several_tokens_keep_apart(token_maker: TokenMaker, authority: Authority, shim: Shim, opened: Opened) -> None:
    first, second = fill(token_maker("first"), authority), fill(token_maker("second"), authority)
    token = opened(Pkcs11Token(shim.module))
    seen = {c.token.label: c for c in token.scan().certificates}
    assert (seen["first"].der, seen["second"].der) == (first, second)
    for certificate in seen.values():
        assert len(token.sign(certificate, b"x", PIN, "ecdsa")) == 64
