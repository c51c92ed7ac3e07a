"""What a key file really is: told by its content, never by its name.

Formats: PKCS#12 (RFC 7292 §4), PKCS#8 (RFC 5958 §2, §3), Sun's JKS (magic FEEDFEED), IIT's Key-6.dat (as UAPKI 2.0.16
and dstu-engine read it), X.509 (RFC 5280 §4.1), PKCS#7 (RFC 5652 §5.1). The ЦСК «Україна» .ZS2 is a PKCS#12 whose MAC
and cipher are Ukraine's own.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from asn1crypto import parser, pem

__all__ = ["KeyFileKind", "recognise"]

_DSTU_ARC: Final = bytes.fromhex("2a86240201010101")
"""1.2.804.2.1.1.1.1: every Ukrainian algorithm stands below it, and a file names its algorithms in the clear."""
_IIT: Final = bytes.fromhex("060c2b0601040181974601010102")
"""1.3.6.1.4.1.19398.1.1.1.2 with its tag and length."""
_DATA, _SIGNED_DATA = bytes.fromhex("2a864886f70d010701"), bytes.fromhex("2a864886f70d010702")
_JKS: Final = bytes.fromhex("feedfeed")
_INTEGER, _BIT_STRING, _OCTET_STRING, _OBJECT, _SEQUENCE = 2, 3, 4, 6, 16
_KEYS: Final = {"PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}


class KeyFileKind(Enum):
    """A kind of file that people take for their key. The value is its name for a person, the same in each language."""

    PKCS12 = "PKCS#12"
    PKCS12_DSTU = "PKCS#12 (DSTU)"
    PKCS8 = "PKCS#8"
    PKCS8_DSTU = "PKCS#8 (DSTU)"
    IIT = "Key-6.dat"
    JKS = "JKS"
    CERTIFICATE = "X.509"
    CERTIFICATES = "PKCS#7"
    EMPTY = "0 B"
    CUT_SHORT = "…"
    UNKNOWN = "?"

    @property
    def is_certificate(self) -> bool:
        """Whether it holds certificates and no key at all."""
        return self in {KeyFileKind.CERTIFICATE, KeyFileKind.CERTIFICATES}

    @property
    def needs_library(self) -> bool:
        """Whether only a library that knows Ukraine's algorithms, or JKS, opens it."""
        return self in {KeyFileKind.PKCS12_DSTU, KeyFileKind.PKCS8_DSTU, KeyFileKind.IIT, KeyFileKind.JKS}


def recognise(data: bytes) -> KeyFileKind:
    """Return what a file's whole content is. Nothing is decrypted and nothing refused: unknown is a kind too."""
    if not data.strip():
        return KeyFileKind.EMPTY
    if data[:4] == _JKS:
        return KeyFileKind.JKS
    if pem.detect(data):
        try:
            name, _, data = pem.unarmor(data)
        except ValueError:
            return KeyFileKind.CUT_SHORT
        if name not in {*_KEYS, "CERTIFICATE", "PKCS7"}:
            return KeyFileKind.UNKNOWN
    if data[:1] != b"\x30":
        return KeyFileKind.UNKNOWN
    try:
        return _of_sequence(data)
    except (ValueError, IndexError):
        return KeyFileKind.CUT_SHORT


def _of_sequence(data: bytes) -> KeyFileKind:
    parts = _parts(data)
    tags = [tag for tag, _ in parts]
    if tags[:2] == [_INTEGER, _SEQUENCE]:
        inner = _parts(parts[1][1])
        if inner[0] == (_OBJECT, _element(_DATA)):
            return KeyFileKind.PKCS12_DSTU if _DSTU_ARC in data else KeyFileKind.PKCS12
        if tags[2:3] == [_OCTET_STRING]:
            return KeyFileKind.PKCS8_DSTU if _DSTU_ARC in data else KeyFileKind.PKCS8
    if tags == [_SEQUENCE, _OCTET_STRING]:
        if _IIT in parts[0][1]:
            return KeyFileKind.IIT
        return KeyFileKind.PKCS8_DSTU if _DSTU_ARC in parts[0][1] else KeyFileKind.PKCS8
    if tags == [_SEQUENCE, _SEQUENCE, _BIT_STRING]:
        return KeyFileKind.CERTIFICATE
    if parts[:1] == [(_OBJECT, _element(_SIGNED_DATA))]:
        return KeyFileKind.CERTIFICATES
    return KeyFileKind.UNKNOWN


def _element(oid: bytes) -> bytes:
    return bytes((_OBJECT, len(oid))) + oid


def _parts(der: bytes) -> list[tuple[int, bytes]]:
    """Return tag and whole encoding of each element of a constructed value."""
    rest: bytes = parser.parse(der)[4]
    parts = []
    while rest:
        length = parser.peek(rest)
        parts.append((parser.parse(rest[:length])[2], rest[:length]))
        rest = rest[length:]
    return parts
