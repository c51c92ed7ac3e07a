"""``cabinet demo``: a test contour with a believable operator, and the window with a test QES."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.saying import say_error, ukrainian
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up
from cabinet.profile.demo_note import demo_folder, read_note

if TYPE_CHECKING:
    from cabinet.contour.process import ContourProcess

__all__ = ["prepare", "run"]

TRANSACTIONS: Final = 200_000
"""Of the first filling; what is added at later starts keeps the same pace."""
_FIRST_DAYS: Final = 90
_TOP_UP_AFTER: Final = timedelta(minutes=20)
_SEED: Final = 427


def run(arguments: Sequence[str]) -> int:
    """Start, fill and open; with ``--serve`` no window: JSON lines tell how far it is. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="cabinet demo",
        description="Runs a test contour with an invented operator on this computer and opens the window on it.",
    )
    parser.add_argument("--data", type=Path, help="folder of the demo")
    parser.add_argument("--serve", action="store_true", help="no window; used by its log-in page")
    parser.add_argument(
        "--transactions", type=int, default=TRANSACTIONS, metavar="N",
        help=f"invented transactions of the last {_FIRST_DAYS} days (default {TRANSACTIONS})",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    if not 0 <= given.transactions <= 10_000_000:
        parser.error("--transactions must be from 0 to 10000000")
    set_up()
    folder = given.data or demo_folder()
    try:
        if given.serve:
            return _serve(folder, given.transactions)
        from cabinet.cli.window import check_display

        check_display()
        return _show(folder, given.transactions)
    except KnownError as error:
        if given.serve:
            _tell(code=error.code, detail=error.detail)
        return say_error(error)


def prepare(folder: Path, progress: Callable[[float], None], *, transactions: int = TRANSACTIONS) -> ContourProcess:
    """Start the contour in this folder and bring its operator up to now; the caller stops it.

    Raises:
        KnownError: it cannot start, or refused what was sent.
    """
    from cabinet.cli.demo_people import make_identities
    from cabinet.cli.demo_play import Filling, fill, go_on_from, key_folders
    from cabinet.contour.process import ContourProcess
    from cabinet.contour.sample_operator import sample_operator

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    contour = ContourProcess(folder / "contour")
    try:
        contour.start()
    except KnownError as error:
        if error.code != "FOLDER_OTHER_VERSION":
            raise
        _begin_anew(folder)
        contour.start()
    try:
        now = datetime.now(UTC)
        marker = folder / "filled.json"
        until = _filled_until(marker)
        if until is None:
            contour.testdata("testdata_operator", sample_operator(now))
        if read_note(folder) is None:
            make_identities(contour, folder).write(folder)
        longest = timedelta(days=_FIRST_DAYS)
        since = now - longest if until is None else max(until, now - longest)
        if until is None or now - since > _TOP_UP_AFTER:
            told = fill(contour, Filling(round(transactions * ((now - since) / longest)), since, now, _SEED), progress)
            go_on_from(told, key_folders(contour, folder))
            marker.write_text(json.dumps({"until": now.isoformat()}))
    except BaseException:
        contour.stop()
        raise
    return contour


def _begin_anew(folder: Path) -> None:
    """Move the demo of another version aside, whole but for how its window looked."""
    settings = folder / "settings.json"
    kept = settings.read_bytes() if settings.exists() else None
    folder.rename(folder.with_name(f"{folder.name}-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    folder.mkdir(mode=0o700)
    if kept is not None:
        settings.write_bytes(kept)


def _filled_until(marker: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(marker.read_text())["until"])
    except (OSError, ValueError, KeyError):
        return None


def _tell(**facts: object) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)


def _serve(folder: Path, transactions: int) -> int:
    """Serve until asked to end."""
    from cabinet.cli.demo_play import key_paths
    from cabinet.cli.feed_process import FeedProcess

    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    contour = prepare(folder, lambda share: _tell(percent=round(share * 100)), transactions=transactions)
    try:
        _tell(ready=True)
        with FeedProcess(key_paths(folder).values()):
            ended.wait()
    except KeyboardInterrupt:
        pass
    finally:
        contour.stop()
    return 0


def _show(folder: Path, transactions: int) -> int:
    uk = ukrainian()
    print("Тестовий контур: запуск і подання вигаданих ставок…" if uk else "Test contour: starting, sending play…")
    contour = prepare(folder, _bar, transactions=transactions)
    try:
        from cabinet.app import Window
        from cabinet.cli.demo_play import key_paths
        from cabinet.cli.feed_process import FeedProcess
        from cabinet.desks.contour import use_note
        from cabinet.profile.settings import SettingsFile

        window = Window(SettingsFile(folder / "settings.json"), demo=folder)
        note = read_note(folder)
        if note is None:
            raise KnownError("CONTOUR_START_FAILED", "no note")
        use_note(note, window.desks.session)
        window.desks.contour.take_running()
        try:
            window.show()
            with FeedProcess(key_paths(folder).values()):
                return window.app.exec()
        finally:
            window.close()
    finally:
        contour.stop()


def _bar(share: float) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{share:4.0%}" + ("\n" if share >= 1 else ""))
        sys.stderr.flush()
