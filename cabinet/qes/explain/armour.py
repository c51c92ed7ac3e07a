"""The ways a signature comes in a file: DER, PEM (RFC 7468), or bare base64 as portals and mail hand it out."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from cabinet.contract.errors import KnownError

__all__ = ["MAX_FILE", "unarmoured"]

MAX_FILE: Final = 96 * 1024 * 1024
"""Bytes of a file at the most: 64 MiB of content, half as much again for base64."""
_SEQUENCE: Final = 0x30
_MARK: Final = b"\xef\xbb\xbf"
_PEM: Final = re.compile(rb"-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----")
_LABELS: Final = {b"CMS", b"PKCS7", b"PKCS #7 SIGNED DATA"}
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=\s]+")


def unarmoured(raw: bytes) -> bytes:
    """Return the DER of a file.

    Raises:
        KnownError: ``SIGNATURE_FILE_TOO_LARGE``, ``SIGNATURE_FILE_UNREADABLE``.
    """
    if len(raw) > MAX_FILE:
        raise KnownError("SIGNATURE_FILE_TOO_LARGE", str(len(raw)), most=str(MAX_FILE // 1024 // 1024))
    if raw[:1] == bytes((_SEQUENCE,)):
        return raw
    text = raw.removeprefix(_MARK).strip()
    wrapped = _PEM.search(text)
    if wrapped is not None and wrapped[1] not in _LABELS:
        raise KnownError("SIGNATURE_FILE_UNREADABLE", f"PEM of {wrapped[1].decode()}")
    inner = wrapped[2] if wrapped is not None else text
    if not _BASE64.fullmatch(inner):
        raise KnownError("SIGNATURE_FILE_UNREADABLE", "neither DER nor base64")
    try:
        found = base64.b64decode(re.sub(rb"\s", b"", inner), validate=True)
    except binascii.Error as error:
        raise KnownError("SIGNATURE_FILE_UNREADABLE", "base64") from error
    if found[:1] != bytes((_SEQUENCE,)):
        raise KnownError("SIGNATURE_FILE_UNREADABLE", "no CMS inside the base64")
    return found
