"""The log as strangers read it: a verifier that knows only C2SP's specifications reads tiles, entries and proofs."""

from __future__ import annotations

import hashlib
import json

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.http.gate import encode
from cabinet.contract import log
from cabinet.contract.endpoint import AnyEndpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.limits import MAX_ITEM_BYTES
from cabinet.contract.rights import Role
from cabinet.proof.tiles import TILE, read_tile_path, tile_path
from tests.company import Company
from tests.many import officer
from tests.perimeter_in_process import PerimeterInProcess, line
from tests.proof import c2sp

SIZES = (1, 2, 255, 256, 257, 600)


class Reader:
    """A person with the right to proofs, and the perimeter's published key."""

    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside = inside
        self.who: PersonHere = inside.person(Role.COMPLIANCE)
        self.key = str(inside.perimeter.ledger.signer.verifier)

    def get(self, endpoint: AnyEndpoint, **path: str) -> bytes:
        from cabinet.contour.call import ReaderCall
        from cabinet.contract.endpoint import Nothing

        call = ReaderCall(
            now=self.inside.at, address="127.0.0.1", request=Nothing(), path=path, query={}, reader=self.who
        )
        return encode(self.inside.perimeter.handlers()[endpoint.name](call))

    def fetch(self, path: str) -> bytes:
        kind, _, rest = path.partition("/")
        if kind == "entries":
            return self.get(log.ENTRY_BUNDLE, tile=rest)
        level, _, tile = rest.partition("/")
        return self.get(log.LOG_TILE, level=level, tile=tile)

    def head(self) -> c2sp.Head:
        return c2sp.head_of(self.get(log.CHECKPOINT).decode(), self.key)

    def grow(self, size: int) -> list[ItemAnswer]:
        """Send lines until the log has so many entries."""
        with self.inside.perimeter.store.read() as rows:
            has = self.inside.perimeter.ledger.reader(rows, self.who.edrpou).size
        new = [line(f"t{n}", **({"currency": "EUR"} if n % 7 == 3 else {})) for n in range(has, size)]
        return self.inside.judge(*new) if new else []


@pytest.fixture
def reader(perimeter: PerimeterInProcess) -> Reader:
    return Reader(perimeter)


def test_every_entry_leads_to_the_checkpoint(reader: Reader) -> None:
    for size in SIZES:
        reader.grow(size)
        head = reader.head()
        assert head.size == size
        assert head.origin.endswith(reader.who.edrpou)
        entries = [json.loads(entry) for entry in c2sp.audit(head, reader.fetch)]
        assert [entry["seq"] for entry in entries] == list(range(size))


def test_any_attempt_is_proved(reader: Reader) -> None:
    items = reader.grow(300)
    for item in (items[0], items[1], items[127], items[255], items[-1]):
        place, entry, head = c2sp.proven(reader.get(log.LOG_PROOF, attemptId=item.attempt_id).decode(), reader.key)
        said = json.loads(entry)
        assert (said["attemptId"], said["verdict"], said["seq"]) == (item.attempt_id, item.status.value, place)
        assert head == reader.head()


@pytest.mark.parametrize(
    ("level", "tile"),
    [
        ("0", "002"), ("0", "001.p/45"), ("0", "000.p/256"), ("0", "000.p/0"), ("0", "0"), ("0", "x000/000"),
        ("0", "000.p/"), ("0", "000.p/07"), ("0", "٠٠٠"), ("1", "001"), ("2", "000.p/1"), ("6", "000"), ("-1", "000"),
        ("00", "000"), ("0", "x001/x000"), ("0", "../000"), ("0", "999"), ("5", "000"),
    ],
)  # fmt: skip
def test_tiles_that_are_not_there(reader: Reader, level: str, tile: str) -> None:
    reader.grow(300)
    with pytest.raises(KnownError, match="TILE_UNKNOWN"):
        reader.get(log.LOG_TILE, level=level, tile=tile)
    if level == "0":
        with pytest.raises(KnownError, match="TILE_UNKNOWN"):
            reader.get(log.ENTRY_BUNDLE, tile=tile)
        with pytest.raises(KnownError, match="TILE_UNKNOWN"):
            reader.get(log.LOG_CONTENTS, tile=tile)


