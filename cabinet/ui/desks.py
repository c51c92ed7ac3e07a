"""All desks of one window, as the shell takes them."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

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
    from cabinet.ui.shell.page_specs import PageSpec

__all__ = ["Desks"]

Desk = TypeVar("Desk")


class Desks:
    """One of each; they share one office. Desks that need a log-in are made when they are first asked for."""

    def __init__(self, office: Office, session: SessionDesk, settings: SettingsDesk, contour: ContourDesk) -> None:
        self.office = office
        self.session = session
        self.settings = settings
        self.contour = contour
        self._made: dict[Callable[..., Any], Any] = {SettingsDesk: settings}

    def of(self, kind: Callable[[Office], Desk]) -> Desk:
        """Return the window's one desk of a class, made when it is first asked for."""
        if kind not in self._made:
            self._made[kind] = kind(self.office)
        desk: Desk = self._made[kind]
        return desk

    def of_page(self, spec: PageSpec) -> Any:
        """Return the desk of a page, by its name in the table of pages."""
        module, _, name = spec.desk.partition(":")
        return self.of(getattr(importlib.import_module(module), name))

    @cached_property
    def approval(self) -> ApprovalDesk:
        """Acts that want a signature."""
        from cabinet.desks.approval import ApprovalDesk

        return ApprovalDesk(self.office, self.session)

    @property
    def people(self) -> PeopleDesk:
        """The head, mandates, own sessions."""
        from cabinet.desks.people import PeopleDesk

        return self.of(PeopleDesk)

    @property
    def overview(self) -> OverviewDesk:
        """Today's figures and what needs somebody."""
        from cabinet.desks.overview import OverviewDesk

        return self.of(OverviewDesk)

    @property
    def registry(self) -> RegistryDesk:
        """The operator's record."""
        from cabinet.desks.registry import RegistryDesk

        return self.of(RegistryDesk)

    @property
    def credentials(self) -> CredentialsDesk:
        """API keys."""
        from cabinet.desks.credentials import CredentialsDesk

        return self.of(CredentialsDesk)

    @property
    def statistics(self) -> StatisticsDesk:
        """Figures by period."""
        from cabinet.desks.statistics import StatisticsDesk

        return self.of(StatisticsDesk)

    @property
    def rejections(self) -> RejectionsDesk:
        """Rejected transactions."""
        from cabinet.desks.rejections import RejectionsDesk

        return self.of(RejectionsDesk)
