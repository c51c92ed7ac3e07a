"""Words of the operator's record: licences, places, events, steps of connecting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cabinet.contract.registry import Gap, GapKind
from cabinet.contract.states import LicenceState, OperatorStatus, Vertical
from cabinet.ui.language import tr
from cabinet.ui.texts.chip_words import ChipWords

__all__ = ["event", "licence_chip", "missing", "operator_chip", "site_kind", "step", "vertical"]


_NAMED: Final = 3
"""So many gaps are named; a line is read at a glance."""


def vertical(of: Vertical) -> str:
    """Return a licence's kind."""
    return {
        Vertical.ONLINE_CASINO: tr("Online casino"),
        Vertical.LAND_CASINO: tr("Land-based casino"),
        Vertical.BETTING: tr("Betting"),
        Vertical.ONLINE_POKER: tr("Online poker"),
        Vertical.SLOT_HALL: tr("Slot halls"),
        Vertical.LOTTERY: tr("Lottery"),
        Vertical.TOTALISER: tr("Totaliser"),
    }[of]


def site_kind(of: str) -> str:
    """Return a place's kind; an unknown one as it is."""
    return {
        "site": tr("Site"),
        "app": tr("Application"),
        "hall": tr("Hall"),
        "point": tr("Point"),
    }.get(of, of)


def missing(gaps: Sequence[Gap]) -> str:
    """Return what of a source has not come, in few words; nothing without gaps."""
    kinds = {GapKind.BATCHES: tr("no batches {numbers}"), GapKind.NUMBERS: tr("no numbers {numbers}")}
    said = []
    for kind, words in kinds.items():
        of = [gap for gap in gaps if gap.kind is kind]
        numbers = ", ".join(str(g.first) if g.first == g.last else f"{g.first}–{g.last}" for g in of[:_NAMED])
        if of:
            said.append(words.format(numbers=numbers + (", …" if len(of) > _NAMED else "")))
    return " · ".join(said)


def event(kind: str, subject: str) -> str:
    """Return what happened to the record; an unknown kind by its name."""
    known = {
        "recordEntered": tr("Record created"),
        "feeRecorded": tr("Fee recorded, {subject}"),
        "licenceEntered": tr("Licence {subject} entered"),
        "siteAdded": tr("Added {subject}"),
    }
    return known[kind].format(subject=subject) if kind in known else f"{kind} {subject}"


def step(key: str) -> str:
    """Return a step of connecting; an unknown one by its name."""
    return {
        "feeRecorded": tr("Licence fee recorded"),
        "recordActive": tr("Record in the registry is active"),
        "headVerified": tr("Head confirmed by a qualified signature"),
        "peopleAppointed": tr("Authorised people appointed"),
        "testKeyIssued": tr("Test key issued"),
        "firstBetAccepted": tr("First test bet accepted"),
        "refundLinked": tr("Refund linked to its bet"),
        "payoutLinked": tr("Payout linked to its bet"),
        "rejectionCorrected": tr("Rejected transaction corrected"),
    }.get(key, key)


def operator_chip(of: OperatorStatus) -> ChipWords:
    """Return word, state and icon."""
    return {
        OperatorStatus.PENDING: (tr("Pending"), "info", "hourglass"),
        OperatorStatus.ACTIVE: (tr("Active"), "success", "check"),
        OperatorStatus.SUSPENDED: (tr("Suspended"), "warning", "triangle-alert"),
        OperatorStatus.ANNULLED: (tr("Annulled"), "danger", "ban"),
    }[of]


def licence_chip(of: LicenceState, days_left: int | None = None) -> ChipWords:
    """Return word, state and icon; an active one about to end says how many days are left."""
    soon = 60
    if of is LicenceState.ACTIVE and days_left is not None and days_left <= soon:
        return tr("%n day(s) left", max(0, days_left)), "warning", "clock"
    return {
        LicenceState.PENDING: (tr("Being entered"), "info", "hourglass"),
        LicenceState.ACTIVE: (tr("Valid"), "success", "check"),
        LicenceState.SUSPENDED: (tr("Suspended"), "warning", "triangle-alert"),
        LicenceState.EXPIRED: (tr("Expired"), "neutral", "ban"),
        LicenceState.ANNULLED: (tr("Annulled"), "danger", "ban"),
    }[of]
