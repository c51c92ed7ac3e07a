"""New keys beside old ones: in use as a whole, or not at all and nothing left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.profile import key_swap
from cabinet.profile.key_swap import read_about, swap_keys

FRESH = {"transportCertificate": b"certificate", "transportKey": b"key", "signingKey": b"signing"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "credential"
    made.mkdir()
    for name in ("transport.pem", "transport.key", "signing.key"):
        (made / name).write_bytes(b"old")
    (made / "credential.json").write_text(json.dumps({"credentialId": "one"}))
    return made


def test_swapped(folder: Path) -> None:
    swap_keys(folder, "one", FRESH)
    about = read_about(folder)
    assert {member: (folder / about[member]).read_bytes() for member in FRESH} == FRESH
    assert all((folder / about[m]).stat().st_mode & 0o777 == 0o600 for m in ("transportKey", "signingKey"))
    assert (folder / "transport.key").read_bytes() == b"old", "for whoever is just opening it"


@pytest.mark.parametrize("error", [KnownError("FOLDER_UNWRITABLE"), OSError(28, "No space left on device")])
def test_private_keys_do_not_stay_behind(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(key_swap, "write_atomically", fail)
    with pytest.raises(KnownError, match="DISK_FULL" if isinstance(error, OSError) else "FOLDER_UNWRITABLE"):
        swap_keys(folder, "one", FRESH)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
