"""The ways a signature comes in a file: DER, PEM (RFC 7468), or bare base64 as portals and mail hand it out."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final, NamedTuple

from cabinet.contract.errors import KnownError
from cabinet.qes.elements import first_end
from cabinet.qes.explain.other_files import other_file
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["MAX_FILE", "Unarmoured", "unarmoured"]

MAX_FILE: Final = 96 * 1024 * 1024
"""Bytes of a file at the most: 64 MiB of content, half as much again for base64."""
_SEQUENCE: Final = 0x30
_MARK: Final = b"\xef\xbb\xbf"
_BEGIN: Final = re.compile(rb"-----BEGIN ([A-Z0-9 #]{1,40})-----")
_LABELS: Final = {b"CMS", b"PKCS7", b"PKCS #7 SIGNED DATA"}
_SPACE: Final = b" \t\r\n\v\f"
_PADDING: Final = _SPACE + b"\x00\x1a"
"""What mail, editors and block devices leave after a file's end."""


class Unarmoured(NamedTuple):
    """A CMS alone, and how many bytes stood after it that are more than padding."""

    der: bytes
    after: int


def unarmoured(raw: bytes) -> Unarmoured:
    """Return the CMS of a file.

    Raises:
        KnownError: ``SIGNATURE_FILE_TOO_LARGE``, ``SIGNATURE_FILE_UNREADABLE``, or what
            :func:`~cabinet.qes.explain.other_files.other_file` calls a file of another kind.
    """
    if len(raw) > MAX_FILE:
        raise KnownError("SIGNATURE_FILE_TOO_LARGE", str(len(raw)), most=str(MAX_FILE // 1024 // 1024))
    if raw[:1] == bytes((_SEQUENCE,)):
        return _alone(raw)
    other = other_file(raw)
    if other is not None:
        raise other
    return _alone(_decoded(_body(raw)))


def _alone(der: bytes) -> Unarmoured:
    """Cut off what stands after the first element: it is no part of the signature, and nothing of it is signed."""
    try:
        end = first_end(der)
    except UNREADABLE as error:
        raise KnownError("SIGNATURE_FILE_UNREADABLE", str(error)[:120]) from error
    return Unarmoured(der[:end], len(der[end:].strip(_PADDING)))


def _body(raw: bytes) -> bytes:
    """Return the base64 of a file: all of it, or what stands between the lines of a PEM."""
    text = raw.removeprefix(_MARK)
    begin = _BEGIN.search(text)
    if begin is None:
        return text
    if begin[1] not in _LABELS:
        raise KnownError("SIGNATURE_FILE_UNREADABLE", f"PEM of {begin[1].decode()}")
    end = text.find(b"-----END %b-----" % begin[1], begin.end())
    if end < 0:
        raise KnownError("SIGNATURE_FILE_UNREADABLE", "PEM without an end")
    return text[begin.end() : end]


def _decoded(text: bytes) -> bytes:
    text = text.translate(None, _SPACE)
    # The head first: hundreds of megabytes of something else are not decoded in vain.
    if not text or _base64(text[:4])[:1] != bytes((_SEQUENCE,)):
        raise KnownError("SIGNATURE_FILE_UNREADABLE", "no CMS inside the base64")
    return _base64(text)


def _base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise KnownError("SIGNATURE_FILE_UNREADABLE", "neither DER nor base64") from error
