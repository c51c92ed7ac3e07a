"""Prints the table of bad cases, with the sentences that a person reads."""

from __future__ import annotations

import sys

from cabinet.contract.catalogue import problem_cards
from tests.journeys.bad_cases.table import ROWS

for row in ROWS:
    sys.stdout.write(f"{row.number:>2}  {row.case}\n    found by: {row.found}; provoked by: {row.provoked}\n")
    for code in row.codes:
        words = problem_cards()[code].sentence
        sys.stdout.write(f"    {code}: {words.uk} / {words.en}\n")
