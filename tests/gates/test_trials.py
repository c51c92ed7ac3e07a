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
from tests import forked
from tests.fork_server import ForkServer
from tests.trials import __main__ as trials
from tests.trials import (
    bitflip,
    forged,
    forged_acts,
    forged_signatures,
    forged_statements,
    kill,
    mutants,
    privacy,
    restarts,
)
from tests.trials.mutation import Copy, Mutation, every_mutation, read_table

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
"""Read by an interpreter that starts: the contour rebuilds a signature, and does not compare."""


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
    monkeypatch.setattr(forked, "CONTOURS", ForkServer(*forked.CONTOUR))
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
"""Read by an interpreter that starts: the replay's own keys count in the limit of a source again."""


def test_restarts_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's keys and the replay's were too many together; the demo did not start any more."""
    (tmp_path / "sitecustomize.py").write_text(COUNTED.format(root=str(ROOT)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(forked, "DEMOS", ForkServer(*forked.DEMO))
    result = restarts.run(small=True)
    assert result.failed > 0
    assert not result.ok
    assert any("KEY_LIMIT" in wrong for wrong in result.detail["wrong"])


UNPROVEN = """
import sys
sys.path.insert(0, {root!r})
import os
from cabinet.contour.ledger.taken import TakenChanges
from cabinet.sender import batches

TakenChanges.get = lambda *_: None
batches.content_batch_id = lambda *_: str(__import__("uuid").uuid4())
"""
"""Read by interpreters that start: no batch is sent twice under one name, and no transaction's id is known again."""


def test_kill_finds_what_was_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the contour goes what it had not yet moved into the ledger's file, as if no commit waited for its disk."""

    class Forgetful(forked.ForkedContour):
        def kill(self) -> None:
            super().kill()
            (self.data / "ledger.sqlite-wal").unlink(missing_ok=True)

    monkeypatch.setattr(kill, "ForkedContour", Forgetful)
    monkeypatch.setattr(kill, "_WAYS", ("contour",))
    monkeypatch.setattr(kill, "_SMALL", 2)
    result = kill.run(small=True)
    assert result.failed > 0
    assert not result.ok
    told = ("do not stand", "rolled back", "refused with")
    assert any(one in wrong for wrong in result.detail["wrong"] for one in told)


