"""Links to a filter of this company on this perimeter, written and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import Filter
from cabinet.contract.link import PageLink, link_text, parse_link

if TYPE_CHECKING:
    from cabinet.perimeter.login import PersonSession

__all__ = ["filter_of_link", "link_to"]


def link_to(session: PersonSession, chosen: Filter) -> str:
    """Return a link that a colleague can open.

    Raises:
        KnownError: ``LINK_TOO_LONG``.
    """
    return link_text(PageLink(chosen, session.person.edrpou, _host(session)))


def filter_of_link(session: PersonSession, text: str) -> Filter:
    """Return what a link opens here.

    Raises:
        KnownError: ``LINK_OTHER_COMPANY``, ``LINK_OTHER_PERIMETER``, or what the link is refused with.
    """
    link = parse_link(text)
    host = _host(session)
    if link.perimeter != host:
        raise KnownError("LINK_OTHER_PERIMETER", perimeter=link.perimeter, own=host)
    if link.company != session.person.edrpou:
        raise KnownError("LINK_OTHER_COMPANY", company=link.company, own=session.person.edrpou)
    return link.filter


def _host(session: PersonSession) -> str:
    return session.profile.audience.removeprefix("https://").casefold()
