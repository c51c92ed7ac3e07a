"""What a file is, by its content and never by its name; asked by ``cabinet verify`` and by the window."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.dayfile.columns import find_columns
from cabinet.dayfile.csv_lines import written_columns
from cabinet.dayfile.form import Shape, form_of
from cabinet.evidence.package_layout import MANIFEST

__all__ = ["FileKind", "kind_of"]

_START: Final = 64 * 1024
_PROOF: Final = re.compile(rb"c2sp\.org/tlog-proof@v\d")
_RECEIPT: Final = re.compile(r'"(receipt|verdictsSha256|batchId)"\s*:|"items"\s*:\s*\[\s*\{[^}]*"attemptId"')
_TRANSACTION: Final = re.compile(r'"operatorTxId"\s*:')
_AMOUNTS: Final = {"amountKop", "amountUah"}


class FileKind(StrEnum):
    """Kinds that are told apart."""

    SIGNATURE = "signature"
    """Of a person, or whatever else :mod:`cabinet.qes.explain` calls by its name."""
    RECEIPT = "receipt"
    PROOF = "proof"
    PACKAGE = "package"
    """Evidence for a dispute, put together by the cabinet."""
    DAY_FILE = "day-file"
    """A platform's transactions of a day: nothing that could be verified by itself."""


def kind_of(path: Path) -> FileKind:
    """Tell what a file is.

    Raises:
        KnownError: ``FILE_UNREADABLE``.
    """
    try:
        # Opening a pipe or a device would wait for whoever writes, for ever.
        if path.exists() and not path.is_file():
            raise KnownError("FILE_UNREADABLE", "not a regular file", path=str(path))
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(path)) from error
    if start.startswith(b"PK\x03\x04"):
        return FileKind.PACKAGE if _is_package(path) else FileKind.SIGNATURE
    if _PROOF.match(start):
        return FileKind.PROOF
    text = start.decode("utf-8-sig", "replace").lstrip()
    receipt, transaction = _RECEIPT.search(text), _TRANSACTION.search(text)
    # A perimeter's own answer may name transactions, too, but among its findings.
    if text.startswith("{") and receipt and (transaction is None or receipt.start() < transaction.start()):
        return FileKind.RECEIPT
    return FileKind.DAY_FILE if _is_day_file(path, start) else FileKind.SIGNATURE


def _is_package(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        return False


def _is_day_file(path: Path, start: bytes) -> bool:
    """Tell whether a file's first lines are transactions: of JSON by a name, of a table by its columns."""
    try:
        form = form_of(path, start)
        if form.shape is not Shape.CSV:
            text = start.decode(form.encoding.name, "replace")
            return text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) and bool(_TRANSACTION.search(text))
        read = set(find_columns(written_columns(path, form.encoding)).values())
    except KnownError:
        return False
    return "operatorTxId" in read and "type" in read and bool(read & _AMOUNTS)
