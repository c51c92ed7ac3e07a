"""Revoked for good, on hold, off hold: what each may become, and numbers of lists that never go back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.trust.certificate_status import CertificateStatuses, Revoked
from cabinet.contract.errors import KnownError
from tests.perimeter_in_process import NOW, FixedClock

LATER = NOW + timedelta(hours=1)


class Statuses(CertificateStatuses):
    def __init__(self, path: Path) -> None:
        self.clock = FixedClock()
        self.store = SqliteStore(path / "ledger.sqlite")
        super().__init__(self.store, self.clock)


@pytest.fixture
def statuses(tmp_path: Path) -> Iterator[Statuses]:
    made = Statuses(tmp_path)
    yield made
    made.store.close()


def test_what_was_issued_is_known(statuses: Statuses) -> None:
    statuses.issued(7)
    assert (statuses.known(7), statuses.known(8)) == (True, False)


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("keyCompromise", None, (NOW, "keyCompromise")),
        ("keyCompromise", "superseded", (NOW, "keyCompromise")),
        ("keyCompromise", "certificateHold", (NOW, "keyCompromise")),
        ("certificateHold", None, (NOW, "certificateHold")),
        ("certificateHold", "certificateHold", (NOW, "certificateHold")),
        ("certificateHold", "keyCompromise", (NOW, "keyCompromise")),
        ("certificateHold", "removeFromCRL", None),
    ],
)
def test_what_becomes_of_a_status(statuses: Statuses, first: Any, then: Any, expected: Any) -> None:
    statuses.change("7", first)
    statuses.clock.at = LATER
    if then is not None:
        statuses.change("7", then)
    found = Revoked(*expected) if expected is not None else None
    assert (statuses.revocation_of(7), statuses.revocation_of(8)) == (found, None)
    assert statuses.revoked() == ({7: found} if found is not None else {})


@pytest.mark.parametrize("first", [None, "keyCompromise", "unspecified"])
def test_only_a_hold_is_taken_back(statuses: Statuses, first: Any) -> None:
    if first is not None:
        statuses.change("7", first)
    with pytest.raises(KnownError) as told:
        statuses.change("7", "removeFromCRL")
    assert (told.value.code, told.value.facts) == ("FIELD_INVALID", {"field": "reason"})
    assert bool(statuses.revoked()) is (first is not None)


@pytest.mark.parametrize(
    ("serial", "taken"),
    [
        ("1", True), (str(2**160 - 1), True), (str(2**160), False), ("0", False), ("-1", False), ("", False),
        ("1.0", False), ("٣", False), ("²", False), ("0x1", False), (" 1", False),
    ],
)  # fmt: skip
def test_numbers_of_certificates(statuses: Statuses, serial: str, taken: bool) -> None:
    if taken:
        statuses.change(serial, "keyCompromise")
        assert set(statuses.revoked()) == {int(serial)}
    else:
        with pytest.raises(KnownError) as told:
            statuses.change(serial, "keyCompromise")
        assert (told.value.code, told.value.facts) == ("FIELD_INVALID", {"field": "serial"})


def test_numbers_of_lists_only_grow(statuses: Statuses, tmp_path: Path) -> None:
    assert [statuses.next_list_number() for _ in range(3)] == [1, 2, 3]
    statuses.clock.at = NOW - timedelta(days=9)
    assert statuses.next_list_number() == 4
    again = Statuses(tmp_path)
    assert again.next_list_number() == 5
    again.store.close()
