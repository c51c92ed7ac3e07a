"""Fixtures of the token's tests: the fault-injecting module, compiled once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cabinet.token.pkcs11 import Pkcs11Token
from tests.qes_authority import Authority
from tests.softhsm import TokenMaker
from tests.token.compiler import HERE, compile_library
from tests.token.shim_kit import Shim, fill


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_library(HERE / "shim" / "shim.c", tmp_path_factory.mktemp("shim") / "shim.so", "-ldl")


@pytest.fixture
def shim(shim_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shim:
    """SoftHSM2 behind the shim, which spoils nothing yet."""
    made = Shim(shim_library, tmp_path / "shim.mode", tmp_path / "shim.log")
    monkeypatch.setenv("TOKEN_SHIM", str(made.mode))
    return made


@pytest.fixture
def head(shim: Shim, token_maker: TokenMaker, authority: Authority) -> Iterator[Pkcs11Token]:
    """A token with one P-256 key and its certificate, seen through the shim."""
    fill(token_maker("head"), authority)
    token = Pkcs11Token(shim.module)
    yield token
    token.close()


@pytest.fixture
def opened() -> Iterator[Callable[[Pkcs11Token], Pkcs11Token]]:
    """Close what a test opens, whatever happens to it."""
    every: list[Pkcs11Token] = []

    def keep(token: Pkcs11Token) -> Pkcs11Token:
        every.append(token)
        return token

    yield keep
    for token in every:
        token.close()
