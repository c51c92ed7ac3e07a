"""The key on a server: who may read it, when one is made, and what is no key."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.vault.key_file import KeyFile

KEY = bytes(range(32))


def code(holder: KeyFile, *, make: bool = True) -> str:
    try:
        holder.key(make=make, ask=False)
    except KnownError as error:
        return error.code
    return "OK"


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o666])
def test_nobody_else_may_read_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    path.write_bytes(KEY)
    path.chmod(mode)
    assert code(KeyFile(path)) == ("OK" if mode & 0o077 == 0 else "STORE_KEY_FILE_EXPOSED")
    assert code(KeyFile(path, by_systemd=True)) == "OK", "systemd guards its own folder"


def test_one_is_made_where_one_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "etc" / "key"
    assert KeyFile(path).key(make=False, ask=False) is None
    assert not path.exists()
    made = KeyFile(path).key(make=True, ask=False)
    assert made is not None
    assert len(made) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyFile(path).key(make=True, ask=False) == made, "and once"
    assert KeyFile(tmp_path / "other").key(make=True, ask=False) != made


def test_none_is_made_among_systemds(tmp_path: Path) -> None:
    path = tmp_path / "credential"
    assert code(KeyFile(path, by_systemd=True)) == "STORE_KEY_FILE_UNREADABLE"
    assert not path.exists()


@pytest.mark.parametrize(
    ("data", "valid"),
    [
        (KEY, True),
        (base64.b64encode(KEY), True),
        (base64.b64encode(KEY) + b"\n", True),
        (KEY[:31], False),
        (KEY + b"\0", False),
        (KEY * 2, False),
        (b"", False),
        (base64.b64encode(KEY[:31]), False),
        (base64.b64encode(KEY + b"\0"), False),
        (b"short", False),
        (base64.b64encode(b"x"), False),
    ],
)
def test_keys(tmp_path: Path, data: bytes, *, valid: bool) -> None:
    path = tmp_path / "key"
    path.write_bytes(data)
    path.chmod(0o600)
    assert code(KeyFile(path)) == ("OK" if valid else "STORE_KEY_FILE_INVALID")
    if valid:
        assert KeyFile(path).key(make=False, ask=False) == KEY
