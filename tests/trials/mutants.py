"""Small changes of the program, one at a time: the tests of the changed module must be red with each.

``python -m tests.trials.mutants [--only TEXT] [--wide] [--workers N]`` runs those whose name holds TEXT; ``--wide``
runs what lived against every room's tests as well. What lived is written as it is met: a long run can be cut short.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
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
SMALL: Final = frozenset(
    {
        "rules/amounts: AM-402 from its limit on",
        "rules/registry: a place not entered yet",
        "proof/merkle: a negative index",
        "proof/notes: a false line of a known signer is passed over",
        "contour/access/sessions: a refresh token with another key",
        "contour/access/sessions: ath is not compared",
        "perimeter/step_up: a nonce of any length",
        "wire/ask: an answer that breaks the contract",
        "sender/batches: the last lines are left out",
        "contour/ledger/roll_ups: a justified sum is stuck",
        "contract/tax_ids: ten is no digit of a person",
    }
)
"""A few of each kind, quick ones: what runs with every change."""


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Run the tables, or with ``small`` a few of them; ``seeds`` changes nothing, no sample is drawn."""
    del seeds
    every = every_mutation()
    return run_these([m for m in every if m.name in SMALL] if small else every)


def run_these(
    mutations: Sequence[Mutation], *, wide: bool = False, source: Path = ROOT, workers: int = _WORKERS
) -> Result:
    """Run these, so many at once; ``failed`` counts those that lived."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ExitStack() as runners:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(workers):
            made = Copy(Path(folder) / str(number), source)
            runners.callback(made.close)
            copies.put(made)

        def on_a_copy(work: Callable[[Copy], bool]) -> bool:
            copy = copies.get()
            try:
                return work(copy)
            finally:
                copies.put(copy)

        def lives(mutation: Mutation, tests: Sequence[str] | None = None) -> bool:
            lived = on_a_copy(lambda copy: not copy.finds(mutation, tests))
            if lived:
                sys.stderr.write(f"lived: {mutation.name}\n")
            return lived

        with ThreadPoolExecutor(workers) as pool:
            sets = sorted({m.tests for m in mutations})
            green = pool.map(lambda tests: on_a_copy(lambda copy: copy.green(tests)), sets)
            red = [" ".join(tests) for tests, passed in zip(sets, green, strict=True) if not passed]
            if red:
                raise RuntimeError(f"red without any change: {red}")
            alive = [m for m, lived in zip(mutations, pool.map(lives, mutations), strict=True) if lived]
            narrow = len(alive)
            if wide and alive:
                found = pool.map(lambda m: lives(m, _WIDE), alive)
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
    parser.add_argument("--workers", type=int, default=_WORKERS, help="how many at once")
    given = parser.parse_args()
    chosen = [m for m in every_mutation() if given.only in m.name]
    result = run_these(chosen, wide=given.wide, workers=given.workers)
    for name in result.detail["wrong"]:
        sys.stdout.write(f"alive: {name}\n")
    sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    return 0 if result.ok else 1


if __name__ == "__main__":
    sys.exit(main())
