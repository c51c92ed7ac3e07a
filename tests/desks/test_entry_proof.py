"""Proofs behind seals over a live contour: several attempts in one package, with receipts and what was seen."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.cli.demo.people import log_in
from cabinet.cli.demo.play import key_folders
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.dayfile.reading import open_day_file
from cabinet.desks.entry_proof import EntryProofDesk
from cabinet.desks.office import Office
from cabinet.desks.witness import witness
from cabinet.evidence.checked_file import Standing
from cabinet.evidence.checking import check_file
from cabinet.evidence.perimeters import KnownPerimeter
from cabinet.perimeter.log import LogClient
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import send_file
from cabinet.vault.key_file import KeyFile
from cabinet.vault.vault import Vault
from tests.company import WAIT, Company, person
from tests.evidence.kit import asked
from tests.perimeter_in_process import encoded, line


@pytest.fixture
def receipt(company: Company, tmp_path: Path) -> Path:
    day = tmp_path / "day.ndjson"
    from datetime import UTC, datetime

    from cabinet.contract.moment import KYIV

    at = datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")
    day.write_bytes(encoded(*(line(f"t{n}", occurredAt=at) for n in range(3))))
    client = MachineClient(open_credential(key_folders(company.contour, tmp_path)["core-1"]), SystemClock())
    (found,) = send_file(client, open_day_file(day)).receipts
    client.close()
    return found


@pytest.fixture
def desk(company: Company, tmp_path: Path) -> Iterator[EntryProofDesk]:
    holder = KeyFile(tmp_path / "key")
    vault = Vault(tmp_path / "vault", lambda: holder)
    vault.open(ask=True)
    office = Office(SystemClock(), lambda: vault)
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    office.open(session)
    yield EntryProofDesk(office)
    office.stop()
    transport.close()


def test_several_attempts_in_one_package(qtbot: QtBot, desk: EntryProofDesk, receipt: Path, tmp_path: Path) -> None:
    session = desk.office.session
    witness(desk.office.vault, LogClient(session, session.profile), desk.office.clock)
    attempts = [item["attemptId"] for item in json.loads(receipt.read_bytes())["items"]]
    out = tmp_path / "pack.zip"
    with qtbot.waitSignal(desk.wrote, timeout=WAIT, check_params_cb=lambda: desk.written is not None):
        desk.write_package(out, [*attempts, attempts[0]], [receipt])
    assert desk.written == out
    checked = check_file(out, asked(KnownPerimeter.of(session.profile)))
    assert (checked.standing, checked.problem) == (Standing.GOOD, None)
    assert checked.package is not None
    assert sorted(checked.package.manifest.attempts) == sorted(attempts)
    assert checked.package.manifest.operator == session.person.operator_name
    assert len(checked.package.receipts) == 1
    with zipfile.ZipFile(out) as archive:
        seen = json.loads(archive.read("checkpoints/seen.json"))
        assert f"checkpoints/{seen[0]['file']}" in archive.namelist()


def test_what_stands_in_the_way_of_a_package(qtbot: QtBot, desk: EntryProofDesk, receipt: Path, tmp_path: Path) -> None:
    attempts = [item["attemptId"] for item in json.loads(receipt.read_bytes())["items"]]
    unknown = "01a21ecc-8ea4-7000-83ea-73d74d9f591a"
    for wanted, receipts, code in (
        ([unknown], [], "ATTEMPT_UNKNOWN"),
        (attempts, [tmp_path / "nowhere.json"], "FILE_UNREADABLE"),
        (attempts, [tmp_path / "day.ndjson"], "RECEIPT_"),
    ):
        with qtbot.waitSignal(desk.wrote, timeout=WAIT, check_params_cb=lambda: desk.write_failure is not None):
            desk.write_package(tmp_path / "pack.zip", wanted, receipts)
        assert desk.write_failure is not None
        assert desk.write_failure.code.startswith(code)
        assert not (tmp_path / "pack.zip").exists()


def test_a_store_that_cannot_be_used_hinders_nothing(
    qtbot: QtBot, desk: EntryProofDesk, receipt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cabinet.contract.errors import KnownError

    def closed(*_: object) -> None:
        raise KnownError("VAULT_LOCKED")

    monkeypatch.setattr(desk.office.vault, "use", closed)
    desk.attempt_id = json.loads(receipt.read_bytes())["items"][0]["attemptId"]
    with qtbot.waitSignal(desk.wrote, timeout=WAIT, check_params_cb=lambda: desk.written is not None):
        desk.write_package(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert json.loads(archive.read("checkpoints/seen.json")) == []
