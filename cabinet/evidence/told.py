"""A finding in words, as the window, the terminal and the paper show it."""

from __future__ import annotations

from dataclasses import dataclass

from cabinet.evidence.checked_file import Standing

__all__ = ["Check", "Told"]


@dataclass(frozen=True)
class Check:
    """One check in words; ``passed`` is None where it could not be made."""

    passed: bool | None
    words: str


@dataclass(frozen=True)
class Told:
    """A title, at most one sentence, the checks, facts for a person, and the technical ones folded away."""

    standing: Standing
    title: str
    sentence: str = ""
    checks: tuple[Check, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    technical: tuple[tuple[str, str], ...] = ()
