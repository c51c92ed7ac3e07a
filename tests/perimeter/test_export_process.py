"""The export's own process against a live contour: what its session may, and that a kill loses nothing."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.contract.clock import SystemClock
from cabinet.contract.credentials import CREDENTIALS
from cabinet.contract.errors import KnownError
from cabinet.contract.login import EXPORT_SESSION, SESSIONS, ExportSessionRequest
from cabinet.contract.rejections import REJECTIONS
from cabinet.contract.rights import Role
from cabinet.export.job import ExportForm, ExportJob, Heading
from cabinet.export.part import part_paths
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.export_process import ExportProcess
from cabinet.perimeter.login import PersonSession
from cabinet.profile.profiles import read_profile
from cabinet.wire.ask import Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login

HEADING = Heading(perimeter="Контур", test=True, operator="ТОВ", at="зараз")


@pytest.fixture
def officer(company: Company, tmp_path: Path) -> Iterator[tuple[PersonSession, Transport]]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    yield direct_login(company, transport, person(Role.HEAD), tmp_path), transport
    transport.close()


def job(out: Path) -> ExportJob:
    return ExportJob(form=ExportForm.CSV, out=str(out), heading=HEADING)


def test_the_lent_session_only_reads_rejections(officer: tuple[PersonSession, Transport]) -> None:
    session, transport = officer
    key = SessionKey(SystemClock())
    key.ahead = session.ahead
    lent = answer_to(session, Ask(EXPORT_SESSION, ExportSessionRequest(jkt=key.thumbprint)))

    def refused(ask: Ask[object, object]) -> str:
        try:
            transport.call(ask, session_key=key, access_token=lent.access_token)
        except KnownError as error:
            return error.code
        return ""

    assert refused(Ask(REJECTIONS)) == ""  # type: ignore[arg-type]  # whatever it answers
    for endpoint in (SESSIONS, CREDENTIALS):
        assert refused(Ask(endpoint)) == "RIGHT_MISSING"  # type: ignore[arg-type]  # whatever it answers
    further = Ask(EXPORT_SESSION, ExportSessionRequest(jkt=key.thumbprint))
    assert refused(further) == "RIGHT_MISSING"  # type: ignore[arg-type]  # whatever it answers
    session.end()
    assert refused(Ask(REJECTIONS)) == "SESSION_ENDED"  # type: ignore[arg-type]  # whatever it answers


def test_a_file_by_a_process_of_its_own(officer: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    session, _ = officer
    out = tmp_path / "a.csv"
    seen = []
    rows = ExportProcess(session, job(out)).run(seen.append)
    with out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == rows
    assert not any(path.exists() for path in part_paths(out))


def test_a_child_that_is_killed_is_told_and_gone_on_from(
    officer: tuple[PersonSession, Transport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = officer
    out = tmp_path / "a.csv"
    process = ExportProcess(session, job(out))
    lend = ExportProcess._order

    def killed(self: ExportProcess, jkt: str) -> bytes:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        return lend(self, jkt)

    with monkeypatch.context() as patch, pytest.raises(KnownError, match="EXPORT_ENDED"):
        patch.setattr(ExportProcess, "_order", killed)
        process.run(lambda _: None)
    assert process.pid is None
    assert ExportProcess(session, job(out)).run(lambda _: None) is not None


def test_stopped_before_it_began_and_under_way(officer: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    session, _ = officer
    early = ExportProcess(session, job(tmp_path / "a.csv"))
    early.stop()
    assert early.run(lambda _: None) is None
    later = ExportProcess(session, job(tmp_path / "b.csv"))
    answers: list[int | None] = []
    begun = threading.Thread(target=lambda: answers.append(later.run(lambda _: None)))
    begun.start()
    while later.pid is None:
        threading.Event().wait(0.001)
    later.stop()
    begun.join()
    assert answers == [None]
    assert not (tmp_path / "b.csv").exists()


def test_what_stops_it_is_told(officer: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    session, _ = officer
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        ExportProcess(session, job(tmp_path / "gone" / "a.csv")).run(lambda _: None)
