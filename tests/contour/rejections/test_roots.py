"""What a rejection hangs on follows its root: missing, rejected, justified, corrected, come later; so do the counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from cabinet.contour.call import PersonHere
from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger.consequences import Consequences
from cabinet.contour.ledger.derived import CONSEQUENCES
from cabinet.contour.ledger.rebuild import rebuild
from cabinet.contour.ledger.sqlite_store import VERSIONS
from cabinet.contour.ledger.store import Rows
from cabinet.contour.rejections.cases import set_case, set_group_case
from cabinet.contour.rejections.groups import groups
from cabinet.contour.rejections.query import ask
from cabinet.contour.rejections.roots import root_of
from cabinet.contour.rejections.views import page
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.cases import CaseChange
from cabinet.contract.filter import parse_filter
from cabinet.contract.findings import ItemAnswer
from cabinet.contract.rejections import GroupList, RejectedMoney, RejectionGroup, RejectionRoot, RejectionRow
from cabinet.contract.rights import ROLE_RIGHTS, Role
from cabinet.contract.states import CaseState, Outcome
from cabinet.contract.transaction import OPERATOR_TX_ID, RELATED_TX_ID
from cabinet.rules.facts import LimitFacts
from cabinet.rules.finding import finding
from cabinet.rules.item import ItemFields
from tests.amending import reversal_of
from tests.contour.ledger.test_log import NOW, Book, book
from tests.contour.rejections.test_rejections import Planned
from tests.perimeter_in_process import line
from tests.rules.known_facts import raw

__all__ = ["book"]

ME = PersonHere(SAMPLE_EDRPOU, "1", "Мельник Тарас", Role.COMPLIANCE, ROLE_RIGHTS[Role.COMPLIANCE], "s")
BAD = {"currency": "EUR"}
STAKE, PRIZE = 10_000, 2_500


class Desk:
    """Bets and payouts of one operator, what of them is open, and how causes count it."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def send(self, *values: dict[str, object]) -> list[ItemAnswer]:
        return self.book.judge([raw(value) for value in values])

    def bet(self, tx: str, **changes: object) -> ItemAnswer:
        return self.send(line(tx, amountKop=STAKE, **changes))[0]

    def payout(self, tx: str, of: str, **changes: object) -> ItemAnswer:
        return self.send(line(tx, type="PAYOUT", relatedTxId=of, amountKop=PRIZE, **changes))[0]

    def correct(self, tx: str, **changes: object) -> ItemAnswer:
        """Send the open rejection of a transaction again, as a correction; as it was but for ``changes``."""
        with self.book.store.read() as rows:
            (row,) = rows.all("SELECT * FROM rejections WHERE operator_tx_id = :tx AND state <> 'superseded'", tx=tx)
            attempt = self.book.ledger.reader(rows, SAMPLE_EDRPOU).attempt(row["seq"])
        link = {
            "kind": "RESUBMIT_REJECTED", "attemptId": attempt.attempt_id, "originalSha256": attempt.commitment,
            "reasonCode": "R7",
        }  # fmt: skip
        kept = {
            "type": row["type"], "amountKop": row["amount_kop"],
            **({"relatedTxId": row["related_tx_id"]} if row["related_tx_id"] else {}),
        }  # fmt: skip
        return self.send(line(tx, **{**kept, "correction": link, **changes}))[0]

    def rows(self, text: str = "") -> list[RejectionRow]:
        with self.book.store.read() as rows:
            return page(rows, SAMPLE_EDRPOU, {"filter": text}, None, NOW).items

    def root(self, tx: str) -> RejectionRoot | None:
        (found,) = (row.root for row in self.rows() if row.operator_tx_id == tx and row.state != "superseded")
        return found

    def causes(self, text: str = "state:open") -> GroupList:
        with self.book.store.read() as rows:
            return groups(rows, SAMPLE_EDRPOU, ask(rows, SAMPLE_EDRPOU, parse_filter(text), None, NOW), NOW)

    def cause(self, code: str, text: str = "state:open") -> RejectionGroup:
        (found,) = (g for g in self.causes(text).items if g.code == code)
        return found

    def told(self, text: str = "state:open") -> dict[str, tuple[int, int, int]]:
        """Return own, consequences and ready of each cause that is listed."""
        return {g.code: (g.count, g.consequences, g.ready) for g in self.causes(text).items}

    def justify(self, tx: str, state: CaseState = CaseState.JUSTIFIED) -> None:
        (row,) = (r for r in self.rows() if r.operator_tx_id == tx)
        with self.book.store.read() as rows:
            kept = rows.one("SELECT case_version FROM rejections WHERE attempt_id = :id", id=row.attempt_id)
        assert kept is not None
        change = CaseChange(state=state, note="так")
        set_case(self.book.ledger, ME, row.attempt_id, change, kept["case_version"], NOW)


