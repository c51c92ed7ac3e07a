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

from cabinet.contour.authority import spki
from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.credentials import Credentials
from cabinet.contour.encryption_keys import RecipientKeys
from cabinet.contour.key_uses import KeyUses
from cabinet.contour.people import authority_of, person_rights
from cabinet.contour.sample_operator import PEOPLE, SAMPLE_EDRPOU
from cabinet.contour.senders import Senders
from cabinet.contour.store import LedgerStore
from cabinet.contract.credentials import IssueRequest, RevokeRequest
from cabinet.contract.key_ids import key_id
from cabinet.contract.rights import Role, Scope
from cabinet.contract.states import Environment
from cabinet.sealing.envelope import Header, seal

__all__ = ["ReplayKeys"]

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
            if key is None or key.until < end:
                self._revoke(self._keys.pop(source, None), start)
                self._keys[source] = self._issue(source, start)

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
            self._revoke(self._keys.popitem()[1], at)
        self._uses.flush()

    def _revoke(self, key: _Key | None, at: datetime) -> None:
        if key is not None:
            request = RevokeRequest(reason="Замінено новим ключем")
            self._credentials.revoke(self._engineer(at), key.credential_id, request, at)

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
        issued = self._credentials.issue(self._engineer(at), request, at)
        certificate = x509.load_pem_x509_certificate(issued.transport_certificate.encode())
        return _Key(
            issued.credential.credential_id, at + _LIFE, certificate.public_bytes(Encoding.DER), signing,
            key_id(self._environment, spki(signing.public_key())),
        )  # fmt: skip

    def _engineer(self, at: datetime) -> PersonHere:
        rnokpp = next(p.rnokpp for p in PEOPLE if p.role is Role.IT)
        with self._store.read() as rows:
            person, row = authority_of(rows, SAMPLE_EDRPOU, rnokpp, at)
        return PersonHere(SAMPLE_EDRPOU, rnokpp, person.name, person.role, person_rights(row), "replay")
