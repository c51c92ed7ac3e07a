"""Whether a person is behind a request. A window that brings itself up to date must not keep a session from idling.

A client marks what nobody asked for with the header ``Soms-Unattended: 1``; the perimeter answers it, but does not
count it as a sign of life.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

__all__ = ["UNATTENDED_HEADER", "attended", "unattended"]

UNATTENDED_HEADER: Final = "Soms-Unattended"
_attended: ContextVar[bool] = ContextVar("attended", default=True)


def attended() -> bool:
    """Tell whether somebody asked for what is being done."""
    return _attended.get()


@contextmanager
def unattended() -> Iterator[None]:
    """Mark what is done inside, and the jobs started inside, as nobody's wish."""
    token = _attended.set(False)
    try:
        yield
    finally:
        _attended.reset(token)
