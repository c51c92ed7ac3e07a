"""A platform's files as they are compared: every line read once, its hash summed, its row spilled by bucket."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from cabinet.contract.moment import day_bounds, epoch_micros, from_micros, kyiv_day
from cabinet.contract.reconciliation import BUCKETS, COMPARED, NEEDED, Canon, Seen, bucket_of
from cabinet.contract.transaction import LICENCE_NO
from cabinet.dayfile.csv_lines import ALIASES
from cabinet.dayfile.form import Shape
from cabinet.dayfile.lines import BrokenLine, Cells, Line
from cabinet.dayfile.reading import DayFile
from cabinet.reconcile.differences import Broken
from cabinet.reconcile.spill import Spill

__all__ = ["FILE_SHIFT", "OurDay", "Row", "fields_of", "first_day", "line_at", "read_files"]

FILE_SHIFT: Final = 40
"""A place is a file's number before so many bits of a line's."""
_LOOKED_AT: Final = 10_000
_MOST_BROKEN: Final = 100
_MOST_DAYS: Final = 400
_TOLD_EVERY: Final = 5_000
_ROW: Final = struct.Struct(">32sQQq?")
_NO_MOMENT: Final = -(1 << 63)


class Row(NamedTuple):
    """One line of a file: ``place`` tells where it stands, ``of_day`` whether it is of the day compared."""

    tx: str
    kind: str
    kop: int
    at: int | None
    digest: bytes
    place: int
    of_day: bool

    @classmethod
    def unpack(cls, data: bytes) -> Row:
        """Read one as it was spilled."""
        digest, place, kop, at, of_day = _ROW.unpack_from(data)
        tx, _, kind = data[_ROW.size :].decode("utf-8", "surrogatepass").partition("\0")
        return cls(tx, kind, kop, None if at == _NO_MOMENT else at, digest, place, of_day)


@dataclass
class OurDay:
    """What was read: lines of the day by type as (number, kopecks), sums of hashes by bucket, and what was not read."""

    sums: dict[str, list[int]] = field(default_factory=dict)
    buckets: list[int] = field(default_factory=lambda: [0] * BUCKETS)
    lines: int = 0
    licences: set[str] = field(default_factory=set)
    other_days: Counter[str] = field(default_factory=Counter)
    broken_lines: int = 0
    broken: list[Broken] = field(default_factory=list)
    cut_after: dict[str, int] = field(default_factory=dict)

    @property
    def of_day(self) -> int:
        """How many lines are of the day."""
        return sum(count for count, _ in self.sums.values())


def fields_of(files: Sequence[DayFile]) -> tuple[str, ...]:
    """Return the fields that files can be compared by: a table's columns, or what the first lines name.

    What not every line has to have is compared wherever some line has it.
    """
    found = set(NEEDED)
    for file in files:
        if file.form.shape is Shape.CSV:
            read = file.columns.values() if file.columns is not None else ()
            found |= {ALIASES.get(name, name) for name in read}
        else:
            for line in islice(file.lines(), _LOOKED_AT):
                if isinstance(line, Line):
                    found |= set(msgspec.json.decode(line.data, type=dict[str, msgspec.Raw]))
    return tuple(name for name in COMPARED if name in found)


def first_day(files: Sequence[DayFile]) -> date | None:
    """Return the Kyiv day that most of the first lines are of; None where no line tells one."""
    canon = Canon(tuple(name for name in COMPARED if name in NEEDED))
    days: Counter[date] = Counter()
    for file in files:
        for line in islice(file.lines(), _LOOKED_AT):
            at = canon.of_line(line.data).at if isinstance(line, Line) else None
            if at is not None:
                days[kyiv_day(from_micros(at))] += 1
    return days.most_common(1)[0][0] if days else None


def read_files(
    files: Sequence[DayFile],
    day: date,
    canon: Canon,
    spill: Spill,
    told: Callable[[int], None] = lambda _: None,
) -> OurDay:
    """Read every line into a spill; ``told`` hears how many were read, and may stop it by raising.

    Raises:
        KnownError: ``FILE_UNREADABLE`` or ``DAYFILE_KIND``.
        OSError: the spill has no room.
    """
    our = OurDay()
    start, end = map(epoch_micros, day_bounds(day))
    of_texts, of_line, licence_of = canon.of_texts, canon.of_line, _licence_of(canon)
    for number, file in enumerate(files):
        last: Line | BrokenLine | Cells | None = None
        before = 0
        for line in file.some(canon.fields):
            before = last.number if last is not None else 0
            last = line
            our.lines += 1
            if not our.lines % _TOLD_EVERY:
                told(our.lines)
            if isinstance(line, BrokenLine):
                _note_broken(our, file, line)
                continue
            if our.lines <= _LOOKED_AT and isinstance(licence := licence_of(line), str):
                our.licences.add(licence)
            seen = of_texts(line.texts) if isinstance(line, Cells) else of_line(line.data)
            of_day = seen.at is not None and start <= seen.at < end
            if of_day:
                total = our.sums.get(seen.kind)
                if total is None:
                    total = our.sums[seen.kind] = [0, 0]
                total[0] += 1
                total[1] += seen.kop
            else:
                _note_other_day(our, seen)
            bucket = bucket_of(seen.tx)
            if of_day:
                our.buckets[bucket] += int.from_bytes(seen.digest, "big")
            spill.add(bucket, _packed(seen, number << FILE_SHIFT | line.number, of_day=of_day))
        if isinstance(last, BrokenLine) and not _ends_with_line_end(file.path):
            our.cut_after[file.path.name] = before
    told(our.lines)
    spill.flush()
    return our


def line_at(files: Sequence[DayFile], places: Mapping[int, str]) -> Iterator[tuple[int, Line]]:
    """Yield the lines at some places, in the files' order, with their places."""
    for number, file in enumerate(files):
        wanted = {place & ((1 << FILE_SHIFT) - 1): place for place in places if place >> FILE_SHIFT == number}
        if not wanted:
            continue
        last = max(wanted)
        for line in file.lines():
            if line.number in wanted and isinstance(line, Line):
                yield wanted[line.number], line
            if line.number >= last:
                break


