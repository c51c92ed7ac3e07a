"""``power``: states in which a power cut may leave the ledger; every acknowledged transaction is in each.

The real engine writes; a recorder preloaded into its process keeps what it wrote and synced, in order. A power cut
comes after any of these; what was not synced then is there, is not, or is there in part: each 512 bytes of it by
chance. The state is opened as a contour opens it, and looked through.
"""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cabinet.contour.ledger.audit import compare_tree
from cabinet.contour.ledger.log import Ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.contract.errors import KnownError
from tests.token.compiler import compile_library
from tests.trials.power_loss.writer import SIGNER
from tests.trials.result import Result, Tally

_GOAL = "every acknowledged transaction in every state"
_WRITE, _SYNC, _TRUNCATE, _REMOVE = 1, 2, 3, 4
_SECTOR = 512
_BATCHES, _STATES, _SMALL_STATES = 60, 2_000, 60
_ACKNOWLEDGED = "acknowledged"
LEAST_CASES = 50


@dataclass(frozen=True)
class Operation:
    """One thing that was done to one file."""

    kind: int
    name: str
    offset: int
    data: bytes


class Disk:
    """Files as they are for sure, and what was done to each since it was last synced."""

    def __init__(self) -> None:
        self.sure: dict[str, bytearray] = {}
        self.pending: dict[str, list[Operation]] = {}

    def take(self, operation: Operation) -> None:
        """Take the next thing that was done."""
        name = operation.name
        if operation.kind == _SYNC:
            for one in self.pending.pop(name, []):
                _apply(self.sure, one)
        elif operation.kind == _REMOVE:
            self.sure.pop(name, None)
            self.pending.pop(name, None)
        else:
            self.sure.setdefault(name, bytearray())
            self.pending.setdefault(name, []).append(operation)

    def after_a_cut(self, luck: random.Random) -> dict[str, bytearray]:
        """Return the files as a power cut now may leave them."""
        files = {name: bytearray(data) for name, data in self.sure.items()}
        likely = luck.choice((0.0, 0.5, 1.0, luck.random()))
        for pending in self.pending.values():
            for one in pending:
                if one.kind == _TRUNCATE:
                    if luck.random() < likely:
                        _apply(files, one)
                    continue
                for start in range(0, len(one.data), _SECTOR):
                    if luck.random() < likely:
                        part = one.data[start : start + _SECTOR]
                        _apply(files, Operation(_WRITE, one.name, one.offset + start, part))
        return files


def _apply(files: dict[str, bytearray], one: Operation) -> None:
    file = files.setdefault(one.name, bytearray())
    end = one.offset + len(one.data)
    if one.kind == _TRUNCATE:
        del file[one.offset :]
        end = one.offset
    if len(file) < end:
        file.extend(bytes(end - len(file)))
    if one.kind == _WRITE:
        file[one.offset : end] = one.data


def record(folder: Path, seed: int, synchronous: str, batches: int = _BATCHES) -> list[Operation]:
    """Let the real engine write, and return all that it did, in order."""
    library = compile_library(
        Path(__file__).parent / "power_loss" / "recorder.c", folder / "recorder.so", "-ldl", "-lpthread"
    )
    inside, kept = folder / "ledger", folder / "record"
    inside.mkdir()
    environment = os.environ | {
        "LD_PRELOAD": str(library), "POWER_FOLDER": str(inside), "POWER_RECORD": str(kept),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "tests.trials.power_loss.writer",
        str(inside),
        str(batches),
        str(seed),
        synchronous,
    ]
    subprocess.run(command, env=environment, check=True)
    return _read(kept.read_bytes())


def _read(data: bytes) -> list[Operation]:
    found, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from("=BH", data, at)
        at += 3
        name = data[at : at + size].decode()
        at += size
        offset, length = struct.unpack_from("=qI", data, at)
        at += 12
        found.append(Operation(kind, name, offset, data[at : at + length]))
        at += length
    return found


def lost(files: dict[str, bytearray], folder: Path) -> str | None:
    """Open a state; returns what is wrong with it, None where all that was acknowledged is there."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    told = bytes(files.get(_ACKNOWLEDGED, b"")).split()
    acknowledged = int(told[-1]) if told else 0
    if not acknowledged:
        return None
    try:
        store = SqliteStore(folder / "ledger.sqlite")
    except KnownError as error:
        return error.code
    try:
        ledger = Ledger(store, SIGNER, "power")
        with store.read() as rows:
            log = ledger.reader(rows, SAMPLE_EDRPOU)
            if log.size < acknowledged:
                return f"LOST {acknowledged - log.size}"
            faults = list(compare_tree(ledger, log))
    except KnownError as error:
        return error.code
    finally:
        store.close()
    return faults[0].part if faults else None


def states(seed: int, many: int, synchronous: str) -> Tally:
    """Cut the power so many times, each at another moment."""
    tally, luck = Tally(), random.Random(seed)  # noqa: S311  a sample that comes again
    with tempfile.TemporaryDirectory() as name:
        operations = record(Path(name), seed, synchronous)
        moments = sorted(luck.randrange(len(operations)) for _ in range(many))
        disk, done = Disk(), 0
        for number, moment in enumerate(moments):
            for operation in operations[done : moment + 1]:
                disk.take(operation)
                if operation.name == _ACKNOWLEDGED:
                    disk.take(Operation(_SYNC, _ACKNOWLEDGED, 0, b""))  # who was told knows it
            done = moment + 1
            with tempfile.TemporaryDirectory() as state:
                wrong = lost(disk.after_a_cut(luck), Path(state))
            tally.count(synchronous, f"seed {seed}, state {number}", wrong or "whole", frozenset({"whole"}))
    return tally


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Cut the power."""
    tally = Tally()
    for seed in range(seeds):
        one = states(seed, _SMALL_STATES if small else _STATES, "FULL")
        tally.kinds.update(one.kinds)
        tally.codes.update(one.codes)
        tally.wrong += one.wrong
    return tally.result("power", _GOAL, seeds=seeds, batches=_BATCHES)
