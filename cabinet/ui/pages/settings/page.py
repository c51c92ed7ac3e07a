"""Settings: language, theme, token module, perimeter profile, lock, where secrets live. Changes take effect at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cabinet.contract.errors import KnownError
from cabinet.desks.settings import SettingsDesk
from cabinet.desks.states import Loadable, Phase
from cabinet.profile.settings import IDLE_MINUTES, Language, ThemeChoice
from cabinet.ui.dialogs.profile_import import ProfileImportDialog
from cabinet.ui.fonts import font, mono
from cabinet.ui.language import tr
from cabinet.ui.pages.page import Page
from cabinet.ui.pages.settings.uapki_card import UapkiCard
from cabinet.ui.texts.failures import failure_words
from cabinet.ui.texts.login import perimeter_kind
from cabinet.ui.widgets.button import Button
from cabinet.ui.widgets.card import Card
from cabinet.ui.widgets.checkbox import CheckBox
from cabinet.ui.widgets.chip import Chip
from cabinet.ui.widgets.combo import Combo
from cabinet.ui.widgets.facts_box import FactsBox
from cabinet.ui.widgets.field import Field
from cabinet.ui.widgets.notice import Notice
from cabinet.ui.widgets.plain_label import PlainLabel
from cabinet.ui.widgets.segmented import Segmented

__all__ = ["SettingsPage"]

_WIDTH = 720


class SettingsPage(Page):
    """A card a matter."""

    def __init__(self, desk: SettingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._settings = desk
        self._build_look()
        self._build_token()
        self.uapki = UapkiCard(desk.uapki)
        self._add(self.uapki)
        self._build_profile()
        self._build_session()
        self._build_secrets()
        self.content.addStretch(1)
        desk.changed.connect(self._show)
        desk.vault.changed.connect(self._show_secrets)
        self.show_state(Loadable(Phase.READY, desk.settings))
        self._show()

    def entered(self) -> None:
        """Nothing to load: settings are on this computer. The vault may not have been opened yet."""
        self._settings.vault.look()

    @Slot()
    def refresh(self) -> None:
        """Look at the installed modules again."""
        self._show()

    def _add(self, card: Card) -> None:
        """Add a card in a row of its own: as high as its words need at its own width, not at the page's."""
        card.setMaximumWidth(_WIDTH)
        row = QHBoxLayout()
        row.addWidget(card, 1)
        row.addStretch(0)
        self.content.addLayout(row)

    def _build_look(self) -> None:
        card = Card(tr("Language and look"))
        row = QHBoxLayout()
        row.setSpacing(24)
        self._language = Segmented(
            tr("Language"), [(Language.UKRAINIAN.value, "Українська"), (Language.ENGLISH.value, "English")]
        )
        self._theme = Segmented(
            tr("Theme"),
            [
                (ThemeChoice.SYSTEM.value, tr("System")),
                (ThemeChoice.LIGHT.value, tr("Light")),
                (ThemeChoice.DARK.value, tr("Dark")),
                (ThemeChoice.CONTRAST.value, tr("Contrast")),
            ],
        )
        self._language.chosen.connect(self._language_chosen)
        self._theme.chosen.connect(self._theme_chosen)
        for label, control in ((tr("Language"), self._language), (tr("Theme"), self._theme)):
            name = control.accessibleName()
            row.addWidget(Field(label, control=control))
            control.setAccessibleName(name)
        row.addStretch(1)
        card.body.addLayout(row)
        self._add(card)

    def _build_token(self) -> None:
        card = Card(tr("Token module"), tr("PKCS#11 driver of your token"))
        self._modules = Combo(tr("Module"), form=True)
        self._modules.currentIndexChanged.connect(self._module_chosen)
        choose = Button(tr("Choose a file…"), icon="folder-open")
        choose.clicked.connect(self._choose_module)
        self._module_field = Field(tr("Module"), control=self._modules, beside=choose)
        self._module_path = PlainLabel("", mono(), "text2", wrap=True, selectable=True)
        card.body.addWidget(self._module_field)
        card.body.addWidget(self._module_path)
        self._add(card)

    def _build_profile(self) -> None:
        card = Card(tr("Perimeter profile"), tr("root of all verification"))
        choose = Button(tr("Import a profile…"), icon="download")
        choose.clicked.connect(self._choose_profile)
        self._facts = FactsBox(framed=False)
        card.body.addWidget(self._facts)
        row = QHBoxLayout()
        row.addWidget(choose)
        self._problem = PlainLabel("", font(), "danger", wrap=True)
        row.addWidget(self._problem, 1)
        card.body.addLayout(row)
        self._add(card)

    def _build_session(self) -> None:
        card = Card(tr("Session"), tr("ends with the window"))
        words = {0: tr("Never")} | {n: tr("%n min", n) for n in IDLE_MINUTES if n}
        self._idle = Segmented(tr("Lock when idle for"), [(str(n), words[n]) for n in IDLE_MINUTES])
        self._idle.chosen.connect(self._idle_chosen)
        name = self._idle.accessibleName()
        self.sign_out = Button(tr("Sign out"), icon="log-out")
        self.sign_out.clicked.connect(self._settings.session().sign_out)
        row = QHBoxLayout()
        row.addWidget(Field(tr("Lock when idle for"), control=self._idle))
        self._idle.setAccessibleName(name)
        row.addStretch(1)
        row.addWidget(self.sign_out, 0, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(row)
        self.notices = CheckBox(tr("Tell of causes of rejections that appear or spike"))
        self.notices.clicked.connect(self._notices_chosen)
        card.body.addWidget(self.notices)
        words_locked = tr("Ctrl+L locks at once, and so does taking the token out. Only the same person unlocks.")
        card.body.addWidget(PlainLabel(words_locked, font(12), "text2", wrap=True))
        self._add(card)

    def _build_secrets(self) -> None:
        card = Card(tr("Where secrets live"), tr("one key in the system's keychain, the rest encrypted under it"))
        self._secrets_chip = Chip()
        card.add_right(self._secrets_chip)
        self._secrets = FactsBox(framed=False)
        card.body.addWidget(self._secrets)
        self._secrets_notice = Notice("warning")
        card.body.addWidget(self._secrets_notice)
        self.retry = Button(tr("Try again"), icon="refresh-cw")
        self.retry.clicked.connect(self._settings.vault.retry)
        row = QHBoxLayout()
        row.addWidget(self.retry)
        row.addStretch(1)
        card.body.addLayout(row)
        self._add(card)

    @Slot()
    def _show_secrets(self) -> None:
        vault = self._settings.vault
        state = vault.state
        self._secrets.clear()
        failure = state.failure if state is not None else None
        self.retry.set_text(tr("Try again"), busy=vault.busy)
        self.retry.setVisible(failure is not None)
        sentence, action = failure_words(failure) if failure is not None else ("", "")
        self._secrets_notice.show_notice(
            "warning", sentence, f"{action} ({failure.code})" if failure is not None else ""
        )
        if state is None:
            self._secrets_chip.set_text(tr("looking…"), "neutral", "loader")
            return
        if state.kept:
            self._secrets_chip.set_text(tr("Encrypted"), "success", "shield-check")
        else:
            self._secrets_chip.set_text(tr("Not kept between runs"), "warning", "triangle-alert")
        self._secrets.add(tr("Keychain"), state.holder or tr("none in use"), font(13, 600))
        if state.kept:
            self._secrets.add_id(tr("Local store"), str(state.path))
        else:
            self._secrets.add(tr("Local store"), tr("in memory only"))

    @Slot(str)
    def _idle_chosen(self, key: str) -> None:
        self._settings.set_idle_minutes(int(key))

    @Slot(bool)
    def _notices_chosen(self, wanted: bool) -> None:
        self._settings.set_notices(wanted=wanted)

    @Slot()
    def _show(self) -> None:
        settings = self._settings.settings
        self.notices.setChecked(settings.notices)
        self._idle.set_current(str(settings.idle_minutes))
        self.sign_out.setVisible(self._settings.session().person is not None)
        self._show_secrets()
        self._language.set_current(settings.language.value)
        self._theme.set_current(settings.theme.value)
        used = self._settings.module_in_use()
        choices = [("", tr("Find by itself"))] + [(m.path, m.name) for m in self._settings.modules()]
        if settings.token_module and settings.token_module not in dict(choices):
            choices.append((settings.token_module, Path(settings.token_module).name))
        self._modules.fill(choices)
        self._modules.set_key(settings.token_module)
        self._module_path.set_text(used or tr("No module found. Choose your token's module."))
        self._facts.clear()
        profile = self._settings.profile()
        if profile is None:
            self._facts.add(tr("Profile"), tr("Not chosen. Import the file given by the perimeter's owner."))
        else:
            self._facts.add(tr("Name"), profile.name, font(13, 600))
            self._facts.add(tr("Server"), profile.audience)
            self._facts.add(tr("Perimeter"), perimeter_kind(profile))
            self._facts.add_id(tr("Fingerprint"), profile.fingerprint)

    @Slot(str)
    def _language_chosen(self, key: str) -> None:
        self._settings.set_language(Language(key))

    @Slot(str)
    def _theme_chosen(self, key: str) -> None:
        self._settings.set_theme(ThemeChoice(key))

    @Slot()
    def _module_chosen(self) -> None:
        self._settings.set_module(self._modules.key())

    @Slot()
    def _choose_module(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Token module"))
        if path:
            self._settings.set_module(path)

    @Slot()
    def _choose_profile(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Perimeter profile"), "", "*.json")
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """Check a profile and show its fingerprint before it is used."""
        try:
            found = self._settings.look_at_profile(path)
        except KnownError as error:
            self._problem.set_text(" ".join(failure_words(error)))
            return
        self._problem.set_text("")
        self.dialog = ProfileImportDialog(self.window(), found)
        self.dialog.confirmed.connect(self._import)
        self.dialog.open()

    @Slot(object)
    def _import(self, path: Path) -> None:
        try:
            self._settings.import_profile(path)
        except KnownError as error:
            self.dialog.show_failure(error)
            return
        self.dialog.close_sheet()
        self.toasted.emit(tr("Profile imported"))
