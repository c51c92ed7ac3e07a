"""Whether the system's smart-card service is known to be down; what is not known is never claimed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

__all__ = ["service_is_down"]

_SOCKET: Final = "/run/pcscd/pcscd.comm"
_DISABLED: Final = 4


def service_is_down() -> bool:
    """Tell whether no reader can be seen because the service does not run. Ask in the process that loaded the module.

    Linux: the module has loaded libpcsclite, and pcscd's socket is not there (systemd keeps the socket while the
    daemon sleeps). Windows: the service SCardSvr is disabled; one that is merely stopped starts with the first reader.
    macOS starts its own.
    """
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Services\SCardSvr") as key:
                return bool(winreg.QueryValueEx(key, "Start")[0] == _DISABLED)
        except OSError:
            return False
    if not sys.platform.startswith("linux"):
        return False
    try:
        uses_it = "libpcsclite" in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return uses_it and not Path(os.environ.get("PCSCLITE_CSOCK_NAME", _SOCKET)).exists()
