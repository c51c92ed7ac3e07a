"""One sentence a state, one word a value: every enum the window names."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from cabinet.contract.login_steps import CheckStep
from cabinet.contract.moment import parse_moment
from cabinet.contract.rights import Right, Role, Scope
from cabinet.contract.states import (
    CaseState,
    CredentialState,
    Environment,
    FixBy,
    Implementation,
    KeyPurpose,
    LicenceState,
    MandateState,
    OperatorStatus,
    Outcome,
    ReasonCode,
    RejectionState,
    SettlementForm,
    Slice,
    TransactionType,
    Trend,
    Vertical,
)
from cabinet.desks.login_states import Candidate, LoginPhase, Rung
from cabinet.profile.settings import Language
from cabinet.ui.language import language, tr
from cabinet.ui.numbers import day, moment

if TYPE_CHECKING:
    from cabinet.contract.catalogue import Words
    from cabinet.contract.errors import BugError, KnownError
    from cabinet.contract.filter_words import FilterKey
    from cabinet.profile.profiles import ProfileGlance
    from cabinet.qes.statements import ActStatement, MandateStatement
    from cabinet.ui.dialogs.pin import Wording

__all__ = [
    "act_wording",
    "case_chip",
    "certificate_reason",
    "check_step",
    "credential_chip",
    "event",
    "failure_words",
    "field_name",
    "file_key_level",
    "filter_name",
    "finding_title",
    "fix_by",
    "licence_chip",
    "mandate_chip",
    "operator_chip",
    "outcome_chip",
    "overlap",
    "perimeter_kind",
    "phase_sentence",
    "problem_words",
    "purpose",
    "reason_code",
    "rejection_chip",
    "rejection_state_chip",
    "right",
    "role",
    "rung",
    "scope",
    "settlement",
    "site_kind",
    "slice_name",
    "step",
    "transaction_type",
    "trend_chip",
    "vertical",
    "words",
]

ChipWords = tuple[str, str, str]


_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")


def words(both: Words) -> str:
    """Return the catalogue's words in the language that is spoken."""
    return both.en if language() is Language.ENGLISH else both.uk


def failure_words(failure: KnownError | BugError) -> tuple[str, str]:
    """Return the sentence and the way out for a failure."""
    facts = {"detail": getattr(failure, "detail", ""), **getattr(failure, "facts", {})}
    return problem_words(failure.code, facts)


def problem_words(code: str, facts: dict[str, str] | None = None) -> tuple[str, str]:
    """Return the sentence and the way out for a problem's code."""
    from cabinet.contract.catalogue import fill, problem_card

    card, facts = problem_card(code), {name: _spoken(fact) for name, fact in (facts or {}).items()}
    if card is None:
        return tr("Something went wrong."), tr("Try again, or copy the report for support.")
    return fill(words(card.sentence), facts), fill(words(card.action), facts)


def _spoken(fact: str) -> str:
    """Return a day or a moment as people write it; any other fact as it is."""
    if _DAY.fullmatch(fact):
        return day(date.fromisoformat(fact))
    return moment(parse_moment(fact)) if _MOMENT.fullmatch(fact) else fact


def perimeter_kind(of: ProfileGlance) -> str:
    """Return what kind of perimeter it is."""
    if of.implementation is Implementation.TEST_CONTOUR:
        return tr("test contour")
    return tr("test environment") if of.environment is Environment.TEST else tr("production")


def finding_title(code: str) -> str:
    """Return a finding's title, or its code when a newer server names one we do not know."""
    from cabinet.contract.catalogue import finding_cards

    card = finding_cards().get(code)
    return code if card is None else words(card.title)


def rung(of: Rung) -> str:
    """Return a rung's name."""
    return {
        Rung.DRIVER: tr("Driver"),
        Rung.READER: tr("Reader"),
        Rung.TOKEN: tr("Token"),
        Rung.CERTIFICATE: tr("Certificate"),
        Rung.SERVER: tr("Link to the server"),
        Rung.PIN: tr("PIN"),
        Rung.SIGNATURE: tr("Signature"),
        Rung.CHECKS: tr("Checks by the server"),
    }[of]


def check_step(of: CheckStep) -> str:
    """Return what a check of the server has shown when it passed."""
    return {
        CheckStep.SIGNATURE: tr("Signature is intact"),
        CheckStep.CHAIN: tr("Chain to the trusted list"),
        CheckStep.REVOCATION: tr("Certificate is not revoked"),
        CheckStep.IDENTITY: tr("Person and company"),
        CheckStep.AUTHORITY: tr("Right to act for the company"),
    }[of]


def phase_sentence(of: LoginPhase) -> str:
    """Return where the log-in stands: state, then action."""
    return {
        LoginPhase.NO_PROFILE: tr("No perimeter profile. Import one, or try the test contour."),
        LoginPhase.LOOKING: tr("Looking for the token."),
        LoginPhase.NO_DRIVER: tr("Driver not found. Choose your token's module."),
        LoginPhase.DRIVER_FAILED: tr("The driver does not answer. Choose another module."),
        LoginPhase.NO_READER: tr("No reader is seen. Connect the reader or the token."),
        LoginPhase.NO_TOKEN: tr("No token inserted. Insert it, and the log-in goes on by itself."),
        LoginPhase.NO_CERTIFICATE: tr("No certificates on the token. Insert another."),
        LoginPhase.NONE_USABLE: tr("No certificate on the token can log in. The reason stands beside each."),
        LoginPhase.CHOOSE: tr("Choose the certificate to log in with."),
        LoginPhase.READY: tr("Everything is ready. Log in."),
        LoginPhase.ASKING: tr("Asking the server for a challenge."),
        LoginPhase.PIN: tr("Enter the PIN in the dialog."),
        LoginPhase.SIGNING: tr("The token is signing the statement."),
        LoginPhase.CHECKING: tr("The server is checking."),
        LoginPhase.REFUSED: tr("Log-in refused."),
        LoginPhase.DONE: tr("Logged in."),
    }[of]


