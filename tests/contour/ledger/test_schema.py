"""A ledger of every version that was ever kept opens with its data, upgraded whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.intake.judging import Judging
from cabinet.contour.ledger import schema
from cabinet.contour.ledger.field_columns import FIELD_COLUMNS, FieldColumn
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.schema import FIRST_VERSION
from cabinet.contour.ledger.sqlite_store import VERSIONS, SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Outcome
from cabinet.proof.notes import NoteSigner
from cabinet.rules.facts import LimitFacts
from tests.perimeter_in_process import NOW, line
from tests.rules.known_facts import raw


def version_of(dump: Path) -> int:
    return int(dump.stem.removeprefix("version-"))


DUMPS = sorted((Path(__file__).parents[2] / "data" / "ledger").glob("version-*.sql"), key=version_of)
"""Made by the code of their version: the sample operator, a bet, its payout and a rejected bet between."""
NEWEST = FIRST_VERSION - 1 + len(VERSIONS)
SIGNER = NoteSigner("test/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
ADDED = ("ALTER TABLE brands ADD COLUMN motto TEXT", "CREATE TABLE mottos (motto TEXT PRIMARY KEY)")
GONE = [dump for dump in DUMPS if version_of(dump) < FIRST_VERSION]
KEPT = [dump for dump in DUMPS if version_of(dump) >= FIRST_VERSION]


def restored(dump: Path, path: Path) -> Path:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(dump.read_text(encoding="utf-8"))
    return path


def made(path: Path) -> Path:
    """Return a new file of the present version with one row of a brand."""
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO brands (edrpou, brand_id, name) VALUES ('1', 'b', 'B')")
    return path


def number(path: Path, put: int | None = None) -> int:
    with closing(sqlite3.connect(path)) as file:
        if put is not None:
            file.execute(f"PRAGMA user_version = {put}")
        return int(file.execute("PRAGMA user_version").fetchone()[0])


def tables(path: Path) -> dict[str, object]:
    """Return what every table and index is, however its statement was written."""
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT type, name, tbl_name, sql LIKE '%WITHOUT ROWID' FROM sqlite_master").fetchall()
        return {
            name: (kind, table, by_key, file.execute(f"PRAGMA {kind}_xinfo({name})").fetchall())
            for kind, name, table, by_key in found
        }


def contents(path: Path, of: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row, in the columns that ``of`` has."""
    with closing(sqlite3.connect(of)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {
            name: ", ".join(f'"{column[1]}"' for column in file.execute(f"PRAGMA table_info({name})")) for name in names
        }
    with closing(sqlite3.connect(path)) as file:
        return {name: sorted(file.execute(f"SELECT {columns[name]} FROM {name}"), key=repr) for name in names}


@pytest.mark.parametrize("dump", GONE, ids=lambda path: path.stem)
def test_a_version_that_nothing_reads_is_left_as_it_is(dump: Path, tmp_path: Path) -> None:
    path = restored(dump, tmp_path / "ledger.sqlite")
    before = number(path), tables(path), contents(path, path)
    with pytest.raises(KnownError, match="FOLDER_OTHER_VERSION"):
        SqliteStore(path)
    assert (number(path), tables(path), contents(path, path)) == before


@pytest.mark.parametrize("dump", KEPT, ids=lambda path: path.stem)
def test_a_kept_version_is_upgraded_with_its_data(dump: Path, tmp_path: Path) -> None:
    old = restored(dump, tmp_path / "old.sqlite")
    path = restored(dump, tmp_path / "ledger.sqlite")
    assert number(path) == version_of(dump)
    SqliteStore(path).close()
    assert number(path) == NEWEST
    assert contents(path, old) == contents(old, old)
    SqliteStore(tmp_path / "new.sqlite").close()
    assert tables(path) == tables(tmp_path / "new.sqlite")


@pytest.mark.parametrize("dump", KEPT, ids=lambda path: path.stem)
def test_a_kept_version_goes_on(dump: Path, tmp_path: Path) -> None:
    """The log that its last checkpoint signs is the one that is read, and what was rejected can be corrected."""
    store = SqliteStore(restored(dump, tmp_path / "ledger.sqlite"))
    ledger = Ledger(store, SIGNER, "test")
    with store.read() as rows:
        bad = ledger.reader(rows, SAMPLE_EDRPOU).standing(("kept-2",))["kept-2"]
    correction = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "originalSha256": bad.commitment,
        "reasonCode": "R7",
    }  # fmt: skip
    lines = [raw(line("kept-2", correction=correction)), raw(line("kept-4", type="REFUND", relatedTxId="kept-1"))]
    with ledger.append(SAMPLE_EDRPOU, NOW) as append:
        mended, refund = Judging(append, "core-1", LimitFacts()).run(lines)
    assert mended.status is Outcome.ACCEPTED
    assert [f.code for f in refund.findings] == ["RF-506"], "the payout of the bet is known"
    assert ledger.head(SAMPLE_EDRPOU).size == 5
    store.close()


