"""Machine credentials: a grant for one source, holding keys (CONTRACT §5)."""

from __future__ import annotations

from pydantic import Field

from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Scope
from cabinet.contract.states import CredentialState, Environment, KeyPurpose

__all__ = [
    "Credential",
    "CredentialKey",
    "CredentialList",
    "EncryptionKey",
    "EncryptionKeys",
    "IssueRequest",
    "Issued",
    "LastUse",
    "RevokeRequest",
]


class LastUse(Answer):
    """When, whence and for what a key was used last; ``count`` and ``errors`` since it was made."""

    at: Moment
    address: str
    endpoint: str
    count: int
    errors: int


class CredentialKey(Answer):
    """One key of a credential. ``key_id`` = environment and SHA-256 of SPKI."""

    key_id: str
    purpose: KeyPurpose
    algorithm: str
    state: CredentialState
    created_at: Moment
    not_before: Moment
    not_after: Moment
    last_use: LastUse | None = None


class Credential(Answer):
    """A grant for one source."""

    credential_id: str
    name: str
    source_id: str
    environment: Environment
    scopes: list[Scope]
    until: Moment
    state: CredentialState
    created_at: Moment
    created_by: str
    addresses: list[str]
    keys: list[CredentialKey]
    revoked_at: Moment | None = None
    revoked_by: str | None = None
    revoke_reason: str | None = None


class CredentialList(Answer):
    """``GET /credentials``, newest first."""

    items: list[Credential]


class IssueRequest(Request):
    """``POST /credentials``. Both requests are PKCS#10 in PEM: their own signatures prove possession."""

    name: str = Field(min_length=1, max_length=80)
    source_id: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")
    environment: Environment
    scopes: list[Scope] = Field(min_length=1)
    days: int = Field(ge=1, le=365)
    transport_days: int = Field(default=7, ge=1, le=90)
    addresses: list[str] = Field(default_factory=list, max_length=32)
    transport_csr: str = Field(max_length=8_000)
    signing_csr: str = Field(max_length=8_000)


class Issued(Answer):
    """The new credential and the certificate of its transport key; nothing in it is secret."""

    credential: Credential
    transport_certificate: str
    issuer_certificate: str


class RevokeRequest(Request):
    """``POST /credentials/{credentialId}/revoke``: for good; says why."""

    reason: str = Field(min_length=1, max_length=200)


class EncryptionKey(Answer):
    """A recipient key of the perimeter; ``public_key`` is raw X25519, base64."""

    key_id: str
    kem: str
    public_key: str
    not_before: Moment
    not_after: Moment


class EncryptionKeys(Answer):
    """The JSON line inside the signed note of ``GET /keys/encryption``."""

    keys: list[EncryptionKey]
    issued_at: Moment
