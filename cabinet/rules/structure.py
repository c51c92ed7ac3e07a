"""ST: is it a transaction at all? JSON, required and known fields, types, forms and lists."""

from __future__ import annotations

import difflib
import re
from typing import Any

import msgspec

from cabinet.contract.findings import Finding
from cabinet.contract.identifiers import EXTERNAL_ID
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

__all__ = ["parse", "structure"]

_ID = re.compile(EXTERNAL_ID)
_PLAYER = re.compile(r"[0-9a-f]{32,64}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_POSITION = re.compile(r"\(byte (\d+)\)")
_LISTS: dict[str, tuple[str, ...]] = {
    "type": tuple(t.value for t in TransactionType),
    "vertical": tuple(v.value for v in Vertical),
    "settlementForm": tuple(s.value for s in SettlementForm),
}
_SETS = {name: frozenset(values) for name, values in _LISTS.items()}
_FIELDS = frozenset(FIELDS)
_IDS = frozenset(ID_FIELDS)


def parse(raw: bytes) -> dict[str, Any] | Finding:
    """Return the item's object, or ST-201 with the place where reading failed."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        match = _POSITION.search(str(error))
        column = str(int(match.group(1)) + 1) if match else "?"
        return finding("ST-201", "", f"column {column}", "JSON", column=column)
    if not isinstance(value, dict):
        return finding("ST-201", "", type(value).__name__, "JSON object", column="1")
    return value


def structure(item: Item) -> None:
    """Judge names, presence, types and forms; fills ``item.good``."""
    value = item.value
    for name in value:
        if name not in _FIELDS:
            near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.6)
            item.findings.append(
                finding(
                    "ST-205",
                    f"/{_escape(name)}",
                    name,
                    near[0] if near else "",
                    nearest=near[0] if near else "—",
                )
            )
    version = value.get("schemaVersion")
    for name in REQUIRED:
        if name not in value:
            item.findings.append(finding("ST-203", f"/{name}", "", name))
    if "schemaVersion" in value and version != SCHEMA_VERSION:
        item.findings.append(finding("ST-202", "/schemaVersion", version, SCHEMA_VERSION))
    places = [name for name in PLACE_FIELDS if name in value]
    if not places:
        item.findings.append(finding("ST-203", "/siteId", "", "siteId | pointId | terminalId"))
    for name, given in value.items():
        if name in _IDS:
            _form(item, name, given, _ID, "[A-Za-z0-9._:-]{1,64}")
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
    for name in given:
        if name not in CORRECTION_FIELDS:
            near = difflib.get_close_matches(name, CORRECTION_FIELDS, n=1, cutoff=0.6)
            item.findings.append(
                finding(
                    "ST-205",
                    f"/correction/{_escape(name)}",
                    name,
                    near[0] if near else "",
                    nearest=near[0] if near else "—",
                )
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


def _escape(name: str) -> str:
    """Escape one token of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
