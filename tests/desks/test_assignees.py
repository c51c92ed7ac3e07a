"""Nearest first, of those whom a case may be given to."""

from __future__ import annotations

import pytest

from cabinet.contract.assignees import Assignee
from cabinet.contract.rights import Role
from cabinet.desks.assignees import nearest

PEOPLE = [
    Assignee(name=name, role=role)
    for name, role in (
        ("Ковальчук Олена", Role.HEAD), ("Гнатюк Ірина", Role.IT), ("Мельник Тарас", Role.COMPLIANCE),
        ("Таран Олег", Role.IT),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("", [0, 1, 2, 3]), ("  ", [0, 1, 2, 3]), ("Тар", [3, 2]), ("тарас", [2]), ("Мельник  Тарас", [2]),
        ("ірин", [1]), ("ельник", [2]), ("мєльнік", [2]), ("ол", [0, 3]),
    ],
)  # fmt: skip
def test_nearest_first(typed: str, order: list[int]) -> None:
    found = nearest(PEOPLE, typed)
    assert sorted(of.name for of in found) == sorted(of.name for of in PEOPLE), "all are offered"
    assert found[: len(order)] == [PEOPLE[n] for n in order]
