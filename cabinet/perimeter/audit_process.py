"""The window's end of an auditing child: what it is to audit, how far it is, and that it pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cabinet.contract.login import AUDIT_SESSION
from cabinet.perimeter.audit_child import Order, SeenCheckpoint, Told
from cabinet.perimeter.lent_process import LentProcess
from cabinet.perimeter.login import PersonSession

__all__ = ["AuditProcess", "AuditWish"]


@dataclass(frozen=True)
class AuditWish:
    """What is to be audited: against which checkpoints, seen since when, against a folder of receipts, from where."""

    seen: Sequence[SeenCheckpoint] = ()
    first_seen: datetime | None = None
    receipts: Path | None = None
    state: bytes = b""


class AuditProcess(LentProcess[Told]):
    """One child. :meth:`run` blocks until it has ended; the others may be called from anywhere."""

    word = "audit-child"
    lends = AUDIT_SESSION
    line = Told
    longest = 1 << 28  # a state has the rejected attempts of the log that are open, some hundred bytes each
    ended = "AUDIT_ENDED"

    def __init__(self, session: PersonSession, wish: AuditWish) -> None:
        super().__init__(session)
        self._wish = wish

    def run(self, told: Callable[[Told], None]) -> None:
        """Tell everything that the child says, until its report, until it has paused, or until :meth:`stop`.

        Raises:
            KnownError: why nothing can be audited, or ``AUDIT_ENDED`` where the child is gone without a word.
        """
        with closing(self.hear()) as lines:
            for said in lines:
                told(said)
                if said.problem is not None:
                    raise said.problem.error()
                if said.report is not None or said.paused:
                    return

    def pause(self) -> None:
        """Let the child stop at the next tile and tell where it stands."""
        self.tell(b"pause")

    def order(self, access_token: str) -> Order:
        """Return what is to be audited."""
        session, wish = self._session, self._wish
        return Order(
            profile=session.profile.model_dump_json(by_alias=True), access_token=access_token,
            ahead=session.ahead.total_seconds(), seen=list(wish.seen), first_seen=wish.first_seen,
            receipts=str(wish.receipts.absolute()) if wish.receipts is not None else "", state=wish.state,
        )  # fmt: skip
