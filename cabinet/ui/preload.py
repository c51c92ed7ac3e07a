"""What the first page needs, imported while the person types the PIN: afterwards it would be time to wait for."""

from __future__ import annotations

import importlib
from typing import Final

from cabinet.lanes.lane import Lane

__all__ = ["MODULES", "start_preload"]

MODULES: Final = (
    "cabinet.qes.cades_build",
    "cabinet.perimeter.registry",
    "cabinet.perimeter.rejections",
    "cabinet.perimeter.statistics",
    "cabinet.perimeter.credentials",
    "cabinet.perimeter.log",
    "cabinet.desks.overview",
    "cabinet.desks.registry",
    "cabinet.desks.credentials",
    "cabinet.desks.statistics",
    "cabinet.desks.rejections",
    "cabinet.desks.people",
    "cabinet.desks.approval",
    "cabinet.desks.witness",
    "cabinet.desks.pulse",
    "cabinet.desks.locking",
    "cabinet.vault.vault",
    "cabinet.vault.store",
    "cabinet.vault.witness",
    "cabinet.vault.keychain",
    "cabinet.ui.widgets.rail",
    "cabinet.ui.widgets.page_header",
    "cabinet.ui.pages.overview",
    "cabinet.ui.touches",
    "cabinet.ui.live",
)
"""In the order of need; each brings along what it imports itself."""


def start_preload(lane: Lane) -> None:
    """Import all of it on a lane, so that typing is not held up.

    What cannot be imported is said where it is needed; nobody waits for it here.
    """
    lane.run(_load, lambda _: None, lambda _: None)


def _load() -> None:
    for name in MODULES:
        importlib.import_module(name)
