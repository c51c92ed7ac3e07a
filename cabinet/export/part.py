"""The unfinished file of an export, beside the one it will become, and how far it has come.

``.NAME.part`` holds whole lines; ``.NAME.part.json`` says what they are of, how many bytes of it are on the disk for
good, and the last row among them. Whatever stands behind those bytes was not synced, and is cut off when the export
goes on: a killed process, or a computer that lost its power, leaves nothing doubled, lost or half-written.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from cabinet.export.job import ExportJob

__all__ = ["SYNC_BYTES", "Part", "PartState", "part_paths", "put_in_place", "unfinished", "write_whole"]

SYNC_BYTES: Final = 8 * 1024 * 1024
"""What is written between two syncs, and at most written anew after a break."""


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """How far a part has come; ``cursor`` is the sequence number of its last row, None before the first.

    ``as_of`` is known once the perimeter has answered; ``total`` is how many rows fitted then.
    """

    job: ExportJob
    as_of: int | None = None
    cursor: int | None = None
    size: int = 0
    rows: int = 0
    total: int = 0
    whole: bool = False


def part_paths(out: Path) -> tuple[Path, Path]:
    """Return where the part of a file stands, and its state."""
    return out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.part.json")


def unfinished(out: Path) -> PartState | None:
    """Return the state of an unfinished export into a file; None where there is none that can be gone on with."""
    data, note = part_paths(out)
    try:
        state = msgspec.json.decode(note.read_bytes(), type=PartState)
        return state if data.stat().st_size >= state.size else None
    except (OSError, msgspec.MsgspecError):
        return None


def put_in_place(made: Path, out: Path) -> None:
    """Give a whole, synced file its name, for good.

    Raises:
        OSError: the folder is gone, or full.
    """
    made.replace(out)
    _sync_folder(out.parent)


def write_whole(out: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file beside its place and put it there; it appears whole or not at all.

    Raises:
        OSError: no room, no folder.
    """
    fresh = part_paths(out)[0]
    try:
        with fresh.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(fresh, out)
    finally:
        fresh.unlink(missing_ok=True)


class Part:
    """A part that is open for writing.

    Raises:
        OSError: from any method: no such folder, no room, no right.
    """

    def __init__(self, job: ExportJob, head: bytes, *, resume: bool = True) -> None:
        """Go on with what an earlier run left of the same rows, or begin with ``head``."""
        self.path, self._note = part_paths(job.path)
        known = unfinished(job.path) if resume else None
        self.resumed = known is not None and known.job.same_rows(job)
        self.state = known if known is not None and self.resumed else PartState(job=job, as_of=job.as_of)
        self._file: BinaryIO = self.path.open("r+b" if self.resumed else "wb")
        try:
            if self.resumed:
                self._file.truncate(self.state.size)
                self._file.seek(self.state.size)
            else:
                self._file.write(head)
            self._unsynced = 0
            self.sync()
        except BaseException:
            self._file.close()
            raise

    def answered(self, as_of: int, remaining: int) -> None:
        """Note what the perimeter said before its first row."""
        self._set(as_of=as_of, total=self.state.rows + remaining)
        self.sync()

    def add(self, lines: bytes, rows: int, last: int) -> None:
        """Append whole lines of so many rows, of which ``last`` is the last one's sequence number."""
        self._file.write(lines)
        self._unsynced += len(lines)
        self._set(rows=self.state.rows + rows, cursor=last)
        if self._unsynced >= SYNC_BYTES:
            self.sync()

    def finish(self) -> None:
        """Note that every row is there."""
        self._set(whole=True)
        self.sync()

    def sync(self) -> None:
        """Make what was written durable, then say so."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._set(size=self._file.tell())
        self._unsynced = 0
        fresh = self._note.with_name(f"{self._note.name}.new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(self.state))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._note)
        _sync_folder(self._note.parent)

    def close(self) -> None:
        """Close the file; what an end without :meth:`sync` leaves unsaid is written anew next time."""
        self._file.close()

    def discard(self) -> None:
        """Take part and state away."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _set(self, **changes: object) -> None:
        self.state = msgspec.structs.replace(self.state, **changes)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
