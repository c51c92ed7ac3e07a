"""Layouts of rows: each person's own, the last one."""

from __future__ import annotations

from cabinet.vault.owner import Owner
from cabinet.vault.row_layouts import KeptLayout, keep_layout, layout_of
from cabinet.vault.store import Store

OWNER = Owner("https://a", "43210987", "Мельник Тарас")
OTHERS = (OWNER._replace(audience="https://b"), OWNER._replace(edrpou="1"), OWNER._replace(person="Гнатюк Ірина"))


def test_the_last_layout_of_each_person_is_kept() -> None:
    store = Store()
    assert layout_of(store, OWNER) is None
    for number, owner in enumerate((OWNER, *OTHERS)):
        keep_layout(store, owner, KeptLayout((f"a{number}", "b"), "amount:desc"))
    keep_layout(store, OWNER, KeptLayout(("state", "amount"), "code:asc"))
    assert layout_of(store, OWNER) == KeptLayout(("state", "amount"), "code:asc")
    for number, owner in enumerate(OTHERS, 1):
        assert layout_of(store, owner) == KeptLayout((f"a{number}", "b"), "amount:desc")
