"""What support needs to know of a module's file: version, digest, and who could have changed it."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.modules import Module

__all__ = ["ModuleFacts", "facts_of"]


@dataclass(frozen=True)
class ModuleFacts:
    """``version`` is the file's own (Windows), else empty: elsewhere only C_GetInfo tells one.

    ``writable`` are the file and folders that anybody may change, so that anybody may put another library in the
    module's place; None where it was not looked at (Windows keeps it in access lists).
    """

    module: Module
    sha256: str
    size: int
    version: str
    writable: tuple[Path, ...] | None


def facts_of(module: Module) -> ModuleFacts:
    """Read a module's file; nothing of it is run.

    Raises:
        KnownError: ``FILE_UNREADABLE``.
    """
    try:
        path = module.path.resolve()
        return ModuleFacts(module, module.digest(), path.stat().st_size, _file_version(path), _writable(path))
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(module.path)) from error


def _writable(path: Path) -> tuple[Path, ...] | None:
    if os.name == "nt":
        return None
    found = []
    for place in (path, *path.parents):
        mode = place.stat().st_mode
        # In a folder with the sticky bit nobody replaces another's entry, but beside the module itself anybody may
        # still lay a library that it loads.
        if mode & stat.S_IWOTH and (place in {path, path.parent} or not mode & stat.S_ISVTX):
            found.append(place)
    return tuple(found)


def _file_version(path: Path) -> str:
    """Return the version resource's four numbers (VS_FIXEDFILEINFO), empty without one."""
    if sys.platform == "win32":
        import ctypes

        library = ctypes.WinDLL("version")
        size = library.GetFileVersionInfoSizeW(str(path), None)
        block = ctypes.create_string_buffer(max(size, 1))
        value, length = ctypes.c_void_p(), ctypes.c_uint()
        if (
            size
            and library.GetFileVersionInfoW(str(path), 0, size, block)
            and library.VerQueryValueW(block, "\\", ctypes.byref(value), ctypes.byref(length))
            and value.value
        ):
            # dwSignature, dwStrucVersion, then the file's version as two doublewords, the high half first.
            high, low = (ctypes.c_uint32 * 4).from_address(value.value)[2:4]
            return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
    return ""
