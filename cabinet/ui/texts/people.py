"""Words of people: roles, rights, mandates."""

from __future__ import annotations

from cabinet.contract.rights import Right, Role
from cabinet.contract.states import MandateState
from cabinet.ui.language import tr
from cabinet.ui.texts.chip_words import ChipWords

__all__ = ["mandate_chip", "right", "role"]


def role(of: Role | str) -> str:
    """Return a person's role."""
    return {
        Role.HEAD: tr("Head"),
        Role.AUTHORISED: tr("Authorised person"),
        Role.COMPLIANCE: tr("Compliance"),
        Role.IT: tr("IT"),
        Role.AUDITOR: tr("Auditor"),
    }[Role(of)]


def right(of: Right) -> str:
    """Return what a right opens."""
    return {
        Right.REGISTRY_READ: tr("Registry, status, guide"),
        Right.OWN_SESSIONS: tr("Own sessions"),
        Right.STATISTICS_COUNTS: tr("Statistics: counts"),
        Right.STATISTICS_SUMS: tr("Statistics: sums of money"),
        Right.REJECTIONS_READ: tr("Rejections: read"),
        Right.CASES_WRITE: tr("Rejections: cases"),
        Right.CASES_ASSIGNED: tr("Cases handed over: decide"),
        Right.CORRECT_REJECTED: tr("Correct what was rejected"),
        Right.CORRECT_ACCEPTED: tr("Correct what was accepted"),
        Right.CREDENTIALS_READ: tr("API keys: see"),
        Right.CREDENTIALS_TEST: tr("Test keys: all"),
        Right.CREDENTIALS_PRODUCTION: tr("Production keys: rotate"),
        Right.CREDENTIALS_POWER: tr("Production keys: issue"),
        Right.PROOFS_READ: tr("Proofs and receipts"),
        Right.RECONCILIATION_READ: tr("Reconciliation of days"),
        Right.PEOPLE_READ: tr("People: see"),
        Right.PEOPLE_WRITE: tr("People: appoint, end"),
    }[of]


def mandate_chip(of: MandateState) -> ChipWords:
    """Return word, state and icon."""
    return {
        MandateState.ACTIVE: (tr("In force"), "success", "check"),
        MandateState.EXPIRED: (tr("Expired"), "neutral", "ban"),
        MandateState.ENDED: (tr("Ended"), "danger", "ban"),
    }[of]
