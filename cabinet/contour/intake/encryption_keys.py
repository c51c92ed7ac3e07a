"""Recipient keys of the perimeter: X25519, two live while rotating, a new one every 24 hours, old ones deleted."""

from __future__ import annotations

import base64
import json
import threading
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from cabinet.contour.folder import DataFolder
from cabinet.contract.clock import Clock
from cabinet.contract.credentials import EncryptionKey, EncryptionKeys
from cabinet.contract.errors import KnownError
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import parse_moment, wire
from cabinet.contract.states import Environment
from cabinet.proof.notes import NoteSigner

__all__ = ["RecipientKeys"]

_TURN = timedelta(hours=24)
_OVERLAP = timedelta(hours=24)
_FILE = "recipient-keys.json"


class RecipientKeys:
    """Keeps the private halves in a 0600 file; rotates when asked after a day."""

    def __init__(self, folder: DataFolder, signer: NoteSigner, environment: Environment, clock: Clock) -> None:
        self._folder = folder
        self._signer = signer
        self._environment = environment
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: list[tuple[X25519PrivateKey, datetime]] = []
        if (folder.path / _FILE).exists():
            self._keys = folder.read(_FILE, _read)

    def private(self, wanted: str) -> X25519PrivateKey:
        """Return the private key of an id.

        Raises:
            KnownError: ``RECIPIENT_KEY_UNKNOWN``.
        """
        for key, _ in self._live():
            if self._id(key) == wanted:
                return key
        raise KnownError("RECIPIENT_KEY_UNKNOWN")

    def newest(self) -> tuple[str, X25519PublicKey]:
        """Return the id and the public half of the key that batches are sealed to now."""
        key, _ = self._live()[-1]
        return self._id(key), key.public_key()

    def note(self) -> str:
        """Return the live keys as a signed note, newest first."""
        keys = [
            EncryptionKey(
                key_id=self._id(key),
                kem="x25519",
                public_key=base64.b64encode(key.public_key().public_bytes_raw()).decode(),
                not_before=since,
                not_after=since + _TURN + _OVERLAP,
            )
            for key, since in reversed(self._live())
        ]
        body = EncryptionKeys(keys=keys, issued_at=self._clock.now()).model_dump_json(by_alias=True)
        return self._signer.sign(f"soms-encryption-keys/v1\n{body}\n")

    def _live(self) -> list[tuple[X25519PrivateKey, datetime]]:
        now = self._clock.now()
        with self._lock:
            live = [(k, s) for k, s in self._keys if s <= now < s + _TURN + _OVERLAP]
            if not live or now >= live[-1][1] + _TURN:
                live.append((X25519PrivateKey.generate(), now))
            if live != self._keys:
                self._keys = live
                entries = [
                    {
                        "key": base64.b64encode(
                            key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
                        ).decode(),
                        "since": wire(since),
                    }
                    for key, since in live
                ]
                self._folder.write(_FILE, json.dumps(entries).encode())
            return list(live)

    def _id(self, key: X25519PrivateKey) -> str:
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return key_id(self._environment, public)


def _read(data: bytes) -> list[tuple[X25519PrivateKey, datetime]]:
    return [
        (X25519PrivateKey.from_private_bytes(base64.b64decode(entry["key"])), parse_moment(entry["since"]))
        for entry in json.loads(data)
    ]
