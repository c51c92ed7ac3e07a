"""An audit against a ledger in process: what is whole, what is not, and where each is found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cabinet.audit.auditing import Anchor, Paused, Wanted
from cabinet.audit.report import MOST_FAULTS, CheckKind, CheckState, Progress, Report
from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contract import log
from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment
from cabinet.contract.statistics import STATISTICS
from cabinet.proof.merkle import EMPTY_ROOT
from cabinet.wire.ask import AnyAsk
from tests.audit.kit import Served, codes
from tests.eventful import eventful
from tests.perimeter_in_process import PerimeterInProcess, line

SIZES = (2, 255, 256, 257, 600)


@pytest.fixture
def served(perimeter: PerimeterInProcess) -> Served:
    return Served(perimeter.perimeter)


def grow(perimeter: PerimeterInProcess, size: int) -> None:
    """Send lines until the log has so many entries; it begins with the key's own."""
    with perimeter.perimeter.store.read() as rows:
        has = perimeter.perimeter.ledger.reader(rows, "90417318").size
    new = [line(f"t{n}", **({"currency": "EUR"} if n % 7 == 3 else {})) for n in range(has, size)]
    if new:
        perimeter.judge(*new)


def states(report: Report) -> dict[str, str]:
    return {kind: check.state.value for kind, check in report.checks.items()}


def test_a_whole_log_at_many_sizes(perimeter: PerimeterInProcess, served: Served) -> None:
    seen: list[Anchor] = []
    for size in SIZES:
        grow(perimeter, size)
        seen.append(served.anchor())
        report = served.report(*seen)
        assert (report.size, report.whole, report.faults) == (size, True, [])
        assert report.root == seen[-1].root.hex()
        assert states(report) == {
            "entries": "passed", "checkpoints": "passed", "contents": "passed", "receipts": "skipped",
            "figures": "passed",
        }  # fmt: skip
        assert report.checks["checkpoints"].done == report.checks["checkpoints"].of == len(seen)
        assert report.checks["entries"].done == report.checks["entries"].of == size
        assert report.checks["figures"].done == report.checks["figures"].of == 365 * 3
        assert report.note.startswith(report.origin)


@pytest.mark.parametrize("seed", [3, 5, 21])
def test_a_log_in_which_much_has_happened_is_whole(tmp_path: Path, seed: int) -> None:
    perimeter = opened(eventful(tmp_path / "of", seed, 250))
    try:
        report = Served(perimeter).report()
        assert report.faults == []
        assert report.withheld > 0
    finally:
        perimeter.close()


def opened(data: Path) -> Perimeter:
    return Perimeter(DataFolder(data), "127.0.0.1", 1, Environment.TEST, 2)


# -- lies of the log -------------------------------------------------------------------------------------------------


def test_a_checkpoint_that_was_seen_must_be_of_the_beginning(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 300)
    true = served.anchor()
    for size, root, code in (
        (true.size, b"x" * 32, "CHECKPOINT_FORKED"), (256, b"x" * 32, "LOG_REWRITTEN"), (1, b"x" * 32, "LOG_REWRITTEN"),
        (0, b"x" * 32, "LOG_REWRITTEN"), (true.size + 1, true.root, "CHECKPOINT_ROLLED_BACK"),
    ):  # fmt: skip
        report = served.report(Anchor(size, root), true)
        assert [fault.code for fault in report.faults] == [code]
        assert report.faults[0].facts["had"] == report.faults[0].facts["size"] == str(size)
        assert report.faults[0].facts["offered"] == "300"
        assert (states(report)["checkpoints"], states(report)["entries"]) == ("failed", "passed")
        assert report.checks["checkpoints"].done == 2
        assert not report.whole
    assert served.report(Anchor(0, EMPTY_ROOT), true).whole


def changed_entry(served: Served, at: int) -> None:
    """Let the perimeter give another entry at a place of the first tile."""

    def lie(ask: AnyAsk, body: bytes) -> bytes:
        if ask.endpoint is not log.ENTRY_BUNDLE or not ask.path["tile"].startswith("000"):
            return body
        entries = []
        while body:
            length = int.from_bytes(body[:2], "big")
            entries.append(body[2 : 2 + length])
            body = body[2 + length :]
        entries[at] = entries[at].replace(b'"ACCEPTED"', b'"REJECTED"')
        return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)

    served.lie = lie


