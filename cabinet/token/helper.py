"""The helper process: one PKCS#11 module, or UAPKI's library, behind lines on standard input and output.

Vendors' modules crash and hang; here they take only this process with them. Requests: ``hello``, ``scan``
(``fresh``), ``present``, ``pin_state``, ``sign``, ``quit``; each names the ``seconds`` it may take. An answer is
``{"ok": …}`` or ``{"error": CODE, "detail": …, "facts": {…}}``. The PIN comes through the pipe only, see
:mod:`cabinet.token.requests`.

The process never outlives the window: the end of input ends it, even while the module hangs; and one that hangs with
the interpreter's lock held is ended by a timer of the C library.
"""

from __future__ import annotations

import argparse
import base64
import faulthandler
import io
import json
import os
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from cabinet.contract.errors import KnownError
from cabinet.journal.core_file import no_core_file
from cabinet.token.pkcs11.cryptoki import Cryptoki
from cabinet.token.pkcs11.model import TokenCertificate, TokenInfo
from cabinet.token.pkcs11.pin import token_of
from cabinet.token.pkcs11.signing import Wanted, sign
from cabinet.token.pkcs11.slots import Slots
from cabinet.token.requests import Request, RequestStream
from cabinet.token.uapki.server import UapkiServer

__all__ = ["run"]

_MODULE_ENDS: Final = 2.0
"""Seconds a module has to finish once nobody listens any more."""
_BEYOND: Final = 5.0
"""Seconds after the window's own limit at which a request ends this process."""


def run(arguments: Sequence[str]) -> int:
    """Serve one module until ``quit`` or the end of input; returns the exit status."""
    parser = argparse.ArgumentParser(prog="cabinet helper", add_help=False)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--module")
    which.add_argument("--uapki")
    options = parser.parse_args(arguments)
    no_core_file()
    # A module that prints must not spoil the answers: the pipe moves away from descriptor 1.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests: queue.Queue[Request | None] = queue.Queue()
    over = threading.Event()
    threading.Thread(target=_read, args=(requests, over), daemon=True).start()
    helper: _Helper | UapkiServer | None = None
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        while (request := requests.get()) is not None and request.body["command"] != "quit":
            faulthandler.dump_traceback_later(request.body["seconds"] + _BEYOND, exit=True, file=nowhere)
            try:
                helper = helper or (UapkiServer(options.uapki) if options.uapki else _Helper(options.module))
                answer: dict[str, Any] = {"ok": helper.serve(request)}
            except KnownError as error:
                answer = {"error": error.code, "detail": error.detail, "facts": error.facts}
            finally:
                request.wipe()
            faulthandler.cancel_dump_traceback_later()
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
        if helper is not None:
            faulthandler.dump_traceback_later(_MODULE_ENDS, exit=True, file=nowhere)
            helper.close()
            faulthandler.cancel_dump_traceback_later()
    over.set()
    return 0


def _read(requests: queue.Queue[Request | None], over: threading.Event) -> None:
    """Read on while the module works, so that the window's end is noticed even when the module never returns."""
    stream = RequestStream(io.FileIO(0, closefd=False))
    request: Request | None = None
    try:
        while (request := stream.next()) is not None:
            requests.put(request)
    finally:
        requests.put(None)
        if not over.wait(_MODULE_ENDS):
            os._exit(1)


class _Helper:
    """Serves requests for one module."""

    def __init__(self, module: str) -> None:
        self._cryptoki = Cryptoki(module)
        self._slots = Slots(self._cryptoki)
        self._commands: dict[str, Callable[[Request], Any]] = {
            "hello": lambda _: self._cryptoki.describe(),
            "scan": lambda request: self._slots.look(fresh=request.body.get("fresh", False)).to_json(),
            "present": lambda request: self._slots.present(TokenInfo.from_json(request.body["token"])),
            "pin_state": self._pin_state,
            "sign": self._sign,
        }

    def close(self) -> None:
        self._cryptoki.finalize()

    def serve(self, request: Request) -> Any:
        command = self._commands.get(request.body["command"])
        if command is None:
            raise KnownError("TOKEN_FAILURE", f"unknown command {request.body['command']!r}")
        return command(request)

    def _pin_state(self, request: Request) -> dict[str, Any]:
        return token_of(*self._slots.find(TokenInfo.from_json(request.body["token"]))).to_json()

    def _sign(self, request: Request) -> str:
        body = request.body
        wanted = Wanted(
            TokenCertificate.from_json(body["certificate"]),
            base64.b64decode(body["data"]),
            None if body["digest"] is None else base64.b64decode(body["digest"]),
            body["kind"],
            body["last_try"],
        )
        return base64.b64encode(sign(self._cryptoki, self._slots, wanted, request.pin)).decode()
