"""The window's end of an export child: what it is to write, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from cabinet.contract.login import EXPORT_SESSION
from cabinet.export.job import ExportJob
from cabinet.perimeter.export_child import Order, Told
from cabinet.perimeter.lent_process import LentProcess
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.rejection_export import Progress

__all__ = ["ExportProcess"]


class ExportProcess(LentProcess[Told]):
    """One export. :meth:`run` blocks; :meth:`stop` may be called from anywhere, before it too.

    What a stopped one has written is gone on with next time.
    """

    word = "export-child"
    lends = EXPORT_SESSION
    line = Told
    longest = 1 << 20
    ended = "EXPORT_ENDED"

    def __init__(self, session: PersonSession, job: ExportJob) -> None:
        super().__init__(session)
        self._job = job

    def run(self, told: Callable[[Progress], None]) -> int | None:
        """Write the file; returns how many rows it has, None where it was stopped.

        Raises:
            KnownError: what stopped it, or ``EXPORT_ENDED`` where the child is gone without a word.
        """
        with closing(self.hear()) as lines:
            for said in lines:
                if said.progress is not None:
                    told(said.progress)
                if said.problem is not None:
                    raise said.problem.error()
                if said.done is not None:
                    return said.done
        return None

    def facts(self) -> dict[str, str]:
        """Return which file it was."""
        return {"path": self._job.out}

    def order(self, access_token: str) -> Order:
        """Return what is to be written."""
        session = self._session
        return Order(
            job=self._job, profile=session.profile.model_dump_json(by_alias=True), access_token=access_token,
            ahead=session.ahead.total_seconds(),
        )  # fmt: skip
