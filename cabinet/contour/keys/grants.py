"""Grants of machines: issue, suspend, resume, report a leak, revoke (CONTRACT §5). Keys change in ``rotation``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from cabinet.contour.call import PersonHere
from cabinet.contour.keys.keys import SIGNING_LIFE, CredentialKeys, requested_key, transport_key
from cabinet.contour.ledger.append import Append
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contract.credentials import (
    Credential,
    CredentialList,
    Issued,
    IssueRequest,
    LeakRequest,
    ResumeRequest,
    RevokeRequest,
    SuspendRequest,
)
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.moment import epoch_micros
from cabinet.contract.states import Environment, KeyPurpose

__all__ = ["Credentials", "open_incident"]


class Credentials:
    """Grants of all operators. Whatever happens to one is an entry of the operator's log."""

    def __init__(self, ledger: Ledger, keys: CredentialKeys, environment: Environment, issuer_pem: str) -> None:
        self._ledger = ledger
        self._keys = keys
        self._environment = environment
        self._issuer_pem = issuer_pem

    def issue(self, person: PersonHere, request: IssueRequest, now: datetime, *, replayed: bool = False) -> Issued:
        """Issue a credential; a ``replayed`` one is the replay's own and counts in no limit.

        Raises:
            KnownError: ``ENVIRONMENT_WRONG``, ``SOURCE_UNKNOWN``, ``CSR_INVALID``, ``KEY_WEAK``, ``KEY_IN_USE`` or
                ``KEY_LIMIT``.
        """
        self._same_environment(request.environment)
        transport_key(request.transport_csr)
        requested_key(request.signing_csr)
        until = now + timedelta(days=request.days)
        with self._ledger.append(person.edrpou, now) as append:
            rows = append.rows
            source = rows.one(
                "SELECT source_id FROM sources WHERE edrpou = :edrpou AND source_id = :source",
                edrpou=person.edrpou, source=request.source_id,
            )  # fmt: skip
            if source is None:
                raise KnownError("SOURCE_UNKNOWN", value=request.source_id)
            credential_id = uuid7()
            rows.run(
                "INSERT INTO credentials (credential_id, edrpou, name, source_id, environment, scopes, until, "
                "created_at, created_by, addresses, replayed) VALUES (:id, :edrpou, :name, :source, :environment, "
                ":scopes, :until, :created, :by, :addresses, :replayed)",
                id=credential_id, edrpou=person.edrpou, name=request.name, source=request.source_id,
                environment=request.environment.value, scopes=json.dumps([s.value for s in request.scopes]),
                until=epoch_micros(until), created=epoch_micros(now), by=person.name,
                addresses=json.dumps(request.addresses), replayed=replayed,
            )  # fmt: skip
            row = self._keys.row(rows, person.edrpou, credential_id)
            transport_end = min(now + timedelta(days=request.transport_days), until)
            first, certificate = self._keys.add(
                rows, row, KeyPurpose.TRANSPORT, request.transport_csr, now, transport_end
            )
            signing_end = min(now + SIGNING_LIFE, until)
            second, _ = self._keys.add(rows, row, KeyPurpose.SIGNING, request.signing_csr, now, signing_end)
            append.credential(
                {"act": "issued", "credentialId": credential_id, "source": request.source_id, "keys": [first, second],
                 "by": person.who}
            )  # fmt: skip
            credential = self._keys.view(rows, row, now)
        return Issued(
            credential=credential, transport_certificate=certificate or "", issuer_certificate=self._issuer_pem
        )

    def list(self, rows: Rows, edrpou: str, now: datetime) -> CredentialList:
        """Return all credentials of an operator, newest first."""
        found = rows.all(
            "SELECT * FROM credentials WHERE edrpou = :edrpou ORDER BY created_at DESC, credential_id DESC",
            edrpou=edrpou,
        )
        return CredentialList(items=[self._keys.view(rows, row, now) for row in found])

    def one(self, rows: Rows, edrpou: str, credential_id: str, now: datetime) -> Credential:
        """Return one credential.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``.
        """
        return self._keys.view(rows, self._keys.row(rows, edrpou, credential_id), now)

    def suspend(self, person: PersonHere, credential_id: str, request: SuspendRequest, now: datetime) -> Credential:
        """Suspend at once, until resumed.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL``, ``CREDENTIAL_IS_SUSPENDED`` or
                ``ENVIRONMENT_WRONG``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            row = self._open(append.rows, person, credential_id)
            if row["suspended_at"] is not None:
                raise KnownError("CREDENTIAL_IS_SUSPENDED")
            _suspend(append.rows, row, person.name, request.reason, now)
            return self._done(append, person, row, "suspended", {"reason": request.reason})

    def resume(self, person: PersonHere, credential_id: str, request: ResumeRequest, now: datetime) -> Credential:
        """Let a suspended credential work again; after a leak it needs new keys first.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL``, ``CREDENTIAL_NOT_SUSPENDED``, ``KEYS_MISSING``
                or ``ENVIRONMENT_WRONG``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            row = self._open(append.rows, person, credential_id)
            if row["suspended_at"] is None:
                raise KnownError("CREDENTIAL_NOT_SUSPENDED")
            for purpose in KeyPurpose:
                if not self._keys.live(append.rows, row, purpose, now):
                    raise KnownError("KEYS_MISSING", purpose.value, value=purpose.value)
            append.rows.run(
                "UPDATE credentials SET suspended_at = NULL, suspended_by = NULL, suspend_reason = NULL "
                "WHERE credential_id = :id",
                id=credential_id,
            )
            return self._done(append, person, row, "resumed", {"reason": request.reason})

    def leak(self, person: PersonHere, credential_id: str, request: LeakRequest, now: datetime) -> Credential:
        """End every key at once, suspend the grant, open an incident.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL`` or ``ENVIRONMENT_WRONG``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            row = self._open(append.rows, person, credential_id)
            append.rows.run(
                "UPDATE credential_keys SET revoked_at = COALESCE(revoked_at, :at) WHERE credential_id = :id",
                at=epoch_micros(now), id=credential_id,
            )  # fmt: skip
            if row["suspended_at"] is None:
                _suspend(append.rows, row, person.name, request.note[:200], now)
            open_incident(append.rows, credential_id, "leak", person.name, request.note, now)
            return self._done(append, person, row, "leaked", {})

    def revoke(self, person: PersonHere, credential_id: str, request: RevokeRequest, now: datetime) -> Credential:
        """Revoke for good; the very next request with its keys is refused.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL`` or ``ENVIRONMENT_WRONG``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            row = self._open(append.rows, person, credential_id)
            append.rows.run(
                "UPDATE credentials SET revoked_at = :at, revoked_by = :by, revoke_reason = :reason "
                "WHERE credential_id = :id",
                at=epoch_micros(now), by=person.name, reason=request.reason, id=credential_id,
            )  # fmt: skip
            return self._done(append, person, row, "revoked", {"reason": request.reason})

    def _open(self, rows: Rows, person: PersonHere, credential_id: str) -> Row:
        """Return a credential that is not revoked for good."""
        row = self._keys.row(rows, person.edrpou, credential_id)
        self._same_environment(Environment(row["environment"]))
        if row["revoked_at"] is not None:
            raise KnownError("CREDENTIAL_FINAL")
        return row

    def _done(self, append: Append, person: PersonHere, row: Row, act: str, more: Mapping[str, object]) -> Credential:
        append.credential({"act": act, "credentialId": row["credential_id"], **more, "by": person.who})
        fresh = self._keys.row(append.rows, person.edrpou, row["credential_id"])
        return self._keys.view(append.rows, fresh, append.now)

    def _same_environment(self, environment: Environment) -> None:
        if environment is not self._environment:
            raise KnownError("ENVIRONMENT_WRONG", present=environment.value, expected=self._environment.value)


def _suspend(rows: Rows, row: Row, by: str, reason: str, now: datetime) -> None:
    rows.run(
        "UPDATE credentials SET suspended_at = :at, suspended_by = :by, suspend_reason = :reason "
        "WHERE credential_id = :id",
        at=epoch_micros(now), by=by, reason=reason, id=row["credential_id"],
    )  # fmt: skip


def open_incident(rows: Rows, credential_id: str, kind: str, by: str, note: str, now: datetime) -> None:
    """Open an incident of a credential."""
    rows.run(
        "INSERT INTO incidents (credential_id, at, kind, by_name, note) VALUES (:id, :at, :kind, :by, :note) "
        "ON CONFLICT DO NOTHING",
        id=credential_id, at=epoch_micros(now), kind=kind, by=by, note=note,
    )  # fmt: skip