def test_kill_finds_what_was_doubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(UNPROVEN.format(root=str(ROOT)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(forked, "CONTOURS", ForkServer(*forked.CONTOUR))
    monkeypatch.setattr(kill, "_SENDERS", ForkServer("cabinet.cli.send", "cabinet.sender.send"))
    monkeypatch.setattr(kill, "_WAYS", ("sender",))
    monkeypatch.setattr(kill, "_SMALL", 2)
    result = kill.run(small=True)
    assert result.failed > 0
    assert not result.ok
    assert any("transaction ids" in wrong for wrong in result.detail["wrong"])


BLIND = """
import sys
sys.path.insert(0, {root!r})
from cabinet.rules import personal

personal.detect = lambda text: None
"""
STRICT = """
import re
import sys
sys.path.insert(0, {root!r})
from cabinet.contour.intake import batch_lines
from cabinet.rules import check, personal

batch_lines.honest_line = lambda *_: None
check.faultless = lambda *_: False
personal._ID_SIGNS = re.compile("[0-9]{{10}}")
personal.meant_id = lambda _: None
scan = personal.scan
check.scan = lambda value, good: scan(value, set())
"""


@pytest.mark.parametrize(("code", "said"), [(BLIND, "in the"), (STRICT, "REJECTED")])
def test_privacy_can_fail(code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Free text is not looked at; or ten digits are taken for a tax number wherever they stand."""
    (tmp_path / "sitecustomize.py").write_text(code.format(root=str(ROOT)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(forked, "CONTOURS", ForkServer(*forked.CONTOUR))
    monkeypatch.setattr(privacy, "_SMALL_HONEST", 200)
    result = privacy.run(small=True)
    assert result.failed > 0
    assert not result.ok
    assert any(said in code for code in result.detail["codes"])


def test_wrong_code_is_a_failure() -> None:
    from tests.trials.result import Tally

    tally = Tally()
    tally.count("x", "its own code", "BAD_CMS", frozenset({"BAD_CMS"}))
    tally.count("x", "another code", "INTERNAL", frozenset({"BAD_CMS"}))
    tally.count("x", "none", None, frozenset({"BAD_CMS"}))
    result = tally.result("x", "y")
    assert (result.cases, result.failed, result.ok) == (3, 2, False)
    assert not Tally().result("x", "nothing was tried").ok


def test_every_change_still_applies() -> None:
    """Each old text stands exactly once, and what comes of it is Python; nothing is run."""
    every = every_mutation()
    for mutation in every:
        path = ROOT / mutation.module
        compile(mutation.applied(path.read_text(encoding="utf-8")), mutation.name, "exec")
        for test in mutation.tests:
            assert (ROOT / test).exists(), mutation.name
    names = [m.name for m in every]
    assert len(set(names)) == len(names) >= 300
    assert set(names) >= mutants.SMALL
    assert len(mutants.SMALL) >= mutants.LEAST_CASES


@pytest.mark.parametrize("old", ["twice", "nowhere", ""])
def test_a_change_that_does_not_apply_is_told(old: str) -> None:
    with pytest.raises(LookupError):
        Mutation("x", "m.py", old, "once", ()).applied("twice twice")


def test_tables_are_read() -> None:
    head = "For people.\n\nmodule cabinet/a/b.py\ntests tests/x tests/y\nsecurity\n\n"
    first, second = read_table(f"{head}= one\n- a\n-   b\n+ c\n+   d\n\n= two\n- e\n")
    assert first == Mutation("a/b: one", "cabinet/a/b.py", "a\n  b", "c\n  d", ("tests/x", "tests/y"), security=True)
    assert (second.old, second.new, second.security) == ("e", "", True)
    with pytest.raises(ValueError, match="not a line"):
        read_table("module m\ntests t\n= one\nwhat is this")


def small_program(folder: Path, *body: str) -> Path:
    """Return a program of one line and a test of it, as the trial copies them."""
    test = "\n    ".join(["def test_limit():", "from cabinet.limit import LIMIT", *body])
    files = {"cabinet/__init__.py": "", "cabinet/limit.py": "LIMIT = 3\n", "tests/test_limit.py": f"{test}\n"}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_mutants_can_fail(tmp_path: Path) -> None:
    """A test that looks at nothing finds nothing; one that looks finds it, in a file of the same length and time."""
    change = Mutation("limit", "cabinet/limit.py", "3", "4", ("tests/test_limit.py",))
    control = Mutation("control", "cabinet/limit.py", "3", "5", ("tests/test_limit.py",), security=True)
    lived = mutants.run_these([change, control], source=small_program(tmp_path / "blind", "assert LIMIT"), workers=1)
    assert (lived.cases, lived.failed, lived.ok) == (2, 2, False)
    assert lived.detail["security"] == ["control"]
    found = mutants.run_these(
        [change, control], source=small_program(tmp_path / "seeing", "assert LIMIT == 3"), workers=1
    )
    assert (found.cases, found.failed, found.ok) == (2, 0, True)
    with pytest.raises(RuntimeError, match="red without any change"):
        mutants.run_these([change], source=small_program(tmp_path / "red", "assert not LIMIT"), workers=1)


def test_a_few_may_live_but_no_control(monkeypatch: pytest.MonkeyPatch) -> None:
    """95 of 100 are enough, and not where a control of security is among the five."""

    class Lenient(Copy):
        def __init__(self, *_: object) -> None:
            pass

        folder = Path()

        def close(self) -> None:
            pass

        def green(self, tests: object) -> bool:
            return True

        def finds(self, mutation: Mutation, tests: object = None) -> bool:
            return "alive" not in mutation.name

    monkeypatch.setattr(mutants, "Copy", Lenient)
    for alive, control, ok in ((5, False, True), (6, False, False), (1, True, False)):
        some = [Mutation("alive", "cabinet/x.py", "a", "b", ("t",), security=control)] * alive
        rest = [Mutation("found", "cabinet/x.py", "a", "b", ("t",), security=True)] * (100 - alive)
        assert mutants.run_these([*some, *rest]).ok is ok
