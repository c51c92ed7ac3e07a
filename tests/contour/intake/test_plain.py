"""The quick way for plain lines says what the rules say, on both sides of every limit, and is really taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cabinet.contour.intake.plain import PlainLines
from cabinet.contour.intake.plain_moments import PlainMoments
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import KYIV, epoch_micros, parse_moment
from tests.perimeter_in_process import NOW, PerimeterInProcess, encoded, line

Line = dict[str, Any]
SECOND = timedelta(seconds=1)


def at(moment: datetime) -> str:
    return moment.astimezone(KYIV).isoformat()


def refund(tx: str, amount: int, bet: str = "bet", **changes: Any) -> Line:
    return line(tx, type="REFUND", relatedTxId=bet, roundId=f"R-{bet}", amountKop=amount, **changes)


def payout(tx: str, amount: int = 700, bet: str = "bet", **changes: Any) -> Line:
    return line(tx, **{"type": "PAYOUT", "relatedTxId": bet, "roundId": f"R-{bet}", "amountKop": amount} | changes)


BET = line("bet", amountKop=1_000)
RICH = line("rich", amountKop=500_000)
CASES: dict[str, tuple[list[Line | bytes], list[bool]]] = {
    "a bet": ([BET], [True]),
    "as late as may be": ([line("a", occurredAt=at(NOW - 300 * SECOND))], [True]),
    "late": ([line("a", occurredAt=at(NOW - 300 * SECOND - timedelta(microseconds=1)))], [False]),
    "as early as may be": ([line("a", occurredAt=at(NOW + 60 * SECOND))], [True]),
    "from the future": ([line("a", occurredAt=at(NOW + 60 * SECOND + timedelta(microseconds=1)))], [False]),
    "of another offset": ([line("a", occurredAt="2026-11-24T13:00:00+03:00")], [False]),
    "of UTC": ([line("a", occurredAt="2026-11-24T10:00:00Z")], [True]),
    "the most": ([line("a", amountKop=10_000_000_000)], [True]),
    "too much": ([line("a", amountKop=10_000_000_001)], [False]),
    "numbers in order": ([line("a", seqNo=7), line("b", seqNo=8), line("c")], [True, True, True]),
    "a gap": ([line("a", seqNo=7), line("b", seqNo=9), line("c", seqNo=10)], [True, False, True]),
    "a number again": ([line("a", seqNo=7), line("b", seqNo=7)], [True, False]),
    "an id again": ([BET, line("bet", amountKop=5)], [True, False]),
    "a name twice": ([encoded(line("a"))[:-2] + b',"amountKop":7}'], [False]),
    "an escaped letter": ([encoded(line("a")).strip().replace(b"roulette-eu", b"roulette\\u002deu")], [False]),
    "an unknown site": ([line("a", siteId="stavkogray.ua"), line("b")], [False, True]),
    "another's brand": ([line("a", brandId="mlynok-bet")], [False]),
    "cash online": ([line("a", settlementForm="CASH")], [False]),
    "of two places": ([line("a", pointId="p-1")], [False]),
    "a bet that refers": ([BET, line("a", relatedTxId="bet")], [True, False]),
    "a refund of all": ([BET, refund("r", 1_000)], [True, True]),
    "a refund of more": ([BET, refund("r", 1_001)], [True, False]),
    "refunds of all": ([BET, refund("r1", 400), refund("r2", 600), refund("r3", 1)], [True, True, True, False]),
    "nothing to refer to": ([refund("r", 5, bet="none")], [False]),
    "a refund of a refund": ([BET, refund("r", 5), refund("s", 5, bet="r")], [True, True, False]),
    "a payout": ([BET, payout("p")], [True, True]),
    "a payout twice a round": ([BET, payout("p"), payout("q")], [True, True, False]),
    "a payout for each round": ([BET, payout("p"), payout("q", roundId="R-2")], [True, True, True]),
    "a refund after a payout": ([BET, payout("p"), refund("r", 5)], [True, True, False]),
    "a payout after all was refunded": ([BET, refund("r", 1_000), payout("p")], [True, True, False]),
    "a payout after some was refunded": ([BET, refund("r", 999), payout("p")], [True, True, True]),
    "a thousand times the stake": ([BET, payout("p", 1_000_000)], [True, True]),
    "more than that": ([BET, payout("p", 1_000_001)], [True, False]),
    "a million hryvnias": ([RICH, payout("p", 100_000_000, "rich")], [True, True]),
    "more than a million": ([RICH, payout("p", 100_000_001, "rich")], [True, False]),
    "another player": ([BET, payout("p", playerRef="cd" * 16)], [True, False]),
    "another licence": ([BET, payout("p", licenceNo="BD-2024-009")], [True, False]),
    "before its bet": ([BET, payout("p", occurredAt=at(NOW - timedelta(microseconds=1)))], [True, False]),
    "of a bet that was rejected": ([line("bet", currency="EUR"), payout("p")], [False, False]),
    "of a bet at an unknown site": ([line("bet", siteId="stavkogray.ua"), payout("p")], [False, False]),
    "of a bet that was late": (
        [line("bet", occurredAt=at(NOW - 400 * SECOND)), payout("p"), refund("r", 5)], [False, True, False],
    ),
    "after a refund by the rules": (
        [BET, refund("r1", 400, occurredAt=at(NOW + SECOND), seqNo=5), refund("r2", 400, seqNo=9), refund("r3", 400)],
        [True, True, False, False],
    ),
}  # fmt: skip


def judged(folder: Path, lines: list[Line | bytes], cuts: bool) -> tuple[list[Any], list[int]]:
    """Return what is answered, and how many lines were taken plainly before each."""
    inside = PerimeterInProcess(folder)
    try:
        batches = [[one] for one in lines] if cuts else [lines]
        items = [item for batch in batches for item in inside.judge(*batch)]
        told = [(i.status, [(f.code, f.pointer, f.value, f.expected) for f in i.findings]) for i in items]
        with inside.perimeter.store.read() as rows:
            figures = rows.tuples("SELECT * FROM rollups ORDER BY 1, 2, 3, 4, 5")
        return told, [len(figures), hash(tuple(figures))]
    finally:
        inside.close()


@pytest.mark.parametrize("cuts", [False, True], ids=["one batch", "a batch each"])
@pytest.mark.parametrize("name", CASES)
def test_both_ways_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, cuts: bool) -> None:
    lines, plain = CASES[name]
    taken: list[bool] = []
    real = PlainLines.take

    def counted(self: PlainLines, start: int, last: int | None) -> tuple[int, int | None]:
        index, number = real(self, start, last)
        taken.extend([True] * (index - start))
        if index < len(self._lines):
            taken.append(False)
        return index, number

    monkeypatch.setattr(PlainLines, "take", counted)
    quick = judged(tmp_path / "quick", lines, cuts)
    monkeypatch.setattr(PlainLines, "take", lambda _, start, last: (start, last))
    assert judged(tmp_path / "rules", lines, cuts) == quick
    assert taken == plain


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T10:00:00Z", "2026-11-24T12:00:00+02:00", "2026-07-01T12:00:00.123456+03:00",
        "2026-11-24T12:00:00.5+02:00", "2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00",
        "2026-03-29T04:00:00+03:00", "2026-11-24T00:00:00.000001+02:00", "1971-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_moments_are_read_as_the_rules_read_them(text: str) -> None:
    moments, moment = PlainMoments(), parse_moment(text)
    expected = (epoch_micros(moment), moment.astimezone(KYIV).date())
    assert moments.read(text) == expected
    assert moments.read(text) == expected, "also what is known already"


@pytest.mark.parametrize(
    "text",
    [
        "", "2026", "2026-11-24", "2026-11-24T10:00:00", "2026-11-24 10:00:00Z", "2026-11-24t10:00:00z",
        "2026-11-24T10:00:00z", "2026-11-24T25:00:00Z", "2026-02-30T10:00:00Z", "2026-11-24T10:00:60Z",
        "2026-11-24T10:00:00+2:00", "2026-11-24T10:00:00+0200", "2026-11-24T10:00:00.Z", "2026-11-24T10:00:00.1234567Z",
        "2026-11-24T10:00:00+01:00", "2026-11-24T10:00:00+03:00", "2026-07-01T10:00:00+02:00", "٢٠٢٦-11-24T10:00:00Z",
        "2026-11-24T10:00:00-02:00", "2026-11-24T10:00:00+02:00 ", "2026-11-24T10:00:00+24:00", "1970-01-01T00:00:00Z",
        "9999-01-01T00:00:00Z", "2026-11-24T10:00:00+02:60", "2026-11-24T10:00:00-00:00x", "2026-W48-2T10:00:00Z",
    ],
)  # fmt: skip
def test_moments_of_which_the_rules_are_to_judge(text: str) -> None:
    """Unusual or wrong: nothing is said of them here. What the rules would refuse is never read."""
    assert PlainMoments().read(text) is None


def test_no_moment_is_read_that_the_rules_refuse() -> None:
    moments = PlainMoments()
    for text in ("2026-11-24T10:00:00-00:00", "2026-11-24T10:00:00+00:00"):
        assert moments.read(text) is not None
        assert parse_moment(text).utcoffset() == timedelta()
    with pytest.raises(KnownError):
        parse_moment("2026-11-24T10:00:60Z")
