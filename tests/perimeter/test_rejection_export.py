"""Exports through every kind of break: nothing lost, doubled or half-written, and one clear code where it cannot be."""

from __future__ import annotations

import csv
import errno
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.rejection_export import (
    AS_OF_HEADER,
    COLUMNS,
    ROWS_HEADER,
    ExportEnd,
    csv_end,
    ndjson_end,
    read_end,
)
from cabinet.export import part as part_module
from cabinet.export.job import ExportForm, ExportJob, Heading
from cabinet.export.part import part_paths, unfinished
from cabinet.export.safe_cells import BOM
from cabinet.export.workbook import write_workbook
from cabinet.perimeter.rejection_export import Progress, export_rejections, whole_lines
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Stream

AS_OF = 1000
HEADING = Heading(perimeter="Тестовий контур", test=True, operator="ТОВ «Млинок»", at="28.11.2026, 10:00:00")
HEAD = ",".join(COLUMNS).encode() + b"\r\n"


class Killed(BaseException):
    """What a kill leaves is what an unforeseen end at the same place leaves: nothing is tidied up."""


def row(seq: int, **cells: str) -> dict[str, str]:
    given = {"seq": str(seq), "receivedAt": "2026-11-24T10:00:00.000Z", "state": "open", "amountKop": "1250"}
    given |= {"code": "AM-403", "field": "/currency", "source": "core-1", "value": "EUR", **cells}
    return {name: given.get(name, "") for name in COLUMNS}


