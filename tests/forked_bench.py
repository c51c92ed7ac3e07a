"""``python -m tests.bench`` as a forked program: its contours are forked from it, before it has any thread."""

from __future__ import annotations

import sys

from cabinet.contour.process import ContourProcess
from tests.bench.__main__ import main
from tests.forked import CONTOURS, ForkedContour

if __name__ == "__main__":
    CONTOURS.begin_within()
    ContourProcess._open = ForkedContour._open  # type: ignore[method-assign]
    sys.exit(main())
