"""Drafts through their desk: found, kept in the order of typing, dropped, and silent where the store fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.desks.drafts import DraftsDesk
from cabinet.desks.office import Office
from cabinet.vault.drafts import Draft, draft_of
from cabinet.vault.vault import Vault
from tests.company import WAIT
from tests.perimeter_in_process import NOW, FixedClock


class Holder:
    """Holds a key for good."""

    name = "a test"

    def key(self, *, make: bool, ask: bool) -> bytes | None:
        return b"k" * 32

    def give_up(self) -> None:
        """Nobody waits."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(FixedClock(), lambda: Vault(tmp_path, Holder))
    yield made
    made.stop()


def test_the_last_one_is_kept(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    desk = DraftsDesk(office)
    told: list[tuple[str, bool]] = []
    desk.kept.connect(lambda attempt, kept: told.append((attempt, kept)))
    for number in range(20):
        desk.keep("a", Draft({"amountKop": number}, "R1", "x"))
    desk.keep("b", Draft({"amountKop": 7}))
    qtbot.waitUntil(lambda: ("b", True) in told, timeout=WAIT)
    assert set(told) == {("a", True), ("b", True)}
    assert len(told) == 3, "what came while the first was being kept is kept once"
    with qtbot.waitSignal(desk.found, timeout=WAIT) as found:
        desk.look("a")
    assert found.args == ["a", Draft({"amountKop": 19}, "R1", "x", NOW)]
    with qtbot.waitSignal(desk.kept, timeout=WAIT):
        desk.forget("a")
    assert office.vault.use(lambda store: draft_of(store, "a")) is None
    again = Vault(tmp_path, Holder)
    assert again.use(lambda store: draft_of(store, "b")) == Draft({"amountKop": 7}, "", "", NOW), "it survives the run"
    again.close()


def test_a_store_in_memory_says_so(qtbot: QtBot) -> None:
    office = Office(FixedClock())
    desk = DraftsDesk(office)
    with qtbot.waitSignal(desk.kept, timeout=WAIT) as kept:
        desk.keep("a", Draft({"amountKop": 1}))
    assert kept.args == ["a", False]
    office.stop()


def test_a_store_that_fails_says_nothing_and_lets_the_next_try(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cabinet.contract.errors import KnownError

    desk = DraftsDesk(office)
    told: list[str] = []
    desk.kept.connect(lambda attempt, _: told.append(attempt))
    real = Vault.use
    failures: list[str] = []

    def use(self: Vault, job: object) -> object:
        if not failures:
            failures.append("once")
            raise KnownError("VAULT_BUSY", path="x")
        return real(self, job)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(Vault, "use", use)
    desk.keep("a", Draft({"amountKop": 1}))
    desk.keep("b", Draft({"amountKop": 2}))
    qtbot.waitUntil(lambda: told == ["b"], timeout=WAIT)
