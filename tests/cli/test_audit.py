"""``cabinet audit`` as people and timers run it, against a live contour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.__main__ import main
from cabinet.audit.auditing import Audit
from cabinet.contract.rights import Role, Scope
from cabinet.desks.credentials import Wish, issue_credential
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.cli.test_send_command import now, write
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.perimeter_in_process import line


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def transport(company: Company) -> Iterator[Transport]:
    assert company.contour.ready is not None
    made = Transport(read_profile(company.contour.ready.profile))
    yield made
    made.close()


def made_key(company: Company, transport: Transport, folder: Path, *scopes: Scope) -> Path:
    session = direct_login(company, transport, person(Role.IT), folder)
    issue_credential(session, Wish("Ядро", "core-1", 30, folder / "key", scopes=scopes))
    return folder / "key"


def audited(key: Path, *words: str) -> int:
    return main(["audit", "--credential", str(key), "--quiet", *words])


def test_a_whole_log_with_receipts_and_checkpoints(
    company: Company, transport: Transport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = made_key(company, transport, tmp_path, *Scope)
    lines = [line(f"au-{n}", occurredAt=now(), lateReason="x") for n in range(3)]
    sent = write(tmp_path, *lines, name="sent.ndjson")
    main(["send", sent, "--credential", str(key), "--quiet"])
    receipts, kept, protocol = Path(f"{sent}.receipts"), tmp_path / "seen.txt", tmp_path / "p.json"
    capsys.readouterr()
    words = ("--receipts", str(receipts), "--checkpoints", str(kept), "--protocol", str(protocol))
    assert audited(key, *words) == 0
    told = capsys.readouterr().out
    assert told.startswith("The log was not changed: ")
    assert "What each receipt promises is in the log: 1 / 1, agrees" in told
    assert json.loads(protocol.read_bytes())["whole"] is True
    main(["send", write(tmp_path, line("au-9", occurredAt=now())), "--credential", str(key), "--quiet"])
    capsys.readouterr()
    assert audited(key, *words, "--json") == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["protocol"], body["whole"]) == ("soms-audit/v1", True)
    assert (body["checks"]["checkpoints"]["done"], body["checks"]["figures"]["state"]) == (1, "passed")
    assert kept.read_text(encoding="utf-8").count("\n\n") == 2, "both checkpoints are kept"


def test_what_is_not_in_the_log_is_told_with_what_to_do(
    company: Company, transport: Transport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = made_key(company, transport, tmp_path, Scope.PROOFS_READ)
    (tmp_path / "receipts").mkdir()
    (tmp_path / "receipts" / "a.json").write_text("{}")
    assert audited(key, "--receipts", str(tmp_path / "receipts")) == 1
    told = capsys.readouterr().out
    assert told.startswith("The log was not changed: ")
    assert "Files that are no receipts: 1." in told
    assert "RECEIPT_FALSE" in told
    assert "Find an unchanged copy" in told
    assert "Figures of days are those that are shown: not checked (SCOPE_MISSING)" in told


def test_what_cannot_be_audited_is_another_status(
    company: Company, transport: Transport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = made_key(company, transport, tmp_path, Scope.STATS_READ)
    assert audited(key) == 2
    assert "SCOPE_MISSING" in capsys.readouterr().err
    for bad in ("5\nabc", "x\n", "3\nabc"):
        (tmp_path / "seen").write_text(bad)
        assert audited(key, "--checkpoints", str(tmp_path / "seen")) == 2
        assert "NOTE_INVALID" in capsys.readouterr().err
    assert audited(key, "--receipts", str(tmp_path / "none")) == 2


def test_it_is_stopped_and_goes_on(
    company: Company, transport: Transport, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key, state = made_key(company, transport, tmp_path, *Scope), tmp_path / "state"
    with monkeypatch.context() as patch:
        plain = Audit.__init__

        def stopping(self: Audit, asking: object, wanted: object, now: object, told: object, _stop: object) -> None:
            plain(self, asking, wanted, now, told, lambda: True)  # type: ignore[arg-type]  # as they came

        patch.setattr(Audit, "__init__", stopping)
        assert audited(key, "--state", str(state)) == 2
    assert "AUDIT_INTERRUPTED" in capsys.readouterr().err
    assert state.stat().st_mode & 0o777 == 0o600
    assert audited(key, "--state", str(state)) == 0
    assert not state.exists()
