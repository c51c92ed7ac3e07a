"""Rejected attempts: rows, one card, and the feed of corrections (CONTRACT §5, §6)."""

from __future__ import annotations

from typing import Annotated

from cabinet.contract.cases import Case
from cabinet.contract.endpoint import FILTER, LIMIT, SEQ, MachineEndpoint, Nothing, ReaderEndpoint
from cabinet.contract.findings import Finding
from cabinet.contract.model import Answer, Moment, Page, StructField
from cabinet.contract.rejection_sort import SORTS
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import CaseState, Outcome, RejectionState, Trend
from cabinet.contract.suggestions import Suggestion

__all__ = [
    "CORRECTIONS",
    "GROUPS",
    "REJECTION",
    "REJECTIONS",
    "AttemptView",
    "Closing",
    "CorrectionFeed",
    "CorrectionNotice",
    "Folded",
    "GroupList",
    "RejectedMoney",
    "RejectionCard",
    "RejectionGroup",
    "RejectionPage",
    "RejectionRoot",
    "RejectionRow",
    "TreeNode",
]


class RejectionRoot(Answer):
    """The transaction that a rejection hangs on, as it stands now.

    ``attempt_id`` and ``group_id`` are its rejection's: None while it is missing; the group is None, too, where
    nobody will correct it any more. Once it is ``accepted``, the consequence may be corrected with the same fields.
    """

    operator_tx_id: str
    attempt_id: str | None
    group_id: str | None
    accepted: bool


class RejectedMoney(Answer):
    """The sum of operations that are rejected and open, all added in absolute value, and their influence on GGR.

    ``ggr_kop`` = ``bet_kop`` − ``refund_kop`` − ``payout_kop``: what GGR would gain if all were accepted as they are.
    An operation whose type cannot be read counts in ``operations_kop`` alone.
    """

    operations_kop: int = 0
    bet_kop: int = 0
    refund_kop: int = 0
    payout_kop: int = 0
    ggr_kop: int = 0

    @classmethod
    def of(cls, operations_kop: int, bet_kop: int, refund_kop: int, payout_kop: int) -> RejectedMoney:
        """Return it of its sums."""
        return cls(
            operations_kop=operations_kop, bet_kop=bet_kop, refund_kop=refund_kop, payout_kop=payout_kop,
            ggr_kop=bet_kop - refund_kop - payout_kop,
        )  # fmt: skip

    def __sub__(self, other: RejectedMoney) -> RejectedMoney:
        """Return what is left without the other."""
        return self._with(other, -1)

    def __add__(self, other: RejectedMoney) -> RejectedMoney:
        """Return both together."""
        return self._with(other, 1)

    def _with(self, other: RejectedMoney, sign: int) -> RejectedMoney:
        return RejectedMoney.of(
            self.operations_kop + sign * other.operations_kop, self.bet_kop + sign * other.bet_kop,
            self.refund_kop + sign * other.refund_kop, self.payout_kop + sign * other.payout_kop,
        )  # fmt: skip


class RejectionRow(Answer):
    """One rejected attempt in the list; ``amount_kop`` is None when the payload has no readable sum.

    ``ggr_kop`` is the sum's signed influence on GGR, nought where there is no sum or no readable type.

    ``due_at`` is by when it is to be dealt with (:mod:`cabinet.contract.deadlines`), None where it is not open.
    ``root`` is there where all that is wrong with it is that another transaction is rejected or missing; of one that
    is held it is the bet, for which it waits until ``waits_until`` at most.
    """

    attempt_id: str
    seq: int
    received_at: Moment
    operator_tx_id: str | None
    type: str | None
    licence_no: str | None
    site_id: str | None
    brand_id: str | None
    source: str
    amount_kop: int | None
    ggr_kop: int
    occurred_at: Moment | None
    codes: list[str]
    state: RejectionState
    group_id: str
    case_state: CaseState
    assignee: str | None
    due_at: Moment | None = None
    root: RejectionRoot | None = None
    waits_until: Moment | None = None


