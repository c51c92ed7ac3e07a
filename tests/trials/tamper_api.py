"""``tamper_api``: a ledger edited while it is served; the audit over the API finds each edit that changes an answer.

Edits are those of ``tamper``, in the tables that the answers are made of; and logs that are shorter than one seen.
One that changes no answer is none; nor is one of which the answers say less than before (a line marked as withheld),
or that stays within what such lines may count. Clean ledgers with other pasts are audited as well.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cabinet.audit.auditing import Anchor
from cabinet.audit.entries import Mark
from cabinet.audit.recount import COUNTS, SLICES, day_of
from cabinet.audit.shown_figures import windows
from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.moment import epoch_micros
from cabinet.contract.states import Environment, Slice
from cabinet.proof.tiles import TILE
from tests.audit.kit import Served
from tests.eventful import eventful
from tests.trials.result import Result, Tally
from tests.trials.tamper import edit

_GOAL = "every edit that changes an answer found, no false alarm"
_TABLES = ("blocks", "frames", "tiles", "logs", "rollups", "rollups")
_EDITS, _SMALL_EDITS, _CLEAN, _SMALL_CLEAN = 300, 25, 40, 3
_BETS = 160
_FIRST, _LAST = date(2025, 1, 1), date(2027, 12, 31)
LEAST_CASES = 25
Answers = dict[tuple[object, ...], object]


@contextmanager
def _served(data: Path) -> Iterator[Served]:
    perimeter = Perimeter(DataFolder(data), "127.0.0.1", 1, Environment.TEST, 2)
    try:
        yield Served(perimeter)
    finally:
        perimeter.close()


def _answers(served: Served, taken_back: set[int]) -> Answers:
    """Return all that an audit may be told."""
    asking = served.asking
    signed = asking.checkpoint()
    size = signed.checkpoint.size
    found: Answers = {("checkpoint",): signed.note}
    for chunk in asking.chunks(0, size):
        for place, (entry, content) in enumerate(zip(chunk.entries, chunk.contents, strict=True)):
            found["entry", chunk.number * TILE + place] = entry
            found["content", chunk.number * TILE + place] = None if isinstance(content, Mark) else content
        found["tile", 0, chunk.number] = chunk.hashes
    if size >= TILE:
        found["tile", 1, 0] = asking.tile(1, 0, size // TILE)
    for bucket, days, slices in (("day", 366, SLICES), ("hour", 31, SLICES[:1])):
        for by in slices:
            for start, end in windows(_FIRST, _LAST, days):
                for row in asking.figures(start.isoformat(), end.isoformat(), bucket, by.value).rows:
                    at = epoch_micros(row.start)
                    if by is not Slice.SOURCE or day_of(at) not in taken_back:
                        for name in COUNTS:
                            found["figure", bucket, by.value, at, row.key, name] = getattr(row.figures, name)
    return found


def _differ(before: Answers, after: Answers, unknown: int) -> bool:
    """Tell whether answers differ in what an audit can know."""
    rejected = 0
    for at in before.keys() | after.keys():
        one, other = before.get(at, 0), after.get(at, 0)
        if one == other or (at[0] == "content" and None in {one, other}):
            continue
        if at[-1] == "rejected" and isinstance(one, int) and isinstance(other, int):
            rejected = max(rejected, abs(one - other))
            continue
        return True
    return rejected > unknown


def _audited(served: Served, before: Answers, anchor: Anchor, known: tuple[set[int], int]) -> tuple[bool, str | None]:
    """Return whether the answers are others, and what the audit finds first."""
    try:
        differ = _differ(before, _answers(served, known[0]), known[1])
    except (KnownError, BugError):
        differ = True
    try:
        report = served.report(anchor)
    except (KnownError, BugError) as error:
        return differ, error.code
    return differ, report.faults[0].code if report.faults else None


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Edit, serve and audit."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        for seed in range(seeds):
            luck = random.Random(seed)  # noqa: S311  a sample that comes again
            data = eventful(Path(name) / f"of-{seed}", seed, _BETS)
            with _served(data) as served:
                audit = served.audit()
                audit.run()
                known = (audit.recount.taken_back, sum(audit.recount.unknown))
                before, anchor = _answers(served, known[0]), served.anchor()
            done = 0
            while done < (_SMALL_EDITS if small else _EDITS):
                copy = Path(shutil.copytree(data, Path(name) / "copy"))
                with _served(copy) as served:
                    what = edit(copy / "ledger.sqlite", luck, _TABLES)
                    differ, found = _audited(served, before, anchor, known) if what is not None else (False, None)
                if what is not None and (differ or found is not None):
                    tally.count("edits", what, found)
                    done += 1
                shutil.rmtree(copy)
            for number in range(_SMALL_CLEAN if small else _CLEAN):
                clean = eventful(Path(name) / f"clean-{seed}-{number}", 1000 * seed + number, _BETS // 3)
                with _served(clean) as served:
                    early = served.anchor()
                    report = served.report(early)
                    told = report.faults[0].code if report.faults else "whole"
                    tally.count("clean", f"seed {1000 * seed + number}", told, frozenset({"whole"}))
                # What a longer log has shown before was rolled back, or is another log's.
                with _served(clean) as served:
                    report = served.report(Anchor(early.size + 1 + number, early.root), Anchor(early.size, bytes(32)))
                    codes = {fault.code for fault in report.faults}
                    both = {"CHECKPOINT_ROLLED_BACK", "CHECKPOINT_FORKED"} <= codes
                    tally.count("rolled back and forked", f"seed {1000 * seed + number}", "both" if both else None)
    return tally.result("tamper_api", _GOAL, seeds=seeds)
