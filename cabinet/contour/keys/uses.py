"""When, whence and how often keys are used: gathered in memory, written with the next commit."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from cabinet.contour.ledger.store import LedgerStore, Row, Rows
from cabinet.contract.credentials import AddressUse, CredentialUsage, KeyUsage, LastUse, UsageHour
from cabinet.contract.moment import epoch_micros, from_micros

__all__ = ["KeyUses"]

_SHOWN = timedelta(days=7)


@dataclass
class _Use:
    first: datetime
    last: datetime
    endpoint: str
    count: int = 0
    errors: int = 0


_Fresh = dict[tuple[str, str, datetime], _Use]


class KeyUses:
    """Uses of all keys. Whoever is about to show them calls :meth:`flush` before opening the read transaction."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._fresh: _Fresh = {}
        self._first_good: dict[str, datetime] = {}
        """By key: its first good use that is not written yet."""
        self._writing = 0

    def note(self, key_id: str, address: str, endpoint: str, now: datetime, *, failed: bool = False) -> None:
        """Note one use."""
        with self._lock:
            use = self._fresh.setdefault(
                (key_id, address, now.replace(minute=0, second=0, microsecond=0)), _Use(now, now, endpoint)
            )
            use.last, use.endpoint = now, endpoint
            use.count += 1
            use.errors += failed
            if not failed:
                self._first_good[key_id] = min(now, self._first_good.get(key_id, now))

    def flush(self) -> None:
        """Write down what was gathered until now, and wait for what another thread is writing.

        A key's first good use makes it active. Should the transaction fail, nothing gathered is lost.
        """
        with self._lock:
            if not self._fresh and not self._writing:
                return
            self._writing += 1
        try:
            # Gathered inside the write: whoever comes second finds the first one's uses committed.
            with self._store.write() as writing:
                with self._lock:
                    fresh, self._fresh = self._fresh, {}
                    good, self._first_good = self._first_good, {}
                writing.on_rollback(lambda: self._take_back(fresh, good))
                self._write(writing, fresh, good)
        finally:
            with self._lock:
                self._writing -= 1

    def _take_back(self, fresh: _Fresh, good: dict[str, datetime]) -> None:
        with self._lock:
            for place, use in fresh.items():
                newer = self._fresh.setdefault(place, use)
                if newer is not use:
                    newer.first = min(newer.first, use.first)
                    newer.count += use.count
                    newer.errors += use.errors
            for key, at in good.items():
                self._first_good[key] = min(at, self._first_good.get(key, at))

    @staticmethod
    def _write(writing: Rows, fresh: _Fresh, good: dict[str, datetime]) -> None:
        rows = [
            {"key_id": key, "address": address, "hour": epoch_micros(hour), "first": epoch_micros(use.first),
             "last": epoch_micros(use.last), "n": use.count, "errors": use.errors, "endpoint": use.endpoint}
            for (key, address, hour), use in fresh.items()
        ]  # fmt: skip
        if rows:
            writing.many(
                "INSERT INTO key_usage (key_id, address, hour, first_at, last_at, n, errors) "
                "VALUES (:key_id, :address, :hour, :first, :last, :n, :errors) "
                "ON CONFLICT (key_id, address, hour) DO UPDATE SET last_at = excluded.last_at, "
                "n = key_usage.n + excluded.n, errors = key_usage.errors + excluded.errors",
                [{k: v for k, v in row.items() if k != "endpoint"} for row in rows],
            )
            writing.many(
                "UPDATE credential_keys SET last_at = :last, last_address = :address, last_endpoint = :endpoint, "
                "uses = uses + :n, errors = errors + :errors WHERE key_id = :key_id",
                [{k: v for k, v in row.items() if k not in {"hour", "first"}} for row in rows],
            )
            writing.many(
                "UPDATE credential_keys SET activated_at = COALESCE(activated_at, :at) WHERE key_id = :key_id",
                [{"key_id": key, "at": epoch_micros(at)} for key, at in good.items()],
            )

    def last(self, key: Row) -> LastUse | None:
        """Return a key's last use, or None."""
        fresh = [(address, use) for (key_id, address, _), use in self._of(key["key_id"])]
        count = key["uses"] + sum(use.count for _, use in fresh)
        errors = key["errors"] + sum(use.errors for _, use in fresh)
        if fresh:
            address, use = max(fresh, key=lambda found: found[1].last)
            return LastUse(at=use.last, address=address, endpoint=use.endpoint, count=count, errors=errors)
        if key["last_at"] is None:
            return None
        return LastUse(
            at=from_micros(key["last_at"]), address=key["last_address"], endpoint=key["last_endpoint"], count=count,
            errors=errors,
        )  # fmt: skip

    def activated(self, key: Row) -> datetime | None:
        """Return when a key was first used well, or None."""
        if key["activated_at"] is not None:
            return from_micros(key["activated_at"])
        with self._lock:
            return self._first_good.get(key["key_id"])

    def usage(self, rows: Rows, key_ids: list[str], now: datetime) -> CredentialUsage:
        """Return how these keys were used, as far as it was written before this read transaction began."""
        return CredentialUsage(keys=[self._usage(rows, key_id, now) for key_id in key_ids], server_time=now)

    def _usage(self, rows: Rows, key_id: str, now: datetime) -> KeyUsage:
        hours = rows.all(
            "SELECT hour, SUM(n) AS n, SUM(errors) AS errors FROM key_usage WHERE key_id = :key AND hour >= :since "
            "GROUP BY hour ORDER BY hour",
            key=key_id, since=epoch_micros(now - _SHOWN),
        )  # fmt: skip
        senders = rows.all(
            "SELECT address, MIN(first_at) AS first, MAX(last_at) AS last, SUM(n) AS n, SUM(errors) AS errors "
            "FROM key_usage WHERE key_id = :key GROUP BY address ORDER BY address",
            key=key_id,
        )
        return KeyUsage(
            key_id=key_id,
            hours=[UsageHour(start=from_micros(h["hour"]), count=h["n"], errors=h["errors"]) for h in hours],
            addresses=[
                AddressUse(
                    address=s["address"], first_at=from_micros(s["first"]), last_at=from_micros(s["last"]),
                    count=s["n"], errors=s["errors"],
                )
                for s in senders
            ],
        )  # fmt: skip

    def _of(self, key_id: str) -> list[tuple[tuple[str, str, datetime], _Use]]:
        with self._lock:
            return [(key, use) for key, use in self._fresh.items() if key[0] == key_id]