def test_a_rewritten_entry_is_found_by_root_checkpoints_and_tile(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 5)
    early = served.anchor()
    grow(perimeter, 300)
    true = served.anchor()
    changed_entry(served, 4)
    report = served.report(Anchor(early.size - 1, b"x" * 32), early, true)
    assert [(fault.check.value, fault.code) for fault in report.faults] == [
        ("entries", "LOG_TILE_DIFFERS"), ("checkpoints", "LOG_REWRITTEN"), ("checkpoints", "LOG_REWRITTEN"),
        ("checkpoints", "CHECKPOINT_FORKED"), *[("figures", "FIGURES_DIFFER")] * report.checks["figures"].faults,
        ("entries", "LOG_REWRITTEN"), ("entries", "LOG_TILE_DIFFERS"),
    ]  # fmt: skip
    assert report.faults[0].facts == {"tile": "0/0"}
    assert report.faults[-1].facts == {"tile": "1/0"}


@pytest.mark.parametrize("endpoint", [log.ENTRY_BUNDLE, log.LOG_CONTENTS, log.LOG_TILE])
@pytest.mark.parametrize("code", ["TILE_UNKNOWN", "INTERNAL"])
def test_what_is_not_served_is_missing(
    perimeter: PerimeterInProcess, served: Served, endpoint: object, code: str
) -> None:
    grow(perimeter, 300)

    def before(ask: AnyAsk) -> None:
        if ask.endpoint is endpoint and ask.path["tile"].startswith("001"):
            raise KnownError(code)

    served.before = before
    report = served.report()
    assert [(fault.code, fault.facts) for fault in report.faults] == [
        ("LOG_ENTRY_MISSING", {"seq": "256", "size": "300"})
    ]
    assert (states(report)["entries"], states(report)["contents"]) == ("failed", "skipped")
    assert states(report)["figures"] == "skipped"


def test_what_has_another_cause_is_no_fault_of_the_log(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 2)

    def before(ask: AnyAsk) -> None:
        if ask.endpoint in {log.ENTRY_BUNDLE, STATISTICS}:
            raise KnownError("RATE_LIMITED")

    served.before = before
    with pytest.raises(KnownError, match="RATE_LIMITED"):
        served.report()


def test_a_checkpoint_of_another_key_is_not_believed(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 2)
    served.lie = lambda ask, body: body.replace(b"\n2\n", b"\n1\n") if ask.endpoint is log.CHECKPOINT else body
    with pytest.raises(KnownError, match="NOTE_INVALID"):
        served.report()


def test_a_swapped_content_is_found_and_named(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 9)

    def lie(ask: AnyAsk, body: bytes) -> bytes:
        return body.replace(b'"t8"', b'"t9"') if ask.endpoint is log.LOG_CONTENTS else body

    served.lie = lie
    report = served.report()
    (fault,) = report.faults
    assert (fault.check.value, fault.code, fault.facts["seq"]) == ("contents", "CONTENT_SWAPPED", "8")
    assert fault.facts["attempt"]


def test_a_line_that_is_too_long_was_rejected(perimeter: PerimeterInProcess, served: Served) -> None:
    long = json.dumps(line("long", more="x" * 20_000)).encode()
    perimeter.judge(long, line("a"))
    report = served.report()
    assert (report.whole, report.too_long, report.withheld, report.uncounted) == (True, 1, 0, 0)

    def lie(ask: AnyAsk, body: bytes) -> bytes:
        # As if the accepted one were too long to be told.
        if ask.endpoint is not log.LOG_CONTENTS:
            return body
        return body[:8] + log.TOO_LONG.to_bytes(4, "big")

    served.lie = lie
    assert "CONTENT_SWAPPED" in codes(served.report())


