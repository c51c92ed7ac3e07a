"""What no text that is stored and shown again may hold: characters that command a terminal or turn a line around."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["harmful", "visible"]

_HARMFUL: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode's categories of controls (bidirectional ones are among Cf), private, unpaired, line separators."""
_LINE_ENDS: Final = frozenset("\n\r\t")


def harmful(text: str, *, lines: bool = False) -> str:
    """Return the first such character as ``U+202E``, empty where there is none; ``lines`` allows line ends and tabs."""
    for character in text:
        if unicodedata.category(character) in _HARMFUL and not (lines and character in _LINE_ENDS):
            return f"U+{ord(character):04X}"
    return ""


def visible(text: str) -> str:
    """Return the text with a symbol in the place of each such character, so that it stays one line that says so."""
    return "".join(_symbol(c) if unicodedata.category(c) in _HARMFUL else c for c in text)


def _symbol(character: str) -> str:
    """Return Unicode's picture of an ASCII control, of any other character its replacement sign."""
    return chr(0x2400 + ord(character)) if character < " " else "\N{REPLACEMENT CHARACTER}"
