"""Somebody between cabinet and contour: a TCP relay that cuts, or one that opens the TLS and rewrites."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

__all__ = ["Identity", "Relay", "identity", "identity_by", "route"]

_CHUNK = 65_536
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_LOCAL = "127.0.0.1"
Rewrite = Callable[[str, dict[str, Any]], dict[str, Any]]
"""From the path asked for and the JSON of the answer to the JSON that goes on."""


@dataclass(frozen=True)
class Identity:
    """A server's certificate and key, and the authority that a client would have to trust."""

    certificate: Path
    key: Path
    ca_pem: str

    @property
    def spki_sha256(self) -> str:
        import hashlib

        public = x509.load_pem_x509_certificate(self.certificate.read_bytes()).public_key()
        return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def identity(folder: Path) -> Identity:
    """Make a server of an authority of its own, as an inspecting proxy or a phisher has."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Somebody in between")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = (
        _builder(name, name, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return _issued(folder, authority, key)


def identity_by(folder: Path, data: Path) -> Identity:
    """Make a server that the contour's own TLS authority vouches for, with a key that no profile pins."""
    key = load_pem_private_key((data / "tls-ca.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return _issued(folder, x509.load_pem_x509_certificate((data / "tls-ca.pem").read_bytes()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _issued(folder: Path, authority: x509.Certificate, by: ec.EllipticCurvePrivateKey) -> Identity:
    folder.mkdir(exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cabinet")])
    certificate = (
        _builder(subject, authority.subject, key, datetime.now(UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(_LOCAL))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, hashes.SHA256())
    )
    (folder / "server.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    raw = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.key").write_bytes(raw)
    pem = authority.public_bytes(Encoding.PEM).decode()
    return Identity(folder / "server.pem", folder / "server.key", pem)


class Relay:
    """Listens on loopback and passes everything on to the contour's port.

    With an :class:`Identity` it ends the TLS and begins its own to the contour; then ``rewrite`` may change answers.
    Without one it sees only ciphertext. :meth:`cut` lets the next words reach the contour and swallows its answer.
    """

    def __init__(self, port: int, who: Identity | None = None, rewrite: Rewrite | None = None) -> None:
        self._upstream = port
        self.rewrite = rewrite
        self._server: ssl.SSLContext | None = None
        if who is not None:
            self._server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._server.load_cert_chain(who.certificate, who.key)
        self._listener = socket.create_server((_LOCAL, 0))
        self.port: int = self._listener.getsockname()[1]
        self._cut = threading.Event()
        self.swallowed = 0
        self.connections = 0
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def cut(self) -> None:
        self._cut.set()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._open:
            _shut(each)
        for thread in self._threads:
            thread.join(timeout=5)
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(near,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, near: socket.socket) -> None:
        far = socket.create_connection((_LOCAL, self._upstream))
        self._open += [near, far]
        with contextlib.suppress(OSError):  # whoever hangs up, or would not have us at all
            if self._server is None:
                back = threading.Thread(target=self._back, args=(far, near), daemon=True)
                self._threads.append(back)
                back.start()
                while data := near.recv(_CHUNK):
                    far.sendall(data)
            else:
                self._read_along(near, far, self._server)
        _shut(far)
        _shut(near)

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(_CHUNK):
                if self._cut.is_set():
                    self._cut.clear()
                    self.swallowed += 1
                    break
                near.sendall(data)
        _shut(near)
        _shut(far)

    def _read_along(self, near: socket.socket, far: socket.socket, server: ssl.SSLContext) -> None:
        """One request, one answer, in turn: two threads may not use one TLS connection at once."""
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        with server.wrap_socket(near, server_side=True) as inner, client.wrap_socket(far) as outer:
            self._open += [inner, outer]
            while (request := _message(inner)) is not None:
                outer.sendall(b"".join(request))
                answer = _message(outer)
                if answer is None:
                    return
                head, body = answer
                if self.rewrite is not None and body.startswith(b"{"):
                    path = request[0].split(b" ", 2)[1].decode()
                    body = json.dumps(self.rewrite(path, json.loads(body)), ensure_ascii=False).encode()
                    head = _LENGTH.sub(b"content-length: %d" % len(body), head)
                inner.sendall(head + body)


def _message(connection: ssl.SSLSocket) -> tuple[bytes, bytes] | None:
    """Read one message of HTTP/1.1: its head with the empty line, and its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(_CHUNK)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    found = _LENGTH.search(head)
    length = int(found[1]) if found is not None else 0
    while len(body) < length:
        body += connection.recv(_CHUNK)
    return head + b"\r\n\r\n", body


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def route(relay: Relay, port: int) -> Iterator[Relay]:
    """Be in the network: whoever connects to the contour's port from this process comes to the relay instead."""
    real = socket.create_connection

    def create_connection(address: tuple[str, int], *values: Any, **more: Any) -> socket.socket:
        caller = threading.current_thread()
        inside = caller in relay._threads
        return real((address[0], relay.port) if address[1] == port and not inside else address, *values, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", create_connection)
        try:
            yield relay
        finally:
            relay.close()
