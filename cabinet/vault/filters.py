"""Filters of the rejections page that are kept in the encrypted store: saved views, and those used last.

Each of one person of one company on one perimeter; texts are canonical, as they travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import LONGEST
from cabinet.contract.moment import epoch_micros

if TYPE_CHECKING:
    from cabinet.vault.owner import Owner
    from cabinet.vault.store import Store

__all__ = [
    "MOST_RECENT", "MOST_VIEWS", "NAME_LIMIT", "TEXT_LIMIT", "View", "keep_views", "note_filter",
    "recent_filters", "view_name", "views_of",
]  # fmt: skip

NAME_LIMIT: Final = 64
TEXT_LIMIT: Final = LONGEST
MOST_VIEWS: Final = 20
MOST_RECENT: Final = 10


@dataclass(frozen=True)
class View:
    """A name for a filter's text."""

    name: str
    text: str


def view_name(given: str) -> str:
    """Return a name as it is kept.

    Raises:
        KnownError: ``FILTER_NAME_INVALID`` for an empty or long one.
    """
    name = " ".join(given.split())
    if not 1 <= len(name) <= NAME_LIMIT:
        raise KnownError("FILTER_NAME_INVALID", limit=str(NAME_LIMIT))
    return name


def views_of(store: Store, owner: Owner) -> tuple[View, ...]:
    """Return somebody's views in their order."""
    rows = store.read(
        "SELECT name, text FROM views WHERE audience = :audience AND edrpou = :edrpou AND person = :person "
        "ORDER BY place",
        **owner._asdict(),
    )
    return tuple(View(name, text) for name, text in rows)


def keep_views(store: Store, owner: Owner, views: Sequence[View]) -> None:
    """Keep these views in place of all that were kept.

    Raises:
        KnownError: ``FILTER_NAME_INVALID``, ``FILTER_TOO_LONG`` or ``VIEWS_TOO_MANY``; what was kept stays.
    """
    if len(views) > MOST_VIEWS:
        raise KnownError("VIEWS_TOO_MANY", count=str(len(views) - 1), limit=str(MOST_VIEWS))
    named = [View(view_name(view.name), view.text) for view in views]
    for view in named:
        if len(view.text) > TEXT_LIMIT:
            raise KnownError("FILTER_TOO_LONG", count=str(len(view.text)), limit=str(TEXT_LIMIT))
    with store.write() as rows:
        rows.run(
            "DELETE FROM views WHERE audience = :audience AND edrpou = :edrpou AND person = :person", **owner._asdict()
        )
        for place, view in enumerate(named):
            rows.run(
                "INSERT INTO views (audience, edrpou, person, place, name, text) "
                "VALUES (:audience, :edrpou, :person, :place, :name, :text)",
                **owner._asdict(), place=place, name=view.name, text=view.text,
            )  # fmt: skip


def recent_filters(store: Store, owner: Owner) -> tuple[str, ...]:
    """Return the texts that somebody used last, the newest first."""
    rows = store.read(
        "SELECT text FROM recent_filters WHERE audience = :audience AND edrpou = :edrpou AND person = :person "
        "ORDER BY used_at DESC, rowid DESC",
        **owner._asdict(),
    )
    return tuple(text for (text,) in rows)


def note_filter(store: Store, owner: Owner, text: str, now: datetime) -> None:
    """Note that a filter was used; beyond :data:`MOST_RECENT` the oldest goes.

    Raises:
        KnownError: ``FILTER_TOO_LONG``.
    """
    if len(text) > TEXT_LIMIT:
        raise KnownError("FILTER_TOO_LONG", count=str(len(text)), limit=str(TEXT_LIMIT))
    with store.write() as rows:
        rows.run(
            "INSERT OR REPLACE INTO recent_filters (audience, edrpou, person, text, used_at) "
            "VALUES (:audience, :edrpou, :person, :text, :at)",
            **owner._asdict(), text=text, at=epoch_micros(now),
        )  # fmt: skip
        rows.run(
            "DELETE FROM recent_filters WHERE rowid IN (SELECT rowid FROM recent_filters WHERE audience = :audience "
            "AND edrpou = :edrpou AND person = :person ORDER BY used_at DESC, rowid DESC LIMIT -1 OFFSET :most)",
            **owner._asdict(), most=MOST_RECENT,
        )  # fmt: skip
