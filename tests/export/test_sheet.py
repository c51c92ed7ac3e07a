"""Words that are cut or broken stay within their width, and say that they were cut."""

from __future__ import annotations

import pytest

from cabinet.export.sheet import Face, fitted, measure, wrapped

TEXT = "Прострочено причин: дві з п’яти"


def test_a_figure_is_as_wide_as_any_other() -> None:
    for face in Face:
        assert len({measure(digit, 10, face) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("less", [0.0, 0.01, 30.0, 100.0, 1_000.0])
def test_a_line_is_cut_where_its_width_ends(less: float) -> None:
    width = measure(TEXT) - less
    cut = fitted(TEXT, width)
    assert (cut == TEXT) == (less == 0)
    if 0 < less < 1_000:
        assert cut.endswith("…")
        assert TEXT.startswith(cut[:-1])
        assert measure(cut) <= width
        assert measure(TEXT[: len(cut)] + "…") > width
    assert less < 1_000 or cut == "…"


def test_text_breaks_at_blanks() -> None:
    width = measure("Прострочено причин:")
    assert wrapped(TEXT, width, 3) == ["Прострочено причин:", "дві з п’яти"]
    assert wrapped(TEXT, width, 2) == ["Прострочено причин:", "дві з п’яти"]
    assert wrapped(TEXT, width - 0.01, 9)[:2] == ["Прострочено", "причин: дві з п’яти"]
    assert wrapped(TEXT, measure(TEXT), 1) == [TEXT]
    (one,) = wrapped(TEXT, width, 1)
    assert one.endswith("…")
    assert wrapped("Нерозривнеслово", 20, 3)[0].endswith("…")
