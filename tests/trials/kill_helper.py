"""A token at work in a helper of its own: log-ins with it, while somebody kills the helper."""

from __future__ import annotations

import base64
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from cabinet.cli.demo.people import DEMO_PIN, make_identities
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.desks.login.statement import ask_challenge, fields_of, sign_statement
from cabinet.profile.profiles import read_profile
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token
from cabinet.wire.transport import Transport

__all__ = ["TokenAtWork"]

_SECONDS, _PAUSE = 20.0, 0.02


class TokenAtWork:
    """The head's token of a demo; ``seconds`` is how long a log-in with it took at first."""

    def __init__(self, contour: ContourProcess, folder: Path) -> None:
        assert contour.ready is not None
        self._before = os.environ.get("SOFTHSM2_CONF")
        note = make_identities(contour, folder)
        self._profile = read_profile(contour.ready.profile)
        self._token = Pkcs11Token(Module("SoftHSM2", Path(note.module)))
        self.seconds = 0.0

    def __enter__(self) -> Self:
        started = time.perf_counter()
        code = self.log_in()
        assert code is None, code
        self.seconds = time.perf_counter() - started
        return self

    def __exit__(self, *_: object) -> None:
        self._token.close()
        if self._before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = self._before

    def kill(self) -> None:
        """Kill the helper, where it runs, and wait until it is no more."""
        pid = self._token.helper.pid
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            while self._token.helper.pid == pid:
                time.sleep(_PAUSE)

    def log_in(self) -> str | None:
        """Log in as a window does: look for the certificate, sign the statement; returns what it was refused with."""
        transport = Transport(self._profile)
        try:
            self._log_in(transport)
        except KnownError as error:
            return error.code
        finally:
            transport.close()
        return None

    def _log_in(self, transport: Transport) -> None:
        clock, token = SystemClock(), self._token
        found = token.scan().certificates
        certificate = next(c for c in found if c.token.label == "Demo head")
        asked = ask_challenge(transport, clock, SAMPLE_EDRPOU)
        cms = sign_statement(
            asked, certificate.der, (), lambda data: token.sign(certificate, data, DEMO_PIN, "ecdsa"), clock.now()
        )
        accepted = asked.client.submit(asked.statement.cid, fields_of(asked.statement), base64.b64encode(cms).decode())
        deadline = time.monotonic() + _SECONDS
        while not (progress := asked.client.progress(accepted.login_id)).done:
            if time.monotonic() > deadline:
                raise KnownError("PERIMETER_TIMEOUT")
            time.sleep(_PAUSE)
        if progress.tokens is None or progress.person is None:
            raise KnownError(progress.code or "INTERNAL")
        asked.client.session(progress.tokens, progress.person).end()
