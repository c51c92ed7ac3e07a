"""An archive for IT: what it holds, that ``cabinet check`` finds the same, and that nothing of a player is in it."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.call import ReaderCall
from cabinet.contour.sample.mistakes import MISTAKES
from cabinet.contract.errors import KnownError
from cabinet.contract.filter import EVERYTHING, parse_filter
from cabinet.contract.moment import wire
from cabinet.contract.rejection_lines import LinesAsked, RejectionLines
from cabinet.dayfile.reading import open_day_file
from cabinet.desks.bulk.desk import Selection
from cabinet.desks.hand_over import desk
from cabinet.desks.hand_over.desk import WHOLE_LOG, masked_rejections
from cabinet.export.hand_over import LINES, README, REJECTIONS, HandedOver, Heading, write_archive
from cabinet.sender.checking import check_file
from tests.perimeter_in_process import NOW, PerimeterInProcess, line
from tests.rejection_cards import spoilt
from tests.trials.planted import planted_lines

HEADING = Heading("ТОВ «Млинок Плюс»", "Контур", "24.11.2026 12:00", "дивіться шлюз")
EVERY = Selection(EVERYTHING, WHOLE_LOG)
CODES = tuple(sorted(MISTAKES))


class Handing:
    def __init__(self, perimeter: PerimeterInProcess, folder: Path) -> None:
        self.perimeter, self.folder = perimeter, folder
        self.out = folder / "it.zip"

    def ask(self, asked: LinesAsked) -> RejectionLines:
        call = ReaderCall(now=NOW, address="127.0.0.1", request=asked, reader=self.perimeter.machine)
        found = self.perimeter.perimeter.handlers()["rejection_lines"](call)
        assert isinstance(found, RejectionLines)
        return found

    def write(self, selection: Selection = EVERY) -> HandedOver:
        return write_archive(self.out, masked_rejections(self.ask, selection), HEADING)

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(self.out) as archive:
            assert archive.namelist() == [LINES, REJECTIONS, README]
            return archive.read(name)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.read(REJECTIONS).splitlines()]


@pytest.fixture
def handing(perimeter: PerimeterInProcess, tmp_path: Path) -> Handing:
    return Handing(perimeter, tmp_path)


def test_check_finds_what_was_found(handing: Handing) -> None:
    items = handing.perimeter.judge(line("bet"), *(spoilt(code, f"x{n}") for n, code in enumerate(CODES)))
    lines = len(CODES) - 1
    assert handing.write() == HandedOver(len(CODES), lines), "the one with personal data is withheld"
    path = handing.folder / LINES
    path.write_bytes(handing.read(LINES))
    summary = check_file(handing.perimeter.client(handing.folder / "key"), open_day_file(path))
    assert summary.by_outcome == {"REJECTED": lines}
    for told in handing.told():
        assert (told["line"] is None) is any(f["code"] == "ST-208" for f in told["findings"])
        for code in {f["code"] for f in told["findings"]}:
            assert told["line"] is None or told["line"] in summary.lines_of[code], (code, summary.lines_of)
    assert [told["attemptId"] for told in handing.told()] == [item.attempt_id for item in items[1:]]
    page = handing.read(README).decode()
    assert page.index("Відхилені транзакції для ІТ") < page.index("Rejected transactions for IT")
    for words in (*CODES, "cabinet check lines.ndjson", "дивіться шлюз", f"Рядків у lines.ndjson: {lines}"):
        assert words in page


def test_what_cannot_be_checked_again_has_no_line(handing: Handing) -> None:
    twice = json.dumps(line("twice", currency="EUR")).replace('"currency"', '"currency": "UAH", "currency"', 1).encode()
    named = line("named", lateReason="Шевченко Тарас Григорович +380501234567")
    handing.perimeter.judge(b'{"schemaVersion":', twice, named, line("ok", currency="EUR"))
    assert handing.write() == HandedOver(4, 1)
    assert [told["line"] for told in handing.told()] == [None, None, None, 1]


def test_nothing_planted_is_in_the_archive(handing: Handing) -> None:
    planted = planted_lines(random.Random(7), 1, wire(NOW))  # noqa: S311  a test's own
    player = str(line("a")["playerRef"])
    handing.perimeter.judge(*(one.data for one in planted), *(line(f"p{n}", currency="EUR") for n in range(3)))
    assert handing.write().count > 100
    whole = b"".join(handing.read(name) for name in (LINES, REJECTIONS, README))
    found = [needle for one in planted for needle in one.secret.needles if needle in whole]
    assert not found
    assert player.encode() not in whole


@pytest.mark.parametrize(("most", "code"), [(3, ""), (2, "BATCH_TOO_LARGE")])
def test_as_many_as_one_act_decides_about(
    handing: Handing, monkeypatch: pytest.MonkeyPatch, most: int, code: str
) -> None:
    monkeypatch.setattr(desk, "MOST_HANDED", most)
    monkeypatch.setattr(desk, "_PAGE", 1)
    handing.perimeter.judge(*(line(f"x{n}", currency="EUR") for n in range(3)))
    handing.out.write_bytes(b"before")
    if code:
        with pytest.raises(KnownError, match=code):
            handing.write()
        assert handing.out.read_bytes() == b"before"
    else:
        assert handing.write().count == 3
    assert [path.name for path in handing.folder.iterdir() if path.name.startswith(".it")] == [], "nothing half-written"


def test_only_what_is_selected(handing: Handing, monkeypatch: pytest.MonkeyPatch) -> None:
    items = handing.perimeter.judge(*(line(f"x{n}", currency="EUR") for n in range(4)), line("g", gameId="?"))
    ids = [item.attempt_id for item in items]
    monkeypatch.setattr("cabinet.contract.rejection_lines.MOST_LINES", 2)

    def written(selection: Selection) -> list[str]:
        handing.write(selection)
        return [told["attemptId"] for told in handing.told()]

    assert written(Selection(parse_filter("state:open code:AM-403"), WHOLE_LOG)) == ids[:4]
    assert written(Selection(EVERYTHING, WHOLE_LOG, without=frozenset(ids[:2]))) == ids[2:]
    assert written(Selection(EVERYTHING, WHOLE_LOG, (ids[3], ids[0], ids[4]))) == [ids[0], ids[3], ids[4]]
