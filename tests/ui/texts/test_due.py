"""What is overdue is said so and is red."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.ui.texts.due import due_left, due_role, due_short, due_words
from tests.perimeter_in_process import NOW


@pytest.mark.parametrize(("seconds", "role"), [(-1, "danger"), (0, "danger"), (1, "text2")])
def test_overdue_from_its_moment_on(qapp: QApplication, seconds: int, role: str) -> None:
    due = NOW + timedelta(seconds=seconds)
    over = role == "danger"
    assert due_role(due, NOW) == role
    assert (due_short(due, NOW) == "прострочено") is over
    assert due_left(due, NOW).startswith("прострочено на") is over
    assert due_words(due, NOW).startswith("Строк 24.11 ")
