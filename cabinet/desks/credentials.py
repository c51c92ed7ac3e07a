"""The credentials desk: list, issue and rotate with a one-time hand-over to files, suspend, resume, revoke.

A new key's private halves are made on this computer, written to the folder the person chose, and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cabinet.contract.errors import KnownError
from cabinet.contract.identifiers import uuid7
from cabinet.contract.rights import Scope
from cabinet.contract.states import CredentialState, KeyPurpose
from cabinet.desks.office import Loader, Office
from cabinet.lanes.lane import Failure, Task
from cabinet.profile.hand_over_forms import SHORTEST_PASSWORD, HandOverForm

if TYPE_CHECKING:
    from cabinet.contract.credentials import Credential, CredentialUsage
    from cabinet.contract.registry import OperatorRecord
    from cabinet.perimeter.credentials import CredentialsClient
    from cabinet.perimeter.login import PersonSession

__all__ = [
    "LIVE",
    "MOST_LIVE",
    "Change",
    "CredentialsDesk",
    "Handover",
    "Keys",
    "Wish",
    "issue_credential",
    "rotate_credential",
]

LIVE = frozenset({CredentialState.ACTIVE, CredentialState.RETIRING, CredentialState.PENDING, CredentialState.SUSPENDED})
MOST_LIVE = 2
"""Live keys of one purpose and source, by the contract (§5)."""
TRANSPORT_DAYS = 7
"""A transport certificate's term: the machine renews it by itself."""


@dataclass(frozen=True)
class Wish:
    """What a person asks for: a grant for one source, and the folder its files go to."""

    name: str
    source_id: str
    days: int
    folder: Path
    form: HandOverForm = HandOverForm.PEM
    password: str = field(default="", repr=False)
    scopes: tuple[Scope, ...] = (Scope.INGEST_WRITE, Scope.REJECTIONS_READ, Scope.STATS_READ, Scope.PROOFS_READ)


@dataclass(frozen=True)
class Change:
    """A rotation: new keys of these purposes, the old ones go on for the overlap."""

    credential: Credential
    purposes: frozenset[KeyPurpose]
    overlap_hours: int
    folder: Path
    form: HandOverForm = HandOverForm.PEM
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Handover:
    """What was handed over, once: the files, and the key ids to compare. Holds no secret."""

    credential: Credential
    files: tuple[Path, ...]
    key_ids: tuple[str, ...]


@dataclass(frozen=True)
class Keys:
    """Everything of the page; ``usage`` by credential, of those that live."""

    credentials: list[Credential]
    record: OperatorRecord
    usage: dict[str, CredentialUsage]


