"""What the first page needs, imported while the person types the PIN: afterwards it would be time to wait for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Final

from cabinet.lanes.lane import Lane
from cabinet.ui.shell.page_specs import PAGE_SPECS

__all__ = ["MODULES", "start_preload"]

MODULES: Final = (
    "cabinet.qes.cades_build",
    "cabinet.perimeter.registry",
    "cabinet.perimeter.rejections",
    "cabinet.perimeter.statistics",
    "cabinet.perimeter.credentials",
    "cabinet.perimeter.people",
    "cabinet.perimeter.log",
    *(spec.desk.partition(":")[0] for spec in PAGE_SPECS),
    "cabinet.desks.approval",
    "cabinet.desks.witness",
    "cabinet.desks.log_poller",
    "cabinet.desks.locking",
    "cabinet.vault.vault",
    "cabinet.vault.store",
    "cabinet.vault.witness",
    "cabinet.vault.keychain",
    "cabinet.ui.shell.router",
    "cabinet.ui.pages.overview.page",
    "cabinet.ui.shell.idle_filter",
    "cabinet.ui.shell.auto_refresh",
)
"""In the order of need; each brings along what it imports itself."""


def start_preload(lane: Lane, done: Callable[[], None]) -> None:
    """Import all of it on a lane, so that typing is not held up; then ``done`` is called.

    What cannot be imported is said where it is needed; nobody waits for it here.
    """
    lane.run(_load, lambda _: done(), lambda _: None)


def _load() -> None:
    for name in MODULES:
        importlib.import_module(name)
