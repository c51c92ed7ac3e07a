"""The shapes of a Lucide icon as Qt's paths: as much of SVG as our icons use; a test compares them with QtSvg.

QtSvg itself would cost the first paint 5 ms: its library, the reader of XML and their enums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import acos, ceil, copysign, cos, hypot, pi, sin, sqrt, tan
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from cabinet.assets import resource

__all__ = ["BOX", "shapes"]

BOX: Final = 24
"""Side of the square that every icon is drawn in."""
_WORD: Final = re.compile(r"[A-Za-z]|-?[0-9]*\.?[0-9]+")
"""A command of a path, or a number."""
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}
"""How many numbers each command takes."""


@cache
def shapes(name: str) -> tuple[tuple[QPainterPath, bool], ...]:
    """Return the shapes of ``icons/{name}.svg``, in a square of :data:`BOX`, and whether each is filled.

    Raises:
        KeyError: an element or a command that none of our icons had so far.
    """
    _, _, inside = resource(f"icons/{name}.svg").read_text(encoding="utf-8").partition("<svg")
    found = []
    for element in inside.split("<")[1:]:
        kind, _, rest = element.partition(" ")
        if kind.startswith("/"):
            continue
        words = rest.split('"')
        attributes = {key.strip(" \n="): value for key, value in zip(words[::2], words[1::2], strict=False)}
        found.append((_DRAWN[kind](attributes), attributes.get("fill", "none") != "none"))
    return tuple(found)


def _circle(a: dict[str, str]) -> QPainterPath:
    path, radius = QPainterPath(), float(a["r"])
    path.addEllipse(QPointF(float(a["cx"]), float(a["cy"])), radius, radius)
    return path


def _rect(a: dict[str, str]) -> QPainterPath:
    path, radius = QPainterPath(), float(a.get("rx", a.get("ry", "0")))
    place = QRectF(float(a.get("x", "0")), float(a.get("y", "0")), float(a["width"]), float(a["height"]))
    path.addRoundedRect(place, radius, radius)
    return path


def _line(a: dict[str, str]) -> QPainterPath:
    path = QPainterPath(QPointF(float(a["x1"]), float(a["y1"])))
    path.lineTo(float(a["x2"]), float(a["y2"]))
    return path


def _polyline(a: dict[str, str]) -> QPainterPath:
    numbers = [float(word) for word in _WORD.findall(a["points"])]
    path = QPainterPath(QPointF(*numbers[:2]))
    for x, y in zip(numbers[2::2], numbers[3::2], strict=True):
        path.lineTo(x, y)
    return path


def _path(a: dict[str, str]) -> QPainterPath:
    path, x, y, start = QPainterPath(), 0.0, 0.0, (0.0, 0.0)
    for command, numbers in _commands(a["d"]):
        name = command.upper()
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        if name == "Z":
            path.closeSubpath()
            x, y = start
            continue
        end_x = x if name == "V" else numbers[0 if name == "H" else -2] + dx
        end_y = y if name == "H" else numbers[-1] + dy
        if name == "M":
            path.moveTo(end_x, end_y)
            start = end_x, end_y
        elif name == "C":
            one, two, three, four = numbers[:4]
            path.cubicTo(one + dx, two + dy, three + dx, four + dy, end_x, end_y)
        elif name == "A":
            _arc(path, x, y, numbers, end_x, end_y)
        else:
            path.lineTo(end_x, end_y)
        x, y = end_x, end_y
    return path


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; what follows a move without a letter are lines (SVG 2, 9.3.3)."""
    words = _WORD.findall(d)
    at, command = 0, ""
    while at < len(words):
        if words[at].isalpha():
            command = words[at]
            at += 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        takes = _TAKES[command.upper()]
        yield command, [float(word) for word in words[at : at + takes]]
        at += takes


def _arc(path: QPainterPath, x: float, y: float, numbers: list[float], end_x: float, end_y: float) -> None:
    """Add an elliptical arc that is not turned, as cubic curves of at most a quarter (SVG 2, B.2.4)."""
    rx, ry, _turned, large, sweep = numbers[:5]
    half_x, half_y = (x - end_x) / 2, (y - end_y) / 2
    grown = max(1.0, hypot(half_x / rx, half_y / ry))
    rx, ry = rx * grown, ry * grown
    from_x, from_y = half_x / rx, half_y / ry
    length = from_x * from_x + from_y * from_y
    aside = sqrt(max(0.0, 1 / length - 1)) * (1 if large != sweep else -1)
    middle_x, middle_y = aside * from_y, -aside * from_x
    center_x, center_y = middle_x * rx + (x + end_x) / 2, middle_y * ry + (y + end_y) / 2
    first = copysign(acos(max(-1.0, min(1.0, from_x - middle_x))), from_y - middle_y)
    last = copysign(acos(max(-1.0, min(1.0, -from_x - middle_x))), -from_y - middle_y)
    span = last - first
    if sweep and span < 0:
        span += 2 * pi
    elif not sweep and span > 0:
        span -= 2 * pi
    parts = max(1, ceil(abs(span) / (pi / 2) - 1e-3))
    stops = [first + span * part / parts for part in range(parts + 1)]
    reach = 4 / 3 * tan(span / parts / 4)
    for one, two in pairwise(stops):
        path.cubicTo(
            center_x + rx * (cos(one) - reach * sin(one)),
            center_y + ry * (sin(one) + reach * cos(one)),
            center_x + rx * (cos(two) + reach * sin(two)),
            center_y + ry * (sin(two) - reach * cos(two)),
            center_x + rx * cos(two),
            center_y + ry * sin(two),
        )


_DRAWN: Final = {
    "svg": lambda _: QPainterPath(),
    "path": _path,
    "circle": _circle,
    "rect": _rect,
    "line": _line,
    "polyline": _polyline,
}
"""By the name of the element; the outermost draws nothing itself."""