def test_many_faults_are_counted_and_some_told(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, MOST_FAULTS + 10)
    served.lie = lambda ask, body: (
        body.replace(b"roulette-eu", b"roulette-us") if ask.endpoint is log.LOG_CONTENTS else body
    )
    report = served.report()
    assert len(report.faults) == MOST_FAULTS
    assert report.total_faults == report.checks["contents"].faults == MOST_FAULTS + 9


# -- figures ---------------------------------------------------------------------------------------------------------


def edit(data: Path, sql: str) -> None:
    with closing(sqlite3.connect(data / "ledger.sqlite")) as file:
        assert file.execute(sql).rowcount > 0
        file.commit()


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], Report]:
    """A ledger of a few lines, edited behind its back and audited."""
    inside = PerimeterInProcess(tmp_path / "inside")
    inside.judge(*(line(f"t{n}") for n in range(5)), line("eur", currency="EUR"))
    inside.close()
    data = tmp_path / "inside" / "contour"

    def audited(sql: str) -> Report:
        edit(data, sql)
        perimeter = opened(data)
        try:
            return Served(perimeter).report()
        finally:
            perimeter.close()

    return audited


@pytest.mark.parametrize(
    ("sql", "by", "figure", "shown", "counted"),
    [
        ("accepted = 6 WHERE slice = 'none' AND step = 'day'", "none", "accepted", "6", "5"),
        ("rejected = 0 WHERE slice = 'none' AND step = 'day'", "none", "rejected", "0", "1"),
        ("pending = 1 WHERE slice = 'none' AND step = 'day'", "none", "pending", "1", "0"),
        ("bet_kop = 2499 WHERE slice = 'type' AND key = 'BET' AND step = 'day'", "type", "bet_kop", "2499", "2500"),
        ("payouts = 1 WHERE slice = 'licence' AND step = 'day'", "licence", "payouts", "1", "0"),
        ("bets = 4 WHERE slice = 'brand' AND step = 'day'", "brand", "bets", "4", "5"),
        ("refund_kop = 1 WHERE slice = 'site' AND step = 'day'", "site", "refund_kop", "1", "0"),
        ("accepted = 4 WHERE slice = 'source' AND step = 'day'", "source", "accepted", "4", "5"),
    ],
)  # fmt: skip
def test_a_forged_figure_is_found_by_its_day(
    ledger: Callable[[str], Report], sql: str, by: str, figure: str, shown: str, counted: str
) -> None:
    report = ledger(f"UPDATE rollups SET {sql}")
    fault = report.faults[0]
    assert fault.code == "FIGURES_DIFFER"
    assert fault.facts["day"] == "2026-11-24"
    assert (fault.facts["by"], fault.facts["figure"]) == (by, figure)
    assert (fault.facts["shown"], fault.facts["counted"]) == (shown, counted)
    assert states(report)["figures"] == "failed"


def test_a_forged_hour_and_a_day_of_nothing_are_found(ledger: Callable[[str], Report]) -> None:
    report = ledger("UPDATE rollups SET bet_kop = 1 WHERE slice = 'none' AND step = 'hour'")
    assert [fault.facts["day"] for fault in report.faults] == ["2026-11-24 · 10:00 UTC"]
    report = ledger("UPDATE rollups SET bet_kop = 2500, start = start + 40 * 86400000000 WHERE slice = 'none'")
    assert {fault.facts["day"][:10] for fault in report.faults} == {"2026-11-24", "2027-01-03"}


def test_a_figure_that_cannot_even_be_shown_is_a_fault(ledger: Callable[[str], Report]) -> None:
    report = ledger("UPDATE rollups SET start = start + 1 WHERE slice = 'none' AND step = 'day'")
    assert codes(report) == {"FIGURES_DIFFER"}


def test_figures_that_may_not_be_read_are_told_as_not_checked(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 9)

    def before(ask: AnyAsk) -> None:
        if ask.endpoint is STATISTICS:
            raise KnownError("SCOPE_MISSING", expected="stats:read")

    served.before = before
    report = served.report()
    assert report.whole
    assert (states(report)["figures"], report.checks["figures"].why) == ("skipped", "SCOPE_MISSING")


