"""The credentials desk: list, issue with a one-time hand-over to files, revoke.

A new key's private halves are made on this computer, written to the folder the person chose, and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Scope
from cabinet.desks.office import Loader, Office
from cabinet.lanes.lane import Failure, Task

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential
    from cabinet.contract.registry import OperatorRecord
    from cabinet.perimeter.login import PersonSession

__all__ = ["CredentialsDesk", "Handover", "Keys", "Wish", "issue_credential"]


@dataclass(frozen=True)
class Wish:
    """What a person asks for: a grant for one source, and the folder its files go to."""

    name: str
    source_id: str
    days: int
    folder: Path
    scopes: tuple[Scope, ...] = (Scope.INGEST_WRITE, Scope.REJECTIONS_READ, Scope.STATS_READ, Scope.PROOFS_READ)


@dataclass(frozen=True)
class Handover:
    """What was handed over, once: the files, and the key ids to compare. Holds no secret."""

    credential: Credential
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Keys:
    """Everything of the page."""

    credentials: list[Credential]
    record: OperatorRecord


class CredentialsDesk(Loader[Keys]):
    """``state.data`` is :class:`Keys`.

    Signals:
        issued(object): a :class:`Handover`.
        revoked(str): the credential's id.
        refused(object): the failure of an issue or a revocation.
    """

    issued = Signal(object)
    revoked = Signal(str)
    refused = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acting: Task[object] | None = None

    def question(self) -> Callable[[], Keys]:
        """Ask for credentials and sources."""
        session = self.office.session

        def ask() -> Keys:
            from cabinet.perimeter.credentials import CredentialsClient
            from cabinet.perimeter.registry import RegistryClient

            return Keys(CredentialsClient(session).list().items, RegistryClient(session).operator())

        return ask

    def issue(self, wish: Wish) -> None:
        """Make keys, have them certified, write them down once."""
        session = self.office.session
        self._act(lambda: issue_credential(session, wish), self._issued)

    def revoke(self, credential_id: str, reason: str) -> None:
        """Revoke for good."""
        session = self.office.session

        def job() -> str:
            from cabinet.perimeter.credentials import CredentialsClient

            CredentialsClient(session).revoke(credential_id, reason, uuid7())
            return credential_id

        self._act(job, self._revoked)

    def _act(self, job: Callable[[], object], done: Callable[[object], None]) -> None:
        if self.acting is None:
            self.acting = self.office.network.run(job, done, self._refused)
            self.changed.emit()

    def _issued(self, handover: object) -> None:
        self.acting = None
        self.issued.emit(handover)
        self.refresh()

    def _revoked(self, credential_id: object) -> None:
        self.acting = None
        self.revoked.emit(credential_id)
        self.refresh()

    def _refused(self, failure: Failure) -> None:
        self.acting = None
        self.refused.emit(failure)
        self.changed.emit()


def issue_credential(session: PersonSession, wish: Wish) -> Handover:
    """Make both keys, have them certified, write them down once; blocking, for a lane.

    Raises:
        KnownError: the folder cannot be written, or the perimeter refused.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    from cabinet.contract.credentials import IssueRequest
    from cabinet.perimeter.credentials import CredentialsClient
    from cabinet.profile.hand_over import check_folder, write_credential

    if not wish.name.strip():
        raise KnownError("FIELD_INVALID", field="name")
    check_folder(wish.folder)
    transport, signing = ec.generate_private_key(ec.SECP256R1()), Ed25519PrivateKey.generate()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, wish.source_id)])
    empty = x509.CertificateSigningRequestBuilder().subject_name(subject)
    request = IssueRequest(
        name=wish.name.strip(),
        source_id=wish.source_id,
        environment=session.profile.environment,
        scopes=list(wish.scopes),
        days=wish.days,
        transport_days=min(wish.days, 90),
        transport_csr=empty.sign(transport, hashes.SHA256()).public_bytes(Encoding.PEM).decode(),
        signing_csr=empty.sign(signing, None).public_bytes(Encoding.PEM).decode(),
    )
    answer = CredentialsClient(session).issue(request, uuid7())
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    files = write_credential(
        wish.folder,
        operator=session.person.edrpou,
        source=wish.source_id,
        environment=session.profile.environment,
        credential_id=answer.credential.credential_id,
        transport_certificate=answer.transport_certificate,
        transport_key=transport.private_bytes(*form),
        signing_key=signing.private_bytes(*form),
        profile=session.profile.model_dump_json(by_alias=True, indent=1).encode(),
    )
    return Handover(answer.credential, tuple(files))
