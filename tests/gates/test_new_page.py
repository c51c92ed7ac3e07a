"""What a new page touches: in a copy of the project one is added, and the window opens it there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.fork_server import COPIES

ROOT = Path(__file__).parents[2]
MOST_FILES = 6
SECONDS = 300
COPIED = ("cabinet", "resources", "tests", "pyproject.toml")

NEW = {
    "cabinet/perimeter/brands.py": '''"""The operator's brands, as the person reads them."""

from __future__ import annotations

from cabinet.perimeter.caller import Caller
from cabinet.perimeter.registry import RegistryClient

__all__ = ["BrandsClient"]


class BrandsClient:
    """Reads them from the operator's record."""

    def __init__(self, caller: Caller) -> None:
        self._registry = RegistryClient(caller)

    def brands(self) -> list[str]:
        """Return the brands, in the record's order."""
        return [str(brand) for brand in self._registry.operator().brands]
''',
    "cabinet/desks/brands.py": '''"""The brands desk."""

from __future__ import annotations

from collections.abc import Callable

from cabinet.desks.office import Loader

__all__ = ["BrandsDesk"]


class BrandsDesk(Loader[list[str]]):
    """``state.data`` are the operator's brands."""

    def question(self) -> Callable[[], list[str]]:
        """Ask for them."""
        session = self.office.session

        def ask() -> list[str]:
            from cabinet.perimeter.brands import BrandsClient

            return BrandsClient(session).brands()

        return ask
''',
    "cabinet/ui/pages/brands.py": '''"""The brands of the operator, a line each."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from cabinet.desks.brands import BrandsDesk
from cabinet.ui.pages.page import Page
from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["BrandsPage"]


class BrandsPage(Page):
    """One label: what is listed fits it."""

    def __init__(self, desk: BrandsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self.names = PlainLabel("")
        self.content.addWidget(self.names)
        desk.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        if self.show_state(self.desk.state):
            self.names.set_text(", ".join(self.desk.state.data))
''',
    "tests/ui/pages/test_brands.py": '''"""The page of brands opens in the window, named and filled."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.profile.settings import SettingsFile
from cabinet.ui.shell.page_specs import spec_of
from tests.company import WAIT, Company, person


def test_it_opens_from_the_rail(qtbot: QtBot, company: Company, tmp_path: Path) -> None:
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    window = Window(SettingsFile(tmp_path / "settings.json"))
    window.shell.show()
    window.desks.session.person = session.person
    window.office.open(session)
    window.desks.session.logged_in.emit(session.person)
    assert window.shell.router is not None
    item = window.shell.router.rail.items["brands"]
    assert item.isVisible()
    item.click()
    assert window.shell.page_key == "brands"
    desk = window.desks.of_page(spec_of("brands"))
    qtbot.waitUntil(lambda: desk.state.data is not None, timeout=WAIT)
    assert desk.state.data
    assert window.shell.pages["brands"].names.text() == ", ".join(desk.state.data)
    assert window.shell.router.header.accessibleName().startswith("Бренди")
    window.close()
    transport.close()
''',
}
LINE = """    PageSpec(
        key="brands",
        title=lambda: tr("Brands"),
        icon="list-checks",
        right=None,
        refreshes=True,
        desk="cabinet.desks.brands:BrandsDesk",
        page="cabinet.ui.pages.brands:BrandsPage",
    ),
"""
WORDS = """    <message>
        <source>Brands</source>
        <translation>Бренди</translation>
    </message>
"""
OWN_AND_OF_THE_TABLE = (
    "tests/ui/pages/test_brands.py",
    "tests/ui/test_preload.py",
    "tests/ui/test_language.py::test_every_string_is_ukrainian_with_its_gaps",
    "tests/ui/shell/test_window.py::test_every_page_has_its_four_states",
    "tests/ui/shell/test_window.py::test_main_job_by_keyboard",
    "tests/ui/shell/test_lock.py::test_desks_are_as_new_for_the_next_person",
)


def contents(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for top in COPIED:
        path = folder / top
        files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
        found |= {str(p.relative_to(folder)): p.read_bytes() for p in files if "__pycache__" not in p.parts}
    return found


def add_page(folder: Path) -> None:
    """Do by program what a person would by hand."""
    for name, text in NEW.items():
        assert not (folder / name).exists()
        (folder / name).write_text(text, encoding="utf-8")
    for name, before, added in (
        ("cabinet/ui/shell/page_specs.py", '    PageSpec(\n        key="settings",\n', LINE),
        ("resources/i18n/cabinet_uk.ts", "</context>", WORDS),
    ):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, name
        path.write_text(text.replace(before, added + before), encoding="utf-8")


def test_a_new_page_touches_few_files_and_opens(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for top in COPIED:
        source = ROOT / top
        copy.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy / top)
        else:
            shutil.copy(source, copy / top)
    before = contents(copy)
    add_page(copy)
    after = contents(copy)
    touched = {name for name in after if after[name] != before.get(name)}
    assert len(touched) <= MOST_FILES, touched
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plain = (
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "pytest_timeout",
        "-p",
        "pytestqt.plugin",
        f"--basetemp={tmp_path / 't'}",
    )
    ran = COPIES.run("pytest", *plain, *OWN_AND_OF_THE_TABLE, folder=copy, environment=environment, seconds=SECONDS)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
    assert contents(copy).keys() == after.keys(), "the tests have written nothing into the project"
