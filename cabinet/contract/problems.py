"""Refusals of whole requests: ``application/problem+json`` (RFC 9457) with a code of ours.

``STATUS_OF`` is the one table of codes and HTTP statuses; every code has a card in the catalogue. Where a refusal
also has a finding's number (``AU-…``, ``LM-…``, ``SY-…``, ``ST-201``, ``ST-207``), ``NUMBER_OF`` names it and the
problem's ``findings[0].code`` carries it.
"""

from __future__ import annotations

from cabinet.contract.model import Answer, Moment

__all__ = ["NUMBER_OF", "STATUS_OF", "Problem", "ProblemFinding"]

STATUS_OF: dict[str, int] = {
    # requests
    "BODY_INVALID": 400,
    "FIELD_UNKNOWN": 400,
    "FIELD_MISSING": 400,
    "FIELD_INVALID": 400,
    "QUERY_INVALID": 400,
    "CURSOR_INVALID": 400,
    "MOMENT_INVALID": 400,
    "BODY_TOO_LARGE": 413,
    "MEDIA_TYPE_UNSUPPORTED": 415,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "IDEMPOTENCY_KEY_MISSING": 400,
    "IF_MATCH_MISSING": 428,
    "IDEMPOTENCY_CONFLICT": 409,
    "RATE_LIMITED": 429,
    "TOO_MANY_PROOFS": 429,
    "HEADERS_TOO_LARGE": 431,
    "BODY_TOO_SLOW": 408,
    "INTERNAL": 500,
    "INTAKE_SUSPENDED": 503,
    "STORAGE_FULL": 507,
    # people
    "SESSION_MISSING": 401,
    "SESSION_EXPIRED": 401,
    "SESSION_ENDED": 401,
    "DPOP_INVALID": 401,
    "DPOP_REPLAYED": 401,
    "REFRESH_INVALID": 401,
    "RIGHT_MISSING": 403,
    "STEP_UP_REQUIRED": 403,
    "ACT_NOT_SIGNED": 400,
    "ACT_UNKNOWN": 404,
    "ACT_EXPIRED": 410,
    "ACT_USED": 409,
    "ACT_MISMATCH": 409,
    "ACT_SIGNATURE_UNREADABLE": 400,
    "ACT_OTHER_PERSON": 403,
    "CHALLENGE_UNKNOWN": 404,
    "CHALLENGE_EXPIRED": 410,
    "CHALLENGE_USED": 409,
    "LOGIN_UNKNOWN": 404,
    # verdicts of the five checks of a log-in
    "BAD_CMS": 422,
    "SIGNATURE_INVALID": 422,
    "WEAK_ALGORITHM": 422,
    "UNSUPPORTED_ALGORITHM": 422,
    "DSTU_FIELD_SMALL": 422,
    "DSTU_CURVE_UNKNOWN": 422,
    "DSTU_SBOX_UNKNOWN": 422,
    "DSTU_POINT_INVALID": 422,
    "DSTU_SIGNATURE_LENGTH": 422,
    "DSTU_SIGNATURE_RANGE": 422,
    "BINDING_MISMATCH": 422,
    "STATEMENT_INVALID": 422,
    "CERTIFICATE_UNREADABLE": 422,
    "ISSUER_UNTRUSTED": 422,
    "TRUSTED_LIST_ABSENT": 503,
    "TRUSTED_LIST_EXPIRED": 503,
    "TRUSTED_LIST_NOT_YET": 503,
    "TRUSTED_LIST_SIGNER_EXPIRED": 503,
    "TRUSTED_LIST_STATE": 503,
    "CERT_EXPIRED": 422,
    "CERT_NOT_YET_VALID": 422,
    "WRONG_KEY_USAGE": 422,
    "SEAL_NOT_ALLOWED": 422,
    "NOT_QUALIFIED": 422,
    "QSCD_REQUIRED": 422,
    "SIGNING_TIME_WRONG": 422,
    "TIME_STAMP_INVALID": 422,
    "CERT_REVOKED": 422,
    "REVOCATION_UNAVAILABLE": 503,
    "REVOCATION_UNSUPPORTED": 422,
    "NO_IDENTITY": 422,
    "ID_CONFLICT": 422,
    "NO_EDRPOU": 422,
    "EDRPOU_MISMATCH": 422,
    "OPERATOR_UNKNOWN": 422,
    "REGISTRY_PENDING": 422,
    "OPERATOR_BLOCKED": 422,
    "NOT_HEAD": 422,
    "MANDATE_ENDED": 422,
    "MANDATE_STOPPED": 422,
    # mandates
    "RNOKPP_INVALID": 422,
    "ROLE_NOT_GRANTABLE": 422,
    "RIGHT_NOT_GRANTABLE": 422,
    "MANDATE_TERM_INVALID": 422,
    "PERSON_IS_HEAD": 409,
    "PERSON_APPOINTED": 409,
    "PERSON_NOT_FOUND": 404,
    "MANDATE_FINAL": 409,
    "MANDATE_UNSIGNED": 404,
    # machines
    "TRANSPORT_CERT_MISSING": 401,
    "TRANSPORT_CERT_REFUSED": 401,
    "CREDENTIAL_UNKNOWN": 401,
    "CREDENTIAL_EXPIRED": 401,
    "CREDENTIAL_REVOKED": 401,
    "CREDENTIAL_SUSPENDED": 401,
    "ENVIRONMENT_WRONG": 403,
    "ADDRESS_NOT_ALLOWED": 403,
    "SCOPE_MISSING": 403,
    "CREDENTIAL_OPERATOR_BLOCKED": 403,
    "ENVELOPE_INVALID": 400,
    "ENVELOPE_SIGNATURE_INVALID": 401,
    "ENVELOPE_CONTENT_MISMATCH": 400,
    "RECIPIENT_KEY_UNKNOWN": 400,
    "ENVELOPE_STALE": 400,
    "BATCH_CONFLICT": 409,
    "BATCH_UNKNOWN": 404,
    "BATCH_TOO_LARGE": 413,
    # credentials
    "SOURCE_UNKNOWN": 422,
    "CSR_INVALID": 422,
    "KEY_WEAK": 422,
    "KEY_IN_USE": 409,
    "KEY_LIMIT": 409,
    "CREDENTIAL_NOT_FOUND": 404,
    "CREDENTIAL_FINAL": 409,
    "CREDENTIAL_IS_SUSPENDED": 409,
    "CREDENTIAL_NOT_SUSPENDED": 409,
    "KEYS_MISSING": 409,
    "KEY_NOT_FOUND": 404,
    "KEY_LAST": 409,
    "RENEWAL_STALE": 400,
    "RENEWAL_SIGNATURE_INVALID": 401,
    "RENEWAL_REPEATED": 409,
    # rejections and corrections
    "REJECTION_NOT_FOUND": 404,
    "GROUP_NOT_FOUND": 404,
    "CASE_CHANGED": 412,
    "CASE_CLOSED": 409,
    "NOTE_MISSING": 422,
    "FILTER_INVALID": 400,
    "FILTER_TOO_LONG": 400,
    "FILTER_TOO_MANY": 400,
    "PERIOD_INVALID": 400,
    # testdata
    "TESTDATA_TOKEN_WRONG": 401,
    "OPERATOR_EXISTS": 409,
}

