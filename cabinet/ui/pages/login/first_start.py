"""The first start: nothing is connected yet, and two ways lie open (the test contour, or a profile)."""

# ruff: noqa: D102, N802  Qt's own handlers keep Qt's names

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cabinet.desks.contour import ContourDesk, ContourPhase
from cabinet.ui.fonts import font
from cabinet.ui.icons import draw_icon
from cabinet.ui.language import tr
from cabinet.ui.paint import frame
from cabinet.ui.sizes import RADIUS_CARD
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.theme_switch import theme
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.painted import Painted
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QMouseEvent

    from cabinet.ui.widgets.notice import Notice

__all__ = ["FirstStart"]

_LADDER, _TILE_HIGH, _PADDING, _PLATE, _NARROW = 312, 452, 28, 48, 860
_PLATE_ICON, _DROP_HIGH, _FACT = 24, 148, 26


class _Plate(Painted):
    """An icon on a square."""

    def __init__(self, icon: str, *, contour: bool) -> None:
        super().__init__()
        self._icon, self._contour = icon, contour
        self.setFixedSize(_PLATE, _PLATE)

    def paint(self, painter: QPainter) -> None:
        now = theme()
        fill, color = (now.env_cont, now.env_cont_t) if self._contour else (now.accent_surface, now.accent)
        frame(painter, QRectF(self.rect()), RADIUS_CARD, fill, None)
        at = (_PLATE - _PLATE_ICON) / 2
        draw_icon(painter, self._icon, at, at, _PLATE_ICON, color)


