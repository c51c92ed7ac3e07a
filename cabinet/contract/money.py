"""Money as whole kopecks. Never a float: 0.1 + 0.2 has no place in a tax base."""

from __future__ import annotations

import re

from cabinet.contract.errors import KnownError

__all__ = ["COUNTED_KOP", "MAX_KOP", "hryvnias", "parse_hryvnias", "sentence_hryvnias"]

MAX_KOP = 2**63 - 1
COUNTED_KOP = 10**12
"""The largest sum of one operation that figures count: nine million such rejections still fit a 64-bit total."""
_HRYVNIAS = re.compile(r"(-?)(\d{1,16})(?:[.,](\d{1,2}))?")


def hryvnias(kopecks: int) -> str:
    """Return kopecks as plain machine-readable hryvnias: ``-1234567`` becomes ``-12345.67``."""
    sign = "-" if kopecks < 0 else ""
    whole, rest = divmod(abs(kopecks), 100)
    return f"{sign}{whole}.{rest:02d}"


def sentence_hryvnias(kopecks: int, point: str) -> str:
    """Return kopecks as people read them, with groups: ``1 234,50`` where the decimal point is a comma."""
    whole, _, rest = hryvnias(kopecks).partition(".")
    return f"{int(whole):,}".replace(",", "\u00a0") + point + rest


def parse_hryvnias(text: str) -> int:
    """Read hryvnias with at most two decimals, comma or point, blanks allowed between groups; return kopecks.

    Raises:
        KnownError: ``MONEY_INVALID`` when the text is anything else.
    """
    match = _HRYVNIAS.fullmatch(re.sub(r"[\s\u00a0\u202f]", "", text))
    if match is None:
        raise KnownError("MONEY_INVALID", f"not a sum of money: {text[:40]!r}")
    sign, whole, rest = match.groups()
    kopecks = int(whole) * 100 + int((rest or "0").ljust(2, "0"))
    return -kopecks if sign else kopecks
