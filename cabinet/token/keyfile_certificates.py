"""Which certificate belongs to a key from a file: of those in the file, and of those that lie beside it.

Key-6.dat and most .pfx hold no certificate; issuers hand it out as a .cer of its own, next to the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from asn1crypto import cms, pem, x509

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile_kind import KeyFileKind, recognise

__all__ = ["beside", "certificate_for", "issuers_of"]

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
                yield from _certificates_in(file.read_bytes())
        except OSError:
            continue


def certificate_for(is_its: Callable[[bytes], bool], certificates: Iterable[bytes], path: Path) -> bytes:
    """Return the certificate of a key: one that signs before one that does not, then the one issued last.

    ``is_its`` compares a certificate's public key with the key's.

    Raises:
        KnownError: ``KEY_FILE_CERTIFICATE_ABSENT``.
    """
    own = [(_signs(parsed), _since(parsed), der) for der, parsed in _parsed(certificates) if is_its(der)]
    if not own:
        raise KnownError("KEY_FILE_CERTIFICATE_ABSENT", path=str(path))
    return max(own)[2]


def issuers_of(certificate: bytes, certificates: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the authorities between a certificate and its root, nearest first.

    Only these may travel with a signature: a verifier refuses certificates that are not of the path, and the root it
    must have already.
    """
    pool = [(der, parsed) for der, parsed in _parsed(certificates) if parsed.ca]
    path: list[bytes] = []
    name = x509.Certificate.load(certificate).issuer
    while len(path) < _LINKS:
        found = next((p for p in pool if p[1].subject == name and p[1].subject != p[1].issuer), None)
        if found is None or found[0] in path:
            break
        path.append(found[0])
        name = found[1].issuer
    return tuple(path)


def _parsed(certificates: Iterable[bytes]) -> Iterator[tuple[bytes, Any]]:
    for der in certificates:
        try:
            parsed = x509.Certificate.load(der, strict=True)
            _signs(parsed)
            _since(parsed)
        except _FAILURES:
            continue
        yield der, parsed


def _signs(certificate: Any) -> bool:
    usage = certificate.key_usage_value
    return usage is None or bool(_SIGNING & set(usage.native))


def _since(certificate: Any) -> datetime:
    since: datetime = certificate.not_valid_before
    return since


def _certificates_in(data: bytes) -> list[bytes]:
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
