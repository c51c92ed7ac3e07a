"""What every test of the window begins with: Ukrainian, whatever the test before left."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.profile.settings import Language
from cabinet.ui.language import install


@pytest.fixture(autouse=True)
def ukrainian(qapp: QApplication) -> None:
    install(Language.UKRAINIAN)
