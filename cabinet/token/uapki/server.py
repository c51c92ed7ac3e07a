"""What the helper process does with UAPKI: one key file open at a time, its keys listed, bytes signed.

Requests: ``hello``; ``open`` (``file`` in base64, the password as the PIN); ``sign`` (``key``, ``algorithm``,
``data``). The file's content is handed over in memory, so the library never opens, renames or rewrites a file.
"""

from __future__ import annotations

import base64
import contextlib
from typing import Any, Final

from cabinet.contract.errors import KnownError
from cabinet.token.requests import Request
from cabinet.token.uapki.library import UapkiFailure, UapkiLibrary

__all__ = ["UapkiServer"]

_OF_THE_PASSWORD: Final = {1035, 1041}
"""INVALID_MAC, which a wrong password of a PKCS#12 gives, and INVALID_PASSWORD, of Key-6.dat and JKS."""
_MOST_CERTIFICATES: Final = 64


class UapkiServer:
    """Serves requests for one library."""

    def __init__(self, path: str) -> None:
        self._library = UapkiLibrary(path)
        self._version = self._library.version()
        self._library.start()
        self._open = False
        self._commands = {"hello": self._hello, "open": self._open_file, "sign": self._sign}

    def serve(self, request: Request) -> Any:
        """Answer one request.

        Raises:
            KnownError: ``KEY_FILE_PASSWORD``, ``KEY_FILE_UNREADABLE``, ``KEY_FILE_CLOSED`` or ``UAPKI_BROKEN``.
        """
        command = self._commands.get(request.body["command"])
        if command is None:
            raise KnownError("UAPKI_FAILED", f"unknown command {request.body['command']!r}")
        try:
            return command(request)
        except UapkiFailure as failure:
            code = "KEY_FILE_PASSWORD" if failure.number in _OF_THE_PASSWORD else "KEY_FILE_UNREADABLE"
            raise KnownError(code, str(failure)) from failure

    def close(self) -> None:
        """Close the file and let the library clear its memory."""
        with contextlib.suppress(UapkiFailure, KnownError):
            self._close_file()
            self._library.call("DEINIT", {})

    def _hello(self, _request: Request) -> dict[str, str]:
        return {"version": self._version}

    def _open_file(self, request: Request) -> dict[str, Any]:
        self._close_file()
        parameters = {
            "provider": "PKCS12",
            "storage": "file://memory",
            "mode": "RO",
            "openParams": {"bytes": request.body["file"]},
        }
        self._library.call("OPEN", parameters, request.pin or bytearray())
        self._open = True
        keys = self._library.call("KEYS", {"returnPublicKey": True}).get("keys", [])
        listed = self._library.call("LIST_CERTS", {"offset": 0, "pageSize": _MOST_CERTIFICATES}).get("certIds", [])
        certificates = [self._library.call("GET_CERT", {"certId": name})["bytes"] for name in listed]
        return {"keys": keys, "certificates": certificates}

    def _sign(self, request: Request) -> str:
        if not self._open:
            raise KnownError("KEY_FILE_CLOSED")
        body = request.body
        self._library.call("SELECT_KEY", {"id": body["key"]})
        parameters = {
            "signParams": {"signatureFormat": "RAW", "signAlgo": body["algorithm"]},
            "dataTbs": [{"id": "0", "bytes": body["data"]}],
        }
        (signature,) = self._library.call("SIGN", parameters)["signatures"]
        return base64.b64encode(base64.b64decode(signature["bytes"], validate=True)).decode()

    def _close_file(self) -> None:
        if self._open:
            self._open = False
            self._library.call("CLOSE", {})