class CredentialsDesk(Loader[Keys]):
    """``state.data`` is :class:`Keys`.

    Signals:
        issued(object): a :class:`Handover`.
        rotated(object): a :class:`Handover` of new keys beside the old ones.
        revoked(str): the credential's id.
        changed_state(object): a credential was suspended, resumed, reported as leaked, or one of its keys retired.
        refused(object): the failure of an act.
    """

    issued = Signal(object)
    rotated = Signal(object)
    revoked = Signal(str)
    changed_state = Signal(object)
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

            client = CredentialsClient(session)
            credentials = client.list().items
            usage = {c.credential_id: client.usage(c.credential_id) for c in credentials if c.state in LIVE}
            return Keys(credentials, RegistryClient(session).operator(), usage)

        return ask

    def live_keys(self, source_id: str, purpose: KeyPurpose) -> int:
        """Count a source's live keys of one purpose over all its grants; ``MOST_LIVE`` may live at once."""
        data = self.state.data
        grants = [c for c in data.credentials if c.source_id == source_id] if data is not None else []
        return sum(key.purpose is purpose and key.state in LIVE for grant in grants for key in grant.keys)

    def issue(self, wish: Wish) -> None:
        """Make keys, have them certified, write them down once."""
        session = self.office.session
        self._act(lambda: issue_credential(session, wish), self._issued)

    def rotate(self, change: Change) -> None:
        """Make new keys beside the old ones and write them down once."""
        session = self.office.session
        self._act(lambda: rotate_credential(session, change), self._rotated)

    def retire(self, credential_id: str, key_id: str) -> None:
        """End one key now; ending the newer one takes the older one back."""
        self._ask_state(lambda client: client.retire(credential_id, key_id, uuid7()))

    def suspend(self, credential_id: str, reason: str) -> None:
        """Suspend at once, until resumed."""
        self._ask_state(lambda client: client.suspend(credential_id, reason, uuid7()))

    def resume(self, credential_id: str, reason: str) -> None:
        """Let a suspended credential work again."""
        self._ask_state(lambda client: client.resume(credential_id, reason, uuid7()))

    def leak(self, credential_id: str, note: str) -> None:
        """Report a leak: every key ends at once."""
        self._ask_state(lambda client: client.leak(credential_id, note, uuid7()))

    def _ask_state(self, ask: Callable[[CredentialsClient], Credential]) -> None:
        session = self.office.session

        def job() -> Credential:
            from cabinet.perimeter.credentials import CredentialsClient

            return ask(CredentialsClient(session))

        self._act(job, self._stated)

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

    def _rotated(self, handover: object) -> None:
        self.acting = None
        self.rotated.emit(handover)
        self.refresh()

    def _stated(self, credential: object) -> None:
        self.acting = None
        self.changed_state.emit(credential)
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
    from cabinet.contract.credentials import IssueRequest
    from cabinet.desks.key_making import signing_key, transport_key
    from cabinet.perimeter.credentials import CredentialsClient
    from cabinet.profile.hand_over import check_folder, hand_over, room_in

    if not wish.name.strip():
        raise KnownError("FIELD_INVALID", field="name")
    check_password(wish.form, wish.password)
    check_folder(wish.folder, wish.form)
    transport, signing = transport_key(wish.source_id), signing_key(wish.source_id)
    request = IssueRequest(
        name=wish.name.strip(),
        source_id=wish.source_id,
        environment=session.profile.environment,
        scopes=list(wish.scopes),
        days=wish.days,
        transport_days=min(wish.days, TRANSPORT_DAYS),
        transport_csr=transport.request,
        signing_csr=signing.request,
    )
    with room_in(wish.folder):
        answer = CredentialsClient(session).issue(request, uuid7())
    keys = {
        "transportCertificate": answer.transport_certificate.encode(),
        "transportKey": transport.private,
        "signingKey": signing.private,
    }
    files = hand_over(
        wish.folder, wish.form, about_of(session, answer.credential), keys, profile_of(session), wish.password
    )
    return Handover(answer.credential, tuple(files), tuple(k.key_id for k in answer.credential.keys))


def rotate_credential(session: PersonSession, change: Change) -> Handover:
    """Make a new key beside the old one, have it certified, write it down once; blocking, for a lane.

    Raises:
        KnownError: the folder cannot be written, or the perimeter refused.
    """
    from cabinet.contract.credentials import RotateRequest
    from cabinet.desks.key_making import signing_key, transport_key
    from cabinet.perimeter.credentials import CredentialsClient
    from cabinet.profile.hand_over import check_folder, hand_over, room_in

    old = change.credential
    check_password(change.form, change.password)
    check_folder(change.folder, change.form, old.credential_id)
    keys: dict[str, bytes] = {}
    signing = transport = None
    if KeyPurpose.SIGNING in change.purposes:
        signing = signing_key(old.source_id)
        keys["signingKey"] = signing.private
    if KeyPurpose.TRANSPORT in change.purposes:
        transport = transport_key(old.source_id)
        keys["transportKey"] = transport.private
    request = RotateRequest.model_validate(
        {
            "signingCsr": signing.request if signing is not None else None,
            "transportCsr": transport.request if transport is not None else None,
            "transportDays": TRANSPORT_DAYS,
            "overlapHours": change.overlap_hours,
        }
    )
    with room_in(change.folder):
        answer = CredentialsClient(session).rotate(old.credential_id, request, uuid7())
    if answer.transport_certificate is not None:
        keys["transportCertificate"] = answer.transport_certificate.encode()
    files = hand_over(
        change.folder, change.form, about_of(session, answer.credential), keys, profile_of(session), change.password
    )
    return Handover(answer.credential, tuple(files), tuple(answer.new_key_ids))


def check_password(form: HandOverForm, password: str) -> None:
    """Make sure, before a key is made, that its file can be encrypted.

    Raises:
        KnownError: ``PASSWORD_WEAK``.
    """
    if form is HandOverForm.PKCS12 and len(password) < SHORTEST_PASSWORD:
        raise KnownError("PASSWORD_WEAK", expected=str(SHORTEST_PASSWORD))


def about_of(session: PersonSession, credential: Credential) -> dict[str, str]:
    """Return what a hand-over says of its credential."""
    return {
        "credentialId": credential.credential_id,
        "operator": session.person.edrpou,
        "source": credential.source_id,
        "environment": session.profile.environment.value,
    }


def profile_of(session: PersonSession) -> bytes:
    """Return the perimeter's profile for the platform."""
    return session.profile.model_dump_json(by_alias=True, indent=1).encode()