class _Fact(Painted):
    """A line with a small icon before it."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(_FACT, 16)

    def paint(self, painter: QPainter) -> None:
        draw_icon(painter, self._icon, 0, 0, 16, theme().text2)


class _Tile(Card):
    """One of the ways; the whole tile may be clicked.

    Signals:
        clicked(): anywhere but on a part of its own.
    """

    clicked = Signal()

    def __init__(self, icon: str, title: str, words: str, *, contour: bool) -> None:
        super().__init__(padding=_PADDING)
        self.setMinimumHeight(_TILE_HIGH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.body.setSpacing(8)
        self.body.addWidget(_Plate(icon, contour=contour))
        self.body.addSpacing(8)
        self.body.addWidget(PlainLabel(title, font(16, 600), wrap=True))
        self.body.addWidget(PlainLabel(words, font(13), "text2", wrap=True))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class _Drop(Painted):
    """Where a profile may be dropped: a dashed field."""

    def __init__(self) -> None:
        super().__init__()
        self.over = False
        self.setMinimumHeight(_DROP_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 52, 16, 12)
        column.setSpacing(4)
        self.words = PlainLabel("", font(13, 600), wrap=True)
        self.kind = PlainLabel("", font(12), "text3", wrap=True)
        for label in (self.words, self.kind):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(1)
        self.show_over(over=False)

    def show_over(self, *, over: bool) -> None:
        """Show whether a file is held over the window."""
        self.over = over
        self.words.set_text(tr("Let go to connect") if over else tr("Drop the profile's file here"))
        self.kind.set_text("profile.json")
        self.update()

    def paint(self, painter: QPainter) -> None:
        now = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(now.accent if self.over else now.border2, 2 if self.over else 1)
        if not self.over:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(now.sunken)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)
        draw_icon(painter, "file-down", (self.width() - 24) / 2, 20, 24, now.accent)


class FirstStart(QWidget):
    """Two tiles and what a log-in will be like.

    Signals:
        try_asked(): start the test contour.
        cancel_asked(): leave it, while it starts.
        choose_asked(): choose a profile's file.
        dropped(object): the ``Path`` of a profile that was dropped on the window.
    """

    try_asked = Signal()
    cancel_asked = Signal()
    choose_asked = Signal()
    dropped = Signal(object)

    def __init__(self, contour: ContourDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contour = contour
        self.setAcceptDrops(True)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 48, 0, 0)
        row.setSpacing(12)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(PlainLabel(tr("What shall we begin with?"), font(20, 600), wrap=True))
        self._tiles = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tiles.setSpacing(12)
        self._try_tile, self._profile_tile = self._build_try(), self._build_profile()
        self._tiles.addWidget(self._try_tile, 1)
        self._tiles.addWidget(self._profile_tile, 1)
        right.addLayout(self._tiles)
        right.addStretch(1)
        row.addLayout(right, 1)
        contour.changed.connect(self.show_desk)
        self.show_desk()

    @cached_property
    def ladder(self) -> Card:
        """What a log-in will be like; made where there is room for it."""
        card = Card(padding=24)
        card.setFixedWidth(_LADDER)
        card.body.setSpacing(4)
        card.body.addWidget(PlainLabel(tr("How a log-in goes"), font(14, 600)))
        card.body.addWidget(
            PlainLabel(tr("It begins as soon as you choose a connection"), font(12), "text2", wrap=True)
        )
        card.body.addSpacing(12)
        for name, words in (
            (tr("Driver"), tr("we find your token's module")),
            (tr("Token"), tr("plugged into this computer")),
            (tr("Certificate"), tr("your QES, issued for the company")),
            (tr("PIN"), tr("the token itself checks it")),
            (tr("Signature"), tr("the token signs the log-in statement")),
            (tr("Checks by the server"), tr("signature, term, person, right to act")),
        ):
            card.body.addWidget(PlainLabel(name, font(13, 500)))
            card.body.addWidget(PlainLabel(words, font(12), "text2", wrap=True))
            card.body.addSpacing(6)
        card.body.addStretch(1)
        kept = tr("The PIN is not kept and does not leave this computer")
        card.body.addWidget(PlainLabel(kept, font(12), "text3", wrap=True))
        self._row.insertWidget(0, card)
        return card

    @cached_property
    def notice(self) -> Notice:
        """Why the contour did not start."""
        return _notice_in(self._try_tile)

    @cached_property
    def profile_notice(self) -> Notice:
        """Why a profile was not taken."""
        return _notice_in(self._profile_tile)

    def _build_try(self) -> _Tile:
        tile = _Tile(
            "flask-conical",
            tr("Try it on the test contour"),
            tr("A real server with an invented company starts on this computer. No token is needed."),
            contour=True,
        )
        tile.clicked.connect(self._try)
        tile.body.addSpacing(8)
        for icon, words in (
            ("timer", tr("log-in within 3 seconds")),
            ("building-2", tr("200 000 transactions, 90 days of history, filled while you work")),
            ("wifi-off", tr("without internet, nothing is sent")),
        ):
            line = QHBoxLayout()
            line.setSpacing(0)
            line.addWidget(_Fact(icon), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(PlainLabel(words, font(13), "text2", wrap=True), 1)
            tile.body.addLayout(line)
        tile.body.addStretch(1)
        self.try_it = Button(tr("Try"), Kind.PRIMARY)
        self.try_it.clicked.connect(self._try)
        self.cancel = Button(tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_asked)
        self._try_row = _buttons(self.try_it, self.cancel)
        tile.body.addLayout(self._try_row)
        return tile

    def _build_profile(self) -> _Tile:
        tile = _Tile(
            "landmark",
            tr("Connect by a profile…"),
            tr("The administrator of SOMS gives a connection profile: the server's address and whose keys to trust."),
            contour=False,
        )
        tile.clicked.connect(self.choose_asked)
        tile.body.addSpacing(8)
        self.drop = _Drop()
        tile.body.addWidget(self.drop)
        tile.body.addStretch(1)
        self.choose = Button(tr("Choose a file…"), icon="folder-open")
        self.choose.clicked.connect(self.choose_asked)
        tile.body.addLayout(_buttons(self.choose))
        return tile

    @Slot()
    def show_desk(self) -> None:
        """Show whether the contour starts, and why it did not."""
        starting = self._contour.phase is ContourPhase.STARTING
        self.try_it.set_text(tr("Starting…") if starting else tr("Try"), busy=starting)
        self.cancel.setVisible(starting)
        failure = self._contour.failure if self._contour.phase is ContourPhase.FAILED else None
        if failure is None:
            if "notice" in self.__dict__:
                self.notice.hide()
        else:
            sentence, action = failure_words(failure)
            self.notice.show_notice("danger", sentence, f"{action}\n{tr('Code: {code}').format(code=failure.code)}")

    def show_profile_refused(self, sentence: str, action: str) -> None:
        """Say why a file was not taken."""
        self.profile_notice.show_notice("danger", sentence, action)

    def fit(self, _page: QSize, *, narrow: bool) -> None:
        """Leave the ladder out, and stack the tiles where even two do not fit."""
        if not narrow or "ladder" in self.__dict__:
            self.ladder.setVisible(not narrow)
        stacked = self.window().width() < _NARROW
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._tiles.setDirection(way)

    @Slot()
    def _try(self) -> None:
        if self._contour.phase is not ContourPhase.STARTING:
            self.try_asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            self.drop.show_over(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop.show_over(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop.show_over(over=False)
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is dropped, or None."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _notice_in(tile: Card) -> Notice:
    """Return a notice above a tile's buttons, which stand last; made when there is something to say."""
    from cabinet.ui.widgets.notice import Notice

    notice = Notice()
    tile.body.insertWidget(tile.body.count() - 1, notice)
    return notice


def _buttons(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(button, 1)
    return row
