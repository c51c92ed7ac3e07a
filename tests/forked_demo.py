"""``cabinet demo`` as a forked program: its contour and its feed are forked from it, before it has any thread."""

from __future__ import annotations

import subprocess
import sys

from cabinet.__main__ import main
from cabinet.cli.feed_process import FeedProcess
from cabinet.contour.process import ContourProcess
from tests.forked import CONTOURS, ForkedContour


def open_feed(_: FeedProcess, arguments: list[str]) -> subprocess.Popen[bytes]:
    """In place of :meth:`FeedProcess._open`."""
    return CONTOURS.start("cabinet", *arguments, raw=True, quiet=True)  # type: ignore[return-value]


if __name__ == "__main__":
    CONTOURS.begin_within()
    ContourProcess._open = ForkedContour._open  # type: ignore[method-assign]
    FeedProcess._open = open_feed  # type: ignore[method-assign, assignment]
    sys.exit(main(["demo", *sys.argv[1:]]))
