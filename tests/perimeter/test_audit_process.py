"""The audit's own process against a live contour: what its session may, what it tells, how it pauses and ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT
from cabinet.contract.login import AUDIT_SESSION, SESSIONS, ExportSessionRequest
from cabinet.contract.rejections import REJECTIONS
from cabinet.contract.rights import Role
from cabinet.perimeter.audit_child import SeenCheckpoint, Told
from cabinet.perimeter.audit_process import AuditProcess, AuditWish
from cabinet.perimeter.caller import answer_to
from cabinet.perimeter.log import LogClient
from cabinet.perimeter.login import PersonSession
from cabinet.profile.profiles import read_profile
from cabinet.wire.ask import Ask
from cabinet.wire.dpop import SessionKey
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login


@pytest.fixture
def head(company: Company, tmp_path: Path) -> Iterator[tuple[PersonSession, Transport]]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    yield direct_login(company, transport, person(Role.HEAD), tmp_path), transport
    transport.close()


def run(session: PersonSession, wish: AuditWish, *, pause: bool = False) -> list[Told]:
    process, told = AuditProcess(session, wish), []

    def hear(said: Told) -> None:
        told.append(said)
        if pause:
            process.pause()

    process.run(hear)
    assert process.pid is None
    return told


def test_the_lent_session_only_reads_the_log(head: tuple[PersonSession, Transport]) -> None:
    session, transport = head
    key = SessionKey(SystemClock())
    key.ahead = session.ahead
    lent = answer_to(session, Ask(AUDIT_SESSION, ExportSessionRequest(jkt=key.thumbprint)))

    def refused(ask: Ask[object, object]) -> str:
        try:
            transport.call(ask, session_key=key, access_token=lent.access_token)
        except KnownError as error:
            return error.code
        return ""

    assert refused(Ask(CHECKPOINT)) == ""  # type: ignore[arg-type]  # whatever it answers
    for endpoint in (SESSIONS, REJECTIONS):
        assert refused(Ask(endpoint)) == "RIGHT_MISSING"  # type: ignore[arg-type]  # whatever it answers


def test_a_log_is_audited_against_what_was_seen(head: tuple[PersonSession, Transport]) -> None:
    session = head[0]
    found = LogClient(session, session.profile).checkpoint().checkpoint
    told = run(session, AuditWish(seen=[SeenCheckpoint(found.size, found.root)], first_seen=SystemClock().now()))
    assert told[0].progress is not None
    report = told[-1].report
    assert report is not None
    assert report.whole
    assert report.first_seen
    assert {kind: check.state.value for kind, check in report.checks.items() if kind != "receipts"} == dict.fromkeys(
        ("entries", "checkpoints", "contents", "figures"), "passed"
    )
    lie = run(session, AuditWish(seen=[SeenCheckpoint(found.size + 10**6, found.root)]))[-1].report
    assert lie is not None
    assert [fault.code for fault in lie.faults] == ["CHECKPOINT_ROLLED_BACK"]


def test_it_pauses_and_goes_on(head: tuple[PersonSession, Transport]) -> None:
    session = head[0]
    told = run(session, AuditWish(), pause=True)
    last = told[-1]
    if last.report is None:
        assert last.paused
        assert last.state
        last = run(session, AuditWish(state=last.state))[-1]
    assert last.report is not None
    assert last.report.whole


def test_what_cannot_be_read_is_a_problem(head: tuple[PersonSession, Transport], tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="FILE_UNREADABLE"):
        run(head[0], AuditWish(receipts=tmp_path / "none"))


def test_one_that_is_stopped_or_gone(head: tuple[PersonSession, Transport], monkeypatch: pytest.MonkeyPatch) -> None:
    process, told = AuditProcess(head[0], AuditWish()), []
    process.pause()
    process.stop()
    process.run(told.append)
    assert told == []
    import cabinet.perimeter.lent_process as module

    monkeypatch.setattr(module, "start_child", lambda _: module.subprocess.Popen(
        ["true"], stdin=module.subprocess.PIPE, stdout=module.subprocess.PIPE
    ))  # fmt: skip
    with pytest.raises(KnownError, match="AUDIT_ENDED"):
        AuditProcess(head[0], AuditWish()).run(told.append)


def test_what_no_child_of_ours_would_say_ends_it(
    head: tuple[PersonSession, Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    import cabinet.perimeter.lent_process as module

    says = 'echo nonsense; echo \'{"problem": {"code": "FILE_EMPTY", "facts": {}}}\''
    monkeypatch.setattr(module, "start_child", lambda _: module.subprocess.Popen(
        ["sh", "-c", says], stdin=module.subprocess.PIPE, stdout=module.subprocess.PIPE
    ))  # fmt: skip
    with pytest.raises(KnownError, match="AUDIT_ENDED"):
        AuditProcess(head[0], AuditWish()).run(lambda _: None)
