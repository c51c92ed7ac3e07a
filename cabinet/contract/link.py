"""A link to a filtered page, ``cabinet://rejections?filter=…``: text that people send one another.

A link opens a page and nothing else: it names no act, no file and no address. Whatever is not exactly of this form is
refused; a filter in it is read by the same grammar as one that is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import Filter, parse_filter

__all__ = ["LONGEST_LINK", "SCHEME", "PageLink", "find_link", "is_link", "link_text", "parse_link"]

SCHEME: Final = "cabinet://"
LONGEST_LINK: Final = 8_000
"""Characters of a link; a filter of ids needs half of them."""
_HEAD: Final = f"{SCHEME}rejections?"
_SAFE: Final = ":,-._~/"
_QUERY = re.compile(r"[A-Za-z0-9%&=:,\-._~/+]*")
_ANYWHERE = re.compile(rf"{SCHEME}\S*", re.IGNORECASE)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_COMPANY = re.compile(r"[0-9]{8}")
_PERIMETER = re.compile(r"[a-z0-9.-]{1,200}(?::[0-9]{1,5})?")


@dataclass(frozen=True)
class PageLink:
    """Which filter, of which company (ЄДРПОУ) on which perimeter (its audience)."""

    filter: Filter
    company: str
    perimeter: str


def is_link(text: str) -> bool:
    """Tell whether a text means to be a link."""
    return text.strip()[: len(SCHEME)].casefold() == SCHEME


def find_link(text: str) -> str | None:
    """Return the link that stands in a text, with words round it perhaps; None where there is none, or several."""
    found = _ANYWHERE.findall(text)
    return found[0] if len(found) == 1 else None


def link_text(link: PageLink) -> str:
    """Return the link as text, ASCII only.

    Raises:
        KnownError: ``LINK_TOO_LONG`` with the facts ``count`` and ``limit``.
    """
    pairs = (("filter", link.filter.text()), ("company", link.company), ("perimeter", link.perimeter))
    text = _HEAD + "&".join(f"{name}={quote(value, safe=_SAFE)}" for name, value in pairs)
    if len(text) > LONGEST_LINK:
        raise KnownError("LINK_TOO_LONG", count=str(len(text)), limit=str(LONGEST_LINK))
    return text


def parse_link(text: str) -> PageLink:
    """Read a link.

    Raises:
        KnownError: ``LINK_INVALID``, ``LINK_TOO_LONG``, or what its filter is refused with.
    """
    words = text.strip()
    if len(words) > LONGEST_LINK:
        raise KnownError("LINK_TOO_LONG", count=str(len(words)), limit=str(LONGEST_LINK))
    query = words.removeprefix(_HEAD)
    if not words.startswith(_HEAD) or not _QUERY.fullmatch(query) or _BAD_ESCAPE.search(query):
        raise KnownError("LINK_INVALID")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=3)
    except ValueError as error:
        raise KnownError("LINK_INVALID") from error
    given = dict(pairs)  # of three pairs, each of its own name
    if set(given) != {"filter", "company", "perimeter"}:
        raise KnownError("LINK_INVALID")
    if not given["filter"].isprintable() or not _COMPANY.fullmatch(given["company"]):
        raise KnownError("LINK_INVALID")
    if not _PERIMETER.fullmatch(given["perimeter"]):
        raise KnownError("LINK_INVALID")
    return PageLink(parse_filter(given["filter"]), given["company"], given["perimeter"])
