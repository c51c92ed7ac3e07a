"""SoftHSM2 tokens for the tests: made by its own tools, so that our binding meets what it did not write."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

PIN = "271828"
SO_PIN = "31415926"
INSTALL = "apt-get install softhsm2 opensc"


def need(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.fail(f"{tool} is missing: {INSTALL}")
    return found


def module_path() -> Path:
    for candidate in (
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    ):
        if Path(candidate).is_file():
            return Path(candidate)
    pytest.fail(f"libsofthsm2.so is missing: {INSTALL}")


class _Made:
    """What tools have made of tokens, by what was asked of each since it was new: asked again, it is copied.

    A tool takes a twentieth of a second, and most tests have a token of the same label with the same key.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[bytes, ...], tuple[bytes, Path]] = {}
        self._folder: Path | None = None

    def result(self, asked: tuple[bytes, ...], place: Path, run: Callable[[], bytes]) -> bytes:
        """Run it the first time; from then on put a copy of what came of it in the token's place."""
        if asked in self._kept:
            said, kept = self._kept[asked]
            shutil.rmtree(place)
            shutil.copytree(kept, place)
            return said
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="tokens-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        said = run()
        self._kept[asked] = (said, Path(shutil.copytree(place, self._folder / str(len(self._kept)))))
        return said


_MADE = _Made()
_LABELS: set[tuple[Path, str]] = set()


@dataclass
class SoftToken:
    """One token; ``folder`` holds its objects, so that removing it is pulling the token out.

    ``place`` is its own part of the folder while nothing but ``asked`` was done with it since it was made.
    """

    label: str
    folder: Path
    environment: dict[str, str]
    place: Path | None = None
    asked: tuple[bytes, ...] = ()

    def run(self, *arguments: str) -> bytes:
        """Run the tool, for anything."""
        self.place = None
        return self._run(*arguments)

    def _once(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run the tool for what gives the same with every token that was asked the same."""
        if self.place is None:
            return self._run(*arguments)
        about = (argument for argument in arguments if not argument.startswith(str(self.folder.parent)))
        self.asked = (*self.asked, "\0".join(about).encode() + b"\0" + given)
        return _MADE.result(self.asked, self.place, lambda: self._run(*arguments))

    def _run(self, *arguments: str) -> bytes:
        command = [
            need("pkcs11-tool"),
            "--module",
            str(module_path()),
            "--token-label",
            self.label,
            *arguments,
        ]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True).stdout

    def make_key(self, key_id: str, kind: str = "EC:prime256v1") -> None:
        self._once(
            "--login",
            "--pin",
            PIN,
            "--keypairgen",
            "--key-type",
            kind,
            "--id",
            key_id,
            "--label",
            f"key{key_id}",
        )

    def public_key(self, key_id: str) -> bytes:
        return self._once("--read-object", "--type", "pubkey", "--id", key_id)

    def put_certificate(self, key_id: str, der: bytes) -> None:
        file = self.folder.parent / f"{self.label}-{key_id}.der"
        file.write_bytes(der)
        self._once("--login", "--pin", PIN, "--write-object", str(file), "--type", "cert", "--id", key_id, given=der)


def make_token(root: Path, label: str, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    """Make a token; the variable that names its folder is set for this process and so for helpers it starts."""
    folder = root / "tokens"
    folder.mkdir(exist_ok=True)
    configuration = root / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    command = [
        need("softhsm2-util"), "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SO_PIN,
    ]  # fmt: skip
    before = set(folder.iterdir())
    subprocess.run(command, check=True, capture_output=True)
    (place,) = set(folder.iterdir()) - before
    # Two in one folder must not become copies of one token.
    once = (folder, label) not in _LABELS
    _LABELS.add((folder, label))
    return SoftToken(label, folder, dict(os.environ), place if once else None, (label.encode(),))


TokenMaker = Callable[[str], SoftToken]
