"""Days as a calendar file (RFC 5545) that any calendar takes: all-day events that are found again by their names.

The same thing has the same UID, so that a file taken in again moves the event instead of adding one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from cabinet.contract.plain_text import visible

__all__ = ["CalendarEvent", "calendar_file"]

_OCTETS: Final = 75
"""The longest line without its end (RFC 5545 §3.1)."""
_PRODUCT: Final = "-//soms-cabinet//due//UK"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class CalendarEvent(NamedTuple):
    """One day of one thing; ``key`` names the thing for ever, ``text`` may have several lines."""

    key: str
    on: date
    title: str
    text: str


def calendar_file(events: Iterable[CalendarEvent], name: str, owner: str, made: datetime) -> bytes:
    """Return the file. ``owner`` tells equal keys of two companies apart; ``name`` is what the calendar is called."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", *(line for event in events for line in _event(event, owner, made)),
        "END:VCALENDAR",
    ]  # fmt: skip
    return b"".join(_folded(line.encode()) for line in lines)


def _event(event: CalendarEvent, owner: str, made: datetime) -> Iterator[str]:
    digest = hashlib.sha256(f"{owner}\n{event.key}".encode()).hexdigest()
    yield "BEGIN:VEVENT"
    yield f"UID:{digest[:32]}@soms-cabinet"
    yield f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    # The end of an all-day event is the first day that is not of it.
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DESCRIPTION:{_text(event.text)}"
    # A term takes no time: whoever looks for a free hour still has one.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Return a TEXT value (RFC 5545 §3.3.11): no control character but the line's end, which is escaped."""
    return "\n".join(visible(line) for line in words.split("\n")).translate(_ESCAPES)


def _folded(line: bytes) -> bytes:
    """Return a line folded at 75 octets, never inside a letter; what goes on begins with a blank."""
    parts = []
    while len(line) > _OCTETS:
        end = _OCTETS
        while line[end] & 0xC0 == 0x80:  # the middle of a letter in UTF-8
            end -= 1
        parts.append(line[:end])
        line = b" " + line[end:]
    return b"\r\n".join([*parts, line, b""])
