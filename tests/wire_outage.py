"""A session whose perimeter goes away: before what is sent arrives, or after, with the answer lost."""

from __future__ import annotations

from enum import Enum
from threading import Event

from cabinet.contract.errors import KnownError
from cabinet.perimeter.login import PersonSession
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Reply

__all__ = ["Line", "Outage"]


class Line(Enum):
    WHOLE = "whole"
    CUT = "cut"
    ANSWERS_LOST = "answers lost"
    HANGS = "hangs"


class Outage:
    """Stands between a session and its perimeter; ``line`` says how the connection is."""

    def __init__(self, session: PersonSession) -> None:
        self.line = Line.WHOLE
        self.let_go = Event()
        self.asked: list[str] = []
        self._call = session.call
        session.call = self._through  # type: ignore[method-assign]

    def _through(self, ask: AnyAsk) -> Reply:
        if self.line is Line.HANGS:
            self.let_go.wait(60)
            raise KnownError("PERIMETER_TIMEOUT")
        if self.line is Line.CUT:
            raise KnownError("PERIMETER_UNREACHABLE")
        self.asked.append(ask.endpoint.name)
        reply = self._call(ask)
        if self.line is Line.ANSWERS_LOST:
            raise KnownError("PERIMETER_TIMEOUT")
        return reply