def encoded(one: dict[str, str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(one.values())
    return out.getvalue().encode()


class FakePerimeter:
    """Answers as the contour does; ``cuts`` are after how many bytes each answer breaks off, None for never."""

    def __init__(self, rows: list[dict[str, str]], cuts: list[int | None] = [], piece: int = 37) -> None:  # noqa: B006
        self.rows, self.cuts, self.piece = rows, list(cuts), piece
        self.asked: list[dict[str, Any]] = []
        self.said: Callable[[bytes], bytes] = lambda data: data
        self.headers: dict[str, str] = {}

    @contextmanager
    def open(self, ask: AnyAsk) -> Iterator[Stream]:
        query = ask.parameters
        self.asked.append(query)
        after = int(query.get("cursor", -1))
        rows = [one for one in self.rows if int(one["seq"]) > after]
        end = ExportEnd(rows=len(rows), as_of=AS_OF)
        if query["format"] == "csv":
            data = HEAD + b"".join(map(encoded, rows)) + csv_end(end)
        else:
            data = b"".join(msgspec.json.encode({"row": {"seq": int(r["seq"])}, "x": r["value"]}) + b"\n" for r in rows)
            data += ndjson_end(end)
        data = self.said(data)
        cut = self.cuts.pop(0) if self.cuts else None
        sent = data if cut is None else data[:cut]
        pieces = (sent[at : at + self.piece] for at in range(0, len(sent), self.piece))
        yield Stream({ROWS_HEADER: str(len(rows)), AS_OF_HEADER: str(AS_OF), **self.headers}, pieces)


def job(out: Path, form: str = "csv", **more: Any) -> ExportJob:
    return ExportJob(form=ExportForm(form), out=str(out), heading=HEADING, **more)


def run(perimeter: FakePerimeter, wanted: ExportJob, told: Callable[[Progress], None] = lambda _: None) -> int:
    return export_rejections(perimeter.open, wanted, told, pause=lambda _: None)


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


ROWS = [row(seq) for seq in range(3, 60, 2)]
WHOLE = HEAD + b"".join(map(encoded, ROWS))


@pytest.mark.parametrize("rows", [0, 1, 29])
@pytest.mark.parametrize("bom", [False, True])
def test_a_whole_answer_is_a_whole_file(tmp_path: Path, rows: int, bom: bool) -> None:
    out = tmp_path / "відмови.csv"
    assert run(FakePerimeter(ROWS[:rows]), job(out, bom=bom)) == rows
    assert out.read_bytes() == (BOM if bom else b"") + HEAD + b"".join(map(encoded, ROWS[:rows]))
    assert left(tmp_path) == {out.name}


@pytest.mark.parametrize("form", ["csv", "ndjson"])
@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_cut_anywhere_it_goes_on(tmp_path: Path, form: str, piece: int) -> None:
    whole = tmp_path / "whole"
    run(FakePerimeter(ROWS), job(whole, form))
    size = len(whole.read_bytes())
    for cut in (len(HEAD), len(HEAD) + 1, size // 2, size - 1, size, size + 3):
        out = tmp_path / f"{cut}"
        perimeter = FakePerimeter(ROWS, [cut, len(HEAD) + 300], piece)
        assert run(perimeter, job(out, form)) == len(ROWS)
        assert out.read_bytes() == whole.read_bytes()
        assert len(perimeter.asked) > 1
        assert all(asked["asOf"] == AS_OF for asked in perimeter.asked[1:])


def test_breaks_without_a_row_between_are_told(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    perimeter = FakePerimeter(ROWS, [600, 10, 10, 10, 10])
    with pytest.raises(KnownError, match="EXPORT_CUT"):
        run(perimeter, job(out))
    assert len(perimeter.asked) == 4
    assert not out.exists()
    assert run(FakePerimeter(ROWS), job(out)) == len(ROWS)
    assert out.read_bytes() == WHOLE


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_killed_at_any_row_it_goes_on(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tmp_path / "whole"
    run(FakePerimeter(ROWS), job(whole, form))
    for sync in (1, 300, 10**9):
        monkeypatch.setattr(part_module, "SYNC_BYTES", sync)
        for at in range(1, len(ROWS), 5):
            out = tmp_path / f"{sync}-{at}"

            def told(progress: Progress, at: int = at) -> None:
                if progress.rows >= at:
                    raise Killed

            data, _ = part_paths(out)
            ticks = iter(range(10**6))
            with pytest.raises(Killed):
                export_rejections(FakePerimeter(ROWS, piece=1).open, job(out, form), told, clock=lambda: next(ticks))  # noqa: B023
            # What was written and not synced may be anything after a power cut.
            with data.open("ab") as file:
                file.write(b"\0half a row")
            assert not out.exists()
            assert run(FakePerimeter(ROWS), job(out, form)) == len(ROWS)
            assert out.read_bytes() == whole.read_bytes()
            assert not data.exists()


def test_another_job_does_not_go_on_with_it(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    with pytest.raises(KnownError):
        run(FakePerimeter(ROWS, [600, 0, 0, 0, 0]), job(out, filter="state:open"))
    for other in (job(out), job(out, filter="state:open", bom=True), job(out, "ndjson", filter="state:open")):
        perimeter = FakePerimeter(ROWS, [0, 0, 0, 0])
        with pytest.raises(KnownError):
            run(perimeter, other)
        assert "cursor" not in perimeter.asked[0]


def test_a_part_that_was_cut_by_somebody_is_begun_anew(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    with pytest.raises(KnownError):
        run(FakePerimeter(ROWS, [900, 0, 0, 0, 0]), job(out))
    state = unfinished(out)
    assert state is not None
    assert state.rows
    data, note = part_paths(out)
    data.write_bytes(data.read_bytes()[:-1])
    assert unfinished(out) is None
    note.write_bytes(b"{")
    assert unfinished(out) is None
    assert run(FakePerimeter(ROWS), job(out)) == len(ROWS)
    assert out.read_bytes() == WHOLE


@pytest.mark.parametrize(
    "said",
    [
        lambda data: data.replace(b"#end,29", b"#end,28"),
        lambda data: data.replace(b"#end,29,1000", b"#end,29,1001"),
        lambda data: data + b"more\r\n",
        lambda data: data.replace(b"seq", b"nr"),
        lambda data: data.replace(b"\r\n59,", b"\r\nx,"),
    ],
)
def test_an_answer_that_breaks_the_contract_is_no_file(tmp_path: Path, said: Callable[[bytes], bytes]) -> None:
    perimeter = FakePerimeter(ROWS, piece=10**6)
    perimeter.said = said
    if b"more" in said(b""):
        perimeter.piece = len(HEAD + b"".join(map(encoded, ROWS)) + csv_end(ExportEnd(rows=29, as_of=AS_OF)))
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        run(perimeter, job(tmp_path / "a.csv"))
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("headers", [{ROWS_HEADER: "x"}, {ROWS_HEADER: ""}, {AS_OF_HEADER: "1" * 19}])
def test_heads_that_say_no_number(tmp_path: Path, headers: dict[str, str]) -> None:
    perimeter = FakePerimeter(ROWS)
    perimeter.headers = headers
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        run(perimeter, job(tmp_path / "a.csv"))


def test_rows_that_come_again_are_refused(tmp_path: Path) -> None:
    perimeter = FakePerimeter([*ROWS, row(5)], piece=10**6)
    whole = WHOLE + encoded(row(5))
    assert whole
    perimeter.piece = len(WHOLE)
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        run(perimeter, job(tmp_path / "a.csv"))


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "DISK_FULL"), (errno.EACCES, "FOLDER_UNWRITABLE")])
def test_a_full_disk_keeps_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    out = tmp_path / "a.csv"
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 12:
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(part_module, "SYNC_BYTES", 400)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KnownError, match=code):
        run(FakePerimeter(ROWS, piece=50), job(out))
    monkeypatch.setattr(os, "fsync", real)
    state = unfinished(out)
    assert state is not None
    assert state.rows
    perimeter = FakePerimeter(ROWS)
    assert run(perimeter, job(out)) == len(ROWS)
    assert perimeter.asked[0]["cursor"] == str(state.cursor)
    assert out.read_bytes() == WHOLE


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        run(FakePerimeter(ROWS), job(tmp_path / "gone" / "a.csv"))


def test_a_refusal_is_told_at_once(tmp_path: Path) -> None:
    tries = []

    def opened(ask: AnyAsk) -> Any:
        tries.append(ask)
        raise KnownError("SESSION_ENDED")

    with pytest.raises(KnownError, match="SESSION_ENDED"):
        export_rejections(opened, job(tmp_path / "a.csv"), pause=lambda _: None)
    assert len(tries) == 1


def test_progress_counts_what_an_earlier_run_has(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    with pytest.raises(KnownError):
        run(FakePerimeter(ROWS, [900, 0, 0, 0, 0]), job(out))
    state = unfinished(out)
    assert state is not None
    seen: list[Progress] = []
    ticks = iter(range(0, 10**6, 10))
    export_rejections(FakePerimeter(ROWS).open, job(out), seen.append, pause=lambda _: None, clock=lambda: next(ticks))
    assert {p.of for p in seen} == {len(ROWS)}
    assert seen[-1].rows == len(ROWS)
    assert 0 < seen[-1].speed < len(ROWS) - state.rows + 1


def test_formulas_of_strangers_are_text(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    run(FakePerimeter([row(1, value="=cmd|' /C calc'!A0", amountKop="-5")]), job(out))
    (read,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    assert (read["value"], read["amountKop"]) == ("'=cmd|' /C calc'!A0", "-5")


def sheets(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")}


@pytest.mark.parametrize(("rows", "numbers"), [(0, 1), (2, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_a_full_sheet_is_followed_by_another(tmp_path: Path, rows: int, numbers: int) -> None:
    part, made = tmp_path / "part", tmp_path / "a.xlsx"
    part.write_bytes(HEAD + b"".join(map(encoded, ROWS[:rows])))
    write_workbook(part, made, "uk", sheet_rows=4)
    found = sheets(made)
    assert len(found) == numbers
    assert sum(text.count("<row ") for text in found.values()) == rows + numbers


def test_a_workbook_has_numbers_and_moments(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    strange = row(7, value="=1+1", amountKop="", occurredAt="1850-01-01T00:00:00.000Z")
    assert run(FakePerimeter([row(5), strange], [700]), job(out, "xlsx")) == 2
    (sheet,) = sheets(out).values()
    assert "<v>12.5</v>" in sheet
    assert "<f>" not in sheet
    assert "1850-01-01T00:00:00.000Z" in sheet
    # 24.11.2026, 12:00 in Kyiv, as days since 1900
    assert "<v>46350.5</v>" in sheet
    assert left(tmp_path) == {"a.xlsx"}


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_killed_while_it_is_made_no_row_is_asked_for_again(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"a.{form}"
    wanted = job(out, form)
    perimeter = FakePerimeter(ROWS)
    module = "write_workbook" if form == "xlsx" else "write_summary"

    def killed(*_: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(f"cabinet.perimeter.rejection_export.{module}", killed)
        run(perimeter, wanted)
    assert run(perimeter, wanted) == len(ROWS)
    assert len(perimeter.asked) == 1
    assert left(tmp_path) == {out.name}
    assert out.read_bytes().startswith(b"PK" if form == "xlsx" else b"%PDF")


def test_a_part_that_is_none_is_told_and_taken_away(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    strange = FakePerimeter(ROWS)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr("cabinet.perimeter.rejection_export.write_workbook", lambda *_: (_ for _ in ()).throw(Killed()))
        run(strange, job(out, "xlsx"))
    data, _ = part_paths(out)
    data.write_bytes(b"x" * data.stat().st_size)
    with pytest.raises(KnownError, match="EXPORT_PART_BROKEN"):
        run(strange, job(out, "xlsx"))
    assert left(tmp_path) == set()


def test_lines_are_whole_whatever_the_pieces() -> None:
    data = HEAD + encoded(row(1)) + csv_end(ExportEnd(rows=1, as_of=2))
    for size in range(1, len(data) + 1):
        found = list(whole_lines(data[at : at + size] for at in range(0, len(data), size)))
        assert b"".join(lines for lines, _ in found) == HEAD + encoded(row(1))
        assert found[-1][1] == ExportEnd(rows=1, as_of=2)
    assert read_end(b"") is None


def test_a_second_export_into_the_same_file_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    first, second = FakePerimeter(ROWS), FakePerimeter(ROWS[:3])
    refused: list[str] = []

    def told(_progress: Progress) -> None:
        with pytest.raises(KnownError) as error:
            run(second, job(out))
        refused.append(error.value.code)

    assert run(first, job(out), told) == len(ROWS)
    assert set(refused) == {"EXPORT_BUSY"}
    assert second.asked == [], "nothing is asked for a file that cannot be written"
    assert out.read_bytes() == WHOLE
    assert left(tmp_path) == {out.name}
    assert run(second, job(out)) == 3, "the first is over"
