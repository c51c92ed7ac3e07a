"""Rejected attempts: rows, one card, and the feed of corrections (CONTRACT §5, §6)."""

from __future__ import annotations

from typing import Annotated

from cabinet.contract.cases import Case
from cabinet.contract.endpoint import FILTER, LIMIT, SEQ, MachineEndpoint, Nothing, ReaderEndpoint
from cabinet.contract.findings import Finding
from cabinet.contract.model import Answer, Moment, Page, StructField
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import CaseState, Outcome, RejectionState, Trend

__all__ = [
    "CORRECTIONS",
    "GROUPS",
    "REJECTION",
    "REJECTIONS",
    "AttemptView",
    "CorrectionFeed",
    "CorrectionNotice",
    "GroupList",
    "RejectionCard",
    "RejectionGroup",
    "RejectionPage",
    "RejectionRow",
    "TreeNode",
]


class RejectionRow(Answer):
    """One rejected attempt in the list; ``amount_kop`` is None when the payload has no readable sum."""

    attempt_id: str
    seq: int
    received_at: Moment
    operator_tx_id: str | None
    type: str | None
    licence_no: str | None
    site_id: str | None
    source: str
    amount_kop: int | None
    occurred_at: Moment | None
    codes: list[str]
    state: RejectionState
    group_id: str
    case_state: CaseState
    assignee: str | None


class RejectionGroup(Answer):
    """One cause: code × field × source, with what of it fits the filter.

    ``count`` is how many rejections fit, ``at_stake_kop`` the sum of those still open (of all that fit, where the
    filter asks for more than state and cause); ``days`` are how many came on each of the last seven Kyiv days, today
    last.
    """

    group_id: str
    code: str
    pointer: str
    source: str
    count: int
    at_stake_kop: int
    first_seen: Moment
    last_seen: Moment
    days: list[int]
    trend: Trend
    case_state: CaseState
    assignee: str | None
    case_version: int


class GroupList(Answer):
    """``GET /rejections/groups``: the cause with most at stake first."""

    items: list[RejectionGroup]
    count: int
    at_stake_kop: int
    as_of: int


class RejectionPage(Page[RejectionRow]):
    """``GET /rejections``."""


class AttemptView(Answer):
    """One attempt of the same operatorTxId, oldest first in a card."""

    attempt_id: str
    seq: int
    received_at: Moment
    status: Outcome
    codes: list[str]
    payload_sha256: str
    source: str
    by: str | None = None


class TreeNode(Answer):
    """A bet, refund or payout of the same bet, as it stands now."""

    operator_tx_id: str
    attempt_id: str
    type: str
    amount_kop: int
    occurred_at: Moment | None
    status: Outcome
    current: bool


class RejectionCard(Answer):
    """``GET /rejections/{attemptId}``.

    ``payload`` is base64 of the exact bytes as sent, or of the masked copy when ``withheld`` (personal data).
    ``correctable`` says whether a person may resubmit it; ``not_correctable_code`` says why not.
    """

    row: RejectionRow
    payload: str
    payload_sha256: str
    withheld: bool
    findings: list[Annotated[Finding, StructField()]]
    attempts: list[AttemptView]
    tree: list[TreeNode]
    case: Case
    correctable: bool
    not_correctable_code: str | None = None


class CorrectionNotice(Answer):
    """A correction made by a person, told to the platform."""

    seq: int
    attempt_id: str
    of_attempt_id: str
    operator_tx_id: str
    status: Outcome
    soms_tx_id: str | None
    received_at: Moment
    by: str
    payload: str


class CorrectionFeed(Answer):
    """``GET /corrections?since=<seq>``; ``next`` is the ``since`` of the following call."""

    items: list[CorrectionNotice]
    next: int


CORRECTIONS = MachineEndpoint(
    "corrections",
    "GET",
    "/corrections",
    Nothing,
    CorrectionFeed,
    "Corrections made by people, told to the platform",
    scope=Scope.REJECTIONS_READ,
    query=(("since", SEQ), ("limit", LIMIT)),
)
REJECTIONS = ReaderEndpoint(
    "rejections",
    "GET",
    "/rejections",
    Nothing,
    RejectionPage,
    "Rejected attempts, newest first",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
    query=(
        ("cursor", {"type": "string", "maxLength": 128}),
        ("ordinal", {"type": "integer", "minimum": 0, "maximum": 2**31}),
        ("asOf", SEQ),
        ("anchor", {"type": "string", "format": "date-time", "maxLength": 40}),
        ("limit", LIMIT),
        ("filter", FILTER),
    ),
)
GROUPS = ReaderEndpoint(
    "rejection_groups",
    "GET",
    "/rejections/groups",
    Nothing,
    GroupList,
    "Causes of rejections, most at stake first",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
    query=(("filter", FILTER),),
)
REJECTION = ReaderEndpoint(
    "rejection",
    "GET",
    "/rejections/{attemptId}",
    Nothing,
    RejectionCard,
    "One rejected attempt, whole",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
)
