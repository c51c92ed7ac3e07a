"""Machine credentials: issue by two certificate requests, list, revoke; and who a transport certificate is."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cabinet.contour.authority import Authority, key_usage, spki
from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.ledger import Ledger
from cabinet.contour.problem import Refused
from cabinet.contour.store import Row, Rows
from cabinet.contract.credentials import (
    Credential,
    CredentialKey,
    CredentialList,
    Issued,
    IssueRequest,
    LastUse,
    RevokeRequest,
)
from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import epoch_micros, from_micros
from cabinet.contract.rights import Scope
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from cabinet.sealing.envelope import VerifyingKey

__all__ = ["Credentials"]

_SIGNING_LIFE = timedelta(days=90)
_LIVE_PER_SOURCE = 2


@dataclass
class _Use:
    at: datetime
    address: str
    endpoint: str
    count: int = 0
    errors: int = 0


class Credentials:
    """Grants and keys of all operators. Last uses are gathered in memory and written with the next commit."""

    def __init__(self, ledger: Ledger, authority: Authority, environment: Environment) -> None:
        self._ledger = ledger
        self._authority = authority
        self._environment = environment
        self._lock = threading.Lock()
        self._uses: dict[str, _Use] = {}

    def issue(self, person: PersonHere, request: IssueRequest, now: datetime) -> Issued:
        """Issue a credential.

        Raises:
            KnownError: ``ENVIRONMENT_WRONG``, ``SOURCE_UNKNOWN``, ``CSR_INVALID``, ``KEY_WEAK``, ``KEY_IN_USE`` or
                ``KEY_LIMIT``.
        """
        self._same_environment(request.environment)
        transport, signing = _public_key(request.transport_csr), _public_key(request.signing_csr)
        if not isinstance(transport, ec.EllipticCurvePublicKey) or transport.curve.name != "secp256r1":
            raise KnownError("KEY_WEAK", "transport keys are P-256", field="transportCsr")
        until = now + timedelta(days=request.days)
        transport_end = min(now + timedelta(days=request.transport_days), until)
        signing_end = min(now + _SIGNING_LIFE, until)
        with self._ledger.append(person.edrpou, now) as append:
            rows = append.rows
            source = rows.one(
                "SELECT source_id FROM sources WHERE edrpou = :edrpou AND source_id = :source",
                edrpou=person.edrpou, source=request.source_id,
            )  # fmt: skip
            if source is None:
                raise KnownError("SOURCE_UNKNOWN", value=request.source_id)
            if self._live(rows, person.edrpou, request.source_id, now) >= _LIVE_PER_SOURCE:
                raise KnownError("KEY_LIMIT")
            credential_id = uuid7()
            rows.run(
                "INSERT INTO credentials (credential_id, edrpou, name, source_id, environment, scopes, until, "
                "created_at, created_by, addresses) VALUES (:id, :edrpou, :name, :source, :environment, :scopes, "
                ":until, :created, :by, :addresses)",
                id=credential_id, edrpou=person.edrpou, name=request.name, source=request.source_id,
                environment=request.environment.value, scopes=json.dumps([s.value for s in request.scopes]),
                until=epoch_micros(until), created=epoch_micros(now), by=person.name,
                addresses=json.dumps(request.addresses),
            )  # fmt: skip
            ids = [
                self._key(rows, credential_id, purpose, key, now, end)
                for purpose, key, end in (
                    (KeyPurpose.TRANSPORT, transport, transport_end),
                    (KeyPurpose.SIGNING, signing, signing_end),
                )
            ]
            append.credential(
                {"act": "issued", "credentialId": credential_id, "source": request.source_id, "keys": ids,
                 "by": person.who}
            )  # fmt: skip
            credential = self._read(rows, person.edrpou, credential_id, now)
        certificate = self._certificate(person.edrpou, credential_id, request.source_id, transport, now, transport_end)
        return Issued(
            credential=credential, transport_certificate=certificate.public_bytes(Encoding.PEM).decode(),
            issuer_certificate=self._authority.pem,
        )  # fmt: skip

    def list(self, rows: Rows, edrpou: str, now: datetime) -> CredentialList:
        """Return all credentials of an operator, newest first."""
        found = rows.all(
            "SELECT credential_id FROM credentials WHERE edrpou = :edrpou ORDER BY created_at DESC, credential_id DESC",
            edrpou=edrpou,
        )
        return CredentialList(items=[self._read(rows, edrpou, row["credential_id"], now) for row in found])

    def one(self, rows: Rows, edrpou: str, credential_id: str, now: datetime) -> Credential:
        """Return one credential.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``.
        """
        return self._read(rows, edrpou, credential_id, now)

    def revoke(self, person: PersonHere, credential_id: str, request: RevokeRequest, now: datetime) -> Credential:
        """Revoke for good; the very next request with its keys is refused.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``, ``CREDENTIAL_FINAL`` or ``ENVIRONMENT_WRONG``.
        """
        with self._ledger.append(person.edrpou, now) as append:
            credential = self._read(append.rows, person.edrpou, credential_id, now)
            self._same_environment(credential.environment)
            if credential.revoked_at is not None:
                raise KnownError("CREDENTIAL_FINAL")
            append.rows.run(
                "UPDATE credentials SET revoked_at = :at, revoked_by = :by, revoke_reason = :reason "
                "WHERE credential_id = :id",
                at=epoch_micros(now), by=person.name, reason=request.reason, id=credential_id,
            )  # fmt: skip
            append.credential(
                {"act": "revoked", "credentialId": credential_id, "reason": request.reason, "by": person.who}
            )
            return self._read(append.rows, person.edrpou, credential_id, now)

    def machine(
        self,
        rows: Rows,
        certificate_der: bytes | None,
        address: str,
        endpoint: str,
        scope: Scope | None,
        now: datetime,
    ) -> Machine:
        """Return whose transport certificate this is; every refusal counts as an error of the key.

        Raises:
            KnownError: ``TRANSPORT_CERT_MISSING``, ``CREDENTIAL_UNKNOWN``, ``CREDENTIAL_EXPIRED``,
                ``CREDENTIAL_REVOKED``, ``ADDRESS_NOT_ALLOWED``, ``SCOPE_MISSING`` or
                ``CREDENTIAL_OPERATOR_BLOCKED``.
        """
        if certificate_der is None:
            raise KnownError("TRANSPORT_CERT_MISSING")
        certificate = x509.load_der_x509_certificate(certificate_der)
        public = certificate.public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise KnownError("CREDENTIAL_UNKNOWN")
        identifier = key_id(self._environment, spki(public))
        row = self._live_key(rows, identifier, KeyPurpose.TRANSPORT, now)
        try:
            if certificate.not_valid_after_utc <= now:
                until = certificate.not_valid_after_utc.date().isoformat()
                raise KnownError("CREDENTIAL_EXPIRED", until=until)
            allowed = json.loads(row["addresses"])
            if allowed and address not in allowed:
                raise KnownError("ADDRESS_NOT_ALLOWED", present=address, expected=", ".join(allowed))
            scopes = frozenset(Scope(s) for s in json.loads(row["scopes"]))
            if scope is not None and scope not in scopes:
                raise Refused(
                    "SCOPE_MISSING",
                    required=(scope.value,),
                    present=tuple(sorted(scopes)),
                    expected=scope.value,
                )
            operator = rows.one("SELECT status FROM operators WHERE edrpou = :edrpou", edrpou=row["edrpou"])
            if operator is None or operator["status"] in {"suspended", "annulled"}:
                raise KnownError("CREDENTIAL_OPERATOR_BLOCKED", value=str(operator and operator["status"]))
        except KnownError:
            self._used(identifier, address, endpoint, now, failed=True)
            raise
        self._used(identifier, address, endpoint, now)
        return Machine(
            row["edrpou"],
            row["credential_id"],
            row["source_id"],
            identifier,
            Environment(row["environment"]),
            scopes,
        )

    def signing_key(self, rows: Rows, identifier: str, machine: Machine, now: datetime) -> VerifyingKey:
        """Return the key that a batch names, which must belong to the machine's own credential.

        Raises:
            KnownError: as :meth:`machine`.
        """
        row = self._live_key(rows, identifier, KeyPurpose.SIGNING, now)
        if row["credential_id"] != machine.credential_id:
            raise KnownError("CREDENTIAL_UNKNOWN", "the signing key belongs to another credential")
        key = load_der_public_key(row["spki"])
        if not isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey):
            raise KnownError("CREDENTIAL_UNKNOWN")
        return key

    def signing_used(self, identifier: str, address: str, now: datetime, *, failed: bool) -> None:
        """Note a use of a signing key."""
        self._used(identifier, address, "POST /transactions", now, failed=failed)

    def flush(self) -> None:
        """Write gathered last uses down."""
        with self._lock:
            uses, self._uses = self._uses, {}
        if not uses:
            return
        with self._ledger.store.write() as rows:
            rows.many(
                "UPDATE credential_keys SET last_at = :at, last_address = :address, last_endpoint = :endpoint, "
                "uses = uses + :count, errors = errors + :errors WHERE key_id = :key_id",
                [
                    {"key_id": k, "at": epoch_micros(u.at), "address": u.address, "endpoint": u.endpoint,
                     "count": u.count, "errors": u.errors}
                    for k, u in uses.items()
                ],
            )  # fmt: skip

    def _same_environment(self, environment: Environment) -> None:
        if environment is not self._environment:
            raise KnownError("ENVIRONMENT_WRONG", present=environment.value, expected=self._environment.value)

    def _live(self, rows: Rows, edrpou: str, source: str, now: datetime) -> int:
        row = rows.one(
            "SELECT COUNT(*) AS n FROM credentials WHERE edrpou = :edrpou AND source_id = :source "
            "AND revoked_at IS NULL AND until > :now",
            edrpou=edrpou, source=source, now=epoch_micros(now),
        )  # fmt: skip
        return int(row["n"]) if row is not None else 0

    def _key(
        self,
        rows: Rows,
        credential_id: str,
        purpose: KeyPurpose,
        key: VerifyingKey,
        now: datetime,
        end: datetime,
    ) -> str:
        der = spki(key)
        identifier = key_id(self._environment, der)
        if rows.one("SELECT key_id FROM credential_keys WHERE key_id = :id", id=identifier) is not None:
            raise KnownError("KEY_IN_USE", purpose.value)
        algorithm = "Ed25519" if isinstance(key, Ed25519PublicKey) else "P-256"
        rows.run(
            "INSERT INTO credential_keys (key_id, credential_id, purpose, algorithm, spki, not_before, not_after, "
            "created_at, uses, errors) VALUES (:id, :credential, :purpose, :algorithm, :spki, :start, :end, :start, "
            "0, 0)",
            id=identifier, credential=credential_id, purpose=purpose.value, algorithm=algorithm, spki=der,
            start=epoch_micros(now), end=epoch_micros(end),
        )  # fmt: skip
        return identifier

    def _certificate(
        self,
        edrpou: str,
        credential_id: str,
        source: str,
        key: ec.EllipticCurvePublicKey,
        now: datetime,
        end: datetime,
    ) -> x509.Certificate:
        """Return the transport certificate; its subject is ours to say, not the request's."""
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, source),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"TEST – NOT VALID: {edrpou}"),
            ]
        )
        uri = x509.UniformResourceIdentifier(f"urn:soms:operator:{edrpou}:credential:{credential_id}")
        builder = (
            self._authority.begin(subject, key, now - timedelta(minutes=5), end)
            .add_extension(x509.SubjectAlternativeName([uri]), critical=False)
            .add_extension(key_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        )
        return self._authority.sign(builder)

    def _live_key(self, rows: Rows, identifier: str, purpose: KeyPurpose, now: datetime) -> Row:
        row = rows.one(
            "SELECT c.*, k.spki AS spki, k.not_after AS not_after FROM credential_keys k "
            "JOIN credentials c ON c.credential_id = k.credential_id "
            "WHERE k.key_id = :id AND k.purpose = :purpose",
            id=identifier, purpose=purpose.value,
        )  # fmt: skip
        if row is None:
            raise KnownError("CREDENTIAL_UNKNOWN")
        if row["revoked_at"] is not None:
            raise KnownError("CREDENTIAL_REVOKED", since=from_micros(row["revoked_at"]).date().isoformat())
        end = from_micros(min(row["not_after"], row["until"]))
        if end <= now:
            raise KnownError("CREDENTIAL_EXPIRED", until=end.date().isoformat())
        return row

    def _used(self, identifier: str, address: str, endpoint: str, now: datetime, *, failed: bool = False) -> None:
        with self._lock:
            use = self._uses.setdefault(identifier, _Use(now, address, endpoint))
            use.at, use.address, use.endpoint = now, address, endpoint
            use.count += 1
            use.errors += failed

    def _read(self, rows: Rows, edrpou: str, credential_id: str, now: datetime) -> Credential:
        row = rows.one(
            "SELECT * FROM credentials WHERE credential_id = :id AND edrpou = :edrpou",
            id=credential_id,
            edrpou=edrpou,
        )
        if row is None:
            raise KnownError("CREDENTIAL_NOT_FOUND")
        state = _state(row["revoked_at"], row["until"], now)
        keys = [
            self._key_view(key, state, now)
            for key in rows.all(
                "SELECT * FROM credential_keys WHERE credential_id = :id ORDER BY purpose DESC",
                id=credential_id,
            )
        ]
        return Credential(
            credential_id=credential_id, name=row["name"], source_id=row["source_id"],
            environment=Environment(row["environment"]), scopes=[Scope(s) for s in json.loads(row["scopes"])],
            until=from_micros(row["until"]), state=state, created_at=from_micros(row["created_at"]),
            created_by=row["created_by"], addresses=json.loads(row["addresses"]), keys=keys,
            revoked_at=from_micros(row["revoked_at"]) if row["revoked_at"] is not None else None,
            revoked_by=row["revoked_by"], revoke_reason=row["revoke_reason"],
        )  # fmt: skip

    def _key_view(self, key: Row, state: CredentialState, now: datetime) -> CredentialKey:
        own = state if state is not CredentialState.ACTIVE else _state(None, key["not_after"], now)
        with self._lock:
            fresh = self._uses.get(key["key_id"])
        last = None
        if fresh is not None:
            last = LastUse(
                at=fresh.at, address=fresh.address, endpoint=fresh.endpoint, count=key["uses"] + fresh.count,
                errors=key["errors"] + fresh.errors,
            )  # fmt: skip
        elif key["last_at"] is not None:
            last = LastUse(
                at=from_micros(key["last_at"]), address=key["last_address"], endpoint=key["last_endpoint"],
                count=key["uses"], errors=key["errors"],
            )  # fmt: skip
        return CredentialKey(
            key_id=key["key_id"], purpose=KeyPurpose(key["purpose"]), algorithm=key["algorithm"], state=own,
            created_at=from_micros(key["created_at"]), not_before=from_micros(key["not_before"]),
            not_after=from_micros(key["not_after"]), last_use=last,
        )  # fmt: skip


def _state(revoked_at: int | None, until: int, now: datetime) -> CredentialState:
    if revoked_at is not None:
        return CredentialState.REVOKED
    return CredentialState.EXPIRED if from_micros(until) <= now else CredentialState.ACTIVE


def _public_key(pem: str) -> VerifyingKey:
    """Return the key of a request whose own signature proves possession."""
    try:
        request = x509.load_pem_x509_csr(pem.encode())
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
