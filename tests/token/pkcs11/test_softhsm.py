"""The whole way to a token and back, against SoftHSM2 driven by other people's tools."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_public_key

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import build, signing_of
from cabinet.qes.cades_verify import verify
from cabinet.token.pkcs11.model import PinState
from cabinet.token.pkcs11.modules import Module, find_modules, module_at
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.qes_authority import NOW, Authority
from tests.softhsm import PIN, SoftToken, TokenMaker, module_path


def fill(token: SoftToken, authority: Authority, key_id: str, kind: str) -> bytes:
    token.make_key(key_id, kind)
    public = load_der_public_key(token.public_key(key_id))
    der = authority.person(public=public).der
    token.put_certificate(key_id, der)
    return der


@pytest.mark.parametrize(("kind", "way"), [("EC:prime256v1", "ecdsa"), ("rsa:2048", "rsa")])
def test_sign_and_verify(
    token_maker: TokenMaker, authority: Authority, tmp_path: Path, kind: str, way: Literal["ecdsa", "rsa"]
) -> None:
    der = fill(token_maker("head"), authority, "01", kind)
    token = Pkcs11Token(Module("SoftHSM2", module_path()))
    try:
        (certificate,) = token.scan().certificates
        assert certificate.der == der
        assert certificate.token.label == "head"
        assert signing_of(der).kind == way
        content = b"LOGIN v1\n"
        blob = build(content, der, lambda data: token.sign(certificate, data, PIN, way), NOW, [authority.der])
        verify(blob, content, NOW)
        (tmp_path / "x.p7s").write_bytes(blob)
        (tmp_path / "x.bin").write_bytes(content)
        ca = authority.chain_pem(tmp_path / "ca.pem")
        command = f"openssl cms -verify -cades -inform DER -in x.p7s -content x.bin -binary -CAfile {ca} -purpose any"
        subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
        assert x509.load_der_x509_certificate(der)
    finally:
        token.close()


def test_several_tokens_are_all_seen(token_maker: TokenMaker, authority: Authority) -> None:
    fill(token_maker("first"), authority, "01", "EC:prime256v1")
    fill(token_maker("second"), authority, "02", "EC:prime256v1")
    token = Pkcs11Token(Module("SoftHSM2", module_path()))
    try:
        scan = token.scan()
        assert {t.label for t in scan.tokens} == {"first", "second"}
        assert len(scan.certificates) == 2
    finally:
        token.close()


def test_pin_wrong_and_short(token_maker: TokenMaker, authority: Authority) -> None:
    der = fill(token_maker("head"), authority, "01", "EC:prime256v1")
    token = Pkcs11Token(Module("SoftHSM2", module_path()))
    try:
        (certificate,) = token.scan().certificates
        for pin, code in (("999999", "PIN_INCORRECT"), ("1", "PIN_LENGTH"), ("", "PIN_LENGTH")):
            with pytest.raises(KnownError) as refusal:
                token.sign(certificate, b"x", pin, "ecdsa")
            assert refusal.value.code == code
            if code == "PIN_INCORRECT":
                assert refusal.value.facts["pin_state"] == PinState.LOW.value
                assert "999999" not in str(refusal.value) + repr(refusal.value.facts)
        assert token.scan().tokens[0].pin_state is PinState.LOW
        token.sign(certificate, b"x", PIN, "ecdsa")
        assert token.scan().tokens[0].pin_state is PinState.PLENTY
        assert der
    finally:
        token.close()


def test_token_pulled_out_and_put_back(token_maker: TokenMaker, authority: Authority, tmp_path: Path) -> None:
    soft = token_maker("head")
    fill(soft, authority, "01", "EC:prime256v1")
    token = Pkcs11Token(Module("SoftHSM2", module_path()))
    try:
        (certificate,) = token.scan().certificates
        shutil.move(soft.folder, tmp_path / "pulled")
        soft.folder.mkdir()
        with pytest.raises(KnownError, match="TOKEN_REMOVED"):
            token.sign(certificate, b"x", PIN, "ecdsa")
        assert token.scan().certificates == ()
        soft.folder.rmdir()
        shutil.move(tmp_path / "pulled", soft.folder)
        again = Pkcs11Token(token.module)
        try:
            assert len(again.scan().certificates) == 1
        finally:
            again.close()
    finally:
        token.close()


def test_helper_killed(token_maker: TokenMaker, authority: Authority) -> None:
    fill(token_maker("head"), authority, "01", "EC:prime256v1")
    token = Pkcs11Token(Module("SoftHSM2", module_path()))
    try:
        token.scan()
        pid = token.helper.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(KnownError, match="HELPER_TIMEOUT"):
            token.helper.ask({"command": "scan"}, seconds=0.2)
        token.scan()
        pid = token.helper.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        os.kill(pid, signal.SIGKILL)
        code = ""
        try:
            token.scan()
        except KnownError as error:
            code = error.code
        assert code in {"HELPER_CRASHED", ""}
        assert len(token.scan().certificates) == 1
    finally:
        token.close()


def test_modules_that_are_none(tmp_path: Path) -> None:
    text = tmp_path / "module.so"
    text.write_text("not a library")
    token = Pkcs11Token(Module("x", text))
    try:
        with pytest.raises(KnownError, match="MODULE_BROKEN"):
            token.scan()
    finally:
        token.close()
    libc = Path("/lib/x86_64-linux-gnu/libm.so.6")
    if libc.is_file():
        other = Pkcs11Token(Module("m", libc))
        try:
            with pytest.raises(KnownError, match="MODULE_BROKEN"):
                other.scan()
        finally:
            other.close()
    for path in (tmp_path / "absent.so", Path("relative.so")):
        with pytest.raises(KnownError, match="MODULE_NOT_FOUND"):
            module_at(path)


def test_softhsm_is_found() -> None:
    assert module_path().resolve() in {m.path.resolve() for m in find_modules()}
    assert module_at(module_path()).name == "SoftHSM2"
