"""The tour's driver: goes through the real window as a person would, and pictures every page in every look.

Nothing is shown that a person could not reach; waiting is for the window's own signals, never for time to pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cabinet.contract.errors import KnownError
from cabinet.contract.filter import OPEN
from cabinet.contract.states import KeyPurpose, TransactionType
from cabinet.desks.credentials import LIVE
from cabinet.desks.live_check import LiveState
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.proofs import AuditPhase
from cabinet.desks.states import Loadable, Phase
from cabinet.profile.settings import Language, ThemeChoice
from cabinet.ui.language import tr
from cabinet.ui.pages.overview.kpi import Kpi
from cabinet.ui.shell.page_specs import PAGE_SPECS, PageSpec, spec_of
from cabinet.ui.shell.window import Shell

if TYPE_CHECKING:
    from cabinet.contract.rejections import RejectionCard
    from cabinet.desks.proofs import ProofsDesk
    from cabinet.desks.reconciliation import ReconciliationDesk
    from cabinet.ui.pages.credentials.page import CredentialsPage
    from cabinet.ui.pages.overview.page import OverviewPage
    from cabinet.ui.pages.people.page import PeoplePage
    from cabinet.ui.pages.registry.page import RegistryPage
    from cabinet.ui.pages.rejections.page import RejectionsPage
    from cabinet.ui.pages.statistics.page import StatisticsPage
    from cabinet.ui.widgets.plain_label import PlainLabel

__all__ = ["Shown", "Tour"]

_SIZE: Final = (1440, 900)
_DAY_FILE: Final = (
    "operatorTxId,type,licenceNo,vertical,brandId,siteId,gameId,roundId,playerRef,amountKop,currency,settlementForm,"
    "occurredAt\n"
) + "".join(
    f"D-{number}-B,BET,OK-2024-017,ONLINE_CASINO,mlynok,mlynok.ua,roulette-eu,R-{number},{'ab' * 16},{number}0000,UAH,"
    "NON_CASH,{day}T12:00:00.000+02:00\n"
    for number in (1, 2)
)
"""A day file of two bets that nobody has sent."""
_LATER: Final = frozenset({"reconciliation", "proofs"})
_TURN_MS: Final = 20
_LONGEST_TURNS: Final = 1_500
_NO_COMPANY: Final = "90417319"
_OTHER_COMPANY: Final = "00032112"
_WRONG_PIN: Final = "111111"
_NEW_NAME: Final = "Руденко Софія Андріївна"
_NEW_NUMBER: Final = "1732050800"
_NUMBER = re.compile(r"[−-]?\d[\d\u00a0]*(?:[.,]\d+)?")


@dataclass
class Shown:
    """Numbers that pages showed, by ``page.name``; whole, sums in kopecks."""

    numbers: dict[str, int] = field(default_factory=dict)

    def read(self, name: str, words: str) -> None:
        """Read the first number of what stands on the page, as a person reads it."""
        found = _NUMBER.search(words)
        if found is None:
            raise ValueError(f"no number in {words!r}")
        digits = re.sub(r"[\u00a0,.]", "", found[0]).replace("−", "-")
        self.numbers[name] = int(digits)


class Tour:
    """One walk through the window; :attr:`pictures` are the files written, in order."""

    def __init__(self, shell: Shell, out: Path, pin: str, looks: Sequence[tuple[Language, ThemeChoice]]) -> None:
        self.shell, self.out, self._pin, self._looks = shell, out, pin, looks
        self.pictures: list[str] = []
        self.shown: dict[str, Shown] = {}
        self.of_perimeter: dict[str, dict[str, int]] = {}
        self._look = ""
        shell.resize(*_SIZE)

    # -- the walk ----------------------------------------------------------------------------------------------------

    def run(
        self,
        folder: Path,
        ask: Callable[[], dict[str, int]],
        outage: Callable[[], object],
        mended: Callable[[], object],
    ) -> None:
        """Walk once in every look.

        ``ask`` returns the perimeter's own numbers, asked right after pages have shown theirs; ``outage`` takes the
        perimeter away and ``mended`` brings it back.

        Raises:
            KnownError: ``TOUR_STUCK`` when something expected did not appear.
        """
        for number, (language, theme) in enumerate(self._looks):
            self._look = f"{theme.value}-{language.value}"
            self.shown[self._look] = Shown()
            self.shell.desks.settings.set_language(language)
            self.shell.desks.settings.set_theme(theme)
            self._log_in()
            self._pages()
            self.of_perimeter[self._look] = ask()
            self._report()
            self._reconcile(folder / f"day-{number}.csv")
            self._audit()
            self._dialogs(folder / f"key-{number}")
            self._correct(really=number == len(self._looks) - 1)
            self._appoint()
            self._lock()
            outage()
            self._offline()
            mended()
            self._leave()
            self._ladder(outage, mended)

    def first_start(self) -> None:
        """Picture the window in which nothing is connected yet, in every look."""
        for language, theme in self._looks:
            self._look = f"{theme.value}-{language.value}"
            self.shell.desks.settings.set_language(language)
            self.shell.desks.settings.set_theme(theme)
            login = self.shell.login
            assert login is not None  # noqa: S101  nobody is logged in
            self._until(login.first.isVisible, "the two ways")
            self._snap("00-first-start")

    def _log_in(self) -> None:
        session = self.shell.desks.session
        self._until(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, "the certificates")
        self._snap("01-login")
        self._enter("02-pin")

    def _enter(self, picture: str = "") -> None:
        session, shell = self.shell.desks.session, self.shell
        head = next(c for c in session.candidates if c.usable and c.title == "Директор")
        session.choose(head.key)
        login = shell.login
        assert login is not None  # noqa: S101  nobody is logged in
        login.sign_in.enter.click()
        self._until(lambda: session.phase is LoginPhase.PIN and shell.asking.pin_dialog.isVisible(), "the PIN dialog")
        shell.asking.pin_dialog.pin.edit.setText(self._pin)
        if picture:
            self._snap(picture)
        shell.asking.pin_dialog.accept.click()
        self._until(lambda: shell.desks.office.logged_in, "the log-in")

    def _pages(self) -> None:
        # The pages of reconciliation and proofs are pictured with a day file and an audit on them.
        for number, spec in enumerate((one for one in PAGE_SPECS if one.key not in _LATER), 3):
            key = spec.key
            self.shell.open_page(key)
            if key == "statistics":
                today = self.shell.desks.statistics.today()
                self.shell.desks.statistics.choose_period(today - timedelta(days=6), today)
            self._ready(spec)
            self._snap(f"{number:02d}-{key}")
            self._read(key)
            if key == "statistics":
                self._taxes(self.shell.pages[key])  # type: ignore[arg-type]  # made by this name

    def _report(self) -> None:
        """Show the report of the month before."""
        from cabinet.desks.reports import reports_of

        desk = reports_of(self.shell.desks.office)
        self.shell.open_page("overview")
        page: OverviewPage = self.shell.pages["overview"]  # type: ignore[assignment]  # made by this name
        page.report.button.click()
        dialog = page.report.dialog
        assert dialog is not None  # noqa: S101  the button has opened it
        dialog.which.choose("last-month")
        self._until(lambda: _here(desk.state), "the report")
        self._snap("33-report")
        dialog.close_sheet()

    def _reconcile(self, path: Path) -> None:
        """Compare a small day file, of which nothing has been sent, with what the perimeter has of yesterday."""
        shell = self.shell
        desk: ReconciliationDesk = shell.desks.of_page(spec_of("reconciliation"))
        shell.open_page("reconciliation")
        yesterday = self.shell.desks.statistics.today() - timedelta(days=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_DAY_FILE.format(day=yesterday.isoformat()), encoding="utf-8")
        desk.choose([path])
        self._until(lambda: desk.shown is not None and desk.shown.report is not None, "the comparison")
        self._snap("32-reconciliation")

    def _audit(self) -> None:
        """Audit the whole log."""
        shell = self.shell
        desk: ProofsDesk = shell.desks.of_page(spec_of("proofs"))
        shell.open_page("proofs")
        self._until(lambda: _here(desk.state), "the checkpoints")
        desk.start()
        self._until(lambda: desk.phase is AuditPhase.DONE and not desk.state.busy, "the audit")
        if desk.report is None or not desk.report.whole:
            raise KnownError("TOUR_STUCK", "the audit has found something")
        self._snap("34-proofs")

    def _dialogs(self, folder: Path) -> None:
        shell = self.shell
        shell.open_page("credentials")
        page: CredentialsPage = shell.pages["credentials"]  # type: ignore[assignment]  # made by this name
        page.open_issue()
        page.dialog.name.edit.setText("Нове ядро")
        page.dialog.hand_over.folder.edit.setText(str(folder))
        self._snap("10-issue-key")
        desk = shell.desks.credentials
        before = len(desk.state.data.credentials) if desk.state.data is not None else 0
        page.dialog.accept.click()
        self._until(lambda: page.dialog.done and not desk.state.busy, "the new key")
        self._snap("11-key-handed-over")
        page.dialog.accept.click()
        data = desk.state.data
        new = next((c for c in data.credentials if c.name == "Нове ядро"), None) if data is not None else None
        if data is None or new is None or len(data.credentials) != before + 1:
            raise KnownError("TOUR_STUCK", "the new key is not in the list")
        page.open_revoke(new.credential_id)
        page.revoke_dialog.reason.edit.setText("Огляд")
        self._snap("12-revoke-key")
        page.revoke_dialog.accept.click()
        gone = new.credential_id
        self._until(lambda: desk.acting is None and _revoked(desk.state, gone), "the revocation")
        self._rotate(page, folder.with_name(folder.name + "-next"))

    def _rotate(self, page: CredentialsPage, folder: Path) -> None:
        """Replace a signing key, look at the replacement under way, take the old key back."""
        desk = self.shell.desks.credentials
        data = desk.state.data
        key = next((c for c in data.credentials if c.state in LIVE), None) if data is not None else None
        if key is None:
            raise KnownError("TOUR_STUCK", "no live key")
        page.open_rotate(key.credential_id, KeyPurpose.SIGNING)
        page.rotate_dialog.hand_over.folder.edit.setText(str(folder))
        self._snap("13-rotate-key")
        page.rotate_dialog.accept.click()
        self._until(lambda: page.rotate_dialog.done and not desk.state.busy, "the new signing key")
        page.rotate_dialog.accept.click()
        card = page.cards[key.credential_id]
        panel = card.sections[KeyPurpose.SIGNING].panel
        self._until(panel.isVisible, "the replacement")
        self._snap("14-rotation")
        panel.back.click()
        page.retire_dialog.accept.click()
        self._until(lambda: desk.acting is None and not desk.state.busy and not panel.isVisible(), "the old key")

    def _correct(self, *, really: bool) -> None:
        shell, desk = self.shell, self.shell.desks.rejections
        cards = desk.cards
        shell.open_page("rejections state:open code:AM-404")
        page: RejectionsPage = shell.pages["rejections"]  # type: ignore[assignment]  # made by this name
        self._until(lambda: _here(desk.state) and _code(cards.state) == "AM-404", "a refund that is too large")
        self._snap("15-rejection-refund")
        page.card.open_correct()
        dialog = page.card.dialog
        dialog.note.edit.setText("Звірено з журналом повернень")
        self._until(dialog.accept.isEnabled, "the check")
        self._snap("16-correct")
        if really:
            dialog.accept.click()
            self._until(lambda: not desk.state.busy and cards.acting is None and not _shown(dialog), "the correction")
            desk.choose_text("code:AM-404")
            self._until(lambda: _here(desk.state) and _here(cards.state), "the corrected row")
            self._snap("17-corrected")
        else:
            dialog.close_sheet()
            dialog.question.discard.click()
        self._reverse(page)
        desk.choose(OPEN)
        self._until(lambda: _here(desk.state), "the list")

    def _reverse(self, page: RejectionsPage) -> None:
        """Show what stands in the way of reversing the bet of the card; nothing is reversed."""
        cards, reversals = self.shell.desks.rejections.cards, self.shell.desks.rejections.reversals
        card = cards.state.data
        bets = [node.attempt_id for node in card.tree if node.type == TransactionType.BET] if card is not None else []
        page.card.reversal.open(bets[0])
        checked = {LiveState.PASSED, LiveState.REFUSED}
        self._until(lambda: _here(reversals.state) and reversals.live.state in checked, "the check of a reversal")
        self._snap("30-reverse")
        if page.card.reversal.dialog is not None:
            page.card.reversal.dialog.close_sheet()

    def _appoint(self) -> None:
        """Appoint a person with a signed mandate, read its document, end it again."""
        shell, desk = self.shell, self.shell.desks.people
        shell.open_page("people")
        page: PeoplePage = shell.pages["people"]  # type: ignore[assignment]  # made by this name
        self._until(lambda: _here(desk.state), "the people")
        page.open_appoint()
        dialog = page.dialog
        dialog.name.edit.setText(_NEW_NAME)
        dialog.rnokpp.edit.setText(_NEW_NUMBER)
        self._snap("18-appoint")
        dialog.accept.click()
        self._until(lambda: shell.desks.approval.phase is LoginPhase.PIN, "the PIN dialog of the mandate")
        shell.asking.approval_dialog.pin.edit.setText(self._pin)
        self._snap("19-sign-mandate")
        shell.asking.approval_dialog.accept.click()
        self._until(lambda: desk.acting is None and _here(desk.state) and page.member() is not None, "the mandate")
        member = page.member()
        if member is None or member.name != _NEW_NAME:
            raise KnownError("TOUR_STUCK", "the appointed person is not chosen")
        page.card.document.click()
        self._until(lambda: desk.acting is None, "the mandate's document")
        self._snap("20-mandate")
        page.document_dialog.close_sheet()
        page.open_end()
        page.end_dialog.reason.edit.setText("Огляд")
        page.end_dialog.accept.click()
        self._until(lambda: desk.acting is None and _here(desk.state) and not _shown(page.end_dialog), "the end")

    def _offline(self) -> None:
        self.shell.open_page("overview")
        self.shell.refresh()
        desk = self.shell.desks.overview
        self._until(lambda: desk.state.phase is Phase.OFFLINE and not desk.state.busy, "the offline banner")
        self._snap("21-offline")

    def _lock(self) -> None:
        session = self.shell.desks.session
        session.lock()
        self._until(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, "the locked ladder")
        self._snap("22-locked")
        self._enter()

    def _ladder(self, outage: Callable[[], object], mended: Callable[[], object]) -> None:
        """Show the ladder where it does not lead straight up."""
        session, shell = self.shell.desks.session, self.shell
        login = shell.login
        assert login is not None  # noqa: S101  nobody is logged in
        for number, name, which in (
            (23, "certificate", lambda c: c.usable and c.title == "Директор"),
            (24, "unusable", lambda c: not c.usable),
        ):
            login.sign_in.explain(next(c.key for c in session.candidates if which(c)))
            self._snap(f"{number}-{name}")
            login.sign_in.certificate.close_sheet()
        session.choose(next(c.key for c in session.candidates if c.needs_company))
        login.sign_in.enter.click()
        shell.asking.company_dialog.code.edit.setText(_NO_COMPANY)
        self._snap("25-company")
        shell.asking.company_dialog.code.edit.setText(_OTHER_COMPANY)
        shell.asking.company_dialog.accept.click()
        self._until(lambda: session.phase is LoginPhase.PIN and shell.asking.pin_dialog.isVisible(), "the PIN dialog")
        shell.asking.pin_dialog.pin.edit.setText(_WRONG_PIN)
        shell.asking.pin_dialog.accept.click()
        self._until(lambda: session.pin_failure is not None and session.phase is LoginPhase.PIN, "the refused PIN")
        self._snap("26-wrong-pin")
        shell.asking.pin_dialog.pin.edit.setText(self._pin)
        shell.asking.pin_dialog.accept.click()
        self._until(lambda: session.phase is LoginPhase.REFUSED, "the refusal")
        self._snap("27-refused")
        session.cancel()
        self._modules(outage, mended)

    def _modules(self, outage: Callable[[], object], mended: Callable[[], object]) -> None:
        """Show the first rungs: no driver, and a perimeter that does not answer."""
        session = self.shell.desks.session
        used = session.carriers.modules[0].path
        session.carriers.set_module(f"{used}.absent")
        self._until(lambda: session.phase is LoginPhase.NO_DRIVER, "the ladder without a driver")
        self._snap("28-no-driver")
        session.carriers.set_module(used)
        self._until(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, "the ladder")
        session.choose(next(c.key for c in session.candidates if c.usable and c.title == "Директор"))
        outage()
        session.begin()
        self._until(lambda: session.phase is LoginPhase.REFUSED, "the silence")
        self._snap("29-no-perimeter")
        session.cancel()
        mended()

    def _leave(self) -> None:
        session = self.shell.desks.session
        session.sign_out()
        self._until(lambda: not self.shell.desks.office.logged_in, "the end of the session")
        self._until(lambda: session.phase in {LoginPhase.CHOOSE, LoginPhase.READY}, "the ladder")

    # -- numbers -----------------------------------------------------------------------------------------------------

    def _read(self, key: str) -> None:
        shown, page = self.shown[self._look], self.shell.pages[key]
        if key == "overview":
            overview: OverviewPage = page  # type: ignore[assignment]  # made by this name
            for name, kpi in overview.kpis.items():
                shown.read(f"overview.{name}", _figure(kpi))
            self._read_rejected("overview", overview.tasks_meta)
        elif key == "statistics":
            self._read_sums(page)  # type: ignore[arg-type]  # made by this name
        elif key == "registry":
            registry: RegistryPage = page  # type: ignore[assignment]  # made by this name
            shown.numbers["registry.licences"] = registry.licences.rowCount()
        elif key == "rejections":
            rejections: RejectionsPage = page  # type: ignore[assignment]  # made by this name
            shown.read("rejections.open", page.meta)
            self._read_rejected("rejections", rejections.causes_meta)
        elif key == "credentials":
            shown.read("credentials.live", page.meta)
        elif key == "people":
            people: PeoplePage = page  # type: ignore[assignment]  # made by this name
            shown.read("people.mandates", people.meta)
            shown.read("people.sessions", people.sessions.meta.text())
            shown.numbers["people.listed"] = people.model.rowCount()

    def _read_rejected(self, page: str, meta: PlainLabel) -> None:
        """Read both figures of what is rejected, the last two of a card's meta."""
        operations, ggr = meta.text().split(" · ")[-2:]
        self.shown[self._look].read(f"{page}.rejectedOperations", operations)
        self.shown[self._look].read(f"{page}.rejectedGgr", ggr)

    def _read_sums(self, page: StatisticsPage) -> None:
        """Read the total's line, as much of it as is shown, and then what passes by."""
        shown, table, grid = self.shown[self._look], page.data_table.total, page.grid
        assert grid is not None  # noqa: S101  the page shows figures
        words = {
            column.title: cell.text
            for number, column in enumerate(table.columns())
            if (cell := table.cell(0, number)) is not None
        }
        for number, name in enumerate(grid.names, 1):
            shown.read(f"statistics.slice{number}", words[name])
        titles = [column.title for column in table.columns()]
        shown.read("statistics.previous", words[titles[titles.index(tr("Difference")) - 1]])
        for name, title in (
            ("accepted", tr("Total")),
            ("late", tr("Came late")),
            ("pending", tr("Pending")),
            ("rejected", tr("Rejected")),
            ("ggr", tr("GGR, UAH")),
        ):
            shown.read(f"statistics.{name}", words[title])

    def _taxes(self, page: StatisticsPage) -> None:
        """Open GGR and taxes, read every figure, and show what stands behind the last one."""
        page.taxes.button.click()
        sheet = page.taxes.sheet
        assert sheet is not None  # noqa: S101  the button has opened it
        self._until(lambda: bool(sheet.values), "GGR and taxes")
        for number, value in enumerate(sheet.values):
            self.shown[self._look].read(f"statistics.tax{number}", value.text())
        sheet.links[-1].click()
        self._snap("31-taxes")
        sheet.accept.click()

    # -- hands and eyes ----------------------------------------------------------------------------------------------

    def _ready(self, spec: PageSpec) -> None:
        desk = self.shell.desks.of_page(spec)
        if not hasattr(desk, "state"):
            return
        self._until(lambda: _here(desk.state), spec.key)
        if spec.key == "rejections":
            self._until(lambda: _here(self.shell.desks.rejections.cards.state), "the first card")

    def _snap(self, name: str) -> None:
        self.settle()
        file = f"{name}-{self._look}.png"
        if not self.shell.grab().save(str(self.out / file)):
            raise KnownError("FOLDER_UNWRITABLE", path=str(self.out))
        self.pictures.append(file)

    def settle(self) -> None:
        """Let layouts and paints that are waiting happen."""
        for _ in range(4):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _until(self, true: Callable[[], bool], what: str) -> None:
        loop = QEventLoop()
        timer = QTimer()
        timer.setInterval(_TURN_MS)
        turns = 0

        def look() -> None:
            nonlocal turns
            turns += 1
            if true() or turns > _LONGEST_TURNS:
                loop.quit()

        timer.timeout.connect(look)
        if not true():
            timer.start()
            loop.exec()
            timer.stop()
        if not true():
            session = self.shell.desks.session
            failure = session.failure.code if session.failure is not None else ""
            raise KnownError("TOUR_STUCK", f"{what} ({self._look}) {session.phase.value} {failure}".strip())


def _here(state: Loadable[Any]) -> bool:
    if state.failure is not None and not state.busy:
        raise KnownError("TOUR_STUCK", state.failure.code)
    return state.data is not None and not state.busy


def _revoked(state: Loadable[Any], credential_id: str) -> bool:
    credentials = getattr(state.data, "credentials", [])
    return any(c.credential_id == credential_id and c.revoked_at is not None for c in credentials)


def _code(state: Loadable[RejectionCard]) -> str:
    return state.data.row.codes[0] if _here(state) and state.data is not None and state.data.row.codes else ""


def _shown(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # deleted meanwhile
        return False


def _figure(kpi: Kpi) -> str:
    return kpi.accessibleName().rpartition(": ")[2]
