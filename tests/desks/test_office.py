"""The office closes without waiting for a service that does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import SystemClock
from cabinet.desks.office import Office
from cabinet.lanes import lane as lane_module
from cabinet.vault import keychain as keychain_module
from cabinet.vault.vault import Vault
from tests.keychain import MuteSecretService


def test_closing_waits_for_no_keychain(
    qtbot: QtBot, mute_keychain: MuteSecretService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keychain_module, "ANSWER_SECONDS", 600.0)
    monkeypatch.setattr(lane_module, "_WAIT_MS", 60_000)  # without being told, the lane itself would wait as long
    office = Office(SystemClock(), lambda: Vault(tmp_path))
    vault = office.vault
    office.network.run(lambda: vault.use(lambda _: None), lambda _: None, lambda _: None)
    mute_keychain.wait_for_a_call()
    waits: list[str] = []
    stop = Vault.stop_waiting
    monkeypatch.setattr(Vault, "stop_waiting", lambda self: (waits.append("told"), stop(self)))
    office.stop()
    assert waits, "a page that waits for the keychain holds the window for as long as it hangs"
    assert not office.network._pool.activeThreadCount()
