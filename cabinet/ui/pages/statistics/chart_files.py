"""The chart as a picture or on paper: always in the light theme, so that it reads on white."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from cabinet.ui.fonts import font
from cabinet.ui.paint import text
from cabinet.ui.theme import LIGHT
from cabinet.ui.theme_switch import theme_switch
from cabinet.ui.widgets.bar_chart import BarChart

__all__ = ["pdf_of", "png_of", "print_on", "svg_of"]

_HEAD, _MARGIN = 32, 16
_SHARP = 2
"""Device pixels of a picture's pixel, so that it can be put into a document."""
_PAGE_MARGIN = 15.0
"""Millimetres."""


def png_of(chart: BarChart, title: str) -> bytes:
    """Return the chart under its title as PNG, twice as sharp as on a plain screen."""
    size = _size(chart)
    image = QImage(size * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(LIGHT.surface)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint(painter, chart, title)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs forget devices
    return bytes(buffer.data().data())


def svg_of(chart: BarChart, title: str) -> bytes:
    """Return the same as SVG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = _size(chart)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle(title)
    with QPainter(generator) as painter:
        painter.fillRect(QRect(QPoint(0, 0), size), LIGHT.surface)
        _paint(painter, chart, title)
    return bytes(buffer.data().data())


def pdf_of(chart: BarChart, title: str) -> bytes:
    """Return the same as a page of A4 across."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    margins = QMarginsF(_PAGE_MARGIN, _PAGE_MARGIN, _PAGE_MARGIN, _PAGE_MARGIN)
    landscape = QPageLayout.Orientation.Landscape
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), landscape, margins, QPageLayout.Unit.Millimeter)
    )
    with QPainter(writer) as painter:
        _fit(painter, chart, QSize(writer.width(), writer.height()))
        _paint(painter, chart, title)
    buffer.close()
    return bytes(data.data())


def print_on(printer: QPrinter, chart: BarChart, title: str) -> None:
    """Print the same on one page."""
    with QPainter(printer) as painter:
        _fit(painter, chart, printer.pageLayout().paintRectPixels(printer.resolution()).size())
        _paint(painter, chart, title)


def _size(chart: BarChart) -> QSize:
    return chart.size() + QSize(2 * _MARGIN, 2 * _MARGIN + _HEAD)


def _fit(painter: QPainter, chart: BarChart, page: QSize) -> None:
    size = _size(chart)
    scale = min(page.width() / size.width(), page.height() / size.height())
    painter.scale(scale, scale)


def _paint(painter: QPainter, chart: BarChart, title: str) -> None:
    with theme_switch().lent(LIGHT):
        text(painter, QRectF(_MARGIN, _MARGIN, chart.width(), 20), title, font(14, 600), LIGHT.text, elastic=True)
        painter.translate(_MARGIN, _MARGIN + _HEAD)
        chart.paint(painter)
