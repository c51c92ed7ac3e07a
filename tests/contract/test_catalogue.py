"""Every code has its card in both languages, and every card its code."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from cabinet.contract.catalogue import fill, finding_cards, problem_cards

SOURCES = Path(__file__).parents[2] / "cabinet"
FINDING = re.compile(r"[A-Z]{2}-\d{3}")
PROBLEM = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+")
WIRE = {
    "INTERNAL": 500,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "RATE_LIMITED": 429,
    "IF_MATCH_MISSING": 428,
    "CASE_CHANGED": 412,
    "BODY_TOO_LARGE": 413,
    "MEDIA_TYPE_UNSUPPORTED": 415,
    "IDEMPOTENCY_CONFLICT": 409,
    "DPOP_INVALID": 401,
    "RIGHT_MISSING": 403,
    "CHALLENGE_EXPIRED": 410,
    "PORT_IN_USE": None,
    "CONTOUR_DOWN": None,
}
MAKERS = {"KnownError", "Refused"}


@cache
def sources() -> tuple[frozenset[str], frozenset[str]]:
    """Return every text of the source, and every code that it gives to an exception."""
    texts, raised = set(), set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    raised.add(first.value)
    return frozenset(texts), frozenset(raised)


def test_findings_and_cards_agree() -> None:
    texts, _ = sources()
    used = {t for t in texts if FINDING.fullmatch(t)}
    numbers = [card.number for card in problem_cards().values() if card.number is not None]
    assert used | set(numbers) == set(finding_cards())
    assert len(numbers) == len(set(numbers)) >= 10
    assert len({code[:2] for code in finding_cards()}) >= 9


def test_problems_have_cards() -> None:
    _, raised = sources()
    assert raised <= set(problem_cards()), raised - set(problem_cards())


def test_a_card_names_the_status_that_goes_over_the_wire() -> None:
    statuses = {code: card.status for code, card in problem_cards().items() if card.status is not None}
    assert all(400 <= status <= 599 for status in statuses.values())
    # By RFC 9110, RFC 6585 and RFC 9449; what the window alone says has none.
    assert {code: statuses.get(code) for code in WIRE} == WIRE
    assert all(problem_cards()[code].status is not None for code, card in problem_cards().items() if card.number)


def test_no_card_without_a_code() -> None:
    texts, _ = sources()
    assert set(problem_cards()) <= texts


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
