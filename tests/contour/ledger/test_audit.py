"""A ledger looked through: whatever is edited, cut out, swapped, emptied or put back is found, and nothing else."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cabinet.cli.contour import run
from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter, open_ledger
from cabinet.contour.ledger.derived import CONSEQUENCES
from cabinet.contour.ledger.frames import FRAME
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from tests.eventful import eventful, faults
from tests.perimeter_in_process import NOW, PerimeterInProcess

DERIVED = (*CONSEQUENCES, "referrers")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return eventful(tmp_path_factory.mktemp("whole"), 4)


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    return Path(shutil.copytree(whole, tmp_path / "contour"))


@contextmanager
def edited(data: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(data / "ledger.sqlite")) as file:
        yield file
        file.commit()


def test_a_whole_ledger_has_no_fault(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert faults(data) == []
    assert run(["verify", "--data", str(data)]) == 0
    assert "no faults" in capfd.readouterr().out


@pytest.mark.parametrize("together", [1, 7, 100_000])
def test_what_is_derived_is_the_same_however_it_is_cut(
    data: Path, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cabinet.contour.ledger.derived._TOGETHER", together)
    assert faults(data) == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("UPDATE rollups SET accepted = accepted + 1 WHERE step = 'day' AND slice = 'none'", "rollups"),
        ("DELETE FROM rollups WHERE step = 'hour' AND slice = 'brand'", "rollups"),
        ("UPDATE rejections SET state = 'corrected' WHERE seq = (SELECT MAX(seq) FROM rejections)", "rejections"),
        ("UPDATE rejections SET amount_kop = 1 WHERE seq = (SELECT MIN(seq) FROM rejections)", "rejections"),
        ("DELETE FROM rejections WHERE seq = (SELECT MIN(seq) FROM rejections)", "rejections"),
        ("UPDATE rejection_groups SET open_kop = open_kop + 1", "rejection_groups"),
        ("UPDATE rejection_days SET n = n + 1", "rejection_days"),
        ("UPDATE rejection_blocks SET total = total - 1", "rejection_blocks"),
        ("UPDATE rejections SET root_grp = NULL WHERE root_grp IS NOT NULL", "rejections"),
        ("UPDATE rejections SET root_accepted = 1 - root_accepted WHERE root_tx IS NOT NULL", "rejections"),
        ("UPDATE rejection_roots SET ready = ready + 1", "rejection_roots"),
        ("DELETE FROM rejection_roots WHERE root_grp <> ''", "rejection_roots"),
        ("DELETE FROM referrers", "referrers"),
        ("INSERT INTO referrers SELECT MAX(bet), MAX(seq) + 1 FROM referrers", "referrers"),
        ("UPDATE tiles SET hashes = zeroblob(8192)", "opening"),
        ("UPDATE blocks SET source = 'core-2' WHERE first = (SELECT MIN(first) FROM blocks)", "tiles"),
        ("UPDATE blocks SET received_at = received_at + 1000 WHERE first = (SELECT MIN(first) FROM blocks)", "tiles"),
        ("UPDATE blocks SET log = 7 WHERE first = (SELECT MIN(first) FROM blocks)", "blocks"),
        ("DELETE FROM blocks WHERE first = (SELECT MIN(first) FROM blocks)", "log"),
        ("UPDATE blocks SET by_name = 'x' WHERE first = (SELECT MIN(first) FROM blocks)", "tiles"),
        ("DELETE FROM frames WHERE place = (SELECT MIN(place) FROM frames)", "log"),
        ("UPDATE frames SET notes = NULL WHERE place = (SELECT MIN(place) FROM frames)", "log"),
        ("UPDATE frames SET lines = substr(lines, 1, 40) WHERE place = (SELECT MIN(place) FROM frames)", "log"),
        ("UPDATE frames SET lines = zeroblob(900) WHERE place = (SELECT MIN(place) FROM frames)", "log"),
    ],
)  # fmt: skip
def test_what_was_edited_is_found(data: Path, change: str, part: str) -> None:
    with edited(data) as file:
        file.execute(change)
        assert file.execute("SELECT changes()").fetchone()[0] > 0
    assert part in {fault.part for fault in faults(data)}


def test_a_swapped_line_is_found(data: Path) -> None:
    """Two lines of equal standing change places: every figure stays as it is."""
    from backports import zstd

    with edited(data) as file:
        place, lines = file.execute("SELECT place, lines FROM frames ORDER BY place LIMIT 1").fetchone()
        several = zstd.decompress(lines).split(b"\n")
        several[3], several[4] = several[4], several[3]
        file.execute("UPDATE frames SET lines = ? WHERE place = ?", (zstd.compress(b"\n".join(several)), place))
    assert "tiles" in {fault.part for fault in faults(data)}


@pytest.mark.parametrize("kept", [True, False])
def test_a_ledger_put_back_beside_its_keys(data: Path, tmp_path: Path, *, kept: bool) -> None:
    """An older copy is whole in itself; only what was kept elsewhere knows better."""
    older = Path(shutil.copytree(data, tmp_path / "older"))
    inside = Perimeter(DataFolder(data), "127.0.0.1", 1, Environment.TEST, 2)
    with inside.ledger.append(SAMPLE_EDRPOU, NOW) as append:
        append.mandate({"act": "x"})
    inside.close()
    shutil.copy(older / "ledger.sqlite", data / "ledger.sqlite")
    for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (data / name).unlink(missing_ok=True)
    if not kept:
        (data / "checkpoints.json").unlink()
    assert [fault.part for fault in faults(data)] == (["rolled back"] if kept else [])
    if kept:
        folder = DataFolder(data)
        with pytest.raises(KnownError, match="FOLDER_DAMAGED"):
            Perimeter(folder, "127.0.0.1", 1, Environment.TEST, 2)
        folder.close()


def test_an_emptied_ledger_beside_its_keys(data: Path) -> None:
    with edited(data) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            file.execute(f"DELETE FROM {name}")
    assert [fault.part for fault in faults(data)] == ["rolled back"]


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_what_is_derived_can_be_built_again(tmp_path: Path, seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    data = eventful(tmp_path, seed, 200)
    before = derived(data)
    with edited(data) as file:
        for table in (*DERIVED, "taken", "taken_twins"):
            file.execute(f"DELETE FROM {table}")
        file.execute("UPDATE logs SET indexed = 0")
    assert run(["rebuild", "--data", str(data)]) == 0
    assert "Derived anew" in capfd.readouterr().out
    assert derived(data) == before
    assert faults(data) == []


def derived(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(data / "ledger.sqlite")) as file:
        rows = {table: sorted(file.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in DERIVED}
    rows["rollups"] = [row for row in rows["rollups"] if any(row[5:])]
    return rows


def test_a_page_of_zeros_is_a_sentence(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Whichever page of the file it is: found, or of a table that the log answers for nothing of; never a traceback."""
    whole = (data / "ledger.sqlite").read_bytes()
    found = 0
    for start in range(0, len(whole), 4096):
        zeroed = Path(shutil.copytree(data, tmp_path / f"page-{start}"))
        (zeroed / "ledger.sqlite").write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        status = run(["verify", "--data", str(zeroed)])
        said = capfd.readouterr()
        assert "Traceback" not in said.err
        assert status == 0 or "FOLDER_DAMAGED" in said.err or SAMPLE_EDRPOU in said.out
        found += status != 0
    assert found > len(whole) // 4096 // 3


