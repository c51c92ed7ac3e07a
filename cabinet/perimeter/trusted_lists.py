"""Trusted lists on this computer: those that a person imported, and the perimeter's own, fetched and kept.

Every list is verified anew each time it is loaded. One that fails is told of and left out: the others still hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import parse_moment, wire
from cabinet.contract.profile import PerimeterProfile
from cabinet.contract.states import Implementation
from cabinet.profile.atomic import write_atomically
from cabinet.profile.folders import config_folder
from cabinet.profile.profiles import file_name
from cabinet.profile.trusted_lists import ListFolder, lists
from cabinet.qes.trusted_list.keeping import KeptList
from cabinet.qes.trusted_list.model import TrustedList
from cabinet.qes.trusted_list.trust import TrustedListTrust
from cabinet.wire.fetching import HostFetch

__all__ = ["KnownLists", "Outcome", "load_lists", "profile_list", "refresh_list", "refresh_lists"]

_DAY: Final = timedelta(days=1)
_MOST: Final = 16 * 1024 * 1024
_FETCHED: Final = "fetched"


@dataclass(frozen=True)
class Outcome:
    """One list: where it is kept, what it is (None where it cannot be used), and what went wrong.

    Both at once: the kept list still holds, but a newer one could not be had. ``of_profile``: the perimeter's own.
    """

    kept: ListFolder
    found: TrustedList | None
    error: KnownError | None = None
    of_profile: bool = False


@dataclass(frozen=True)
class KnownLists:
    """Every list that is kept; ``trust`` stands on those that can be used."""

    outcomes: tuple[Outcome, ...]

    @property
    def trust(self) -> TrustedListTrust:
        """The lists as a source of trust."""
        return TrustedListTrust(*(each.found for each in self.outcomes if each.found is not None))


def load_lists(
    now: datetime, profile: PerimeterProfile | None, *, online: bool, folder: Path | None = None
) -> KnownLists:
    """Load every list. Online, the perimeter's own is renewed when a day has passed; the person's own are not touched.

    Raises:
        KnownError: ``TRUSTED_LIST_STATE`` where what is noted of a list cannot be read.
    """
    found = [_current(kept, now) for kept in lists(folder)]
    own = profile_list(profile, folder) if profile is not None else None
    if own is not None:
        stale = online and _is_due(own, now)
        found.append(refresh_list(own, now, profile) if stale else _current(own, now, profile))
    return KnownLists(tuple(found))


def refresh_lists(now: datetime, profile: PerimeterProfile | None, folder: Path | None = None) -> Iterator[Outcome]:
    """Fetch every list that has an address, one after another; one that has none is loaded as it is."""
    for kept in lists(folder):
        yield refresh_list(kept, now) if kept.url else _current(kept, now)
    own = profile_list(profile, folder) if profile is not None else None
    if own is not None:
        yield refresh_list(own, now, profile)


def profile_list(profile: PerimeterProfile, folder: Path | None = None) -> ListFolder | None:
    """Return where a perimeter's list is kept, None where its profile names none."""
    if profile.trusted_list_signer is None or not profile.trusted_list_url:
        return None
    home = folder.parent if folder is not None else config_folder()
    pins = frozenset({profile.trusted_list_signer})
    return ListFolder(home / "profile-lists" / file_name(profile.audience), pins, profile.trusted_list_url)


def refresh_list(kept: ListFolder, now: datetime, profile: PerimeterProfile | None = None) -> Outcome:
    """Fetch one list; where that fails, the kept one stays until its own next update.

    Only a test contour's list may lie on this computer itself.
    """
    contour = profile is not None and profile.implementation is Implementation.TEST_CONTOUR
    fetch = HostFetch(lambda: _host(kept.url), loopback=contour)
    try:
        KeptList(kept, kept.pins).refresh(fetch.fetch(kept.url, accept="application/xml", most=_MOST), now)
        write_atomically(kept.path / _FETCHED, wire(now).encode())
    except KnownError as error:
        before = _current(kept, now, profile)
        return Outcome(kept, before.found, error, profile is not None)
    finally:
        fetch.close()
    return _current(kept, now, profile)


def _current(kept: ListFolder, now: datetime, profile: PerimeterProfile | None = None) -> Outcome:
    try:
        found = KeptList(kept, kept.pins).current(now)
        if profile is not None and found.is_test is not (profile.implementation is Implementation.TEST_CONTOUR):
            # A contour that calls its list the state's would make its signatures look real.
            raise KnownError("TRUSTED_LIST_OTHER", f"{found.kind} of a {profile.implementation.value}")
    except KnownError as error:
        return Outcome(kept, None, error, profile is not None)
    return Outcome(kept, found, None, profile is not None)


def _is_due(kept: ListFolder, now: datetime) -> bool:
    try:
        fetched = parse_moment((kept.path / _FETCHED).read_text(encoding="ascii"))
    except (OSError, ValueError, KnownError):
        return True
    return not fetched <= now < fetched + _DAY


def _host(url: str) -> frozenset[str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return frozenset()
    return frozenset() if not host else frozenset({f"{host}:{port}" if port else host})
