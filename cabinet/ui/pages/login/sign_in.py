"""The ladder and the certificates side by side: where a person chooses a certificate and logs in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cabinet.desks.contour import ContourDesk
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.session import SessionDesk
from cabinet.ui.fonts import font
from cabinet.ui.language import tr
from cabinet.ui.numbers import day, span
from cabinet.ui.pages.login.certificate_row import CertificateRow
from cabinet.ui.pages.login.ladder import Ladder
from cabinet.ui.pages.login.rungs import ladder_rungs
from cabinet.ui.pages.login.who_signs import WhoSigns
from cabinet.ui.texts.failures import failure_words, problem_words
from cabinet.ui.texts.login import certificate_reason, file_key_level, perimeter_kind, phase_sentence
from cabinet.ui.widgets.button import Button, Kind
from cabinet.ui.widgets.canvas import scrolled
from cabinet.ui.widgets.card import Card, Line
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from cabinet.desks.keys.candidates import Candidate

__all__ = ["WIDEST", "SignIn"]

_LADDER, _CERTIFICATES, _LADDER_NARROW, _TWO_COLUMNS, _GAP = 400, 704, 320, 800, 16
WIDEST = _LADDER + _GAP + _CERTIFICATES
_HIGH, _TOP, _LEAST, _CERTIFICATES_HIGH, _UNLIMITED = 720, 80, 360, 520, 16_777_215
"""Heights: of a roomy window, of what stands above the cards, of the certificates at least and at ease; Qt's most."""
_SOON_DAYS, _WARNING_DAYS = 30, 14
_BUSY = {LoginPhase.ASKING, LoginPhase.PIN, LoginPhase.SIGNING, LoginPhase.CHECKING}


