"""A finding on paper: its bytes are those of its values, and everything that is said is on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cabinet.export import paper_pdf
from cabinet.export.job import Heading
from cabinet.export.paper import Paper, PaperCheck, Section
from cabinet.export.paper_pdf import paper_bytes, write_paper
from tests.export.test_protocol_pdf import Canvas

HEADING = Heading(perimeter="Тестовий контур", test=True, operator="ТОВ «Млинок Плюс»", at="24.11.2026, 12:00:00")
PAPER = Paper(
    HEADING, "uk", "Висновок перевірки", "success", "Доказ справжній", "",
    (PaperCheck(True, "Підпис справжній"), PaperCheck(None, "Журнал не запитано"), PaperCheck(False, "Не збігається")),
    (Section("Що перевірено", (("Запис", "№ 7"), ("SHA-256", "ab" * 32)), ("Речення <b>як є</b>.",)),),
)  # fmt: skip


def printed(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """Return what stands on the paper, and what is drawn across it."""
    told: list[str] = []
    drawn: list[str] = []
    paragraph, frame = paper_pdf.Paragraph, paper_pdf._Sheet.frame

    def heard(text: str, *rest: Any) -> Any:
        told.append(text)
        return paragraph(text, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(paper_pdf, "Paragraph", heard)
        patch.setattr(paper_pdf._Sheet, "frame", lambda sheet, canvas, doc: frame(sheet, Canvas(canvas, drawn), doc))
        paper_bytes(paper)
    return "\n".join(told), drawn


def test_everything_is_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words, drawn = printed(PAPER, monkeypatch)
    for part in (
        "Висновок перевірки", "Доказ справжній", "<b>Так.</b> Підпис", "<b>Невідомо.</b> Журнал", "<b>Ні.</b> Не",
        "№ 7", "Речення &lt;b&gt;як є&lt;/b&gt;.", "ТОВ «Млинок Плюс»", "24.11.2026, 12:00:00", "ab" * 32,
    ):  # fmt: skip
        assert part in words, part
    assert drawn == ["ТЕСТОВІ ДАНІ"]
    words, drawn = printed(replace(PAPER, language="en", heading=replace_test(HEADING)), monkeypatch)
    assert "<b>Yes.</b>" in words
    assert drawn == []


def replace_test(heading: Heading) -> Heading:
    return Heading(perimeter=heading.perimeter, test=False, operator=heading.operator, at=heading.at)


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    assert paper_bytes(PAPER) == paper_bytes(PAPER)
    write_paper(PAPER, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == paper_bytes(PAPER)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert paper_bytes(PAPER) != paper_bytes(replace(PAPER, verdict="Інше"))


def test_no_folder_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_paper(PAPER, tmp_path / "nowhere" / "a.pdf")
