"""Filling the demo contour: play replayed through the real pipeline, then keys for the platform that plays on."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cabinet.cli.demo_people import log_in
from cabinet.cli.feed_state import FeedState
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample_operator import PEOPLE, SOURCE_NAMES
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.testdata import Generate, Generated
from cabinet.desks.credentials import Wish, issue_credential
from cabinet.sender.chain import Chain

__all__ = ["Filling", "fill", "go_on_from", "key_folders", "key_paths"]

_KEY_DAYS: Final = 90
_LONGEST_SECONDS: Final = 3600.0
_PAUSE: Final = 0.25


@dataclass(frozen=True)
class Filling:
    """How much, and between which moments; ``seed`` makes it the same play again."""

    transactions: int
    since: datetime
    until: datetime
    seed: int


def fill(contour: ContourProcess, filling: Filling, progress: Callable[[float], None]) -> Generated:
    """Replay the play and return what became of it.

    Raises:
        KnownError: the perimeter's refusal.
    """
    wanted = Generate(
        seed=filling.seed, since=filling.since, until=filling.until, transactions=filling.transactions
    )  # fmt: skip
    answers: list[Generated] = []

    def ask() -> None:
        told = contour.testdata("testdata_generate", wanted, seconds=_LONGEST_SECONDS)
        answers.append(Generated.model_validate(told))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    while asking.is_alive():
        asking.join(_PAUSE)
        progress(float(contour.testdata("testdata_generated")["done"]))
    if not answers:
        raise KnownError("CONTOUR_START_FAILED", "the replay stopped")
    progress(1.0)
    return answers[0]


def key_folders(contour: ContourProcess, folder: Path) -> dict[str, Path]:
    """Return the folder of each source's key; the engineer issues one where there is none yet."""
    found = key_paths(folder)
    wanting = [source for source, keys in found.items() if not keys.exists()]
    if wanting:
        engineer = next(p for p in PEOPLE if p.role is Role.IT)
        session, transport = log_in(contour, folder, engineer, SystemClock())
        try:
            for source in wanting:
                found[source].parent.mkdir(exist_ok=True, mode=0o700)
                try:
                    issue_credential(session, Wish(SOURCE_NAMES[source], source, _KEY_DAYS, found[source]))
                except BaseException:
                    shutil.rmtree(found[source], ignore_errors=True)
                    raise
            session.end()
        finally:
            transport.close()
    return found


def key_paths(folder: Path) -> dict[str, Path]:
    """Return where each source's key lies in the demo's folder."""
    return {source: folder / "keys" / source for source in SOURCE_NAMES}


def go_on_from(told: Generated, folders: dict[str, Path]) -> None:
    """Let each source's platform go on with numbers and chain where the replay ended."""
    for end in told.chains:
        chain = Chain.read(folders[end.source])
        chain.seq = end.batch_seq - 1
        chain.advance(end.content_sha256)
        FeedState.start(folders[end.source], end.seq_no + 1)
