"""What a file is that holds no signature of the kind read here: called by its name instead of "damaged".

People bring what portals and programs hand out as "a signature": containers (ASiC, EN 319 162-1), signed PDF and XML,
certificates, keys, encrypted files. Only a file's head and the names in a container are looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import read_certificate
from cabinet.qes.elements import Element, dotted, elements, inside
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["other_file", "other_structure"]

_HEAD: Final = 4096
_TAIL: Final = 4 * 1024 * 1024
_MOST_NAMES: Final = 10_000
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ARCHIVES: Final = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_KEY_STORES: Final = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
"""JKS and JCEKS of Java."""
_ETSI_SIGNATURES: Final = re.compile(r"META-INF/[^/]*\.p7s", re.IGNORECASE)
_XML_SIGNATURES: Final = re.compile(r"META-INF/[^/]*signatures?[^/]*\.xml", re.IGNORECASE)
_OFFICE: Final = re.compile(r"(\[Content_Types\]\.xml|word/|xl/|ppt/|content\.xml)")
_PEM: Final = re.compile(rb"-----BEGIN ([A-Z0-9 #]{1,40})-----")
_PEM_KINDS: Final = {
    b"CERTIFICATE": "FILE_IS_CERTIFICATE", b"X509 CERTIFICATE": "FILE_IS_CERTIFICATE",
    b"TRUSTED CERTIFICATE": "FILE_IS_CERTIFICATE", b"X509 CRL": "FILE_IS_REVOCATION_LIST",
    b"PUBLIC KEY": "FILE_IS_KEY", b"PRIVATE KEY": "FILE_IS_KEY", b"ENCRYPTED PRIVATE KEY": "FILE_IS_KEY",
    b"EC PRIVATE KEY": "FILE_IS_KEY", b"RSA PRIVATE KEY": "FILE_IS_KEY", b"OPENSSH PRIVATE KEY": "FILE_IS_KEY",
    b"CERTIFICATE REQUEST": "FILE_IS_REQUEST", b"NEW CERTIFICATE REQUEST": "FILE_IS_REQUEST",
}  # fmt: skip
_ENCRYPTED: Final = {
    "1.2.840.113549.1.7.3", "1.2.840.113549.1.7.4", "1.2.840.113549.1.7.6", "1.2.840.113549.1.9.16.1.23",
}  # fmt: skip
"""Enveloped, signed-and-enveloped, encrypted and authenticated-enveloped data (RFC 5652, RFC 5083)."""
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_NATIONAL_KEY: Final = "1.3.6.1.4.1.19398.1.1.1.2"
"""Key-6.dat of Ukraine's authorities."""
_SEQUENCE, _INTEGER, _ENUMERATED, _OCTETS, _BITS, _OID = 16, 2, 10, 4, 3, 6


def other_file(raw: bytes) -> KnownError | None:
    """Return what a file is that does not begin as a CMS does; None where it may be base64, or nothing known."""
    code = _by_head(raw)
    return KnownError(code) if code is not None else None


def other_structure(der: bytes) -> KnownError | None:
    """Return what a DER or BER structure is that is no signed data; None where it is nothing known."""
    try:
        code = _by_structure(inside(der), der)
    except UNREADABLE:
        return None
    return KnownError(code) if code is not None else None


def _by_head(raw: bytes) -> str | None:
    head = raw[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _container(raw)
    if b"%PDF-" in head[:1024]:
        return "FILE_IS_SIGNED_PDF" if b"/ByteRange" in raw else "FILE_IS_DOCUMENT"
    if head.startswith(_ARCHIVES):
        return "FILE_IS_ARCHIVE"
    if head.startswith(_KEY_STORES):
        return "FILE_IS_KEY"
    pem = _PEM.search(head)
    if pem is not None:
        return _PEM_KINDS.get(pem[1])
    return _text(raw)


def _text(raw: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw[:_HEAD].decode(encoding, errors="strict" if len(raw) <= _HEAD else "ignore").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return None
    if text.startswith("<"):
        signed = any(b"xmldsig" in part for part in (raw[:_TAIL], raw[-_TAIL:]))
        return "FILE_IS_SIGNED_XML" if signed else "FILE_IS_DOCUMENT"
    if text.startswith(("{", "[")):
        return "FILE_IS_RECEIPT" if '"verdictsSha256"' in text or '"receipt"' in text else "FILE_IS_DOCUMENT"
    # Base64 has no words: anything else that is text is somebody's document.
    return "FILE_IS_DOCUMENT" if text and re.search(r"[^A-Za-z0-9+/=\s-]", text) and text.isprintable() else None


def _container(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()[:_MOST_NAMES]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return "FILE_IS_ARCHIVE"
    if any(_ETSI_SIGNATURES.fullmatch(name) for name in names):
        return "FILE_IS_ASIC"
    if any(_XML_SIGNATURES.fullmatch(name) for name in names):
        return "FILE_IS_ASIC_XML"
    return "FILE_IS_DOCUMENT" if any(_OFFICE.match(name) for name in names) else "FILE_IS_ARCHIVE"


def _by_structure(parts: list[Element], der: bytes) -> str | None:
    first = parts[0]
    if first.universal(_OID):
        name = dotted(first)
        return "FILE_IS_ENCRYPTED" if name in _ENCRYPTED else "FILE_IS_DOCUMENT" if name != _SIGNED_DATA else None
    if first.universal(_ENUMERATED):
        return "FILE_IS_STATUS_ANSWER"
    if first.universal(_INTEGER):
        # A query of RFC 3161 goes on with an algorithm in a SEQUENCE of its own; PKCS#12 (RFC 7292 §4), PKCS#8 and old
        # private keys (RFC 5958, RFC 5915, RFC 8017) do not.
        following = elements(parts[1].contents) if parts[1].universal(_SEQUENCE) else []
        return "FILE_IS_TIME_STAMP" if following and following[0].universal(_SEQUENCE) else "FILE_IS_KEY"
    return _by_sequences(parts, der) if first.universal(_SEQUENCE) else None


def _by_sequences(parts: list[Element], der: bytes) -> str | None:
    inner = elements(parts[0].contents)
    if len(parts) == 3 and parts[2].universal(_BITS):
        return _signed_by_authority(inner, der)
    if inner[0].universal(_INTEGER):
        return "FILE_IS_TIME_STAMP"
    if inner[0].universal(_OID):
        national = dotted(inner[0]) == _NATIONAL_KEY
        return "FILE_IS_KEY" if national or parts[1].universal(_OCTETS) or parts[1].universal(_BITS) else None
    return None


def _signed_by_authority(body: list[Element], der: bytes) -> str | None:
    try:
        read_certificate(der)
    except KnownError:
        listed = body[0].universal(_SEQUENCE) or (body[0].universal(_INTEGER) and len(body) > 4)
        return "FILE_IS_REVOCATION_LIST" if listed else "FILE_IS_REQUEST"
    return "FILE_IS_CERTIFICATE"
