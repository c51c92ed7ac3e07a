"""Words of statistics: what figures are divided by."""

from __future__ import annotations

from cabinet.contract.states import Slice
from cabinet.ui.language import tr

__all__ = ["slice_name"]


def slice_name(of: Slice) -> str:
    """Return what figures are divided by."""
    return {
        Slice.NONE: tr("all together"),
        Slice.TYPE: tr("by type"),
        Slice.LICENCE: tr("by licence"),
        Slice.BRAND: tr("by brand"),
        Slice.SITE: tr("by site"),
        Slice.SOURCE: tr("by source"),
    }[of]
