"""Exports of one contour, killed in mid-work: the export, the window it belongs to, the contour, or both at once.

Whatever was killed, the file is not there by half; and gone on with to its end, it is the file that an export in peace
writes, byte by byte.
"""

from __future__ import annotations

import contextlib
import random
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Final

from cabinet.cli.demo.play import key_folders
from cabinet.contour.process import ContourProcess
from cabinet.contract.errors import KnownError
from cabinet.export.job import ExportForm, ExportJob, Heading
from cabinet.export.part import unfinished
from cabinet.perimeter.export_process import ExportProcess
from tests.fork_server import ForkedProcess, ForkServer
from tests.many import contour_with_rejections, officer
from tests.trials.result import Tally

__all__ = ["exports_killed"]

_SOURCE: Final = "core-1"
_EXPORTS = ForkServer("cabinet.cli.export", "cabinet.perimeter.rejection_export", "cabinet.sender.machine")
_WAYS: Final = ("export", "window", "contour", "both")
_SOONEST: Final = 0.1
"""Seconds; the latest is what an export in peace takes."""
_TO_ITS_END: Final = 20
_WHOLE: Final = frozenset({"whole"})


def exports_killed(folder: Path, seed: int, kills: int, rows: int, tally: Tally) -> Counter[str]:
    """Kill so often; returns how many kills left an export unfinished, and how many of them with rows to go on from."""
    luck = random.Random(seed)  # noqa: S311  a sample that comes again
    counted: Counter[str] = Counter()
    with contour_with_rejections(folder, rows) as contour:
        key = key_folders(contour, folder)[_SOURCE]
        peace = folder / "peace.csv"
        started = time.monotonic()
        if _ended(_command(key, peace)) != 0:
            tally.count("export", "in peace", "not written", _WHOLE)
            return counted
        latest = time.monotonic() - started
        for number in range(kills):
            way, out = _WAYS[number % len(_WAYS)], folder / f"{number}.csv"
            seconds = luck.uniform(_SOONEST, latest)
            if way == "window":
                _window_killed(contour, folder, out, seconds)
            else:
                _killed(contour, key, out, way, seconds)
            state = unfinished(out)
            counted["unfinished"] += not out.exists()
            counted["with_rows"] += state is not None and state.rows > 0
            wrong = [] if not out.exists() or out.read_bytes() == peace.read_bytes() else ["a half file under its name"]
            tries = 0
            while not out.exists() and tries < _TO_ITS_END:
                _ended(_command(key, out))
                tries += 1
            if not out.exists():
                wrong.append("no file")
            elif out.read_bytes() != peace.read_bytes():
                wrong.append(f"{len(out.read_bytes().splitlines()) - 1} rows of {rows}, or others")
            if unfinished(out) is not None:
                wrong.append("a part is left")
            tally.count(f"export: {way}", f"kill {number}", "; ".join(wrong) or "whole", _WHOLE)
            out.unlink(missing_ok=True)
    return counted


def _command(key: Path, out: Path) -> ForkedProcess:
    return _EXPORTS.start(
        "cabinet", "export", "rejections", "--credential", str(key), "--out", str(out), "--quiet", quiet=True
    )


def _ended(export: ForkedProcess) -> int:
    """Let an export come to its end and close its pipes."""
    status = export.wait()
    export.stdin.close()
    export.stdout.close()
    return status


def _killed(contour: ContourProcess, key: Path, out: Path, way: str, seconds: float) -> None:
    export = _command(key, out)
    with contextlib.suppress(subprocess.TimeoutExpired):
        export.wait(seconds)
    if way in {"export", "both"}:
        export.kill()
    if way in {"contour", "both"}:
        contour.kill()
        contour.start()
    _ended(export)


def _window_killed(contour: ContourProcess, folder: Path, out: Path, seconds: float) -> None:
    """Close the input of a child, as the system does when the window is gone."""
    session, transport = officer(contour, folder)
    job = ExportJob(
        form=ExportForm.CSV, out=str(out), language="en", heading=Heading(perimeter="", test=True, operator="", at="")
    )
    process = ExportProcess(session, job)

    def run() -> None:
        with contextlib.suppress(KnownError, ValueError):  # its input is closed under its hands
            process.run(lambda _: None)

    begun = threading.Thread(target=run)
    begun.start()
    begun.join(seconds)
    child = process._process
    if child is not None and child.stdin is not None and child.poll() is None:
        child.stdin.close()
    begun.join()
    transport.close()
