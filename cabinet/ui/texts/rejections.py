"""Words of rejections: states, cases, trends, reasons, keys of the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.contract.states import CaseState, FixBy, ReasonCode, RejectionState, Trend
from cabinet.ui.language import tr
from cabinet.ui.numbers import count
from cabinet.ui.texts.chip_words import ChipWords

if TYPE_CHECKING:
    from cabinet.contract.filter_words import FilterKey
    from cabinet.contract.rejections import Folded

__all__ = [
    "case_chip", "filter_name", "fix_by", "folded", "reason_code", "rejection_chip", "rejection_state_chip",
    "trend_chip",
]  # fmt: skip


def folded(of: Folded) -> str:
    """Return how many are a cause's own and how many hang on those, empty where none does."""
    return f"{count(of.own)} + {count(of.consequences)}" if of.consequences else ""


def fix_by(of: FixBy) -> str:
    """Return who must act."""
    return {
        FixBy.OPERATOR_IT: tr("IT"),
        FixBy.COMPLIANCE: tr("Compliance"),
        FixBy.HEAD: tr("Head"),
        FixBy.REGULATOR: tr("Regulator"),
        FixBy.RETRY: tr("Platform will retry"),
        FixBy.NOBODY: tr("Nobody"),
    }[of]


def reason_code(of: ReasonCode) -> str:
    """Return why a correction is made."""
    return {
        ReasonCode.WRONG_SUM: tr("R1 · wrong sum"),
        ReasonCode.WRONG_LINK: tr("R2 · wrong link to the bet"),
        ReasonCode.DUPLICATE_EVENT: tr("R3 · the same event twice"),
        ReasonCode.WRONG_LICENCE_OR_SITE: tr("R4 · wrong licence or site"),
        ReasonCode.WRONG_TIME: tr("R5 · wrong time"),
        ReasonCode.TEST_DATA_IN_PRODUCTION: tr("R6 · test data in production"),
        ReasonCode.OTHER: tr("R7 · other"),
    }[of]


def rejection_chip(of: RejectionState) -> ChipWords:
    """Return word, state and icon."""
    return {
        RejectionState.OPEN: (tr("Open"), "info", "circle-dot"),
        RejectionState.CORRECTED: (tr("Corrected"), "success", "check"),
        RejectionState.SUPERSEDED: (tr("Superseded"), "neutral", "history"),
        RejectionState.JUSTIFIED: (tr("Justified"), "neutral", "check-check"),
        RejectionState.HELD: (tr("Waits for a bet"), "info", "hourglass"),
    }[of]


def case_chip(of: CaseState) -> ChipWords:
    """Return word, state and icon."""
    return {
        CaseState.NEW: (tr("New"), "info", "circle-dot"),
        CaseState.IN_WORK: (tr("In work"), "warning", "pencil"),
        CaseState.WAITING_IT: (tr("Waits for IT"), "neutral", "clock"),
        CaseState.JUSTIFIED: (tr("Justified"), "neutral", "check-check"),
    }[of]


def rejection_state_chip(state: RejectionState, case: CaseState) -> ChipWords:
    """Return the chip of a row: where people stand with an open one, else what has become of it."""
    return case_chip(case) if state is RejectionState.OPEN else rejection_chip(state)


def trend_chip(of: Trend) -> ChipWords:
    """Return word, state and icon."""
    return {
        Trend.FIRST: (tr("first time"), "danger", "circle-plus"),
        Trend.SPIKE: (tr("spike"), "danger", "trending-up"),
        Trend.RECURRING: (tr("recurring"), "warning", "rotate-ccw"),
        Trend.RISING: (tr("rising"), "warning", "arrow-up"),
        Trend.STEADY: (tr("steady"), "neutral", "arrow-right"),
        Trend.FALLING: (tr("falling"), "neutral", "arrow-down"),
        Trend.GONE: (tr("gone"), "success", "check"),
    }[of]


def filter_name(of: FilterKey) -> str:
    """Return what a key of the filter narrows."""
    from cabinet.contract.filter_words import FilterKey

    return {
        FilterKey.STATE: tr("State"),
        FilterKey.CODE: tr("Code"),
        FilterKey.FIELD: tr("Field"),
        FilterKey.SOURCE: tr("Source"),
        FilterKey.LICENCE: tr("Licence"),
        FilterKey.BRAND: tr("Brand"),
        FilterKey.SITE: tr("Site"),
        FilterKey.TYPE: tr("Type"),
        FilterKey.SUM: tr("Sum"),
        FilterKey.PERIOD: tr("Received at"),
        FilterKey.ASSIGNEE: tr("Assignee"),
        FilterKey.DUE: tr("Due"),
        FilterKey.GROUP: tr("Group"),
        FilterKey.FOLLOWS: tr("Consequences of"),
        FilterKey.ROOT: tr("Hangs on"),
        FilterKey.TX: tr("Transaction"),
    }[of]
