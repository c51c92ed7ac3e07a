"""What rows come to, and that a summary of them is on paper with the words of its job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cabinet.contract.rejection_export import COLUMNS
from cabinet.export import summary_pdf
from cabinet.export.job import ExportForm, ExportJob, Heading
from cabinet.export.rows import read_rows
from cabinet.export.summary import Cause, summed
from cabinet.export.summary_pdf import write_summary


def row(code: str, state: str, kop: str, source: str = "core-1") -> dict[str, str]:
    given = {"code": code, "field": "/x", "source": source, "state": state, "amountKop": kop}
    return {name: given.get(name, "") for name in COLUMNS}


ROWS = [
    row("AM-403", "open", "100"), row("AM-403", "corrected", "999"), row("RG-604", "open", "300"),
    row("RG-604", "open", ""), row("RG-604", "open", "5", "bet-1"), row("TM-702", "superseded", "7"),
]  # fmt: skip


def test_each_row_counts_once_and_only_the_open_have_a_sum() -> None:
    found = summed(ROWS)
    assert found.causes == [
        Cause("RG-604", "/x", "core-1", 2, 2, 300), Cause("AM-403", "/x", "core-1", 2, 1, 100),
        Cause("RG-604", "/x", "bet-1", 1, 1, 5), Cause("TM-702", "/x", "core-1", 1, 0, 0),
    ]  # fmt: skip
    assert (found.count, found.open, found.open_kop) == (6, 4, 405)
    assert summed([]).count == 0


@pytest.mark.parametrize(("language", "test", "watermark"), [("uk", True, "ТЕСТОВІ ДАНІ"), ("en", False, "")])
def test_what_stands_on_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, test: bool, watermark: str
) -> None:
    told: list[str] = []
    paragraph = summary_pdf.Paragraph

    def heard(text: str, *rest: Any) -> Any:
        told.append(text)
        return paragraph(text, *rest)

    drawn: list[str] = []
    frame = summary_pdf._Paper.frame

    class Canvas:
        def __init__(self, canvas: Any) -> None:
            self._canvas = canvas

        def __getattr__(self, name: str) -> Any:
            return getattr(self._canvas, name)

        def drawCentredString(self, x: float, y: float, text: str) -> None:  # noqa: N802  reportlab's own name
            drawn.append(text)
            self._canvas.drawCentredString(x, y, text)

    monkeypatch.setattr(summary_pdf, "Paragraph", heard)
    monkeypatch.setattr(summary_pdf._Paper, "frame", lambda paper, canvas, doc: frame(paper, Canvas(canvas), doc))
    heading = Heading(perimeter="Контур <b>", test=test, operator="ТОВ «Млинок» & Ко", at="28.11.2026, 10:00:00")
    job = ExportJob(
        form=ExportForm.PDF, out=str(tmp_path / "a.pdf"), filter="state:open", language=language, heading=heading
    )
    write_summary(job, summed(ROWS), 1234, tmp_path / "a.pdf")
    text = "\n".join(told)
    for words in (
        "ТОВ «Млинок» &amp; Ко", "Контур &lt;b&gt;", "28.11.2026, 10:00:00", "1\u00a0234", "RG-604",
        "стан:відкрите" if language == "uk" else "state:open", "4,05" if language == "uk" else "4.05",
    ):  # fmt: skip
        assert words in text
    assert drawn == ([watermark] if watermark else [])
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert b"IBMPlexSans" in data


@pytest.mark.parametrize("data", [b"", b"a,b\r\n", ",".join(COLUMNS).encode() + b"\r\n1,2\r\n"])
def test_a_part_that_is_none_of_ours(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "part").write_bytes(data)
    with pytest.raises(ValueError, match=r"head|cells"):
        list(read_rows(tmp_path / "part"))
