"""Codes for which the rules know a right value; apart from the makers, which a window need not load to tell."""

from __future__ import annotations

from typing import Final

__all__ = ["PROPOSED"]

PROPOSED: Final = frozenset({
    "AM-401", "AM-403", "AM-404", "RF-504", "RF-505", "RG-601", "RG-602", "RG-603", "RG-604", "RG-605", "RG-606",
    "RG-607", "ST-202", "ST-203", "ST-204", "ST-205", "ST-206", "TM-701", "TM-702", "TM-706",
})  # fmt: skip
"""Where the facts leave no value for one rejection, nothing is proposed for that one."""
