"""When, whence and how often keys are used: gathered in memory, written with the next commit."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from cabinet.contour.store import LedgerStore, Row, Rows
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


class KeyUses:
    """Uses of all keys. What is not yet written is shown all the same."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._fresh: dict[tuple[str, str, datetime], _Use] = {}

    def note(self, key_id: str, address: str, endpoint: str, now: datetime, *, failed: bool = False) -> None:
        """Note one use."""
        with self._lock:
            use = self._fresh.setdefault(
                (key_id, address, now.replace(minute=0, second=0, microsecond=0)), _Use(now, now, endpoint)
            )
            use.last, use.endpoint = now, endpoint
            use.count += 1
            use.errors += failed

    def flush(self) -> None:
        """Write what was gathered down; a key's first good use makes it active."""
        with self._lock:
            fresh, self._fresh = self._fresh, {}
        if not fresh:
            return
        rows = [
            {"key_id": key, "address": address, "hour": epoch_micros(hour), "first": epoch_micros(use.first),
             "last": epoch_micros(use.last), "n": use.count, "errors": use.errors, "endpoint": use.endpoint,
             "active": epoch_micros(use.first) if use.count > use.errors else None}
            for (key, address, hour), use in fresh.items()
        ]  # fmt: skip
        with self._store.write() as writing:
            writing.many(
                "INSERT INTO key_usage (key_id, address, hour, first_at, last_at, n, errors) "
                "VALUES (:key_id, :address, :hour, :first, :last, :n, :errors) "
                "ON CONFLICT (key_id, address, hour) DO UPDATE SET last_at = excluded.last_at, "
                "n = key_usage.n + excluded.n, errors = key_usage.errors + excluded.errors",
                [{k: v for k, v in row.items() if k not in {"endpoint", "active"}} for row in rows],
            )
            writing.many(
                "UPDATE credential_keys SET last_at = :last, last_address = :address, last_endpoint = :endpoint, "
                "uses = uses + :n, errors = errors + :errors, activated_at = COALESCE(activated_at, :active) "
                "WHERE key_id = :key_id",
                [{k: v for k, v in row.items() if k not in {"hour", "first"}} for row in rows],
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
        return min((use.first for _, use in self._of(key["key_id"]) if use.count > use.errors), default=None)

    def usage(self, rows: Rows, key_ids: list[str], now: datetime) -> CredentialUsage:
        """Return how these keys were used."""
        self.flush()
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
