"""Contrast, measured as WCAG 2.2 defines it, of everything that is read on everything it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from cabinet.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme

THEMES = [LIGHT, DARK, HIGH_CONTRAST]
GROUNDS = ("bg", "surface", "sunken", "raised", "hover", "selected", "accent_surface")


def luminance(color: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(v) for v in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_texts_can_be_read(theme: Theme) -> None:
    for ground in GROUNDS:
        for role in ("text", "text2", "text3", "accent", "success", "warning", "danger", "info"):
            assert contrast(getattr(theme, role), getattr(theme, ground)) >= 4.5, (role, ground)
    for state in ("success", "warning", "danger", "info"):
        surface, border, color = theme.state(state)
        assert contrast(color, surface) >= 4.5
        assert contrast(theme.text, surface) >= 4.5
        assert border.isValid()
    for text, fill in (("on_accent", "accent"), ("on_danger", "danger_fill"), ("env_cont_t", "env_cont")):
        assert contrast(getattr(theme, text), getattr(theme, fill)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_graphics_can_be_seen(theme: Theme) -> None:
    for ground in ("bg", "surface", "sunken", "raised"):
        assert contrast(theme.border2, getattr(theme, ground)) >= 3
        assert contrast(theme.focus, getattr(theme, ground)) >= 3
    for index in range(5):
        assert contrast(theme.series(index), theme.surface) >= 3
