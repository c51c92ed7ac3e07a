"""``cabinet`` without a word: the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from cabinet.cli.saying import say_error
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up

__all__ = ["check_display", "run"]


def check_display() -> None:
    """Look for a screen before Qt does: Qt would abort the process.

    Raises:
        KnownError: ``DISPLAY_ABSENT``.
    """
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise KnownError("DISPLAY_ABSENT")


def run(arguments: Sequence[str]) -> int:
    """Open the window; returns when it is closed."""
    parser = argparse.ArgumentParser(prog="cabinet window", description="Opens the operator cabinet.")
    parser.parse_args(arguments)
    set_up()
    try:
        check_display()
    except KnownError as error:
        return say_error(error)
    from cabinet.app import Window
    from cabinet.profile.settings import SettingsFile

    window = Window(SettingsFile())
    try:
        window.show()
        return window.app.exec()
    finally:
        window.close()
