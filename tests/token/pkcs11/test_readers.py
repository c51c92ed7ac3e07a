"""All modules at once: no token twice, and none hidden by another module's failure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import load_der_x509_certificate

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import raw_to_der
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.readers import Readers
from tests.qes_authority import Authority
from tests.softhsm import PIN, TokenMaker, module_path
from tests.token.shim_kit import Shim, fill

SOFT = Module("SoftHSM2", module_path())


class Opened:
    """Closes every set of readers that a test opens."""

    def __init__(self) -> None:
        self.every: list[Readers] = []

    def __call__(self, *modules: Module, patience: float = 10.0) -> Readers:
        self.every.append(Readers(modules, patience=patience))
        return self.every[-1]


@pytest.fixture
def readers() -> Iterator[Opened]:
    opened = Opened()
    yield opened
    for each in opened.every:
        each.close()


@pytest.fixture
def der(token_maker: TokenMaker, authority: Authority) -> bytes:
    return fill(token_maker("head"), authority)


@pytest.mark.parametrize("first", ["Shim", "SoftHSM2"])
def test_one_token_through_two_modules_is_one(readers: Opened, shim: Shim, der: bytes, first: str) -> None:
    order = sorted((shim.module, SOFT), key=lambda m: m.name != first)
    both = readers(*order)
    scan = both.scan()
    assert [(t.label, t.module) for t in scan.tokens] == [("head", str(order[0].path))]
    assert [c.der for c in scan.certificates] == [der]
    assert scan.failures == ()
    (certificate,) = scan.certificates
    signature = both.sign(certificate, b"x", PIN, "ecdsa")
    key = load_der_x509_certificate(der).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(raw_to_der(signature), b"x", ec.ECDSA(hashes.SHA256()))
    assert both.present(certificate.token)
    assert both.pin_state(certificate.token) == certificate.token
    assert (shim.calls()["C_Login"] == 1) is (first == "Shim"), "used through the module that shows it"


def test_the_module_that_reads_its_certificates_shows_a_token(readers: Opened, shim: Shim, der: bytes) -> None:
    shim.spoil("no_attribute 11")  # knows the card, but not what is on it
    scan = readers(shim.module, SOFT).scan()
    assert [t.module for t in scan.tokens] == [str(SOFT.path)]
    assert [c.der for c in scan.certificates] == [der]
    assert scan.notes == ()


def test_two_tokens_of_two_modules(
    readers: Opened, shim: Shim, token_maker: TokenMaker, authority: Authority, der: bytes
) -> None:
    shim.spoil("label another")
    scan = readers(shim.module, SOFT).scan()
    assert {t.label for t in scan.tokens} == {"another", "head"}
    assert len(scan.certificates) == 2


def test_broken_modules_hide_nothing(readers: Opened, shim: Shim, der: bytes, tmp_path: Path) -> None:
    text = tmp_path / "text.so"
    text.write_text("no library")
    shim.spoil("abort C_GetSlotList")
    scan = readers(Module("Text", text), shim.module, Module("None", tmp_path / "none.so"), SOFT).scan()
    assert [c.der for c in scan.certificates] == [der]
    assert [(f.module.name, f.error.code) for f in scan.failures] == [
        ("Text", "MODULE_BROKEN"), ("Shim", "HELPER_CRASHED"), ("None", "MODULE_NOT_FOUND"),
    ]  # fmt: skip


def test_a_hanging_module_holds_nobody_up(readers: Opened, shim: Shim, der: bytes) -> None:
    every = readers(shim.module, SOFT, patience=0.5)
    every.scan()
    shim.spoil("hang C_GetSlotList")
    for _ in range(2):
        scan = every.scan()
        assert [c.der for c in scan.certificates] == [der], "what was seen last stands meanwhile"
        assert [(f.module.name, f.error.code, f.error.facts) for f in scan.failures] == [
            ("Shim", "MODULE_SLOW", {"module": "Shim"})
        ]


def test_a_crashing_module_is_started_ever_more_rarely(readers: Opened, shim: Shim, der: bytes) -> None:
    every = readers(shim.module, SOFT)
    shim.spoil("abort C_GetSlotList")
    for _ in range(16):
        assert [f.error.code for f in every.scan().failures] == ["HELPER_CRASHED"]
    assert shim.calls()["C_Initialize"] == 4, "at the looks 1, 3, 6, 11"
    shim.spoil()
    assert every.scan(fresh=True).failures == (), "asked for by a person: at once"
    assert shim.calls()["C_Initialize"] == 1


def test_a_module_that_would_not_load_is_tried_when_its_file_changes(
    readers: Opened, der: bytes, tmp_path: Path, shim: Shim
) -> None:
    path = tmp_path / "module.so"
    path.write_text("no library")
    every = readers(Module("Mine", path))
    assert [f.error.code for f in every.scan().failures] == ["MODULE_BROKEN"]
    assert [f.error.code for f in every.scan().failures] == ["MODULE_BROKEN"]
    new = tmp_path / "new.so"
    shutil.copy(shim.library, new)
    new.replace(path)
    scan = every.scan()
    assert (scan.failures, len(scan.certificates)) == ((), 1)


def test_a_token_of_a_module_that_is_not_here(readers: Opened, shim: Shim, der: bytes) -> None:
    (token,) = readers(shim.module).scan().tokens
    with pytest.raises(KnownError, match="MODULE_ABSENT"):
        readers(SOFT).present(token)


def test_the_service_is_mentioned_only_while_nothing_is_seen(
    readers: Opened, der: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.token.pkcs11.test_slots import OPENSC

    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(tmp_path / "absent"))
    module = Module("OpenSC", next(p for p in OPENSC if p.is_file()))
    assert [n.code for n in readers(module).scan().notes] == ["PCSC_DOWN"]
    assert readers(module, SOFT).scan().notes == ()


def test_none_at_all(readers: Opened) -> None:
    scan = readers().scan()
    assert (scan.tokens, scan.certificates, scan.failures, scan.notes) == ((), (), (), ())
