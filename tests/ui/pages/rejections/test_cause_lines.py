"""What the table of causes paints and speaks, what is done with a cause first, and what gives way to little room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.contract.catalogue import finding_cards
from cabinet.contract.rejections import RejectionGroup
from cabinet.contract.states import FixBy, Trend
from cabinet.desks.causes import Part
from cabinet.rules.suggesting.codes import PROPOSED
from cabinet.ui.fonts import font
from cabinet.ui.pages.rejections.cause_action import CauseAct, act_icon, act_number, act_of, act_words
from cabinet.ui.pages.rejections.cause_columns import CauseColumn, CauseWidths, Shown, columns_of, fitting, measured
from cabinet.ui.pages.rejections.cause_rows import CauseLine, PartLine, Rights, cause_line, lines_of, part_lines
from cabinet.ui.paint import advance
from tests.desks.test_causes import PAYOUT, REFUND, made
from tests.perimeter_in_process import NOW

MAY = Rights(corrects=True, decides=True)
PARTS = [Part(PAYOUT, 4, 30), Part(REFUND, 1, 20)]


@pytest.mark.parametrize(
    ("code", "corrects", "decides", "act"),
    [
        ("RG-604", True, True, CauseAct.CORRECT),
        ("RG-604", False, True, CauseAct.DECIDE),
        ("RG-604", True, False, CauseAct.CORRECT),
        ("RG-604", False, False, None),
        ("RF-501", True, True, CauseAct.HAND_OVER),
        ("RF-501", True, False, None),
        ("AU-108", True, True, CauseAct.HAND_OVER),
        ("ID-303", True, True, CauseAct.DECIDE),
        ("ST-208", True, True, CauseAct.DECIDE),
        ("ZZ-999", True, True, CauseAct.DECIDE),
        ("ST-205", False, True, CauseAct.DECIDE),
    ],
)
def test_what_is_done_first(code: str, corrects: bool, decides: bool, act: CauseAct | None) -> None:
    assert act_of(made(1, 2, code=code), corrects=corrects, decides=decides) is act


def test_it_mends_alone_what_nobody_has_a_value_for() -> None:
    for code, card in finding_cards().items():
        act = act_of(made(1, code=code), corrects=True, decides=True)
        assert (act is CauseAct.CORRECT) is (code in PROPOSED), code
        if card.fix_by is FixBy.OPERATOR_IT and code not in PROPOSED:
            assert act is CauseAct.HAND_OVER, code


@pytest.mark.parametrize(("ready", "act"), [(4, CauseAct.CORRECT), (5, CauseAct.RESEND)])
def test_what_only_has_to_be_sent_again(ready: int, act: CauseAct) -> None:
    cause = made(1, 2, 3, ready=ready)
    assert act_of(cause, corrects=True, decides=True) is act
    assert act_of(cause, corrects=False, decides=False) is None
    assert act_number(act, cause) == (5 if act is CauseAct.RESEND else 2)


@pytest.mark.parametrize("hang", [0, 3])
def test_nothing_is_done_with_a_cause_of_which_nothing_of_its_own_is_open(hang: int) -> None:
    assert act_of(made(1, 2, hang, closed=2), corrects=True, decides=True) is None


def test_words_and_icons_of_acts(qapp: QApplication) -> None:
    assert [act_words(act, 1_221) for act in CauseAct] == [
        "Виправити 1\u00a0221…", "Повторити 1\u00a0221…", "Розібрати 1\u00a0221…", "Передати ІТ…",
    ]  # fmt: skip
    assert len({act_icon(act) for act in CauseAct}) == len(CauseAct)


def test_a_cause_is_spoken_whole(qapp: QApplication) -> None:
    cause = made(
        1, 2, 5, assignee="Мельник Тарас Іванович", due_at=NOW - timedelta(hours=1), trend=Trend.SPIKE,
        days=[0, 0, 0, 1, 2, 3, 4],
    )  # fmt: skip
    line = cause_line(cause, MAY, NOW, expanded=False)
    parts = line.said.replace("\u00a0", " ").split(", ")
    assert parts[0] == line.title == "Валюта не гривня"
    assert parts[1] == "AM-403 currency · core-1"
    assert parts[2:5] == ["7 операцій", "2 + 5 похідних", "2,50 грн"]
    assert "сплеск, 7 днів: 0 0 0 1 2 3 4" in line.said
    assert "прострочено на 1 год" in line.said
    assert "Мельник Тарас Іванович, Виправити 2…, згорнуто" in line.said
    assert (line.count, line.sum, line.owner, line.expanded) == ("7", "2,50", "Мельник\u00a0Т.", False)
    bare = cause_line(made(1, 2), Rights(), NOW, expanded=False)
    assert (bare.expanded, bare.act, bare.act_words, bare.act_icon, bare.hang) == (None, None, "", "", "")
    assert bare.said.endswith("не призначено")


def test_an_expanded_cause_is_followed_by_its_parts(qapp: QApplication) -> None:
    one, bare = made(1, 2, 5), made(2, 2)
    lines = lines_of([one, bare], {one.group_id: PARTS, bare.group_id: []}, MAY, NOW)
    assert [line.key for line in lines] == [
        (one.group_id, ""), (one.group_id, "own"), (one.group_id, "PAYOUT"), (one.group_id, "REFUND"),
        (bare.group_id, ""),
    ]  # fmt: skip
    head, own, *hang = lines[:4]
    assert isinstance(head, CauseLine)
    assert head.expanded
    assert head.said.endswith("розгорнуто")
    assert isinstance(own, PartLine)
    assert (own.title, own.count, own.sum, own.note) == ("Операції з цією помилкою", "2", "2,00", "Показати рядки")
    assert [(p.title, p.follows, p.last, p.note) for p in hang if isinstance(p, PartLine)] == [
        ("Виплати за ними", True, False, "підуть слідом, без змін"),
        ("Повернення за ними", True, True, "підуть слідом, без змін"),
    ]
    assert hang[0].said == "Виплати за ними, 4 операції, 0,30 грн, підуть слідом, без змін"
    only: list[PartLine] = part_lines(made(1, 0, 5), [Part(None, 5, 50)])
    assert [(p.part, p.title, p.last) for p in only] == [("rest", "Похідні", True)]


WIDE = CauseWidths(cause=250, operations=100, days=80, due=90, due_owner=110, due_brief=40, act=140)
ICON = 8 + 28 + 12
ALL, FEW, ICONS = 680, 600, 600 - 140 + ICON
BARE, BRIEF = ICONS - 20, ICONS - 70


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (ALL + 1, Shown()),
        (ALL, Shown()),
        (ALL - 1, Shown(days=False)),
        (FEW, Shown(days=False)),
        (FEW - 1, Shown(days=False, words=False)),
        (ICONS, Shown(days=False, words=False)),
        (ICONS - 1, Shown(days=False, words=False, owner=False)),
        (BARE, Shown(days=False, words=False, owner=False)),
        (BARE - 1, Shown(days=False, words=False, owner=False, term=False)),
        (BRIEF, Shown(days=False, words=False, owner=False, term=False)),
        (BRIEF - 1, Shown(days=False, words=False, owner=False, term=False, act=False)),
        (0, Shown(days=False, words=False, owner=False, term=False, act=False)),
    ],
)
def test_columns_give_way_in_their_order(room: int, shown: Shown) -> None:
    assert fitting(WIDE, room, panes=False) == shown
    assert sum(WIDE.of(shown)) <= max(room, BRIEF - ICON)


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (ALL, Shown(words=False)),
        (ICONS + 80, Shown(words=False)),
        (ICONS + 79, Shown(words=False, days=False)),
        (ICONS - 1, Shown(words=False, days=False, owner=False)),
    ],
)
def test_acts_are_icons_in_three_panes(room: int, shown: Shown) -> None:
    assert fitting(WIDE, room, panes=True) == shown


def test_without_rights_there_is_no_column_of_acts() -> None:
    shown = fitting(replace(WIDE, act=0), ALL - 140, panes=False)
    assert shown == Shown(act=False)
    assert WIDE.of(shown)[CauseColumn.ACT] == 0
    assert [c.title for c in columns_of(WIDE, Shown(owner=False))][CauseColumn.DUE] == "Строк"


def test_widths_hold_everything_that_is_not_cut(qapp: QApplication) -> None:
    def widths(*causes: RejectionGroup, rights: Rights = MAY) -> CauseWidths:
        return measured(lines_of(causes, {causes[0].group_id: PARTS}, rights, NOW))

    plain = widths(made(1, 2))
    assert widths(made(1, 2), rights=Rights()).act == 0
    far = widths(made(1, 2, 5, money=made(1, 10**9).money))
    line = cause_line(made(1, 2, 5, money=made(1, 10**9).money), MAY, NOW, expanded=True)
    assert far.operations >= advance(line.sum, font(12)) + advance("2", font(13, 600)) + 28
    assert far.operations > plain.operations
    over = widths(made(1, 2, due_at=NOW))
    assert over.due_brief < over.due
    assert over.due - plain.due >= advance("прострочено", font(13, 500)) - advance("Строк", font(12, 500))
    long = widths(made(1, 2, assignee="Дуже-Довге-Прізвище-Яке-Не-Має-Кінця Тарас"))
    assert long.due_owner == 96 + 17, "an owner is cut before it takes the room of others"
