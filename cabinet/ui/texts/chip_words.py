"""What a chip shows."""

from __future__ import annotations

__all__ = ["ChipWords"]

ChipWords = tuple[str, str, str]
"""The word, the name of its state's colour, and the icon."""
