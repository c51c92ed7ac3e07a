"""Output that never fails for want of a letter: a log in cp1252 or ASCII takes what it can of a sentence."""

from __future__ import annotations

import sys

__all__ = ["speaks_ukrainian", "tolerate_any_code_page"]


def tolerate_any_code_page() -> None:
    """Let characters that standard output or error cannot write become ``?`` instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def speaks_ukrainian() -> bool:
    """Tell whether standard output can write Ukrainian letters at all."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "їєґІЄҐ".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
