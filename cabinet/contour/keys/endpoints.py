"""Endpoints of machine credentials and their keys."""

from __future__ import annotations

from cabinet.contour.call import MachineCall, PersonCall
from cabinet.contour.handling import handles
from cabinet.contour.intake.senders import Senders
from cabinet.contour.keys.grants import Credentials
from cabinet.contour.keys.rotation import Rotation
from cabinet.contour.keys.uses import KeyUses
from cabinet.contour.ledger.store import LedgerStore
from cabinet.contract import credentials
from cabinet.contract.credentials import (
    Credential,
    CredentialList,
    CredentialUsage,
    Issued,
    IssueRequest,
    LeakRequest,
    RenewRequest,
    ResumeRequest,
    RetireRequest,
    RevokeRequest,
    Rotated,
    RotateRequest,
    SuspendRequest,
)
from cabinet.contract.endpoint import Nothing
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import parse_moment

__all__ = ["CredentialEndpoints"]


class CredentialEndpoints:
    """``/credentials``. What is read is read with every use so far written down: a snapshot lacks what comes later."""

    def __init__(self, store: LedgerStore, grants: Credentials, rotation: Rotation, uses: KeyUses) -> None:
        self._store = store
        self._grants = grants
        self._rotation = rotation
        self._uses = uses

    @handles(credentials.CREDENTIALS)
    def list_all(self, call: PersonCall[Nothing]) -> CredentialList:
        """List all credentials."""
        self._uses.flush()
        with self._store.read() as rows:
            return self._grants.list(rows, call.person.edrpou, call.now)

    @handles(credentials.CREDENTIAL, Credentials.one)
    def credential(self, call: PersonCall[Nothing]) -> Credential:
        """Show one credential."""
        self._uses.flush()
        with self._store.read() as rows:
            return self._grants.one(rows, call.person.edrpou, call.path["credentialId"], call.now)

    @handles(credentials.USAGE, Rotation.usage)
    def usage(self, call: PersonCall[Nothing]) -> CredentialUsage:
        """Show how its keys were used."""
        self._uses.flush()
        with self._store.read() as rows:
            return self._rotation.usage(rows, call.person.edrpou, call.path["credentialId"], call.now)

    @handles(credentials.ISSUE, Credentials.issue)
    def issue(self, call: PersonCall[IssueRequest]) -> Issued:
        """Issue a credential."""
        return self._grants.issue(call.person, call.request, call.now)

    @handles(credentials.REVOKE, Credentials.revoke)
    def revoke(self, call: PersonCall[RevokeRequest]) -> Credential:
        """Revoke for good."""
        return self._grants.revoke(call.person, call.path["credentialId"], call.request, call.now)

    @handles(credentials.SUSPEND, Credentials.suspend)
    def suspend(self, call: PersonCall[SuspendRequest]) -> Credential:
        """Suspend at once."""
        return self._grants.suspend(call.person, call.path["credentialId"], call.request, call.now)

    @handles(credentials.RESUME, Credentials.resume)
    def resume(self, call: PersonCall[ResumeRequest]) -> Credential:
        """Let a suspended credential work again."""
        return self._grants.resume(call.person, call.path["credentialId"], call.request, call.now)

    @handles(credentials.LEAK, Credentials.leak)
    def leak(self, call: PersonCall[LeakRequest]) -> Credential:
        """Take a report of a leak."""
        return self._grants.leak(call.person, call.path["credentialId"], call.request, call.now)

    @handles(credentials.ROTATE, Rotation.rotate)
    def rotate(self, call: PersonCall[RotateRequest]) -> Rotated:
        """Add new keys beside the old ones."""
        return self._rotation.rotate(call.person, call.path["credentialId"], call.request, call.now)

    @handles(credentials.RETIRE, Rotation.retire)
    def retire(self, call: PersonCall[RetireRequest]) -> Credential:
        """End one key."""
        return self._rotation.retire(call.person, call.path["credentialId"], call.request, call.now)

    @handles(credentials.RENEW, Rotation.renew, parse_moment, Senders.signing_key)
    def renew(self, call: MachineCall[RenewRequest]) -> Rotated:
        """Give a machine a new transport certificate for its own credential.

        Raises:
            KnownError: ``CREDENTIAL_NOT_FOUND``.
        """
        if call.machine.credential_id != call.path["credentialId"]:
            raise KnownError("CREDENTIAL_NOT_FOUND")
        renewed = self._rotation.renew(call.machine, call.request, call.now)
        self._uses.flush()
        return renewed
