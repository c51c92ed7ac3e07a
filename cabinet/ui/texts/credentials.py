"""Words of API keys: states, scopes, purposes."""

from __future__ import annotations

from cabinet.contract.rights import Scope
from cabinet.contract.states import CredentialState, KeyPurpose
from cabinet.ui.language import tr
from cabinet.ui.texts.chip_words import ChipWords

__all__ = ["credential_chip", "overlap", "purpose", "scope"]


def scope(of: Scope) -> str:
    """Return what a credential may do."""
    return {
        Scope.INGEST_WRITE: tr("submit transactions"),
        Scope.REJECTIONS_READ: tr("read rejections"),
        Scope.STATS_READ: tr("read statistics"),
        Scope.PROOFS_READ: tr("read proofs"),
    }[of]


def purpose(of: KeyPurpose) -> str:
    """Return what a key is for."""
    return {KeyPurpose.TRANSPORT: tr("Transport, mTLS"), KeyPurpose.SIGNING: tr("Batch signing")}[of]


def overlap(hours: int) -> str:
    """Return for how long an old key goes on."""
    if hours == 0:
        return tr("not at all: it ends at once")
    return tr("%n hour(s)", hours) if hours < 168 else tr("%n day(s)", hours // 24)


def credential_chip(of: CredentialState) -> ChipWords:
    """Return word, state and icon."""
    return {
        CredentialState.PENDING: (tr("Pending"), "info", "hourglass"),
        CredentialState.ACTIVE: (tr("Active"), "success", "check"),
        CredentialState.RETIRING: (tr("Retiring"), "neutral", "clock"),
        CredentialState.SUSPENDED: (tr("Suspended"), "warning", "triangle-alert"),
        CredentialState.REVOKED: (tr("Revoked"), "danger", "ban"),
        CredentialState.EXPIRED: (tr("Expired"), "neutral", "ban"),
    }[of]
