"""What a key or a person may not see is left out by name; everything else that goes wrong is raised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from cabinet.report.answers import Answers
from cabinet.report.asking import PEOPLE_ONLY, ask_report
from cabinet.report.content import Absence, Part
from cabinet.report.period import read_day, read_month
from cabinet.wire.ask import AnyAsk
from cabinet.wire.refusal import Refusal
from tests.perimeter_in_process import NOW, InProcessTransport, PerimeterInProcess, line
from tests.report.test_filling import HEADING

PEOPLES = [Absence(part, PEOPLE_ONLY, "") for part in (Part.RECORD, Part.KEYS, Part.PEOPLE)]


class Asked:
    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside = inside
        inside.judge(line("a"), line("b", currency="EUR"))
        transport = inside.client(inside.folder / "key").transport
        assert isinstance(transport, InProcessTransport)
        self.transport = transport

    def ask(self, period: str = "2026-11-24") -> Answers:
        of = read_day(period) if len(period) == 10 else read_month(period)
        return ask_report(self.transport, self.inside.perimeter.profile, of, HEADING, NOW, person=False)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    inside = PerimeterInProcess(tmp_path / "p")
    yield Asked(inside)
    inside.close()


def test_a_machine_sees_all_but_what_people_see(asked: Asked) -> None:
    answers = asked.ask()
    assert answers.absent == PEOPLES
    assert answers.statistics is not None
    assert answers.statistics.total.accepted == 1
    assert answers.causes is not None
    assert answers.causes.whole == 1
    assert answers.mark is not None
    head = asked.inside.perimeter.ledger.head(SAMPLE_EDRPOU)
    assert (answers.mark.size, answers.mark.root) == (head.size, head.root.hex())
    assert answers.mark.note.startswith(answers.mark.origin)
    assert {"operator", "credentials", "people"}.isdisjoint(asked.transport.calls)


@pytest.mark.parametrize(("refused", "part", "needs"), [
    ({"statistics"}, Part.FIGURES, "stats:read"), ({"statistics_tax"}, Part.MONEY, "stats:read"),
    ({"rejection_closings"}, Part.REJECTIONS, "rejections:read"), ({"checkpoint"}, Part.CHECKPOINT, "proofs:read"),
])  # fmt: skip
def test_a_scope_that_is_missing_is_named(asked: Asked, refused: set[str], part: Part, needs: str) -> None:
    asked.transport.refused = refused
    answers = asked.ask()
    assert answers.absent == [Absence(part, "SCOPE_MISSING", needs), *PEOPLES]
    present = {
        Part.FIGURES: answers.statistics, Part.MONEY: answers.taxes, Part.REJECTIONS: answers.causes,
        Part.CHECKPOINT: answers.mark,
    }  # fmt: skip
    assert present[part] is None
    assert sum(value is None for value in present.values()) == 1 + (part is Part.FIGURES)


def test_a_key_that_sees_nothing_is_refused(asked: Asked) -> None:
    asked.transport.refused = {"statistics", "rejection_closings", "checkpoint"}
    with pytest.raises(KnownError, match="SCOPE_MISSING"):
        asked.ask()


def test_another_refusal_is_no_absence(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asked.transport._answer

    def limited(ask: AnyAsk) -> bytes:
        if ask.endpoint.name == "rejection_closings":
            raise KnownError("RATE_LIMITED")
        return answer(ask)

    monkeypatch.setattr(asked.transport, "_answer", limited)
    with pytest.raises(Refusal, match="RATE_LIMITED"):
        asked.ask()


def test_a_network_that_fails_is_no_absence(asked: Asked) -> None:
    def broken(name: str) -> None:
        if name == "rejection_closings":
            raise KnownError("PERIMETER_UNREACHABLE")

    asked.transport.before = broken
    with pytest.raises(KnownError, match="PERIMETER_UNREACHABLE"):
        asked.ask()


def test_a_period_to_come_is_not_asked(asked: Asked) -> None:
    for period in ("2026-11-25", "2026-12"):
        with pytest.raises(KnownError, match="REPORT_FUTURE"):
            asked.ask(period)
    assert asked.transport.calls == []
    assert asked.ask("2026-11").taxes_before is None
    assert asked.ask("2026-10").taxes_before is not None
