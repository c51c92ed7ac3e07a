"""A credential's folder: everything there, of one environment, with a key that signs; or a code that says what not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from cabinet.contour.trust.authority import spki
from cabinet.contract.errors import KnownError
from cabinet.contract.json_forms import to_json
from cabinet.contract.key_ids import key_id
from cabinet.contract.states import Environment
from cabinet.sender.credential import open_credential
from tests.perimeter_in_process import PerimeterInProcess

ABOUT = {"credentialId": "one", "operator": "90417318", "source": "core-1", "environment": "test"}
KEY = Ed25519PrivateKey.generate()


def pem(key: Any, under: KeySerializationEncryption | None = None) -> bytes:
    data: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, under or NoEncryption())
    return data


@pytest.fixture
def folder(perimeter: PerimeterInProcess, tmp_path: Path) -> Path:
    made = tmp_path / "key"
    made.mkdir()
    files = {
        "credential.json": json.dumps(ABOUT).encode(), "signing.key": pem(KEY), "transport.pem": b"certificate",
        "transport.key": b"key", "profile.json": to_json(perimeter.perimeter.profile),
    }  # fmt: skip
    for name, data in files.items():
        (made / name).write_bytes(data)
    return made


def test_what_is_opened(folder: Path) -> None:
    found = open_credential(folder)
    assert (found.credential_id, found.operator, found.source) == ("one", "90417318", "core-1")
    assert (found.environment, found.signing_key_id) == (
        Environment.TEST,
        key_id(Environment.TEST, spki(KEY.public_key())),
    )
    assert (found.client.certificate, found.client.key) == (folder / "transport.pem", folder / "transport.key")
    assert repr(found) == "SenderCredential(core-1, test)", "no key, not even its name"


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP256R1()), KEY])
def test_keys_that_sign(folder: Path, key: Any) -> None:
    (folder / "signing.key").write_bytes(pem(key))
    assert open_credential(folder).signing_key.public_key() == key.public_key()


@pytest.mark.parametrize("name", ["credential.json", "profile.json", "signing.key", "transport.pem", "transport.key"])
def test_a_file_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(KnownError) as told:
        open_credential(folder)
    assert (told.value.code, told.value.facts) == ("CREDENTIAL_FOLDER_INVALID", {"path": str(folder / name)})


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"", lambda: b"no key", lambda: pem(KEY)[:-40],
        lambda: pem(X25519PrivateKey.generate()), lambda: pem(rsa.generate_private_key(65537, 2048)),
        lambda: pem(KEY, BestAvailableEncryption(b"x")),
    ],
    ids=["nothing", "no key", "half a key", "a key that seals", "an RSA key", "a locked key"],
)  # fmt: skip
def test_a_key_that_cannot_be_used(folder: Path, make: Callable[[], bytes]) -> None:
    (folder / "signing.key").write_bytes(make())
    with pytest.raises(KnownError) as told:
        open_credential(folder)
    assert (told.value.code, told.value.facts) == ("CREDENTIAL_UNREADABLE", {"path": str(folder / "signing.key")})


@pytest.mark.parametrize("name", list(ABOUT))
def test_credential_json_lacks_something(folder: Path, name: str) -> None:
    (folder / "credential.json").write_text(json.dumps({k: v for k, v in ABOUT.items() if k != name}))
    with pytest.raises(KnownError, match="CREDENTIAL_UNREADABLE"):
        open_credential(folder)


@pytest.mark.parametrize("environment", ["production", "TEST", ""])
def test_a_key_for_another_environment(folder: Path, environment: str) -> None:
    """A key for bets beside the profile of the tests, or the other way round, sends nothing to either."""
    (folder / "credential.json").write_text(json.dumps({**ABOUT, "environment": environment}))
    expected = "ENVIRONMENT_OTHER" if environment == "production" else "CREDENTIAL_UNREADABLE"
    with pytest.raises(KnownError, match=expected):
        open_credential(folder)
