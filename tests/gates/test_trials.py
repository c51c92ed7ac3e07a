"""Every trial works, once each at a small size; and each can fail: with the one comparison away, it says so."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cabinet.qes import cades_parts
from cabinet.qes.cades_shape import Parts
from tests.trials import __main__ as trials
from tests.trials import bitflip, forged, forged_acts, forged_signatures, forged_statements, restarts

ROOT = Path(__file__).parents[2]
LAX = """
import sys
sys.path.insert(0, {root!r})
from cabinet.qes import cades_parts
from cabinet.qes.cades_shape import Parts

class Lax(bytes):
    __hash__ = bytes.__hash__
    def __ne__(self, other):
        return False

class LaxParts(Parts):
    def der(self):
        return Lax(super().der())

cades_parts.Parts = LaxParts
"""
"""Read by every interpreter that starts: the contour rebuilds a signature, and does not compare."""


@pytest.mark.parametrize("name", trials.names())
def test_trial_prints_its_line(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["trials", name, "--small"])
    assert trials.main() == 0
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(line) == {"trial", "cases", "failed", "goal", "ok", "detail"}
    assert (line["trial"], line["ok"], line["failed"], line["detail"]["wrong"]) == (name, True, 0, [])
    assert line["cases"] >= getattr(importlib.import_module(f"tests.trials.{name}"), "LEAST_CASES", 200)
    assert line["detail"]["python"]


class Lax(bytes):
    """Like every other bytes."""

    __hash__ = bytes.__hash__

    def __ne__(self, other: object) -> bool:
        return False


class LaxParts(Parts):
    def der(self) -> bytes:
        return Lax(super().der())


def test_bitflip_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cades_parts, "Parts", LaxParts)
    monkeypatch.setattr(bitflip, "_by_http", lambda *_: None)
    monkeypatch.setattr(bitflip, "_DSTU_SMALL", 0)
    result = bitflip.run(small=True)
    assert result.failed > 10
    assert not result.ok
    assert any("let through" in wrong for wrong in result.detail["wrong"])


def test_forged_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contour is the real one, with one line of its verifier taken away."""
    (tmp_path / "sitecustomize.py").write_text(LAX.format(root=str(ROOT)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    none: Any = lambda *_: iter(())  # noqa: E731
    for module, part in ((forged_statements, "cases"), (forged_acts, "cases"), (forged_signatures, "states")):
        monkeypatch.setattr(module, part, none)
    result = forged.run(small=True)
    assert result.failed > 0
    assert not result.ok
    assert any("let through" in wrong for wrong in result.detail["wrong"])


COUNTED = """
import sys
sys.path.insert(0, {root!r})
from cabinet.contour.keys.grants import Credentials
issue = Credentials.issue
Credentials.issue = lambda self, person, request, now, replayed=False: issue(self, person, request, now)
"""
"""Read by every interpreter that starts: the replay's own keys count in the limit of a source again."""


def test_restarts_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's keys and the replay's were too many together; the demo did not start any more."""
    (tmp_path / "sitecustomize.py").write_text(COUNTED.format(root=str(ROOT)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    result = restarts.run(small=True)
    assert result.failed > 0
    assert not result.ok
    assert any("KEY_LIMIT" in wrong for wrong in result.detail["wrong"])


def test_wrong_code_is_a_failure() -> None:
    from tests.trials.result import Tally

    tally = Tally()
    tally.count("x", "its own code", "BAD_CMS", frozenset({"BAD_CMS"}))
    tally.count("x", "another code", "INTERNAL", frozenset({"BAD_CMS"}))
    tally.count("x", "none", None, frozenset({"BAD_CMS"}))
    result = tally.result("x", "y")
    assert (result.cases, result.failed, result.ok) == (3, 2, False)
    assert not Tally().result("x", "nothing was tried").ok
