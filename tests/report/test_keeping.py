"""A report's file: named by its period, whole or not at all, and left alone while its content is the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from cabinet.contract.errors import KnownError
from cabinet.report.keeping import Kept, keep, pdf_of, place_of
from cabinet.report.period import read_day, read_month
from tests.export.pdf_text import read_pdf
from tests.report.reports import report

DAY, MONTH = read_day("2026-11-27"), read_month("2026-10")


def test_gaps_are_filled() -> None:
    assert place_of("/r/звіт-{month}.pdf", MONTH) == Path("/r/звіт-2026-10.pdf")
    assert place_of("/r/{month}/{day}.pdf", DAY) == Path("/r/2026-11/2026-11-27.pdf")
    assert place_of("plain.pdf", DAY) == Path("plain.pdf")


@pytest.mark.parametrize(("pattern", "of"), [
    ("{day}.pdf", MONTH), ("{year}.pdf", DAY), ("{}.pdf", DAY), ("{month.pdf", DAY), ("month}.pdf", DAY), ("/", DAY),
    ("", DAY), ("{month.__class__}.pdf", DAY),
])  # fmt: skip
def test_a_name_that_is_none(pattern: str, of: object) -> None:
    with pytest.raises(KnownError, match="REPORT_PLACE"):
        place_of(pattern, of)  # type: ignore[arg-type]


def test_the_same_content_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "r" / "a.pdf"
    first = report()
    assert keep(first, "uk", out) is Kept.WRITTEN
    kept = out.read_bytes(), out.stat().st_mtime_ns, out.stat().st_ino
    heading = msgspec.structs.replace(first.heading, at="25.11.2026")
    later = msgspec.structs.replace(first, made=first.made + timedelta(days=1), heading=heading)
    assert keep(later, "uk", out) is Kept.SAME
    assert (out.read_bytes(), out.stat().st_mtime_ns, out.stat().st_ino) == kept
    assert list(out.parent.iterdir()) == [out]
    for other, language in ((first, "en"), (msgspec.structs.replace(first, own_rates=True), "en"), (first, "uk")):
        assert keep(other, language, out) is Kept.WRITTEN
        assert keep(other, language, out) is Kept.SAME
        assert out.read_bytes() == pdf_of(other, language)


def test_another_file_of_the_name_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    for before in (b"", b"%PDF-1.4 content-sha256=" + b"0" * 64, b"x" * 100):
        out.write_bytes(before)
        assert keep(report(), "uk", out) is Kept.WRITTEN
        assert read_pdf(out.read_bytes()).pages == 1


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        keep(report(), "uk", tmp_path / "file" / "a.pdf")
    (tmp_path / "folder").mkdir()
    with pytest.raises(KnownError, match="FOLDER_UNWRITABLE"):
        keep(report(), "uk", tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"old"
