"""A set of places by bits: what is in it, what is not, and how many there are."""

from __future__ import annotations

import pytest

from cabinet.reconcile.our_day import FILE_SHIFT
from cabinet.reconcile.places import Places


@pytest.mark.parametrize("line", [0, 1, 7, 8, 9, 1023, 1024])
@pytest.mark.parametrize("file", [0, 1, 3])
def test_what_was_added_is_in_until_it_is_taken_out(file: int, line: int) -> None:
    places, place = Places(), file << FILE_SHIFT | line
    assert place not in places
    places.add(place)
    places.add(place)
    assert place in places
    assert not any(other in places for other in (place + 1, place ^ 1 << FILE_SHIFT, place + 8))
    assert len(places) == 1
    places.discard(place + 1)
    places.discard(place)
    places.discard(place)
    assert place not in places
    assert len(places) == 0
