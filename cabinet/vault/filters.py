"""Saved filters of the rejections page: a name for a filter's text, kept in the encrypted store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import LONGEST

if TYPE_CHECKING:
    from cabinet.vault.store import Store

__all__ = ["NAME_LIMIT", "TEXT_LIMIT", "forget_filter", "save_filter", "saved_filters"]

NAME_LIMIT: Final = 64
TEXT_LIMIT: Final = LONGEST


def saved_filters(store: Store) -> dict[str, str]:
    """Return name → text, by name as letters sort."""
    rows = store.read("SELECT name, text FROM filters")
    return dict(sorted(rows, key=lambda row: row[0].casefold()))


def save_filter(store: Store, name: str, text: str) -> None:
    """Keep a filter; one of the same name is replaced.

    Raises:
        KnownError: ``FILTER_NAME_INVALID`` for an empty or long name, ``FILTER_TOO_LONG``.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_LIMIT:
        raise KnownError("FILTER_NAME_INVALID", limit=str(NAME_LIMIT))
    if len(text) > TEXT_LIMIT:
        raise KnownError("FILTER_TOO_LONG", count=str(len(text)), limit=str(TEXT_LIMIT))
    with store.write() as rows:
        rows.run("INSERT OR REPLACE INTO filters (name, text) VALUES (:name, :text)", name=name, text=text)


def forget_filter(store: Store, name: str) -> None:
    """Drop a filter; one that is not there is dropped already."""
    with store.write() as rows:
        rows.run("DELETE FROM filters WHERE name = :name", name=name)
