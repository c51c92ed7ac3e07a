"""An advice can be followed: what a card of the catalogue quotes as a button stands in the window under that name."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from cabinet.profile.settings import Language
from cabinet.ui.language import forms, read_ts

ROOT = Path(__file__).parents[2]
_NOT_THE_WINDOWS = {
    "Смарт-картка", "Smart Card",  # a service of Windows
    "Користувач ЦСК",  # another program
    "старе = нове", "old = new",  # what a person types
    "Ключі API",  # a page
}  # fmt: skip


def advices() -> list[tuple[str, str, str]]:
    """Return code, language and words of every advice that quotes anything."""
    found = []
    for path in sorted((ROOT / "resources" / "catalogue").rglob("*.json")):
        for code, card in json.loads(path.read_text(encoding="utf-8")).items():
            told = card if isinstance(card, dict) else {}
            for words in (told.get("remedy"), told.get("action")):
                if isinstance(words, dict):
                    found += [(code, language, text) for language, text in words.items()]
    return found


def quoted() -> list[tuple[str, str, str]]:
    """Return code, language and name of each button that an advice quotes."""
    return [
        (code, language, name)
        for code, language, text in advices()
        for name in re.findall(r"«([^»]*)»" if language == "uk" else r"“([^”]*)”", text)
        if name not in _NOT_THE_WINDOWS
    ]


def buttons() -> set[str]:
    """Return the English words of what can be clicked: arguments of buttons, of menus and of banners."""
    found = set()
    for path in (ROOT / "cabinet" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"Button", "addAction", "show_banner", "set_text"}:
                found |= {
                    part.args[0].value
                    for given in (*node.args, *(keyword.value for keyword in node.keywords))
                    for part in ast.walk(given)
                    if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "tr"
                    and isinstance(part.args[0], ast.Constant)
                }  # fmt: skip
    return found


@pytest.mark.parametrize(("code", "language", "name"), quoted())
def test_what_an_advice_quotes_can_be_clicked(code: str, language: str, name: str) -> None:
    spoken = {source: forms(said)[0] for source, said in read_ts(Language.UKRAINIAN).items()}
    known = {spoken[source] if language == "uk" else source for source in buttons()}
    assert {name, f"{name}…"} & known, code


def test_reversals_are_named_where_they_are_advised() -> None:
    named = {(code, language) for code, language, name in quoted() if name in {"Сторнувати…", "Reverse…"}}
    assert named == {(code, language) for code in ("RF-506", "IN-803") for language in ("uk", "en")}
