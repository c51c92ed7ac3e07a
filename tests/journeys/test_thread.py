"""The main job, end to end, without a window: from a token to a corrected bet, against a live contour."""

from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cabinet.cli import send as send_command
from cabinet.contour.sample.mistakes import MISTAKES, OVER_KOP
from cabinet.contour.sample.play import Played, play
from cabinet.contract.clock import SystemClock
from cabinet.contract.login_steps import CheckState
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Role
from cabinet.contract.states import Bucket, Outcome, ReasonCode, Slice
from cabinet.desks.corrections import compose, read_payload
from cabinet.desks.credentials import CredentialsDesk, Handover, Wish
from cabinet.desks.live_check import LiveState
from cabinet.desks.login.ladder import LoginPhase
from cabinet.desks.registry import RegistryDesk
from cabinet.desks.rejections import RejectionsDesk
from cabinet.desks.states import Phase
from cabinet.desks.statistics import StatisticsDesk
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from tests.company import WAIT, Company, Desk, log_in, open_desk, staff_token
from tests.softhsm import TokenMaker


@pytest.fixture
def day(tmp_path: Path) -> tuple[Path, list[Played]]:
    """A day file of some 700 lines with a mistake of every kind: play follows the hour, longer files have more."""
    end = datetime.now(UTC) - timedelta(minutes=2)
    span = timedelta(hours=6)
    files = (list(play(seed, 500 + 100 * seed, end, span, mistakes=0.15)) for seed in range(50))
    played = next(f for f in files if {p.expected for p in f} - {None, "RF-503"} == set(MISTAKES))
    path = tmp_path / "day.ndjson"
    path.write_bytes(b"".join(p.data + b"\n" for p in played))
    return path, played


def issue(qtbot: QtBot, desk: Desk, folder: Path, source: str = "core-1") -> Path:
    keys = CredentialsDesk(desk.office)
    with qtbot.waitSignal(keys.issued, timeout=WAIT) as issued:
        keys.issue(Wish("Ядро", source, 30, folder))
    handover: Handover = issued.args[0]
    assert all(f.stat().st_mode & 0o777 == 0o600 for f in handover.files)
    return folder


