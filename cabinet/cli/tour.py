"""``cabinet tour``: a fresh contour, the real window off screen, a picture of every page, and its numbers checked."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cabinet.cli.messages import FAILED, print_error
from cabinet.contract.errors import KnownError
from cabinet.journal.trace import set_up
from cabinet.profile.demo_note import read_note
from cabinet.profile.settings import Language, ThemeChoice

if TYPE_CHECKING:
    from cabinet.app import Window

__all__ = ["run"]

THEMES: Final = (ThemeChoice.LIGHT, ThemeChoice.DARK)
_RATE: Final = 20.0


def run(arguments: Sequence[str]) -> int:
    """Make the tour; status 1 when a page showed another number than the perimeter's."""
    parser = argparse.ArgumentParser(
        prog="cabinet tour", description="Drives the real window through the main job, off screen, and pictures it."
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where pictures and tour.json go")
    parser.add_argument(
        "--transactions", type=int, default=20_000, metavar="N", help="invented transactions of the last 90 days"
    )
    parser.add_argument("--language", choices=[x.value for x in Language], help="this one only")
    parser.add_argument("--theme", choices=[x.value for x in THEMES], help="this one only")
    given = parser.parse_args(arguments)
    looks = [
        (language, theme)
        for theme in THEMES
        for language in Language
        if given.language in {None, language.value} and given.theme in {None, theme.value}
    ]
    set_up()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        for old in given.out.glob("*.png"):
            old.unlink()
        with tempfile.TemporaryDirectory(prefix="soms-tour-") as folder:
            return _tour(Path(folder), given.out, given.transactions, looks)
    except KnownError as error:
        return print_error(error)
    except OSError as error:
        return print_error(KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(given.out)))


def _tour(folder: Path, out: Path, transactions: int, looks: Sequence[tuple[Language, ThemeChoice]]) -> int:
    from cabinet.lanes.qt_import import import_qt

    import_qt()
    from cabinet.app import Window
    from cabinet.cli.demo.command import prepare
    from cabinet.desks.contour import use_note
    from cabinet.profile.settings import SettingsFile
    from cabinet.ui.tour import Tour
    from cabinet.vault.vault import Vault

    os.environ["SOMS_CABINET_HOME"] = str(folder / "home")
    contour = prepare(folder / "demo", lambda _: None, transactions=transactions)
    _play_once(folder / "demo")
    window = Window(SettingsFile(folder / "settings.json"), demo=folder / "demo", vault=Vault())
    try:
        note = read_note(folder / "demo")
        if note is None:
            raise KnownError("CONTOUR_START_FAILED", "no note")
        window.show()
        tour = Tour(window.shell, out, note.pin, looks)
        tour.first_start()
        use_note(note, window.desks.session)
        window.desks.contour.set_running()
        for file in note.key_files:
            window.desks.session.open_key_file(Path(file), note.pin)
        tour.run(folder / "keys", lambda: _numbers(window), contour.stop, contour.start)
        shown = {look: of.numbers for look, of in tour.shown.items()}
        different = [
            {"look": look, "number": name, "shown": value, "perimeter": tour.of_perimeter[look].get(name)}
            for look, numbers in shown.items()
            for name, value in numbers.items()
            if tour.of_perimeter[look].get(name) != value
        ]
        body = {"pictures": tour.pictures, "shown": shown, "perimeter": tour.of_perimeter, "different": different}
        (out / "tour.json").write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        count = sum(len(numbers) for numbers in shown.values())
        print(f"{len(tour.pictures)} pictures in {out}; {count} numbers shown, {len(different)} differ from the API's")
        return FAILED if different else 0
    finally:
        window.close()
        contour.stop()


def _play_once(demo: Path) -> None:
    """Let each source send what is due now, so that its keys have been used."""
    from cabinet.cli.demo.play import key_paths
    from cabinet.cli.feed_source import FeedSource
    from cabinet.contract.clock import SystemClock

    for folder in key_paths(demo).values():
        source = FeedSource(folder, _RATE, SystemClock())
        try:
            source.send()
        finally:
            source.close()


def _numbers(window: Window) -> dict[str, int]:
    """Return what the perimeter itself says, asked without desk or page."""
    from cabinet.contract.moment import kyiv_day
    from cabinet.contract.states import Bucket, Compared, MandateState, Slice
    from cabinet.perimeter.credentials import CredentialsClient
    from cabinet.perimeter.people import PeopleClient
    from cabinet.perimeter.registry import RegistryClient
    from cabinet.perimeter.rejections import RejectionsClient
    from cabinet.perimeter.statistics import StatisticsClient

    session = window.office.session
    today = kyiv_day(window.office.clock.now())
    statistics = StatisticsClient(session)
    now = statistics.read(today, today, Bucket.HOUR, Slice.NONE).total
    week = statistics.read(today - timedelta(days=6), today, Bucket.DAY, Slice.BRAND, previous=Compared.WEEKDAYS)
    brands: dict[str | None, int] = {}
    for row in week.rows:
        brands[row.key] = brands.get(row.key, 0) + row.figures.accepted
    ggr = statistics.ggr(today - timedelta(days=6), today, Bucket.MONTH).total
    taxes = statistics.taxes(today - timedelta(days=6), today, Bucket.MONTH).figures
    keys = CredentialsClient(session).list().items
    people = PeopleClient(session).list()
    rejected = RejectionsClient(session).groups().whole_money
    return {
        "overview.accepted": now.accepted,
        "overview.rejected": now.rejected,
        "overview.pending": now.pending,
        "overview.late": now.late,
        "overview.ggr": now.ggr_kop or 0,
        "registry.licences": len(RegistryClient(session).operator().licences),
        "credentials.live": sum(1 for key in keys if key.revoked_at is None),
        "people.mandates": sum(1 for member in people.items if member.state is MandateState.ACTIVE),
        "people.listed": len(people.items) + (people.head is not None),
        "people.sessions": len(PeopleClient(session).sessions().items),
        "statistics.accepted": week.total.accepted,
        "statistics.previous": week.previous.total.accepted if week.previous is not None else 0,
        "statistics.late": week.total.late,
        "statistics.pending": week.total.pending,
        "statistics.rejected": week.total.rejected,
        "statistics.ggr": week.total.ggr_kop or 0,
        "statistics.tax0": ggr.ggr_kop,
        "statistics.tax1": ggr.stuck_ggr_kop,
        **{f"statistics.tax{number}": figure.tax_kop or 0 for number, figure in enumerate(taxes, 2)},
        **{f"{page}.rejectedOperations": rejected.operations_kop for page in ("overview", "rejections")},
        **{f"{page}.rejectedGgr": rejected.ggr_kop for page in ("overview", "rejections")},
        "rejections.open": RejectionsClient(session).page(limit=1).total.value,
        **{f"statistics.slice{n}": value for n, value in enumerate(sorted(brands.values(), reverse=True), 1)},
    }
