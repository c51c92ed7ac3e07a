"""One printed page as data: words, lines, boxes and squares at their places, for a PDF and for a painter alike.

Places are points (1/72 inch) from the upper left corner of A4 upright. Words stand on their baseline. Widths are those
of the fonts' own files, so that a page is laid out without a screen.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any, Final

import msgspec

from cabinet.assets import resource

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Box",
    "Face",
    "Ink",
    "Line",
    "Mark",
    "Sheet",
    "Squares",
    "Words",
    "fitted",
    "measure",
    "wrapped",
]

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
_ELLIPSIS: Final = "…"


class Face(Enum):
    """The faces: the name a PDF knows them by, and their file; all digits are equally wide."""

    SANS = ("IBM Plex Sans", "IBMPlexSans-Regular.ttf")
    BOLD = ("IBM Plex Sans SemiBold", "IBMPlexSans-SemiBold.ttf")
    MONO = ("IBM Plex Mono", "IBMPlexMono-Regular.ttf")

    @property
    def title(self) -> str:
        """Its name."""
        return self.value[0]

    @property
    def file(self) -> str:
        """Its file among the fonts."""
        return self.value[1]


class Ink(Enum):
    """Colours on white paper, as ``RRGGBB``: those of the light theme."""

    TEXT = "18202B"
    SECOND = "465263"
    FAINT = "5A6676"
    RULE = "D5DAE1"
    SUNKEN = "F3F5F8"
    ACCENT = "0B57C2"
    SUCCESS = "14673B"
    SUCCESS_SOFT = "E4F4EA"
    WARNING = "7C4A00"
    WARNING_SOFT = "FDF0D9"
    DANGER = "A51D1A"
    DANGER_SOFT = "FCE9E7"


class Words(msgspec.Struct, frozen=True):
    """One line of text; ``align`` says what of it stands at ``x``: its left (l), right (r) or middle (c)."""

    x: float
    y: float
    text: str
    size: float = 9
    face: Face = Face.SANS
    ink: Ink = Ink.TEXT
    align: str = "l"


class Line(msgspec.Struct, frozen=True):
    """A line across."""

    x: float
    y: float
    width: float
    ink: Ink = Ink.RULE
    thick: float = 0.5


class Box(msgspec.Struct, frozen=True):
    """A filled box."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    radius: float = 0


class Squares(msgspec.Struct, frozen=True):
    """Black squares of ``side`` where ``rows`` are true."""

    x: float
    y: float
    side: float
    rows: tuple[tuple[bool, ...], ...]


Mark = Words | Line | Box | Squares


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A page; ``across`` is a watermark, empty for none, ``keywords`` are kept in the file and shown nowhere."""

    title: str
    author: str
    language: str
    marks: tuple[Mark, ...]
    across: str = ""
    keywords: str = ""


@cache
def _font(face: Face) -> Any:
    from reportlab.pdfbase.ttfonts import TTFont

    return TTFont(face.title, str(resource(f"fonts/{face.file}")))


def measure(text: str, size: float = 9, face: Face = Face.SANS) -> float:
    """Return how wide a line of text is."""
    width: float = _font(face).stringWidth(text, size)
    return width


def fitted(text: str, width: float, size: float = 9, face: Face = Face.SANS) -> str:
    """Return a line cut to a width with ``…``."""
    if measure(text, size, face) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + _ELLIPSIS, size, face) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


def wrapped(text: str, width: float, lines: int, size: float = 9, face: Face = Face.SANS) -> list[str]:
    """Return text broken at blanks into at most so many lines, the last one cut where there is more."""
    found: list[str] = []
    left = text.split(" ")
    while left and len(found) < lines:
        if len(found) == lines - 1:
            return [*found, fitted(" ".join(left), width, size, face)]
        taken = 1
        while taken < len(left) and measure(" ".join(left[: taken + 1]), size, face) <= width:
            taken += 1
        found.append(fitted(" ".join(left[:taken]), width, size, face))
        left = left[taken:]
    return found
