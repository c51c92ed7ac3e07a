"""How a person has laid out rows of rejections: which columns in which order, and by what they are sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cabinet.vault.owner import Owner
    from cabinet.vault.store import Store

__all__ = ["KeptLayout", "keep_layout", "layout_of"]


class KeptLayout(NamedTuple):
    """Names of columns in their order, and the order of rows as a query says it."""

    columns: tuple[str, ...]
    sort: str


def layout_of(store: Store, owner: Owner) -> KeptLayout | None:
    """Return somebody's layout, None where nothing was ever laid out."""
    found = store.read(
        "SELECT columns, sort FROM row_layouts WHERE audience = :audience AND edrpou = :edrpou AND person = :person",
        **owner._asdict(),
    )
    return KeptLayout(tuple(found[0][0].split(",")), found[0][1]) if found else None


def keep_layout(store: Store, owner: Owner, layout: KeptLayout) -> None:
    """Keep a layout in place of the one before."""
    with store.write() as rows:
        rows.run(
            "INSERT OR REPLACE INTO row_layouts (audience, edrpou, person, columns, sort) "
            "VALUES (:audience, :edrpou, :person, :columns, :sort)",
            **owner._asdict(), columns=",".join(layout.columns), sort=layout.sort,
        )  # fmt: skip
