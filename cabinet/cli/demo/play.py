"""Filling the demo contour: play replayed through the real pipeline, then keys for the platform that plays on."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cabinet.cli.demo.people import log_in
from cabinet.cli.feed_state import FeedState
from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import PEOPLE, SOURCE_NAMES
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
    wanted = Generate(seed=filling.seed, since=filling.since, until=filling.until, transactions=filling.transactions)
    answers: list[Generated] = []
    errors: list[KnownError] = []

    def ask() -> None:
        try:
            generated = contour.testdata("testdata_generate", wanted, seconds=_LONGEST_SECONDS)
            answers.append(Generated.model_validate(generated))
        except KnownError as error:
            errors.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    while asking.is_alive():
        asking.join(_PAUSE)
        done = float(contour.testdata("testdata_generated")["done"]) if asking.is_alive() else 1.0
        if done < 1:  # that it is complete says the answer: before its first line it tells of the last filling
            progress(done)
    if errors:
        raise errors[0]
    progress(answers[0].done)
    return answers[0]


def key_folders(contour: ContourProcess, folder: Path) -> dict[str, Path]:
    """Return the folder of each source's key that there is; the engineer issues one where there was none yet.

    What people did to keys and mandates may forbid that: then the source has no live feed, and all else goes on.
    """
    found = key_paths(folder)
    wanting = [source for source, keys in found.items() if not keys.exists()]
    if wanting:
        with contextlib.suppress(KnownError):
            _issue(contour, folder, wanting)
    return {source: keys for source, keys in found.items() if keys.exists()}


def _issue(contour: ContourProcess, folder: Path, wanting: list[str]) -> None:
    engineer = next(p for p in PEOPLE if p.role is Role.IT)
    session, transport = log_in(contour, folder, engineer, SystemClock())
    try:
        for source in wanting:
            path = key_paths(folder)[source]
            path.parent.mkdir(exist_ok=True, mode=0o700)
            # Under its name only once it is whole: a start that breaks off leaves no half of a key to trip over.
            making = path.with_name(f".{source}-{secrets.token_hex(3)}")
            try:
                issue_credential(session, Wish(SOURCE_NAMES[source], source, _KEY_DAYS, making))
                making.rename(path)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
        session.end()
    finally:
        transport.close()


def key_paths(folder: Path) -> dict[str, Path]:
    """Return where each source's key lies in the demo's folder."""
    return {source: folder / "keys" / source for source in SOURCE_NAMES}


def go_on_from(generated: Generated, folders: dict[str, Path]) -> None:
    """Let each source's platform go on with numbers and chain where the replay ended."""
    for end in generated.chains:
        if end.source not in folders:
            continue
        chain = Chain.read(folders[end.source])
        chain.seq = end.batch_seq - 1
        chain.advance(end.content_sha256)
        FeedState.start(folders[end.source], end.seq_no + 1)
