"""The one table of endpoints (CONTRACT: "One source").

Routing of the contour, the client's paths, the OpenAPI document and the test of rights all come from it. An
endpoint without a rule does not exist: whatever is not in the table is answered 404.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from pydantic import BaseModel

from cabinet.contract import (
    about,
    cases,
    credentials,
    intake,
    log,
    login,
    people,
    registry,
    rejections,
    statistics,
    step_up,
    testdata,
)
from cabinet.contract.filter import LONGEST
from cabinet.contract.rights import Right, Scope
from cabinet.contract.states import Environment

__all__ = ["ENDPOINTS", "Access", "Body", "Endpoint", "endpoint"]


class Access(Enum):
    """Who may call."""

    OPEN = "open"
    SESSION_KEY = "session-key"
    """DPoP proof by the log-in's key, no token yet."""
    PERSON = "person"
    MACHINE = "machine"
    PERSON_OR_MACHINE = "person-or-machine"
    TESTDATA = "testdata"


class Body(Enum):
    """Form of a request's or answer's body."""

    NONE = ""
    JSON = "application/json"
    NDJSON = "application/x-ndjson"
    ENVELOPE = "application/vnd.soms.batch+hpke"
    NOTE = "text/plain; charset=utf-8"
    TIME_STAMP_QUERY = "application/timestamp-query"
    TIME_STAMP_REPLY = "application/timestamp-reply"


@dataclass(frozen=True)
class Endpoint:
    """One operation.

    ``right`` is what a person needs, ``scope`` what a machine needs. ``right_production`` replaces ``right`` on a
    production perimeter. ``step_up`` marks acts that need a QES in production, ``step_up_in_test`` those that need it
    on a test perimeter too. ``idempotent`` commands require ``Idempotency-Key``; ``versioned`` ones require
    ``If-Match`` with the version that is to be changed. ``expired_ok`` lets a machine in under a certificate whose own
    term has ended.
    """

    name: str
    method: str
    path: str
    access: Access
    summary: str
    right: Right | None = None
    right_production: Right | None = None
    scope: Scope | None = None
    step_up: bool = False
    step_up_in_test: bool = False
    idempotent: bool = False
    versioned: bool = False
    expired_ok: bool = False
    body: Body = Body.NONE
    request: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    answer_body: Body = Body.JSON
    status: int = 200
    query: tuple[tuple[str, dict[str, object]], ...] = ()
    codes: tuple[str, ...] = field(default=())

    def url(self, values: Mapping[str, str]) -> str:
        """Return the path with its gaps filled."""
        path = self.path
        for name, value in values.items():
            path = path.replace("{" + name + "}", value)
        return path

    def needs_step_up(self, environment: Environment) -> bool:
        """Tell whether a person must sign this act there (CONTRACT §2, step-up)."""
        return self.step_up and (self.step_up_in_test or environment is Environment.PRODUCTION)

    def right_in(self, environment: Environment) -> Right | None:
        """Return the right that a person needs there."""
        production = environment is Environment.PRODUCTION and self.right_production is not None
        return self.right_production if production else self.right


