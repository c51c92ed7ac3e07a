"""Which certificate belongs to a key from a file: of those in the file, and of those that lie beside it.

Key-6.dat and most .pfx hold no certificate; issuers hand it out as a .cer of its own, next to the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import cms, pem, x509

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile.kind import KeyFileKind, recognise

__all__ = ["beside", "certificate_for", "certificates_in", "issuers_of", "read_certificate_file"]

_SUFFIXES: Final = {".cer", ".crt", ".der", ".pem", ".p7b", ".p7c"}
_LONGEST: Final = 256 << 10
_MOST: Final = 200
_LINKS: Final = 3
_SIGNING: Final = {"digital_signature", "non_repudiation"}
_FAILURES: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


def beside(path: Path) -> Iterator[bytes]:
    """Give the DER of every certificate in the key file's folder; the suffix says only which files are looked into."""
    try:
        files = sorted(p for p in path.parent.iterdir() if p.suffix.lower() in _SUFFIXES and p != path)
    except OSError:
        return
    for file in files[:_MOST]:
        try:
            if file.stat().st_size <= _LONGEST:
                yield from certificates_in(file.read_bytes())
        except OSError:
            continue


def read_certificate_file(path: Path) -> list[bytes]:
    """Return the certificates of a file that a person has chosen, DER.

    Raises:
        KnownError: ``CERTIFICATE_FILE_EMPTY`` where there are none, ``FILE_UNREADABLE``.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LONGEST else b""
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    found = certificates_in(data)
    if not found:
        raise KnownError("CERTIFICATE_FILE_EMPTY", path=str(path))
    return found


def certificate_for(is_its: Callable[[bytes], bool], certificates: Iterable[bytes], path: Path) -> bytes:
    """Return the certificate of a key: one that signs before one that does not, then the one issued last.

    ``is_its`` compares a certificate's public key with the key's.

    Raises:
        KnownError: ``KEY_FILE_CERTIFICATE_ABSENT``.
    """
    own = [(link.signs, link.since, link.der) for link in _read(certificates) if is_its(link.der)]
    if not own:
        raise KnownError("KEY_FILE_CERTIFICATE_ABSENT", path=str(path))
    return max(own)[2]


def issuers_of(certificate: bytes, certificates: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the authorities between a certificate and its root, nearest first.

    Only these may travel with a signature: a verifier refuses certificates that are not of the path, and the root it
    must have already.
    """
    pool = [link for link in _read(certificates) if link.is_authority and link.subject != link.issuer]
    path: list[bytes] = []
    name = next((link.issuer for link in _read([certificate])), b"")
    while len(path) < _LINKS:
        found = next((link for link in pool if link.subject == name and link.der not in path), None)
        if found is None:
            break
        path.append(found.der)
        name = found.issuer
    return tuple(path)


@dataclass(frozen=True)
class _Link:
    """What of a certificate matters here; names are DER, compared byte for byte as issuers write them."""

    der: bytes
    subject: bytes
    issuer: bytes
    since: datetime
    signs: bool
    is_authority: bool


def _read(certificates: Iterable[bytes]) -> Iterator[_Link]:
    """Read certificates; whatever is not one is passed over."""
    for der in certificates:
        try:
            parsed = x509.Certificate.load(der, strict=True)
            usage = parsed.key_usage_value
            yield _Link(
                der,
                parsed.subject.dump(),
                parsed.issuer.dump(),
                parsed.not_valid_before,
                usage is None or bool(_SIGNING & set(usage.native)),
                bool(parsed.ca),
            )
        except _FAILURES:
            continue


def certificates_in(data: bytes) -> list[bytes]:
    """Return what a file holds: one certificate, several in PEM, or a PKCS#7; nothing for anything else."""
    try:
        parts = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        return [der for part in parts for der in _of_part(part)]
    except _FAILURES:
        return []


def _of_part(der: bytes) -> list[bytes]:
    kind = recognise(der)
    if kind is KeyFileKind.CERTIFICATE:
        return [der]
    if kind is KeyFileKind.CERTIFICATES:
        return [bytes(c.chosen.dump()) for c in cms.ContentInfo.load(der)["content"]["certificates"]]
    return []
