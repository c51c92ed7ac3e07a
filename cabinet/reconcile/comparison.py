"""A day compared from end to end: the files are read while the perimeter sums, and only what differs is asked for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import EXTERNAL_ID
from cabinet.contract.moment import epoch_micros, parse_moment
from cabinet.contract.reconciliation import (
    BUCKETS,
    MOST_STANDING,
    Canon,
    DayTotals,
    Listed,
    ReconcileState,
    Standing,
    hex_sum,
)
from cabinet.contract.transaction import OCCURRED_AT
from cabinet.dayfile.reading import DayFile
from cabinet.profile.atomic import unwritable
from cabinet.reconcile.comparing import Found, compare_bucket
from cabinet.reconcile.differences import MOST_KEPT, Difference, FieldPair, Kind, KindTotal, Report, TypeSums
from cabinet.reconcile.our_day import FILE_SHIFT, OurDay, Row, fields_of, line_at, read_files
from cabinet.reconcile.places import Places
from cabinet.reconcile.spill import PARTS, Spill
from cabinet.reconcile.their_day import Asking, fetch_list, fetch_totals

__all__ = ["Compared", "Progress", "Step", "compare_day"]

_ASKED_FOR: Final = frozenset({Kind.MISSING, Kind.DIFFERENT})
"""Kinds of which the perimeter is asked how each stands: elsewhere, or with which values."""

_ID: Final = re.compile(EXTERNAL_ID)


class Step(StrEnum):
    """What is being done."""

    READING = "reading"
    LISTING = "listing"
    COMPARING = "comparing"


@dataclass(frozen=True)
class Progress:
    """How far it is: lines read, or buckets compared, of how many (nought where that is not known)."""

    step: Step
    done: int
    of: int = 0


@dataclass(frozen=True)
class Compared:
    """The report, and where in the files the lines stand that the perimeter does not have."""

    report: Report
    missing: Places


def compare_day(
    files: Sequence[DayFile],
    day: date,
    source: str,
    asking: Asking,
    told: Callable[[Progress], None] = lambda _: None,
    folder: Path | None = None,
) -> Compared:
    """Compare files with what the perimeter has of a day, of one source or (empty) of all.

    ``told`` may stop it by raising; ``folder`` is where rows wait, else the system's own for such files.

    Raises:
        KnownError: ``RECONCILE_OTHER_DAY``, ``RECONCILE_OTHER_OPERATOR``, ``RECONCILE_NOTHING_READ``; what reading a
            day file says; the perimeter's refusal or the network's fault; ``DISK_FULL``.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="soms-reconcile-", dir=folder) as temporary:
            return _Comparison(files, day, source, asking, told, Path(temporary)).run()
    except OSError as error:
        raise unwritable(error, folder or Path(tempfile.gettempdir())) from error


