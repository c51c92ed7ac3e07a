"""Our programs without the imports that each begins with: contours, tokens' helpers, demos.

Tests that are about the start itself, the interpreter or its environment use :class:`ContourProcess`, the fixture
``started_helpers``, or the command line.
"""

from __future__ import annotations

import subprocess

from cabinet.contour.process import ContourProcess
from cabinet.token.process import HelperProcess
from tests.fork_server import ForkedProcess, ForkServer

CONTOUR = ("cabinet.cli.contour", "cabinet.contour.http.server")
DEMO = (*CONTOUR, "cabinet.cli.demo.command", "cabinet.cli.demo.server", "cabinet.cli.feed", "tests.forked_demo")
_HELPERS = ForkServer("cabinet.token.helper")
CONTOURS = ForkServer(*CONTOUR)
DEMOS = ForkServer(*DEMO)


class ForkedContour(ContourProcess):
    """A contour that is ready in a tenth of a second."""

    def _open(self, arguments: list[str]) -> subprocess.Popen[str]:
        return CONTOURS.start("cabinet", *arguments)  # type: ignore[return-value]  # what is used of it is there


def open_helper(_: HelperProcess, arguments: list[str]) -> ForkedProcess:
    """In place of :meth:`HelperProcess._open`."""
    return _HELPERS.start("cabinet", *arguments, raw=True, quiet=True)


def open_demo(*words: str, environment: dict[str, str] | None = None) -> ForkedProcess:
    """Start ``cabinet demo``, whose contour and feed are forked as well."""
    return DEMOS.start("tests.forked_demo", *words, environment=environment, quiet=True)


def contour_command(*words: str) -> subprocess.CompletedProcess[str]:
    """Run ``cabinet contour`` to its end, as one that is refused."""
    return CONTOURS.run("cabinet", "contour", *words, seconds=120)
