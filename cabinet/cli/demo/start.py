"""The demo's contour and its people: started within a second or two, whatever became of the last time."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from cabinet.contour.process import ContourProcess
from cabinet.contract.errors import KnownError
from cabinet.profile.demo_note import read_note

__all__ = ["start_demo"]


def start_demo(folder: Path) -> ContourProcess:
    """Start the contour in this folder, with its operator and its people's test QES; the caller stops it.

    What a start that broke off has left half made is made again; what was there stays. A folder that this version
    cannot open, of a later one or from before versions were counted, is moved aside whole.

    Raises:
        KnownError: it cannot start, or refused what was sent.
    """
    _make(folder)
    contour = ContourProcess(folder / "contour")
    contour.launch()
    try:
        # What is needed next takes as long to load as the contour to start.
        from cabinet.cli.demo.people import make_identities

        try:
            contour.start()
        except KnownError as error:
            if error.code not in {"FOLDER_NEWER", "FOLDER_OTHER_VERSION"}:
                raise
            _begin_anew(folder)
            contour.start()
        _found(contour)
        note = read_note(folder)
        ready = contour.ready
        if note is None or ready is None or note.audience != ready.url:
            # Without its note nobody has ever seen these keys: a start broke off, or the contour began anew.
            shutil.rmtree(folder / "softhsm", ignore_errors=True)
            for path in folder.glob("*.p12"):
                path.unlink()
            make_identities(contour, folder).write(folder)
    except BaseException:
        contour.stop()
        raise
    return contour


def _found(contour: ContourProcess) -> None:
    """Found the operator, where that has not been done."""
    from cabinet.contour.sample.operator import sample_operator

    try:
        contour.testdata("testdata_operator", sample_operator(datetime.now(UTC)))
    except KnownError as error:
        if error.code != "OPERATOR_EXISTS":
            raise


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(folder)) from error


def _begin_anew(folder: Path) -> None:
    """Move the demo that this version cannot open aside, whole but for how its window looked."""
    settings = folder / "settings.json"
    kept = settings.read_bytes() if settings.exists() else None
    folder.rename(folder.with_name(f"{folder.name}-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    folder.mkdir(mode=0o700)
    if kept is not None:
        settings.write_bytes(kept)
