"""Machine credentials."""

from __future__ import annotations

from cabinet.contract.credentials import Credential, CredentialList, Issued, IssueRequest, RevokeRequest
from cabinet.perimeter.caller import Caller, ask

__all__ = ["CredentialsClient"]


class CredentialsClient:
    """``/credentials``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(self) -> CredentialList:
        """Return all credentials, newest first."""
        return ask(self._caller, "credentials", CredentialList)

    def issue(self, request: IssueRequest, idempotency_key: str) -> Issued:
        """Issue a credential for two certificate requests."""
        return ask(self._caller, "issue_credential", Issued, body=request, idempotency_key=idempotency_key)

    def revoke(self, credential_id: str, reason: str, idempotency_key: str) -> Credential:
        """Revoke for good."""
        return ask(
            self._caller,
            "revoke_credential",
            Credential,
            path={"credentialId": credential_id},
            body=RevokeRequest(reason=reason),
            idempotency_key=idempotency_key,
        )
