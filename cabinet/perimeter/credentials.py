"""Machine credentials."""

from __future__ import annotations

from typing import TypeVar

from cabinet.contract import credentials
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
from cabinet.contract.endpoint import Endpoint
from cabinet.perimeter.caller import Caller, answer_to
from cabinet.wire.ask import Ask

__all__ = ["CredentialsClient"]

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")


class CredentialsClient:
    """``/credentials``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(self) -> CredentialList:
        """Return all credentials, newest first."""
        return answer_to(self._caller, Ask(credentials.CREDENTIALS))

    def usage(self, credential_id: str) -> CredentialUsage:
        """Return how a credential's keys were used."""
        return answer_to(self._caller, Ask(credentials.USAGE, path={"credentialId": credential_id}))

    def issue(self, request: IssueRequest, idempotency_key: str) -> Issued:
        """Issue a credential for two certificate requests."""
        return answer_to(self._caller, Ask(credentials.ISSUE, request, idempotency_key=idempotency_key))

    def rotate(self, credential_id: str, request: RotateRequest, idempotency_key: str) -> Rotated:
        """Have new keys beside the old ones."""
        return self._act(credentials.ROTATE, credential_id, request, idempotency_key)

    def retire(self, credential_id: str, key_id: str, idempotency_key: str) -> Credential:
        """End one key now."""
        return self._act(credentials.RETIRE, credential_id, RetireRequest(key_id=key_id), idempotency_key)

    def suspend(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Suspend at once."""
        return self._act(credentials.SUSPEND, credential_id, SuspendRequest(reason=reason), idempotency_key)

    def resume(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Resume."""
        return self._act(credentials.RESUME, credential_id, ResumeRequest(reason=reason), idempotency_key)

    def leak(self, credential_id: str, note: str, idempotency_key: str) -> Credential:
        """Report a leak."""
        return self._act(credentials.LEAK, credential_id, LeakRequest(note=note), idempotency_key)

    def revoke(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Revoke for good."""
        return self._act(credentials.REVOKE, credential_id, RevokeRequest(reason=reason), idempotency_key)

    def _act(
        self, endpoint: Endpoint[_Request, _Answer], credential_id: str, request: _Request, idempotency_key: str
    ) -> _Answer:
        path = {"credentialId": credential_id}
        return answer_to(self._caller, Ask(endpoint, request, path=path, idempotency_key=idempotency_key))
