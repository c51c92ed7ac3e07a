"""Values of every kind, how they compare, and what stands out, in words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from cabinet.desks.statistics_finding import Cause, Finding, Rule
from cabinet.desks.statistics_metrics import Kind
from cabinet.profile.settings import Language
from cabinet.ui.language import install
from cabinet.ui.texts.statistics import axis_figure, difference, value_words
from cabinet.ui.texts.statistics_finding import finding_reason, finding_sentence


@pytest.fixture(autouse=True)
def ukrainian(qapp: QApplication) -> None:
    assert qapp is not None
    install(Language.UKRAINIAN)


@pytest.mark.parametrize(
    ("kind", "now", "before", "said"),
    [
        (Kind.COUNT, 28, 1, "+27"),
        (Kind.COUNT, 28, 29, "−1"),
        (Kind.COUNT, 28, 30, "−6,7 %"),
        (Kind.COUNT, 5, 0, "+5"),
        (Kind.COUNT, 5, None, "даних немає"),
        (Kind.COUNT, None, 5, "даних немає"),
        (Kind.COUNT, 2_800, 100, "×28"),
        (Kind.MONEY, 10_000, 2_999, "+70,01"),
        (Kind.MONEY, 10_000, 3_000, "+233,3 %"),
        (Kind.MONEY, 10_000, -3_000, "+130,00"),
        (Kind.MONEY, -10_000, 3_000, "−130,00"),
        (Kind.SHARE, 38, 26, "+0,12 в. п."),
        (Kind.SHARE, 26, 38, "−0,12 в. п."),
        (Kind.LENGTH, 1_500, 2_000, "−0,50 с"),
    ],
)
def test_differences(kind: Kind, now: int | None, before: int | None, said: str) -> None:
    assert difference(kind, now, before).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (Kind.COUNT, 1_284, "1 284"),
        (Kind.COUNT, None, "—"),
        (Kind.MONEY, -1_702_100, "−17 021,00"),
        (Kind.SHARE, 38, "0,38 %"),
        (Kind.LENGTH, 599_990, "599,99 с"),
        (Kind.LENGTH, 600_000, "10 хв"),
    ],
)
def test_values(kind: Kind, value: int | None, said: str) -> None:
    assert value_words(kind, value).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [(Kind.COUNT, 1_500, "1,5 тис."), (Kind.SHARE, 0.25, "0,25"), (Kind.MONEY, -2.5, "−2,5"), (Kind.MONEY, 0, "0"),
     (Kind.LENGTH, 1_500, "1,5 тис."), (Kind.LENGTH, 120, "120")],
)  # fmt: skip
def test_figures_of_the_axis(kind: Kind, value: float, said: str) -> None:
    assert axis_figure(kind, value).replace("\u00a0", " ") == said


NAMED = "12 з 19: RG-604 Сайту чи бренду немає в реєстрі, core-1"
CAUSE = Cause("RG-604", "core-1", 12)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (
            Finding(Rule.REJECTED_MORE, 0, 19, 6, CAUSE),
            f"чт, 26.11.2026: відхилень утричі більше звичайного, 19 проти 6; {NAMED}",
        ),
        (Finding(Rule.REJECTED_MORE, 0, 24, 6), "чт, 26.11.2026: відхилень учетверо більше звичайного, 24 проти 6"),
        (Finding(Rule.REJECTED_MORE, 0, 66, 6), "чт, 26.11.2026: відхилень у 11 разів більше звичайного, 66 проти 6"),
        (Finding(Rule.REJECTED_MORE, 0, 10, 0), "чт, 26.11.2026: відхилень 10, звичайно жодного"),
        (Finding(Rule.LATE_MORE, 0, 12, 4), "чт, 26.11.2026: запізнілих утричі більше звичайного, 12 проти 4"),
        (Finding(Rule.LATE_MORE, 0, 12, 0), "чт, 26.11.2026: запізнілих 12, звичайно жодної"),
        (Finding(Rule.ACCEPTED_LESS, 0, 8, 40), "чт, 26.11.2026: прийнято у 5 разів менше звичайного, 8 проти 40"),
        (Finding(Rule.ACCEPTED_LESS, 0, 0, 40), "чт, 26.11.2026: не прийнято нічого, звичайно 40"),
    ],
)
def test_findings(finding: Finding, said: str) -> None:
    assert finding_sentence(finding, "чт, 26.11.2026").replace("\u00a0", " ") == said


@pytest.mark.parametrize("rule", list(Rule))
def test_the_rule_is_told_with_its_numbers(rule: Rule) -> None:
    said = finding_reason(Finding(rule, 0, 19, 6))
    assert "медіана" in said
    assert "тут 6" in said
    assert "{" not in said