def test_a_log_that_grows_meanwhile_is_followed(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 250)
    sizes = iter((254, 258, 259, 600))

    def before(ask: AnyAsk) -> None:
        if ask.endpoint is STATISTICS:
            grow(perimeter, next(sizes, 0))

    served.before = before
    report = served.report()
    assert report.faults == []
    assert report.size == 600
    assert report.checks["entries"].of == 600


def test_a_log_without_an_entry(perimeter: PerimeterInProcess) -> None:
    served = Served(perimeter.perimeter, edrpou="00032112")
    report = served.report(served.anchor(), Anchor(0, b"x" * 32))
    assert (report.size, codes(report)) == (0, {"LOG_REWRITTEN"})
    assert (report.checks["checkpoints"].done, report.checks["checkpoints"].faults) == (2, 1)
    assert states(report)["figures"] == "passed"


def test_a_log_of_one_entry(served: Served) -> None:
    report = served.report()
    assert (report.size, report.whole) == (1, True)
    assert states(report)["figures"] == "passed"


def test_a_log_that_goes_back_while_figures_are_read(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 20)
    served.lie = lambda ask, body: (
        body.replace(b'"asOfSeq":19', b'"asOfSeq":17') if ask.endpoint is STATISTICS else body
    )
    assert "CHECKPOINT_ROLLED_BACK" in codes(served.report())


# -- pausing ---------------------------------------------------------------------------------------------------------


def paused_at(served: Served, tile: int, wanted: Wanted) -> bytes:
    """Audit up to the end of a tile and return where it stands."""
    told: list[Progress] = []
    audit = served.audit()
    audit.wanted = wanted
    audit._told, audit._stop = told.append, lambda: audit.size >= 256 * (tile + 1)
    with pytest.raises(Paused):
        audit.run()
    state = audit.state()
    assert state is not None
    assert told[-1].done == audit.size
    return state


def test_it_goes_on_where_it_stopped_also_when_the_log_has_grown(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 700)
    anchors = (served.anchor(),)
    state = paused_at(served, 0, Wanted(seen=anchors))
    grow(perimeter, 900)
    served.calls.clear()
    report = served.report(*anchors, served.anchor(), state=state)
    assert report.faults == []
    assert (report.size, report.checks["entries"].done) == (900, 900)
    assert served.calls.count("entry_bundle") == 3
    assert report.checks["checkpoints"].done == 2
    assert served.audit().state() is None


@pytest.mark.parametrize("what", ["log", "checkpoints", "version", "figures", "tiles", "nothing"])
def test_a_state_of_something_else_begins_anew(
    perimeter: PerimeterInProcess, served: Served, tmp_path: Path, what: str
) -> None:
    from cabinet.audit.state import AuditState, read_state

    grow(perimeter, 700)
    anchors = [served.anchor()]
    state: AuditState = read_state(paused_at(served, 0, Wanted(seen=anchors)))
    if what == "log":
        state.signer = state.signer.replace("+", "-")
    elif what == "checkpoints":
        anchors.append(Anchor(1, served.asking.chunk(0, 1).hashes))
    elif what == "version":
        state.version += 1
    elif what == "figures":
        state.recount = b"\xc1"
    elif what == "tiles":
        state.tiles = [b"", b"x" * 32]
    served.calls.clear()
    report = served.report(*anchors, state=b"\xc1" if what == "nothing" else state.encoded())
    assert report.faults == []
    assert report.size == 700
    assert served.calls.count("entry_bundle") == 3


def test_faults_that_were_found_before_a_pause_stay(perimeter: PerimeterInProcess, served: Served) -> None:
    grow(perimeter, 700)
    served.lie = lambda ask, body: (
        body.replace(b'"t8"', b'"t9"') if ask.endpoint is log.LOG_CONTENTS and ask.path["tile"] == "000" else body
    )
    state = paused_at(served, 0, Wanted())
    served.lie = lambda _, body: body
    report = served.report(state=state)
    assert [fault.facts["seq"] for fault in report.faults] == ["8"]
    assert report.checks[CheckKind.CONTENTS].state is CheckState.FAILED
