"""What the contour asks of an engine: transactions of plain rows. SQLite embedded; PostgreSQL speaks the same SQL.

Statements use named parameters (``:name``) and only what both engines know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

__all__ = ["LedgerStore", "Row", "Rows"]

Row = Mapping[str, Any]


class Rows(Protocol):
    """One transaction."""

    def all(self, sql: str, **values: object) -> list[Row]:
        """Return every row of a query."""
        ...

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """Return every row of a query by place, for queries whose rows are many."""
        ...

    def one(self, sql: str, **values: object) -> Row | None:
        """Return the first row, or None."""
        ...

    def run(self, sql: str, **values: object) -> int:
        """Run a statement; return how many rows it touched."""
        ...

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement for many rows."""
        ...

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Insert many rows the fastest way the engine knows."""
        ...

    def on_rollback(self, undo: Callable[[], None]) -> None:
        """Have something in memory taken back should the transaction fail."""
        ...

    def before_commit(self, act: Callable[[], None]) -> None:
        """Have something written last, when all parts of the transaction are done."""
        ...

    def after_commit(self, follow: Callable[[], None]) -> None:
        """Have something in memory follow once the transaction is durable, before the next one begins."""
        ...


class LedgerStore(Protocol):
    """An engine. One writer at a time; readers see only what is committed."""

    full: bool
    """Whether the last write found no room on the disk."""

    @property
    def writing(self) -> bool:
        """Whether the write transaction is open in this thread."""
        ...

    def write(self) -> AbstractContextManager[Rows]:
        """Open the write transaction: committed durably at the end, rolled back on any error; nested ones join.

        Raises:
            KnownError: ``STORAGE_FULL``.
        """
        ...

    def read(self) -> AbstractContextManager[Rows]:
        """Open a consistent read transaction; nested ones join."""
        ...

    def close(self) -> None:
        """Close the engine."""
        ...
