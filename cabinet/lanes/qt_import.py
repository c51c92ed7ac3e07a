"""Importing Qt without the import hook that PySide6 leaves behind."""

from __future__ import annotations

import builtins

__all__ = ["import_qt"]


def import_qt() -> None:
    """Import PySide6, and put Python's own ``__import__`` back; before anything else imports Qt.

    WORKAROUND: PySide6 replaces it to look for ``from __feature__ import …`` (shibokensupport/feature.py), which
    nothing here uses. For every module that comes after, its replacement reads the source and keeps it in
    ``linecache``: a fifth of the time of all later imports, and 19 MB.
    """
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401  for what it does to the import

    builtins.__import__ = own
