"""The codes that a window takes to have proposals are the ones that have makers of them."""

from __future__ import annotations

from cabinet.rules.suggesting.codes import PROPOSED
from cabinet.rules.suggestions import _MAKERS


def test_each_code_with_a_maker_is_named_and_no_other() -> None:
    assert set(_MAKERS) == PROPOSED
