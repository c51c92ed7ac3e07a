"""Characters that are stored by nobody: in every text field of every command."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cabinet.contract.cases import CaseChange
from cabinet.contract.credentials import LeakRequest, SuspendRequest
from cabinet.contract.plain_text import harmful
from cabinet.contract.states import CaseState
from cabinet.contract.testdata import NewBrand

BAD = {
    "\x00": "U+0000", "\x1b": "U+001B", "\x7f": "U+007F", "\x9b": "U+009B", "\u202e": "U+202E", "\u2066": "U+2066",
    "\u200b": "U+200B", "\u00ad": "U+00AD", "\ufeff": "U+FEFF", "\u2028": "U+2028", "\ue000": "U+E000",
    "\udc80": "U+DC80",
}  # fmt: skip


@pytest.mark.parametrize("character", BAD, ids=BAD.values())
def test_characters_that_harm(character: str) -> None:
    assert harmful(f"Мли{character}нок") == BAD[character]
    assert harmful(f"Мли{character}нок", lines=True) == BAD[character]
    with pytest.raises(ValidationError, match="which texts may not"):
        NewBrand(brand_id="b", name=f"Мли{character}нок")


@pytest.mark.parametrize("character", ["\n", "\r", "\t"])
def test_line_ends_are_for_notes_alone(character: str) -> None:
    text = f"один{character}два"
    assert harmful(text)
    assert not harmful(text, lines=True)
    assert LeakRequest(note=text).note == text
    assert CaseChange(state=CaseState.IN_WORK, note=text).note == text
    with pytest.raises(ValidationError, match="which texts may not"):
        SuspendRequest(reason=text)


@pytest.mark.parametrize("text", ["Ковальчук О. І.", "ТОВ «Млинок Плюс» — ґ’ї", "٣٤", "🎰", "a\u00a0b", "é"])
def test_honest_texts(text: str) -> None:
    assert not harmful(text)
