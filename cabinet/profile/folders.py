"""Where the cabinet keeps its own files.

``SOMS_CABINET_HOME`` moves everything into one folder (tests, portable use).
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["config_folder", "data_folder"]


def _home() -> Path | None:
    home = os.environ.get("SOMS_CABINET_HOME")
    return Path(home) if home else None


def config_folder() -> Path:
    """Return the folder of settings and profiles."""
    home = _home()
    if home is not None:
        return home / "config"
    import platformdirs

    return Path(platformdirs.user_config_dir("soms-cabinet", appauthor=False))


def data_folder() -> Path:
    """Return the folder of data, the contour's among them."""
    home = _home()
    if home is not None:
        return home / "data"
    import platformdirs

    return Path(platformdirs.user_data_dir("soms-cabinet", appauthor=False))
