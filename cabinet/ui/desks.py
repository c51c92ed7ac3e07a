"""All desks of one window, as the shell takes them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cabinet.desks.contour import ContourDesk
from cabinet.desks.office import Office
from cabinet.desks.session import SessionDesk
from cabinet.desks.settings import SettingsDesk

if TYPE_CHECKING:
    from cabinet.desks.approval import ApprovalDesk
    from cabinet.desks.credentials import CredentialsDesk
    from cabinet.desks.overview import OverviewDesk
    from cabinet.desks.people import PeopleDesk
    from cabinet.desks.registry import RegistryDesk
    from cabinet.desks.rejections import RejectionsDesk
    from cabinet.desks.statistics import StatisticsDesk

__all__ = ["Desks"]


class Desks:
    """One of each; they share one office. Desks that need a log-in are made when they are first asked for."""

    def __init__(self, office: Office, session: SessionDesk, settings: SettingsDesk, contour: ContourDesk) -> None:
        self.office = office
        self.session = session
        self.settings = settings
        self.contour = contour

    @cached_property
    def approval(self) -> ApprovalDesk:
        """Acts that want a signature."""
        from cabinet.desks.approval import ApprovalDesk

        return ApprovalDesk(self.office, self.session)

    @cached_property
    def people(self) -> PeopleDesk:
        """The head, mandates, own sessions."""
        from cabinet.desks.people import PeopleDesk

        return PeopleDesk(self.office)

    @cached_property
    def overview(self) -> OverviewDesk:
        """Today's figures and what needs somebody."""
        from cabinet.desks.overview import OverviewDesk

        return OverviewDesk(self.office)

    @cached_property
    def registry(self) -> RegistryDesk:
        """The operator's record."""
        from cabinet.desks.registry import RegistryDesk

        return RegistryDesk(self.office)

    @cached_property
    def credentials(self) -> CredentialsDesk:
        """API keys."""
        from cabinet.desks.credentials import CredentialsDesk

        return CredentialsDesk(self.office)

    @cached_property
    def statistics(self) -> StatisticsDesk:
        """Figures by period."""
        from cabinet.desks.statistics import StatisticsDesk

        return StatisticsDesk(self.office)

    @cached_property
    def rejections(self) -> RejectionsDesk:
        """Rejected transactions."""
        from cabinet.desks.rejections import RejectionsDesk

        return RejectionsDesk(self.office)
