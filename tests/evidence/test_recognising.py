"""A file is what it holds, whatever it is called."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.dayfile.sample import sample_csv, sample_ndjson
from cabinet.evidence.package import package_bytes
from cabinet.evidence.recognising import FileKind, kind_of
from tests.evidence.kit import evidence, put
from tests.perimeter_in_process import PerimeterInProcess
from tests.proof.samples import proof, receipt_file

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANSWER = {"batchId": "b", "receivedAt": "x", "items": [{"index": 0, "attemptId": "a", "status": "ACCEPTED"}]}
PLATFORM = "Номер транзакції;Операція;Час;Сума, грн\nt1;BET;2026-11-24 12:00;5,00\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (proof(0, 1).encode(), FileKind.PROOF),
        (b"c2sp.org/tlog-proof@v2\n", FileKind.PROOF),
        (receipt_file(), FileKind.RECEIPT),
        (b"\xef\xbb\xbf" + receipt_file(), FileKind.RECEIPT),
        (receipt_file()[:40], FileKind.RECEIPT),
        (json.dumps(ANSWER).encode(), FileKind.RECEIPT),
        (json.dumps({"items": ANSWER["items"] * 3}).encode(), FileKind.RECEIPT),
        (json.dumps(ANSWER | {"findings": [{"related": {"operatorTxId": "t1"}}]}).encode(), FileKind.RECEIPT),
        (b'{"operatorTxId":"t1","type":"BET","receipt":"12"}\n', FileKind.DAY_FILE),
        (sample_ndjson(NOW).encode(), FileKind.DAY_FILE),
        (sample_csv(NOW).encode(), FileKind.DAY_FILE),
        (sample_csv(NOW).encode("utf-16"), FileKind.DAY_FILE),
        (f"[{','.join(sample_ndjson(NOW).splitlines())}]".encode(), FileKind.DAY_FILE),
        (PLATFORM.encode(), FileKind.DAY_FILE),
        (b"operatorTxId;type;amountKop\n", FileKind.DAY_FILE),
        (b"operatorTxId;amountKop;when\n", FileKind.SIGNATURE),
        (b"operatorTxId;type;when\n", FileKind.SIGNATURE),
        (b"type;amountUah;when\n", FileKind.SIGNATURE),
        (b"0\x82\x01", FileKind.SIGNATURE),
        (b"%PDF-1.7", FileKind.SIGNATURE),
        (b"{}", FileKind.SIGNATURE),
        (b'{"a": 1}', FileKind.SIGNATURE),
        (b"", FileKind.SIGNATURE),
        (b"PK\x03\x04", FileKind.SIGNATURE),
        (b"\xff\xfe\xfd", FileKind.SIGNATURE),
    ],
)
def test_kinds(tmp_path: Path, data: bytes, kind: FileKind) -> None:
    assert kind_of(put(tmp_path, "named-as-nothing.bin", data)) is kind


def test_a_package_and_another_archive(tmp_path: Path, perimeter: PerimeterInProcess) -> None:
    assert kind_of(put(tmp_path, "a.asice", package_bytes(evidence(perimeter)))) is FileKind.PACKAGE
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("proofs/x.tlog-proof", "x")
    assert kind_of(tmp_path / "b.zip") is FileKind.SIGNATURE


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "nowhere"):
        with pytest.raises(KnownError, match="FILE_UNREADABLE"):
            kind_of(path)