class _Comparison:
    def __init__(
        self,
        files: Sequence[DayFile],
        day: date,
        source: str,
        asking: Asking,
        told: Callable[[Progress], None],
        folder: Path,
    ) -> None:
        self._files, self._day, self._source, self._asking, self._told = files, day, source, asking, told
        self._canon = Canon(fields_of(files))
        self._ours, self._theirs = Spill(folder, "ours"), Spill(folder, "theirs")
        self._missing = Places()
        self._totals = {kind: [0, 0] for kind in Kind}
        self._kept: dict[Kind, list[Found]] = {kind: [] for kind in Kind}

    def run(self) -> Compared:
        """Return what it comes to."""
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(fetch_totals, self._asking, self._day, self._canon.fields, self._source, lambda _: None)
            our = read_files(
                self._files, self._day, self._canon, self._ours,
                lambda lines: self._told(Progress(Step.READING, lines)),
            )  # fmt: skip
            totals = asked.result()
        self._refuse_foreign(our, totals)
        wanted = [n for n in range(BUCKETS) if hex_sum(our.buckets[n]) != totals.buckets[n]]
        apart = any(t.late or t.state in {ReconcileState.REJECTED, ReconcileState.PENDING} for t in totals.totals)
        if wanted or apart:
            self._told(Progress(Step.LISTING, 0))
            fetch_list(self._asking, totals, self._source, _mask(wanted), self._theirs)
            self._compare(frozenset(wanted))
        return Compared(self._report(our, totals, self._told_of()), self._missing)

    def _refuse_foreign(self, our: OurDay, totals: DayTotals) -> None:
        """Refuse files that are of another operator or day, or of which nothing could be read.

        Raises:
            KnownError: ``RECONCILE_NOTHING_READ``, ``RECONCILE_OTHER_OPERATOR`` or ``RECONCILE_OTHER_DAY``.
        """
        names = ", ".join(file.path.name for file in self._files)
        if our.broken_lines == our.lines:
            first = our.broken[0] if our.broken else None
            if first is None:
                raise KnownError("FILE_EMPTY", path=names)
            raise KnownError(
                "RECONCILE_NOTHING_READ", first.reason, path=names, line=str(first.line), column=str(first.column)
            )
        if our.licences and not our.licences & set(totals.licences):
            raise KnownError(
                "RECONCILE_OTHER_OPERATOR", path=names, licences=", ".join(sorted(our.licences)[:3]),
                own=", ".join(totals.licences[:3]) or "—",
            )  # fmt: skip
        if not our.of_day:
            found = our.other_days.most_common(1)[0][0] or "—"
            raise KnownError("RECONCILE_OTHER_DAY", path=names, day=self._day.isoformat(), found=found)

    def _compare(self, wanted: frozenset[int]) -> None:
        decode = msgspec.json.Decoder(Listed).decode
        looked_at = wanted | self._theirs.used
        for part in range(PARTS):
            buckets = {bucket for bucket in looked_at if bucket % PARTS == part}
            if not buckets:
                continue
            self._told(Progress(Step.COMPARING, part, PARTS))
            ours, theirs = (side.rows(part, buckets) for side in (self._ours, self._theirs))
            for bucket in sorted(buckets):
                for found in compare_bucket(
                    map(Row.unpack, ours.get(bucket, ())), map(decode, theirs.get(bucket, ())), whole=bucket in wanted
                ):
                    self._note(found)

    def _note(self, found: Found) -> None:
        total = self._totals[found.kind]
        total[0] += 1
        total[1] += _kop(found)
        if found.kind is Kind.MISSING:
            self._missing.add(found.ours[0].place)
        if len(self._kept[found.kind]) < MOST_KEPT:
            self._kept[found.kind].append(found)

    def _told_of(self) -> list[Difference]:
        """Return what is kept one by one, each of those asked for as it really stands."""
        asked = [found for kind in Kind if kind in _ASKED_FOR for found in self._kept[kind]]
        standing = self._standing(found.ours[0].tx for found in asked)
        places = {found.ours[0].place: found.ours[0].tx for found in asked}
        lines = {place: msgspec.json.decode(line.data) for place, line in line_at(self._files, places)}
        told: list[Difference] = []
        for kind in Kind:
            for found in self._kept[kind]:
                one = standing.get(found.ours[0].tx) if kind in _ASKED_FOR else None
                if one is None:
                    told.append(self._difference(found))
                    continue
                closer = self._as_it_stands(found, one, lines.get(found.ours[0].place, {}))
                if closer is not None:
                    told.append(closer)
        order = list(Kind)
        return sorted(told, key=lambda one: (order.index(one.kind), one.occurred_at or 0, one.operator_tx_id))

    def _as_it_stands(self, found: Found, one: Standing, line: dict[str, Any]) -> Difference | None:
        """Return the difference from what stands under the id, whatever day or source it is of; None if they agree."""
        kind = {ReconcileState.REJECTED: Kind.REJECTED, ReconcileState.PENDING: Kind.HELD}.get(one.state)
        if kind is None:
            agrees = self._canon.of_values(dict(one.values)).digest == found.ours[0].digest
            kind = None if agrees else Kind.DIFFERENT
        if kind is not found.kind:
            self._moved(found, kind)
        if kind is None:
            return None
        different = kind is Kind.DIFFERENT
        fields = tuple(_pairs(self._canon.fields, line, one.values)) if different else ()
        return msgspec.structs.replace(
            self._difference(found), kind=kind, attempt_id=one.attempt_id, source=one.source,
            received_at=one.received_at, fields=fields,
        )  # fmt: skip

    def _moved(self, found: Found, kind: Kind | None) -> None:
        """Count a difference as what it is by a closer look."""
        kop = _kop(found)
        for of, sign in ((found.kind, -1), (kind, 1)):
            if of is not None:
                self._totals[of][0] += sign
                self._totals[of][1] += sign * kop
        if found.kind is Kind.MISSING:
            self._missing.discard(found.ours[0].place)

    def _standing(self, asked: Iterable[str]) -> dict[str, Standing]:
        # What is no id of ours was never taken either.
        ids = [tx for tx in dict.fromkeys(asked) if _ID.fullmatch(tx)]
        found: dict[str, Standing] = {}
        for start in range(0, len(ids), MOST_STANDING):
            found |= {one.operator_tx_id: one for one in self._asking.standing(ids[start : start + MOST_STANDING])}
        return found

    def _difference(self, found: Found) -> Difference:
        one, rows = found.theirs, found.ours
        where: dict[str, Any] = {}
        if rows:
            file = rows[0].place >> FILE_SHIFT
            mask = (1 << FILE_SHIFT) - 1
            where = {
                "file": self._files[file].path.name,
                "lines": tuple(row.place & mask for row in rows if row.place >> FILE_SHIFT == file),
            }
        shown = rows[0] if rows else None
        return Difference(
            kind=found.kind,
            operator_tx_id=shown.tx if shown is not None else one.operator_tx_id if one is not None else "",
            type=shown.kind if shown is not None else one.type if one is not None else "",
            amount_kop=shown.kop if shown is not None else one.amount_kop if one is not None else 0,
            occurred_at=shown.at if shown is not None else one.occurred_at if one is not None else None,
            attempt_id=None if one is None else one.attempt_id,
            source="" if one is None else one.source,
            received_at=None if one is None else one.received_at,
            **where,
        )

    def _report(self, our: OurDay, totals: DayTotals, told: list[Difference]) -> Report:
        theirs: dict[str, list[int]] = {}
        for total in totals.totals:
            if total.state is ReconcileState.ACCEPTED:
                sums = theirs.setdefault(total.type, [0, 0])
                sums[0] += total.count
                sums[1] += total.sum_kop
        types = sorted({*our.sums, *theirs})
        nothing = [0, 0]
        return Report(
            day=self._day.isoformat(), source=self._source, files=[str(file.path) for file in self._files],
            as_of=totals.as_of, fields=list(self._canon.fields),
            columns={name: field for file in self._files for name, field in (file.columns or {}).items()},
            lines=our.lines,
            sums=[
                TypeSums(
                    type=kind, ours=our.sums.get(kind, nothing)[0], ours_kop=our.sums.get(kind, nothing)[1],
                    theirs=theirs.get(kind, nothing)[0], theirs_kop=theirs.get(kind, nothing)[1],
                )
                for kind in types
            ],
            totals={kind: KindTotal(count=count, sum_kop=kop) for kind, (count, kop) in self._totals.items()},
            differences=told, broken_lines=our.broken_lines, broken=our.broken, cut_after=our.cut_after,
            other_days=dict(our.other_days),
        )  # fmt: skip


def _kop(found: Found) -> int:
    if found.ours:
        return found.ours[0].kop
    return found.theirs.amount_kop if found.theirs is not None else 0


def _pairs(fields: Iterable[str], ours: Mapping[str, Any], theirs: Mapping[str, str | int]) -> list[FieldPair]:
    """Return the fields that differ, then the others that either side has, in their order."""
    pairs: list[FieldPair] = []
    for name in fields:
        mine, other = ours.get(name), theirs.get(name)
        same = mine == other or (name == OCCURRED_AT.name and _moment(mine) == _moment(other) is not None)
        if mine is not None or other is not None:
            pairs.append(FieldPair(name, mine if isinstance(mine, str | int) else None, other, same))
    return sorted(pairs, key=lambda pair: pair.same)


def _moment(text: object) -> int | None:
    try:
        return epoch_micros(parse_moment(text)) if isinstance(text, str) else None
    except KnownError:
        return None


def _mask(wanted: Iterable[int]) -> str:
    return f"{sum(1 << (BUCKETS - 1 - number) for number in wanted):0{BUCKETS // 4}x}"
