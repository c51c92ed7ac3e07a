"""Findings on data, and what became of each item: the one model of rules, ledger, answers, clients and document.

They are msgspec structs, since the ingest path makes them by the thousand.

Shape of CONTRACT §5: ``pointer`` is a JSON pointer (RFC 6901) relative to the transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from cabinet.contract.states import FixBy, Outcome, Resubmit, Severity, Stage

__all__ = ["BatchAnswer", "Finding", "ItemAnswer", "ItemVerdict", "Related"]


class Related(msgspec.Struct, rename="camel", omit_defaults=True, frozen=True):
    """Another transaction that a finding speaks of.

    ``payload_sha256`` (IN-808, ID-303) is what a correction names as ``originalSha256``: of the exact bytes, or the
    salted commitment of withheld ones.
    """

    attempt_id: str | None = None
    soms_tx_id: str | None = None
    operator_tx_id: str | None = None
    payload_sha256: str | None = None


class Finding(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One thing wrong, or worth knowing, about one transaction.

    ``value`` and ``expected`` are short plain texts (masked where they look personal).
    """

    code: str
    severity: Severity
    stage: Stage
    pointer: str
    value: str
    expected: str
    rule_id: str
    rule_version: int
    message_uk: str
    message_en: str
    remedy_uk: str
    remedy_en: str
    fix_by: FixBy
    resubmit: Resubmit
    related: Related | None = None


class ItemAnswer(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What became of line ``index`` (from 0); ``salt`` (hex) only for a withheld payload, given this once.

    ``attempt_id`` is empty in a check, which stores nothing.
    """

    index: int
    attempt_id: str
    status: Outcome
    soms_tx_id: str | None = None
    findings: list[Finding] = []
    salt: str | None = None
    replayed_status: Outcome | None = None

    @property
    def outcome(self) -> Outcome:
        """What stands: of a replay, what became of it the first time."""
        return self.replayed_status or self.status

    @property
    def error_codes(self) -> list[str]:
        """Codes of the errors, each once, in the order they were found."""
        return list(dict.fromkeys(f.code for f in self.findings if f.severity is Severity.ERROR))


class ItemVerdict(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What line ``index``, which was held, has become since: by entry ``seq`` of the log, of kind ``verdict``."""

    index: int
    attempt_id: str
    seq: int
    received_at: Annotated[datetime, msgspec.Meta(tz=True)]
    status: Outcome
    soms_tx_id: str | None = None
    findings: list[Finding] = []


class BatchAnswer(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Answer of ``POST /transactions``, ``/corrections``, ``/transactions/check``, ``GET /submissions/{batchId}``.

    ``receipt`` is a signed note (CONTRACT §7); what it covers are ``items`` as they were told first. ``verdicts`` tell
    of those that were held what has become of them by now.
    """

    batch_id: str
    received_at: Annotated[datetime, msgspec.Meta(tz=True)]
    items: list[ItemAnswer]
    receipt: str | None = None
    replayed: bool = False
    verdicts: list[ItemVerdict] = []

    @property
    def present(self) -> list[ItemAnswer]:
        """Items as they stand by now: those that were held as their verdicts say."""
        said = {verdict.index: verdict for verdict in self.verdicts}
        return [item if item.index not in said else _told(item, said[item.index]) for item in self.items]


def _told(item: ItemAnswer, verdict: ItemVerdict) -> ItemAnswer:
    return msgspec.structs.replace(
        item, status=verdict.status, soms_tx_id=verdict.soms_tx_id, findings=verdict.findings
    )