def test_director_logs_in_and_sees_the_registry(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        assert desk.session.phase is LoginPhase.DONE
        assert [c.state for c in desk.session.checks] == [CheckState.PASSED] * 5
        assert desk.session.person is not None
        assert desk.session.person.role is Role.HEAD
        registry = RegistryDesk(desk.office)
        with qtbot.waitSignal(
            registry.changed, timeout=WAIT, check_params_cb=lambda: registry.state.phase is Phase.READY
        ):
            registry.refresh()
        record = registry.state.data
        assert record is not None
        assert record.head.name == desk.session.person.name
        assert [x.state.value for x in record.licences] == ["active", "active", "pending"]
        assert {s.key for s in record.steps if s.done} >= {"feeRecorded", "recordActive", "headVerified"}
        with qtbot.waitSignal(desk.session.signed_out, timeout=WAIT):
            desk.session.sign_out()
        assert not desk.office.logged_in
    finally:
        desk.close()


def test_it_issues_a_key_and_the_sender_uses_it(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path, day: tuple[Path, list[Played]]
) -> None:
    staff_token(company, token_maker, Role.IT)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        folder = issue(qtbot, desk, tmp_path / "key")
        path, _ = day
        assert send_command.run([str(path), "--credential", str(folder), "--quiet"]) == send_command.REJECTED
        keys = CredentialsDesk(desk.office)
        with qtbot.waitSignal(keys.changed, timeout=WAIT, check_params_cb=lambda: keys.state.phase is Phase.READY):
            keys.refresh()
        assert keys.state.data is not None
        (credential,) = keys.state.data.credentials
        for key in credential.keys:
            assert key.last_use is not None
            assert key.last_use.address == "127.0.0.1"
            assert key.last_use.errors == 0
        with qtbot.waitSignal(keys.revoked, timeout=WAIT):
            keys.revoke(credential.credential_id, "test")
        assert send_command.run([str(path), "--credential", str(folder), "--quiet"]) == 1
    finally:
        desk.close()


def test_known_mistakes_give_known_rejections_and_one_is_corrected(
    qtbot: QtBot,
    company: Company,
    token_maker: TokenMaker,
    tmp_path: Path,
    day: tuple[Path, list[Played]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    staff_token(company, token_maker, Role.IT)
    it = open_desk(company, tmp_path, "it")
    try:
        log_in(qtbot, it)
        folder = issue(qtbot, it, tmp_path / "key")
    finally:
        it.close()
    path, played = day
    arguments = [str(path), "--credential", str(folder), "--quiet", "--batch", "100"]
    assert send_command.run(arguments) == send_command.REJECTED
    first = verdicts(path)
    assert len(first) == len(played)
    for line, verdict in zip(played, first, strict=True):
        if line.expected is None:
            assert verdict["status"] in {"ACCEPTED", "ACCEPTED_WITH_WARNINGS"}, (line, verdict)
        else:
            assert verdict["status"] == "REJECTED"
            assert line.expected in verdict["codes"], (line, verdict)
    capsys.readouterr()
    assert send_command.run(arguments) == send_command.REJECTED
    assert f"{len(played)}" in capsys.readouterr().out
    assert verdicts(path) == first

    for soft in (tmp_path / "tokens").iterdir():
        for file in soft.iterdir():
            file.unlink()
        soft.rmdir()
    staff_token(company, token_maker, Role.COMPLIANCE)
    desk = open_desk(company, tmp_path, "compliance")
    try:
        log_in(qtbot, desk)
        assert desk.session.phase is LoginPhase.DONE
        rejections = RejectionsDesk(desk.office)
        with qtbot.waitSignal(rejections.page_arrived, timeout=WAIT):
            rejections.refresh()
        expected = [p for p in played if p.expected is not None]
        assert rejections.state.data is not None
        assert rejections.state.data.total == len(expected)
        row = next(r for r in (rejections.row(i) for i in range(len(expected))) if r and "AM-404" in r.codes)
        cards = rejections.cards
        with qtbot.waitSignal(cards.changed, timeout=WAIT, check_params_cb=lambda: cards.state.data is not None):
            cards.select(row.attempt_id)
        card = cards.state.data
        assert card is not None
        original = next(p for p in played if json.loads(p.data).get("operatorTxId") == row.operator_tx_id)
        assert base64.b64decode(card.payload) == original.data
        payload = read_payload(card)
        assert payload is not None
        values = {k: str(v) for k, v in payload.items()}
        wrong = compose(card, values, ReasonCode.WRONG_SUM, "")
        live = cards.live
        live.begin(card, None)
        live.ask(wrong)
        qtbot.waitUntil(lambda: live.state is LiveState.REFUSED, timeout=WAIT)
        assert [f.code for f in live.findings] == ["AM-404"]
        right = (payload["amountKop"] - OVER_KOP) // 2
        values["amountKop"] = str(right)
        sent = compose(card, values, ReasonCode.WRONG_SUM, "сума")
        live.ask(sent)
        qtbot.waitUntil(lambda: live.passed(sent), timeout=WAIT)
        with qtbot.waitSignal(cards.corrected, timeout=WAIT) as corrected:
            cards.correct(sent)
        assert corrected.args[0].status in {Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_WARNINGS}
        with qtbot.waitSignal(cards.changed, timeout=WAIT, check_params_cb=lambda: not cards.state.busy):
            pass
        assert cards.state.data is not None
        assert len(cards.state.data.attempts) == 2
        assert not cards.state.data.correctable
    finally:
        desk.close()
    client = MachineClient(open_credential(folder), SystemClock())
    try:
        (notice,) = list(client.corrections())
        assert notice.of_attempt_id == row.attempt_id
        assert notice.operator_tx_id == row.operator_tx_id
        assert json.loads(base64.b64decode(notice.payload))["amountKop"] == right
    finally:
        client.close()


def test_statistics_equal_a_direct_count(
    qtbot: QtBot, company: Company, token_maker: TokenMaker, tmp_path: Path, day: tuple[Path, list[Played]]
) -> None:
    staff_token(company, token_maker, Role.HEAD)
    desk = open_desk(company, tmp_path)
    try:
        log_in(qtbot, desk)
        folder = issue(qtbot, desk, tmp_path / "key")
        path, played = day
        send_command.run([str(path), "--credential", str(folder), "--quiet"])
        statistics = StatisticsDesk(desk.office)
        today = kyiv_day(datetime.now(UTC))
        for by in Slice:
            statistics.choice = type(statistics.choice)(today - timedelta(days=1), today, "", Bucket.DAY, by)
            with qtbot.waitSignal(
                statistics.changed, timeout=WAIT, check_params_cb=lambda: statistics.state.phase is Phase.READY
            ):
                statistics.refresh()
            data = statistics.state.data
            assert data is not None
            answer = data.answer
            good = [json.loads(p.data) for p in played if p.expected is None]
            sums: Counter[str] = Counter()
            for line in good:
                sums[line["type"]] += line["amountKop"]
            total = answer.total
            assert total.accepted == len(good)
            assert total.rejected + total.accepted <= len(played)
            assert (total.bet_kop, total.refund_kop, total.payout_kop) == (
                sums["BET"], sums["REFUND"], sums["PAYOUT"],
            )  # fmt: skip
            assert total.ggr_kop == sums["BET"] - sums["REFUND"] - sums["PAYOUT"]
            assert sum(r.figures.accepted for r in answer.rows) == len(good)
    finally:
        desk.close()


def verdicts(path: Path) -> list[dict[str, object]]:
    """Read the verdicts kept beside a day file, in its order."""
    folder = path.with_name(path.name + ".receipts")
    return [item for file in sorted(folder.iterdir()) for item in json.loads(file.read_text())["items"]]
