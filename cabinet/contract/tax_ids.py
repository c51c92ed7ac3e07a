"""Check digits of ЄДРПОУ (companies, 8 digits) and РНОКПП (persons, 10 digits)."""

from __future__ import annotations

__all__ = ["edrpou_check_digit", "edrpou_valid", "rnokpp_check_digit", "rnokpp_valid"]

_RNOKPP_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)


def edrpou_check_digit(first_seven: str) -> int:
    """Return the eighth digit of a ЄДРПОУ code.

    Weights 1..7 below 30000000 and above 60000000, else 7,1..6; modulo 11; when that is 10, weights grow by two
    and a second 10 counts as 0.
    """
    digits = [int(d) for d in first_seven]
    number = int(first_seven) * 10
    weights = list(range(1, 8)) if number < 30_000_000 or number > 60_000_000 else [7, 1, 2, 3, 4, 5, 6]
    rest = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
    if rest == 10:
        rest = sum(d * (w + 2) for d, w in zip(digits, weights, strict=True)) % 11 % 10
    return rest


def edrpou_valid(code: str) -> bool:
    """Tell whether eight digits form a ЄДРПОУ code."""
    return len(code) == 8 and code.isascii() and code.isdigit() and edrpou_check_digit(code[:7]) == int(code[7])


def rnokpp_check_digit(first_nine: str) -> int:
    """Return the tenth digit of a РНОКПП."""
    return sum(int(d) * w for d, w in zip(first_nine, _RNOKPP_WEIGHTS, strict=True)) % 11 % 10


def rnokpp_valid(code: str) -> bool:
    """Tell whether ten digits form a РНОКПП."""
    return len(code) == 10 and code.isascii() and code.isdigit() and rnokpp_check_digit(code[:9]) == int(code[9])
