"""What rejections hang on, as told by a plain look at all rows whenever both are compared."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from cabinet.contour.ledger.store import Row, Rows

SAYS_NO_MORE = {"RF-501", "RF-503"}
ACCEPTED = {"ACCEPTED", "ACCEPTED_WITH_WARNINGS"}


def find_roots(rows: Rows) -> None:
    """Write the roots of every rejection, and how many of which cause hang on which."""
    rows.run("DELETE FROM rejection_roots")
    attempted = {a["attempt_id"]: a for a in rows.all("SELECT * FROM attempts")}
    findings = {p["attempt_id"]: json.loads(p["findings"]) for p in rows.all("SELECT * FROM payloads")}
    accepted = {(a["edrpou"], a["operator_tx_id"]) for a in attempted.values() if a["outcome"] in ACCEPTED}
    accepted -= {
        (a["edrpou"], a["operator_tx_id"])
        for of in attempted.values() if of["amends"] == "REVERSAL" and of["outcome"] in ACCEPTED
        for a in attempted.values() if a["soms_tx_id"] == of["amended"]
    }  # fmt: skip
    rejections = rows.all("SELECT * FROM rejections ORDER BY seq")
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for r in rejections:
        attempt = attempted[r["attempt_id"]]
        if not _hangs(attempt, findings[r["attempt_id"]]):
            continue
        root = r["edrpou"], attempt["related_tx_id"]
        attempts = [o for o in rejections if (o["edrpou"], attempted[o["attempt_id"]]["operator_tx_id"]) == root]
        taken = root in accepted
        of = _corrected(attempts) if taken else _standing(attempts)
        grp = of["grp"] if of is not None and (taken or of["state"] == "open") else None
        rows.run(
            "UPDATE rejections SET root_tx = :tx, root_grp = :grp, root_attempt = :attempt, root_accepted = :accepted "
            "WHERE edrpou = :edrpou AND seq = :seq",
            tx=root[1], grp=grp, attempt=of["attempt_id"] if of is not None else None, accepted=int(taken),
            edrpou=r["edrpou"], seq=r["seq"],
        )  # fmt: skip
        if r["state"] == "open":
            count = counts.setdefault((r["edrpou"], r["grp"], grp or ""), Counter())
            count.update(open=1, open_kop=attempt["amount_kop"] or 0, ready=int(taken))
            if attempt["type"] is not None:
                count.update(
                    {
                        f"open_{attempt['type'].lower()}_kop": (-1 if attempt["unreversed"] else 1)
                        * (attempt["amount_kop"] or 0)
                    }
                )
    for (edrpou, grp, root_grp), count in counts.items():
        rows.run(
            "INSERT INTO rejection_roots (edrpou, grp, root_grp, open, open_kop, ready, open_bet_kop, "
            "open_refund_kop, open_payout_kop) "
            "VALUES (:edrpou, :grp, :root_grp, :open, :open_kop, :ready, :bet, :refund, :payout)",
            edrpou=edrpou, grp=grp, root_grp=root_grp, open=count["open"], open_kop=count["open_kop"],
            ready=count["ready"], bet=count["open_bet_kop"], refund=count["open_refund_kop"],
            payout=count["open_payout_kop"],
        )  # fmt: skip


def _hangs(row: Row, found: list[dict[str, Any]]) -> bool:
    if row["related_tx_id"] in {None, row["operator_tx_id"]}:
        return False
    errors = {f["code"] for f in found if f["severity"] == "ERROR"}
    return errors <= SAYS_NO_MORE and all(f["code"] != "LM-903" for f in found)


def _corrected(attempts: list[Row]) -> Row | None:
    return max((a for a in attempts if a["state"] == "corrected"), key=lambda a: a["seq"], default=None)


def _standing(attempts: list[Row]) -> Row | None:
    for live in ("open", "justified"):
        found = [a for a in attempts if a["state"] == live]
        if found:
            return max(found, key=lambda a: a["seq"])
    return max(attempts, key=lambda a: a["seq"], default=None)
