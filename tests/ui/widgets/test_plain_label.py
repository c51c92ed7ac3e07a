"""A label's remembered heights follow its words; a long word may be broken, and is copied whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cabinet.ui.widgets.plain_label import BREAK, PlainLabel
from tests.ui.fit import misfits

LONG = "words " * 60


def test_heights_are_qts_own_and_follow_the_words(qtbot: QtBot) -> None:
    label = PlainLabel("word", wrap=True)
    qtbot.addWidget(label)
    for words in ("word", LONG, "other"):
        label.set_text(words)
        for width in (120, 400, 120):
            assert label.heightForWidth(width) == QLabel.heightForWidth(label, width)
    label.set_text(LONG)
    assert label.heightForWidth(120) > label.heightForWidth(400)


PATH = "/home/director/Документи/Звірка за листопад/protocol-2026-11-27-core-1_final.pdf"


@pytest.mark.parametrize("words", [f"Записано: {PATH}", "a" * 64, "C:\\Users\\x\\" + "b" * 30, "коротке слово"])
def test_a_long_word_breaks_and_is_still_the_same(qtbot: QtBot, words: str) -> None:
    label = PlainLabel(words, wrap=True, selectable=True)
    qtbot.addWidget(label)
    label.resize(150, label.heightForWidth(150))
    label.show()
    assert misfits(label.parentWidget() or label) == []
    assert label.minimumSizeHint().width() <= 150
    assert label.text() == words
    label.setSelection(0, len(QLabel.text(label)))
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == words


def test_short_words_and_single_lines_are_never_broken(qtbot: QtBot) -> None:
    for label in (PlainLabel("a" * 24, wrap=True), PlainLabel("a" * 64)):
        qtbot.addWidget(label)
        assert BREAK not in QLabel.text(label)
    label = PlainLabel("a" * 25, wrap=True)
    qtbot.addWidget(label)
    assert QLabel.text(label) == "a" * 16 + BREAK + "a" * 9
