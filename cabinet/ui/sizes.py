"""Sizes of the look, in logical pixels."""

from __future__ import annotations

from typing import Final

RADIUS_CHIP: Final = 4
RADIUS_CONTROL: Final = 6
RADIUS_CARD: Final = 8
RADIUS_DIALOG: Final = 10

CONTROL: Final = 32
CONTROL_SMALL: Final = 28
CHIP: Final = 20
BAND: Final = 28
BAND_BLOCK: Final = 56
RAIL: Final = 208
RAIL_NARROW: Final = 56
RAIL_ITEM: Final = 36
HEADER: Final = 56
CARD_HEAD: Final = 44
TABLE_HEAD: Final = 29
ROW: Final = 32
ROW_TWO: Final = 40
ROW_TASK: Final = 54
ROW_CAUSE: Final = 54
ROW_CAUSE_LOW: Final = 50
ROW_PART_LOW: Final = 28
ROW_TALL: Final = 60
JSON_LINE: Final = 18
BANNER: Final = 40
TOAST: Final = 40
DIALOG_WIDTH: Final = 480
DIALOG_FOOT: Final = 60

ICON: Final = 16
ICON_RAIL: Final = 18
ICON_CHIP: Final = 12

PAGE_PADDING: Final = 24
GAP: Final = 12
CONTENT_MAX: Final = 1760
NARROW_WIDTH: Final = 1280
PAGE_LEAST: Final = 860
TOAST_MS: Final = 6_000
