"""What a person's card says of their log-ins."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from cabinet.contract.people import Member
from cabinet.contract.rights import Role
from cabinet.contract.states import MandateState
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.pages.people.member_card import MemberCard
from tests.qes_authority import NOW

AT = NOW.replace(second=0, microsecond=0)


def member(first: datetime | None, last: datetime | None) -> Member:
    return Member(
        person_id="p", name="Ковальчук Олена Ігорівна", rnokpp_masked="31••••••50", role=Role.HEAD, rights=[],
        until=None, state=MandateState.ACTIVE, first_login_at=first, last_login_at=last,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, {"Перший вхід": "ще ні"}),
        (AT, None, {"Перший вхід": ""}),
        (AT, AT, {"Перший вхід": ""}),
        (AT, AT + timedelta(seconds=59), {"Перший вхід": ""}),
        (AT, AT + timedelta(days=1), {"Перший вхід": "", "Останній вхід": ""}),
    ],
)
def test_first_and_last_log_in(
    qapp: QApplication, first: datetime | None, last: datetime | None, told: dict[str, str]
) -> None:
    install(Language.UKRAINIAN)
    card = MemberCard()
    card.show_member(member(first, last), may_end=False)
    names = [label.accessibleName() for label in card.findChildren(QLabel)]
    said = dict(name.split(": ", 1) for name in names if "вхід: " in name)
    assert said.keys() == told.keys()
    assert all(said[name].startswith(words) for name, words in told.items())
