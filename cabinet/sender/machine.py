"""The perimeter as a machine meets it: mTLS, recipient keys, batches, the feed of corrections."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from pydantic import ValidationError

from cabinet.contract import about, credentials, intake, reconciliation, rejections
from cabinet.contract.about import About
from cabinet.contract.clock import Clock
from cabinet.contract.credentials import EncryptionKeys
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.reconciliation import Standing, StandingAsked
from cabinet.contract.rejections import CorrectionNotice, RejectionCard, RejectionPage
from cabinet.profile.folder_lock import alone_in
from cabinet.proof.notes import NoteVerifier, open_note
from cabinet.sealing.envelope import Header, fitting_zip, seal
from cabinet.sender.batches import Batch
from cabinet.sender.credential import SenderCredential, open_credential
from cabinet.sender.renewal import renew, term_of
from cabinet.wire.ask import AnyAsk, Ask
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Stream, Transport

__all__ = ["MachineClient"]

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")
_OWN_KEY_ENDED = {"CREDENTIAL_REVOKED", "CREDENTIAL_EXPIRED", "CREDENTIAL_UNKNOWN"}
_KEYS_HEAD = "soms-encryption-keys/v1"


class MachineClient:
    """One credential's client. Fetches recipient keys once and again when the perimeter has rotated them."""

    def __init__(self, credential: SenderCredential, clock: Clock, transport: Transport | None = None) -> None:
        self.credential = credential
        self.transport = transport or Transport(credential.profile, credential.client)
        self.verifiers = [NoteVerifier.parse(key) for key in credential.profile.note_verifier_keys]
        self._clock = clock
        self._recipient: tuple[str, X25519PublicKey] | None = None
        self._seen = _mark(credential)

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def about(self) -> About:
        """Return who answers."""
        return self._answer_to(Ask(about.ABOUT))

    def submit(self, batch: Batch, seq: int, previous: str | None, *, compress: bool = True) -> BatchAnswer:
        """Seal a batch and send it.

        Sealed anew with fresh keys when the perimeter no longer knows the recipient, or when our own keys were
        changed in the folder meanwhile: a rotation costs neither a pause nor a restart.

        Raises:
            KnownError: the perimeter's refusal or the network's fault.
        """
        self.follow()
        try:
            return self._send(batch, seq, previous, compress=compress)
        except Refusal as refusal:
            if refusal.code in _OWN_KEY_ENDED:
                if not self.follow():
                    raise
            elif refusal.code not in {"RECIPIENT_KEY_UNKNOWN", "ENVELOPE_STALE"}:
                raise
        self._recipient = None
        return self._send(batch, seq, previous, compress=compress)

    def follow(self) -> bool:
        """Take the keys that the folder names now; tell whether they are others."""
        if _mark(self.credential) == self._seen:
            return False
        fresh = open_credential(self.credential.folder)
        self._seen = _mark(fresh)
        old, self.credential = self.transport, fresh
        self.transport = Transport(fresh.profile, fresh.client)
        old.close()
        return True

    def renew_when_due(self) -> bool:
        """Renew the transport certificate once two thirds of its life are over; tell whether it was due.

        Raises:
            KnownError: as :meth:`renew`.
        """
        if not term_of(self.credential).due(self._clock.now()):
            return False
        with alone_in(self.credential.folder):
            # Somebody else may have renewed it while we waited for the folder.
            self.follow()
            if not term_of(self.credential).due(self._clock.now()):
                return False
            self.renew()
        return True

    def renew(self) -> None:
        """Have a new transport certificate and put it in use, under the current or the expired one.

        Raises:
            KnownError: the perimeter's refusal, the network's fault, or a folder that cannot be written.
        """
        with alone_in(self.credential.folder):
            self.follow()
            renew(self.credential, self.transport, self._clock.now())
            self.follow()

    def corrections(self, since: int = 0) -> Iterator[CorrectionNotice]:
        """Yield corrections made by people, oldest first."""
        while True:
            feed = self._answer_to(Ask(rejections.CORRECTIONS, query={"since": since, "limit": 500}))
            yield from feed.items
            if not feed.items:
                return
            since = feed.next

    def submission(self, batch_id: str) -> BatchAnswer | None:
        """Return what became of a batch, or None when the perimeter never took it.

        Raises:
            KnownError: the perimeter's refusal or the network's fault.
        """
        try:
            return self._answer_to(Ask(intake.SUBMISSION, path={"batchId": batch_id}))
        except Refusal as refusal:
            if refusal.code == "BATCH_UNKNOWN":
                return None
            raise

    def check(self, lines: Sequence[bytes]) -> BatchAnswer:
        """Have lines judged as if they had been sent; nothing is stored.

        Raises:
            KnownError: the perimeter's refusal or the network's fault, or ``ANSWER_INVALID``.
        """
        result = self._answer_to(Ask(intake.CHECK, b"".join(line + b"\n" for line in lines)))
        if len(result.items) != len(lines):
            raise KnownError("ANSWER_INVALID", f"{len(result.items)} verdicts for {len(lines)} lines")
        return result

    def rejections(self, narrowed: str, cursor: str | None = None, limit: int = 50) -> RejectionPage:
        """Return a page of rejected attempts, newest first (scope ``rejections:read``)."""
        query = {"filter": narrowed, "cursor": cursor, "limit": limit}
        return self._answer_to(Ask(rejections.REJECTIONS, query=query))

    def rejection(self, attempt_id: str) -> RejectionCard:
        """Return one rejected attempt, whole (scope ``rejections:read``)."""
        return self._answer_to(Ask(rejections.REJECTION, path={"attemptId": attempt_id}))

    def standing(self, operator_tx_ids: Sequence[str]) -> list[Standing]:
        """Return how transactions stand, of those that there are (scope ``rejections:read``)."""
        asked = StandingAsked(operator_tx_ids=list(operator_tx_ids))
        return self._answer_to(Ask(reconciliation.STANDING, asked)).items

    @contextmanager
    def stream(self, ask: AnyAsk) -> Iterator[Stream]:
        """Read an answer while it comes (scope ``rejections:read``)."""
        with self.transport.stream(ask) as stream:
            yield stream

    def _send(self, batch: Batch, seq: int, previous: str | None, *, compress: bool) -> BatchAnswer:
        key_id, public = self._keys()
        credential = self.credential
        header = Header(
            env=credential.environment.value, operator=credential.operator, source=credential.source,
            batch_id=batch.batch_id, seq=seq, prev_content_sha256=previous, n=len(batch.lines),
            content_sha256=batch.content_sha256, signing_key_id=credential.signing_key_id, recipient_key_id=key_id,
            iat=self._clock.now(), zip=fitting_zip(batch.plain) if compress else "none",
        )  # fmt: skip
        return self._answer_to(Ask(intake.SUBMIT, seal(batch.plain, header, public, credential.signing_key)))

    def _answer_to(self, ask: Ask[_Request, _Answer]) -> _Answer:
        return ask.read(self.transport.call(ask).body)

    def _keys(self) -> tuple[str, X25519PublicKey]:
        if self._recipient is None:
            note = self._answer_to(Ask(credentials.ENCRYPTION_KEYS))
            head, _, body = open_note(note, self.verifiers).partition("\n")
            try:
                keys = EncryptionKeys.model_validate_json(body)
                newest = keys.keys[0]
                public = X25519PublicKey.from_public_bytes(base64.b64decode(newest.public_key))
            except (ValidationError, ValueError, IndexError) as error:
                raise KnownError("ANSWER_INVALID", "encryption keys") from error
            if head != _KEYS_HEAD:
                raise KnownError("NOTE_INVALID", "not a list of keys")
            self._recipient = (newest.key_id, public)
        return self._recipient


def _mark(credential: SenderCredential) -> tuple[int, int, int]:
    """Return what tells one ``credential.json`` from another without reading it."""
    try:
        found = (credential.folder / "credential.json").stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_size)
