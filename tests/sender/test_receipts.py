"""The place of a receipt is taken before its batch is sent, as large as the receipt may become."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.dayfile.lines import Line
from cabinet.sender.batches import Batch, batch_of
from cabinet.sender.receipts import Receipts


def batch(lines: int) -> Batch:
    return batch_of("core-1", 7, [Line(n, b"{}") for n in range(lines)])


@pytest.fixture
def receipts(tmp_path: Path) -> Receipts:
    return Receipts(tmp_path / "d.receipts", tmp_path / "spare")


@pytest.mark.parametrize("lines", [1, 1_000])
def test_as_much_room_as_the_receipt_may_take(receipts: Receipts, lines: int) -> None:
    place = receipts.prepare(batch(lines))
    assert place.waiting is not None
    assert place.waiting.stat().st_size == 8 * 1024 + 320 * lines
    assert place.waiting.stat().st_mode & 0o777 == 0o600
    assert place.path.name == f"000000007-{batch(lines).batch_id}.json"
    assert not receipts.has(batch(lines)), "a place is no receipt"


def test_what_is_kept_takes_no_more_than_it_is(receipts: Receipts) -> None:
    place = receipts.prepare(batch(1))
    assert receipts.keep(place, b"receipt", replayed=False) == place.path
    assert place.path.read_bytes() == b"receipt"
    assert [p.name for p in receipts.folder.iterdir()] == [place.path.name]
    assert receipts.has(batch(1))


@pytest.mark.parametrize(("replayed", "kept"), [(True, b"first"), (False, b"second")])
def test_a_second_receipt_of_a_batch(receipts: Receipts, replayed: bool, kept: bytes) -> None:
    """The first one has the salts; only another ledger's takes its place."""
    receipts.keep(receipts.prepare(batch(1)), b"first", replayed=False)
    again = receipts.prepare(batch(1))
    assert again.waiting is None
    assert receipts.keep(again, b"second", replayed=replayed).read_bytes() == kept


def test_a_place_that_is_given_back_leaves_nothing(receipts: Receipts) -> None:
    receipts.give_back(receipts.prepare(batch(1)))
    assert not receipts.folder.exists()
    kept = receipts.keep(receipts.prepare(batch(1)), b"receipt", replayed=False)
    receipts.give_back(receipts.prepare(batch(2)))
    assert list(receipts.folder.iterdir()) == [kept]


def test_a_receipt_that_cannot_be_put_into_its_place_is_kept_elsewhere(receipts: Receipts, tmp_path: Path) -> None:
    place = receipts.prepare(batch(1))
    assert place.waiting is not None
    place.waiting.unlink()
    with pytest.raises(KnownError, match="RECEIPT_NOT_KEPT") as told:
        receipts.keep(place, b"receipt", replayed=False)
    assert told.value.facts["kept"] == str(tmp_path / "spare" / place.path.name)
    assert Path(told.value.facts["kept"]).read_bytes() == b"receipt"
