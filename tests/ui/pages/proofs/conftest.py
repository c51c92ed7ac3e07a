"""The window's desks without a log-in, and a profile that vouches for the samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.clock import SystemClock
from cabinet.desks.contour import ContourDesk
from cabinet.desks.office import Office
from cabinet.desks.session import SessionDesk
from cabinet.desks.settings import SettingsDesk
from cabinet.profile.folders import config_folder
from cabinet.profile.settings import SettingsFile
from cabinet.ui.desks import Desks
from tests.proof.samples import SIGNER
from tests.wire.server_kit import profile


@pytest.fixture
def desks(qapp: QApplication, tmp_path: Path) -> Iterator[Desks]:
    folder = config_folder() / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    given = profile(note_verifier_keys=[str(SIGNER.verifier)], name="Зразковий периметр")
    (folder / "sample.json").write_text(given.model_dump_json(by_alias=True), encoding="utf-8")
    settings = SettingsFile(tmp_path / "settings.json")
    office = Office(SystemClock())
    session = SessionDesk(office, settings)
    made = Desks(office, session, SettingsDesk(settings, session), ContourDesk(session, tmp_path / "no-demo"))
    yield made
    office.stop()
    session.close()
