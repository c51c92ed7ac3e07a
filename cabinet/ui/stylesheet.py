"""The one style sheet: colours of labels, frames of inputs, menus and tips. Everything else is painted."""

from __future__ import annotations

from cabinet.ui.theme import Theme

__all__ = ["LABEL_ROLES", "stylesheet"]

LABEL_ROLES = ("text", "text2", "text3", "accent", "success", "warning", "danger", "info", "disabled")


def stylesheet(theme: Theme) -> str:
    """Return the sheet of a theme. Fonts are never set here: a sheet's font beats ``setFont``."""
    labels = "\n".join(
        f'QLabel[role="{role}"] {{ color: {getattr(theme, role).name()}; background: transparent; }}'
        for role in LABEL_ROLES
    )
    focus = 3 if theme.contrast else 1
    return f"""
{labels}
QToolTip {{ color: {theme.text.name()}; background: {theme.raised.name()};
    border: 1px solid {theme.border_mid.name()}; padding: 4px 8px; }}
QLineEdit, QPlainTextEdit {{ color: {theme.text.name()}; background: {theme.surface.name()};
    border: 1px solid {theme.border2.name()}; border-radius: 6px; padding: 0 10px;
    selection-background-color: {theme.selected.name()}; selection-color: {theme.text.name()}; }}
QPlainTextEdit {{ padding: 4px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: {focus}px solid {theme.focus.name()}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 1px solid {theme.danger.name()}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {theme.disabled.name()};
    background: {theme.sunken.name()}; border-color: {theme.border_mid.name()}; }}
QLineEdit[flat="true"] {{ border: none; border-radius: 0; padding: 0; background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget#canvas {{ background: transparent; border: none; }}
QTextEdit#json {{ background: {theme.sunken.name()}; border: none; color: {theme.text.name()}; }}
QTableView {{ background: {theme.surface.name()}; border: none; outline: none; }}
QHeaderView {{ background: {theme.sunken.name()}; border: none; }}
QListView#offer {{ background: {theme.raised.name()}; color: {theme.text.name()};
    border: 1px solid {theme.border_mid.name()}; padding: 4px; outline: none; }}
QListView#offer::item {{ min-height: 26px; padding: 0 8px; }}
QListView#offer::item:selected {{ background: {theme.hover.name()}; color: {theme.text.name()}; }}
QMenu {{ background: {theme.raised.name()}; color: {theme.text.name()};
    border: 1px solid {theme.border_mid.name()}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.hover.name()}; }}
QComboBox QAbstractItemView {{ background: {theme.raised.name()}; color: {theme.text.name()};
    border: 1px solid {theme.border_mid.name()}; padding: 4px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; }}
QComboBox QAbstractItemView::item:selected {{ background: {theme.hover.name()}; color: {theme.text.name()}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {theme.border2.name()}; border-radius: 3px; min-height: 28px;
    margin: 2px 3px 2px 3px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {theme.border2.name()}; border-radius: 3px; min-width: 28px;
    margin: 3px 2px 3px 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
