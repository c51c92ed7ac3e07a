"""A finding on paper, as plain values: what is found, by which checks, with which facts."""

from __future__ import annotations

from dataclasses import dataclass

from cabinet.export.job import Heading

__all__ = ["Paper", "PaperCheck", "Section"]


@dataclass(frozen=True)
class PaperCheck:
    """One check in words; ``passed`` is None where it could not be made."""

    passed: bool | None
    words: str


@dataclass(frozen=True)
class Section:
    """A part with its own title: facts as name and value, then sentences."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A page or some; ``role`` is ``success``, ``warning`` or ``danger``."""

    heading: Heading
    language: str
    title: str
    role: str
    verdict: str
    sentence: str
    checks: tuple[PaperCheck, ...]
    sections: tuple[Section, ...]
