"""All desks of one window, as the shell takes them."""

from __future__ import annotations

from dataclasses import dataclass

from cabinet.desks.contour import ContourDesk
from cabinet.desks.credentials import CredentialsDesk
from cabinet.desks.office import Office
from cabinet.desks.overview import OverviewDesk
from cabinet.desks.registry import RegistryDesk
from cabinet.desks.rejections import RejectionsDesk
from cabinet.desks.session import SessionDesk
from cabinet.desks.settings import SettingsDesk
from cabinet.desks.statistics import StatisticsDesk

__all__ = ["Desks"]


@dataclass(frozen=True)
class Desks:
    """One of each; they share one office."""

    office: Office
    session: SessionDesk
    settings: SettingsDesk
    contour: ContourDesk
    overview: OverviewDesk
    registry: RegistryDesk
    credentials: CredentialsDesk
    statistics: StatisticsDesk
    rejections: RejectionsDesk
