"""Keys of machine credentials: their life, how many may live, their certificates, and how people see them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.trust.authority import Authority, key_usage, spki
from cabinet.contract.credentials import Credential, CredentialKey, Incident
from cabinet.contract.errors import KnownError
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.rights import Scope
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from cabinet.sealing.envelope import VerifyingKey

__all__ = ["SIGNING_LIFE", "CredentialKeys", "requested_key", "transport_key"]

SIGNING_LIFE = timedelta(days=90)
_LIVE = {CredentialState.PENDING, CredentialState.ACTIVE, CredentialState.RETIRING, CredentialState.SUSPENDED}
_MOST_LIVE = 2


class CredentialKeys:
    """Writes and reads keys inside the caller's transaction."""

    def __init__(self, authority: Authority, environment: Environment, uses: KeyUses) -> None:
        self._authority = authority
        self._environment = environment
        self._uses = uses

    def add(
        self,
        rows: Rows,
        credential: Row,
        purpose: KeyPurpose,
        csr: str,
        now: datetime,
        end: datetime,
        *,
        replaces: Collection[str] = (),
    ) -> tuple[str, str | None]:
        """Add a pending key for a request; returns its id and, for transport, its certificate.

        ``replaces`` names keys that this one takes the place of: they do not count beside it.

        Raises:
            KnownError: ``CSR_INVALID``, ``KEY_WEAK``, ``KEY_IN_USE`` or ``KEY_LIMIT``.
        """
        key = transport_key(csr) if purpose is KeyPurpose.TRANSPORT else requested_key(csr)
        der = spki(key)
        identifier = key_id(self._environment, der)
        if rows.one("SELECT key_id FROM credential_keys WHERE key_id = :id", id=identifier) is not None:
            raise KnownError("KEY_IN_USE", purpose.value)
        counted = not credential["replayed"]
        if counted and len(self._beside(rows, credential, purpose, now) - set(replaces)) >= _MOST_LIVE:
            raise KnownError("KEY_LIMIT", purpose.value)
        certificate = None
        if isinstance(key, ec.EllipticCurvePublicKey) and purpose is KeyPurpose.TRANSPORT:
            made = self._certificate(credential, key, now, end)
            certificate = made.public_bytes(Encoding.PEM).decode()
        rows.run(
            "INSERT INTO credential_keys (key_id, credential_id, purpose, algorithm, spki, not_before, not_after, "
            "created_at, uses, errors, certificate, csr_sha256) VALUES (:id, :credential, :purpose, :algorithm, "
            ":spki, :start, :end, :start, 0, 0, :certificate, :csr)",
            id=identifier, credential=credential["credential_id"], purpose=purpose.value,
            algorithm="Ed25519" if isinstance(key, Ed25519PublicKey) else "P-256", spki=der,
            start=epoch_micros(now), end=epoch_micros(end), certificate=certificate,
            csr=hashlib.sha256(csr.encode()).hexdigest(),
        )  # fmt: skip
        return identifier, certificate

    def state(self, key: Row, credential: Row, now: datetime) -> CredentialState:
        """Return where a key stands in its life."""
        at = epoch_micros(now)
        gone = [m for m in (key["revoked_at"], credential["revoked_at"], key["retire_at"]) if m is not None and m <= at]
        if gone:
            return CredentialState.REVOKED
        if min(key["not_after"], credential["until"]) <= at:
            return CredentialState.EXPIRED
        if credential["suspended_at"] is not None:
            return CredentialState.SUSPENDED
        if key["retire_at"] is not None:
            return CredentialState.RETIRING
        return CredentialState.PENDING if self._uses.activated(key) is None else CredentialState.ACTIVE

    def of(self, rows: Rows, credential_id: str) -> list[Row]:
        """Return a credential's keys, newest first in each purpose."""
        return rows.all(
            "SELECT * FROM credential_keys WHERE credential_id = :id ORDER BY purpose DESC, created_at DESC, key_id",
            id=credential_id,
        )

    def live(self, rows: Rows, credential: Row, purpose: KeyPurpose, now: datetime) -> list[Row]:
        """Return a credential's keys of a purpose that live, newest first."""
        found = [k for k in self.of(rows, credential["credential_id"]) if k["purpose"] == purpose.value]
        return [k for k in found if self.state(k, credential, now) in _LIVE]

    def row(self, rows: Rows, edrpou: str, credential_id: str) -> Row:
        """Return a credential's row.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``.
        """
        row = rows.one(
            "SELECT * FROM credentials WHERE credential_id = :id AND edrpou = :edrpou", id=credential_id, edrpou=edrpou
        )
        if row is None:
            raise KnownError("CREDENTIAL_NOT_FOUND")
        return row

    def view(self, rows: Rows, row: Row, now: datetime) -> Credential:
        """Return a credential as people see it."""
        incidents = rows.all(
            "SELECT * FROM incidents WHERE credential_id = :id ORDER BY at DESC", id=row["credential_id"]
        )
        return Credential(
            credential_id=row["credential_id"], name=row["name"], source_id=row["source_id"],
            environment=Environment(row["environment"]), scopes=[Scope(s) for s in json.loads(row["scopes"])],
            until=from_micros(row["until"]), state=_state(row, now), created_at=from_micros(row["created_at"]),
            created_by=row["created_by"], addresses=json.loads(row["addresses"]),
            keys=[self._key_view(key, row, now) for key in self.of(rows, row["credential_id"])],
            revoked_at=_moment(row["revoked_at"]), revoked_by=row["revoked_by"], revoke_reason=row["revoke_reason"],
            suspended_at=_moment(row["suspended_at"]), suspended_by=row["suspended_by"],
            suspend_reason=row["suspend_reason"],
            incidents=[
                Incident(kind=i["kind"], at=from_micros(i["at"]), by=i["by_name"], note=i["note"]) for i in incidents
            ],
        )  # fmt: skip

    def _key_view(self, key: Row, credential: Row, now: datetime) -> CredentialKey:
        return CredentialKey(
            key_id=key["key_id"], purpose=KeyPurpose(key["purpose"]), algorithm=key["algorithm"],
            state=self.state(key, credential, now), created_at=from_micros(key["created_at"]),
            not_before=from_micros(key["not_before"]), not_after=from_micros(key["not_after"]),
            activated_at=self._uses.activated(key), retire_at=_moment(key["retire_at"]),
            revoked_at=_moment(key["revoked_at"]), last_use=self._uses.last(key),
        )  # fmt: skip

    def _beside(self, rows: Rows, credential: Row, purpose: KeyPurpose, now: datetime) -> set[str]:
        """Return the keys of one purpose that live at a moment, over all credentials of a source.

        A key that did not exist yet at that moment is none of them, nor one whose renewal has taken its place, nor
        those of the replayed platform, which are nobody's.
        """
        grants = rows.all(
            "SELECT * FROM credentials WHERE edrpou = :edrpou AND source_id = :source AND NOT replayed",
            edrpou=credential["edrpou"],
            source=credential["source_id"],
        )
        at = epoch_micros(now)
        return {
            key["key_id"]
            for grant in grants
            for key in self.live(rows, grant, purpose, now)
            if key["not_before"] <= at and key["renewed_by"] is None
        }

    def _certificate(
        self, credential: Row, key: ec.EllipticCurvePublicKey, now: datetime, end: datetime
    ) -> x509.Certificate:
        """Return the transport certificate; its subject is ours to say, not the request's."""
        edrpou = credential["edrpou"]
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, credential["source_id"]),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"TEST – NOT VALID: {edrpou}"),
            ]
        )
        name = f"urn:soms:operator:{edrpou}:credential:{credential['credential_id']}"
        builder = (
            self._authority.begin(subject, key, now - timedelta(minutes=5), end)
            .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(name)]), critical=False)
            .add_extension(key_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        )
        return self._authority.sign(builder)


