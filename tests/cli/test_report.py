"""``cabinet report`` as people and timers run it, against a live contour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cabinet.__main__ import main
from cabinet.contract.moment import kyiv_day
from cabinet.contract.rights import Role, Scope
from cabinet.desks.credentials import Wish, issue_credential
from cabinet.perimeter.login import PersonSession
from cabinet.profile.profiles import read_profile
from cabinet.report.period import last_month
from cabinet.wire.transport import Transport
from tests.cli.test_send_command import now, write
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.export.pdf_text import read_pdf
from tests.perimeter_in_process import line


@pytest.fixture(autouse=True)
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def session(company: Company, tmp_path: Path) -> Iterator[PersonSession]:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    yield direct_login(company, transport, person(Role.IT), tmp_path)
    transport.close()


def key_with(session: PersonSession, folder: Path, *scopes: Scope) -> Path:
    issue_credential(session, Wish("Ядро", "core-1", 30, folder, scopes=scopes or Wish.scopes))
    return folder


def report(key: Path, *words: str) -> int:
    return main(["report", "--credential", str(key), *words])


def test_a_day_is_written_once_and_told(
    session: PersonSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_with(session, tmp_path / "key")
    lines = [line("rep-1", occurredAt=now(), lateReason="x"), line("rep-2", occurredAt=now(), currency="EUR")]
    main(["send", write(tmp_path, *lines), "--credential", str(key), "--quiet", "--go-on"])
    capsys.readouterr()
    day = kyiv_day(datetime.now(UTC)).isoformat()
    out = tmp_path / "reports" / f"{day}.pdf"
    words = ("--day", day, "--out", str(out.parent / "{day}.pdf"))
    assert report(key, *words, "--json", "--language", "uk") == 0
    told = capsys.readouterr()
    data = json.loads(told.out)
    figures = {one["key"]: one["now"] for one in data["figures"]}
    assert (figures["submitted"], figures["accepted"], figures["rejected"], figures["bets"]) == (2, 1, 1, 500)
    assert data["openTotal"]["count"] == 1
    assert data["mark"]["size"] >= 2
    assert "День ще не скінчився" in told.err
    assert "REPORT_PEOPLE_ONLY" in told.err
    assert str(out) in told.err
    page = read_pdf(out.read_bytes())
    assert (page.pages, page.language) == (1, "uk")
    assert "ЄДРПОУ 90417318" in page.lines
    assert "ТЕСТОВІ ДАНІ" in page.lines
    before = out.stat().st_mtime_ns
    assert report(key, *words, "--language", "uk") == 0
    assert out.stat().st_mtime_ns == before
    assert "не змінився" in capsys.readouterr().out
    assert report(key, *words, "--quiet") == 0, "another language is another content"
    assert capsys.readouterr() == ("", "")
    assert read_pdf(out.read_bytes()).language == "en"
    assert list(out.parent.iterdir()) == [out]


def test_periods_that_are_over_for_timers(
    session: PersonSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_with(session, tmp_path / "key")
    moment = datetime.now(UTC)
    assert report(key, "--last-month", "--out", str(tmp_path / "{month}.pdf")) == 0
    assert (tmp_path / f"{last_month(moment).name}.pdf").exists()
    day = (kyiv_day(moment) - timedelta(days=1)).isoformat()
    assert report(key, "--yesterday", "--out", str(tmp_path / "{day}.pdf")) == 0
    assert (tmp_path / f"{day}.pdf").exists()
    capsys.readouterr()
    assert report(key, "--month", last_month(moment).name, "--json") == 0
    assert json.loads(capsys.readouterr().out)["finding"]["rule"] == "nothing"


def test_a_scope_that_is_missing_is_said_by_code(
    session: PersonSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.pdf"
    key = key_with(session, tmp_path / "one", Scope.STATS_READ)
    assert report(key, "--yesterday", "--out", str(out), "--language", "en") == 1
    told = capsys.readouterr().err
    assert told.count("[SCOPE_MISSING]") == 2
    assert "rejections:read" in told
    assert "proofs:read" in told
    assert read_pdf(out.read_bytes()).lines.count("The report does not see this.") == 4
    blind = key_with(session, tmp_path / "none", Scope.INGEST_WRITE)
    out.unlink()
    assert report(blind, "--yesterday", "--out", str(out)) == 2
    assert "[SCOPE_MISSING]" in capsys.readouterr().err
    assert not out.exists()


def test_bad_input_is_one_sentence(session: PersonSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = key_with(session, tmp_path / "key")
    later = f"{datetime.now(UTC).year + 1}-01"
    (tmp_path / "file").write_bytes(b"")
    capsys.readouterr()
    for words, code in (
        (("--month", later, "--out", str(tmp_path / "a.pdf")), "REPORT_FUTURE"),
        (("--day", f"{later}-01", "--out", str(tmp_path / "a.pdf")), "REPORT_FUTURE"),
        (("--month", "1999-01", "--out", str(tmp_path / "a.pdf")), "PERIOD_INVALID"),
        (("--last-month", "--out", str(tmp_path / "{day}.pdf")), "REPORT_PLACE"),
        (("--yesterday", "--out", str(tmp_path / "{week}.pdf")), "REPORT_PLACE"),
        (("--yesterday", "--out", str(tmp_path / "file" / "a.pdf")), "FOLDER_UNWRITABLE"),
    ):
        assert report(key, *words, "--quiet") == 2
        told = capsys.readouterr().err
        assert f"[{code}]" in told
        assert told.count("\n") == 1
    assert report(tmp_path / "no key", "--yesterday", "--json") == 2
    assert capsys.readouterr().out == ""
    assert not list(tmp_path.glob("*.pdf"))
    for words in (
        ["--month", "2026-13", "--json"], ["--day", "31.02.2026", "--json"], ["--yesterday"], ["--json"],
        ["--yesterday", "--last-month", "--json"],
    ):  # fmt: skip
        with pytest.raises(SystemExit) as usage:
            report(key, *words)
        assert usage.value.code == 2
