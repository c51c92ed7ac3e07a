"""Saved filters: a name for a text."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.vault.filters import NAME_LIMIT, TEXT_LIMIT, forget_filter, save_filter, saved_filters
from cabinet.vault.store import Store


def test_saved_replaced_and_forgotten() -> None:
    store = Store()
    save_filter(store, "  Великі   суми ", "sum:>1000")
    save_filter(store, "великі", "a")
    save_filter(store, "Б", "code:RF-505")
    save_filter(store, "Б", "code:RF-506 state:open")
    assert list(saved_filters(store).items()) == [
        ("Б", "code:RF-506 state:open"), ("великі", "a"), ("Великі суми", "sum:>1000"),
    ]  # fmt: skip
    forget_filter(store, "Б")
    forget_filter(store, "no such")
    assert list(saved_filters(store)) == ["великі", "Великі суми"]


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_LIMIT + 1)])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(KnownError, match="FILTER_NAME_INVALID"):
        save_filter(Store(), name, "a")


def test_text_too_long() -> None:
    with pytest.raises(KnownError, match="FILTER_TOO_LONG"):
        save_filter(Store(), "a", "x" * (TEXT_LIMIT + 1))


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        (1, 1, ""),
        (64, 1, ""),
        (65, 1, "FILTER_NAME_INVALID"),
        (1, TEXT_LIMIT, ""),
        (1, TEXT_LIMIT + 1, "FILTER_TOO_LONG"),
    ],
)
def test_limits(name: int, text: int, code: str) -> None:
    store, found = Store(), ""
    try:
        save_filter(store, "n" * name, "t" * text)
    except KnownError as error:
        found = error.code
    assert found == code
    assert len(saved_filters(store)) == (not code)
