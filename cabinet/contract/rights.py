"""Roles, rights and who may do what (CONTRACT §3); plain enums, needed by the first paint.

``S`` cells of the contract's table (act with a QES step-up) are marked on the endpoint, not here.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "GRANTABLE",
    "ROLE_RIGHTS",
    "Right",
    "Role",
    "Scope",
    "author",
]


class Role(StrEnum):
    """A person's role towards one operator."""

    HEAD = "head"
    AUTHORISED = "authorised"
    COMPLIANCE = "compliance"
    IT = "it"
    AUDITOR = "auditor"


def author(name: str, role: Role) -> str:
    """Return what the log and histories say of who has acted: name and role, no tax number."""
    return f"{name}, {role.value}"


class Right(StrEnum):
    """What an endpoint asks of a person."""

    REGISTRY_READ = "registry.read"
    OWN_SESSIONS = "sessions.own"
    STATISTICS_COUNTS = "statistics.counts"
    STATISTICS_SUMS = "statistics.sums"
    REJECTIONS_READ = "rejections.read"
    CASES_WRITE = "cases.write"
    CASES_ASSIGNED = "cases.assigned"
    CORRECT_REJECTED = "corrections.rejected"
    CORRECT_ACCEPTED = "corrections.accepted"
    CREDENTIALS_READ = "credentials.read"
    CREDENTIALS_TEST = "credentials.test"
    CREDENTIALS_PRODUCTION = "credentials.production"
    CREDENTIALS_POWER = "credentials.power"
    PROOFS_READ = "proofs.read"
    RECONCILIATION_READ = "reconciliation.read"
    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"


class Scope(StrEnum):
    """What a machine's credential may be used for (CONTRACT §5)."""

    INGEST_WRITE = "ingest:write"
    REJECTIONS_READ = "rejections:read"
    STATS_READ = "stats:read"
    PROOFS_READ = "proofs:read"


_COMMON = {
    Right.REGISTRY_READ,
    Right.OWN_SESSIONS,
    Right.STATISTICS_COUNTS,
    Right.REJECTIONS_READ,
    Right.PROOFS_READ,
}

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.HEAD: frozenset(Right),
    Role.AUTHORISED: frozenset(
        _COMMON
        | {
            Right.STATISTICS_SUMS,
            Right.CASES_WRITE,
            Right.CASES_ASSIGNED,
            Right.CORRECT_REJECTED,
            Right.RECONCILIATION_READ,
            Right.CREDENTIALS_READ,
            Right.CREDENTIALS_TEST,
            Right.CREDENTIALS_PRODUCTION,
        }
    ),
    Role.COMPLIANCE: frozenset(
        _COMMON
        | {
            Right.STATISTICS_SUMS,
            Right.CASES_WRITE,
            Right.CASES_ASSIGNED,
            Right.CORRECT_REJECTED,
            Right.RECONCILIATION_READ,
        }
    ),
    Role.IT: frozenset(
        _COMMON | {Right.CASES_ASSIGNED, Right.CREDENTIALS_READ, Right.CREDENTIALS_TEST, Right.CREDENTIALS_PRODUCTION}
    ),
    Role.AUDITOR: frozenset(
        _COMMON | {Right.STATISTICS_SUMS, Right.RECONCILIATION_READ, Right.CREDENTIALS_READ, Right.PEOPLE_READ}
    ),
}

GRANTABLE: dict[Role, frozenset[Right]] = {
    Role.AUTHORISED: frozenset({Right.CORRECT_ACCEPTED, Right.CREDENTIALS_POWER}),
    Role.IT: frozenset({Right.STATISTICS_SUMS}),
}
"""Rights that a mandate may add to a role."""
