"""Words of the operator's record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.registry import Gap, GapKind
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.texts.registry import missing
from tests.qes_authority import NOW

N, B = GapKind.NUMBERS, GapKind.BATCHES


def gaps(*of: tuple[GapKind, int, int]) -> list[Gap]:
    return [Gap(kind=kind, first=first, last=last, since=NOW) for kind, first, last in of]


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    install(Language.ENGLISH)
    yield
    install(Language.UKRAINIAN)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((), ""),
        (((N, 8, 8),), "no numbers 8"),
        (((N, 8, 11),), "no numbers 8–11"),
        (((N, 8, 11), (B, 2, 2), (N, 1, 2)), "no batches 2 · no numbers 8–11, 1–2"),
        (((N, 7, 7), (N, 5, 5), (N, 3, 3)), "no numbers 7, 5, 3"),
        (((N, 7, 7), (N, 5, 5), (N, 3, 3), (N, 1, 1)), "no numbers 7, 5, 3, …"),
    ],
)
def test_what_of_a_source_has_not_come(found: tuple[tuple[GapKind, int, int], ...], words: str) -> None:
    assert missing(gaps(*found)) == words
