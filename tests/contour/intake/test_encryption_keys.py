"""Recipient keys to the second: when a new one is made, how long the one before opens, what a restart keeps."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from cabinet.contour.folder import DataFolder
from cabinet.contour.intake.encryption_keys import RecipientKeys
from cabinet.contract.credentials import EncryptionKeys
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.proof.notes import NoteSigner, open_note
from tests.perimeter_in_process import NOW, FixedClock

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SIGNER = NoteSigner("test/log", Ed25519PrivateKey.generate())


class Keys:
    """Recipient keys in a folder, and a clock that is set by hand."""

    def __init__(self, path: Path) -> None:
        self.folder = DataFolder(path)
        self.clock = FixedClock()
        self.keys = self.made()

    def made(self) -> RecipientKeys:
        return RecipientKeys(self.folder, SIGNER, Environment.TEST, self.clock)

    def at(self, since: timedelta) -> str:
        """Return the id of the newest key at a moment."""
        self.clock.at = NOW + since
        return self.keys.newest()[0]

    def opens(self, key_id: str) -> bool:
        try:
            self.keys.private(key_id)
        except KnownError as error:
            return error.code != "RECIPIENT_KEY_UNKNOWN"
        return True

    def listed(self) -> EncryptionKeys:
        head, _, body = open_note(self.keys.note(), [SIGNER.verifier]).partition("\n")
        assert head == "soms-encryption-keys/v1"
        return EncryptionKeys.model_validate_json(body)


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keys]:
    made = Keys(tmp_path / "contour")
    yield made
    made.folder.close()


def test_a_new_one_every_day(keys: Keys) -> None:
    first = keys.at(timedelta(0))
    assert keys.at(DAY - SECOND) == first
    second = keys.at(DAY)
    assert second != first
    assert keys.at(2 * DAY - SECOND) == second
    assert keys.at(2 * DAY) not in {first, second}


def test_the_one_before_opens_for_another_day(keys: Keys) -> None:
    first = keys.at(timedelta(0))
    second = keys.at(DAY)
    keys.at(2 * DAY - SECOND)
    assert (keys.opens(first), keys.opens(second)) == (True, True)
    keys.at(2 * DAY)
    assert (keys.opens(first), keys.opens(second)) == (False, True)
    assert not keys.opens("")


def test_the_list_names_the_newest_first(keys: Keys) -> None:
    first, second = keys.at(timedelta(0)), keys.at(DAY)
    listed = keys.listed()
    assert [k.key_id for k in listed.keys] == [second, first]
    assert [(k.not_before, k.not_after) for k in listed.keys] == [
        (NOW + DAY, NOW + 3 * DAY), (NOW, NOW + 2 * DAY),
    ]  # fmt: skip
    assert listed.issued_at == NOW + DAY
    for told in listed.keys:
        public = X25519PublicKey.from_public_bytes(base64.b64decode(told.public_key))
        assert public == keys.keys.private(told.key_id).public_key()


def test_a_clock_that_went_back_makes_another(keys: Keys) -> None:
    """What is to begin only later is not used, and does not stay for then."""
    first = keys.at(timedelta(0))
    assert keys.at(-SECOND) != first
    assert not keys.opens(first)


def test_a_restart_keeps_them(keys: Keys) -> None:
    first, second = keys.at(timedelta(0)), keys.at(DAY)
    again = keys.made()
    assert [again.newest()[0], again.private(first).public_key()] == [second, keys.keys.private(first).public_key()]
    (kept,) = keys.folder.path.glob("recipient-keys.json")
    assert kept.stat().st_mode & 0o777 == 0o600
