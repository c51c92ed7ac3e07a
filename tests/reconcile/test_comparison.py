"""What a platform has and what the perimeter has of a day: each kind of difference, and nothing where there is none."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.moment import KYIV
from cabinet.dayfile.reading import open_day_file, open_table
from cabinet.reconcile import comparison
from cabinet.reconcile.comparison import Progress, compare_day
from cabinet.reconcile.differences import FieldPair, Kind, KindTotal, TypeSums
from cabinet.reconcile.missing_file import write_missing
from tests.perimeter_in_process import NOW, PerimeterInProcess, line
from tests.reconcile.kit import DAY, Asked, compared, kinds, write

BEFORE = (NOW - timedelta(days=3)).astimezone(KYIV).isoformat()


def test_an_equal_day_is_shown_to_be_so_without_a_list(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    lines = [line("a"), line("b"), line("p", type="PAYOUT", relatedTxId="a", amountKop=900)]
    perimeter.judge(*lines)
    asked = Asked(perimeter)
    found = compared(asked, write(tmp_path, *reversed(lines)))
    assert found.report.equal
    assert asked.calls == ["reconciliation"]
    assert found.report.sums == [
        TypeSums(type="BET", ours=2, ours_kop=1000, theirs=2, theirs_kop=1000),
        TypeSums(type="PAYOUT", ours=1, ours_kop=900, theirs=1, theirs_kop=900),
    ]
    assert (kinds(found), len(found.missing), found.report.lines) == ({}, 0, 3)


def test_each_kind_is_found(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    same, twice, other, extra = line("same"), line("twice"), line("other"), line("extra", amountKop=7)
    bad, missing = line("bad", currency="EUR"), line("missing", amountKop=11)
    perimeter.judge(same, twice, other, extra, bad)
    changed = {**other, "brandId": "mlynok-bet", "amountKop": 501}
    asked = Asked(perimeter)
    found = compared(asked, write(tmp_path, same, twice, twice, changed, bad, missing))
    assert kinds(found) == {
        Kind.MISSING: ["missing"], Kind.EXTRA: ["extra"], Kind.DIFFERENT: ["other"], Kind.REJECTED: ["bad"],
        Kind.DUPLICATE: ["twice"],
    }  # fmt: skip
    assert not found.report.equal
    assert found.report.totals[Kind.MISSING] == KindTotal(count=1, sum_kop=11)
    assert found.report.totals[Kind.EXTRA] == KindTotal(count=1, sum_kop=7)
    (different,) = found.report.of(Kind.DIFFERENT)
    assert different.differing == (FieldPair("brandId", "mlynok-bet", "mlynok"), FieldPair("amountKop", 501, 500))
    assert different.fields[:2] == different.differing, "they stand first"
    assert FieldPair("operatorTxId", "other", "other", same=True) in different.fields
    assert "betRef" not in {pair.field for pair in different.fields}, "what neither side has is not told"
    assert (different.file, different.lines) == ("day.ndjson", (4,))
    assert found.report.of(Kind.DUPLICATE)[0].lines == (2, 3)
    assert found.report.of(Kind.EXTRA)[0].attempt_id
    assert asked.listed < 6, "what lies in buckets that agree is not sent"


@pytest.mark.parametrize("changed", ["missing", "extra", "different", "rejected", "duplicate"])
def test_any_one_difference_keeps_a_day_from_being_equal(
    perimeter: PerimeterInProcess, tmp_path: Path, changed: str
) -> None:
    lines = [line("a"), line("b", **({"currency": "EUR"} if changed == "rejected" else {}))]
    perimeter.judge(*lines, *([line("x")] if changed == "extra" else []))
    more = {"missing": [line("m")], "duplicate": [line("a")]}.get(changed, [])
    if changed == "different":
        lines[0] = line("a", gameId="other")
    found = compared(perimeter, write(tmp_path, *lines, *more))
    assert list(kinds(found)) == [Kind(changed)]
    assert not found.report.equal


def test_what_was_late_is_told_and_is_no_difference(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    late = line("late", occurredAt=BEFORE, lateReason="x")
    perimeter.judge(late)
    found = compared(perimeter, write(tmp_path, late), day=date(2026, 11, 21))
    assert kinds(found) == {Kind.LATE: ["late"]}
    assert found.report.equal


def test_what_is_of_another_day_is_left_out_and_counted(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a"))
    path = write(tmp_path, line("a"), line("x", occurredAt=BEFORE), line("y", occurredAt=None))
    found = compared(perimeter, path)
    assert found.report.equal
    assert found.report.other_days == {"2026-11-21": 1, "": 1}


def test_a_moment_of_another_day_is_a_field_that_differs_and_nothing_is_missing(
    perimeter: PerimeterInProcess, tmp_path: Path
) -> None:
    perimeter.judge(line("a"), line("b", occurredAt=BEFORE, lateReason="x"))
    found = compared(perimeter, write(tmp_path, line("a", occurredAt=BEFORE), line("b")))
    assert kinds(found) == {Kind.DIFFERENT: ["a", "b"]}
    assert [pair.field for one in found.report.differences for pair in one.differing] == ["occurredAt"] * 2
    assert len(found.missing) == 0


def test_what_a_person_corrected_stands_under_another_source_and_agrees(
    perimeter: PerimeterInProcess, tmp_path: Path
) -> None:
    perimeter.judge(line("a"), line("b"))
    path = write(tmp_path, line("a"), line("b"))
    found = compared(perimeter, path, source="bet-1")
    assert kinds(found) == {}
    assert found.report.equal
    assert len(found.missing) == 0


def test_a_rejected_line_that_was_corrected_is_no_difference(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    was = json.dumps(line("a", currency="EUR")).encode()
    (bad,) = perimeter.judge(was)
    link = {
        "kind": "RESUBMIT_REJECTED", "attemptId": bad.attempt_id, "reasonCode": "R7",
        "originalSha256": hashlib.sha256(was).hexdigest(),
    }  # fmt: skip
    perimeter.judge(line("a", correction=link))
    assert compared(perimeter, write(tmp_path, line("a"))).report.equal
    assert kinds(compared(perimeter, write(tmp_path, was))) == {Kind.DIFFERENT: ["a"]}


def test_one_moment_in_two_writings_is_the_same(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a", occurredAt="2026-11-24T12:00:00.000+02:00"))
    other = line("a", occurredAt="2026-11-24T10:00:00.000Z", amountKop=501)
    (one,) = compared(perimeter, write(tmp_path, other)).report.of(Kind.DIFFERENT)
    assert [pair.field for pair in one.differing] == ["amountKop"]
    assert [pair.same for pair in one.fields if pair.field == "occurredAt"] == [True]


def test_a_table_of_fewer_columns_is_compared_by_those(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a"))
    path = tmp_path / "day.csv"
    path.write_text(
        "ID транзакції;Тип;Час;Сума, грн;Каса\n" + f"a;BET;{NOW.astimezone(KYIV).isoformat()};5,00;17\n",
        encoding="utf-8",
    )
    found = compared(perimeter, path)
    assert found.report.equal
    assert found.report.fields == ["operatorTxId", "type", "amountKop", "occurredAt"]
    assert found.report.columns == {
        "ID транзакції": "operatorTxId", "Тип": "type", "Час": "occurredAt", "Сума, грн": "amountUah", "Каса": "\0",
    }  # fmt: skip


def test_several_files_are_one_day(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a"), line("b"))
    first = write(tmp_path, line("a"), name="1.ndjson")
    assert compared(perimeter, first, write(tmp_path, line("b"), name="2.ndjson")).report.equal
    found = compared(perimeter, first, write(tmp_path, line("b"), line("m"), name="2.ndjson"))
    (missing,) = found.report.of(Kind.MISSING)
    assert (missing.file, missing.lines) == ("2.ndjson", (2,))


def test_the_missing_are_written_with_their_own_bytes_and_can_be_sent(
    perimeter: PerimeterInProcess, tmp_path: Path
) -> None:
    perimeter.judge(line("a"))
    odd = b'{ "lateReason":"own",' + json.dumps(line("odd")).encode()[1:]
    path = write(tmp_path, line("a"), line("m"), odd)
    found = compared(perimeter, path)
    out = tmp_path / "missing.ndjson"
    assert write_missing([([open_table(path)], found.missing)], out) == 2
    assert out.read_bytes() == json.dumps(line("m")).encode() + b"\n" + odd + b"\n"
    assert write_missing([([open_table(path)], found.missing)], out, "Звірка") == 2
    lines = [json.loads(one) for one in out.read_bytes().splitlines()]
    assert [one["lateReason"] for one in lines] == ["Звірка", "own"]
    perimeter.judge(*(one.data for one in open_day_file(out).lines()))  # type: ignore[union-attr]
    assert compared(perimeter, path).report.equal
    assert list(tmp_path.glob(".*")) == []
    with pytest.raises(KnownError) as refused:
        write_missing([([open_table(path)], found.missing)], tmp_path / "gone" / "x", None)
    assert refused.value.code == "FOLDER_UNWRITABLE"


def test_lines_that_cannot_be_read_are_told(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a"))
    found = compared(perimeter, write(tmp_path, line("a"), b"{broken"))
    assert (found.report.broken_lines, found.report.broken[0].line) == (1, 2)
    assert found.report.cut_after == {}
    assert not found.report.equal


def test_a_file_that_breaks_off_says_until_where_it_was_read(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a"), line("b"))
    whole = write(tmp_path, line("a"), line("b"), line("c")).read_bytes()
    cut = tmp_path / "cut.ndjson"
    cut.write_bytes(whole[:-9])
    found = compared(perimeter, cut)
    assert found.report.cut_after == {"cut.ndjson": 2}
    assert not found.report.equal
    cut.write_bytes(whole[:-1])
    assert compared(perimeter, cut).report.cut_after == {}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("a", occurredAt=BEFORE)], "RECONCILE_OTHER_DAY"),
        ([line("a", licenceNo="OK-1999-001")], "RECONCILE_OTHER_OPERATOR"),
        ([b"{broken"], "RECONCILE_NOTHING_READ"),
        (['{"operatorTxId":"а"}'.encode("cp1251")], "RECONCILE_NOTHING_READ"),
    ],
)
def test_a_file_that_is_none_of_the_day_is_refused(
    perimeter: PerimeterInProcess, tmp_path: Path, lines: list[dict[str, object] | bytes], code: str
) -> None:
    with pytest.raises(KnownError) as refused:
        compared(perimeter, write(tmp_path, *lines))
    assert refused.value.code == code


def test_an_empty_table_has_nothing(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("operatorTxId;type;occurredAt;amountKop\n", encoding="utf-8")
    with pytest.raises(KnownError) as refused:
        compared(perimeter, path)
    assert refused.value.code == "FILE_EMPTY"


def test_a_list_that_is_cut_is_gone_on_with(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(*(line(f"t{n}") for n in range(9)))
    asked = Asked(perimeter)
    asked.cut_lists = 8
    found = compared(asked, write(tmp_path, line("m")))
    assert sorted(kinds(found)[Kind.EXTRA]) == [f"t{n}" for n in range(9)]
    assert asked.paused == [0.5] * 8, "whatever came between two breaks, the second is the first again"


@pytest.mark.parametrize("cuts", [3, 4])
def test_breaks_with_nothing_between_them_are_told(perimeter: PerimeterInProcess, tmp_path: Path, cuts: int) -> None:
    perimeter.judge(line("a"))
    asked = Asked(perimeter)
    asked.cut_totals = cuts
    path = write(tmp_path, line("a"))
    if cuts == 3:
        assert compared(asked, path).report.equal
        assert asked.paused == [0.5, 1.0, 2.0]
        return
    with pytest.raises(KnownError) as refused:
        compared(asked, path)
    assert refused.value.code == "RECONCILE_CUT"


def test_more_than_are_kept_are_counted(
    perimeter: PerimeterInProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "MOST_KEPT", 3)
    perimeter.judge(line("a"))
    found = compared(perimeter, write(tmp_path, line("a"), *(line(f"m{n}") for n in range(5))))
    assert found.report.totals[Kind.MISSING].count == len(found.missing) == 5
    assert len(found.report.of(Kind.MISSING)) == 3


def test_it_can_be_stopped_and_leaves_nothing_behind(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    perimeter.judge(line("a"))
    path = write(tmp_path, line("b"))
    waiting = tmp_path / "waiting"
    waiting.mkdir()

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt(progress.step)

    with pytest.raises(KeyboardInterrupt, match=re.escape("reading")):
        compare_day([open_table(path)], DAY, "core-1", Asked(perimeter).asking, stop, waiting)
    assert list(waiting.iterdir()) == []
