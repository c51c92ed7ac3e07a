"""``bulk``: corrections a second from the window's act over many ÷ the same number of lines by ``cabinet send``.

The act is the whole of it: rejections read with what is proposed, every line checked, the act kept, sent and reported.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from cabinet.cli.demo.play import key_folders
from cabinet.contour.sample.operator import CASINO_SOURCE, sample_operator
from cabinet.contract.clock import SystemClock
from cabinet.contract.filter import parse_filter
from cabinet.contract.moment import KYIV
from cabinet.contract.states import ReasonCode
from cabinet.dayfile.reading import DayFile, open_day_file
from cabinet.desks.bulk.changes import TakeSuggestions
from cabinet.desks.bulk.desk import BulkDesk, BulkPhase, Selection
from cabinet.desks.office import Office
from cabinet.perimeter.rejections import RejectionsClient
from cabinet.sender.credential import open_credential
from cabinet.sender.machine import MachineClient
from cabinet.sender.send import send_file
from cabinet.vault.vault import Vault
from tests.bench.result import Result, in_turn
from tests.forked import ForkedContour
from tests.many import compliance
from tests.perimeter_in_process import encoded, line

_LINES, _SMALL, _ROUNDS, _WAIT_MS = 2_000, 40, 5, 600_000


def measure(*, small: bool) -> Result:
    """Measure both alternately; each round has lines of its own."""
    lines = _SMALL if small else _LINES
    application = QCoreApplication.instance() or QCoreApplication([])
    with tempfile.TemporaryDirectory() as name, _sender(Path(name)) as (contour, client):
        folder = Path(name)
        with compliance(contour, folder) as session:
            office = Office(SystemClock(), lambda: Vault(folder / "vault", _Held))
            office.open(session)
            rounds, parts = iter(range(10**6)), list[dict[str, float]]()

            def send() -> float:
                day = _day(folder, next(rounds), lines, "mlynok.ua")
                started = time.perf_counter()
                send_file(client, day)
                return (time.perf_counter() - started) / lines

            def correct() -> float:
                send_file(client, _day(folder, next(rounds), lines, "mlynok.com.ua"))
                view = RejectionsClient(session).page(limit=1)
                desk = BulkDesk(office)
                started = time.perf_counter()
                desk.begin(Selection(parse_filter("state:open code:RG-604"), view.as_of), TakeSuggestions(likely=True))
                _until(desk, BulkPhase.CHECKED)
                checked = time.perf_counter()
                assert len(desk.passing) == lines
                desk.send(ReasonCode.WRONG_LICENCE_OR_SITE, "")
                _until(desk, BulkPhase.DONE)
                ended = time.perf_counter()
                assert desk.report is not None
                assert desk.report.accepted == lines
                parts.append({"checked": checked - started, "sent": ended - checked})
                return (ended - started) / lines

            ours, theirs, raw = in_turn(correct, send, 2 if small else _ROUNDS)
            office.stop()
    del application
    return Result("bulk", theirs / ours, 0.5, "higher", {"secondsALine": raw, "lines": lines, "partsSeconds": parts})


class _Held:
    """A key as a keychain would hold it."""

    name = "bench"

    def key(self, *, make: bool, ask: bool) -> bytes | None:
        return bytes(32)

    def give_up(self) -> None:
        """Nobody waits."""


@contextmanager
def _sender(folder: Path) -> Iterator[tuple[ForkedContour, MachineClient]]:
    with ForkedContour(folder / "contour") as contour:
        contour.testdata("testdata_operator", sample_operator(datetime.now(UTC)))
        client = MachineClient(open_credential(key_folders(contour, folder)[CASINO_SOURCE]), SystemClock())
        try:
            yield contour, client
        finally:
            client.close()


def _day(folder: Path, number: int, lines: int, site: str) -> DayFile:
    at = datetime.now(UTC).astimezone(KYIV).isoformat(timespec="milliseconds")
    path = folder / f"day-{number}.ndjson"
    honest = line(f"{number}-0", occurredAt=at)
    path.write_bytes(encoded(honest, *(line(f"{number}-{n}", occurredAt=at, siteId=site) for n in range(1, lines + 1))))
    return open_day_file(path)


def _until(desk: BulkDesk, phase: BulkPhase) -> None:
    """Run Qt's loop until the act stands so."""
    loop = QEventLoop()
    QTimer.singleShot(_WAIT_MS, loop.quit)

    def look() -> None:
        if desk.failure is not None or desk.phase is phase:
            loop.quit()

    desk.changed.connect(look)
    if desk.phase is not phase:
        loop.exec()
    desk.changed.disconnect(look)
    assert desk.failure is None, desk.failure
    assert desk.phase is phase
