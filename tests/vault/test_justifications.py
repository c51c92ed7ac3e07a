"""Reasons of differences: each company's own, of its day, its kind and its transaction; the last one stands."""

from __future__ import annotations

from datetime import timedelta

from cabinet.vault.justifications import Justification, justifications_of, justify
from cabinet.vault.vault import Vault
from tests.perimeter_in_process import NOW

WHERE, DAY = ("https://a", "43210987"), "2026-11-24"
FIRST = Justification("Платформа надіслала запис двічі", "Мельник Тарас", NOW)
OTHER = Justification("Виправлено у файлі за 25.11", "Гнатюк Ірина", NOW + timedelta(hours=1))


def test_the_last_reason_stands_and_is_taken_back() -> None:
    with_store = Vault().use
    for given, told in ((FIRST, {("extra", "a"): FIRST}), (OTHER, {("extra", "a"): OTHER}), (None, {}), (None, {})):
        with_store(lambda store, given=given: justify(store, WHERE, DAY, "extra", "a", given))
        assert with_store(lambda store: justifications_of(store, WHERE, DAY)) == told


def test_each_is_of_its_company_day_kind_and_transaction() -> None:
    with_store = Vault().use
    keys = [
        (WHERE, DAY, "extra", "a"), (("https://b", WHERE[1]), DAY, "extra", "a"), ((WHERE[0], "1"), DAY, "extra", "a"),
        (WHERE, "2026-11-25", "extra", "a"), (WHERE, DAY, "different", "a"), (WHERE, DAY, "extra", "b"),
    ]  # fmt: skip
    for key in keys:
        with_store(lambda store, key=key: justify(store, *key, FIRST))
    with_store(lambda store: justify(store, *keys[0], None))
    assert with_store(lambda store: justifications_of(store, WHERE, DAY)) == {
        ("different", "a"): FIRST, ("extra", "b"): FIRST,
    }  # fmt: skip
    for where, day, kind, tx in keys[1:4]:
        assert with_store(lambda store, where=where, day=day: justifications_of(store, where, day)) == {
            (kind, tx): FIRST
        }  # fmt: skip
