"""Machine credentials."""

from __future__ import annotations

from cabinet.contract.credentials import (
    Credential,
    CredentialList,
    CredentialUsage,
    Issued,
    IssueRequest,
    LeakRequest,
    ResumeRequest,
    RetireRequest,
    RevokeRequest,
    Rotated,
    RotateRequest,
    SuspendRequest,
)
from cabinet.contract.model import Request
from cabinet.perimeter.caller import Caller, ask

__all__ = ["CredentialsClient"]


class CredentialsClient:
    """``/credentials``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(self) -> CredentialList:
        """Return all credentials, newest first."""
        return ask(self._caller, "credentials", CredentialList)

    def usage(self, credential_id: str) -> CredentialUsage:
        """Return how a credential's keys were used."""
        return ask(self._caller, "credential_usage", CredentialUsage, path={"credentialId": credential_id})

    def issue(self, request: IssueRequest, idempotency_key: str) -> Issued:
        """Issue a credential for two certificate requests."""
        return ask(self._caller, "issue_credential", Issued, body=request, idempotency_key=idempotency_key)

    def rotate(self, credential_id: str, request: RotateRequest, idempotency_key: str) -> Rotated:
        """Have new keys beside the old ones."""
        return ask(
            self._caller, "rotate_credential", Rotated, path={"credentialId": credential_id}, body=request,
            idempotency_key=idempotency_key,
        )  # fmt: skip

    def retire(self, credential_id: str, key_id: str, idempotency_key: str) -> Credential:
        """End one key now."""
        return self._act("retire_key", credential_id, RetireRequest(key_id=key_id), idempotency_key)

    def suspend(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Suspend at once."""
        return self._act("suspend_credential", credential_id, SuspendRequest(reason=reason), idempotency_key)

    def resume(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Resume."""
        return self._act("resume_credential", credential_id, ResumeRequest(reason=reason), idempotency_key)

    def leak(self, credential_id: str, note: str, idempotency_key: str) -> Credential:
        """Report a leak."""
        return self._act("leak_credential", credential_id, LeakRequest(note=note), idempotency_key)

    def revoke(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Revoke for good."""
        return self._act("revoke_credential", credential_id, RevokeRequest(reason=reason), idempotency_key)

    def _act(self, name: str, credential_id: str, request: Request, idempotency_key: str) -> Credential:
        return ask(
            self._caller, name, Credential, path={"credentialId": credential_id}, body=request,
            idempotency_key=idempotency_key,
        )  # fmt: skip
