"""Driving the fault-injecting module: what it spoils is a file that it reads at every call."""

from __future__ import annotations

import os
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.qes_authority import Authority
from tests.softhsm import PIN, SoftToken, module_path


@dataclass
class Shim:
    """The shim in front of SoftHSM2; see ``shim/shim.c`` for its words."""

    library: Path
    mode: Path
    calls_file: Path

    def __post_init__(self) -> None:
        self.spoil()

    @property
    def module(self) -> Module:
        return Module("Shim", self.library)

    def spoil(self, *lines: str) -> None:
        """Spoil these things from now on, and nothing else."""
        text = "\n".join([f"real {module_path()}", f"log {self.calls_file}", *lines, ""])
        new = self.mode.with_suffix(".new")
        new.write_text(text)
        new.replace(self.mode)  # the module may read at any moment

    def calls(self) -> Counter[str]:
        """Return how often each function has been called since the last question."""
        text = self.calls_file.read_text() if self.calls_file.exists() else ""
        self.calls_file.unlink(missing_ok=True)
        return Counter(text.splitlines())


class Signer:
    """Signs in place of the token: takes mechanism and data from a named pipe, puts the signature into another."""

    def __init__(self, folder: Path, sign: Callable[[int, bytes], bytes]) -> None:
        folder.mkdir()
        for name in ("ask", "answer"):
            os.mkfifo(folder / name)
        self.setting = f"signer {folder}"
        self.asked: list[tuple[int, bytes]] = []
        self._folder, self._sign = folder, sign
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        mechanism, _, data = (self._folder / "ask").read_text().partition(" ")
        self.asked.append((int(mechanism, 16), bytes.fromhex(data)))
        (self._folder / "answer").write_bytes(self._sign(*self.asked[0]))


_ISSUED: dict[bytes, bytes] = {}
"""Certificates by their keys: a token that is a copy of another has the same."""


def fill(token: SoftToken, authority: Authority, key_id: str = "01", kind: str = "EC:prime256v1") -> bytes:
    """Make a key and put its certificate beside it; returns the certificate."""
    token.make_key(key_id, kind)
    public = p384(token, key_id) if "384" in kind else load_der_public_key(token.public_key(key_id))
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if spki not in _ISSUED:
        _ISSUED[spki] = authority.person(public=public).der
    der = _ISSUED[spki]
    token.put_certificate(key_id, der)
    return der


def p384(token: SoftToken, key_id: str) -> ec.EllipticCurvePublicKey:
    """pkcs11-tool 0.23 cannot save a P-384 key ("cannot create EVP_PKEY"), but it can show one."""
    shown = token.run("--list-objects", "--type", "pubkey", "--id", key_id).decode()
    found = re.search(r"EC_POINT:\s+0461(04[0-9a-f]{192})\b", shown)
    assert found is not None, shown
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), bytes.fromhex(found[1]))


def refused(token: Pkcs11Token, code: str, pin: str | None = PIN, **more: bool) -> KnownError:
    """Sign with the token's only certificate, and return the refusal, which must have this code."""
    (certificate,) = token.scan().certificates
    with pytest.raises(KnownError) as refusal:
        token.sign(certificate, b"x", pin, "ecdsa", **more)
    assert refusal.value.code == code, refusal.value
    return refusal.value
