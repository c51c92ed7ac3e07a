"""Small changes of the program, one at a time: the tests of the changed module must be red with each.

``python -m tests.trials.mutants [--only TEXT] [--wide]`` runs those whose name holds TEXT; ``--wide`` runs what lived
against every room's tests as well.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from tests.trials.mutation import ROOT, Copy, Mutation, every_mutation
from tests.trials.result import Result

__all__ = ["LEAST_CASES", "SMALL", "run", "run_these"]

LEAST_CASES: Final = 10
_GOAL: Final = 0.95
_WORKERS: Final = 2
_WIDE: Final = (
    "tests/rules",
    "tests/contract",
    "tests/proof",
    "tests/sealing",
    "tests/vault",
    "tests/qes",
    "tests/wire",
    "tests/contour",
    "tests/sender",
    "tests/perimeter",
    "tests/desks",
    "tests/journal",
    "tests/dayfile",
    "tests/cli",
    "tests/journeys",
)
SMALL: Final = frozenset({})
"""A few of each kind, quick ones: what runs with every change."""


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Run the tables, or with ``small`` a few of them; ``seeds`` changes nothing, no sample is drawn."""
    del seeds
    every = every_mutation()
    return run_these([m for m in every if m.name in SMALL] if small else every)


def run_these(mutations: Sequence[Mutation], *, wide: bool = False, source: Path = ROOT) -> Result:
    """Run these; ``failed`` counts those that lived."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        first = Copy(Path(folder) / "0", source)
        red = [" ".join(tests) for tests in sorted({m.tests for m in mutations}) if not first.green(tests)]
        if red:
            raise RuntimeError(f"red without any change: {red}\n{first.said[-2000:]}")
        copies: SimpleQueue[Copy] = SimpleQueue()
        copies.put(first)
        for number in range(1, _WORKERS):
            copies.put(Copy(Path(folder) / str(number), first.folder))

        def lives(mutation: Mutation, tests: Sequence[str] | None = None) -> bool:
            copy = copies.get()
            try:
                return not copy.finds(mutation, tests)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(_WORKERS) as workers:
            alive = [m for m, lived in zip(mutations, workers.map(lives, mutations), strict=True) if lived]
            narrow = len(alive)
            if wide and alive:
                found = workers.map(lambda m: lives(m, _WIDE), alive)
                alive = [m for m, lived in zip(alive, found, strict=True) if lived]
    secure = [m.name for m in alive if m.security]
    kinds = Counter(m.module.split("/")[1] for m in mutations)
    return Result(
        "mutants",
        len(mutations),
        len(alive),
        f"≥ {_GOAL:.0%} found, none of the security controls alive",
        {"wrong": [m.name for m in alive], "security": secure, "kinds": dict(kinds), "alive_in_own_tests": narrow},
        allowed=0 if secure else int(len(mutations) * (1 - _GOAL)),
    )


def main() -> int:
    """Run some of the tables by hand."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials.mutants", description=__doc__)
    parser.add_argument("--only", default="", help="those whose name holds this")
    parser.add_argument("--wide", action="store_true", help="what lived, against every room's tests")
    given = parser.parse_args()
    result = run_these([m for m in every_mutation() if given.only in m.name], wide=given.wide)
    for name in result.detail["wrong"]:
        sys.stdout.write(f"alive: {name}\n")
    sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    return 0 if result.ok else 1


if __name__ == "__main__":
    sys.exit(main())