NUMBER_OF: dict[str, str] = {
    "CREDENTIAL_UNKNOWN": "AU-101",
    "CREDENTIAL_EXPIRED": "AU-102",
    "CREDENTIAL_REVOKED": "AU-103",
    "ENVIRONMENT_WRONG": "AU-104",
    "ADDRESS_NOT_ALLOWED": "AU-105",
    "ENVELOPE_SIGNATURE_INVALID": "AU-106",
    "SCOPE_MISSING": "AU-108",
    "CREDENTIAL_OPERATOR_BLOCKED": "AU-109",
    "BATCH_TOO_LARGE": "ST-207",
    "BATCH_CONFLICT": "ID-302",
    "RATE_LIMITED": "LM-901",
    "INTAKE_SUSPENDED": "SY-951",
    "INTERNAL": "SY-953",
}


class ProblemFinding(Answer):
    """A numbered reason, or a field of the request that is wrong (``pointer`` into the body)."""

    code: str
    pointer: str = ""
    value: str = ""
    expected: str = ""


class Problem(Answer):
    """RFC 9457 problem details. The three last members only on 403."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    trace_id: str
    timestamp: Moment
    findings: list[ProblemFinding] = []
    reason_code: str | None = None
    required_any_of: list[str] | None = None
    present: list[str] | None = None
