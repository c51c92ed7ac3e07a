"""``python -m tests.trials NAME [--seeds N] [--small]`` or ``--all``: runs trials; each ends with a line of JSON.

``forged``: log-ins and signed acts that somebody has tampered with, each refused with its own code, nothing stored.
``restarts``: the demo started again and again after random acts and kills, 50 times a seed.
``bitflip``: every single flipped bit of a log-in's signature, of a proof, of a receipt, all refused.
``power``: states that a power cut may leave the ledger in, every acknowledged transaction in each.
``kill``: contour, sender and a token's helper killed in mid-work, 300 times; nothing lost, nothing doubled.
``privacy``: people's names, numbers and addresses planted in every field, looked for in all that a contour keeps.
``tamper``: a ledger's file edited at random, each edit found by looking it through, and nothing else.
``mutants``: hundreds of small changes of the program, each found by the tests of its module.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from tests.trials.result import Result


def names() -> list[str]:
    """Return every trial: a file here with a function ``run``."""
    passed_over = {"__init__", "__main__", "result"}
    own = (path for path in Path(__file__).parent.glob("*.py") if path.stem not in passed_over)
    return sorted(path.stem for path in own if "\ndef run(" in path.read_text(encoding="utf-8"))


def run(name: str, *, seeds: int, small: bool) -> Result:
    """Run one trial with the seeds 0 … ``seeds`` - 1."""
    result: Result = importlib.import_module(f"tests.trials.{name}").run(seeds=seeds, small=small)
    return result


def main() -> int:
    """Run what was asked for; the exit status is 1 where a case went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description=__doc__)
    parser.add_argument("name", nargs="?", choices=names())
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seeds", type=int, default=1, help="how many different samples are drawn")
    parser.add_argument("--small", action="store_true", help="a small size, to see that it works")
    given = parser.parse_args()
    if not given.all and given.name is None:
        parser.error("a name or --all")
    wanted = names() if given.all else [given.name]
    results = [run(name, seeds=given.seeds, small=given.small) for name in wanted]
    if given.all:
        for result in results:
            verdict = "ok" if result.ok else "short"
            sys.stdout.write(f"{result.trial:<12} {result.cases:>8} cases  {result.failed:>6} failed  {verdict}\n")
    for result in results:
        sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
