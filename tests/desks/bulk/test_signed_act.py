"""An act that is signed, on a living production perimeter: asked for before anything is kept, gone on with, done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.cli.demo.play import Filling, fill
from cabinet.contract.about import Limits
from cabinet.contract.correction_sets import set_of
from cabinet.contract.filter import parse_filter
from cabinet.contract.rights import Role
from cabinet.contract.states import ReasonCode
from cabinet.desks import correction_signing
from cabinet.desks.approval import ApprovalDesk
from cabinet.desks.bulk.changes import TakeSuggestions
from cabinet.desks.bulk.desk import BulkDesk, BulkPhase, Selection
from cabinet.desks.bulk.plan import chunks
from cabinet.vault.acts import chunks_of, keep_signed_set, unfinished_act
from tests.company import WAIT, Company, Desk, log_in, open_desk, staff_token
from tests.softhsm import PIN, TokenMaker


@dataclass
class Officer:
    """A compliance officer with a checked act over everything of a code."""

    qtbot: QtBot
    desk: Desk
    approval: ApprovalDesk
    bulk: BulkDesk

    def check(self) -> None:
        self.bulk.begin(Selection(parse_filter("state:open code:RG-604"), 10**9), TakeSuggestions())
        self.phase(BulkPhase.CHECKED)
        self.qtbot.waitUntil(lambda: self.bulk.limits is not None, timeout=WAIT)
        assert len(self.bulk.passing) > 10

    def phase(self, wanted: BulkPhase) -> None:
        self.qtbot.waitUntil(lambda: self.bulk.phase is wanted and not self.bulk.running, timeout=WAIT)

    def asked(self) -> str:
        """Send, and return the words of what is to be signed."""
        with self.qtbot.waitSignal(self.approval.pin_wanted, timeout=WAIT):
            self.bulk.send(ReasonCode.WRONG_LICENCE_OR_SITE, "")
        to_sign = self.approval.to_sign()
        assert to_sign is not None
        return to_sign.statement.actUk


@pytest.fixture
def officer(
    qtbot: QtBot, production: Company, token_maker: TokenMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Officer]:
    monkeypatch.setattr("cabinet.desks.bulk.desk.chunks", partial(chunks, least=5))
    monkeypatch.setattr(correction_signing, "ask_limits", lambda _: Limits(bulk_signed_above_items=10))
    now = datetime.now(UTC)
    fill(production.contour, Filling(2500, now - timedelta(days=3), now, 5), lambda _: None)
    staff_token(production, token_maker, Role.COMPLIANCE)
    desk = open_desk(production, tmp_path)
    approval = ApprovalDesk(desk.office, desk.session)
    log_in(qtbot, desk)
    yield Officer(qtbot, desk, approval, BulkDesk(desk.office))
    desk.close()


def test_one_signature_before_anything_is_kept(officer: Officer, qtbot: QtBot) -> None:
    officer.check()
    bulk, vault = officer.bulk, officer.desk.office.vault
    assert bulk.signed
    words = officer.asked()
    assert f"Виправити відхилені транзакції: {len(bulk.passing)} на суму" in words
    officer.approval.cancel()
    officer.phase(BulkPhase.CHECKED)
    assert bulk.failure is not None
    assert bulk.failure.code == "ACT_CANCELLED"
    assert vault.use(lambda store: unfinished_act(store, bulk.office.where)) is None
    assert officer.asked() == words
    asked_again: list[int] = []
    officer.approval.pin_wanted.connect(lambda: asked_again.append(1))
    officer.approval.give_pin(PIN)
    officer.phase(BulkPhase.DONE)
    assert asked_again == []
    assert bulk.report is not None
    assert bulk.report.accepted == bulk.report.total == len(bulk.passing)


def test_after_a_crash_under_the_same_set_and_under_another_once_that_is_over(officer: Officer, qtbot: QtBot) -> None:
    officer.check()
    bulk, vault = officer.bulk, officer.desk.office.vault
    officer.asked()
    total = len(bulk.passing)
    stopped: list[int] = []

    def stop_after_the_first() -> None:
        if bulk.phase is BulkPhase.SENDING and bulk.done and not stopped:
            stopped.append(bulk.done)
            bulk.stop()

    bulk.changed.connect(stop_after_the_first)
    officer.approval.give_pin(PIN)
    qtbot.waitUntil(lambda: bool(stopped) and not bulk.running, timeout=WAIT)
    bulk._lost("")
    bulk.look()
    qtbot.waitUntil(lambda: bulk.unfinished is not None, timeout=WAIT)
    kept = bulk.unfinished
    assert kept is not None
    left = [chunk.body for chunk in vault.use(lambda store: chunks_of(store, kept.number)) if chunk.answer is None]
    assert 0 < len(left) < total // 5
    vault.use(lambda store: keep_signed_set(store, kept.number, "018f0000-0000-7000-8000-000000000000"))
    with qtbot.waitSignal(officer.approval.pin_wanted, timeout=WAIT):
        bulk.resume()
    to_sign = officer.approval.to_sign()
    assert to_sign is not None
    assert set_of(left).sha256 in to_sign.statement.actUk, "only what is left is signed"
    officer.approval.cancel()
    qtbot.waitUntil(lambda: bulk.failure is not None and not bulk.running, timeout=WAIT)
    with qtbot.waitSignal(officer.approval.pin_wanted, timeout=WAIT):
        bulk.go_on()
    officer.approval.give_pin(PIN)
    officer.phase(BulkPhase.DONE)
    assert bulk.report is not None
    assert bulk.report.accepted == bulk.report.total == total
