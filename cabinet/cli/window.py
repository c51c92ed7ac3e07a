"""``cabinet`` without a word: the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.app import Window

__all__ = ["check_display", "load_qt", "make_window", "run"]


def check_display() -> None:
    """Look for a screen before Qt does: Qt would abort the process.

    Raises:
        KnownError: ``DISPLAY_ABSENT``.
    """
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise KnownError("DISPLAY_ABSENT")


def load_qt() -> None:
    """Import Qt before anything that needs it, without Python's collector.

    Importing makes a hundred thousand objects and next to no garbage; the office collects by its own timer later.
    """
    gc.disable()
    from cabinet.lanes.qt_import import import_qt

    import_qt()


def make_window(settings: Path | None = None, demo: Path | None = None) -> Window:
    """Make the window, not yet shown; the log-in page paints first, and heavy libraries come after it.

    ``settings`` is the file of its settings (default: the person's own), ``demo`` the folder of a demo.
    """
    load_qt()
    from cabinet.app import Window
    from cabinet.profile.settings import SettingsFile

    return Window(SettingsFile(settings), demo=demo)


def run(arguments: Sequence[str]) -> int:
    """Open the window, at what a link names if one is given; returns when it is closed."""
    link = ""
    if arguments:
        import argparse

        parser = argparse.ArgumentParser(prog="cabinet window", description="Opens the operator cabinet.")
        parser.add_argument("link", nargs="?", default="", help="cabinet://rejections?… to open after the log-in")
        link = parser.parse_args(arguments).link
    from cabinet.journal.trace import set_up
    from cabinet.profile.folders import data_folder

    set_up()
    try:
        if link:
            from cabinet.contract.link import parse_link

            parse_link(link)
        check_display()
    except KnownError as error:
        from cabinet.cli.messages import print_error

        return print_error(error)
    load_qt()
    from cabinet.ui.first_window import raise_first

    if raise_first(data_folder(), link):
        return 0
    window = make_window()
    try:
        window.shell.open_link(link)
        window.show(data_folder())
        return window.app.exec()
    finally:
        window.close()
