"""Anything may be dropped: what it is, how it stands and what can be done with it stands beside, in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cabinet.dayfile.sample import sample_ndjson
from cabinet.desks.proofs import ProofsDesk
from cabinet.desks.verification import VerifiedFile
from cabinet.profile.settings import Language, ThemeChoice
from cabinet.ui.desks import Desks
from cabinet.ui.language import install
from cabinet.ui.pages.proofs.verify_part import VerifyPart
from cabinet.ui.theme_switch import theme_switch
from tests.company import WAIT
from tests.evidence.kit import put
from tests.perimeter_in_process import NOW
from tests.proof.samples import STRANGER, proof, receipt_file
from tests.qes.explain.kit import CONTENT, World
from tests.ui.fit import misfits


@pytest.fixture
def part(qtbot: QtBot, desks: Desks) -> VerifyPart:
    made = VerifyPart(desks.of(ProofsDesk))
    qtbot.addWidget(made)
    made.resize(468, 700)
    made.show()
    return made


def dropped(qtbot: QtBot, part: VerifyPart, *paths: Path, on: Any = None) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    (on or part.zone).dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    settled(qtbot, part)


def settled(qtbot: QtBot, part: VerifyPart) -> None:
    qtbot.waitUntil(lambda: bool(part.desk.files) and not part.desk.busy, timeout=WAIT)


def head(part: VerifyPart) -> tuple[str, str]:
    return part.result.head_strip.title.text(), part.result.head_strip.name.text()


@pytest.mark.parametrize(
    ("data", "title", "role"),
    [
        (proof(1, 3), "Доказ справжній, запис є в журналі", "success"),
        (receipt_file(), "Квитанція справжня", "success"),
        (proof(1, 3, signer=STRANGER), "Це доказ іншого журналу", "warning"),
        (receipt_file().replace(b"REJECTED", b"ACCEPTED"), "Файл змінено після підпису", "danger"),
        (proof(1, 3)[:-1], "Файл обірвано", "warning"),
        (sample_ndjson(NOW), "Це денний файл платформи", "warning"),
    ],
)
def test_one_sentence_in_a_coloured_head(
    qtbot: QtBot, part: VerifyPart, tmp_path: Path, data: str | bytes, title: str, role: str
) -> None:
    assert part.result.isHidden()
    assert "Перевірити файл" in part.zone.title.text()
    dropped(qtbot, part, put(tmp_path, "given.bin", data))
    assert head(part) == (title, "given.bin")
    assert part.result.head_strip.title.property("role") == role
    assert part.result.compare.isVisible() is (title == "Це денний файл платформи")
    assert part.result.copy.isVisible()
    assert part.result.pdf.isVisible()
    assert not part.result.stop.isVisible()
    assert part.list_card.isHidden()


def test_checks_facts_and_what_is_folded(qtbot: QtBot, part: VerifyPart, tmp_path: Path) -> None:
    dropped(qtbot, part, put(tmp_path, "a.tlog-proof", proof(1, 3)), on=part)
    result = part.result
    assert result.checks is not None
    assert result.facts is not None
    assert result.folded is not None
    assert [row.label.accessibleName() for row in result.checks.rows] == [
        "Підпис журналу справжній: Зразковий периметр: пройдено", "Запис № 1 стоїть у журналі незмінний: пройдено",
        "До підписаної контрольної точки на 3 записів: кроків 2: пройдено",
    ]  # fmt: skip
    assert result.facts.values["Рішення"].text() == "відхилено"
    assert result.folded.facts.isHidden()
    result.folded.button.click()
    assert not result.folded.facts.isHidden()
    assert result.folded.facts.values["SHA-256 транзакції"].text() == f"{'1' * 32} {'1' * 32}"
    result.folded.button.click()
    assert result.folded.facts.isHidden()
    assert result.transaction.isVisible()
    with qtbot.waitSignal(part.toasted):
        result.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Доказ справжній, запис є в журналі: a.tlog-proof\n✓ Підпис")
    assert f"SHA-256 транзакції: {'11' * 32}" in copied
    result.head_strip.close_button.click()
    assert result.isHidden()
    assert part.desk.files == []


@pytest.mark.parametrize(("height", "low"), [(799, True), (800, False)])
def test_the_zone_is_low_beside_a_result_where_the_window_is(
    qtbot: QtBot, part: VerifyPart, tmp_path: Path, height: int, low: bool
) -> None:
    part.resize(468, height)
    assert part.zone.height() == 184
    dropped(qtbot, part, put(tmp_path, "a", proof(1, 3)))
    assert part.zone.height() == (96 if low else 184)
    part.desk.forget()
    assert part.zone.height() == 184


def test_several_files_are_a_list(qtbot: QtBot, part: VerifyPart, tmp_path: Path) -> None:
    files = [
        put(tmp_path, "one", proof(1, 3)), put(tmp_path, "two", proof(1, 3, place=0)),
        put(tmp_path, "three", proof(1, 3, signer=STRANGER)),
    ]  # fmt: skip
    dropped(qtbot, part, *files, files[0])
    assert part.list_card.isVisible()
    chips = [part.rows.cell(row, 1) for row in range(part.rows.rowCount())]
    assert [cell.chip[0] for cell in chips if cell is not None and cell.chip is not None] == [
        "справжній", "не справжній", "невідомо",
    ]  # fmt: skip
    assert head(part)[1] == "one"
    part.table.selectRow(1)
    assert head(part) == ("Доказ не збігається з журналом", "two")
    assert not part.result.transaction.isVisible()


def test_a_document_goes_with_its_signature(qtbot: QtBot, part: VerifyPart, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    signature = put(tmp_path, "contract.pdf.p7s", World().sign())
    document = put(tmp_path / "x", "contract.pdf", CONTENT)
    dropped(qtbot, part, document, signature)
    assert [one.path for one in part.desk.files] == [signature]
    assert part.result.facts is not None
    assert part.result.facts.values["Документ"].text() == f"contract.pdf, {len(CONTENT)} Б"
    assert head(part)[0] == "Підпис не підтверджено"
    other = put(tmp_path / "x", "other-name.txt", CONTENT)
    dropped(qtbot, part, other, signature)
    assert [one.path for one in part.desk.files] == [signature]
    document.write_bytes(b"another")
    dropped(qtbot, part, document, other, signature)
    assert [one.path for one in part.desk.files] == [other, signature]
    part.desk.show(1)
    assert head(part)[0] == "Файл змінено після підпису"


def test_paths_and_files_are_pasted(qtbot: QtBot, part: VerifyPart, tmp_path: Path) -> None:
    path = put(tmp_path, "a b.bin", proof(1, 3))
    QGuiApplication.clipboard().setText(f'"{path}"\nnot a path\n')
    part.zone.choose.setFocus()
    qtbot.keyClick(part.zone.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, part)
    assert head(part)[1] == "a b.bin"
    part.desk.forget()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)), QUrl("https://example.org/x")])
    QGuiApplication.clipboard().setMimeData(data)
    part.paste()
    settled(qtbot, part)
    assert len(part.desk.files) == 1
    part.desk.forget()
    QGuiApplication.clipboard().setText("words")
    part.paste()
    assert part.desk.files == []


def test_a_file_is_chosen(qtbot: QtBot, part: VerifyPart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a", proof(1, 3))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    part.zone.choose.click()
    settled(qtbot, part)
    assert head(part)[1] == "a"
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    part.zone.choose.click()
    assert head(part)[1] == "a", "who chooses nothing loses nothing"


def test_the_finding_as_pdf(qtbot: QtBot, part: VerifyPart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped(qtbot, part, put(tmp_path, "a", proof(1, 3)))
    out = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    part.result.pdf.click()
    qtbot.waitUntil(lambda: part.desk.saved is not None, timeout=WAIT)
    assert out.read_bytes().startswith(b"%PDF-")
    assert part.result.outcome.accessibleName() == "Записано."
    out = tmp_path / "nowhere" / "out.pdf"
    part.result.pdf.click()
    qtbot.waitUntil(lambda: part.desk.failure is not None, timeout=WAIT)
    assert part.desk.saved is None
    assert part.result.outcome.isVisible()


def test_how_far_a_large_file_is_and_giving_it_up(qtbot: QtBot, part: VerifyPart, tmp_path: Path) -> None:
    put(tmp_path, "big", b"")
    with (tmp_path / "big").open("wb") as file:
        file.truncate(20 * 1024 * 1024 * 1024)
    part.desk.check([put(tmp_path, "big.p7s", World().sign())])
    qtbot.waitUntil(lambda: part.desk.files[0].of > 0, timeout=WAIT)
    assert head(part) == ("Перевіряємо…", "big.p7s")
    assert part.result.progress.isVisible()
    assert part.result.stop.isVisible()
    assert not part.result.copy.isVisible()
    part.result.stop.click()
    assert head(part) == ("Перевірку зупинено", "big.p7s")
    assert not part.desk.busy
    assert not part.result.stop.isVisible()
    dropped(qtbot, part, put(tmp_path, "next", proof(1, 3)))
    assert head(part)[1] == "next", "the lane is free at once"


def test_steps_are_shares(part: VerifyPart, tmp_path: Path) -> None:
    part.desk.files = [VerifiedFile(tmp_path / "x", done=31, of=100)]
    part.desk.changed.emit()
    assert part.result.progress.accessibleName() == "прочитано 31 %"


def test_a_day_file_leads_to_reconciliation(qtbot: QtBot, part: VerifyPart, tmp_path: Path) -> None:
    path = put(tmp_path, "day.ndjson", sample_ndjson(NOW))
    dropped(qtbot, part, path)
    with qtbot.waitSignal(part.leave_to) as left:
        part.result.compare.click()
    assert left.args == [f"reconciliation {path}"]


def test_nothing_outlives_the_session(qtbot: QtBot, part: VerifyPart, tmp_path: Path, desks: Desks) -> None:
    dropped(qtbot, part, put(tmp_path, "a", proof(1, 3)))
    desks.office.session_lost.emit("SESSION_ENDED")
    assert part.desk.files == []
    assert part.result.isHidden()


@pytest.mark.parametrize("tongue", list(Language))
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_everything_fits(qtbot: QtBot, desks: Desks, tmp_path: Path, tongue: Language, theme: ThemeChoice) -> None:
    install(tongue)
    theme_switch().choose(theme)
    part = VerifyPart(desks.of(ProofsDesk))
    qtbot.addWidget(part)
    part.show()
    files = [
        put(tmp_path, "one", proof(1, 3)),
        put(tmp_path, "two", receipt_file()),
        put(tmp_path, "x", proof(1, 3)[:-1]),
    ]
    for width in (452, 468, 700):
        for given in (files[:1], files[1:2], files[2:], files):
            part.resize(width, 900)
            dropped(qtbot, part, *given)
            if part.result.folded is not None:
                part.result.folded.button.click()
            part.resize(width, max(900, part.sizeHint().height(), part.layout().totalHeightForWidth(width)))
            qtbot.waitUntil(lambda: misfits(part) == [], timeout=5_000)
            assert part.width() == width
    theme_switch().choose(ThemeChoice.LIGHT)
    install(Language.UKRAINIAN)
