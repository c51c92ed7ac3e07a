"""``forged``: log-ins and acts that somebody has tampered with, by HTTP to a live contour.

Each must be refused with its own code. When all is over nothing may be stored and no session open but the honest one;
honest log-ins before and after show that it was the forgery that was refused.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.company import Company
from tests.forked import ForkedContour
from tests.trials import forged_acts, forged_signatures, forged_statements
from tests.trials.forged_world import Case, World
from tests.trials.result import Result, Tally

_GOAL = "at least 200, each refused with its own code, nothing stored"
_BENDS, _BENDS_SMALL = 160, 24
_ACT_BENDS, _ACT_BENDS_SMALL = 60, 8


def _cases(world: World, *, small: bool) -> Iterator[Case]:
    yield from forged_statements.cases()
    yield from forged_signatures.cases(world, _BENDS_SMALL if small else _BENDS)
    yield from forged_acts.cases(world, _ACT_BENDS_SMALL if small else _ACT_BENDS)
    world.shut()
    yield from forged_signatures.states()


def _seed(tally: Tally, seed: int, *, small: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, ForkedContour(Path(folder) / "contour") as contour:
        company = Company(contour)
        company.found()
        world = World(company, seed)
        try:
            before = world.stored()
            for case in _cases(world, small=small):
                refusal = case.attempt(world)
                tally.count(case.kind, case.name, refusal.code if refusal is not None else None, case.codes)
            after = world.stored()
            changed = sorted(name for name in after if after[name] != before.get(name))
            tally.count("stored", ", ".join(changed), None if changed else "nothing")
            open_now = len(world.open().sessions().items)
            tally.count("sessions", f"{open_now} open", "one" if open_now == 1 else None)
        finally:
            world.close()


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Hand everything in, once for each seed."""
    tally, started = Tally(), datetime.now(UTC)
    for seed in range(seeds):
        _seed(tally, seed, small=small)
    took = round((datetime.now(UTC) - started).total_seconds(), 1)
    return tally.result("forged", _GOAL, seeds=seeds, seconds=took)
