"""The overview desk: today's figures beside yesterday's, the record, open rejections, keys and the checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Right
from cabinet.contract.states import Bucket, Slice
from cabinet.desks.office import Loader

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.registry import OperatorRecord
    from cabinet.contract.rejections import GroupList
    from cabinet.contract.statistics import StatisticsAnswer
    from cabinet.desks.witness import Witnessed

__all__ = ["Overview", "OverviewDesk"]


@dataclass(frozen=True)
class Overview:
    """Everything of the page, asked in one go. ``credentials`` is empty for people who may not see them.

    ``today`` and ``yesterday`` are by hours; ``causes`` are of open rejections, most at stake first.
    """

    record: OperatorRecord
    today: StatisticsAnswer
    yesterday: StatisticsAnswer
    causes: GroupList
    credentials: list[Credential]
    may_see_credentials: bool
    log: Witnessed


class OverviewDesk(Loader[Overview]):
    """``state.data`` is an :class:`Overview`."""

    def question(self) -> Callable[[], Overview]:
        """Ask for all parts."""
        session, vault, clock = self.office.session, self.office.vault, self.office.clock
        today = kyiv_day(clock.now())

        def ask() -> Overview:
            from cabinet.desks.witness import witness
            from cabinet.perimeter.credentials import CredentialsClient
            from cabinet.perimeter.log import LogClient
            from cabinet.perimeter.registry import RegistryClient
            from cabinet.perimeter.rejections import RejectionsClient
            from cabinet.perimeter.statistics import StatisticsClient

            statistics = StatisticsClient(session)
            sees_keys = Right.CREDENTIALS_READ in session.person.rights
            yesterday = today - timedelta(days=1)
            return Overview(
                record=RegistryClient(session).operator(),
                today=statistics.read(today, today, Bucket.HOUR, Slice.NONE),
                yesterday=statistics.read(yesterday, yesterday, Bucket.HOUR, Slice.NONE),
                causes=RejectionsClient(session).groups(),
                credentials=CredentialsClient(session).list().items if sees_keys else [],
                may_see_credentials=sees_keys,
                log=witness(vault, LogClient(session, session.profile), clock),
            )

        return ask
