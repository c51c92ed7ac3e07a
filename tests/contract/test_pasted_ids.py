"""What is a pasted list of ids and what is not, and how many may be in it."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.pasted_ids import MOST_IDS, pasted_ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("4270-B\n4271-B\n", ("4270-B", "4271-B")),
        ("4270-B\r\n4271-B\r\n4270-B", ("4270-B", "4271-B")),
        ("4270-B\t4271-B", ("4270-B", "4271-B")),
        ("4270-B, 4271-B;4272-B", ("4270-B", "4271-B", "4272-B")),
        ('"4270-B","4271-B"', ("4270-B", "4271-B")),
        ("\ufeff4270-B\n4271-В", ("4270-B", "4271-B")),
        ("core:4270\ncore:4271", ("core:4270", "core:4271")),
        ("0193a1b2-0000-7000-8000-000000000001\n4270-B", ("0193a1b2-0000-7000-8000-000000000001", "4270-B")),
        ("x" * 64 + "\ny", ("x" * 64, "y")),
        ("x" * 65 + "\ny", None),
        ("", None),
        ("4270-B", None),
        ("4270-B\n", None),
        ("4270-B\n4270-B", None),
        ("4270-B 4271-B", None),
        ("код:RG-604,AM-404", None),
        ("code:RG-604, AM-404", None),
        ("стан:відкрите\nкод:RG-604", None),
        ("state:open\n4270-B", None),
        ("сума:>1\n4270-B", None),
        ("номер\n4270-B", None),
        ("Привіт,\nось номери", None),
    ],
)
def test_what_is_a_list(text: str, ids: tuple[str, ...] | None) -> None:
    assert pasted_ids(text) == ids


@pytest.mark.parametrize(("count", "taken"), [(MOST_IDS - 1, True), (MOST_IDS, True), (MOST_IDS + 1, False)])
def test_how_many(count: int, taken: bool) -> None:
    text = "\n".join(f"tx-{n}" for n in range(count))
    if taken:
        found = pasted_ids(text)
        assert found is not None
        assert len(found) == count
        assert pasted_ids(f"{text}\ntx-0") == found, "the same once more is not one more"
        return
    with pytest.raises(KnownError) as refused:
        pasted_ids(text)
    assert refused.value.code == "ID_LIST_TOO_LONG"
    assert refused.value.facts == {"count": str(count), "limit": str(MOST_IDS)}


def test_a_text_of_any_length_is_refused_and_not_read() -> None:
    assert pasted_ids("\n".join(["x" * 64] * (100 * MOST_IDS // 65 - 1))) is None
    with pytest.raises(KnownError, match="ID_LIST_TOO_LONG"):
        pasted_ids("x\n" * (50 * MOST_IDS) + "y")
