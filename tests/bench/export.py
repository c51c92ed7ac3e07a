"""``export``: every rejection to a CSV through the streaming endpoint ÷ ``sqlite3 -csv`` from the bare table."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from cabinet.export.job import ExportForm, ExportJob, Heading
from cabinet.perimeter.export_process import ExportProcess
from tests.bench.result import Result, in_turn
from tests.many import compliance, contour_with_rejections

_ROWS, _SMALL, _ROUNDS = 1_000_000, 4_000, 3
_QUERY = "SELECT * FROM rejections"


def measure(*, small: bool) -> Result:
    """Measure both alternately; ours is the whole way of the window: a process of its own, a lent session, a file."""
    rows = _SMALL if small else _ROWS
    with tempfile.TemporaryDirectory() as folder, contour_with_rejections(Path(folder), rows) as contour:  # noqa: SIM117
        with compliance(contour, Path(folder)) as session:
            out, bare = Path(folder) / "rejections.csv", Path(folder) / "bare.csv"
            heading = Heading(perimeter="", test=True, operator="", at="")
            job = ExportJob(form=ExportForm.CSV, out=str(out), heading=heading)

            def ours() -> float:
                out.unlink(missing_ok=True)
                started = time.perf_counter()
                written = ExportProcess(session, job).run(lambda _: None)
                taken = time.perf_counter() - started
                assert written == rows
                return taken

            def floor() -> float:
                command = ["sqlite3", "-readonly", "-header", "-csv", str(contour.data / "ledger.sqlite"), _QUERY]
                started = time.perf_counter()
                with bare.open("wb") as file:
                    subprocess.run(command, stdout=file, check=True)
                return time.perf_counter() - started

            mine, theirs, raw = in_turn(ours, floor, 1 if small else _ROUNDS)
            sizes = {"bytes": out.stat().st_size, "bare_bytes": bare.stat().st_size}
            return Result("export", mine / theirs, 5.0, "lower", {"rows": rows, "seconds": raw, **sizes})
