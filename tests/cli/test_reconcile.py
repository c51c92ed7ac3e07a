"""``cabinet reconcile`` as people and timers run it, against a live contour."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cabinet.__main__ import main
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.moment import KYIV
from cabinet.profile.columns import remembered_columns
from cabinet.profile.folders import config_folder
from tests.cli.test_send_command import key, now, write
from tests.company import Company
from tests.perimeter_in_process import line

__all__ = ["key"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def reconciled(key: Path, *words: str) -> int:
    return main(["reconcile", "--credential", str(key), "--quiet", *words])


def sent(key: Path, tmp_path: Path, mark: str, **changes: object) -> list[dict[str, object]]:
    lines = [line(f"{mark}-{n}", occurredAt=now(), lateReason="x", **changes) for n in range(3)]
    main(["send", write(tmp_path, *lines, name="sent.ndjson"), "--credential", str(key), "--quiet", "--go-on"])
    return lines


def test_differences_are_told_and_the_missing_can_be_sent(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert company
    lines = sent(key, tmp_path, "rec")
    more = [line("rec-m", occurredAt=now(), amountKop=77), {**lines[1], "gameId": "roulette-us"}]
    path = write(tmp_path, lines[0], more[1], more[0])
    out = tmp_path / "missing.ndjson"
    capsys.readouterr()
    assert reconciled(key, path, "--json", "--missing-to", str(out), "--late-reason", "Звірка") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["equal"] is False
    by_kind: dict[str, list[str]] = {}
    for one in told["differences"]:
        by_kind.setdefault(one["kind"], []).append(one["operatorTxId"])
    assert by_kind["missing"] == ["rec-m"]
    assert by_kind["different"] == ["rec-1"]
    assert "rec-2" in by_kind["extra"], "what other tests have sent today is extra, too"
    assert "Звірка" in out.read_text(encoding="utf-8")
    assert main(["send", str(out), "--credential", str(key), "--quiet"]) == 0
    capsys.readouterr()
    assert reconciled(key, path) == 1
    text = capsys.readouterr().out
    assert "gameId: roulette-us → roulette-eu" in text
    assert "rec-m" not in text
    assert f"{path.rsplit('/', maxsplit=1)[-1]}, line 2" in text


def test_an_equal_day_of_a_table_with_names_of_its_own(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert company
    at = datetime.fromisoformat(now()) - timedelta(days=40)
    day = at.astimezone(KYIV).date()
    one = line("rec-t", occurredAt=at.isoformat(), lateReason="x", amountKop=1050)
    assert main(["send", write(tmp_path, one), "--credential", str(key), "--quiet"]) == 0
    table = tmp_path / "day.csv"
    table.write_text(f"ID;Kind;Time;Sum\nrec-t;BET;{at.isoformat()};10,50\n", encoding="utf-8")
    capsys.readouterr()
    assert reconciled(key, str(table)) == 2, "no column is called as a type is"
    assert "[DAYFILE_HEADER]" in capsys.readouterr().err
    assert reconciled(key, str(table), "--column", "Kind=type") == 0
    text = capsys.readouterr().out
    assert f"{day.isoformat()}: equal" in text
    assert "Sum → amountUah" in text
    assert reconciled(key, str(tmp_path / "day.csv"), "--day", day.strftime("%d.%m.%Y")) == 0, "it is remembered"
    assert remembered_columns(config_folder(), f"{SAMPLE_EDRPOU}/core-1")["Kind"] == "type"
    folder = tmp_path / "days"
    folder.mkdir()
    table.rename(folder / "day.csv")
    assert reconciled(key, str(folder), "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["day"] == day.isoformat()


def test_bad_input_is_one_sentence(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert company
    other = line("rec-x", occurredAt=now(), licenceNo="OK-1999-001")
    (tmp_path / "empty").mkdir()
    cases = {
        write(tmp_path, other, name="1"): "RECONCILE_OTHER_OPERATOR",
        write(tmp_path, line("a", occurredAt=None), name="2"): "RECONCILE_NO_DAY",
        write(tmp_path, b"\0\1\2", name="3.csv"): "DAYFILE_KIND",
        write(tmp_path, b"", name="4"): "FILE_EMPTY",
        str(tmp_path / "gone"): "FILE_UNREADABLE",
        str(tmp_path / "empty"): "RECONCILE_NO_FILES",
    }
    capsys.readouterr()
    for path, code in cases.items():
        assert reconciled(key, path) == 2
        told = capsys.readouterr().err
        assert f"[{code}]" in told
        assert told.count("\n") == 1
    assert reconciled(key, write(tmp_path, line("a", occurredAt=now())), "--day", "2026-01-01") == 2
    assert "[RECONCILE_OTHER_DAY]" in capsys.readouterr().err
    assert reconciled(key, write(tmp_path, line("a")), "--column", "x=nothing") == 2
    assert "[RECONCILE_COLUMN]" in capsys.readouterr().err
    assert reconciled(tmp_path / "no key", write(tmp_path, line("a"))) == 2
    for words in (["--day", "31.02.2026"], []):
        with pytest.raises(SystemExit) as usage:
            main(["reconcile", *words])
        assert usage.value.code == 2