class _Licence(msgspec.Struct, rename={"licence_no": LICENCE_NO.name}):
    licence_no: object = None


def _licence_of(canon: Canon) -> Callable[[Line | Cells], object]:
    """Return what tells a line's licence; None where it has none."""
    decode = msgspec.json.Decoder(_Licence).decode
    place = canon.fields.index(LICENCE_NO.name) if LICENCE_NO.name in canon.fields else None

    def of(line: Line | Cells) -> object:
        if isinstance(line, Line):
            return decode(line.data).licence_no
        return line.texts[place] or None if place is not None else None

    return of


def _packed(seen: Seen, place: int, *, of_day: bool) -> bytes:
    at = _NO_MOMENT if seen.at is None else seen.at
    kop = seen.kop if 0 <= seen.kop < 1 << 63 else 0
    return _ROW.pack(seen.digest, place, kop, at, of_day) + f"{seen.tx}\0{seen.kind}".encode("utf-8", "surrogatepass")


def _note_broken(our: OurDay, file: DayFile, line: BrokenLine) -> None:
    our.broken_lines += 1
    if len(our.broken) < _MOST_BROKEN:
        our.broken.append(Broken(file.path.name, line.number, line.column, line.reason))


def _note_other_day(our: OurDay, seen: Seen) -> None:
    day = "" if seen.at is None else kyiv_day(from_micros(seen.at)).isoformat()
    if day in our.other_days or len(our.other_days) < _MOST_DAYS:
        our.other_days[day] += 1


def _ends_with_line_end(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, 2)
        if file.tell() == 0:
            return True
        file.seek(-1, 2)
        return file.read(1) in b"\r\n"
