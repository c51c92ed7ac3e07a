"""The encrypted store kept busy, for what a person does before it answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from cabinet.desks.office import Office

__all__ = ["held"]


@contextmanager
def held(office: Office) -> Iterator[None]:
    """Let nothing use the store until the block ends; what is asked of it meanwhile waits in its order."""
    free = Event()
    office.store.run(free.wait, lambda _: None, lambda _: None)
    try:
        yield
    finally:
        free.set()
