"""Fixtures of the token's tests: a token seen through the fault-injecting module."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cabinet.token.pkcs11.token import Pkcs11Token
from tests.qes_authority import Authority
from tests.softhsm import TokenMaker
from tests.token.shim_kit import Shim, fill


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
