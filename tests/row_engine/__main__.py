"""``python -m tests.row_engine [--seeds N] [--first N] [--bets N]``: compares the ledger with the row engine."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.row_engine.comparison import compare


def main() -> int:
    """Run so many seeds; the exit status is 1 where the two do not agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.row_engine", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--bets", type=int, default=200)
    given = parser.parse_args()
    lines = plain = different = 0
    for seed in range(given.first, given.first + given.seeds):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                count, accepted = compare(seed, Path(folder), given.bets)
            except Exception:  # noqa: BLE001  whatever it is, the other seeds are run too
                different += 1
                sys.stdout.write(f"seed {seed}: different\n{traceback.format_exc()}\n")
                continue
        lines += count
        plain += accepted
        sys.stdout.write(
            f"seed {seed}: {count} lines the same, {accepted} of them plain, {time.monotonic() - began:.1f} s\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"{given.seeds} seeds, {lines} lines, {plain} of them plain, {different} different\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
