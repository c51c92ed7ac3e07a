"""Decisions made while the perimeter does not answer: kept before they are sent, sent in order, never twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cabinet.cli.demo.people import log_in
from cabinet.cli.demo.play import key_folders
from cabinet.contract.cases import Case, CaseChange
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import parse_filter
from cabinet.contract.rejections import RejectionCard
from cabinet.contract.rights import Role
from cabinet.contract.states import CaseState, Outcome, RejectionState
from cabinet.dayfile.reading import open_day_file
from cabinet.desks import outbox_delivery
from cabinet.desks.bulk.desk import Selection
from cabinet.desks.corrections import read_payload
from cabinet.desks.office import Office
from cabinet.desks.rejection_card import RejectionCardDesk
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import send_file
from cabinet.vault.drafts import Draft, draft_of, keep_draft
from cabinet.vault.outbox import Act, Pending, PendingKind, keep_pending, pending_of
from cabinet.vault.vault import Vault
from tests.company import WAIT, Company, person
from tests.perimeter_in_process import encoded, line
from tests.wire_outage import Line, Outage

ME = person(Role.COMPLIANCE).name


@dataclass
class Bench:
    """The compliance officer at two rejected bets of one cause, and the head who may be faster."""

    qtbot: QtBot
    office: Office
    cards: RejectionCardDesk
    outage: Outage
    other: PersonSession
    attempts: tuple[str, str]
    cause: str

    def until(self, told: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(told()) and not self.office.busy, timeout=WAIT)

    def card(self, number: int = 0) -> RejectionCard:
        return RejectionsClient(self.other).card(self.attempts[number])

    def decide(self, note: str, *, number: int = 0, state: CaseState = CaseState.JUSTIFIED, version: int = 0) -> None:
        self.cards.decide(self.attempts[number], state, ME, note, version, "AM-403 · a", group=False)
        self.until(lambda: self.cards.acting is None)

    def kept(self) -> tuple[Pending, ...]:
        owner = self.office.owner
        return self.office.vault.use(lambda store: pending_of(store, owner))

    def notes(self, number: int = 0) -> list[str]:
        return [event.note for event in self.card(number).case.history]

    def flush(self) -> None:
        self.outage.line = Line.WHOLE
        self.cards.outbox.flush()
        self.until(lambda: not self.cards.outbox.busy)


@pytest.fixture
def bench(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[Bench]:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    day = tmp_path / "day.ndjson"
    day.write_bytes(encoded(*(line(name, currency="USD", occurredAt=at) for name in ("a", "b"))))
    client = MachineClient(open_credential(key_folders(company.contour, tmp_path)["core-1"]), SystemClock())
    send_file(client, open_day_file(day))
    client.close()
    (tmp_path / "officer").mkdir()
    (tmp_path / "head").mkdir()
    session, first = log_in(company.contour, tmp_path / "officer", person(Role.COMPLIANCE), SystemClock())
    other, second = log_in(company.contour, tmp_path / "head", person(Role.HEAD), SystemClock())
    office = Office(SystemClock(), Vault)
    office.open(session)
    rows = RejectionsClient(other).page().items
    attempts = {row.operator_tx_id: row.attempt_id for row in rows}
    made = Bench(
        qtbot, office, RejectionCardDesk(office), Outage(session), other, (attempts["a"], attempts["b"]),
        rows[0].group_id,
    )  # fmt: skip
    yield made
    office.stop()
    first.close()
    second.close()


def waiting(bench: Bench) -> list[str]:
    return [one.why for one in bench.cards.outbox.pending]


def test_what_arrives_is_not_kept(bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.cards.decided, timeout=WAIT):
        bench.decide("одразу")
    assert bench.kept() == ()
    with bench.qtbot.waitSignal(bench.cards.refused, timeout=WAIT) as told:
        bench.cards.decide(bench.attempts[1], CaseState.IN_WORK, "Ніхто Такий", "", 0, "AM-403", group=False)
    assert told.args[0].code == "ASSIGNEE_UNKNOWN"
    assert bench.kept() == (), "nor what is refused"
    bench.flush()
    assert bench.notes() == ["одразу"]
    assert waiting(bench) == []


@pytest.mark.parametrize("lost", [Line.CUT, Line.ANSWERS_LOST])
def test_what_does_not_arrive_waits_and_is_done_once(bench: Bench, lost: Line) -> None:
    bench.outage.line = lost
    with bench.qtbot.waitSignal(bench.cards.waits, timeout=WAIT):
        bench.decide("перше")
    bench.until(lambda: waiting(bench) == [""])
    assert bench.notes() == (["перше"] if lost is Line.ANSWERS_LOST else [])
    with bench.qtbot.waitSignal(bench.cards.outbox.delivered, timeout=WAIT) as told:
        bench.flush()
    assert told.args == [1]
    assert bench.notes() == ["перше"], "also where only the answer was lost"
    assert waiting(bench) == []


def test_two_about_one_case_follow_each_other(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.decide("перше", state=CaseState.IN_WORK)
    bench.decide("друге")
    bench.decide("про іншу", number=1)
    bench.until(lambda: waiting(bench) == ["", "", ""])
    bench.flush()
    assert bench.notes() == ["перше", "друге"]
    assert bench.notes(1) == ["про іншу"]
    assert bench.card().case.state is CaseState.JUSTIFIED


def test_a_cause_and_many(bench: Bench) -> None:
    bench.outage.line = Line.ANSWERS_LOST
    bench.cards.decide(bench.cause, CaseState.WAITING_IT, None, "причина", 0, "AM-403", group=True)
    bench.until(lambda: bench.cards.acting is None)
    many = Selection(parse_filter("state:open"), 10**9)
    bench.cards.decide_many(many, CaseState.IN_WORK, ME, "обидві", "2")
    bench.until(lambda: len(waiting(bench)) == 2)
    bench.flush()
    assert waiting(bench) == []
    assert bench.notes() == ["причина", "обидві"]


def test_somebody_was_faster(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.decide("моє")
    faster = CaseChange(state=CaseState.IN_WORK, assignee=None, note="їхнє")
    RejectionsClient(bench.other).set_case(bench.attempts[0], faster, 0)
    bench.flush()
    assert waiting(bench) == ["CASE_CHANGED"]
    assert bench.notes() == ["їхнє"]
    (one,) = bench.cards.outbox.pending
    theirs = Case.model_validate_json(one.theirs)
    assert (theirs.state, theirs.history[-1].note) == (CaseState.IN_WORK, "їхнє")
    bench.outage.asked.clear()
    bench.flush()
    assert bench.outage.asked == [], "a conflict waits for the person"
    assert bench.notes() == ["їхнє"]
    bench.cards.outbox.send_mine(one)
    bench.until(lambda: not bench.cards.outbox.busy)
    assert (bench.notes(), waiting(bench)) == (["їхнє", "моє"], [])


def test_the_same_decision_of_somebody_else_is_not_ones_own(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.decide("те саме")
    same = CaseChange(state=CaseState.JUSTIFIED, assignee=ME, note="те саме")
    RejectionsClient(bench.other).set_case(bench.attempts[0], same, 0)
    bench.flush()
    assert waiting(bench) == ["CASE_CHANGED"]


def test_nothing_overtakes_what_finds_no_perimeter(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.outage.line = Line.CUT
    for number in (0, 1):
        bench.decide("обидва", number=number)
    bench.until(lambda: waiting(bench) == ["", ""])
    tried: list[str] = []

    def unreachable(_session: PersonSession, act: Act) -> int:
        tried.append(act.subject)
        raise KnownError("PERIMETER_UNREACHABLE")

    monkeypatch.setattr(outbox_delivery, "deliver", unreachable)
    bench.flush()
    assert tried == [bench.attempts[0]]
    assert waiting(bench) == ["", ""]


def test_a_connection_that_comes_back_while_the_store_is_read_is_not_missed(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.decide("чекає")
    bench.until(lambda: waiting(bench) == [""])
    bench.outage.line = Line.WHOLE
    bench.cards.outbox.look()
    bench.cards.outbox.flush()
    bench.until(lambda: not bench.cards.outbox.busy)
    assert (bench.notes(), waiting(bench)) == (["чекає"], [])


def test_what_is_there_is_kept(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.decide("моє")
    faster = CaseChange(state=CaseState.IN_WORK, assignee=None, note="їхнє")
    RejectionsClient(bench.other).set_group_case(bench.cause, faster, 0)
    bench.flush()
    (one,) = bench.cards.outbox.pending
    bench.cards.outbox.drop(one)
    bench.until(lambda: not bench.cards.outbox.busy)
    assert waiting(bench) == []
    assert bench.notes() == ["їхнє"]


def test_online_somebody_faster_is_told_at_once_and_nothing_waits(bench: Bench) -> None:
    bench.decide("перше", state=CaseState.IN_WORK)
    with bench.qtbot.waitSignal(bench.cards.refused, timeout=WAIT) as told:
        bench.decide("друге", version=0)
    assert told.args[0].code == "CASE_CHANGED"
    bench.flush()
    assert (bench.notes(), waiting(bench)) == (["перше"], [])


def test_what_is_refused_otherwise_says_why(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.cards.decide(bench.attempts[0], CaseState.IN_WORK, "Ніхто Такий", "", 0, "AM-403", group=False)
    bench.until(lambda: waiting(bench) == [""])
    bench.decide("про іншу", number=1)
    bench.flush()
    assert waiting(bench) == ["ASSIGNEE_UNKNOWN"], "what comes behind it is sent"
    assert bench.notes(1) == ["про іншу"]


def correction(bench: Bench, currency: str) -> bytes:
    card = bench.card()
    value = read_payload(card)
    assert value is not None
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": card.row.attempt_id, "reasonCode": "R4",
        "originalSha256": card.payload_sha256,
    }  # fmt: skip
    return json.dumps(value | {"currency": currency, "correction": link}).encode()


@pytest.mark.parametrize(("currency", "why"), [("UAH", None), ("EUR", "CORRECTION_WOULD_FAIL")])
def test_a_correction_is_checked_before_it_is_sent(bench: Bench, currency: str, why: str | None) -> None:
    attempt, vault = bench.attempts[0], bench.office.vault
    vault.use(lambda store: keep_draft(store, attempt, Draft({"currency": currency}), datetime.now(UTC)))
    bench.outage.line = Line.CUT
    bench.cards.correct_later(attempt, correction(bench, currency), "AM-403 · a")
    bench.until(lambda: waiting(bench) == [""])
    bench.flush()
    assert waiting(bench) == ([] if why is None else [why])
    card = bench.card()
    assert len(card.attempts) == (2 if why is None else 1), "what would be rejected is not sent"
    assert card.row.state is (RejectionState.CORRECTED if why is None else RejectionState.OPEN)
    assert (vault.use(lambda store: draft_of(store, attempt)) is None) is (why is None)
    if why is not None:
        assert bench.cards.outbox.pending[0].facts == {"codes": "AM-403"}


def test_a_correction_whose_answer_was_lost_is_sent_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.outage.line = Line.CUT
    bench.cards.correct_later(bench.attempts[0], correction(bench, "UAH"), "AM-403 · a")
    bench.until(lambda: waiting(bench) == [""])
    bench.outage.line = Line.WHOLE
    told = RejectionsClient.correct

    def lost(client: RejectionsClient, *given: Any) -> Any:
        told(client, *given)
        bench.outage.line = Line.CUT
        raise KnownError("PERIMETER_TIMEOUT")

    monkeypatch.setattr(RejectionsClient, "correct", lost)
    bench.cards.outbox.flush()
    bench.until(lambda: not bench.cards.outbox.busy)
    assert waiting(bench) == [""]
    monkeypatch.undo()
    bench.flush()
    assert waiting(bench) == []
    assert [attempt.status for attempt in bench.card().attempts] == [Outcome.REJECTED, Outcome.ACCEPTED]


@pytest.mark.parametrize("arrived", [False, True])
def test_a_crash_between_keeping_and_the_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch, arrived: bool) -> None:
    """A process that dies there leaves what is kept; the next log-in sends it, once."""
    real = outbox_delivery.deliver

    def dies(session: PersonSession, act: Act) -> int:
        if arrived:
            real(session, act)
        raise SystemExit

    monkeypatch.setattr(outbox_delivery, "deliver", dies)
    change = CaseChange(state=CaseState.JUSTIFIED, assignee=None, note="перед крахом")
    body = change.model_dump_json(by_alias=True).encode()
    act = Act(PendingKind.CASE, bench.attempts[0], 0, "key", body, "AM-403")
    with pytest.raises(SystemExit):
        bench.cards.outbox.carrying_out(act)()
    monkeypatch.undo()
    session = bench.office.session
    with bench.qtbot.waitSignal(bench.cards.outbox.delivered, timeout=WAIT):
        bench.office.open(session)
    bench.until(lambda: not bench.cards.outbox.busy)
    assert (bench.notes(), waiting(bench)) == (["перед крахом"], [])


def test_another_person_has_another_outbox(bench: Bench) -> None:
    bench.outage.line = Line.CUT
    bench.decide("моє")
    bench.until(lambda: waiting(bench) == [""])
    owner = bench.office.owner
    bench.office.end_session("SESSION_ENDED")
    assert bench.cards.outbox.pending == ()
    bench.office.open(bench.other)
    bench.until(lambda: not bench.cards.outbox.busy)
    assert waiting(bench) == []
    assert bench.notes() == [], "it is not sent in another's name"
    assert len(bench.office.vault.use(lambda store: pending_of(store, owner))) == 1


def test_a_full_outbox_refuses_and_sends_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabinet.vault.outbox.MOST", 1)
    owner, vault = bench.office.owner, bench.office.vault
    act = Act(PendingKind.CASE, bench.attempts[1], 0, "key", b"{}", "")
    vault.use(lambda store: keep_pending(store, owner, act, datetime.now(UTC)))
    with bench.qtbot.waitSignal(bench.cards.refused, timeout=WAIT) as told:
        bench.decide("зайве")
    assert told.args[0].code == "OUTBOX_FULL"
    assert bench.notes() == []
