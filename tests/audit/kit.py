"""An audit without a process or a network: what it asks is answered by the contour's own functions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cabinet.audit.asking import LogAsking
from cabinet.audit.auditing import Anchor, Audit, Wanted
from cabinet.audit.report import Report
from cabinet.contour.call import Machine, ReaderCall
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.http.gate import encode
from cabinet.contour.problem import problem_of
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.endpoint import Nothing
from cabinet.contract.errors import BugError, KnownError
from cabinet.contract.rights import Scope
from cabinet.contract.states import Environment
from cabinet.proof.notes import NoteVerifier
from cabinet.wire.ask import AnyAsk
from cabinet.wire.refusal import Refusal
from tests.perimeter_in_process import NOW, SOURCE

__all__ = ["Served", "codes"]


class Served:
    """Answers an audit as a perimeter would; ``lie`` may change an answer, ``before`` sees each call first."""

    def __init__(self, perimeter: Perimeter, edrpou: str = SAMPLE_EDRPOU) -> None:
        self._reader = Machine(edrpou, "cred", SOURCE, "key", Environment.TEST, frozenset(Scope))
        self._handlers = perimeter.handlers()
        self.verifiers = [NoteVerifier.parse(key) for key in perimeter.profile.note_verifier_keys]
        self.asking = LogAsking(self.call, self.verifiers)
        self.lie: Callable[[AnyAsk, bytes], bytes] = lambda _, body: body
        self.before: Callable[[AnyAsk], object] = lambda _: None
        self.calls: list[str] = []

    def call(self, ask: AnyAsk) -> bytes:
        self.calls.append(ask.endpoint.name)
        try:
            self.before(ask)
            call = ReaderCall(
                now=NOW, address="127.0.0.1", request=Nothing(), path=dict(ask.path), reader=self._reader,
                query={name: str(value) for name, value in ask.parameters.items()},
            )  # fmt: skip
            return self.lie(ask, encode(self._handlers[ask.endpoint.name](call)))
        except KnownError as error:
            raise Refusal(problem_of(error, "0" * 32, NOW), None) from error
        except (BugError, LookupError, ValueError, TypeError, sqlite3.Error) as error:
            raise KnownError("INTERNAL", str(error)) from error

    def anchor(self) -> Anchor:
        """Return the newest checkpoint as one that was seen."""
        found = self.asking.checkpoint().checkpoint
        return Anchor(found.size, found.root)

    def audit(self, *seen: Anchor, receipts: Path | None = None, state: bytes | None = None) -> Audit:
        return Audit(self.asking, Wanted(seen=seen, receipts=receipts, state=state), now)

    def report(self, *seen: Anchor, receipts: Path | None = None, state: bytes | None = None) -> Report:
        return self.audit(*seen, receipts=receipts, state=state).run()


def now() -> datetime:
    return NOW


def codes(report: Report) -> set[str]:
    """Return the codes of what was found."""
    return {fault.code for fault in report.faults}
