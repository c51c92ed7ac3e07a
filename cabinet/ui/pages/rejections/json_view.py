"""The payload as sent: lines of 18 with numbers, colours, the offending line marked with its sentence."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from cabinet.ui.fonts import font, mono
from cabinet.ui.icons import draw_icon
from cabinet.ui.paint import advance, frame, text
from cabinet.ui.sizes import JSON_LINE
from cabinet.ui.theme_switch import theme, theme_switch
from cabinet.ui.widgets.plain_label import plain

__all__ = ["JsonView", "Mark", "lines_of"]

_GUTTER, _EDGES, _LONGEST = 44, 14, 60_000
_TOKEN = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<str>"(?:[^"\\]|\\.)*")|(?P<num>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<lit>true|false|null)|(?P<pun>[{}\[\],:])"
)


@dataclass(frozen=True)
class Mark:
    """A field that is wrong, by JSON pointer, and the sentence beside it."""

    pointer: str
    sentence: str


def lines_of(value: dict[str, Any]) -> tuple[list[str], dict[str, int]]:
    """Return indented lines, and the line of every pointer (first and second level)."""
    lines, places = ["{"], {}
    items = list(value.items())
    for index, (name, inner) in enumerate(items):
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        places[pointer] = len(lines)
        comma = "," if index < len(items) - 1 else ""
        shown = json.dumps(inner, ensure_ascii=False, indent=2).splitlines() or [""]
        if isinstance(inner, dict):
            for offset, key in enumerate(inner, start=1):
                places[f"{pointer}/{key}"] = len(lines) + offset
        lines.append(f"  {json.dumps(name, ensure_ascii=False)}: {shown[0]}")
        lines += ["  " + rest for rest in shown[1:]]
        lines[-1] += comma
    return [*lines, "}"], places


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, line: str) -> None:
        now = theme()
        colors = {"key": now.js_key, "str": now.js_str, "num": now.js_num, "lit": now.js_lit, "pun": now.js_pun}
        for match in _TOKEN.finditer(line):
            shape = QTextCharFormat()
            shape.setForeground(colors[match.lastgroup or "pun"])
            self.setFormat(match.start(), match.end() - match.start(), shape)


class JsonView(QTextEdit):
    """Read-only; :meth:`show_object` for JSON, :meth:`show_raw` for what is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("json")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFont(mono())
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setFrameStyle(0)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(_GUTTER, 6, 0, 6)
        self._marks: dict[int, str] = {}
        self._gutter = _Gutter(self)
        self._colours = _Colours(self.document())
        self._first = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._to_first)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._to_first)
        theme_switch().changed.connect(self._recolour)

    def show_object(self, value: dict[str, Any], marks: list[Mark]) -> None:
        """Show an object with its wrong fields."""
        lines, places = lines_of(value)
        self._marks = {}
        for mark in marks:
            line = places.get(mark.pointer)
            if line is None:
                line = places.get("/" + mark.pointer.strip("/").split("/")[0], 0)
            self._marks.setdefault(line, mark.sentence)
        self._set("\n".join(lines))

    def show_raw(self, words: str) -> None:
        """Show what could not be read as an object."""
        self._marks = {}
        self._set(words)

    def _set(self, words: str) -> None:
        self.setPlainText(plain(words[:_LONGEST]))
        shape = QTextBlockFormat()
        shape.setLineHeight(JSON_LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(shape)
        self.setAccessibleDescription("; ".join(self._marks.values()))
        self.viewport().update()
        self._gutter.update()

    def show_lines(self, most: int) -> None:
        """Take the height of at most so many lines, the first wrong one in the middle."""
        lines = self.document().blockCount()
        self.setFixedHeight(min(lines, most) * JSON_LINE + _EDGES)
        self._first = max(0, min(self._marks, default=0) - min(lines, most) // 2)
        self._to_first()
        self._soon.start()

    def take_height(self, least: int) -> None:
        """Take any height from so many lines up to all of them, the first wrong one within."""
        lines = self.document().blockCount()
        self.setMinimumHeight(min(lines, least) * JSON_LINE + _EDGES)
        self.setMaximumHeight(lines * JSON_LINE + _EDGES)
        self._first = max(0, min(self._marks, default=0) - min(lines, least) // 2)
        self._to_first()
        self._soon.start()

    def line_count(self) -> int:
        """Return how many lines there are."""
        return self.document().blockCount()

    @Slot()
    def _to_first(self) -> None:
        """Scroll to where the view begins; asked again when the layout, which is late, has given the bar its range."""
        self.verticalScrollBar().setValue(self._first * JSON_LINE)

    @Slot()
    def _scrolled(self) -> None:
        self._gutter.update()

    @Slot()
    def _recolour(self) -> None:
        self._colours.rehighlight()
        self._gutter.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()
        self._gutter.setGeometry(0, 0, _GUTTER, self.height())

    def top_of(self, line: int) -> int:
        """Return where a line begins in the viewport."""
        return line * JSON_LINE - self.verticalScrollBar().value()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, port = theme(), self.viewport()
        with QPainter(port) as painter:
            for line in self._marks:
                place = QRectF(-2, self.top_of(line), port.width() + 4, JSON_LINE)
                if now.contrast:
                    frame(painter, place, 0, None, now.danger_b)
                else:
                    painter.fillRect(place, now.danger_s)
        super().paintEvent(event)
        with QPainter(port) as painter:
            for line, sentence in self._marks.items():
                block = self.document().findBlockByNumber(line)
                used = advance(block.text(), mono()) + 16
                room = port.width() - used - 16
                if room < 90 or not sentence:
                    continue
                wide = advance(sentence, font(12, 500))
                if wide > room - 22:
                    # Half a sentence says the wrong thing; the whole one stands in the card's fields.
                    draw_icon(painter, "triangle-alert", port.width() - 30, self.top_of(line) + 2, 14, now.danger)
                    continue
                left, top = port.width() - 16 - wide, self.top_of(line)
                draw_icon(painter, "triangle-alert", left - 20, top + 2, 14, now.danger)
                text(painter, QRectF(left, top, wide + 1, JSON_LINE), sentence, font(12, 500), now.danger)

    def marked(self, line: int) -> bool:
        """Tell whether a line is wrong."""
        return line in self._marks


class _Gutter(QWidget):
    def __init__(self, view: JsonView) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, view = theme(), self._view
        with QPainter(self) as painter:
            painter.setClipRect(0, 6, self.width(), self.height() - 12)
            for line in range(view.document().blockCount()):
                top = view.top_of(line) + 6
                if top < -JSON_LINE or top > self.height():
                    continue
                place = QRectF(0, top, _GUTTER, JSON_LINE)
                if view.marked(line):
                    if not now.contrast:
                        painter.fillRect(place, now.danger_s)
                    painter.fillRect(QRectF(0, top, 3, JSON_LINE), now.danger)
                color = now.danger if view.marked(line) else now.text3
                text(painter, place.adjusted(0, 0, -16, 0), str(line + 1), mono(), color, "r")
