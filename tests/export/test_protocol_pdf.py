"""The protocol of a compared day says its verdict, its files and sums, and is there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from cabinet.export import protocol_pdf
from cabinet.export.job import Heading
from cabinet.export.protocol import Protocol, ProtocolFile, ProtocolKind, ProtocolLine, ProtocolSum
from cabinet.export.protocol_pdf import write_protocol

PROTOCOL = Protocol(
    heading=Heading(perimeter="Контур <b>", test=True, operator="ТОВ «Млинок» & Ко", at="28.11.2026, 10:00:00"),
    language="uk", day="2026-11-24", source="core-1", as_of=1234, lines=20143, unread=1, equal=False,
    files=[ProtocolFile("day-<24>.csv", 4096, "ab" * 32)],
    sums=[ProtocolSum(type="BET", ours=3, ours_kop=30000, theirs=2, theirs_kop=10000)],
    kinds=[ProtocolKind("missing", 2, 20000), ProtocolKind("late", 7, 5, differs=False)],
    differences=[
        ProtocolLine(
            key="different", tx="tx-1", type="BET", at="зараз", amount_kop=100, fields=(("brandId", "a", "b"),)
        ),
    ],
)  # fmt: skip


class Canvas:
    def __init__(self, canvas: Any, drawn: list[str]) -> None:
        self._canvas, self._drawn = canvas, drawn

    def __getattr__(self, name: str) -> Any:
        return getattr(self._canvas, name)

    def drawCentredString(self, x: float, y: float, text: str) -> None:  # noqa: N802  reportlab's own name
        self._drawn.append(text)
        self._canvas.drawCentredString(x, y, text)


def printed(protocol: Protocol, out: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """Write it; returns what stands on the paper, and what is drawn across it."""
    told: list[str] = []
    drawn: list[str] = []
    paragraph, frame = protocol_pdf.Paragraph, protocol_pdf._Paper.frame

    def heard(text: str, *rest: Any) -> Any:
        told.append(text)
        return paragraph(text, *rest)

    monkeypatch.setattr(protocol_pdf, "Paragraph", heard)
    monkeypatch.setattr(
        protocol_pdf._Paper, "frame", lambda paper, canvas, doc: frame(paper, Canvas(canvas, drawn), doc)
    )
    write_protocol(protocol, out)
    return "\n".join(told), drawn


def test_what_stands_on_the_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "p.pdf"
    text, drawn = printed(PROTOCOL, out, monkeypatch)
    for words in (
        "24.11.2026: є відмінності: 3.", "ТОВ «Млинок» &amp; Ко", "Контур &lt;b&gt;", "28.11.2026, 10:00:00",
        "core-1", "1\u00a0234", "20\u00a0143", "day-&lt;24&gt;.csv", "ab" * 32, "Ставка", "300,00", "100,00", "200,00",
        "Бракує в периметрі", "Запізнілі, не відмінність", "brandId: a → b", "tx-1", "… ще 8", "Керівник",
    ):  # fmt: skip
        assert words in text, words
    assert drawn == ["ТЕСТОВІ ДАНІ"]
    data = out.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"IBMPlexSans" in data
    assert list(tmp_path.iterdir()) == [out]


def test_a_reason_stands_with_its_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = PROTOCOL.differences
    told = msgspec.structs.replace(first, reason="файл <інший> день (Мельник Тарас, 24.11.2026)")
    of = msgspec.structs.replace(PROTOCOL, differences=[told, *rest])
    text, _ = printed(of, tmp_path / "p.pdf", monkeypatch)
    assert text.count("Обґрунтування: файл &lt;інший&gt; день (Мельник Тарас, 24.11.2026)") == 1


def test_an_equal_day_of_all_sources_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heading = msgspec.structs.replace(PROTOCOL.heading, test=False)
    equal = msgspec.structs.replace(
        PROTOCOL, heading=heading, language="en", source="", unread=0, equal=True, kinds=[], differences=[]
    )
    text, drawn = printed(equal, tmp_path / "p.pdf", monkeypatch)
    assert "24.11.2026: equal. 3 transactions in the file and in the perimeter." in text
    assert "all sources" in text
    assert "more" not in text
    assert drawn == []


def test_a_folder_that_is_gone_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_protocol(PROTOCOL, tmp_path / "gone" / "p.pdf")
    taken = tmp_path / "p.pdf"
    taken.mkdir()
    with pytest.raises(IsADirectoryError):
        write_protocol(PROTOCOL, taken)
    assert list(tmp_path.iterdir()) == [taken]
