"""The contour's process without its second of imports.

Tests that are about the start itself, the interpreter or its environment use :class:`ContourProcess`.
"""

from __future__ import annotations

import subprocess

from cabinet.contour.process import ContourProcess
from tests.fork_server import ForkServer

_CONTOURS = ForkServer("cabinet.cli.contour", "cabinet.contour.http.server")


class ForkedContour(ContourProcess):
    """A contour that is ready in a tenth of a second."""

    def _open(self, arguments: list[str]) -> subprocess.Popen[str]:
        return _CONTOURS.start("cabinet", *arguments)  # type: ignore[return-value]  # what is used of it is there
