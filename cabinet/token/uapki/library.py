"""UAPKI's two functions in ctypes: ``char* process(const char*)`` and ``json_free``. Only a helper process loads it.

The library is the person's own (BSD-2, github.com/specinfo-ua/UAPKI); its manual of 2.0.16 is what this follows. It
gets neither folders nor files: it renames what lies in the caches it is given, so its caches stay in memory.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from cabinet.contract.errors import KnownError

__all__ = ["UapkiFailure", "UapkiLibrary"]

_PROVIDER: Final = "cm-pkcs12"
_ALTERED_SEARCH_PATH: Final = 8
"""LOAD_WITH_ALTERED_SEARCH_PATH: on Windows the libraries beside it are found beside it, and nowhere else first."""
_LONGEST_NAME: Final = 64


class UapkiFailure(Exception):
    """A method's error code, by UAPKI's own number and name."""

    def __init__(self, method: str, number: int, name: str) -> None:
        super().__init__(f"UAPKI {method}: {number} {name[:_LONGEST_NAME]}".rstrip())
        self.number = number


class UapkiLibrary:
    """A loaded library.

    Raises:
        KnownError: ``UAPKI_NOT_FOUND`` or ``UAPKI_BROKEN``.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._library = _load(path)
        self._process = self._library.process
        self._process.argtypes, self._process.restype = [ctypes.c_void_p], ctypes.c_void_p
        self._free = self._library.json_free
        self._free.argtypes, self._free.restype = [ctypes.c_void_p], None

    def version(self) -> str:
        """Return the library's version, as ``2.0.16``.

        Raises:
            KnownError: ``UAPKI_BROKEN`` where it does not answer as UAPKI does.
        """
        result = self._or_broken("VERSION", {})
        version = result.get("version")
        if result.get("name") != "UAPKI" or not isinstance(version, str):
            raise KnownError("UAPKI_BROKEN", "VERSION names another library", path=self._path)
        return version[:_LONGEST_NAME]

    def start(self) -> None:
        """Initialise it: off the network, caches in memory, one provider from its own folder.

        Raises:
            KnownError: ``UAPKI_BROKEN``, also where the provider of key files does not lie beside it.
        """
        parameters = {
            "cmProviders": {
                "dir": f"{Path(self._path).parent}{os.sep}",
                "allowedProviders": [{"lib": _PROVIDER}],
            },
            "offline": True,
        }
        if self._or_broken("INIT", parameters).get("countCmProviders") != 1:
            raise KnownError("UAPKI_BROKEN", f"no {_PROVIDER} beside it", path=self._path)

    def call(self, method: str, parameters: dict[str, Any], password: bytearray | None = None) -> dict[str, Any]:
        """Call a method and return its ``result``. A password goes into the request without becoming a str.

        Raises:
            UapkiFailure: any error code but 0.
            KnownError: ``UAPKI_BROKEN`` for an answer that UAPKI would not give.
        """
        request = _request(method, parameters, password)
        try:
            buffer = (ctypes.c_char * len(request)).from_buffer(request)
            address = self._process(ctypes.addressof(buffer))
            del buffer
        finally:
            request[:] = bytes(len(request))
        if not address:
            raise KnownError("UAPKI_BROKEN", f"{method}: no answer", path=self._path)
        try:
            answered = ctypes.string_at(address)
        finally:
            self._free(address)
        try:
            answer = json.loads(answered)
            number, result, name = answer["errorCode"], answer.get("result", {}), answer.get("error", "")
            if type(number) is not int or not isinstance(result, dict) or not isinstance(name, str):
                raise TypeError
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise KnownError("UAPKI_BROKEN", f"{method}: {len(answered)} bytes", path=self._path) from error
        if number:
            raise UapkiFailure(method, number, name)
        return result

    def _or_broken(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.call(method, parameters)
        except UapkiFailure as failure:
            raise KnownError("UAPKI_BROKEN", str(failure), path=self._path) from failure


def _load(path: str) -> ctypes.CDLL:
    if not Path(path).is_file():
        raise KnownError("UAPKI_NOT_FOUND", path=path)
    try:
        library = ctypes.CDLL(path, winmode=_ALTERED_SEARCH_PATH) if sys.platform == "win32" else ctypes.CDLL(path)
    except OSError as error:
        raise KnownError("UAPKI_BROKEN", str(error)[:300], path=path) from error
    if not hasattr(library, "process") or not hasattr(library, "json_free"):
        raise KnownError("UAPKI_BROKEN", "no process or json_free", path=path)
    return library


def _request(method: str, parameters: dict[str, Any], password: bytearray | None) -> bytearray:
    """Return the C string of a request; the caller overwrites it."""
    text = json.dumps({"method": method, "parameters": parameters}).encode()
    if password is None:
        return bytearray(text + b"\0")
    # The room is taken at once: a bytearray that grows leaves its old halves behind.
    request = bytearray(len(text) + 6 * len(password) + 32)
    head = text[:-2] + (b', "password": "' if parameters else b'"password": "')
    request[: len(head)] = head
    end = len(head)
    for byte in password:
        if byte in b'"\\' or byte < 0x20:
            request[end : end + 6] = b"\\u%04x" % byte
            end += 6
        else:
            request[end] = byte
            end += 1
    request[end : end + 3] = b'"}}'
    return request
