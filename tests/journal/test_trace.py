"""The log's file: redacted as everything, readable by nobody else's eye, and never larger than was said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from cabinet.journal.trace import LOG_BYTES, set_up


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def test_what_is_logged_is_in_the_file_without_secrets(tmp_path: Path) -> None:
    set_up(file=tmp_path / "x.log")
    assert not (tmp_path / "x.log").exists(), "made by the first line, not before"
    logging.getLogger("cabinet.test").warning("pin: 12345678 of %s", "somebody")
    text = (tmp_path / "x.log").read_text(encoding="utf-8")
    assert "12345678" not in text
    assert "of somebody" in text
    assert "cabinet.test" in text


def test_the_file_stays_within_twice_its_bound(tmp_path: Path) -> None:
    set_up(file=tmp_path / "x.log")
    logger = logging.getLogger("cabinet.test")
    line = "ї" * 2_000
    for _ in range(3 * LOG_BYTES // len(line.encode())):
        logger.warning(line)
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"x.log", "x.log.1"}
    assert max(sizes.values()) <= LOG_BYTES


def test_set_up_again_closes_the_file_of_before(tmp_path: Path) -> None:
    set_up(file=tmp_path / "one.log")
    logging.getLogger().warning("a")
    set_up(file=tmp_path / "two.log")
    logging.getLogger().warning("b")
    assert "b" not in (tmp_path / "one.log").read_text()
    assert "b" in (tmp_path / "two.log").read_text()
