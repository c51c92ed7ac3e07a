"""Saved views and filters used last: each person's own, in their order, and no more than there is room for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cabinet.contract.errors import KnownError
from cabinet.vault.filters import (
    MOST_RECENT,
    MOST_VIEWS,
    NAME_LIMIT,
    TEXT_LIMIT,
    View,
    keep_views,
    note_filter,
    recent_filters,
    views_of,
)
from cabinet.vault.owner import Owner
from cabinet.vault.store import Store

OWNER = Owner("https://a", "43210987", "Мельник Тарас")
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
OTHERS = (OWNER._replace(audience="https://b"), OWNER._replace(edrpou="1"), OWNER._replace(person="Гнатюк Ірина"))


def test_views_are_kept_in_their_order_and_replaced_as_a_whole() -> None:
    store = Store()
    keep_views(store, OWNER, (View("  Великі   суми ", "sum:>1000"), View("Б", "code:RF-505")))
    for other in OTHERS:
        keep_views(store, other, (View("Інше", "state:new"),))
    assert views_of(store, OWNER) == (View("Великі суми", "sum:>1000"), View("Б", "code:RF-505"))
    keep_views(store, OWNER, (View("Б", "code:RF-506"), View("А", "")))
    assert views_of(store, OWNER) == (View("Б", "code:RF-506"), View("А", ""))
    keep_views(store, OWNER, ())
    assert views_of(store, OWNER) == ()
    for other in OTHERS:
        assert views_of(store, other) == (View("Інше", "state:new"),)


@pytest.mark.parametrize(
    ("views", "code"),
    [
        ((View("n" * (NAME_LIMIT - 1), ""),), ""),
        ((View("n" * NAME_LIMIT, ""),), ""),
        ((View("n" * (NAME_LIMIT + 1), ""),), "FILTER_NAME_INVALID"),
        ((View("", ""),), "FILTER_NAME_INVALID"),
        ((View(" \n ", ""),), "FILTER_NAME_INVALID"),
        ((View("n", "t" * TEXT_LIMIT),), ""),
        ((View("n", "t" * (TEXT_LIMIT + 1)),), "FILTER_TOO_LONG"),
        (tuple(View(f"{n}", "") for n in range(MOST_VIEWS - 1)), ""),
        (tuple(View(f"{n}", "") for n in range(MOST_VIEWS)), ""),
        (tuple(View(f"{n}", "") for n in range(MOST_VIEWS + 1)), "VIEWS_TOO_MANY"),
    ],
)
def test_limits(views: tuple[View, ...], code: str) -> None:
    store, found = Store(), ""
    kept = (View("kept", ""),)
    keep_views(store, OWNER, kept)
    try:
        keep_views(store, OWNER, views)
    except KnownError as error:
        found = error.code
    assert found == code
    assert views_of(store, OWNER) == (kept if code else views)


def test_the_last_filters_are_kept_newest_first() -> None:
    store = Store()
    for number in range(MOST_RECENT + 1):
        note_filter(store, OWNER, f"tx:{number}", NOW + timedelta(seconds=number))
    for other in OTHERS:
        note_filter(store, other, "state:new", NOW)
    wanted = [f"tx:{number}" for number in range(MOST_RECENT, 0, -1)]
    assert list(recent_filters(store, OWNER)) == wanted
    note_filter(store, OWNER, "tx:3", NOW + timedelta(minutes=1))
    assert list(recent_filters(store, OWNER)) == ["tx:3", *(text for text in wanted if text != "tx:3")]
    note_filter(store, OWNER, "tx:5", NOW + timedelta(minutes=1))
    assert recent_filters(store, OWNER)[0] == "tx:5", "of one moment, the one that came last"
    for other in OTHERS:
        assert recent_filters(store, other) == ("state:new",)
    with pytest.raises(KnownError, match="FILTER_TOO_LONG"):
        note_filter(store, OWNER, "t" * (TEXT_LIMIT + 1), NOW)
    note_filter(store, OWNER, "t" * TEXT_LIMIT, NOW)
