"""The condition that a column has one of several values, each bound by a name of its own."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["any_of"]


def any_of(column: str, name: str, given: Sequence[str] | Sequence[int], bound: dict[str, object]) -> str:
    """Return the condition that a column has one of these values, and bind them by ``name``."""
    if not given:
        return "1 = 0"
    bound |= {f"{name}{i}": value for i, value in enumerate(given)}
    return f"{column} IN ({', '.join(f':{name}{i}' for i in range(len(given)))})"
