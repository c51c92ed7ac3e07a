"""The table of pages: the one place that a page is entered in; window, refresh, tour and tests read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from cabinet.contract.rights import Right
from cabinet.ui.language import tr

__all__ = ["PAGES", "PAGE_SPECS", "SETTINGS", "PageSpec", "spec_of"]


class PageSpec(NamedTuple):
    """A page of the window.

    ``title`` returns its name in the rail; ``icon`` is a file of ``resources/icons`` without its ending; ``right`` is
    what a person needs to see it, None for everybody. ``refreshes``: it shows what follows from the log, and is asked
    anew when that has grown. ``desk`` and ``page`` are ``module:Class``, loaded when the page is first opened: nothing
    of a page is imported before the first paint.
    """

    key: str
    title: Callable[[], str]
    icon: str
    right: Right | None
    refreshes: bool
    desk: str
    page: str


PAGE_SPECS: Final = (
    PageSpec(
        key="overview",
        title=lambda: tr("Overview"),
        icon="house",
        right=None,
        refreshes=True,
        desk="cabinet.desks.overview:OverviewDesk",
        page="cabinet.ui.pages.overview.page:OverviewPage",
    ),
    PageSpec(
        key="registry",
        title=lambda: tr("Registry"),
        icon="landmark",
        right=None,
        refreshes=True,
        desk="cabinet.desks.registry:RegistryDesk",
        page="cabinet.ui.pages.registry.page:RegistryPage",
    ),
    PageSpec(
        key="credentials",
        title=lambda: tr("API keys"),
        icon="key-round",
        right=Right.CREDENTIALS_READ,
        refreshes=True,
        desk="cabinet.desks.credentials:CredentialsDesk",
        page="cabinet.ui.pages.credentials.page:CredentialsPage",
    ),
    PageSpec(
        key="statistics",
        title=lambda: tr("Statistics"),
        icon="chart-column",
        right=None,
        refreshes=True,
        desk="cabinet.desks.statistics:StatisticsDesk",
        page="cabinet.ui.pages.statistics.page:StatisticsPage",
    ),
    PageSpec(
        key="rejections",
        title=lambda: tr("Rejections"),
        icon="octagon-x",
        right=Right.REJECTIONS_READ,
        refreshes=True,
        desk="cabinet.desks.rejections:RejectionsDesk",
        page="cabinet.ui.pages.rejections.page:RejectionsPage",
    ),
    PageSpec(
        key="reconciliation",
        title=lambda: tr("Reconciliation"),
        icon="scale",
        right=Right.RECONCILIATION_READ,
        refreshes=False,
        desk="cabinet.desks.reconciliation:ReconciliationDesk",
        page="cabinet.ui.pages.reconciliation.page:ReconciliationPage",
    ),
    PageSpec(
        key="proofs",
        title=lambda: tr("Proofs"),
        icon="fingerprint",
        right=Right.PROOFS_READ,
        refreshes=True,
        desk="cabinet.desks.proofs:ProofsDesk",
        page="cabinet.ui.pages.proofs.page:ProofsPage",
    ),
    PageSpec(
        key="people",
        title=lambda: tr("People"),
        icon="users",
        right=None,
        refreshes=False,
        desk="cabinet.desks.people:PeopleDesk",
        page="cabinet.ui.pages.people.page:PeoplePage",
    ),
    PageSpec(
        key="settings",
        title=lambda: tr("Settings"),
        icon="settings",
        right=None,
        refreshes=False,
        desk="cabinet.desks.settings:SettingsDesk",
        page="cabinet.ui.pages.settings.page:SettingsPage",
    ),
)
"""Pages in the order of the rail; Alt and a digit opens each, the tenth Alt+0."""
PAGES: Final = tuple(spec.key for spec in PAGE_SPECS)
SETTINGS: Final = "settings"
"""The page that opens without a log-in too."""


def spec_of(key: str) -> PageSpec:
    """Return a page's line of the table.

    Raises:
        KeyError: there is no such page.
    """
    for spec in PAGE_SPECS:
        if spec.key == key:
            return spec
    raise KeyError(key)
