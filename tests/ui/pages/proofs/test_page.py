"""The page of proofs over a live contour: the lead, the audit with its pause, the alarm and its closing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.audit.report import Checked, CheckKind, CheckState, Fault, Progress, Report
from cabinet.cli.demo.people import log_in
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.desks.proofs import AuditPhase
from cabinet.perimeter.audit_child import Told
from cabinet.perimeter.audit_process import AuditProcess, AuditWish
from cabinet.perimeter.login import PersonSession
from cabinet.profile.settings import SettingsFile
from cabinet.ui.pages.proofs.verify_part import VerifyPart
from cabinet.vault.audits import KeptAudit, audit_of
from tests.company import WAIT, Company, person
from tests.ui.fit import misfits
from tests.ui.shell.test_window import arrived


@pytest.fixture
def window(qapp: QApplication, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    session, transport = log_in(company.contour, tmp_path, person(Role.HEAD), SystemClock())
    made = Window(SettingsFile(tmp_path / "settings.json"))
    made.shell.show()
    made.desks.session.person = session.person
    made.office.open(session)
    made.desks.session.logged_in.emit(session.person)
    yield made
    made.close()
    transport.close()


def opened(qtbot: QtBot, window: Window) -> Any:
    window.shell.resize(1280, 720)
    window.shell.open_page("proofs")
    arrived(qtbot, window, "proofs")
    return window.shell.pages["proofs"]


def settled(qtbot: QtBot, desk: Any) -> None:
    qtbot.waitUntil(lambda: not desk.busy and not desk.state.busy and not desk.acting, timeout=WAIT)


def fits(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: misfits(page) == [], timeout=WAIT)


def changed(window: Window, sql: str) -> None:
    window.office.vault.use(lambda store: store.read(sql))


def refreshed(qtbot: QtBot, desk: Any) -> None:
    desk.refresh()
    settled(qtbot, desk)


def test_the_lead_and_an_audit_to_its_protocol(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, window)
    desk = page.desk
    assert page.lead.title.text() == "Журнал не змінювали"
    assert "звірено сьогодні о " in page.lead.sentence.text()
    assert not page.lead.close_alarm.isVisible()
    assert not page.audit.protocol.isVisible()
    assert page.checkpoints.model.rowCount() == 1
    assert page.checkpoints.model.cell(0, 4).chip[0] == "лише доповнено"
    page.lead.audit.click()
    assert desk.phase is AuditPhase.RUNNING
    assert page.lead.audit.busy
    assert page.audit.pause.isVisible()
    settled(qtbot, desk)
    assert desk.phase is AuditPhase.DONE
    assert desk.report is not None
    assert desk.report.whole
    assert not page.lead.audit.busy
    assert "Записи не змінено й не вилучено" in page.audit.checks.accessibleName()
    assert "теку квитанцій не вибрано" in page.audit.checks.accessibleName()
    assert page.audit.note.text().startswith("перевірено сьогодні о ")
    for size in ((1280, 720), (1024, 640), (1920, 1080)):
        window.shell.resize(*size)
        fits(qtbot, page)
    out = tmp_path / "p.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.audit.protocol.click()
    settled(qtbot, desk)
    assert json.loads(out.read_bytes())["whole"] is True
    assert str(out) in page.audit.outcome.accessibleDescription()
    paper = tmp_path / "p.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(paper), ""))
    page.audit.protocol.click()
    settled(qtbot, desk)
    assert paper.read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "p.pdf"), ""))
    page.audit.protocol.click()
    settled(qtbot, desk)
    assert "FOLDER_UNWRITABLE" in page.audit.outcome.accessibleDescription()
    window.desks.session.lock()
    assert (desk.phase, desk.report, desk.receipts) == (AuditPhase.IDLE, None, None)


def test_the_overview_leads_here(qtbot: QtBot, window: Window) -> None:
    window.shell.open_page("overview")
    arrived(qtbot, window, "overview")
    page: Any = window.shell.pages["overview"]
    page.checkpoint.proofs.click()
    assert window.shell.page_key == "proofs"
    arrived(qtbot, window, "proofs")


def test_technical_data_are_folded(qtbot: QtBot, window: Window) -> None:
    page = opened(qtbot, window)
    card = page.checkpoints
    assert not card.facts.isVisible()
    card.fold.click()
    assert card.facts.isVisible()
    fits(qtbot, page)
    card.fold.click()
    assert not card.facts.isVisible()


def test_many_checkpoints_are_six_or_all(qtbot: QtBot, window: Window) -> None:
    page = opened(qtbot, window)
    changed(
        window,
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9) INSERT INTO checkpoints "
        "(origin, signer, size, root, note, first_seen, last_seen) SELECT origin, signer, size - x, randomblob(32), x, "
        "first_seen, last_seen FROM checkpoints, n",
    )
    refreshed(qtbot, page.desk)
    card = page.checkpoints
    assert card.model.rowCount() == 6
    card.more.click()
    assert card.model.rowCount() == 10
    assert card.model.cell(9, 4).chip[0] == "ще не доведено"
    card.more.click()
    assert card.model.rowCount() == 6


def test_what_the_audit_finds_is_shown_with_what_to_do(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = opened(qtbot, window)
    desk = page.desk
    (tmp_path / "receipts").mkdir()
    (tmp_path / "receipts" / "a.json").write_text("{}")
    desk.choose_receipts(tmp_path / "receipts")
    refreshed(qtbot, desk)
    assert str(tmp_path / "receipts") in page.audit.receipts_path.text(), "a look at the log changes no choice"
    page.lead.audit.click()
    settled(qtbot, desk)
    assert page.lead.title.text() == "Серед квитанцій є файли, що не є квитанціями"
    assert "Проти журналу нічого не свідчить" in page.lead.sentence.text()
    assert page.audit.found.accessibleName() == "1 розходження"
    assert "RECEIPT_FALSE" in page.audit.found.accessibleDescription()
    assert "Знайдіть незмінену копію" in page.audit.found.accessibleDescription()
    fits(qtbot, page)


class Finding(AuditProcess):
    """A child that finds six contents swapped."""

    def run(self, told: Callable[[Told], None]) -> None:
        facts = {"seq": "8", "attempt": "a"}
        checks = {kind.value: Checked(state=CheckState.PASSED, done=9, of=9) for kind in CheckKind}
        checks["contents"] = Checked(state=CheckState.FAILED, done=9, of=9, faults=6)
        fault = Fault(check=CheckKind.CONTENTS, code="CONTENT_SWAPPED", facts=facts)
        told(Told(report=Report(
            origin="o", size=9, root="ab" * 32, note="", finished_at="2026-11-24T10:00:00.000Z", checks=checks,
            faults=[fault] * 6, withheld=2, too_long=1, uncounted=0,
        )))  # fmt: skip


def test_a_log_that_was_changed_is_said_first(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(qtbot, window)
    with monkeypatch.context() as patch:
        patch.setattr("cabinet.perimeter.audit_process.AuditProcess", Finding)
        page.lead.audit.click()
        settled(qtbot, page.desk)
    assert page.lead.title.text() == "Журнал змінено"
    assert page.lead.sentence.text().startswith("Перевірка знайшла 6 розходжень.")
    assert not page.lead.close_alarm.isVisible(), "it is no alarm of the witness"
    said = page.audit.found.accessibleDescription()
    assert said.count("Вміст запису № 8") == 5
    assert said.endswith("і ще 1 у протоколі")
    assert "вміст 3 записів не розкрито" in page.audit.note.text()
    page.desk.drop()
    refreshed(qtbot, page.desk)
    assert page.lead.title.text() == "Журнал змінено", "also in another run"
    page.lead.audit.click()
    settled(qtbot, page.desk)
    assert page.lead.title.text() == "Журнал не змінювали"


class Pausing(AuditProcess):
    """A child that tells that it is half way, and pauses when it is told to."""

    def __init__(self, session: PersonSession, wish: AuditWish) -> None:
        super().__init__(session, wish)
        self._pausing = threading.Event()

    def run(self, told: Callable[[Told], None]) -> None:
        checks = {kind.value: Checked(state=CheckState.RUNNING, done=1, of=2) for kind in CheckKind}
        told(Told(progress=Progress(done=1, of=2, checks=checks), state=b"early"))
        self._pausing.wait(WAIT / 1000)
        told(Told(state=b"late", paused=True))

    def pause(self) -> None:
        self._pausing.set()

    def stop(self) -> None:
        self._pausing.set()


def test_paused_continued_and_cancelled(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(qtbot, window)
    desk = page.desk

    def kept() -> KeptAudit:
        qtbot.waitUntil(lambda: not window.office.store.busy, timeout=WAIT)
        found = window.office.vault.use(lambda store: audit_of(store, window.office.where))
        assert found is not None
        return found

    def paused() -> None:
        with monkeypatch.context() as patch:
            patch.setattr("cabinet.perimeter.audit_process.AuditProcess", Pausing)
            page.lead.audit.click()
            qtbot.waitUntil(lambda: desk.progress is not None, timeout=WAIT)
            assert kept().state == b"early"
            page.audit.pause.click()
            assert page.audit.pause.busy
            settled(qtbot, desk)
        assert desk.phase is AuditPhase.PAUSED

    paused()
    assert page.audit.go_on.isVisible()
    assert page.audit.note.text() == "Після перезапуску перевірка піде з цього місця."
    assert kept().state == b"late"
    desk.drop()
    refreshed(qtbot, desk)
    assert desk.phase is AuditPhase.PAUSED, "also in another run"
    page.audit.go_on.click()
    settled(qtbot, desk)
    assert desk.phase is AuditPhase.DONE
    assert (kept().state, kept().report is not None) == (None, True)
    paused()
    page.audit.cancel.click()
    assert desk.phase is AuditPhase.IDLE
    assert (kept().state, kept().report is not None) == (None, True)


def test_a_process_that_is_gone_can_go_on(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(qtbot, window)
    desk = page.desk
    monkeypatch.setattr(AuditProcess, "_order", lambda *_: b"\n")
    page.lead.audit.click()
    settled(qtbot, desk)
    assert (desk.phase, desk.failure.code) == (AuditPhase.IDLE, "AUDIT_ENDED")
    assert "AUDIT_ENDED" in page.audit.outcome.accessibleDescription()


def test_an_alarm_is_kept_exported_and_closed_for_a_reason(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, window)
    desk = page.desk
    changed(window, "UPDATE checkpoints SET size = size + 7")
    refreshed(qtbot, desk)
    assert page.lead.title.text() == "Журнал змінено"
    assert "Журнал став коротшим" in page.lead.sentence.text()
    assert page.lead.evidence.isVisible()
    assert not page.alarms.isVisible()
    fits(qtbot, page)
    out = tmp_path / "alarm.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.lead.evidence.click()
    settled(qtbot, desk)
    told = json.loads(out.read_bytes())
    assert (told["code"], len(told["notes"]), told["closedAt"]) == ("CHECKPOINT_ROLLED_BACK", 2, None)
    page.lead.close_alarm.click()
    dialog = page.alarm_dialog
    dialog.reason.edit.setText("123456789")
    dialog.accept.click()
    assert "закоротка" in dialog.reason.below.text()
    dialog.reason.edit.setText("Контур скинуто, відомо")
    dialog.accept.click()
    settled(qtbot, desk)
    assert page.lead.title.text() != "Журнал змінено"
    assert not page.lead.close_alarm.isVisible()
    (alarm,) = desk.state.data.alarms
    assert alarm.closed_by == window.office.session.person.name
    assert alarm.reason == "Контур скинуто, відомо"
    assert page.alarms.isVisible()
    fits(qtbot, page)
    page.alarms.buttons[0].click()
    settled(qtbot, desk)
    told = json.loads(out.read_bytes())
    assert (told["closedBy"], told["reason"], len(told["notes"])) == (alarm.closed_by, alarm.reason, 2)
    assert told["closedAt"]


def test_what_is_not_proved_is_said(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(qtbot, window)
    import cabinet.desks.witness as module

    monkeypatch.setattr(module, "_prove", lambda *_: False)
    changed(window, "UPDATE checkpoints SET proved_at = NULL")
    refreshed(qtbot, page.desk)
    assert page.lead.title.text() == "Журнал ще не звірено"
    changed(window, "UPDATE checkpoints SET proved_at = 1, size = size - 1")
    refreshed(qtbot, page.desk)
    assert page.lead.title.text().startswith("Журнал не звіряли від ")


def test_a_package_is_offered_where_what_was_verified_makes_one(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, window)
    assert page.header_actions() == []
    assert not page.package.isVisible()
    monkeypatch.setattr(VerifyPart, "can_package", True)
    page.verify.shown.emit()
    assert page.package.isVisible()
    monkeypatch.setattr(VerifyPart, "can_package", False)
    page.verify.shown.emit()
    assert not page.package.isVisible()


def test_a_day_file_is_compared_on_its_page(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = opened(qtbot, window)
    path = tmp_path / "a day.ndjson"
    path.write_bytes(b'{"operatorTxId":"a"}\n')
    page.verify.leave_to.emit(f"reconciliation {path}")
    assert window.shell.page_key == "reconciliation"
    assert window.shell.pages["reconciliation"].desk.paths == (path,)