@pytest.fixture
def desk(book: Book) -> Iterator[Desk]:
    yield Desk(book)
    holds(book)


def holds(book: Book) -> None:
    """All that is kept of roots is what a rebuild makes of the log."""
    with closing(sqlite3.connect(book.path)) as file:
        before = {t: sorted(file.execute(f"SELECT * FROM {t}"), key=repr) for t in CONSEQUENCES if t != "rollups"}
    rebuild(book.ledger)
    with closing(sqlite3.connect(book.path)) as file:
        assert {t: sorted(file.execute(f"SELECT * FROM {t}"), key=repr) for t in before} == before


def test_a_payout_of_a_rejected_bet_is_folded_into_its_cause(desk: Desk) -> None:
    bad = desk.bet("b", **BAD)
    desk.payout("p", "b")
    cause = desk.cause("AM-403")
    assert desk.root("p") == RejectionRoot(
        operator_tx_id="b", attempt_id=bad.attempt_id, group_id=cause.group_id, accepted=False
    )
    assert desk.root("b") is None
    assert (cause.count, cause.money) == (1, RejectedMoney.of(STAKE, STAKE, 0, 0))
    assert (cause.consequences, cause.consequences_money) == (1, RejectedMoney.of(PRIZE, 0, 0, PRIZE))
    assert cause.whole_money.ggr_kop == STAKE - PRIZE
    assert desk.told() == {"AM-403": (1, 1, 0)}, "the consequence is no cause of its own"