def contents(data: bytes) -> list[bytes | int]:
    """Return what a tile of contents says of each entry: its line, or the mark that stands for it."""
    found: list[bytes | int] = []
    while data:
        length, data = int.from_bytes(data[:4], "big"), data[4:]
        if length >= log.TOO_LONG:
            found.append(length)
        else:
            found.append(data[:length])
            data = data[length:]
    return found


def test_a_content_is_what_its_entry_commits_to(reader: Reader) -> None:
    reader.grow(300)
    entries = [json.loads(entry) for entry in c2sp.audit(reader.head(), reader.fetch)]
    assert entries[0]["kind"] == "credential"
    for tile, first, width in (("000", 0, 256), ("000.p/1", 0, 1), ("001.p/44", 256, 44)):
        told = contents(reader.get(log.LOG_CONTENTS, tile=tile))
        committed = [e["payloadCommitment"] if e["kind"] == "transaction" else None for e in entries]
        assert [hashlib.sha256(one).hexdigest() if isinstance(one, bytes) else None for one in told] == committed[
            first : first + width
        ]
    with pytest.raises(KnownError, match="TILE_UNKNOWN"):
        reader.get(log.LOG_CONTENTS, tile="001.p/45")


def test_a_content_that_is_withheld_or_none_or_too_long_is_a_mark(reader: Reader) -> None:
    plain = json.dumps(line("a", lateReason="збій зв’язку")).encode()
    room = MAX_ITEM_BYTES - len(json.dumps(line("c", more="")))
    longest, longer = (json.dumps(line("c", more="x" * n)).encode() for n in (room, room + 1))
    personal = json.dumps(line("d", lateReason="Петренко Іван, +380501234567")).encode()
    reader.inside.judge(plain, longest, longer, personal)
    with reader.inside.perimeter.ledger.append(reader.who.edrpou, reader.inside.at) as append:
        append.credential({"act": "issued", "credentialId": "x"})
    told = contents(reader.get(log.LOG_CONTENTS, tile="000.p/6"))
    assert told == [log.NO_CONTENT, plain, longest, log.TOO_LONG, log.NO_CONTENT, log.NO_CONTENT]


def test_a_part_of_a_tile_is_its_beginning(reader: Reader) -> None:
    reader.grow(300)
    whole = reader.get(log.LOG_TILE, level="0", tile="000")
    assert reader.get(log.LOG_TILE, level="0", tile="000.p/255") == whole[: 255 * 32]
    assert len(reader.get(log.LOG_TILE, level="0", tile="001.p/44")) == 44 * 32
    assert reader.get(log.LOG_TILE, level="1", tile="000.p/1")


@pytest.mark.parametrize("identifier", ["", "x", "01a21ecc-8ea4-7000-83ea-73d74d9f591a"])
def test_what_was_never_tried_is_not_proved(reader: Reader, identifier: str) -> None:
    reader.grow(2)
    with pytest.raises(KnownError, match="ATTEMPT_UNKNOWN"):
        reader.get(log.LOG_PROOF, attemptId=identifier)


@pytest.mark.parametrize("index", [0, 7, 999, 1000, 1001, 999_999, 1_000_000, 1_234_067])
@pytest.mark.parametrize("width", [1, 255, TILE])
def test_the_name_of_a_tile(index: int, width: int) -> None:
    path = tile_path(index, width)
    assert path == c2sp.number(index) + ("" if width == TILE else f".p/{width}")
    assert read_tile_path(path) == (index, width)


def test_over_the_network(company: Company) -> None:
    """The same through TLS and the router: a tile's name may hold slashes."""
    from cabinet.wire.ask import Ask

    session, transport = officer(company.contour, company.contour.data.parent / "officer")
    try:
        with pytest.raises(KnownError, match="TILE_UNKNOWN"):
            session.call(Ask(log.LOG_TILE, path={"level": "0", "tile": "x001/067.p/3"}))
    finally:
        session.end()
        transport.close()
