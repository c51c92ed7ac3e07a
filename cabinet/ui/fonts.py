"""IBM Plex, loaded from our own files, and QFonts by size and weight. Weight 700 does not exist: it is synthetic."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from cabinet.assets import resource

__all__ = ["font", "load_fonts", "metrics", "mono"]

_SANS = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-Medium.ttf", "IBMPlexSans-SemiBold.ttf")
_MONO = ("IBMPlexMono-Regular.ttf", "IBMPlexMono-Medium.ttf")
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600


def load_fonts() -> None:
    """Add the sans to Qt and make it the application's own; once a process, after the application is made."""
    _add(_SANS)
    # Otherwise the system's default font is looked up, and never shown.
    QGuiApplication.setFont(font())


def _add(files: tuple[str, ...]) -> None:
    for name in files:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))


@cache
def font(size: int = 13, weight: int = REGULAR) -> QFont:
    """Return the sans of so many pixels."""
    return _make("IBM Plex Sans", size, min(weight, SEMIBOLD))


@cache
def mono(size: int = 12, weight: int = REGULAR) -> QFont:
    """Return the mono of so many pixels."""
    _add_mono()
    return _make("IBM Plex Mono", size, min(weight, MEDIUM))


@cache
def _add_mono() -> None:
    _add(_MONO)


_metrics: dict[str, QFontMetricsF] = {}


def metrics(of: QFont) -> QFontMetricsF:
    """Return metrics, cached by font."""
    key = of.key()
    if key not in _metrics:
        _metrics[key] = QFontMetricsF(of)
    return _metrics[key]


def _make(family: str, size: int, weight: int) -> QFont:
    made = QFont(family)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    return made