class SignIn(QWidget):
    """Shows a :class:`SessionDesk`, and lets it be driven.

    Signals:
        settings_asked(): open the settings.
        toasted(str): something went well.
    """

    settings_asked = Signal()
    toasted = Signal(str)

    def __init__(self, desk: SessionDesk, contour: ContourDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._contour = desk, contour
        self._rows: dict[str, CertificateRow] = {}
        self._shown: tuple[Candidate, ...] | None = None
        self._ended = ""
        row = self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._build_ladder())
        row.addWidget(self._build_certificates(), 1)

    def _build_ladder(self) -> Card:
        card = self._ladder_card = Card(padding=1)
        card.setFixedWidth(_LADDER)
        head = QVBoxLayout()
        head.setContentsMargins(16, 18, 16, 10)
        head.setSpacing(4)
        self._heading = PlainLabel("", font(20, 600))
        head.addWidget(self._heading)
        head.addWidget(PlainLabel(tr("With a qualified signature on a protected device"), font(), "text2", wrap=True))
        card.body.setSpacing(0)
        card.body.addLayout(head)
        self.ladder = Ladder()
        self._change = Button(tr("Change"), Kind.QUIET, small=True, parent=self.ladder)
        self._change.setAccessibleName(tr("Change the driver"))
        self._change.clicked.connect(self.settings_asked)
        card.body.addWidget(self.ladder)
        card.body.addStretch(1)
        card.body.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        report = Button(tr("Copy the report for support"), Kind.QUIET, "copy")
        report.clicked.connect(self._copy_report)
        foot.addWidget(report)
        foot.addStretch(1)
        card.body.addLayout(foot)
        return card

    def _build_certificates(self) -> Card:
        card = self._certificates_card = Card(tr("Certificates"), padding=1)
        self._found = card.meta
        self.refresh = Button(tr("Refresh"), Kind.QUIET, "refresh-cw", small=True)
        self.refresh.clicked.connect(self._refresh)
        self.key_file = Button(tr("Key file…"), Kind.QUIET, "file-key", small=True)
        self.key_file.clicked.connect(self._choose_key_file)
        self.add_certificate = Button(tr("Certificate from a file…"), Kind.QUIET, "file-text", small=True)
        self.add_certificate.clicked.connect(self._choose_certificate)
        card.add_right(self.add_certificate)
        card.add_right(self.key_file)
        card.add_right(self.refresh)
        card.body.setSpacing(0)
        rows = QWidget()
        rows.setObjectName("canvas")
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        inside.addLayout(self._list)
        self._nothing = PlainLabel("", font(14, 600), wrap=True)
        self._nothing.setContentsMargins(24, 36, 24, 8)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self._nothing)
        inside.addStretch(1)
        card.body.addWidget(scrolled(rows), 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 12, 16, 12)
        self._notice = Notice()
        holder.addWidget(self._notice)
        card.body.addLayout(holder)
        self._who = WhoSigns()
        card.body.addWidget(self._who)
        card.body.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 12, 16, 12)
        foot.setSpacing(8)
        self.statement = Button(tr("Show the statement to be signed"), Kind.QUIET, "file-text")
        self.statement.clicked.connect(self._show_statement)
        self.stop = Button(tr("Cancel"))
        self.stop.clicked.connect(self._desk.cancel)
        self.enter = Button(tr("Log in"), Kind.PRIMARY)
        self.enter.clicked.connect(self._begin)
        self.details = Button(tr("About the certificate"), Kind.QUIET, "info")
        self.details.clicked.connect(self._show_chosen)
        foot.addWidget(self.statement)
        foot.addWidget(self.details)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.enter)
        card.body.addLayout(foot)
        return card

    def fit(self, page: QSize, *, narrow: bool) -> None:
        """Keep the log-in button inside a page of this size: the list gives way, rungs done are one line."""
        tight = narrow or page.height() < _HIGH
        one = page.width() < _TWO_COLUMNS
        ways = QBoxLayout.Direction
        self._halves.setDirection(ways.TopToBottom if one else ways.LeftToRight)
        self._ladder_card.setMinimumWidth(0 if one else _LADDER_NARROW if narrow else _LADDER)
        self._ladder_card.setMaximumWidth(_UNLIMITED if one else self._ladder_card.minimumWidth())
        # Lower than the ladder, it begins beside the ladder's top.
        self._halves.setAlignment(
            self._certificates_card, Qt.AlignmentFlag.AlignTop if tight and not one else Qt.AlignmentFlag(0)
        )
        self.ladder.set_compact(compact=tight)
        room = max(_LEAST, page.height() - _TOP)
        self._certificates_card.setMinimumHeight(min(_CERTIFICATES_HIGH, room) if tight else _CERTIFICATES_HIGH)
        self._certificates_card.setMaximumHeight(room if tight else _UNLIMITED)
        self._change.adjustSize()
        self._change.move(self._ladder_card.width() - self._change.width() - 10, 1 if tight else 10)

    def show_ended(self, code: str) -> None:
        """Say why the session has ended; empty when the person ended it."""
        self._ended = code
        self.show_desk()

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_desk(self) -> None:
        """Show how the log-in stands now."""
        desk = self._desk
        self._heading.set_text(tr("The cabinet is locked") if desk.locked is not None else tr("Log-in to the cabinet"))
        self.ladder.show_rungs(ladder_rungs(desk))
        self._show_certificates()
        profile, chosen = desk.profile, desk.candidate()
        server = profile.audience.removeprefix("https://") if profile is not None else ""
        self._who.show_signer(chosen, desk.company(), server, perimeter_kind(profile) if profile is not None else "")
        self._show_notice()
        busy = desk.phase in _BUSY
        usable = chosen is not None and profile is not None
        words = {
            LoginPhase.ASKING: tr("Asking the server…"),
            LoginPhase.PIN: tr("Waiting for the PIN…"),
            LoginPhase.SIGNING: tr("The token is signing…"),
            LoginPhase.CHECKING: tr("The server is checking…"),
        }.get(desk.phase, tr("Unlock") if desk.unlocks() else tr("Log in"))
        self.enter.set_text(words, busy=busy)
        self.enter.setEnabled(busy or usable)
        self.stop.setVisible(busy)
        self.statement.setVisible(bool(desk.statement_text()))
        self.details.setVisible(chosen is not None and not busy)
        self.refresh.setEnabled(not busy)
        self.key_file.setEnabled(not busy)
        self.add_certificate.setVisible(bool(desk.carriers.found.bare) and not busy)

    def _show_certificates(self) -> None:
        desk = self._desk
        if desk.candidates != self._shown:
            self._shown = desk.candidates
            for row in self._rows.values():
                row.hide()
                row.deleteLater()
            self._rows = {}
            for candidate in desk.candidates:
                row = _row_of(candidate)
                row.setObjectName(candidate.key)
                row.clicked.connect(self._chosen)
                row.explained.connect(self.explain)
                self._list.addWidget(row)
                self._rows[candidate.key] = row
        for key, row in self._rows.items():
            row.setChecked(key == desk.chosen)
        usable = sum(1 for c in desk.candidates if c.usable)
        found = tr("%n found", len(desk.candidates)) + ", " + tr("%n fit for log-in", usable)
        self._found.set_text(found if desk.candidates else "")
        self._nothing.set_text(phase_sentence(desk.phase) if not desk.candidates else "")
        self._nothing.setVisible(not desk.candidates)

    def _show_notice(self) -> None:
        desk, note = self._desk, self._contour.note()
        failure = desk.failure
        if failure is not None:
            sentence, action = failure_words(failure)
            self._notice.show_notice("danger", sentence, f"{action}\n{tr('Code: {code}').format(code=failure.code)}")
        elif desk.locked is not None and desk.phase not in _BUSY:
            other = desk.candidate() is not None and not desk.unlocks()
            sentence, action = problem_words("LOCKED_BY_OTHER" if other else desk.locked.reason, desk.locked.facts)
            self._notice.show_notice("warning", sentence, action)
        elif (off := desk.clock_off()) is not None:
            slow = off > timedelta()
            title = (
                tr("This computer's clock is slow by {time}") if slow else tr("This computer's clock is fast by {time}")
            )
            words = tr("The log-in goes by the server's time. Set the clock right all the same.")
            self._notice.show_notice("warning", title.format(time=span(abs(off))), words)
        elif self._ended and desk.phase not in _BUSY:
            sentence, action = problem_words(self._ended)
            self._notice.show_notice("warning", sentence, action)
        elif (ending := _ending(desk.candidate())) is not None and desk.phase not in _BUSY:
            self._notice.show_notice("warning", *ending)
        elif note is not None and desk.phase not in _BUSY:
            title = tr("Demo: the PIN of the test tokens is {pin}").format(pin=note.pin)
            words = tr("The company, its people and its bets are invented. Choose any of the certificates.")
            if not note.softhsm_conf:
                title = tr("Demo: the password of the test key files is {pin}").format(pin=note.pin)
                words = tr("Open one of the key files in {folder}.").format(folder=str(Path(note.profile).parent))
            self._notice.show_notice("info", title, words)
        else:
            self._notice.show_notice("info", "")

    # -- what a person does ------------------------------------------------------------------------------------

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._desk.choose(sender.objectName())

    @Slot()
    def _refresh(self) -> None:
        self._desk.carriers.look(fresh=True)

    @Slot(str)
    def explain(self, key: str) -> None:
        """Show a certificate decoded, and why it cannot log in where it cannot."""
        from cabinet.ui.pages.login.certificate import CertificateDialog

        candidate = self._desk.carriers.candidate(key)
        if candidate is not None:
            self.certificate = CertificateDialog(self.window(), candidate, self._desk.carriers.rows(key))
            self.certificate.open(self.certificate.accept)

    @Slot()
    def _show_chosen(self) -> None:
        self.explain(self._desk.chosen or "")

    @Slot()
    def _begin(self) -> None:
        if self._desk.phase not in _BUSY:
            self._desk.begin()

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._desk.report())
        self.toasted.emit(tr("Report copied"))

    @Slot()
    def _show_statement(self) -> None:
        from cabinet.ui.dialogs.statement import StatementDialog

        self.dialog = StatementDialog(self.window(), self._desk.statement_text())
        self.dialog.open(self.dialog.accept)

    @Slot()
    def _choose_certificate(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        kinds = "*.cer *.crt *.der *.pem *.p7b"
        path, _ = QFileDialog.getOpenFileName(self, tr("Certificate of the token's key"), "", kinds)
        if path:
            self._desk.add_certificate(Path(path))

    @Slot()
    def _choose_key_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        note = self._contour.note()
        start = str(Path(note.profile).parent) if note is not None and note.key_files else ""
        kinds = f"{tr('Key files')} (*.p12 *.pfx *.dat *.jks *.zs2 *.pk8);;{tr('All files')} (*)"
        path, _ = QFileDialog.getOpenFileName(self, tr("Key file"), start, kinds)
        if path:
            self.open_key_file(Path(path))

    def open_key_file(self, path: Path) -> None:
        """Ask for a key file's password."""
        from cabinet.ui.pages.login.key_file import KeyFileDialog

        note = self._contour.note()
        demo_pin = note.pin if note is not None and str(path) in note.key_files else ""
        self.key_dialog = KeyFileDialog(self.window(), self._desk, path, demo_pin)
        self.key_dialog.open(self.key_dialog.password.edit)


def _ending(candidate: Candidate | None) -> tuple[str, str] | None:
    """Return the warning of a certificate that ends soon; None for others."""
    left = candidate.days_left if candidate is not None and candidate.usable else None
    if left is None or left > _WARNING_DAYS:
        return None
    title = tr("The certificate ends today") if not left else tr("The certificate ends in %n day(s)", left)
    return title, tr("Order the next one from its issuer now: after the last day nobody can log in with it.")


def _row_of(candidate: Candidate) -> CertificateRow:
    valid = tr("valid until {day}").format(day=day(candidate.not_after))
    if candidate.reason in {"expired", "not_yet_valid"}:
        valid = ""
    code = f"{tr('EDRPOU')} {candidate.edrpou}" if candidate.edrpou else ""
    parts = [", ".join(p for p in (candidate.organisation, code) if p)]
    if candidate.from_file:
        parts.insert(0, tr("key file: {level}").format(level=file_key_level()))
    second = " · ".join(p for p in (*parts, candidate.issuer, valid) if p)
    title = candidate.title or (tr("key file") if candidate.from_file else "")
    if candidate.needs_company and not title:
        title = tr("personal certificate")
    if not candidate.usable:
        return CertificateRow(candidate.name, title, second, reason=certificate_reason(candidate))
    left = candidate.days_left
    if left is not None and left <= _SOON_DAYS:
        chip = (tr("%n day(s) left", left), "warning", "clock")
    else:
        chip = (tr("Fit"), "success", "check")
    return CertificateRow(candidate.name, title, second, chip=chip)
