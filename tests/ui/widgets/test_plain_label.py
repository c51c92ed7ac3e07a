"""A label's remembered heights follow its words."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cabinet.ui.widgets.plain_label import PlainLabel

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