_Form = dict[str, object]
_SEQ: _Form = {"type": "integer", "minimum": 0, "maximum": 2**62}
_LIMIT: _Form = {"type": "integer", "minimum": 1, "maximum": 500}
_ID: _Form = {"type": "string", "maxLength": 64}
_FILTER: _Form = {"type": "string", "maxLength": LONGEST}
_DAY: _Form = {"type": "string", "format": "date"}
_REASON: _Form = {"type": "string", "minLength": 1, "maxLength": 200}

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("about", "GET", "/about", Access.OPEN, "Who answers", answer=about.About),
    Endpoint(
        "status",
        "GET",
        "/status",
        Access.OPEN,
        "Whether the perimeter takes transactions",
        answer=about.Status,
    ),
    Endpoint("limits", "GET", "/limits", Access.OPEN, "Every threshold the rules use", answer=about.Limits),
    Endpoint(
        "time_stamp",
        "POST",
        "/tsa",
        Access.OPEN,
        "Time-stamp a SHA-256 digest (RFC 3161 §3.4)",
        body=Body.TIME_STAMP_QUERY,
        answer_body=Body.TIME_STAMP_REPLY,
    ),
    Endpoint(
        "challenge",
        "POST",
        "/auth/challenge",
        Access.OPEN,
        "Ask for a challenge to sign",
        body=Body.JSON,
        request=login.ChallengeRequest,
        answer=login.Challenge,
        codes=("RATE_LIMITED",),
    ),
    Endpoint(
        "login",
        "POST",
        "/auth/login",
        Access.SESSION_KEY,
        "Hand in the signed statement",
        body=Body.JSON,
        request=login.LoginRequest,
        answer=login.LoginAccepted,
        status=202,
        codes=("CHALLENGE_UNKNOWN", "CHALLENGE_EXPIRED", "CHALLENGE_USED", "RATE_LIMITED"),
    ),
    Endpoint(
        "login_progress",
        "GET",
        "/auth/login/{loginId}",
        Access.SESSION_KEY,
        "How far the five checks have come",
        answer=login.LoginProgress,
        codes=("LOGIN_UNKNOWN",),
    ),
    Endpoint(
        "refresh",
        "POST",
        "/auth/refresh",
        Access.SESSION_KEY,
        "New access token; headship is checked again",
        body=Body.JSON,
        request=login.RefreshRequest,
        answer=login.Tokens,
        codes=("REFRESH_INVALID", "SESSION_ENDED", "REVOCATION_UNAVAILABLE", "REVOCATION_UNSUPPORTED"),
    ),
    Endpoint(
        "sessions",
        "GET",
        "/auth/sessions",
        Access.PERSON,
        "Own sessions",
        right=Right.OWN_SESSIONS,
        answer=login.SessionList,
    ),
    Endpoint(
        "end_sessions",
        "DELETE",
        "/auth/sessions",
        Access.PERSON,
        "End all own sessions",
        right=Right.OWN_SESSIONS,
        answer=testdata.Done,
    ),
    Endpoint(
        "end_session",
        "DELETE",
        "/auth/sessions/{sessionId}",
        Access.PERSON,
        "End one own session",
        right=Right.OWN_SESSIONS,
        answer=testdata.Done,
        codes=("NOT_FOUND",),
    ),
    Endpoint(
        "ask_act",
        "POST",
        "/auth/acts",
        Access.PERSON,
        "Ask for a nonce to sign one act with",
        right=Right.OWN_SESSIONS,
        body=Body.JSON,
        request=step_up.ActRequest,
        answer=step_up.Act,
        status=201,
        codes=("ACT_NOT_SIGNED", "ACT_MISMATCH", "RATE_LIMITED"),
    ),
    Endpoint(
        "people",
        "GET",
        "/people",
        Access.PERSON,
        "The head and everybody with a mandate, past ones too",
        right=Right.PEOPLE_READ,
        answer=people.PeopleList,
    ),
    Endpoint(
        "appoint",
        "POST",
        "/people",
        Access.PERSON,
        "Appoint a person by a mandate that the head signs",
        right=Right.PEOPLE_WRITE,
        step_up=True,
        step_up_in_test=True,
        idempotent=True,
        body=Body.JSON,
        request=people.AppointRequest,
        answer=people.Member,
        status=201,
        codes=(
            "RNOKPP_INVALID",
            "ROLE_NOT_GRANTABLE",
            "RIGHT_NOT_GRANTABLE",
            "MANDATE_TERM_INVALID",
            "PERSON_IS_HEAD",
            "PERSON_APPOINTED",
        ),
    ),
    Endpoint(
        "end_mandate",
        "DELETE",
        "/people/{personId}",
        Access.PERSON,
        "End a mandate and its person's sessions at once",
        right=Right.PEOPLE_WRITE,
        query=(("reason", _REASON),),
        answer=people.Member,
        codes=("PERSON_NOT_FOUND", "PERSON_IS_HEAD", "MANDATE_FINAL"),
    ),
    Endpoint(
        "mandate_document",
        "GET",
        "/people/{personId}/document",
        Access.PERSON,
        "The mandate as it was signed and time-stamped",
        right=Right.PEOPLE_READ,
        answer=people.MandateDocument,
        codes=("PERSON_NOT_FOUND", "MANDATE_UNSIGNED"),
    ),
    Endpoint(
        "operator",
        "GET",
        "/registry/operator",
        Access.PERSON,
        "The operator's record",
        right=Right.REGISTRY_READ,
        answer=registry.OperatorRecord,
    ),
    Endpoint(
        "dictionary",
        "GET",
        "/registry/dictionary",
        Access.PERSON_OR_MACHINE,
        "Games, terminals and points",
        right=Right.REGISTRY_READ,
        answer=registry.Dictionary,
    ),
    Endpoint(
        "credentials",
        "GET",
        "/credentials",
        Access.PERSON,
        "Machine credentials",
        right=Right.CREDENTIALS_READ,
        answer=credentials.CredentialList,
    ),
    Endpoint(
        "issue_credential",
        "POST",
        "/credentials",
        Access.PERSON,
        "Issue a credential",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_POWER,
        step_up=True,
        idempotent=True,
        body=Body.JSON,
        request=credentials.IssueRequest,
        answer=credentials.Issued,
        status=201,
        codes=(
            "SOURCE_UNKNOWN",
            "CSR_INVALID",
            "KEY_WEAK",
            "KEY_IN_USE",
            "KEY_LIMIT",
            "ENVIRONMENT_WRONG",
        ),
    ),
    Endpoint(
        "credential",
        "GET",
        "/credentials/{credentialId}",
        Access.PERSON,
        "One credential",
        right=Right.CREDENTIALS_READ,
        answer=credentials.Credential,
        codes=("CREDENTIAL_NOT_FOUND",),
    ),
    Endpoint(
        "revoke_credential",
        "POST",
        "/credentials/{credentialId}/revoke",
        Access.PERSON,
        "Revoke for good",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_POWER,
        step_up=True,
        idempotent=True,
        body=Body.JSON,
        request=credentials.RevokeRequest,
        answer=credentials.Credential,
        codes=("CREDENTIAL_NOT_FOUND", "CREDENTIAL_FINAL", "ENVIRONMENT_WRONG"),
    ),
    Endpoint(
        "rotate_credential",
        "POST",
        "/credentials/{credentialId}/rotate",
        Access.PERSON,
        "A new key beside the old one, which goes on for the overlap",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_PRODUCTION,
        idempotent=True,
        body=Body.JSON,
        request=credentials.RotateRequest,
        answer=credentials.Rotated,
        codes=(
            "CREDENTIAL_NOT_FOUND",
            "CREDENTIAL_FINAL",
            "CSR_INVALID",
            "KEY_WEAK",
            "KEY_IN_USE",
            "KEY_LIMIT",
        ),
    ),
    Endpoint(
        "retire_key",
        "POST",
        "/credentials/{credentialId}/retire",
        Access.PERSON,
        "End one key; ending the newer takes the older back",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_PRODUCTION,
        idempotent=True,
        body=Body.JSON,
        request=credentials.RetireRequest,
        answer=credentials.Credential,
        codes=("CREDENTIAL_NOT_FOUND", "CREDENTIAL_FINAL", "KEY_NOT_FOUND", "KEY_LAST"),
    ),
    Endpoint(
        "suspend_credential",
        "POST",
        "/credentials/{credentialId}/suspend",
        Access.PERSON,
        "Suspend at once, until resumed",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_PRODUCTION,
        idempotent=True,
        body=Body.JSON,
        request=credentials.SuspendRequest,
        answer=credentials.Credential,
        codes=("CREDENTIAL_NOT_FOUND", "CREDENTIAL_FINAL", "CREDENTIAL_IS_SUSPENDED", "ENVIRONMENT_WRONG"),
    ),
    Endpoint(
        "leak_credential",
        "POST",
        "/credentials/{credentialId}/leak",
        Access.PERSON,
        "Report a leak: every key ends at once, an incident is opened",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_PRODUCTION,
        idempotent=True,
        body=Body.JSON,
        request=credentials.LeakRequest,
        answer=credentials.Credential,
        codes=("CREDENTIAL_NOT_FOUND", "CREDENTIAL_FINAL", "ENVIRONMENT_WRONG"),
    ),
    Endpoint(
        "resume_credential",
        "POST",
        "/credentials/{credentialId}/resume",
        Access.PERSON,
        "Let a suspended credential work again",
        right=Right.CREDENTIALS_TEST,
        right_production=Right.CREDENTIALS_POWER,
        step_up=True,
        idempotent=True,
        body=Body.JSON,
        request=credentials.ResumeRequest,
        answer=credentials.Credential,
        codes=(
            "CREDENTIAL_NOT_FOUND",
            "CREDENTIAL_FINAL",
            "CREDENTIAL_NOT_SUSPENDED",
            "KEYS_MISSING",
            "ENVIRONMENT_WRONG",
        ),
    ),
    Endpoint(
        "credential_usage",
        "GET",
        "/credentials/{credentialId}/usage",
        Access.PERSON,
        "Calls of each key by hour and sender",
        right=Right.CREDENTIALS_READ,
        answer=credentials.CredentialUsage,
        codes=("CREDENTIAL_NOT_FOUND",),
    ),
    Endpoint(
        "renew_credential",
        "POST",
        "/credentials/{credentialId}/renew",
        Access.MACHINE,
        "A new transport certificate under the current or expired one",
        expired_ok=True,
        body=Body.JSON,
        request=credentials.RenewRequest,
        answer=credentials.Rotated,
        codes=(
            "CREDENTIAL_NOT_FOUND",
            "RENEWAL_STALE",
            "RENEWAL_SIGNATURE_INVALID",
            "RENEWAL_REPEATED",
            "MOMENT_INVALID",
            "CSR_INVALID",
            "KEY_WEAK",
            "KEY_IN_USE",
            "KEY_LIMIT",
        ),
    ),
    Endpoint(
        "encryption_keys",
        "GET",
        "/keys/encryption",
        Access.MACHINE,
        "Recipient keys, as a signed note",
        scope=Scope.INGEST_WRITE,
        answer_body=Body.NOTE,
    ),
    Endpoint(
        "submit",
        "POST",
        "/transactions",
        Access.MACHINE,
        "Submit a sealed batch",
        scope=Scope.INGEST_WRITE,
        body=Body.ENVELOPE,
        answer=intake.BatchResult,
        codes=(
            "ENVELOPE_INVALID",
            "ENVELOPE_SIGNATURE_INVALID",
            "ENVELOPE_CONTENT_MISMATCH",
            "ENVELOPE_STALE",
            "RECIPIENT_KEY_UNKNOWN",
            "BATCH_CONFLICT",
            "BATCH_TOO_LARGE",
            "ENVIRONMENT_WRONG",
            "RATE_LIMITED",
            "INTAKE_SUSPENDED",
        ),
    ),
    Endpoint(
        "check",
        "POST",
        "/transactions/check",
        Access.PERSON_OR_MACHINE,
        "The same rules; stores nothing",
        right=Right.REJECTIONS_READ,
        scope=Scope.INGEST_WRITE,
        body=Body.NDJSON,
        answer=intake.BatchResult,
        codes=("BATCH_TOO_LARGE",),
    ),
    Endpoint(
        "submission",
        "GET",
        "/submissions/{batchId}",
        Access.MACHINE,
        "What became of a batch",
        scope=Scope.INGEST_WRITE,
        answer=intake.BatchResult,
        codes=("BATCH_UNKNOWN",),
    ),
    Endpoint(
        "correct",
        "POST",
        "/corrections",
        Access.PERSON,
        "Correct rejected transactions",
        right=Right.CORRECT_REJECTED,
        idempotent=True,
        body=Body.NDJSON,
        answer=intake.BatchResult,
        codes=("BATCH_TOO_LARGE", "STEP_UP_REQUIRED"),
    ),
    Endpoint(
        "corrections",
        "GET",
        "/corrections",
        Access.MACHINE,
        "Corrections made by people, told to the platform",
        scope=Scope.REJECTIONS_READ,
        query=(("since", _SEQ), ("limit", _LIMIT)),
        answer=rejections.CorrectionFeed,
    ),
    Endpoint(
        "rejections",
        "GET",
        "/rejections",
        Access.PERSON_OR_MACHINE,
        "Rejected attempts, newest first",
        right=Right.REJECTIONS_READ,
        scope=Scope.REJECTIONS_READ,
        query=(
            ("cursor", {"type": "string", "maxLength": 128}),
            ("ordinal", {"type": "integer", "minimum": 0, "maximum": 2**31}),
            ("asOf", _SEQ),
            ("anchor", {"type": "string", "format": "date-time", "maxLength": 40}),
            ("limit", _LIMIT),
            ("filter", _FILTER),
        ),
        answer=rejections.RejectionPage,
        codes=("CURSOR_INVALID", "FILTER_INVALID", "FILTER_TOO_LONG", "FILTER_TOO_MANY", "MOMENT_INVALID"),
    ),
    Endpoint(
        "rejection_groups",
        "GET",
        "/rejections/groups",
        Access.PERSON_OR_MACHINE,
        "Causes of rejections, most at stake first",
        right=Right.REJECTIONS_READ,
        scope=Scope.REJECTIONS_READ,
        query=(("filter", _FILTER),),
        answer=rejections.GroupList,
        codes=("FILTER_INVALID", "FILTER_TOO_LONG", "FILTER_TOO_MANY"),
    ),
    Endpoint(
        "group_case",
        "PUT",
        "/rejections/groups/{groupId}/case",
        Access.PERSON,
        "Decide about a cause and all that is open in it",
        right=Right.CASES_ASSIGNED,
        versioned=True,
        body=Body.JSON,
        request=cases.CaseChange,
        answer=cases.Case,
        codes=("GROUP_NOT_FOUND", "NOTE_MISSING"),
    ),
    Endpoint(
        "rejection_case",
        "PUT",
        "/rejections/{attemptId}/case",
        Access.PERSON,
        "Decide about one rejection",
        right=Right.CASES_ASSIGNED,
        versioned=True,
        body=Body.JSON,
        request=cases.CaseChange,
        answer=cases.Case,
        codes=("REJECTION_NOT_FOUND", "CASE_CLOSED", "NOTE_MISSING"),
    ),
    Endpoint(
        "rejection",
        "GET",
        "/rejections/{attemptId}",
        Access.PERSON_OR_MACHINE,
        "One rejected attempt, whole",
        right=Right.REJECTIONS_READ,
        scope=Scope.REJECTIONS_READ,
        answer=rejections.RejectionCard,
        codes=("REJECTION_NOT_FOUND",),
    ),
    Endpoint(
        "statistics",
        "GET",
        "/statistics",
        Access.PERSON_OR_MACHINE,
        "Counts and sums by Kyiv hours, days, weeks or months",
        right=Right.STATISTICS_COUNTS,
        scope=Scope.STATS_READ,
        query=(
            ("from", _DAY),
            ("to", _DAY),
            ("bucket", {"enum": ["hour", "day", "week", "month"]}),
            ("by", {"enum": ["none", "type", "licence", "brand", "site", "source"]}),
            ("previous", {"enum": ["true", "false"]}),
        ),
        answer=statistics.StatisticsAnswer,
        codes=("QUERY_INVALID", "PERIOD_INVALID"),
    ),
    Endpoint(
        "log_head",
        "GET",
        "/log/head",
        Access.PERSON,
        "How many entries the log has: whether anything has happened",
        right=Right.PROOFS_READ,
        answer=log.LogHead,
    ),
    Endpoint(
        "checkpoint",
        "GET",
        "/log/checkpoint",
        Access.PERSON_OR_MACHINE,
        "The newest signed checkpoint",
        right=Right.PROOFS_READ,
        scope=Scope.PROOFS_READ,
        answer_body=Body.NOTE,
    ),
    Endpoint(
        "testdata_operator",
        "POST",
        "/testdata/operators",
        Access.TESTDATA,
        "Create an operator",
        body=Body.JSON,
        request=testdata.NewOperator,
        answer=testdata.Done,
        status=201,
        codes=("OPERATOR_EXISTS",),
    ),
    Endpoint(
        "testdata_identity",
        "POST",
        "/testdata/identities",
        Access.TESTDATA,
        "Issue a test QES identity",
        body=Body.JSON,
        request=testdata.NewIdentity,
        answer=testdata.Identity,
        status=201,
    ),
    Endpoint(
        "testdata_revoke",
        "POST",
        "/testdata/identities/revoke",
        Access.TESTDATA,
        "Revoke a test QES identity, put it on hold or take it off",
        body=Body.JSON,
        request=testdata.RevokeIdentity,
        answer=testdata.Done,
    ),
    Endpoint(
        "testdata_trust",
        "POST",
        "/testdata/trust",
        Access.TESTDATA,
        "Make the contour's own OCSP responder and revocation lists misbehave",
        body=Body.JSON,
        request=testdata.TrustFaults,
        answer=testdata.Done,
    ),
    Endpoint(
        "testdata_policy",
        "POST",
        "/testdata/policy",
        Access.TESTDATA,
        "Change what the contour demands of certificates",
        body=Body.JSON,
        request=testdata.SetPolicy,
        answer=testdata.Done,
    ),
    Endpoint(
        "testdata_time",
        "POST",
        "/testdata/time",
        Access.TESTDATA,
        "Move the contour's clock",
        body=Body.JSON,
        request=testdata.SetTime,
        answer=testdata.TimeAnswer,
    ),
    Endpoint(
        "testdata_generate",
        "POST",
        "/testdata/generate",
        Access.TESTDATA,
        "Replay play of the sample operator through the real pipeline",
        body=Body.JSON,
        request=testdata.Generate,
        answer=testdata.Generated,
        codes=("PERIOD_INVALID", "OPERATOR_UNKNOWN"),
    ),
    Endpoint(
        "testdata_generated",
        "GET",
        "/testdata/generate",
        Access.TESTDATA,
        "How far the replay is",
        answer=testdata.Generated,
    ),
    Endpoint(
        "testdata_generate_stop",
        "DELETE",
        "/testdata/generate",
        Access.TESTDATA,
        "Stop the replay; asked for the same again, it goes on where it stopped",
        answer=testdata.Generated,
    ),
)

_BY_NAME = {e.name: e for e in ENDPOINTS}


def endpoint(name: str) -> Endpoint:
    """Return the endpoint of that name."""
    return _BY_NAME[name]
