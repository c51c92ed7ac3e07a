"""Where ``resources/`` lies: in the repository, in a wheel (``_resources``), in a frozen build."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

__all__ = ["resource", "resources_root"]


@cache
def resources_root() -> Path:
    """Return the folder of resources.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [here / "_resources", here.parent / "resources"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no resources beside {here}")


def resource(name: str) -> Path:
    """Return the path of one resource, for example ``fonts/OFL.txt``."""
    return resources_root() / name
