"""A day compared without a process or a network: streams come from the contour's own functions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cabinet.contour.reconciliation.listing import listing
from cabinet.contour.reconciliation.standing import standings
from cabinet.contour.reconciliation.totals import totals
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.reconciliation import TOTALS, Standing
from cabinet.dayfile.reading import open_table
from cabinet.reconcile.comparison import Compared, compare_day
from cabinet.reconcile.differences import Kind
from cabinet.reconcile.their_day import Asking
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Stream
from tests.perimeter_in_process import PerimeterInProcess

DAY = date(2026, 11, 24)


class Asked:
    """Answers as a perimeter does; so many lists end after their first row, and so many totals before their end."""

    def __init__(self, perimeter: PerimeterInProcess) -> None:
        self._ledger = perimeter.perimeter.ledger
        self.calls: list[str] = []
        self.listed = 0
        self.cut_lists = self.cut_totals = 0
        self.paused: list[float] = []

    @contextmanager
    def stream(self, ask: AnyAsk) -> Iterator[Stream]:
        self.calls.append(ask.endpoint.name)
        query = {name: str(value) for name, value in ask.parameters.items()}
        tell = totals if ask.endpoint is TOTALS else listing
        data = b"".join(tell(self._ledger, SAMPLE_EDRPOU, ask.path["day"], query).pieces)
        if ask.endpoint is not TOTALS:
            self.listed += data.count(b"\n") - 1
        if ask.endpoint is TOTALS and self.cut_totals:
            self.cut_totals -= 1
            data = data[:20]
        elif ask.endpoint is not TOTALS and self.cut_lists:
            self.cut_lists -= 1
            data = data[: data.index(b"\n") + 5]
        yield Stream({}, iter([data[:7], data[7:]]))

    def standing(self, ids: Sequence[str]) -> list[Standing]:
        self.calls.append("standing")
        with self._ledger.store.read() as rows:
            return standings(self._ledger.reader(rows, SAMPLE_EDRPOU), ids).items

    @property
    def asking(self) -> Asking:
        return Asking(self.stream, self.standing, self.paused.append)


def write(folder: Path, *lines: dict[str, object] | bytes, name: str = "day.ndjson") -> Path:
    path = folder / name
    path.write_bytes(b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines))
    return path


def compared(perimeter: PerimeterInProcess | Asked, *paths: Path, day: date = DAY, source: str = "core-1") -> Compared:
    asked = perimeter if isinstance(perimeter, Asked) else Asked(perimeter)
    return compare_day([open_table(path) for path in paths], day, source, asked.asking)


def kinds(found: Compared) -> dict[Kind, list[str]]:
    """Return the ids of what differs, by kind."""
    told: dict[Kind, list[str]] = {}
    for one in found.report.differences:
        told.setdefault(one.kind, []).append(one.operator_tx_id)
    assert {kind: len(ids) for kind, ids in told.items()} == {
        kind: total.count for kind, total in found.report.totals.items() if total.count
    }
    return told
