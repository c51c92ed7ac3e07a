"""``cabinet export rejections`` as people and timers run it, against a live contour."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cabinet.__main__ import main
from cabinet.contract.rejection_export import COLUMNS
from cabinet.export.part import part_paths
from tests.cli.test_send_command import key, write
from tests.company import Company
from tests.perimeter_in_process import line

__all__ = ["key"]


def exported(key: Path, out: Path, *words: str) -> int:
    return main(["export", "rejections", "--credential", str(key), "--out", str(out), "--quiet", *words])


def send(key: Path, tmp_path: Path, *names: str) -> None:
    lines = [line(name, currency="EUR") for name in names]
    assert main(["send", write(tmp_path, *lines), "--credential", str(key), "--quiet", "--go-on"]) == 3


def test_every_rejection_is_in_the_file(
    company: Company, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert company
    names = [f"exp-{n}" for n in range(3)]
    send(key, tmp_path, *names)
    capsys.readouterr()
    out = tmp_path / "a.csv"
    assert exported(key, out, "--filter", "код:AM-403 " + ",".join(names)) == 0
    assert capsys.readouterr().out.strip().endswith("3")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["operatorTxId"] for row in rows] == names
    for name, begins in (("a.ndjson", b'{"row":'), ("a.xlsx", b"PK"), ("a.pdf", b"%PDF"), ("b", b"\xef\xbb\xbfseq,")):
        assert exported(key, tmp_path / name, "--filter", ",".join(names), "--bom") == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert len((tmp_path / "a.ndjson").read_bytes().splitlines()) == 3
    assert json.loads((tmp_path / "a.ndjson").read_bytes().splitlines()[0])["payload"]
    assert not any(path.exists() for path in part_paths(out))


def test_bad_input_is_one_sentence(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exported(key, tmp_path / "a.csv", "--filter", "no:x") == 1
    assert "[FILTER_INVALID]" in capsys.readouterr().err
    assert exported(key, tmp_path / "gone" / "a.csv") == 1
    assert "[FOLDER_UNWRITABLE]" in capsys.readouterr().err
    assert exported(tmp_path / "no key", tmp_path / "a.csv") == 1
    assert not (tmp_path / "a.csv").exists()
    with pytest.raises(SystemExit) as usage:
        main(["export", "nothing", "--out", "a"])
    assert usage.value.code == 2
