"""ST: is it a transaction at all? JSON, required and known fields, types, forms and lists."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from cabinet.contract.findings import Finding
from cabinet.contract.identifiers import EXTERNAL_ID, meant_id
from cabinet.contract.json_names import read_repeated
from cabinet.contract.states import CorrectionKind, ReasonCode, SettlementForm, TransactionType, Vertical
from cabinet.contract.transaction import (
    CORRECTION_FIELDS,
    FIELDS,
    ID_FIELDS,
    PLACE_FIELDS,
    REQUIRED,
    SCHEMA_VERSION,
)
from cabinet.rules.finding import finding
from cabinet.rules.item import Item

__all__ = ["parse", "repeated", "structure"]

_ID = re.compile(EXTERNAL_ID)
_PLAYER = re.compile(r"[0-9a-f]{32,64}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_POSITION = re.compile(r"\(byte (\d+)\)")
_NAMED_UNKNOWN = 8
_LONGEST_MISSPELT = 40
"""Characters; what is longer is like no name of ours."""
"""So many unknown fields of a line are named one by one; a mapping gone wrong must not fill the ledger with texts."""
_LISTS: dict[str, tuple[str, ...]] = {
    "type": tuple(t.value for t in TransactionType),
    "vertical": tuple(v.value for v in Vertical),
    "settlementForm": tuple(s.value for s in SettlementForm),
}
_SETS = {name: frozenset(values) for name, values in _LISTS.items()}
_FIELDS = frozenset(FIELDS)
_IDS = frozenset(ID_FIELDS)


def parse(raw: bytes) -> dict[str, Any] | Finding:
    """Return the item's object, or ST-201 with the place where reading failed.

    The values of a name that stands twice come back as :class:`cabinet.contract.json_names.Repeated`.
    """
    try:
        value = msgspec.json.decode(raw)
        if isinstance(value, dict):
            return read_repeated(raw, value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        column = str(_column(raw, error))
        return finding("ST-201", "", f"column {column}", "JSON", column=column)
    return finding("ST-201", "", type(value).__name__, "JSON object", column="1")


def repeated(pointers: Sequence[str]) -> list[Finding]:
    """Return ST-205 for names that stand more than once: which of the values counts cannot be told."""
    found = [
        finding("ST-205", pointer, f"{_name(pointer)} × 2", f"{_name(pointer)} × 1", nearest=_name(pointer))
        for pointer in pointers[:_NAMED_UNKNOWN]
    ]
    return found + _further(len(pointers))


def structure(item: Item) -> None:
    """Judge names, presence, types and forms; fills ``item.good``."""
    value = item.value
    item.findings += _unknown("", (name for name in value if name not in _FIELDS), FIELDS)
    version = value.get("schemaVersion")
    for name in REQUIRED:
        if name not in value:
            item.findings.append(finding("ST-203", f"/{name}", "", name))
    if "schemaVersion" in value and version != SCHEMA_VERSION:
        item.findings.append(finding("ST-202", "/schemaVersion", version, SCHEMA_VERSION))
    places = [name for name in PLACE_FIELDS if name in value]
    if not places:
        item.findings.append(finding("ST-203", "/siteId", "", "siteId | pointId | terminalId"))
    for name in places[1:]:
        item.findings.append(finding("ST-204", f"/{name}", ", ".join(places), "siteId | pointId | terminalId"))
    for name, given in value.items():
        if name in _IDS:
            meant = meant_id(given) if isinstance(given, str) else None
            _form(item, name, given, _ID, f"{meant} (Latin)" if meant is not None else "[A-Za-z0-9._:-]{1,64}")
        elif name in _SETS:
            if isinstance(given, str) and given in _SETS[name]:
                item.good.add(name)
            else:
                item.findings.append(finding("ST-206", f"/{name}", given, ", ".join(_LISTS[name])))
    if "playerRef" in value:
        _form(item, "playerRef", value["playerRef"], _PLAYER, "32–64 hex")
    if "lateReason" in value:
        reason = value["lateReason"]
        if isinstance(reason, str) and 0 < len(reason) <= 200:
            item.good.add("lateReason")
        else:
            item.findings.append(finding("ST-204", "/lateReason", reason, "1–200"))
    if "seqNo" in value:
        number = value["seqNo"]
        if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63:
            item.good.add("seqNo")
        else:
            item.findings.append(finding("ST-204", "/seqNo", number, "1…"))
    if item.text("type") in {"REFUND", "PAYOUT"} and "relatedTxId" not in value:
        item.findings.append(finding("ST-203", "/relatedTxId", "", "relatedTxId"))
    if "correction" in value:
        _correction(item, value["correction"])


def _form(item: Item, name: str, given: object, pattern: re.Pattern[str], expected: str) -> None:
    if isinstance(given, str) and pattern.fullmatch(given):
        item.good.add(name)
    else:
        item.findings.append(finding("ST-204", f"/{name}", given, expected))


def _correction(item: Item, given: object) -> None:
    if not isinstance(given, dict):
        item.findings.append(finding("ST-204", "/correction", given, "{kind, attemptId, originalSha256, reasonCode}"))
        return
    before = len(item.findings)
    item.findings += _unknown(
        "/correction", (name for name in given if name not in CORRECTION_FIELDS), CORRECTION_FIELDS
    )
    kinds = CorrectionKind.RESUBMIT_REJECTED.value
    if given.get("kind") != kinds:
        item.findings.append(finding("ST-206", "/correction/kind", given.get("kind"), kinds))
    for name, pattern, expected in (
        ("attemptId", _UUID, "UUID"),
        ("originalSha256", _SHA256, "64 hex"),
    ):
        if name not in given:
            item.findings.append(finding("ST-203", f"/correction/{name}", "", name))
        elif not (isinstance(given[name], str) and pattern.fullmatch(given[name])):
            item.findings.append(finding("ST-204", f"/correction/{name}", given[name], expected))
    reasons = [r.value for r in ReasonCode]
    if "reasonCode" in given and given["reasonCode"] not in reasons:
        item.findings.append(finding("ST-206", "/correction/reasonCode", given["reasonCode"], ", ".join(reasons)))
    text = given.get("text", "")
    if not isinstance(text, str) or len(text) > 500:
        item.findings.append(finding("ST-204", "/correction/text", text, "≤ 500"))
    if len(item.findings) == before:
        item.good.add("correction")


def _unknown(at: str, names: Iterable[str], known: Sequence[str]) -> list[Finding]:
    """Return ST-205 for unknown names, the first ones with the nearest known name, the rest by their number."""
    found: list[Finding] = []
    count = 0
    for name in names:
        count += 1
        if count <= _NAMED_UNKNOWN:
            nearest = _nearest(name, tuple(known)) if len(name) <= _LONGEST_MISSPELT else ""
            found.append(finding("ST-205", f"{at}/{_escape(name)}", name, nearest, nearest=nearest or "—"))
    return found + _further(count)


@lru_cache(maxsize=4096)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Return the known name that a wrong one is most like, or nothing; a wrong mapping repeats it in every line."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return near[0] if near else ""


def _further(count: int) -> list[Finding]:
    return [] if count <= _NAMED_UNKNOWN else [finding("ST-205", "", f"+{count - _NAMED_UNKNOWN}", "", nearest="—")]


def _column(raw: bytes, error: Exception) -> int:
    """Return where reading failed, in characters from 1."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as bad:
        return len(raw[: bad.start].decode("utf-8", "replace")) + 1
    match = _POSITION.search(str(error))
    if match is not None:
        return len(raw[: int(match[1])].decode("utf-8", "replace")) + 1
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as bad_json:
        return bad_json.pos + 1
    except RecursionError:
        return 1
    return 1


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _escape(name: str) -> str:
    """Escape one token of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
