"""Machine credentials: a grant for one source, holding keys (CONTRACT §5)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cabinet.contract.endpoint import MachineEndpoint, Nothing, PersonEndpoint
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import CredentialState, Environment, KeyPurpose

__all__ = [
    "CREDENTIAL",
    "CREDENTIALS",
    "ENCRYPTION_KEYS",
    "ISSUE",
    "LEAK",
    "RENEW",
    "RESUME",
    "RETIRE",
    "REVOKE",
    "ROTATE",
    "SUSPEND",
    "USAGE",
    "AddressUse",
    "Credential",
    "CredentialKey",
    "CredentialList",
    "CredentialUsage",
    "EncryptionKey",
    "EncryptionKeys",
    "Incident",
    "IssueRequest",
    "Issued",
    "KeyUsage",
    "LastUse",
    "LeakRequest",
    "RenewRequest",
    "ResumeRequest",
    "RetireRequest",
    "RevokeRequest",
    "RotateRequest",
    "Rotated",
    "SuspendRequest",
    "UsageHour",
]


class LastUse(Answer):
    """When, whence and for what a key was used last; ``count`` and ``errors`` since it was made."""

    at: Moment
    address: str
    endpoint: str
    count: int
    errors: int


class CredentialKey(Answer):
    """One key of a credential. ``key_id`` = environment and SHA-256 of SPKI.

    Pending until its first use (``activated_at``), retiring until ``retire_at``, revoked from then on.
    """

    key_id: str
    purpose: KeyPurpose
    algorithm: str
    state: CredentialState
    created_at: Moment
    not_before: Moment
    not_after: Moment
    activated_at: Moment | None = None
    retire_at: Moment | None = None
    revoked_at: Moment | None = None
    last_use: LastUse | None = None


class Incident(Answer):
    """Something that called for an alarm: ``leak`` reported by a person, ``renewal`` of one certificate twice."""

    kind: str
    at: Moment
    by: str
    note: str


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
    suspended_at: Moment | None = None
    suspended_by: str | None = None
    suspend_reason: str | None = None
    incidents: list[Incident] = []


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


class SuspendRequest(Request):
    """``POST /credentials/{credentialId}/suspend``: at once, until resumed."""

    reason: str = Field(min_length=1, max_length=200)


class LeakRequest(Request):
    """``POST /credentials/{credentialId}/leak``: every key ends at once, the grant is suspended, an incident opened."""

    note: str = Field(min_length=1, max_length=1_000)


class ResumeRequest(Request):
    """``POST /credentials/{credentialId}/resume``: says what was done."""

    reason: str = Field(min_length=1, max_length=200)


class RotateRequest(Request):
    """``POST /credentials/{credentialId}/rotate``: a new key beside the old one, for one purpose or both.

    ``overlap_hours`` is how long the old key goes on; it ends by itself then, or earlier by ``retire``.
    """

    signing_csr: str | None = Field(default=None, max_length=8_000)
    transport_csr: str | None = Field(default=None, max_length=8_000)
    transport_days: int = Field(default=7, ge=1, le=90)
    overlap_hours: Literal[0, 1, 24, 72, 168] = 24


class Rotated(Answer):
    """The credential with its new keys; the certificate where a transport key was asked for. Nothing is secret."""

    credential: Credential
    new_key_ids: list[str]
    transport_certificate: str | None
    issuer_certificate: str


class RetireRequest(Request):
    """``POST /credentials/{credentialId}/retire``: end one key; ending the newer one takes the older one back."""

    key_id: str = Field(max_length=100)
    overlap_hours: Literal[0, 1, 24, 72, 168] = 0


class RenewRequest(Request):
    """``POST /credentials/{credentialId}/renew``, under the current or the expired certificate.

    ``signature`` (base64) is the live signing key's over :func:`cabinet.contract.renewal.renewal_message`.
    """

    transport_csr: str = Field(max_length=8_000)
    signing_key_id: str = Field(max_length=100)
    iat: str = Field(max_length=40)
    signature: str = Field(max_length=200)


class UsageHour(Answer):
    """Calls of one UTC hour."""

    start: Moment
    count: int
    errors: int


class AddressUse(Answer):
    """One sender, told by its address."""

    address: str
    first_at: Moment
    last_at: Moment
    count: int
    errors: int


class KeyUsage(Answer):
    """How one key was used: by hours of the last seven days, and by address."""

    key_id: str
    hours: list[UsageHour]
    addresses: list[AddressUse]


class CredentialUsage(Answer):
    """``GET /credentials/{credentialId}/usage``."""

    keys: list[KeyUsage]
    server_time: Moment


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


CREDENTIALS = PersonEndpoint(
    "credentials", "GET", "/credentials", Nothing, CredentialList, "Machine credentials", right=Right.CREDENTIALS_READ
)
ISSUE = PersonEndpoint(
    "issue_credential",
    "POST",
    "/credentials",
    IssueRequest,
    Issued,
    "Issue a credential",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_POWER,
    step_up=True,
    idempotent=True,
    status=201,
)
CREDENTIAL = PersonEndpoint(
    "credential",
    "GET",
    "/credentials/{credentialId}",
    Nothing,
    Credential,
    "One credential",
    right=Right.CREDENTIALS_READ,
)
REVOKE = PersonEndpoint(
    "revoke_credential",
    "POST",
    "/credentials/{credentialId}/revoke",
    RevokeRequest,
    Credential,
    "Revoke for good",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_POWER,
    step_up=True,
    idempotent=True,
)
ROTATE = PersonEndpoint(
    "rotate_credential",
    "POST",
    "/credentials/{credentialId}/rotate",
    RotateRequest,
    Rotated,
    "A new key beside the old one, which goes on for the overlap",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_PRODUCTION,
    idempotent=True,
)
RETIRE = PersonEndpoint(
    "retire_key",
    "POST",
    "/credentials/{credentialId}/retire",
    RetireRequest,
    Credential,
    "End one key; ending the newer takes the older back",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_PRODUCTION,
    idempotent=True,
)
SUSPEND = PersonEndpoint(
    "suspend_credential",
    "POST",
    "/credentials/{credentialId}/suspend",
    SuspendRequest,
    Credential,
    "Suspend at once, until resumed",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_PRODUCTION,
    idempotent=True,
)
LEAK = PersonEndpoint(
    "leak_credential",
    "POST",
    "/credentials/{credentialId}/leak",
    LeakRequest,
    Credential,
    "Report a leak: every key ends at once, an incident is opened",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_PRODUCTION,
    idempotent=True,
)
RESUME = PersonEndpoint(
    "resume_credential",
    "POST",
    "/credentials/{credentialId}/resume",
    ResumeRequest,
    Credential,
    "Let a suspended credential work again",
    right=Right.CREDENTIALS_TEST,
    right_production=Right.CREDENTIALS_POWER,
    step_up=True,
    idempotent=True,
)
USAGE = PersonEndpoint(
    "credential_usage",
    "GET",
    "/credentials/{credentialId}/usage",
    Nothing,
    CredentialUsage,
    "Calls of each key by hour and sender",
    right=Right.CREDENTIALS_READ,
)
RENEW = MachineEndpoint(
    "renew_credential",
    "POST",
    "/credentials/{credentialId}/renew",
    RenewRequest,
    Rotated,
    "A new transport certificate under the current or expired one",
    expired_ok=True,
)
ENCRYPTION_KEYS = MachineEndpoint(
    "encryption_keys",
    "GET",
    "/keys/encryption",
    Nothing,
    str,
    "Recipient keys, as a signed note",
    scope=Scope.INGEST_WRITE,
)
