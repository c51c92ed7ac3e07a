"""A stand-in for UAPKI that a test answers for, and the DSTU key that it holds: cryptonite's published test key."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import parser

from cabinet.qes.digests import digest_of
from cabinet.token.pkcs11.public_key import public_key_of
from tests.qes.dstu_material import person, sign

SOURCE = Path(__file__).parent / "uapki" / "fake_uapki.c"
PASSWORD = 'тест"4\\'
"""With the two letters that JSON escapes, and Cyrillic."""


def build_library(folder: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.fail("cc is missing: apt-get install gcc libc6-dev")
    library = folder / "libuapki.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, SOURCE], check=True)
    return library


def key6(content: bytes = b"\x5a" * 512) -> bytes:
    """Return a file with the outer form of IIT's Key-6.dat; only the stand-in opens it."""
    oid = parser.emit(0, 0, 6, bytes.fromhex("2b0601040181974601010102"))
    mac = parser.emit(0, 1, 16, parser.emit(0, 0, 4, b"\1\2\3\4") + parser.emit(0, 0, 4, b"\5\6\7\x08"))
    head = parser.emit(0, 1, 16, oid + mac)
    return bytes(parser.emit(0, 1, 16, head + parser.emit(0, 0, 4, content)))


def jks() -> bytes:
    """Return a file with the magic of a Sun JKS store; only the stand-in opens it."""
    return bytes.fromhex("feedfeed00000002") + bytes(64)


class Uapki:
    """Answers for the library on a thread. ``requests`` are all that it was asked; ``answers`` overrides by method."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.library, self._folder = library, folder
        self.requests: list[dict[str, Any]] = []
        self.answers: dict[str, bytes] = {}
        certificate, self._key, self._private = person()
        self.certificate = certificate
        self.keys = [self.agreement_key(), self.key_of("5B" * 32, certificate)]
        self.certificates: list[bytes] = []
        self.signs: Callable[[bytes], bytes] = self._dstu
        for name in ("asked", "answer"):
            os.mkfifo(folder / name)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        (self._folder / "asked").write_bytes(b"stop")
        self._thread.join()

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [r["parameters"] for r in self.requests if r["method"] == method]

    def key_of(self, name: str, certificate: bytes) -> dict[str, str]:
        public = base64.b64encode(public_key_of(certificate).value).decode()
        return {"id": name, "mechanismId": "1.2.804.2.1.1.1.1.3.1.1", "publicKey": public}

    def agreement_key(self) -> dict[str, str]:
        """The pair's other key, which the certificates beside do not name."""
        public = base64.b64encode(b"\x77" * 33).decode()
        return {"id": "6B" * 32, "mechanismId": "1.2.804.2.1.1.1.1.3.1.1", "publicKey": public}

    def _serve(self) -> None:
        while (request := (self._folder / "asked").read_bytes()) != b"stop":
            body = json.loads(request)
            self.requests.append(body)
            method, parameters = body["method"], body["parameters"]
            answer = self.answers.get(method)
            if answer is None:
                answer = json.dumps({"method": method, **self._methods()[method](parameters)}).encode()
            (self._folder / "answer").write_bytes(answer)

    def _methods(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {
            "VERSION": lambda _: {"errorCode": 0, "result": {"name": "UAPKI", "version": "2.0.16"}},
            "INIT": lambda _: {"errorCode": 0, "result": {"countCmProviders": 1}},
            "OPEN": self._open,
            "KEYS": lambda _: {"errorCode": 0, "result": {"keys": self.keys}},
            "LIST_CERTS": self._list,
            "GET_CERT": lambda p: {"errorCode": 0, "result": {"bytes": p["certId"]}},
            "SELECT_KEY": lambda _: {"errorCode": 0, "result": {}},
            "SIGN": self._sign,
            "CLOSE": lambda _: {"errorCode": 0, "result": {}},
            "DEINIT": lambda _: {"errorCode": 0, "result": {}},
        }

    def _open(self, parameters: dict[str, Any]) -> dict[str, Any]:
        if parameters["password"] != PASSWORD:
            return {"errorCode": 1041, "error": "INVALID_PASSWORD", "result": {}}
        return {"errorCode": 0, "result": {}}

    def _list(self, _parameters: dict[str, Any]) -> dict[str, Any]:
        return {"errorCode": 0, "result": {"certIds": [base64.b64encode(c).decode() for c in self.certificates]}}

    def _sign(self, parameters: dict[str, Any]) -> dict[str, Any]:
        (wanted,) = parameters["dataTbs"]
        signature = base64.b64encode(self.signs(base64.b64decode(wanted["bytes"]))).decode()
        return {"errorCode": 0, "result": {"signatures": [{"id": wanted["id"], "bytes": signature}]}}

    def _dstu(self, data: bytes) -> bytes:
        return sign(self._private, self._key, digest_of("gost34311", data))


@contextmanager
def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, library: Path | None = None) -> Iterator[Uapki]:
    """Give a library that this process answers for, with its pipes in ``folder``."""
    monkeypatch.setenv("FAKE_UAPKI", str(folder))
    made = Uapki(library or build_library(folder), folder)
    try:
        yield made
    finally:
        made.close()
