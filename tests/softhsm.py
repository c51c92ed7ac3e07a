"""SoftHSM2 tokens for the tests: made by its own tools, so that our binding meets what it did not write."""

from __future__ import annotations

import os
import shutil
import subprocess
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


@dataclass
class SoftToken:
    """One token; ``folder`` holds its objects, so that removing it is pulling the token out."""

    label: str
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> bytes:
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
        self.run(
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
        return self.run("--read-object", "--type", "pubkey", "--id", key_id)

    def put_certificate(self, key_id: str, der: bytes) -> None:
        file = self.folder.parent / f"{self.label}-{key_id}.der"
        file.write_bytes(der)
        self.run("--login", "--pin", PIN, "--write-object", str(file), "--type", "cert", "--id", key_id)


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
    subprocess.run(command, check=True, capture_output=True)
    return SoftToken(label, folder, dict(os.environ))


TokenMaker = Callable[[str], SoftToken]
