"""Taking a list in: in its time, never backwards, and the kept one verified anew each time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.keeping import KeptList, Mark
from cabinet.qes.trusted_list.uris import TEST_LIST
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import EU_LIST, Signer, service, signed, signer

DAY = timedelta(days=1)


class Memory:
    """A keeper that forgets at the end of the test; ``full`` says which write fails."""

    def __init__(self) -> None:
        self.blob: bytes | None = None
        self.mark: bytes | None = None
        self.full = ""

    def load_list(self) -> bytes | None:
        return self.blob

    def save_list(self, blob: bytes) -> None:
        if self.full == "list":
            raise KnownError("FOLDER_UNWRITABLE")
        self.blob = blob

    def load_mark(self) -> bytes | None:
        return self.mark

    def save_mark(self, mark: bytes) -> None:
        if self.full == "mark":
            raise KnownError("FOLDER_UNWRITABLE")
        self.mark = mark


@pytest.fixture(scope="module")
def by() -> Signer:
    return signer()


@pytest.fixture
def memory() -> Memory:
    return Memory()


def test_in_its_time(by: Signer) -> None:
    blob = signed(by)
    assert accept(blob, by.pins, NOW).sequence == 32
    last = NOW + 170 * DAY
    assert accept(blob, by.pins, last - timedelta(seconds=1)).in_term(last - timedelta(seconds=1))
    with pytest.raises(KnownError) as refusal:
        accept(blob, by.pins, last)
    assert refusal.value.code == "TRUSTED_LIST_EXPIRED"
    assert refusal.value.facts["until"] == last.date().isoformat()


def test_a_closed_list(by: Signer) -> None:
    with pytest.raises(KnownError, match="TRUSTED_LIST_EXPIRED"):
        accept(signed(by, next_update=None), by.pins, NOW)


def test_a_list_from_the_future(by: Signer) -> None:
    accept(signed(by, issued=NOW + timedelta(minutes=5)), by.pins, NOW)
    with pytest.raises(KnownError, match="TRUSTED_LIST_NOT_YET"):
        accept(signed(by, issued=NOW + timedelta(minutes=6)), by.pins, NOW)


def test_never_backwards(by: Signer, authority: Authority) -> None:
    kept = accept(signed(by, [service(authority.der)]), by.pins, NOW)
    for blob in (
        signed(by, [service(authority.der)], sequence=31),
        signed(by, sequence=31, issued=NOW - DAY),
        signed(by),
        signed(by, [service(authority.der)], issued=NOW - DAY),
        signed(by, [service(authority.der)], sequence=33, issued=NOW - 11 * DAY),
    ):
        with pytest.raises(KnownError) as refusal:
            accept(blob, by.pins, NOW, kept)
        assert refusal.value.code == "TRUSTED_LIST_ROLLBACK"
        assert refusal.value.facts["kept"] == "32"
    assert accept(signed(by, sequence=33), by.pins, NOW, kept).sequence == 33


def test_the_same_list_signed_again(by: Signer) -> None:
    """Another signature over the same content is the same list."""
    first, second = signed(by), signed(by)
    assert first != second
    assert accept(second, by.pins, NOW, accept(first, by.pins, NOW)).sequence == 32


@pytest.mark.parametrize("change", [{"territory": "EE"}, {"kind": EU_LIST}, {"kind": TEST_LIST}], ids=str)
def test_another_list_does_not_take_its_place(by: Signer, change: dict[str, str]) -> None:
    kept = accept(signed(by), by.pins, NOW)
    with pytest.raises(KnownError, match="TRUSTED_LIST_OTHER"):
        accept(signed(by, sequence=40, **change), by.pins, NOW, kept)


def test_a_test_list_says_so(by: Signer) -> None:
    assert accept(signed(by, kind=TEST_LIST), by.pins, NOW).is_test
    assert not accept(signed(by), by.pins, NOW).is_test


def test_nothing_kept(by: Signer, memory: Memory) -> None:
    with pytest.raises(KnownError, match="TRUSTED_LIST_ABSENT"):
        KeptList(memory, by.pins).current(NOW)


def test_a_failed_refresh_keeps_the_last_good_one(by: Signer, memory: Memory) -> None:
    kept = KeptList(memory, by.pins)
    good = kept.refresh(signed(by), NOW)
    before = (memory.blob, memory.mark)
    for blob, code in (
        (b"", "TRUSTED_LIST_INVALID"),
        (signed(signer(), sequence=33), "TRUSTED_LIST_SIGNER"),
        (signed(by, sequence=33).replace(b"granted", b"Granted").replace(b"UA:", b"ua:"), "TRUSTED_LIST_SIGNATURE"),
        (signed(by, sequence=31), "TRUSTED_LIST_ROLLBACK"),
        (signed(by, sequence=33, next_update=NOW - DAY), "TRUSTED_LIST_EXPIRED"),
    ):
        with pytest.raises(KnownError) as refusal:
            kept.refresh(blob, NOW)
        assert refusal.value.code == code
        assert (memory.blob, memory.mark) == before
        assert kept.current(NOW) == good
    with pytest.raises(KnownError, match="TRUSTED_LIST_EXPIRED"):
        kept.current(NOW + 170 * DAY)


def test_the_kept_list_is_not_believed(by: Signer, memory: Memory) -> None:
    kept = KeptList(memory, by.pins)
    blob = signed(by)
    kept.refresh(blob, NOW)
    memory.blob = blob.replace(b"<TSLSequenceNumber>32", b"<TSLSequenceNumber>33")
    with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNATURE"):
        kept.current(NOW)
    memory.blob = blob
    with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNER"):
        KeptList(memory, signer().pins).current(NOW)


def test_an_older_list_put_back(by: Signer, memory: Memory) -> None:
    kept = KeptList(memory, by.pins)
    old = signed(by)
    kept.refresh(old, NOW)
    kept.refresh(signed(by, sequence=33), NOW)
    memory.blob = old
    with pytest.raises(KnownError, match="TRUSTED_LIST_ROLLBACK"):
        kept.current(NOW)
    memory.blob = None
    with pytest.raises(KnownError, match="TRUSTED_LIST_ROLLBACK"):
        kept.refresh(old, NOW)


def test_a_crash_between_the_two_writes(by: Signer, memory: Memory) -> None:
    kept = KeptList(memory, by.pins)
    kept.refresh(signed(by), NOW)
    memory.full = "list"
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        kept.refresh(signed(by, sequence=33), NOW)
    assert kept.current(NOW).sequence == 32
    memory.full = "mark"
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        kept.refresh(signed(by, sequence=33), NOW)
    memory.full = ""
    assert kept.current(NOW).sequence == 33
    assert memory.mark is not None
    assert Mark.load(memory.mark).sequence == 33


@pytest.mark.parametrize("mark", [b"", b"{}", b"[]", b"\xff", b'{"sequence": "1"}', b"null"])
def test_a_damaged_mark(by: Signer, memory: Memory, mark: bytes) -> None:
    kept = KeptList(memory, by.pins)
    kept.refresh(signed(by), NOW)
    memory.mark = mark
    for call in (lambda: kept.current(NOW), lambda: kept.refresh(signed(by, sequence=33), NOW)):
        with pytest.raises(KnownError, match="TRUSTED_LIST_STATE"):
            call()


@pytest.mark.parametrize(
    ("name", "value"),
    [("sequence", "32"), ("sequence", 32.0), ("sequence", True), ("territory", 1), ("kind", None), ("issued", 5)],
)
def test_a_mark_of_another_shape(by: Signer, memory: Memory, name: str, value: object) -> None:
    kept = KeptList(memory, by.pins)
    kept.refresh(signed(by), NOW)
    assert memory.mark is not None
    memory.mark = json.dumps({**json.loads(memory.mark), name: value}).encode()
    with pytest.raises(KnownError, match="TRUSTED_LIST_STATE"):
        kept.current(NOW)


def test_a_mark_is_read_as_it_was_written(by: Signer) -> None:
    mark = Mark.of(accept(signed(by), by.pins, NOW))
    assert Mark.load(mark.dump()) == mark
    local = mark.dump().replace(b"+00:00", b"")
    with pytest.raises(KnownError, match="TRUSTED_LIST_STATE"):
        Mark.load(local)


def test_a_list_that_was_closed_is_in_no_term(by: Signer) -> None:
    found = accept(signed(by), by.pins, NOW)
    closed = replace(found, head=replace(found.head, next_update=None))
    end = found.head.next_update
    assert end is not None
    moments = (NOW, end - timedelta(microseconds=1), end)
    assert [[each.in_term(at) for at in moments] for each in (found, closed)] == [[True, True, False], [False] * 3]
