"""Right moments: with Kyiv's own offset of that day, and what was written without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import KYIV, parse_moment
from cabinet.rules.suggesting.case import Candidate, Case

__all__ = ["kyiv_clock", "kyiv_offset", "readable_moment"]

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ]\s*(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s*"
    r"(?P<offset>[Zz]|[+-]\d\d:?\d\d|[+-]\d\d)?"
)
_WORDS = re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4}),?\s+(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)")
_MICROS_OF_A_MILLI = 1000


def kyiv_offset(case: Case) -> Iterator[Candidate]:
    """TM-706: the same moment, as Kyiv wrote it then."""
    try:
        at = parse_moment(case.given_text)
    except KnownError:
        return
    yield Candidate(_written(at.astimezone(KYIV)), "kyiv_offset", certain=True)


def readable_moment(case: Case) -> Iterator[Candidate]:
    """TM-702: a moment in another form; one without an offset is likely of Kyiv's clock."""
    given = case.given_text.strip()
    match = _ISO.fullmatch(given)
    if match is not None:
        day, time, offset = match["day"], match["time"], match["offset"]
    elif (match := _WORDS.fullmatch(given)) is not None:
        day, time, offset = f"{match['y']}-{match['m']}-{match['d']}", match["time"], None
    else:
        return
    try:
        at = datetime.fromisoformat(f"{day}T{time.replace(',', '.')}{(offset or '').upper()}")
    except ValueError:
        return
    if offset is None:
        yield Candidate(_written(at.replace(tzinfo=KYIV)), "kyiv_clock")
    else:
        yield Candidate(_written(at.astimezone(KYIV)), "same_moment", certain=True)


def kyiv_clock(case: Case) -> Iterator[Candidate]:
    """TM-701: Kyiv's clock that was written down as if it were UTC."""
    try:
        at = parse_moment(case.given_text)
    except KnownError:
        return
    if not at.utcoffset():
        yield Candidate(_written(at.replace(tzinfo=KYIV)), "kyiv_as_utc")


def _written(at: datetime) -> str:
    return at.isoformat(timespec="microseconds" if at.microsecond % _MICROS_OF_A_MILLI else "milliseconds")
