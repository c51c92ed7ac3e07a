"""Every sentence of the window is spoken in Ukrainian, and every number has its plurals."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QTreeView,
)

from cabinet.contract.transaction import TRANSACTION_TABLE
from cabinet.profile.settings import Language
from cabinet.ui.language import forms, install, plural_index, read_qt_ts, read_ts, tr

ROOT = Path(__file__).parents[2]
_GAP = re.compile(r"\{\w+\}|%n")


def sources() -> dict[str, str]:
    """Find every ``tr`` call, whose first argument must be a literal, and the tables whose strings go to ``tr_of``."""
    found: dict[str, str] = {field.label: "transaction.py" for field in TRANSACTION_TABLE}
    for path in sorted((ROOT / "cabinet").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                literal = node.args[0]
                assert isinstance(literal, ast.Constant), f"{path.name}:{node.lineno}"
                assert isinstance(literal.value, str)
                found[literal.value] = path.name
    return found


def known(tongue: Language) -> dict[str, tuple[str, ...]]:
    return {source: forms(written) for source, written in read_ts(tongue).items()}


def test_every_string_is_ukrainian_with_its_gaps() -> None:
    spoken = known(Language.UKRAINIAN)
    wanted = sources()
    assert set(spoken) == set(wanted)
    for source, said in spoken.items():
        assert len(said) == (3 if "%n" in source else 1), source
        for form in said:
            assert form
            assert set(_GAP.findall(form)) == set(_GAP.findall(source)), source


@pytest.mark.parametrize("tongue", list(Language))
def test_files_are_read_as_an_xml_parser_reads_them(tongue: Language) -> None:
    parsed = {}
    for message in ET.parse(ROOT / "resources" / "i18n" / f"cabinet_{tongue.value}.ts").iter("message"):  # noqa: S314  our own
        said = message.find("translation")
        assert said is not None
        assert said.get("type") is None
        numbered = tuple(form.text for form in said.findall("numerusform"))
        parsed[message.findtext("source")] = numbered or (said.text,)
    assert known(tongue) == parsed


def test_every_number_has_english_plurals() -> None:
    spoken = known(Language.ENGLISH)
    numbered = {source for source in sources() if "%n" in source}
    assert numbered <= set(spoken)
    assert set(spoken) <= set(sources())
    assert all(len(spoken[source]) == 2 for source in numbered)


@pytest.mark.parametrize(
    ("n", "form"), [(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (14, 2), (21, 0), (22, 1), (111, 2)]
)
def test_ukrainian_plurals(n: int, form: int) -> None:
    assert plural_index(Language.UKRAINIAN, n) == form


def test_numbers_are_put_in(qapp: QApplication) -> None:
    install(Language.UKRAINIAN)
    assert tr("%n rejection(s)", 21) == "21 відхилення"
    assert tr("%n rejection(s)", 1_005) == "1\u00a0005 відхилень"
    install(Language.ENGLISH)
    assert tr("%n rejection(s)", 1) == "1 rejection"
    install(Language.UKRAINIAN)


LATIN = re.compile("[A-Za-z]{2}")
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
MENU_KEYS = re.compile(r"\t.*")


def qt_words(qapp: QApplication) -> list[str]:
    """Gather Qt's own words: the menu of every kind of text field, every kind of file dialog, what asks before."""
    words = []
    for field in (QLineEdit(), QPlainTextEdit(), QTextEdit()):
        menu = field.createStandardContextMenu()
        assert menu is not None
        words += [MENU_KEYS.sub("", action.text()) for action in menu.actions() if not action.isSeparator()]
        menu.deleteLater()
    for mode in QFileDialog.FileMode:
        for side in QFileDialog.AcceptMode:
            dialog = QFileDialog()
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.setFileMode(mode)
            dialog.setAcceptMode(side)
            dialog.show()
            for label in dialog.findChildren(QLabel):
                words.append(label.text())
            for button in dialog.findChildren(QAbstractButton):
                words += [button.toolTip(), button.text()] if button.toolTip() else [button.text() or "…"]
            for view in dialog.findChildren(QTreeView):
                model = view.model()
                words += [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
            words += [action.text() for action in dialog.findChildren(QAction)]
            dialog.close()
            dialog.deleteLater()
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    words += [button.text() for button in box.buttons()]
    return [word for word in words if word != "…"]


def test_qts_own_words_are_there_and_of_one_language(qapp: QApplication) -> None:
    install(Language.UKRAINIAN)
    spoken = [word for word in qt_words(qapp) if word]
    assert len(spoken) > 60
    assert [word for word in spoken if not CYRILLIC.search(word) or LATIN.search(word)] == []
    install(Language.ENGLISH)
    said = [word for word in qt_words(qapp) if word]
    assert len(said) == len(spoken), "a word that is blank in one language"
    assert [word for word in said if CYRILLIC.search(word)] == []
    assert "Cu&t" in said
    install(Language.UKRAINIAN)


def test_qts_missing_words_are_missing(qapp: QApplication) -> None:
    """Whatever Qt translates itself one day is taken from there."""
    qt = QTranslator()
    assert qt.load("qtbase_uk", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    tree = ET.parse(ROOT / "resources" / "i18n" / "qt_uk.ts")  # noqa: S314  our own
    for context in tree.iter("context"):
        for source in context.iter("source"):
            name, text = context.findtext("name"), source.text
            assert name is not None
            assert text is not None
            assert not qt.translate(name, text), text
            assert QCoreApplication.translate(name, text) == forms(read_qt_ts()[text])[0]
