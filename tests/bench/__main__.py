"""``python -m tests.bench NAME [--small]`` or ``--all``: runs benches; the last line of each is one JSON object."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from tests.bench.result import Result


def names() -> list[str]:
    """Return every bench: a file here with a function ``measure``."""
    skipped = {"__init__", "__main__", "result"}
    return sorted(
        path.stem.replace("_", "-") for path in Path(__file__).parent.glob("*.py") if path.stem not in skipped
    )


def measure(name: str, *, small: bool) -> Result:
    """Run one bench."""
    module = importlib.import_module(f"tests.bench.{name.replace('-', '_')}")
    result: Result = module.measure(small=small)
    return result


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("name", nargs="?", choices=names())
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--small", action="store_true", help="a small size, to see that it works")
    given = parser.parse_args()
    if not given.all and given.name is None:
        parser.error("a name or --all")
    results = [measure(name, small=given.small) for name in (names() if given.all else [given.name])]
    if given.all:
        for result in results:
            sys.stdout.write(
                f"{result.bench:<12} {result.ratio:>10.3f}  goal {result.goal:<8} {'ok' if result.ok else 'short'}\n"
            )
    for result in results:
        sys.stdout.write(json.dumps(result.as_json()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
