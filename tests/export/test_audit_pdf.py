"""The protocol of an audit says its verdict, its checks and what was found, and is there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from cabinet.export import audit_pdf
from cabinet.export.audit_paper import MOST_FAULTS, AuditPaper, PaperCheck, PaperFault
from cabinet.export.audit_pdf import write_audit
from cabinet.export.job import Heading

PAPER = AuditPaper(
    heading=Heading(perimeter="Контур <b>", test=True, operator="ТОВ «Млинок» & Ко", at="28.11.2026, 10:00:00"),
    language="uk", verdict="changed", size=20143, at="28.11.2026, 09:59:00", log="soms/test/1", root="ab" * 32,
    note="soms/test/1\n20143\nroot==\n\n— soms sig==\n", first_seen="08.09.2026, 10:00:00", untold=1234,
    total_faults=60,
    checks=[
        PaperCheck(key="entries", done=20143, of=20143, faults=0, made=True),
        PaperCheck(key="contents", done=20143, of=20143, faults=60, made=True),
        PaperCheck(key="receipts", done=0, of=0, faults=0, made=False),
    ],
    faults=[PaperFault("CONTENT_SWAPPED", f"Вміст <{n}>.", "Збережіть.") for n in range(60)],
)  # fmt: skip


def printed(paper: AuditPaper, out: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    paragraph = audit_pdf.Paragraph

    def heard(text: str, *rest: Any) -> Any:
        told.append(text)
        return paragraph(text, *rest)

    monkeypatch.setattr(audit_pdf, "Paragraph", heard)
    write_audit(paper, out)
    return told


def test_what_stands_on_the_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "p.pdf"
    told = printed(PAPER, out, monkeypatch)
    text = "\n".join(told)
    for words in (
        "Журнал змінено: знайдено розходжень 60; перевірено 20\u00a0143 записів, 28.11.2026, 09:59:00.",
        "ТОВ «Млинок» &amp; Ко", "Контур &lt;b&gt;", "ab" * 32, "08.09.2026, 10:00:00", "20\u00a0143 / 20\u00a0143",
        "розходжень 60", "не перевірено", "1\u00a0234", "Вміст &lt;0&gt;.", "CONTENT_SWAPPED", "… ще 10",
        "— soms sig==", "Перевірив(-ла)",
    ):  # fmt: skip
        assert words in text, words
    assert told.count("CONTENT_SWAPPED") == MOST_FAULTS
    data = out.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"IBMPlexSans" in data
    assert list(tmp_path.iterdir()) == [out]


def test_a_whole_log_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heading = msgspec.structs.replace(PAPER.heading, test=False)
    whole = msgspec.structs.replace(
        PAPER, heading=heading, language="en", verdict="whole", untold=0, total_faults=0, faults=[], first_seen="",
        checks=PAPER.checks[:1],
    )  # fmt: skip
    text = "\n".join(printed(whole, tmp_path / "p.pdf", monkeypatch))
    assert "The log was not changed: 20\u00a0143 entries audited 28.11.2026, 09:59:00." in text
    assert "agrees" in text
    for absent in ("CONTENT_SWAPPED", "not told", "since"):
        assert absent not in text


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        write_audit(PAPER, tmp_path / "none" / "p.pdf")
    assert list(tmp_path.iterdir()) == []
