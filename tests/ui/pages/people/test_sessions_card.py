"""One's own sessions as they are listed: this one, others, and those lent to a process, each with what it is for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from cabinet.contract.login import LentFor, Session
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.people.sessions_card import SessionsCard, lent_words
from cabinet.ui.widgets.plain_label import PlainLabel
from tests.perimeter_in_process import NOW


def session(name: str, *, current: bool = False, lent_for: LentFor | None = None) -> Session:
    return Session(
        session_id=name, method="token", address="10.0.0.1", created_at=NOW, last_seen_at=NOW,
        expires_at=NOW + timedelta(hours=1), current=current, lent_for=lent_for,
    )  # fmt: skip


@pytest.fixture
def card(qtbot: QtBot) -> SessionsCard:
    install(Language.UKRAINIAN)
    card = SessionsCard()
    qtbot.addWidget(card)
    return card


def test_what_is_lent_says_what_for_and_can_be_ended(qtbot: QtBot, card: SessionsCard) -> None:
    lent = [session("e", lent_for=LentFor.EXPORT), session("r", lent_for=LentFor.RECONCILE)]
    card.show_sessions([session("own", current=True), session("other"), *lent])
    said = [label.text() for label in card.findChildren(PlainLabel)]
    assert [words for words in said if words.startswith("для ")] == ["для експорту відхилених", "для звірки"]
    ends = card.ends()
    assert [name.partition(", ")[2] for name in ends] == ["", "для експорту відхилених", "для звірки"], "not this one"
    for name, asked in zip(ends, ("other", "e", "r"), strict=True):
        with qtbot.waitSignal(card.end_asked) as told:
            ends[name].click()
        assert told.args == [asked]


@pytest.mark.parametrize("of", list(LentFor))
def test_every_purpose_has_words(card: SessionsCard, of: LentFor) -> None:
    assert lent_words(of)