def certificate_reason(of: Candidate) -> str:
    """Return in a few words why a certificate cannot log in."""
    return {
        "no_company": tr("No company code"),
        "expired": tr("Expired on {day}").format(day=day(of.not_after)),
        "not_yet_valid": tr("Not valid before {day}").format(day=day(of.not_before)),
        "encryption_only": tr("For encryption only"),
        "seal": tr("A seal cannot log in"),
        "authority": tr("Certificate of an authority"),
        "not_qualified": tr("Not a qualified certificate"),
        "no_identity": tr("No person's code"),
        "conflict": tr("Contradictory data"),
        "unsupported": tr("Key of an unsupported kind"),
        "weak": tr("The key is too weak"),
        "pin_locked": tr("The PIN is blocked"),
        "pin_to_be_changed": tr("The PIN must be changed first"),
        "no_device": tr("The key is not in a protected device"),
        "file_not_allowed": tr("Keys in files are not taken here"),
    }.get(of.reason, of.reason)


def file_key_level() -> str:
    """Return what a signature with a key in a file is by law: Law 2155-VIII, and the ЦЗО's word on file keys."""
    return tr("an advanced signature (УЕП), not a qualified one (КЕП)")


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


def act_wording(statement: ActStatement | MandateStatement) -> Wording:
    """Return what the PIN dialog says of an act: its own words, as they stand in the text that is signed."""
    from cabinet.qes.statements import MandateStatement
    from cabinet.ui.dialogs.pin import Wording

    act = statement.actEn if language() is Language.ENGLISH else statement.actUk
    if isinstance(statement, MandateStatement):
        lead = tr("The token will sign the mandate, a document that is kept. Nothing else is signed.")
        return Wording(tr("Sign the mandate"), lead, tr("Sign"), act)
    return Wording(tr("Sign the act"), tr("The token will sign this act, and nothing else."), tr("Sign"), act)


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


def transaction_type(of: str | None) -> str:
    """Return a transaction's type; an unknown one as it is."""
    return {
        TransactionType.BET.value: tr("Bet"),
        TransactionType.REFUND.value: tr("Refund"),
        TransactionType.PAYOUT.value: tr("Payout"),
    }.get(of or "", of or "—")


def settlement(of: SettlementForm) -> str:
    """Return a form of settlement."""
    return {
        SettlementForm.CASH: tr("Cash"),
        SettlementForm.NON_CASH: tr("Non-cash"),
        SettlementForm.SUBSTITUTE: tr("Substitute of money"),
    }[of]


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


def slice_name(of: Slice) -> str:
    """Return what figures are divided by."""
    return {
        Slice.NONE: tr("all together"),
        Slice.TYPE: tr("by type"),
        Slice.LICENCE: tr("by licence"),
        Slice.BRAND: tr("by brand"),
        Slice.SITE: tr("by site"),
        Slice.SOURCE: tr("by source"),
    }[of]


def site_kind(of: str) -> str:
    """Return a place's kind; an unknown one as it is."""
    return {
        "site": tr("Site"),
        "app": tr("Application"),
        "hall": tr("Hall"),
        "point": tr("Point"),
    }.get(of, of)


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


def field_name(pointer: str) -> str:
    """Return a transaction field's name by its JSON pointer; an unknown one as it is."""
    name = pointer.strip("/").split("/")[0]
    return {
        "schemaVersion": tr("Schema version"),
        "operatorTxId": tr("Transaction"),
        "type": tr("Type"),
        "licenceNo": tr("Licence"),
        "vertical": tr("Kind of game"),
        "brandId": tr("Brand"),
        "gameId": tr("Game"),
        "roundId": tr("Round"),
        "playerRef": tr("Player's code"),
        "amountKop": tr("Amount, kopecks"),
        "currency": tr("Currency"),
        "settlementForm": tr("Settlement"),
        "occurredAt": tr("Occurred at"),
        "siteId": tr("Site"),
        "pointId": tr("Point"),
        "terminalId": tr("Terminal"),
        "relatedTxId": tr("Related transaction"),
        "seqNo": tr("Sequence number"),
        "lateReason": tr("Reason of lateness"),
        "correction": tr("Correction"),
    }.get(name, name or tr("Whole transaction"))


def rejection_chip(of: RejectionState) -> ChipWords:
    """Return word, state and icon."""
    return {
        RejectionState.OPEN: (tr("Open"), "info", "circle-dot"),
        RejectionState.CORRECTED: (tr("Corrected"), "success", "check"),
        RejectionState.SUPERSEDED: (tr("Superseded"), "neutral", "history"),
        RejectionState.JUSTIFIED: (tr("Justified"), "neutral", "check-check"),
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
        FilterKey.GROUP: tr("Group"),
        FilterKey.TX: tr("Transaction"),
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


def outcome_chip(of: Outcome) -> ChipWords:
    """Return word, state and icon."""
    return {
        Outcome.ACCEPTED: (tr("Accepted"), "success", "check"),
        Outcome.ACCEPTED_WITH_WARNINGS: (tr("Accepted with warnings"), "warning", "triangle-alert"),
        Outcome.REJECTED: (tr("Rejected"), "danger", "octagon-x"),
        Outcome.PENDING: (tr("Pending"), "info", "clock"),
        Outcome.REPLAYED: (tr("Replayed"), "neutral", "history"),
    }[of]


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
