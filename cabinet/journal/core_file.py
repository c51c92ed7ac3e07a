"""No core files: a crash must not write a PIN or a session's key to the disk."""

from __future__ import annotations

import sys

__all__ = ["no_core_file"]


def no_core_file() -> None:
    """Let this process, and those it starts, crash without a copy of their memory. Windows writes none by itself."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
