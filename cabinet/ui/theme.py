"""Colours by role: light, dark and high contrast; painters take roles, nobody writes a hex elsewhere."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

__all__ = ["DARK", "HIGH_CONTRAST", "LIGHT", "Theme"]


class Theme:
    """One palette. ``*_s`` is a state's surface, ``*_b`` its border, ``*_t`` a text on a band; ``s1``…``s5`` series.

    ``border`` decorates, ``border_mid`` frames buttons, ``border2`` inputs and graphics. It never changes; no
    dataclass, since making one of fifty fields costs 3 ms before the first paint.
    """

    name: str
    bg: QColor
    surface: QColor
    sunken: QColor
    raised: QColor
    hover: QColor
    selected: QColor
    accent_surface: QColor
    border: QColor
    border_mid: QColor
    border2: QColor
    text: QColor
    text2: QColor
    text3: QColor
    disabled: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    focus: QColor
    success: QColor
    success_s: QColor
    success_b: QColor
    warning: QColor
    warning_s: QColor
    warning_b: QColor
    danger: QColor
    danger_s: QColor
    danger_b: QColor
    info: QColor
    info_s: QColor
    info_b: QColor
    danger_fill: QColor
    on_danger: QColor
    env_prod: QColor
    env_prod_t: QColor
    env_test: QColor
    env_test_t: QColor
    env_cont: QColor
    env_cont_t: QColor
    s1: QColor
    s2: QColor
    s3: QColor
    s4: QColor
    s5: QColor
    js_key: QColor
    js_str: QColor
    js_num: QColor
    js_lit: QColor
    js_pun: QColor
    env_block: QColor

    def __init__(self, name: str, colors: dict[str, QColor]) -> None:
        self.__dict__.update(colors, name=name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    @property
    def dark(self) -> bool:
        """Whether text is lighter than what it stands on."""
        return self.text.lightness() > self.bg.lightness()

    @property
    def contrast(self) -> bool:
        """Whether states are frames and hatches instead of surfaces."""
        return self.name == "contrast"

    def series(self, index: int) -> QColor:
        """Return the colour of a series; the fifth stands for all others."""
        return (self.s1, self.s2, self.s3, self.s4, self.s5)[min(index, 4)]

    def state(self, kind: str) -> tuple[QColor, QColor, QColor]:
        """Return surface, border and text of ``success``, ``warning``, ``danger``, ``info`` or ``neutral``."""
        states = {
            "success": (self.success_s, self.success_b, self.success),
            "warning": (self.warning_s, self.warning_b, self.warning),
            "danger": (self.danger_s, self.danger_b, self.danger),
            "info": (self.info_s, self.info_b, self.info),
        }
        return states.get(kind, (self.sunken, self.border_mid, self.text2))

    def palette(self) -> QPalette:
        """Return Qt's palette of these roles, in all three groups."""
        roles = QPalette.ColorRole
        table = {
            roles.Window: self.bg,
            roles.WindowText: self.text,
            roles.Base: self.surface,
            roles.AlternateBase: self.sunken,
            roles.Text: self.text,
            roles.PlaceholderText: self.text3,
            roles.Button: self.raised,
            roles.ButtonText: self.text,
            roles.ToolTipBase: self.raised,
            roles.ToolTipText: self.text,
            roles.Highlight: self.selected,
            roles.HighlightedText: self.text,
            roles.Accent: self.accent,
            roles.Link: self.accent,
            roles.LinkVisited: self.accent,
            roles.BrightText: self.danger,
            roles.Light: self.surface,
            roles.Midlight: self.hover,
            roles.Mid: self.border,
            roles.Dark: self.border2,
            roles.Shadow: self.border2,
        }
        palette = QPalette()
        for role, color in table.items():
            palette.setColor(QPalette.ColorGroup.All, role, color)
        for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.disabled)
        return palette


def _theme(name: str, column: int) -> Theme:
    return Theme(name, {role: QColor("#" + shades.split()[column]) for role, shades in _ROLES.items()})


_ROLES = {
    "bg": "F3F5F8 13161B 000000",
    "surface": "FFFFFF 1B1F26 000000",
    "sunken": "F8F9FB 161A20 000000",
    "raised": "FFFFFF 232933 000000",
    "hover": "EDF1F5 252B35 1A1A1A",
    "selected": "DFEBFB 1E3554 003A70",
    "accent_surface": "E8F0FC 1A2A44 000000",
    "border": "DBE0E7 303743 FFFFFF",
    "border_mid": "BCC4CF 4B5564 FFFFFF",
    "border2": "788291 7C899B FFFFFF",
    "text": "18202B E9ECF1 FFFFFF",
    "text2": "465263 B4BCC8 FFFFFF",
    "text3": "5A6676 98A2B1 E0E0E0",
    "disabled": "99A2AF 626C7A 9A9A9A",
    "accent": "0B57C2 8CB8FF FFE45C",
    "accent_hover": "094699 A9CAFF FFF0A0",
    "on_accent": "FFFFFF 0C1B33 000000",
    "focus": "0B57C2 8CB8FF 00E5FF",
    "success": "14673B 63CF93 7CFF9B",
    "success_s": "E4F4EA 15291F 000000",
    "success_b": "8CC7A4 2F6B4A 7CFF9B",
    "warning": "7C4A00 F0BC5E FFD36B",
    "warning_s": "FDF0D9 2E2413 000000",
    "warning_b": "DDB265 7A5C22 FFD36B",
    "danger": "A51D1A FF9A92 FF9C9C",
    "danger_s": "FCE9E7 331B1B 000000",
    "danger_b": "E2A19B 8A4340 FF9C9C",
    "info": "1B4F86 8FC1F2 9AD7FF",
    "info_s": "E6F0FA 172838 000000",
    "info_b": "97BBDD 345A7D 9AD7FF",
    "danger_fill": "B42318 B42318 FF9C9C",
    "on_danger": "FFFFFF FFFFFF 000000",
    "env_prod": "1D2C42 44546D FFFFFF",
    "env_prod_t": "FFFFFF FFFFFF 000000",
    "env_test": "E8B84A B98B2B FFD36B",
    "env_test_t": "2A1D00 1B1200 000000",
    "env_cont": "6A3FA3 6F45AB D9B8FF",
    "env_cont_t": "FFFFFF FFFFFF 000000",
    "s1": "0755B2 5893F5 5893F5",
    "s2": "D0700F F2A24A F2A24A",
    "s3": "1F9384 6FE0CC 6FE0CC",
    "s4": "A879CF D7B3F1 D7B3F1",
    "s5": "4B5563 8A94A3 8A94A3",
    "js_key": "1B4F86 8FC1F2 9AD7FF",
    "js_str": "14673B 7FD6A6 7CFF9B",
    "js_num": "8A3A06 F0B37A FFD36B",
    "js_lit": "72389A CFA6F5 E0B8FF",
    "js_pun": "5A6676 98A2B1 E0E0E0",
    "env_block": "152034 33415A 000000",
}
"""Role → light, dark, high contrast."""

LIGHT = _theme("light", 0)
DARK = _theme("dark", 1)
HIGH_CONTRAST = _theme("contrast", 2)
