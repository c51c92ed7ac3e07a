"""The comparison's own process against a live contour: what its session may, what it tells, how it ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.login import EXPORT_SESSION, RECONCILE_SESSION, SESSIONS, ExportSessionRequest
from cabinet.contract.reconciliation import STANDING, StandingAsked
from cabinet.contract.rejections import REJECTIONS
from cabinet.contract.rights import Role
from cabinet.export.job import Heading
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.login import PersonSession
from cabinet.perimeter.reconcile_child import Command, Told
from cabinet.perimeter.reconcile_process import ReconcileProcess, Wish
from cabinet.profile.columns import remembered_columns
from cabinet.profile.folders import config_folder
from cabinet.profile.profiles import read_profile
from cabinet.reconcile.differences import Kind
from cabinet.wire.ask import Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.perimeter_in_process import line
from tests.reconcile.kit import DAY, write

HEADING = Heading(perimeter="Контур", test=True, operator="ТОВ", at="зараз")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))


@pytest.fixture
def head(company: Company, tmp_path: Path) -> Iterator[tuple[PersonSession, Transport]]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    yield direct_login(company, transport, person(Role.HEAD), tmp_path), transport
    transport.close()


def day(folder: Path, *ids: str, name: str = "day.ndjson") -> Path:
    return write(folder, *(line(one, occurredAt=f"{DAY}T12:00:00.000+02:00") for one in ids), name=name)


def run(session: PersonSession, wish: Wish, *commands: Command) -> list[Told]:
    """Give commands one after another, each when the one before is answered, and stop."""
    process, told, waiting = ReconcileProcess(session, wish), [], list(commands)

    def hear(said: Told) -> None:
        told.append(said)
        if said.progress is None:
            process.send(waiting.pop(0)) if waiting else process.stop()

    process.run(hear)
    return [one for one in told if one.progress is None]


def test_the_lent_session_only_compares(head: tuple[PersonSession, Transport]) -> None:
    session, transport = head
    key = SessionKey(SystemClock())
    key.ahead = session.ahead
    lent = answer_to(session, Ask(RECONCILE_SESSION, ExportSessionRequest(jkt=key.thumbprint)))

    def refused(ask: Ask[object, object]) -> str:
        try:
            transport.call(ask, session_key=key, access_token=lent.access_token)
        except KnownError as error:
            return error.code
        return ""

    standing = Ask(STANDING, StandingAsked(operator_tx_ids=["a"]))
    assert refused(standing.ready()) == ""  # type: ignore[arg-type]  # whatever it answers
    for endpoint in (SESSIONS, REJECTIONS):
        assert refused(Ask(endpoint)) == "RIGHT_MISSING"  # type: ignore[arg-type]  # whatever it answers
    for further in (EXPORT_SESSION, RECONCILE_SESSION):
        ask = Ask(further, ExportSessionRequest(jkt=key.thumbprint))
        assert refused(ask) == "RIGHT_MISSING"  # type: ignore[arg-type]  # whatever it answers


def test_a_day_is_compared_and_what_is_missing_written(head: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    path, out, paper = day(tmp_path, "a", "b"), tmp_path / "m.ndjson", tmp_path / "p.pdf"
    told = run(
        head[0], Wish([path]),
        Command(day=str(DAY), compare=[0]), Command(day=str(DAY), missing=str(out), late_reason="Звірка"),
        Command(day=str(DAY), protocol=str(paper), heading=HEADING),
    )  # fmt: skip
    looked, report, missing, protocol = told
    assert looked.looked is not None
    assert (looked.looked[0].day, looked.looked[0].columns, looked.looked[0].problem) == (str(DAY), None, None)
    assert report.report is not None
    assert report.report.totals[Kind.MISSING].count == 2
    assert missing.written is not None
    assert missing.written.lines == 2
    lines = [json.loads(one) for one in out.read_bytes().splitlines()]
    assert [(one["operatorTxId"], one["lateReason"]) for one in lines] == [("a", "Звірка"), ("b", "Звірка")]
    assert protocol.written is not None
    assert protocol.written.lines is None
    assert paper.read_bytes().startswith(b"%PDF")


def test_columns_are_found_named_and_remembered(head: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    session = head[0]
    path = tmp_path / "day.csv"
    path.write_text(f"ID транзакції;Вид;Час;Сума грн\nx;BET;{DAY}T12:00:00+02:00;1,00\n", encoding="utf-8")
    (looked,) = run(session, Wish([path]))
    assert looked.looked is not None
    assert looked.looked[0].problem is not None
    assert looked.looked[0].problem.code == "DAYFILE_HEADER"
    assert looked.looked[0].columns is not None
    assert set(looked.looked[0].columns) == {"ID транзакції", "Вид", "Час", "Сума грн"}
    named = {"Вид": "type"}
    told = run(session, Wish([path], columns=named), Command(day=str(DAY), compare=[0]))
    assert told[1].report is not None
    assert remembered_columns(config_folder(), f"{session.person.edrpou}/")["Вид"] == "type"
    assert run(session, Wish([path]))[0].looked[0].problem is None  # type: ignore[index]  # it has looked


def test_what_comes_to_nothing_is_told_and_the_next_is_done(
    head: tuple[PersonSession, Transport], tmp_path: Path
) -> None:
    path = day(tmp_path, "a")
    told = run(
        head[0], Wish([path]),
        Command(day="2020-01-01", compare=[0]), Command(day=str(DAY), compare=[0]),
        Command(day=str(DAY), missing=str(tmp_path / "gone" / "m")),
        Command(day=str(DAY), protocol=str(tmp_path / "gone" / "p"), heading=HEADING),
    )  # fmt: skip
    assert [one.problem.code if one.problem else "" for one in told] == [
        "", "RECONCILE_OTHER_DAY", "", "FOLDER_UNWRITABLE", "FOLDER_UNWRITABLE",
    ]  # fmt: skip
    assert told[2].report is not None


def test_a_file_that_has_changed_since_is_not_written_from(
    head: tuple[PersonSession, Transport], tmp_path: Path
) -> None:
    path, out = day(tmp_path, "a"), tmp_path / "m"
    process, told = ReconcileProcess(head[0], Wish([path])), []

    def hear(said: Told) -> None:
        told.append(said)
        if said.looked is not None:
            process.send(Command(day=str(DAY), compare=[0]))
        elif said.report is not None:
            day(tmp_path, "a", "b")
            process.send(Command(day=str(DAY), missing=str(out)))
        elif said.progress is None:
            process.stop()

    process.run(hear)
    assert told[-1].problem is not None
    assert told[-1].problem.code == "RECONCILE_FILE_CHANGED"
    assert not out.exists()


def test_a_folder_is_its_day_files_and_one_without_any_is_said(
    head: tuple[PersonSession, Transport], tmp_path: Path
) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    with pytest.raises(KnownError, match="RECONCILE_NO_FILES"):
        ReconcileProcess(head[0], Wish([folder])).run(lambda _: None)
    day(folder, "a")
    day(folder, "b", name="b.csv")
    day(folder, "c", name="c.pdf")
    (told,) = run(head[0], Wish([folder]))
    assert [Path(one.path).name for one in told.looked or []] == ["b.csv", "day.ndjson"]


@pytest.mark.parametrize("when", ["early", "late"])
def test_stopped(head: tuple[PersonSession, Transport], tmp_path: Path, when: str) -> None:
    process = ReconcileProcess(head[0], Wish([day(tmp_path, "a")]))
    if when == "early":
        process.stop()
    process.run(lambda _: process.stop())
    assert process.pid is None
    process.send(Command(day=str(DAY)))


def test_a_child_that_is_killed_is_told(head: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    process = ReconcileProcess(head[0], Wish([day(tmp_path, "a")]))

    def kill(_: Told) -> None:
        assert process._process is not None
        process._process.kill()

    with pytest.raises(KnownError, match="RECONCILE_ENDED"):
        process.run(kill)


def test_nobody_listens(head: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    """Its standard input closed, a child ends, though it has nothing to read."""
    process = ReconcileProcess(head[0], Wish([day(tmp_path, "a")]))
    looked = threading.Event()

    def close(_: Told) -> None:
        assert process._process is not None
        assert process._process.stdin is not None
        process._process.stdin.close()
        looked.set()

    heard: Callable[[Told], None] = close
    with pytest.raises(KnownError, match="RECONCILE_ENDED"):
        process.run(heard)
    assert looked.is_set()
