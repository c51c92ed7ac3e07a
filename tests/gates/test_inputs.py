"""Fields that bend what is typed, or that a wheel changes, are not used: our own stand in their place."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENDING = {"QDateEdit", "QTimeEdit", "QDateTimeEdit", "QSpinBox", "QDoubleSpinBox", "QAbstractSpinBox"}
TURNED = {"QSlider", "QDial", "QTabBar", "QTabWidget", "QCalendarWidget"}
ONLY_IN = {"QComboBox": {"combo.py", "focus_ring.py"}}


def test_no_field_bends_what_is_typed_or_turns_with_the_wheel() -> None:
    for path in sorted((ROOT / "cabinet").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtWidgets":
                names = {alias.name for alias in node.names}
                assert not names & (BENDING | TURNED), path
                for name, files in ONLY_IN.items():
                    assert name not in names or path.name in files, path
