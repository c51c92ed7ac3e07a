"""The archive for IT: lines that ``cabinet check`` takes, what was found on each, and a page that says how to use them.

It is written beside its place and gets its name when it is whole and synced.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from cabinet.contract.catalogue import fill, finding_cards, words
from cabinet.contract.findings import Finding
from cabinet.contract.moment import wire
from cabinet.contract.rejections import RejectionRow
from cabinet.export.part import put_in_place

__all__ = ["LINES", "README", "REJECTIONS", "HandedOver", "Heading", "Masked", "write_archive"]

README: Final = "README.txt"
LINES: Final = "lines.ndjson"
REJECTIONS: Final = "rejections.ndjson"
_ORDER: Final = ("title", "note", "count", "masked", "files", "reproduce", "beside", "codes")


@dataclass(frozen=True)
class Heading:
    """Whose rejections, of which perimeter, when they were handed over, and why."""

    company: str
    perimeter: str
    moment: str
    note: str


@dataclass(frozen=True)
class Masked:
    """One rejection without anything of a player; ``line`` is None where there is none that could be checked again."""

    row: RejectionRow
    payload_sha256: str
    line: bytes | None
    findings: list[Finding]


@dataclass(frozen=True)
class HandedOver:
    """How many rejections the archive has, and how many of them with a line."""

    count: int
    lines: int


class _Told(msgspec.Struct, rename="camel"):
    attempt_id: str
    received_at: str
    source: str
    operator_tx_id: str | None
    payload_sha256: str
    line: int | None
    findings: list[Finding]


def write_archive(out: Path, rejections: Iterable[Masked], heading: Heading) -> HandedOver:
    """Write the archive.

    Raises:
        OSError: no room, no folder; nothing is left of it.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                written = _write(archive, rejections, heading)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return written


def _write(archive: zipfile.ZipFile, rejections: Iterable[Masked], heading: Heading) -> HandedOver:
    codes: Counter[str] = Counter()
    count = lines = 0
    with tempfile.TemporaryFile() as told:
        with archive.open(LINES, "w") as file:
            for one in rejections:
                count += 1
                if one.line is not None:
                    lines += 1
                    file.write(one.line + b"\n")
                codes.update({f.code for f in one.findings})
                told.write(msgspec.json.encode(_told(one, lines if one.line is not None else None)) + b"\n")
        told.seek(0)
        with archive.open(REJECTIONS, "w") as file:
            while piece := told.read(1 << 16):
                file.write(piece)
    archive.writestr(README, _readme(heading, codes, HandedOver(count, lines)))
    return HandedOver(count, lines)


def _told(one: Masked, line: int | None) -> _Told:
    return _Told(
        attempt_id=one.row.attempt_id, received_at=wire(one.row.received_at), source=one.row.source,
        operator_tx_id=one.row.operator_tx_id, payload_sha256=one.payload_sha256, line=line, findings=one.findings,
    )  # fmt: skip


def _readme(heading: Heading, codes: Counter[str], written: HandedOver) -> bytes:
    """Return the page: Ukrainian first, then English."""
    facts = {
        "company": heading.company, "perimeter": heading.perimeter, "moment": heading.moment, "note": heading.note,
        "count": str(written.count), "lines": str(written.lines),
    }  # fmt: skip
    spoken, page = words("hand_over"), []
    for tongue in ("uk", "en"):
        said = [key for key in _ORDER if key != "note" or heading.note]
        page += [fill(getattr(spoken[key], tongue), facts) for key in said]
        for code, number in codes.most_common():
            card = finding_cards().get(code)
            title = getattr(card.title, tongue) if card is not None else ""
            page.append(f"  {code} × {number}  {title}".rstrip())
        page.append("")
    return "\n".join(page).encode()
