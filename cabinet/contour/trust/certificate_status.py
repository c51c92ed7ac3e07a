"""Which test certificates were issued, and which of them are revoked or on hold: what lists and responder tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cabinet.contour.ledger.store import LedgerStore
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.testdata import RevocationReason

__all__ = ["CertificateStatuses", "Revoked"]

_HOLD: Final = "certificateHold"
_REMOVE: Final = "removeFromCRL"
_SERIAL_BITS: Final = 160


@dataclass(frozen=True)
class Revoked:
    """Since when, and why by its name in RFC 5280."""

    since: datetime
    reason: str


class CertificateStatuses:
    """Statuses by serial number, in the ledger's engine."""

    def __init__(self, store: LedgerStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def issued(self, serial: int) -> None:
        """Remember a certificate."""
        with self._store.write() as rows:
            rows.run(
                "INSERT INTO issued_identities (serial, at) VALUES (:serial, :at)",
                serial=str(serial), at=epoch_micros(self._clock.now()),
            )  # fmt: skip

    def change(self, serial: str, reason: RevocationReason) -> None:
        """Revoke for good, put on hold or take off hold, from now on.

        Raises:
            KnownError: ``FIELD_INVALID`` for a number that is none, or a removal of what is not on hold.
        """
        if not serial.isascii() or not serial.isdigit() or not 0 < int(serial) < 1 << _SERIAL_BITS:
            raise KnownError("FIELD_INVALID", field="serial")
        with self._store.write() as rows:
            found = rows.one("SELECT reason FROM revoked_identities WHERE serial = :serial", serial=serial)
            on_hold = found is not None and found["reason"] == _HOLD
            if reason == _REMOVE:
                if not on_hold:
                    raise KnownError("FIELD_INVALID", "not on hold", field="reason")
                rows.run("DELETE FROM revoked_identities WHERE serial = :serial", serial=serial)
            elif found is None:
                rows.run(
                    "INSERT INTO revoked_identities (serial, at, reason) VALUES (:serial, :at, :reason)",
                    serial=serial, at=epoch_micros(self._clock.now()), reason=reason,
                )  # fmt: skip
            elif on_hold:
                # The hold's own moment stays: since then nobody could rely on it (RFC 5280 §5.3.1).
                rows.run(
                    "UPDATE revoked_identities SET reason = :reason WHERE serial = :serial",
                    serial=serial, reason=reason,
                )  # fmt: skip

    def known(self, serial: int) -> bool:
        """Tell whether the certificate was issued here."""
        with self._store.read() as rows:
            return rows.one("SELECT 1 FROM issued_identities WHERE serial = :serial", serial=str(serial)) is not None

    def revoked(self) -> dict[int, Revoked]:
        """Return every revoked certificate."""
        with self._store.read() as rows:
            return {
                int(row["serial"]): Revoked(from_micros(row["at"]), row["reason"])
                for row in rows.all("SELECT serial, at, reason FROM revoked_identities")
            }

    def revocation_of(self, serial: int) -> Revoked | None:
        """Return how one certificate is revoked, None where it is not."""
        with self._store.read() as rows:
            row = rows.one("SELECT at, reason FROM revoked_identities WHERE serial = :serial", serial=str(serial))
        return Revoked(from_micros(row["at"]), row["reason"]) if row is not None else None

    def next_list_number(self) -> int:
        """Return a number higher than every earlier one; moving the clock or a restart cannot turn it back."""
        with self._store.write() as rows:
            row = rows.one("SELECT value FROM settings WHERE name = 'crl_number'")
            number = int(row["value"]) + 1 if row is not None else 1
            rows.run(
                "INSERT INTO settings (name, value) VALUES ('crl_number', :value) "
                "ON CONFLICT (name) DO UPDATE SET value = :value",
                value=str(number),
            )
        return number