def test_every_version_with_statements_of_its_own_is_kept() -> None:
    written = FIRST_VERSION - 1 + len(schema._VERSIONS)
    assert [version_of(path) for path in (*GONE, *KEPT)] == list(range(1, written + 1))


@pytest.mark.parametrize("dump", KEPT, ids=lambda path: path.stem)
def test_what_was_kept_of_a_version_stays_as_it_is(dump: Path) -> None:
    """A change of the tables comes with a version."""
    with closing(sqlite3.connect(":memory:")) as old, closing(sqlite3.connect(":memory:")) as new:
        old.executescript(dump.read_text(encoding="utf-8"))
        for statements in VERSIONS[: version_of(dump) - FIRST_VERSION + 1]:
            for statement in statements:
                new.execute(statement)
        known = "SELECT name, replace(replace(sql, char(10), ''), ' ', '') FROM sqlite_master ORDER BY name"
        assert old.execute(known).fetchall() == new.execute(known).fetchall()


def test_only_what_is_missing_is_run(tmp_path: Path) -> None:
    path = made(tmp_path / "ledger.sqlite")
    SqliteStore(path, (*VERSIONS, ADDED)).close()
    assert number(path) == NEWEST + 1
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT brand_id, name, motto FROM brands").fetchall() == [("b", "B", None)]
    SqliteStore(path, (*VERSIONS, ADDED)).close()
    assert number(path) == NEWEST + 1


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "ledger.sqlite")
    before = tables(path)
    with pytest.raises(KnownError):
        SqliteStore(path, (*VERSIONS, ADDED, ("INSERT INTO nowhere VALUES (1)",)))
    assert (tables(path), number(path)) == (before, NEWEST)


@pytest.mark.parametrize(
    ("put", "code"),
    [
        (NEWEST + 1, "FOLDER_NEWER"),
        (1_000_000, "FOLDER_NEWER"),
        (1_000_001, "FOLDER_OTHER_VERSION"),
        (2**31 - 1, "FOLDER_OTHER_VERSION"),
        (0, "FOLDER_OTHER_VERSION"),
        (FIRST_VERSION - 1, "FOLDER_OTHER_VERSION"),
    ],
)
def test_what_cannot_be_opened_is_left_as_it_is(tmp_path: Path, put: int, code: str) -> None:
    path = made(tmp_path / "ledger.sqlite")
    number(path, put)
    before = contents(path, path)
    with pytest.raises(KnownError, match=code):
        SqliteStore(path)
    assert (number(path), contents(path, path)) == (put, before)


def test_a_column_of_a_field_comes_in_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    words = schema.Words("BLOB", "", "INTEGER PRIMARY KEY")
    before = schema.versions(words)
    columns = (FieldColumn("channel", "TEXT", NEWEST + 1), FieldColumn("stake_kop", "BIGINT", NEWEST + 2))
    monkeypatch.setattr(schema, "FIELD_COLUMNS", (*FIELD_COLUMNS, *columns))
    assert schema.versions(words) == (
        *before,
        ("ALTER TABLE rejections ADD COLUMN channel TEXT",),
        ("ALTER TABLE rejections ADD COLUMN stake_kop BIGINT",),
    )