@pytest.mark.parametrize("share", [0, 0.3, 0.9])
def test_a_cut_file_is_a_sentence(data: Path, capfd: pytest.CaptureFixture[str], share: float) -> None:
    file = data / "ledger.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert run(["verify", "--data", str(data)]) == 1
    said = capfd.readouterr()
    assert "FOLDER_DAMAGED" in said.err or "rolled back" in said.out
    assert "Traceback" not in said.err


def test_a_payload_is_erased_and_every_proof_stays(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with edited(data) as file:
        (attempt_id,) = file.execute("SELECT attempt_id FROM rejections WHERE amount_kop > 0 LIMIT 1").fetchone()
        (seq,) = file.execute("SELECT seq FROM rejections WHERE attempt_id = ?", (attempt_id,)).fetchone()
        where = "WHERE place & 1099511627775 = ?"
        (frame,) = file.execute(f"SELECT lines FROM frames {where}", (seq // FRAME,)).fetchone()
    assert payload(data, attempt_id)
    assert run(["erase", "--data", str(data), "--attempt", attempt_id]) == 0
    assert attempt_id in capfd.readouterr().out
    assert payload(data, attempt_id) == b""
    assert faults(data) == []
    assert run(["erase", "--data", str(data), "--attempt", "nobody"]) == 1
    for path in data.glob("ledger.sqlite*"):
        assert frame[-48:] not in path.read_bytes(), "the frame as it was"


def test_what_was_erased_cannot_be_read_from_the_disk(tmp_path: Path) -> None:
    """A line too long for its frame leaves pages behind when it goes: they are overwritten."""
    inside = PerimeterInProcess(tmp_path / "p")
    text = random.Random(1).randbytes(20_000).hex().encode()  # noqa: S311  a test's own
    (item,) = inside.judge(text)
    inside.close()
    data = tmp_path / "p" / "contour"
    parts = [text[start : start + 64] for start in range(0, len(text), 2_000)]
    assert all(part in (data / "ledger.sqlite").read_bytes() for part in parts)
    assert run(["erase", "--data", str(data), "--attempt", item.attempt_id]) == 0
    left = b"".join(path.read_bytes() for path in data.glob("ledger.sqlite*"))
    assert not [part for part in parts if part in left]
    assert faults(data) == []


def payload(data: Path, attempt_id: str) -> bytes:
    folder = DataFolder(data)
    store = SqliteStore(folder.ledger())
    try:
        with store.read() as rows:
            attempt = open_ledger(folder, store, None).reader(rows, SAMPLE_EDRPOU).by_attempt_id(attempt_id)
        assert attempt is not None
        return attempt.line
    finally:
        store.close()
        folder.close()


def test_a_running_contour_is_left_alone(data: Path) -> None:
    inside = Perimeter(DataFolder(data), "127.0.0.1", 1, Environment.TEST, 2)
    try:
        for act in (["verify"], ["rebuild"], ["erase", "--attempt", "x"]):
            assert run([*act, "--data", str(data)]) == 1
    finally:
        inside.close()
