"""Key files made by other people's tools: openssl and the JDK's keytool."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.qes_authority import PrivateKey

PASSWORD = "слово-пароль 9"
INSTALL = {"openssl": "openssl", "keytool": "default-jre-headless"}


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing: apt-get install {INSTALL[name]}")
    return found


def run(*arguments: str | Path) -> None:
    subprocess.run([tool(str(arguments[0])), *map(str, arguments[1:])], check=True, capture_output=True)


def new_key(kind: str) -> PrivateKey:
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}[kind])


def pem_of_key(key: PrivateKey, path: Path) -> Path:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def pem_of(der: bytes, path: Path) -> Path:
    source = path.with_suffix(".tmp")
    source.write_bytes(der)
    run("openssl", "x509", "-inform", "DER", "-in", source, "-out", path)
    source.unlink()
    return path


def p12(path: Path, key: PrivateKey, certificates: Sequence[bytes], *options: str, password: str = PASSWORD) -> Path:
    """Pack a key and certificates; the first one must be the key's own, or openssl refuses."""
    scrap = path.parent / "scrap"
    scrap.mkdir(exist_ok=True)
    key_file = pem_of_key(key, scrap / "key.txt")
    first, *more = [pem_of(der, scrap / f"{number}.txt") for number, der in enumerate(certificates)]
    others = scrap / "others.txt"
    others.write_bytes(b"".join(p.read_bytes() for p in more))
    extra = ["-certfile", str(others)] if more else []
    run("openssl", "pkcs12", "-export", "-inkey", key_file, "-in", first, *extra, *options,
        "-passout", f"pass:{password}", "-out", path)  # fmt: skip
    shutil.rmtree(scrap)
    return path