def test_one_with_a_fault_of_its_own_is_no_consequence(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.payout("p", "b", siteId="nowhere.ua")
    assert desk.root("p") is None
    assert sum(own for own, _, _ in desk.told().values()) == 2


def test_what_hangs_on_a_missing_bet_follows_it_when_it_comes(desk: Desk) -> None:
    desk.payout("p", "b")
    assert desk.root("p") == RejectionRoot(operator_tx_id="b", attempt_id=None, group_id=None, accepted=False)
    assert desk.told() == {"RF-501": (1, 0, 0)}
    bad = desk.bet("b", **BAD)
    assert desk.root("p") == RejectionRoot(
        operator_tx_id="b", attempt_id=bad.attempt_id, group_id=desk.cause("AM-403").group_id, accepted=False
    )
    assert desk.told() == {"AM-403": (1, 1, 0)}


@pytest.mark.parametrize("plain", [True, False])
def test_a_missing_bet_that_comes_accepted_leaves_it_ready(desk: Desk, *, plain: bool) -> None:
    desk.payout("p", "b")
    (bet,) = desk.send(line("b", amountKop=STAKE, **({} if plain else {"lateReason": "x"})))
    assert bet.status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
    assert desk.root("p") == RejectionRoot(operator_tx_id="b", attempt_id=None, group_id=None, accepted=True)
    assert desk.told() == {"RF-501": (1, 0, 1)}
    assert desk.correct("p").status is Outcome.ACCEPTED, "with the same fields"
    assert desk.told() == {"RF-501": (0, 0, 0)}


def test_a_bet_corrected_leaves_its_payout_ready_in_its_cause(desk: Desk) -> None:
    bad = desk.bet("b", **BAD)
    desk.payout("p", "b")
    cause = desk.cause("AM-403")
    refused = desk.correct("p")
    assert [f.code for f in refused.findings] == ["RF-503"], "not before its bet"
    assert desk.correct("b").status is Outcome.ACCEPTED
    assert desk.root("p") == RejectionRoot(
        operator_tx_id="b", attempt_id=bad.attempt_id, group_id=cause.group_id, accepted=True
    )
    assert desk.told() == {"AM-403": (0, 1, 1)}, "the cause of the refused try is folded"
    assert desk.correct("p").status is Outcome.ACCEPTED, "with the same fields"
    assert desk.told()["AM-403"] == (0, 0, 0)


@pytest.mark.parametrize("together", [True, False])
def test_a_bet_taken_back_leaves_nothing_ready(desk: Desk, *, together: bool) -> None:
    desk.payout("p", "b")
    bet = line("b", amountKop=STAKE)
    if together:
        # The reversal names an id that only the bet's verdict tells: it comes next, and nothing is written between.
        with desk.book.ledger.append(SAMPLE_EDRPOU, NOW) as append:
            judging = Judging(append, "core-1", LimitFacts())
            (taken,) = judging.run([raw(bet)])
            assert taken.soms_tx_id is not None
            judging.run([raw(reversal_of(raw(bet), taken.soms_tx_id, "undone"))])
    else:
        (taken,) = desk.send(bet)
        assert desk.told() == {"RF-501": (1, 0, 1)}
        assert taken.soms_tx_id is not None
        (undone,) = desk.send(reversal_of(raw(bet), taken.soms_tx_id, "undone"))
        assert undone.status is Outcome.ACCEPTED
    assert desk.root("p") == RejectionRoot(operator_tx_id="b", attempt_id=None, group_id=None, accepted=False)
    assert desk.told() == {"RF-501": (1, 0, 0)}
    assert desk.rows("state:ready") == []


def test_a_corrected_bet_taken_back_leaves_nothing_ready(desk: Desk) -> None:
    bad = desk.bet("b", **BAD)
    desk.payout("p", "b")
    good = desk.correct("b")
    assert desk.told() == {"AM-403": (0, 1, 1)}
    with desk.book.store.read() as rows:
        reader = desk.book.ledger.reader(rows, SAMPLE_EDRPOU)
        seq = reader.seq_of(good.attempt_id)
        assert seq is not None
        sent = reader.attempt(seq).line
    assert good.soms_tx_id is not None
    (undone,) = desk.send(reversal_of(sent, good.soms_tx_id, "undone"))
    assert undone.status is Outcome.ACCEPTED
    assert desk.root("p") == RejectionRoot(operator_tx_id="b", attempt_id=bad.attempt_id, group_id=None, accepted=False)
    assert desk.rows("state:ready") == []
    assert desk.told()["RF-503"] == (1, 0, 0), "it is a cause of its own again"


def test_a_bet_corrected_and_rejected_again_is_still_the_root(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.payout("p", "b")
    again = desk.correct("b", siteId="nowhere.ua")
    assert again.status is Outcome.REJECTED
    cause = desk.cause("RG-604")
    assert desk.root("p") == RejectionRoot(
        operator_tx_id="b", attempt_id=again.attempt_id, group_id=cause.group_id, accepted=False
    )
    assert desk.told()["RG-604"] == (1, 1, 0)


def test_a_bet_sent_again_without_a_link_is_still_the_root(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.payout("p", "b")
    again = desk.bet("b", siteId="nowhere.ua")
    root = desk.root("p")
    assert root is not None
    assert root.attempt_id == again.attempt_id
    assert sum(consequences for _, consequences, _ in desk.told().values()) == 1


def test_a_justified_bet_hides_its_payout_no_more(desk: Desk) -> None:
    bad = desk.bet("b", **BAD)
    desk.payout("p", "b")
    desk.justify("b")
    assert desk.root("p") == RejectionRoot(operator_tx_id="b", attempt_id=bad.attempt_id, group_id=None, accepted=False)
    assert desk.told() == {"RF-503": (1, 0, 0), "AM-403": (0, 0, 0)}
    desk.justify("b", CaseState.NEW)
    assert desk.told() == {"AM-403": (1, 1, 0)}


def test_a_justified_payout_is_counted_nowhere(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.payout("p", "b")
    desk.justify("p")
    assert desk.told() == {"AM-403": (1, 0, 0), "RF-503": (0, 0, 0)}
    desk.correct("b")
    desk.justify("p", CaseState.NEW)
    assert desk.told()["AM-403"] == (0, 1, 1), "its bet was accepted meanwhile"


def test_a_cause_justified_as_a_whole_lets_its_consequences_go(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.bet("c", **BAD)
    desk.payout("p", "b")
    desk.payout("q", "c")
    change = CaseChange(state=CaseState.JUSTIFIED, note="так")
    set_group_case(desk.book.ledger, ME, desk.cause("AM-403").group_id, change, 0, NOW)
    assert desk.told() == {"RF-503": (2, 0, 0), "AM-403": (0, 0, 0)}


def test_a_duplicate_of_an_accepted_bet_is_no_root(desk: Desk) -> None:
    desk.payout("p", "b")
    desk.bet("b")
    twice = desk.bet("b", siteId="nowhere.ua")
    assert "ID-303" in [f.code for f in twice.findings]
    root = desk.root("p")
    assert root is not None
    assert (root.attempt_id, root.accepted) == (None, True)


def test_it_is_the_same_within_one_transaction(desk: Desk) -> None:
    """A payout, its bet rejected, and the bet corrected, all before anything is written."""
    with desk.book.ledger.append(SAMPLE_EDRPOU, NOW):
        desk.payout("p", "b")
        desk.bet("b", **BAD)
        desk.bet("c", **BAD)
        desk.payout("q", "c")
    assert desk.told() == {"AM-403": (2, 2, 0)}


def test_a_chain_is_counted_once_at_each_link(desk: Desk) -> None:
    """A refund that names a rejected payout hangs on that one; two that name each other do not go round for ever."""
    desk.bet("b", **BAD)
    desk.payout("p", "b")
    desk.payout("q", "p")
    told = desk.causes()
    assert told.count + told.consequences == 3
    root = desk.root("q")
    assert root is not None
    assert root.operator_tx_id == "p"
    desk.payout("x", "y")
    desk.payout("y", "x")
    told = desk.causes()
    assert told.count + told.consequences == 5
    assert told.whole_money.operations_kop == STAKE + 4 * PRIZE


@pytest.mark.parametrize(
    ("related", "codes", "root"),
    [
        ("b", ["RF-501"], "b"),
        ("b", ["RF-503"], "b"),
        ("b", ["RF-503", "TM-703"], "b"),
        ("b", ["RF-505"], None),
        ("b", ["RF-503", "RG-604"], None),
        ("b", ["RF-503", "LM-903"], None),
        ("p", ["RF-501"], None),
        (None, ["RF-501"], None),
    ],
)
def test_what_a_rejection_hangs_on(related: str | None, codes: list[str], root: str | None) -> None:
    """On another transaction, where nothing else is wrong; a warning is no fault, a fault left out may be one."""
    fields = ItemFields({OPERATOR_TX_ID: "p"})
    if related is not None:
        fields[RELATED_TX_ID] = related
    assert root_of(fields, [finding(code, "/relatedTxId", "b", "") for code in codes]) == root


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("root:b", ["p", "q"]),
        ("root:c", ["r"]),
        ("root:b,c", ["p", "q", "r"]),
        ("root:p", []),
        ("state:ready", ["r"]),
        ("state:ready root:b", []),
        ("state:open root:c", ["r"]),
        ("state:ready,new type:payout", ["p", "q", "r"]),
    ],
)
def test_filters_ask_for_roots(desk: Desk, text: str, found: list[str]) -> None:
    desk.bet("b", **BAD)
    desk.bet("c", **BAD)
    for payout, bet in (("p", "b"), ("q", "b"), ("r", "c")):
        desk.payout(payout, bet, roundId=payout)
    desk.correct("c")
    assert sorted(row.operator_tx_id or "" for row in desk.rows(text)) == found
    told = desk.causes(text)
    assert told.count + told.consequences == len(found)


def test_what_follows_a_cause_is_listed_by_it(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.bet("c", siteId="nowhere.ua")
    desk.payout("p", "b")
    desk.payout("q", "c")
    desk.payout("r", "b", roundId="2")
    grp = desk.cause("AM-403").group_id
    assert sorted(r.operator_tx_id or "" for r in desk.rows(f"follows:{grp}")) == ["p", "r"]
    desk.justify("p")
    assert [r.operator_tx_id for r in desk.rows(f"follows:{grp}")] == ["r"], "what is closed follows nothing"
    assert sorted(r.operator_tx_id or "" for r in desk.rows("follows:nothing")) == ["b", "c", "p"]
    assert len(desk.rows(f"follows:nothing,{grp}")) == 4


def test_causes_asked_for_by_name_fold_into_one_another_only(desk: Desk) -> None:
    desk.bet("b", **BAD)
    desk.payout("p", "b")
    assert desk.told("state:open code:RF-503") == {"RF-503": (1, 0, 0)}
    assert desk.told("state:open code:AM-403") == {"AM-403": (1, 0, 0)}
    assert desk.told("state:open code:AM-403,RF-503") == {"AM-403": (1, 1, 0), "RF-503": (0, 0, 0)}
    assert desk.cause("RF-503", "state:open code:AM-403,RF-503").folded == 1
    assert desk.told("state:open source:core-1") == {"AM-403": (1, 1, 0)}
    assert desk.told("state:open type:payout") == {"AM-403": (0, 1, 0)}
    assert desk.told("state:open type:payout code:RF-503") == {"RF-503": (1, 0, 0)}


@pytest.mark.parametrize("text", ["", "period:today"])
def test_what_is_closed_is_counted_and_not_at_stake(desk: Desk, text: str) -> None:
    desk.bet("b", **BAD)
    desk.bet("c", **BAD)
    desk.payout("p", "b")
    desk.correct("c")
    cause = desk.cause("AM-403", text)
    assert (cause.count, cause.closed, cause.money.operations_kop) == (2, 1, STAKE)
    assert (cause.consequences, cause.consequences_money.operations_kop) == (1, PRIZE)


def test_rejected_lines_read_what_belongs_to_one_transaction_alone(desk: Desk) -> None:
    """Asked of sqlite3 itself: no query of a write walks through all rejections of an operator."""
    desk.bet("b", **BAD)
    desk.payout("p", "b")
    with desk.book.store.write() as rows:
        planned = Planned(rows)
        consequences = Consequences(cast("Rows", planned), SAMPLE_EDRPOU, desk.book.ledger.reader(rows, "").counted)
        index = consequences.rejections
        index.roots.touched("b")
        index.roots.accepted(("p", "q"))
        index.roots.flush()
        consequences._supersede_unlinked("none", "x", NOW)
    steps = [step for step in planned.steps if "rejections" in step]
    assert len(steps) > 6, steps
    assert all(step.startswith("SEARCH ") and " AND " in step for step in steps), steps


def test_a_ledger_of_the_version_before_finds_its_roots(desk: Desk) -> None:
    """All that the version added is taken out of the file; it comes back when the ledger is opened, once."""
    desk.bet("b", **BAD)
    desk.bet("c", **BAD)
    for payout, bet in (("p", "b"), ("q", "c"), ("r", "missing"), ("s", "late"), ("t", "b")):
        desk.payout(payout, bet, roundId=payout)
    desk.correct("c")
    desk.bet("late")
    desk.justify("t")
    path, expected = desk.book.path, kept(desk.book.path)
    desk.book.store.close()
    take_back(path)
    desk.book.reopen()
    assert kept(path) == expected
    assert len(expected[0]) == 7


def kept(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as file:
        return [
            file.execute(
                f"SELECT {', '.join(sorted(c[1] for c in columns))} FROM {table} ORDER BY 1, 2, 3, 4"
            ).fetchall()
            for table in ("rejections", "rejection_roots", "rejection_groups", "rollups")
            if (columns := file.execute(f"PRAGMA table_info({table})").fetchall())
        ]


def take_back(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        for name in ("rejections_by_root", "rejections_by_root_group", "rejections_ready"):
            file.execute(f"DROP INDEX {name}")
        file.execute("DROP TABLE rejection_roots")
        for column in ("root_tx", "root_grp", "root_attempt", "root_accepted", "ggr_kop"):
            file.execute(f"ALTER TABLE rejections DROP COLUMN {column}")
        for column in ("rooted", "derived", "withholding"):
            file.execute(f"ALTER TABLE logs DROP COLUMN {column}")
        for column in ("open_bet_kop", "open_refund_kop", "open_payout_kop"):
            file.execute(f"ALTER TABLE rejection_groups DROP COLUMN {column}")
        for column in ("stuck_operations_kop", "pit_kop", "levy_kop"):
            file.execute(f"ALTER TABLE rollups DROP COLUMN {column}")
        file.execute("DROP TABLE frame_days")
        file.execute("DROP TABLE listed_ids")
        file.execute("DROP TABLE id_lists")
        for name in ("correction_sets", "correction_parts", "unsigned_corrections", "waiting", "verdicts"):
            file.execute(f"DROP TABLE {name}")
        for name in ("rejections_by_amount", "rejections_by_occurred", "rejections_by_closing"):
            file.execute(f"DROP INDEX {name}")
        assert len(VERSIONS) == 10
        file.execute("PRAGMA user_version = 3")
        file.commit()
