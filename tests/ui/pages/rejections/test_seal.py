"""The seal on a card opens the proof that its entry is in the log; what a server only says is no proof."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cabinet.app import Window
from cabinet.cli.demo.play import key_folders
from cabinet.contract.clock import SystemClock
from cabinet.contract.rights import Role
from cabinet.dayfile.reading import open_day_file
from cabinet.desks.corrections import read_payload
from cabinet.desks.proofs import ProofsDesk
from cabinet.desks.states import OFFLINE_CODES
from cabinet.evidence.checked_file import Standing
from cabinet.evidence.checking import check_file
from cabinet.evidence.perimeters import KnownPerimeter
from cabinet.perimeter.log import LogClient
from cabinet.profile.profiles import read_profile
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import send_file
from cabinet.ui.pages.proofs.verify_part import VerifyPart
from cabinet.ui.pages.proofs.verify_proof_dialog import ProofDialog, payload_of
from cabinet.ui.pages.rejections.panel import RejectionPanel
from tests.company import WAIT, Company, staff_token
from tests.evidence.kit import asked
from tests.perimeter_in_process import PerimeterInProcess, encoded, line
from tests.proof import c2sp
from tests.rejection_cards import card_of
from tests.softhsm import TokenMaker
from tests.ui.fit import misfits
from tests.ui.pages.rejections.test_correct import Hand
from tests.ui.pages.rejections.test_reverse import node, paid_and_refunded
from tests.ui.shell.test_window import log_in, window

__all__ = ["window"]


@pytest.fixture
def receipts(company: Company, tmp_path: Path) -> list[Path]:
    """Send a bet, its payout, and a refund that is rejected; returns the receipts."""
    day = tmp_path / "day.ndjson"
    day.write_bytes(encoded(*paid_and_refunded()))
    client = MachineClient(open_credential(key_folders(company.contour, tmp_path)["core-1"]), SystemClock())
    found = send_file(client, open_day_file(day)).receipts
    client.close()
    return found


@pytest.fixture
def hand(qtbot: QtBot, company: Company, token_maker: TokenMaker, window: Window, receipts: list[Path]) -> Hand:
    staff_token(company, token_maker, Role.HEAD)
    log_in(qtbot, window)
    made = Hand(qtbot, window)
    made.desk.choose_text("state:open code:RF-506")
    made.until(made.settled)
    return made


def key_of(company: Company) -> str:
    assert company.contour.ready is not None
    return next(k for k in read_profile(company.contour.ready.profile).note_verifier_keys if "/log+" in k)


def shown(hand: Hand) -> ProofDialog:
    dialog: ProofDialog = hand.page.card.proof_dialog
    hand.until(lambda: hand.desk.reversals.proofs.state.data is not None)
    return dialog


def test_the_proof_behind_the_seal(
    hand: Hand, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, card = hand.page.panel, hand.desk.cards.state.data
    assert card is not None
    assert not panel.seal.isHidden()
    assert panel.seal.text() == "є в журналі"
    panel.seal.click()
    dialog = shown(hand)
    assert dialog.verdict.accessibleName() == "Доказ справжній, запис є в журналі"
    assert dialog.checks is not None
    assert dialog.facts is not None
    assert all("пройдено" in row.label.accessibleName() for row in dialog.checks.rows)
    assert dialog.facts.values["Рішення"].text() == "відхилено"
    assert dialog.facts.values["Перевірено"].text() == "на цьому комп’ютері, доказ щойно дав журнал"
    assert misfits(dialog) == []
    out = tmp_path / "saved.tlog-proof"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.save.click()
    proofs = hand.desk.reversals.proofs
    hand.until(lambda: proofs.written == out)
    _, entry, head = c2sp.proven(out.read_text(encoding="utf-8"), key_of(company))
    assert json.loads(entry)["attemptId"] == card.row.attempt_id
    assert head.origin.endswith("/90417318")
    out = tmp_path / "pack.zip"
    dialog.package.click()
    hand.until(lambda: proofs.written == out)
    assert dialog.outcome.accessibleDescription() == str(out)
    assert company.contour.ready is not None
    perimeter = KnownPerimeter.of(read_profile(company.contour.ready.profile))
    checked = check_file(out, asked(perimeter))
    assert (checked.standing, checked.problem) == (Standing.GOOD, None)
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
    assert f"proofs/{card.row.attempt_id}.tlog-proof" in names
    assert f"payloads/{card.row.attempt_id}.json" in names
    dialog.accept.click()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("lie", "title"),
    [
        (lambda text, _: text.replace("\nindex ", "\nindex 1"), "Доказ не збігається з журналом"),
        (lambda _, other: other, "Доказ не збігається з журналом"),
        (lambda text, _: text[:-1], "Файл обірвано"),
        (lambda text, _: text.replace("/log ", "/other "), "Це доказ іншого журналу"),
    ],
)
def test_what_the_server_says_is_verified_here(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, lie: Callable[[str, str], str], title: str
) -> None:
    card = hand.desk.cards.state.data
    assert card is not None
    other = next(one.attempt_id for one in card.tree if one.attempt_id != card.row.attempt_id)
    proof = LogClient.proof
    monkeypatch.setattr(LogClient, "proof", lambda log, attempt: lie(proof(log, attempt), proof(log, other)))
    hand.page.panel.seal.click()
    dialog = shown(hand)
    assert dialog.verdict.accessibleName() == title
    assert dialog.checks is not None
    assert dialog.checks.rows == []
    assert dialog.save.isVisible(), "what is wrong is kept"
    assert not dialog.package.isVisible(), "and is no evidence"


def test_what_cannot_be_asked_is_said(hand: Hand, company: Company) -> None:
    company.contour.stop()
    hand.page.panel.seal.click()
    dialog: ProofDialog = hand.page.card.proof_dialog
    hand.until(lambda: hand.desk.reversals.proofs.state.failure is not None)
    failure = hand.desk.reversals.proofs.state.failure
    assert failure is not None
    assert failure.code in OFFLINE_CODES
    assert failure.code in dialog.verdict.accessibleDescription()
    assert not dialog.save.isVisible()


def test_an_accepted_transaction_has_its_seal(hand: Hand) -> None:
    node(hand, "Виплата")
    dialog: Any = hand.page.card.reversal.dialog
    hand.until(lambda: hand.desk.reversals.state.data is not None)
    assert dialog.seal.isVisible()
    dialog.seal.click()
    proofs = hand.desk.reversals.proofs
    hand.until(lambda: proofs.state.data is not None)
    found: ProofDialog = dialog.proof_dialog
    assert found.facts is not None
    assert found.facts.values["Рішення"].text() == "прийнято"
    found.accept.click()
    assert dialog.isVisible()


def test_a_receipt_is_compared_with_the_log(
    qtbot: QtBot, hand: Hand, window: Window, receipts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = VerifyPart(window.desks.of(ProofsDesk), window.shell)
    part.setGeometry(200, 100, 468, 700)
    part.show()
    part.desk.check(receipts)
    qtbot.waitUntil(lambda: not part.desk.busy, timeout=WAIT)
    assert part.result.head_strip.title.text() == "Квитанція справжня, записи є в журналі"
    assert part.result.facts is not None
    assert part.result.facts.values["Рішення"].text() == "прийнято: 2, відхилено: 1"
    assert part.result.facts.values["Джерело"].text() == "core-1"
    assert part.can_package
    pack = tmp_path / "receipt.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pack), ""))
    part.result.package.click()
    qtbot.waitUntil(lambda: part.proofs.written == pack, timeout=WAIT)
    part.desk.check([pack])
    qtbot.waitUntil(lambda: not part.desk.busy, timeout=WAIT)
    assert part.result.head_strip.title.text() == "Пакет доказів справжній"
    assert part.result.facts is not None
    assert part.result.facts.values["Доказів"].text() == "3"
    assert part.result.facts.values["Квитанцій"].text() == "1"
    assert not part.can_package
    items = json.loads(receipts[0].read_bytes())["items"]
    log = LogClient(window.office.session, window.office.session.profile)
    for item, place in zip(items, ("bet", "paid", "back"), strict=True):
        path = tmp_path / f"{place}.tlog-proof"
        path.write_text(log.proof(item["attemptId"]), encoding="utf-8")
        part.desk.check([path])
        qtbot.waitUntil(lambda: not part.desk.busy, timeout=WAIT)
        assert part.result.transaction.isVisible()
        if place == "back":
            with qtbot.waitSignal(part.leave_to, timeout=WAIT) as left:
                part.result.transaction.click()
            assert left.args == ["rejections tx:back"]
        else:
            part.result.transaction.click()
            assert part.reverse_dialog is not None
            dialog = part.reverse_dialog
            words = lambda shown=dialog: [label.accessibleName() for label in shown.facts.findChildren(QLabel)]  # noqa: E731
            qtbot.waitUntil(lambda said=words: any("Ставка" in w or "Виплата" in w for w in said()), timeout=WAIT)
            dialog.close_sheet()


def test_what_came_instead_has_a_seal_of_its_own(qtbot: QtBot, perimeter: PerimeterInProcess) -> None:
    (bad,) = perimeter.judge(line("bet", siteId="zz"))
    panel = RejectionPanel()
    qtbot.addWidget(panel)
    panel.show()
    before = card_of(perimeter, bad.attempt_id)
    panel.show_card(before, read_payload(before), "", "", decides=False)
    assert panel.closing_seal is None
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "reasonCode": "R4",
        "originalSha256": before.payload_sha256,
    }  # fmt: skip
    (good,) = perimeter.judge(line("bet", correction=link))
    card = card_of(perimeter, bad.attempt_id)
    panel.show_card(card, read_payload(card), "", "", decides=False)
    assert panel.closing_seal is not None
    for seal, attempt in ((panel.seal, bad.attempt_id), (panel.closing_seal, good.attempt_id)):
        with qtbot.waitSignal(panel.proof_asked) as asked_for:
            seal.click()
        assert asked_for.args == [attempt]
    assert card.closing is not None
    assert payload_of(card.closing) == json.dumps(line("bet", correction=link)).encode()
    panel.show_seals(shown=False)
    assert panel.seal.isHidden()
    assert panel.closing_seal.isHidden()
    panel.show_card(before, read_payload(before), "", "", decides=False)
    panel.show_seals(shown=True)
    assert not panel.seal.isHidden()