class Folded(Answer):
    """How many rejections fit, those of causes themselves and those folded into them (:class:`RejectionGroup`)."""

    count: int
    closed: int
    money: RejectedMoney
    consequences: int
    consequences_money: RejectedMoney
    ready: int

    @property
    def own(self) -> int:
        """How many are open and not folded elsewhere."""
        return self.count - self.closed

    @property
    def whole(self) -> int:
        """How many are open, with their consequences."""
        return self.own + self.consequences

    @property
    def whole_money(self) -> RejectedMoney:
        """The money of what is open, with its consequences."""
        return self.money + self.consequences_money


class RejectionGroup(Folded):
    """One cause: code × field × source, with what of it fits the filter.

    An open rejection that hangs on one of another listed cause (:class:`RejectionRoot`) is folded into that cause: it
    counts there among ``consequences``, and not here. So every rejection that fits counts once, as ``count`` of its
    own cause or as one of the ``consequences`` of another.

    ``count`` is how many of its own rejections fit and are not folded elsewhere, ``closed`` how many of them are no
    longer open, ``money`` that of the others. ``consequences`` are the open ones folded in, ``consequences_money``
    theirs. ``ready`` is how many of the open ones, own and folded in, have a root that is
    accepted: they can be sent again as they are. ``days`` are how many of its own came on each of the last seven Kyiv
    days, today last. ``folded`` is how many of its own are folded elsewhere; a cause of which all is so is listed only
    where its code or group is asked for. ``due_at`` is by when the oldest open one of its own is to be dealt with.
    """

    group_id: str
    code: str
    pointer: str
    source: str
    first_seen: Moment
    last_seen: Moment
    days: list[int]
    trend: Trend
    folded: int
    case_state: CaseState
    assignee: str | None
    case_version: int
    due_at: Moment | None = None


class GroupList(Folded):
    """``GET /rejections/groups``: the cause with most at stake first, its consequences with it; and the sums of all."""

    items: list[RejectionGroup]
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
    """A bet, refund or payout of the same bet, as it stands now; ``reversed_by`` is the attempt that took it back."""

    operator_tx_id: str
    attempt_id: str
    type: str
    amount_kop: int
    occurred_at: Moment | None
    status: Outcome
    current: bool
    reversed_by: str | None = None


class Closing(Answer):
    """The attempt that took a rejected one's place: accepted or held where it corrected it, else rejected in its turn.

    ``payload`` is base64 of its exact bytes, or of the masked copy when ``withheld``.
    """

    attempt_id: str
    seq: int
    received_at: Moment
    status: Outcome
    source: str
    by: str | None
    soms_tx_id: str | None
    payload: str
    withheld: bool


class RejectionCard(Answer):
    """``GET /rejections/{attemptId}``.

    ``payload`` is base64 of the exact bytes as sent, or of the masked copy when ``withheld`` (personal data).
    ``correctable`` says whether a person may resubmit it; ``not_correctable_code`` says why not; ``closing`` is what
    came instead of one that stands no more. ``suggestions`` are made when the card is read, from the facts of that
    moment; none for withheld payloads.
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
    suggestions: list[Suggestion] = []
    closing: Closing | None = None


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
    "Rejected attempts, newest first where no order is asked for",
    right=Right.REJECTIONS_READ,
    scope=Scope.REJECTIONS_READ,
    query=(
        ("cursor", {"type": "string", "maxLength": 128}),
        ("ordinal", {"type": "integer", "minimum": 0, "maximum": 2**31}),
        ("asOf", SEQ),
        ("anchor", {"type": "string", "format": "date-time", "maxLength": 40}),
        ("limit", LIMIT),
        ("filter", FILTER),
        ("sort", {"type": "string", "enum": list(SORTS)}),
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
