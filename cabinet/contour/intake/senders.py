"""Who a machine is: the credential behind a transport certificate, and the signing key that a batch names."""

from __future__ import annotations

import json
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from cabinet.contour.call import Machine
from cabinet.contour.keys.keys import CredentialKeys
from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.store import Row, Rows
from cabinet.contour.problem import Refused
from cabinet.contour.trust.authority import spki
from cabinet.contract.errors import KnownError
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import from_micros
from cabinet.contract.rights import Scope
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from cabinet.sealing.envelope import VerifyingKey

__all__ = ["Senders"]


class Senders:
    """Asked at every request, so that a revocation holds from the very next one."""

    def __init__(self, keys: CredentialKeys, uses: KeyUses, environment: Environment) -> None:
        self._keys = keys
        self._uses = uses
        self._environment = environment

    def machine(
        self,
        rows: Rows,
        certificate_der: bytes | None,
        address: str,
        endpoint: str,
        scope: Scope | None,
        now: datetime,
        *,
        expired_ok: bool = False,
    ) -> Machine:
        """Return whose transport certificate this is; every refusal counts as an error of the key.

        ``expired_ok`` lets a certificate in whose own term has ended, for renewal alone.

        Raises:
            KnownError: ``TRANSPORT_CERT_MISSING``, ``CREDENTIAL_UNKNOWN``, ``CREDENTIAL_EXPIRED``,
                ``CREDENTIAL_REVOKED``, ``CREDENTIAL_SUSPENDED``, ``ADDRESS_NOT_ALLOWED``, ``SCOPE_MISSING`` or
                ``CREDENTIAL_OPERATOR_BLOCKED``.
        """
        if certificate_der is None:
            raise KnownError("TRANSPORT_CERT_MISSING")
        certificate = x509.load_der_x509_certificate(certificate_der)
        public = certificate.public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise KnownError("CREDENTIAL_UNKNOWN")
        identifier = key_id(self._environment, spki(public))
        key, grant = self._find(rows, identifier, KeyPurpose.TRANSPORT)
        try:
            self._alive(key, grant, now, expired_ok=expired_ok)
            if certificate.not_valid_after_utc <= now and not expired_ok:
                until = certificate.not_valid_after_utc.date().isoformat()
                raise KnownError("CREDENTIAL_EXPIRED", until=until)
            allowed = json.loads(grant["addresses"])
            if allowed and address not in allowed:
                raise KnownError("ADDRESS_NOT_ALLOWED", present=address, expected=", ".join(allowed))
            scopes = frozenset(Scope(s) for s in json.loads(grant["scopes"]))
            if scope is not None and scope not in scopes:
                raise Refused(
                    "SCOPE_MISSING",
                    required=(scope.value,),
                    present=tuple(sorted(scopes)),
                    expected=scope.value,
                )
            operator = rows.one("SELECT status FROM operators WHERE edrpou = :edrpou", edrpou=grant["edrpou"])
            if operator is None or operator["status"] in {"suspended", "annulled"}:
                raise KnownError("CREDENTIAL_OPERATOR_BLOCKED", value=str(operator and operator["status"]))
        except KnownError:
            self._uses.note(identifier, address, endpoint, now, failed=True)
            raise
        self._uses.note(identifier, address, endpoint, now)
        return Machine(
            grant["edrpou"],
            grant["credential_id"],
            grant["source_id"],
            identifier,
            Environment(grant["environment"]),
            scopes,
        )

    def stands(self, rows: Rows, machine: Machine, now: datetime) -> None:
        """Look whether a machine's key still lives, for an answer that takes long.

        Raises:
            KnownError: ``CREDENTIAL_UNKNOWN``, ``CREDENTIAL_EXPIRED``, ``CREDENTIAL_REVOKED`` or
                ``CREDENTIAL_SUSPENDED``.
        """
        self._alive(*self._find(rows, machine.key_id, KeyPurpose.TRANSPORT), now)

    def signing_key(self, rows: Rows, identifier: str, machine: Machine, now: datetime) -> VerifyingKey:
        """Return the key that a batch names, which must belong to the machine's own credential.

        Raises:
            KnownError: ``CREDENTIAL_UNKNOWN``, ``CREDENTIAL_EXPIRED``, ``CREDENTIAL_REVOKED`` or
                ``CREDENTIAL_SUSPENDED``.
        """
        key, grant = self._find(rows, identifier, KeyPurpose.SIGNING)
        self._alive(key, grant, now)
        if key["credential_id"] != machine.credential_id:
            raise KnownError("CREDENTIAL_UNKNOWN", "the signing key belongs to another credential")
        public = load_der_public_key(key["spki"])
        if not isinstance(public, Ed25519PublicKey | ec.EllipticCurvePublicKey):
            raise KnownError("CREDENTIAL_UNKNOWN")
        return public

    def signing_used(self, identifier: str, address: str, now: datetime, *, failed: bool) -> None:
        """Note a use of a signing key."""
        self._uses.note(identifier, address, "POST /transactions", now, failed=failed)

    def write_uses(self) -> None:
        """Write down how keys were used until now."""
        self._uses.flush()

    def _find(self, rows: Rows, identifier: str, purpose: KeyPurpose) -> tuple[Row, Row]:
        key = rows.one(
            "SELECT * FROM credential_keys WHERE key_id = :id AND purpose = :purpose",
            id=identifier, purpose=purpose.value,
        )  # fmt: skip
        if key is None:
            raise KnownError("CREDENTIAL_UNKNOWN")
        grant = rows.one("SELECT * FROM credentials WHERE credential_id = :id", id=key["credential_id"])
        if grant is None:
            raise KnownError("CREDENTIAL_UNKNOWN")
        return key, grant

    def _alive(self, key: Row, grant: Row, now: datetime, *, expired_ok: bool = False) -> None:
        state = self._keys.state(key, grant, now)
        if state is CredentialState.REVOKED:
            ends = [key["revoked_at"], key["retire_at"], grant["revoked_at"]]
            since = min(end for end in ends if end is not None)
            raise KnownError("CREDENTIAL_REVOKED", since=from_micros(since).date().isoformat())
        # A lost grant is over for renewal too; only the key's own term may have run out.
        own_term = from_micros(key["not_after"]) <= now < from_micros(grant["until"])
        if state is CredentialState.EXPIRED and not (expired_ok and own_term):
            until = from_micros(min(key["not_after"], grant["until"])).date().isoformat()
            raise KnownError("CREDENTIAL_EXPIRED", until=until)
        if grant["suspended_at"] is not None:
            raise KnownError("CREDENTIAL_SUSPENDED", since=from_micros(grant["suspended_at"]).date().isoformat())
