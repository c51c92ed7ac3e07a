"""Every code has its card in both languages, and every card its code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from cabinet.contract.catalogue import fill, finding_cards, problem_cards
from cabinet.contract.problems import NUMBER_OF, STATUS_OF

SOURCES = Path(__file__).parents[2] / "cabinet"
FINDING = re.compile(r"[A-Z]{2}-\d{3}")
PROBLEM = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+")
MAKERS = {"KnownError", "Refused"}


def texts() -> set[str]:
    return {
        node.value
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def raised() -> set[str]:
    """Return every code that the source gives to an exception."""
    codes = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    codes.add(first.value)
    return codes


def test_findings_and_cards_agree() -> None:
    used = {t for t in texts() if FINDING.fullmatch(t)}
    assert used == set(finding_cards())
    assert set(NUMBER_OF.values()) <= set(finding_cards())
    assert len({code[:2] for code in finding_cards()}) >= 9


def test_problems_have_cards() -> None:
    assert set(STATUS_OF) <= set(problem_cards())
    assert raised() <= set(problem_cards()), raised() - set(problem_cards())


def test_no_card_without_a_code() -> None:
    assert set(problem_cards()) <= texts()


def test_words_are_there_in_both_languages() -> None:
    for code, card in finding_cards().items():
        for words in (card.title, card.message, card.remedy):
            assert re.search("[а-яіїєґ]", words.uk), code
            assert re.search("[a-z]", words.en), code
            assert set(re.findall(r"{(\w+)}", words.uk)) == set(re.findall(r"{(\w+)}", words.en)), code
    for code, problem in problem_cards().items():
        for words in (problem.sentence, problem.action):
            assert words.uk.endswith((".", "}", "contour.", "0.")), code
            assert set(re.findall(r"{(\w+)}", words.uk)) == set(re.findall(r"{(\w+)}", words.en)), code


def test_gaps_are_filled_and_never_interpreted() -> None:
    assert fill("a {value} b", {"value": "{x}"}) == "a {x} b"
    assert fill("a {value} b", {}) == "a … b"
