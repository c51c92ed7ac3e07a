"""Every state the wire and the window name; plain enums, no pydantic."""

from __future__ import annotations

from enum import StrEnum

from cabinet.contract.environment import Environment, Implementation

__all__ = [
    "Bucket",
    "CaseState",
    "ConnectionStage",
    "CorrectionKind",
    "CredentialState",
    "Environment",
    "FixBy",
    "Implementation",
    "KeyPurpose",
    "LicenceState",
    "MandateState",
    "OperatorStatus",
    "Outcome",
    "PerimeterState",
    "ReasonCode",
    "RejectionState",
    "Resubmit",
    "SettlementForm",
    "Severity",
    "Slice",
    "Stage",
    "Tax",
    "TransactionType",
    "Trend",
    "Vertical",
]


class TransactionType(StrEnum):
    """The three core operations; deposits and withdrawals are off, since sources conflict."""

    BET = "BET"
    REFUND = "REFUND"
    PAYOUT = "PAYOUT"


class Vertical(StrEnum):
    """Kind of game, matched to the licence's kind (Art. 44 of Law 768-IX)."""

    ONLINE_CASINO = "ONLINE_CASINO"
    LAND_CASINO = "LAND_CASINO"
    BETTING = "BETTING"
    ONLINE_POKER = "ONLINE_POKER"
    SLOT_HALL = "SLOT_HALL"
    LOTTERY = "LOTTERY"
    TOTALISER = "TOTALISER"


class Tax(StrEnum):
    """What figures of tax are of: on gaming income, and withheld from payouts."""

    GAMING_INCOME = "GAMING_INCOME"
    PERSONAL_INCOME = "PERSONAL_INCOME"
    MILITARY_LEVY = "MILITARY_LEVY"


class SettlementForm(StrEnum):
    """How the player paid or was paid."""

    CASH = "CASH"
    NON_CASH = "NON_CASH"
    SUBSTITUTE = "SUBSTITUTE"


class Outcome(StrEnum):
    """What became of one submitted item."""

    ACCEPTED = "ACCEPTED"
    ACCEPTED_WITH_WARNINGS = "ACCEPTED_WITH_WARNINGS"
    REJECTED = "REJECTED"
    PENDING = "PENDING"
    REPLAYED = "REPLAYED"


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    INFO = "INFO"
    HELD = "HELD"


class Stage(StrEnum):
    """Where in the pipeline a finding arose."""

    AUTH = "auth"
    STRUCTURE = "structure"
    IDENTITY = "identity"
    CONTENT = "content"
    REFERENCE = "reference"
    REGISTRY = "registry"
    TIME = "time"
    INTEGRITY = "integrity"
    LIMIT = "limit"
    SYSTEM = "system"
    RECONCILIATION = "reconciliation"


class FixBy(StrEnum):
    """Who must act."""

    OPERATOR_IT = "operator_it"
    COMPLIANCE = "compliance"
    HEAD = "head"
    REGULATOR = "regulator"
    RETRY = "retry"
    NOBODY = "nobody"


class Resubmit(StrEnum):
    """How a finding's transaction is to be sent again."""

    CORRECTION = "correction"
    RETRY = "retry"
    REVERSAL = "reversal"
    NONE = "none"
    WAIT = "wait"


class CorrectionKind(StrEnum):
    """What a correction does (CONTRACT §5)."""

    RESUBMIT_REJECTED = "RESUBMIT_REJECTED"
    REVERSAL = "REVERSAL"
    REPLACEMENT = "REPLACEMENT"


class ReasonCode(StrEnum):
    """Why a correction is made."""

    WRONG_SUM = "R1"
    WRONG_LINK = "R2"
    DUPLICATE_EVENT = "R3"
    WRONG_LICENCE_OR_SITE = "R4"
    WRONG_TIME = "R5"
    TEST_DATA_IN_PRODUCTION = "R6"
    OTHER = "R7"


class RejectionState(StrEnum):
    """What has become of a rejected attempt; a justified one stays rejected, and nobody has to act.

    One that is held is none yet: it waits for its bet (``RF-502``), and only its verdict says what it is.
    """

    OPEN = "open"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    JUSTIFIED = "justified"
    HELD = "held"


class CaseState(StrEnum):
    """How far people have come with a rejection or with a whole cause."""

    NEW = "new"
    IN_WORK = "in-work"
    WAITING_IT = "waiting-it"
    JUSTIFIED = "justified"


class Trend(StrEnum):
    """How a cause behaves, from its last seven Kyiv days."""

    FIRST = "first"
    SPIKE = "spike"
    RECURRING = "recurring"
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    GONE = "gone"


class CredentialState(StrEnum):
    """Life of a credential or of one of its keys."""

    PENDING = "pending"
    ACTIVE = "active"
    RETIRING = "retiring"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


class KeyPurpose(StrEnum):
    """What a machine's key is for."""

    TRANSPORT = "transport"
    SIGNING = "signing"


class OperatorStatus(StrEnum):
    """An operator's status in the registry."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ANNULLED = "annulled"


class LicenceState(StrEnum):
    """A licence's state at a moment."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ANNULLED = "annulled"


class MandateState(StrEnum):
    """A mandate's state: in force, past its term, or ended by the head."""

    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class ConnectionStage(StrEnum):
    """How far an operator's connection has come."""

    NOT_STARTED = "notStarted"
    TESTING = "testing"
    PRODUCTION = "production"


class PerimeterState(StrEnum):
    """What ``GET /status`` says; a client that cannot reach it says unknown."""

    AVAILABLE = "AVAILABLE"
    DEGRADED = "DEGRADED"
    MAINTENANCE = "MAINTENANCE"
    FAILURE = "FAILURE"


class Bucket(StrEnum):
    """Width of one bar of statistics."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    """Monday to Sunday."""
    MONTH = "month"


class Compared(StrEnum):
    """Which earlier period statistics are told beside."""

    NONE = "false"
    BEFORE = "true"
    """Directly before."""
    WEEKDAYS = "weekdays"
    """Whole weeks earlier: the same days of the week."""
    YEAR = "year"
    """The same days of the year before."""


class Slice(StrEnum):
    """What statistics are divided by."""

    NONE = "none"
    TYPE = "type"
    LICENCE = "licence"
    BRAND = "brand"
    SITE = "site"
    SOURCE = "source"
