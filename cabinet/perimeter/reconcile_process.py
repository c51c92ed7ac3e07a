"""The window's end of a comparing child: what it is to compare, what it comes to, and what it does next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from cabinet.contract.login import RECONCILE_SESSION
from cabinet.perimeter.lent_process import LentProcess
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.reconcile_child import Command, Order, Told

__all__ = ["ReconcileProcess", "Wish"]


@dataclass(frozen=True)
class Wish:
    """What is to be compared: files or folders, with one source or (empty) all, and columns a person has named."""

    paths: Sequence[Path]
    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


class ReconcileProcess(LentProcess[Told]):
    """One child. :meth:`run` blocks until it is stopped; the others may be called from anywhere."""

    word = "reconcile-child"
    lends = RECONCILE_SESSION
    line = Told
    longest = 1 << 26  # a report of a thousand differences of every kind, each with every field, is a tenth of it
    ended = "RECONCILE_ENDED"

    def __init__(self, session: PersonSession, wish: Wish) -> None:
        super().__init__(session)
        self._wish = wish

    def run(self, told: Callable[[Told], None]) -> None:
        """Tell everything that the child says, until :meth:`stop`.

        Raises:
            KnownError: why nothing can be compared, or ``RECONCILE_ENDED`` where the child is gone without a word.
        """
        with closing(self.hear()) as lines:
            for said in lines:
                if said.problem is not None and not said.day:
                    raise said.problem.error()
                told(said)

    def send(self, command: Command) -> None:
        """Tell the child what to do next."""
        self.tell(msgspec.json.encode(command))

    def order(self, access_token: str) -> Order:
        """Return what is to be compared."""
        session, wish = self._session, self._wish
        return Order(
            paths=[str(path.absolute()) for path in wish.paths], source=wish.source,
            platform=f"{session.person.edrpou}/{wish.source}", columns=dict(wish.columns),
            profile=session.profile.model_dump_json(by_alias=True), access_token=access_token,
            ahead=session.ahead.total_seconds(),
        )  # fmt: skip
