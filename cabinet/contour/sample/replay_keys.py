"""The replayed platform's keys: a credential a source, issued by the sample engineer when it was needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.intake.encryption_keys import RecipientKeys
from cabinet.contour.intake.senders import Senders
from cabinet.contour.keys.grants import Credentials
from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.store import LedgerStore, Rows
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU
from cabinet.contour.trust.authority import spki
from cabinet.contract.credentials import IssueRequest, RevokeRequest
from cabinet.contract.key_ids import key_id
from cabinet.contract.rights import ROLE_RIGHTS, Role, Scope
from cabinet.contract.states import Environment
from cabinet.sealing.envelope import Header, seal

__all__ = ["ReplayKeys", "replaying"]

_LIFE: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class _Key:
    credential_id: str
    until: datetime
    certificate: bytes
    signing: Ed25519PrivateKey
    signing_key_id: str


class ReplayKeys:
    """Private keys live in memory only; a credential that is left over is revoked at the end."""

    def __init__(
        self,
        store: LedgerStore,
        credentials: Credentials,
        senders: Senders,
        uses: KeyUses,
        recipients: RecipientKeys,
        environment: Environment,
    ) -> None:
        self._store = store
        self._credentials = credentials
        self._senders = senders
        self._uses = uses
        self._recipients = recipients
        self._environment = environment
        self._keys: dict[str, _Key] = {}

    def prepare(self, sources: Iterable[str], start: datetime, end: datetime) -> None:
        """Issue what is missing for a day; committed before the day begins, since batches are checked against it."""
        for source in sources:
            key = self._keys.get(source)
            if key is None or key.until < end or not self._untouched(key):
                self._keys.pop(source, None)
                if key is not None:
                    self._revoke(key.credential_id, start)
                self._keys[source] = self._issue(source, start)

    def usable(self, rows: Rows) -> bool:
        """Tell whether nobody has stopped these keys since they were prepared."""
        return all(_untouched(rows, key) for key in self._keys.values())

    def revoke_left_over(self, at: datetime) -> None:
        """Revoke what a replay that was killed has left: nobody has those keys any more."""
        with self._store.read() as rows:
            left = rows.all("SELECT credential_id FROM credentials WHERE replayed AND revoked_at IS NULL")
        for row in left:
            self._revoke(row["credential_id"], at)

    def seal(
        self, source: str, plain: bytes, *, batch_id: str, seq: int, previous: str | None, at: datetime
    ) -> tuple[Machine, bytes]:
        """Return whose batch it is and its envelope, made at that moment."""
        key = self._keys[source]
        with self._store.read() as rows:
            machine = self._senders.machine(
                rows, key.certificate, "127.0.0.1", "POST /transactions", Scope.INGEST_WRITE, at
            )
        recipient_id, recipient = self._recipients.newest()
        header = Header(
            env=self._environment.value, operator=SAMPLE_EDRPOU, source=source, batch_id=batch_id, seq=seq,
            prev_content_sha256=previous, n=plain.count(b"\n"), content_sha256=hashlib.sha256(plain).hexdigest(),
            signing_key_id=key.signing_key_id, recipient_key_id=recipient_id, iat=at,
        )  # fmt: skip
        return machine, seal(plain, header, recipient, key.signing)

    def give_back(self, at: datetime) -> None:
        """Revoke what is left: nobody has these keys any more."""
        while self._keys:
            self._revoke(self._keys.popitem()[1].credential_id, at)
        self._uses.flush()

    def _untouched(self, key: _Key) -> bool:
        with self._store.read() as rows:
            return _untouched(rows, key)

    def _revoke(self, credential_id: str, at: datetime) -> None:
        with self._store.write() as rows:
            left = rows.one(
                "SELECT 1 FROM credentials WHERE credential_id = :id AND revoked_at IS NULL", id=credential_id
            )
            if left is not None:  # a person may have been first
                request = RevokeRequest(reason="Замінено новим ключем")
                self._credentials.revoke(_ENGINEER, credential_id, request, at)

    def _issue(self, source: str, at: datetime) -> _Key:
        transport, signing = ec.generate_private_key(ec.SECP256R1()), Ed25519PrivateKey.generate()
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, source)])
        empty = x509.CertificateSigningRequestBuilder().subject_name(subject)
        request = IssueRequest(
            name="Платформа", source_id=source, environment=self._environment, scopes=[Scope.INGEST_WRITE],
            days=_LIFE.days, transport_days=_LIFE.days,
            transport_csr=empty.sign(transport, hashes.SHA256()).public_bytes(Encoding.PEM).decode(),
            signing_csr=empty.sign(signing, None).public_bytes(Encoding.PEM).decode(),
        )  # fmt: skip
        issued = self._credentials.issue(_ENGINEER, request, at, replayed=True)
        certificate = x509.load_pem_x509_certificate(issued.transport_certificate.encode())
        return _Key(
            issued.credential.credential_id, at + _LIFE, certificate.public_bytes(Encoding.DER), signing,
            key_id(self._environment, spki(signing.public_key())),
        )  # fmt: skip


def _untouched(rows: Rows, key: _Key) -> bool:
    """Tell whether neither grant nor keys were stopped by a person."""
    row = rows.one(
        "SELECT COUNT(*) AS stopped FROM credentials c JOIN credential_keys k USING (credential_id) "
        "WHERE credential_id = :id AND (c.revoked_at IS NOT NULL OR c.suspended_at IS NOT NULL "
        "OR k.revoked_at IS NOT NULL OR k.retire_at IS NOT NULL)",
        id=key.credential_id,
    )
    return row is not None and row["stopped"] == 0


def replaying(role: Role) -> PersonHere:
    """Return a sample person as the replay acts for them, whatever has become of their mandate since."""
    who = next(p for p in PEOPLE if p.role is role)
    return PersonHere(SAMPLE_EDRPOU, who.rnokpp, who.name, role, ROLE_RIGHTS[role], "replay")


_ENGINEER: Final = replaying(Role.IT)
