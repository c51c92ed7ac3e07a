"""Dialogs of keys in both languages: every id whole, every word within its widget, and the id copied as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cabinet.contract.clock import SystemClock
from cabinet.contract.credentials import Credential, CredentialKey
from cabinet.contract.states import CredentialState, Environment, KeyPurpose
from cabinet.desks.credentials import CredentialsDesk, Handover
from cabinet.desks.office import Office
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.credentials.issue_key import IssueKeyDialog
from cabinet.ui.pages.credentials.retire_key import RetireKeyDialog
from cabinet.ui.pages.credentials.revoke_key import RevokeKeyDialog
from cabinet.ui.pages.credentials.rotate_key import RotateKeyDialog
from cabinet.ui.pages.credentials.stop_key import StopKeyDialog, Stopping
from cabinet.ui.widgets.dialog import Dialog
from cabinet.ui.widgets.id_label import IdLabel, id_lines
from tests.ui.fit import elisions, misfits

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4
LONG_NAME = "Платформа ставок, резервний майданчик, що стоїть у другому місті"


def key(environment: Environment, purpose: KeyPurpose) -> CredentialKey:
    return CredentialKey(
        key_id=f"{environment.value}-{DIGEST}", purpose=purpose, algorithm="EC P-256", state=CredentialState.ACTIVE,
        created_at=NOW, not_before=NOW, not_after=NOW + timedelta(days=90),
    )  # fmt: skip


def credential(environment: Environment) -> Credential:
    return Credential(
        credential_id="0190-1", name=LONG_NAME, source_id="retail-terminals-of-the-second-city-1", scopes=[],
        environment=environment, until=NOW, state=CredentialState.ACTIVE, created_at=NOW, created_by="Гнатюк",
        addresses=[], keys=[key(environment, purpose) for purpose in KeyPurpose],
    )  # fmt: skip


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[CredentialsDesk]:
    office = Office(SystemClock())
    yield CredentialsDesk(office)
    office.stop()


def handed(dialog: RotateKeyDialog | IssueKeyDialog, of: Credential) -> Dialog:
    names = ("credential.json", "transport-certificate-chain.pem", "transport-key.pem", "signing-key.pem")
    files = tuple(Path("/srv/platform/keys/handed-over/2026-11-27") / name for name in names)
    dialog.show_handed_over(Handover(of, files, tuple(k.key_id for k in of.keys)), "Готово")
    return dialog


Make = Callable[[QWidget, CredentialsDesk, Credential], Dialog]
DIALOGS: dict[str, Make] = {
    "revoke": RevokeKeyDialog,
    "retire": lambda w, d, c: RetireKeyDialog(w, d, c, c.keys[0], newer=False),
    "back": lambda w, d, c: RetireKeyDialog(w, d, c, c.keys[0], newer=True),
    "rotate": lambda w, d, c: RotateKeyDialog(w, d, c, KeyPurpose.TRANSPORT),
    "rotated": lambda w, d, c: handed(RotateKeyDialog(w, d, c, KeyPurpose.TRANSPORT), c),
    "issued": lambda w, d, c: handed(IssueKeyDialog(w, d, []), c),
    **{act.value: (lambda w, d, c, act=act: StopKeyDialog(w, d, c, act)) for act in Stopping},
}


@pytest.mark.parametrize("environment", list(Environment))
@pytest.mark.parametrize("tongue", list(Language))
@pytest.mark.parametrize("name", DIALOGS)
def test_everything_fits(
    qtbot: QtBot, desk: CredentialsDesk, name: str, tongue: Language, environment: Environment
) -> None:
    install(tongue)
    window = QWidget()
    window.resize(1024, 640)
    qtbot.addWidget(window)
    window.show()
    dialog = DIALOGS[name](window, desk, credential(environment))
    dialog.open()
    qtbot.wait(0)
    with elisions() as cut:
        dialog.grab()
    assert cut == []
    assert misfits(dialog.sheet) == []
    for label in dialog.findChildren(IdLabel):
        if len(label.lines.lines) > 1 or label.lines.width() >= label.lines.sizeHint().width():
            assert label.lines.width() >= label.lines.sizeHint().width(), label.words
        assert label.lines.height() >= label.lines.sizeHint().height(), label.words
    assert dialog.sheet.height() <= window.height()
    install(Language.UKRAINIAN)


def test_an_id_is_copied_whole(qtbot: QtBot, desk: CredentialsDesk) -> None:
    window = QWidget()
    window.resize(800, 640)
    qtbot.addWidget(window)
    window.show()
    dialog = DIALOGS["revoke"](window, desk, credential(Environment.TEST))
    dialog.open()
    label = next(found for found in dialog.findChildren(IdLabel) if DIGEST in found.words)
    label.copy.click()
    assert QGuiApplication.clipboard().text() == f"test-{DIGEST}"
    assert DIGEST in label.accessibleName()


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (f"test-{DIGEST}", 2),
        (DIGEST, 2),
        (DIGEST.upper(), 2),
        (" ".join(DIGEST[at : at + 4] for at in range(0, 64, 4)), 2),
        (f"test-{DIGEST}0", 1),
        (f"test-{DIGEST[:-1]}", 1),
        ("core-1", 1),
        ("/srv/keys/a file.pem", 1),
    ],
)
def test_only_a_digest_is_grouped(words: str, lines: int) -> None:
    found = id_lines(words)
    assert len(found) == lines
    if lines == 1:
        assert found == (words,)
    else:
        assert "".join(found).replace(" ", "") == words.replace(" ", "")
        assert len(found[0]) == len(found[1])
