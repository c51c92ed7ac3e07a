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


def test_what_the_last_swap_left_goes_with_the_next(folder: Path) -> None:
    (folder / "notes.txt").write_text("a person's own")
    for number in range(3):
        swap_keys(folder, "one", {"transportKey": b"%d" % number})
        found = sorted(path.read_bytes() for path in folder.glob("transport*.key"))
        assert found == [[b"0", b"old"], [b"0", b"1"], [b"1", b"2"]][number], "the last and the one before"
    assert (folder / read_about(folder)["transportKey"]).read_bytes() == b"2"
    assert (folder / "signing.key").read_bytes() == b"old", "what is not changed stays in use"
    assert (folder / "notes.txt").exists()


def test_only_its_owner_reads_the_list_of_files(folder: Path) -> None:
    swap_keys(folder, "one", FRESH)
    assert (folder / "credential.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("given", ["two", ""])
def test_the_folder_of_another_credential(folder: Path, given: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(KnownError, match="CREDENTIAL_OTHER"):
        swap_keys(folder, given, FRESH)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["../other.key", "/etc/passwd", "a/b", "", "."])
@pytest.mark.parametrize("member", ["transportCertificate", "transportKey", "signingKey"])
def test_no_file_outside_the_folder_is_named(folder: Path, member: str, name: str) -> None:
    (folder / "credential.json").write_text(json.dumps({"credentialId": "one", member: name}))
    with pytest.raises(KnownError, match="CREDENTIAL_UNREADABLE"):
        read_about(folder)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "5"])
def test_a_list_of_files_that_cannot_be_read(folder: Path, text: str) -> None:
    (folder / "credential.json").write_text(text)
    with pytest.raises(KnownError, match="CREDENTIAL_UNREADABLE"):
        read_about(folder)
    (folder / "credential.json").unlink()
    with pytest.raises(KnownError, match="CREDENTIAL_FOLDER_INVALID"):
        read_about(folder)
