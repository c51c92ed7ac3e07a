"""Loading a PKCS#11 module: its function list, or in words why it would not load."""

from __future__ import annotations

import ctypes
import re
from ctypes import POINTER, byref, c_ulong
from pathlib import Path
from typing import Any

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.structures import PROTOTYPES, FunctionList

__all__ = ["Library"]

_NOT_SUPPORTED = 0x54
_NAMED = re.compile(
    r"([^\s:/\\]+): cannot open shared object file|undefined symbol: (\w+)|Library not loaded: (?:\S*/)?(\S+)"
)
_WRONG_KIND = {
    193: "MODULE_BITNESS",  # ERROR_BAD_EXE_FORMAT: also said of what is no library at all
    126: "MODULE_DEPENDENCY",  # ERROR_MOD_NOT_FOUND, the file itself being there
    127: "MODULE_DEPENDENCY",  # ERROR_PROC_NOT_FOUND: a library it needs is of another version
}


class Library:
    """A loaded module. Functions come from C_GetFunctionList: some vendors' modules export nothing else.

    Raises:
        KnownError: ``MODULE_NOT_FOUND``, ``MODULE_BITNESS``, ``MODULE_EXECSTACK``, ``MODULE_DEPENDENCY`` or
            ``MODULE_BROKEN``.
    """

    def __init__(self, path: str) -> None:
        self._library = _load(path)  # kept: the functions live in it
        if not hasattr(self._library, "C_GetFunctionList"):
            raise KnownError("MODULE_BROKEN", "no C_GetFunctionList", path=path)
        listed = POINTER(FunctionList)()
        get = ctypes.CFUNCTYPE(c_ulong, ctypes.c_void_p)(("C_GetFunctionList", self._library))
        value = int(get(byref(listed)))
        if value or not listed:
            raise KnownError("MODULE_BROKEN", f"C_GetFunctionList: 0x{value:X}", path=path)
        table: Any = listed.contents
        if table.version.major not in {2, 3}:
            raise KnownError("MODULE_BROKEN", f"Cryptoki {table.version.major}.{table.version.minor}", path=path)
        self._functions = {
            name: ctypes.CFUNCTYPE(c_ulong, *arguments)(address)
            for name, arguments in PROTOTYPES.items()
            if (address := getattr(table, name))
        }

    def call(self, function: str, *arguments: object) -> int:
        """Call one function and return its CK_RV; the GIL is released meanwhile."""
        found = self._functions.get(function)
        return int(found(*arguments)) & 0xFFFFFFFF if found is not None else _NOT_SUPPORTED


def _load(path: str) -> ctypes.CDLL:
    if not Path(path).is_file():
        raise KnownError("MODULE_NOT_FOUND", path=path)
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        code, text = _reason(error, path), str(error)[:300]
        if code == "MODULE_DEPENDENCY":
            raise KnownError(code, text, path=path, library=_lacking(text)) from error
        raise KnownError(code, text, path=path) from error


def _reason(error: OSError, path: str) -> str:
    """Return the code for what the system's loader says: glibc's, macOS's and Windows' words."""
    text = str(error)
    low = text.lower()
    if "executable stack" in low or "execstack" in low:
        return "MODULE_EXECSTACK"
    number = getattr(error, "winerror", None)
    if number in _WRONG_KIND:
        # Windows says the same of a text file; a library of the other size at least begins as a program does.
        with Path(path).open("rb") as file:
            return _WRONG_KIND[number] if number != 193 or file.read(2) == b"MZ" else "MODULE_BROKEN"
    if "wrong elf class" in low or "incompatible architecture" in low:
        return "MODULE_BITNESS"
    # glibc names what it could not find first: a library the module needs, since the module itself is there.
    if "cannot open shared object file" in low or "library not loaded" in low or "undefined symbol" in low:
        return "MODULE_DEPENDENCY"
    return "MODULE_BROKEN"


def _lacking(text: str) -> str:
    """Return the library, or the function of one, that the loader's words name; Windows names none."""
    named = _NAMED.search(text)
    return next(name for name in named.groups() if name) if named is not None else "—"