def _state(row: Row, now: datetime) -> CredentialState:
    if row["revoked_at"] is not None:
        return CredentialState.REVOKED
    if from_micros(row["until"]) <= now:
        return CredentialState.EXPIRED
    return CredentialState.ACTIVE if row["suspended_at"] is None else CredentialState.SUSPENDED


def _moment(micros: int | None) -> datetime | None:
    return from_micros(micros) if micros is not None else None


def transport_key(csr: str) -> ec.EllipticCurvePublicKey:
    """Return a transport key, which is P-256.

    Raises:
        KnownError: ``CSR_INVALID`` or ``KEY_WEAK``.
    """
    key = requested_key(csr)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KnownError("KEY_WEAK", "transport keys are P-256", field="transportCsr")
    return key


def requested_key(csr: str) -> VerifyingKey:
    """Return the key of a request whose own signature proves possession.

    Raises:
        KnownError: ``CSR_INVALID`` or ``KEY_WEAK``.
    """
    try:
        request = x509.load_pem_x509_csr(csr.encode())
        key = request.public_key()
        if not request.is_signature_valid:
            raise KnownError("CSR_INVALID", "signature")
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise KnownError("CSR_INVALID", type(error).__name__) from error
    if isinstance(key, Ed25519PublicKey):
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1":
        return key
    raise KnownError("KEY_WEAK", type(key).__name__)
