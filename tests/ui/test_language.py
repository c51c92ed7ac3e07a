"""Every sentence of the window is spoken in Ukrainian, and every number has its plurals."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.profile.settings import Language
from cabinet.ui.language import install, plural_index, read_ts, tr

ROOT = Path(__file__).parents[2]
_GAP = re.compile(r"\{\w+\}|%n")


def sources() -> dict[str, str]:
    """Find every ``tr`` call; its first argument must be a literal, else nobody could translate it."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "cabinet").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                literal = node.args[0]
                assert isinstance(literal, ast.Constant), f"{path.name}:{node.lineno}"
                assert isinstance(literal.value, str)
                found[literal.value] = path.name
    return found


def test_every_string_is_ukrainian_with_its_gaps() -> None:
    spoken = read_ts(Language.UKRAINIAN)
    wanted = sources()
    assert set(spoken) == set(wanted)
    for source, forms in spoken.items():
        assert len(forms) == (3 if "%n" in source else 1), source
        for form in forms:
            assert form
            assert set(_GAP.findall(form)) == set(_GAP.findall(source)), source


@pytest.mark.parametrize("tongue", list(Language))
def test_files_are_read_as_an_xml_parser_reads_them(tongue: Language) -> None:
    parsed = {}
    for message in ET.parse(ROOT / "resources" / "i18n" / f"cabinet_{tongue.value}.ts").iter("message"):  # noqa: S314  our own
        said = message.find("translation")
        assert said is not None
        assert said.get("type") is None
        forms = tuple(form.text for form in said.findall("numerusform"))
        parsed[message.findtext("source")] = forms or (said.text,)
    assert read_ts(tongue) == parsed


def test_every_number_has_english_plurals() -> None:
    spoken = read_ts(Language.ENGLISH)
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
