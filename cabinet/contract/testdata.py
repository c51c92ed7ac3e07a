"""What only the test contour offers, on its own loopback listener (CONTRACT §10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from cabinet.contract.about import Limits
from cabinet.contract.endpoint import Nothing, TestdataEndpoint
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.rights import Right, Role
from cabinet.contract.states import PerimeterState, Vertical

__all__ = [
    "CREATE_OPERATOR",
    "GENERATE",
    "GENERATED",
    "ISSUE_IDENTITY",
    "REVOKE_IDENTITY",
    "SET_CONDITION",
    "SET_LIMITS",
    "SET_POLICY",
    "SET_TIME",
    "SET_TRUST_FAULTS",
    "STOP_GENERATING",
    "ChainEnd",
    "CrlFault",
    "Done",
    "Generate",
    "Generated",
    "Identity",
    "IdentityKind",
    "NewBrand",
    "NewGame",
    "NewIdentity",
    "NewLicence",
    "NewOperator",
    "NewPerson",
    "NewSite",
    "NewSource",
    "OcspFault",
    "RevocationReason",
    "RevokeIdentity",
    "SetCondition",
    "SetLimits",
    "SetPolicy",
    "SetTime",
    "TimeAnswer",
    "TrustFaults",
]

IdentityKind = Literal[
    "qualified", "expired", "not-yet-valid", "seal", "encryption", "unqualified", "foreign-ca", "personal",
    "device", "conflict", "nameless",
]  # fmt: skip
RevocationReason = Literal[
    "unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation", "privilegeWithdrawn",
    "certificateHold", "removeFromCRL",
]  # fmt: skip
"""By their names in RFC 5280 §5.3.1; ``certificateHold`` puts on hold, ``removeFromCRL`` takes off it again."""
OcspFault = Literal[
    "ok", "down", "slow", "stale", "wrong-nonce", "no-nonce", "foreign-signer", "unknown", "try-later", "garbage",
    "huge", "redirect",
]  # fmt: skip
CrlFault = Literal[
    "ok", "down", "slow", "stale", "foreign-signer", "garbage", "huge", "redirect", "delta-down", "base-ahead"
]
_ID = r"^[A-Za-z0-9._:-]{1,64}$"


class NewLicence(Request):
    """A licence; ``entered`` False leaves it waiting for the one-business-day rule from ``fee_recorded_at``."""

    number: str = Field(pattern=_ID)
    kind: int = Field(ge=1, le=11)
    vertical: Vertical
    issued: date
    expires: date
    paid_years: int = Field(ge=0, le=5)
    fee_recorded_at: AwareDatetime
    entered: bool = True


class NewBrand(Request):
    """A brand."""

    brand_id: str = Field(pattern=_ID)
    name: str = Field(max_length=80)


class NewSite(Request):
    """A place of play; ``kind`` is site, app, hall or point."""

    site_id: str = Field(pattern=_ID)
    name: str = Field(max_length=80)
    kind: Literal["site", "app", "hall", "point"]
    brand_id: str
    licence_no: str
    added: AwareDatetime


class NewSource(Request):
    """A named installation of the platform."""

    source_id: str = Field(pattern=_ID)
    name: str = Field(max_length=80)
    brands: list[str]
    sites: list[str]


class NewGame(Request):
    """A dictionary entry of kind ``game`` (or ``terminal``)."""

    kind: Literal["game", "terminal", "point"] = "game"
    code: str = Field(pattern=_ID)
    name: str = Field(max_length=80)
    licence_no: str
    valid_from: date
    valid_to: date | None = None


class NewPerson(Request):
    """Somebody who may log in: the head, or one with a mandate."""

    name: str = Field(max_length=120)
    rnokpp: str = Field(pattern=r"^\d{10}$")
    role: Role
    rights: list[Right] = Field(default_factory=list)
    until: AwareDatetime | None = None


class NewOperator(Request):
    """``POST /testdata/operators``."""

    edrpou: str = Field(pattern=r"^\d{8}$")
    name: str = Field(max_length=160)
    record_no: str = Field(pattern=_ID)
    entered_at: AwareDatetime | None
    head_since: date
    licences: list[NewLicence]
    brands: list[NewBrand]
    sites: list[NewSite]
    sources: list[NewSource]
    games: list[NewGame]
    people: list[NewPerson]


class NewIdentity(Request):
    """``POST /testdata/identities``: a test QES certificate.

    Give ``public_key_pem`` for a key that lives on a token; else a key is made and comes back in a PKCS#12 file.
    """

    kind: IdentityKind = "qualified"
    name: str = Field(max_length=120)
    rnokpp: str = Field(pattern=r"^\d{10}$")
    edrpou: str | None = Field(default=None, pattern=r"^\d{8}$")
    organisation: str | None = Field(default=None, max_length=160)
    title: str | None = Field(default=None, max_length=80)
    public_key_pem: str | None = Field(default=None, max_length=4_000)
    password: str | None = Field(default=None, max_length=64)


class Identity(Answer):
    """A test identity; ``pkcs12`` (base64) only where the contour made the key."""

    certificate_pem: str
    serial: str
    pkcs12: str | None = None


class RevokeIdentity(Request):
    """``POST /testdata/identities/revoke``: revoke for good, put on hold, or take off hold."""

    serial: str
    reason: RevocationReason = "unspecified"


ListFault = Literal["ok", "down", "withdrawn", "only-seals", "ending", "rollback", "foreign-signer"]


class TrustFaults(Request):
    """``POST /testdata/trust``: how the contour's own trust services misbehave from now on.

    ``down`` answers 503, ``slow`` not before the one who asks has given up, ``stale`` is an answer of hours ago,
    ``foreign-signer`` is signed by another authority's key; ``delta-down`` and ``base-ahead`` concern the delta alone.
    A new trusted list is issued each time ``list`` changes: ``withdrawn`` and ``only-seals`` take the authority's
    standing away, ``ending`` is over in a minute, ``rollback`` has an old number.
    """

    ocsp: OcspFault = "ok"
    crl: CrlFault = "ok"
    list: ListFault = "ok"


class SetPolicy(Request):
    """``POST /testdata/policy``: what the contour demands of certificates from now on; its profile does not change."""

    device_required: bool = False
    personal_allowed: bool = True


class SetTime(Request):
    """``POST /testdata/time``: move the contour's clock; 0 brings it back."""

    offset_seconds: int = Field(ge=-400 * 86_400, le=400 * 86_400)


class TimeAnswer(Answer):
    """The contour's time now."""

    now: Moment


class Generate(Request):
    """``POST /testdata/generate``: play of the sample operator, sent through the real pipeline as if in its own time.

    ``transactions`` is about how many there will be between ``since`` and ``until``; the same ``seed`` and times give
    the same lines. Asked for again, what was stopped or cut off goes on, and what is complete stays as it is.
    """

    seed: int = Field(ge=0, le=2**31)
    since: AwareDatetime
    until: AwareDatetime
    transactions: int = Field(ge=0, le=10_000_000)


class ChainEnd(Answer):
    """Where a source's chain of batches and its numbering ended, so that its platform can go on from there."""

    source: str
    batch_seq: int
    content_sha256: str
    seq_no: int


class Generated(Answer):
    """``GET /testdata/generate`` tells how far the last one is; ``done`` is a share, 0…1."""

    done: float
    transactions: int
    rejected: int
    corrected: int
    batches: int
    chains: list[ChainEnd]


class SetLimits(Request):
    """How much one source may send; what is left out stays."""

    requests_per_second: int | None = Field(default=None, ge=1, le=1_000_000)
    transactions_per_minute: int | None = Field(default=None, ge=1, le=1_000_000_000)


class SetCondition(Request):
    """What ``/status`` says; in ``MAINTENANCE`` and ``FAILURE`` no transactions are taken."""

    state: PerimeterState
    messages: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(default_factory=list, max_length=8)


class Done(Answer):
    """Something was done; ``what`` names it."""

    what: str


CREATE_OPERATOR = TestdataEndpoint(
    "testdata_operator",
    "POST",
    "/testdata/operators",
    NewOperator,
    Done,
    "Create an operator",
    status=201,
)
ISSUE_IDENTITY = TestdataEndpoint(
    "testdata_identity", "POST", "/testdata/identities", NewIdentity, Identity, "Issue a test QES identity", status=201
)
REVOKE_IDENTITY = TestdataEndpoint(
    "testdata_revoke",
    "POST",
    "/testdata/identities/revoke",
    RevokeIdentity,
    Done,
    "Revoke a test QES identity, put it on hold or take it off",
)
SET_TRUST_FAULTS = TestdataEndpoint(
    "testdata_trust",
    "POST",
    "/testdata/trust",
    TrustFaults,
    Done,
    "Make the contour's own OCSP responder and revocation lists misbehave",
)
SET_POLICY = TestdataEndpoint(
    "testdata_policy", "POST", "/testdata/policy", SetPolicy, Done, "Change what the contour demands of certificates"
)
SET_LIMITS = TestdataEndpoint(
    "testdata_limits", "POST", "/testdata/limits", SetLimits, Limits, "Change how much one source may send"
)
SET_CONDITION = TestdataEndpoint(
    "testdata_condition",
    "POST",
    "/testdata/condition",
    SetCondition,
    Done,
    "Put the perimeter into a state: maintenance, failure, available again",
)
SET_TIME = TestdataEndpoint("testdata_time", "POST", "/testdata/time", SetTime, TimeAnswer, "Move the contour's clock")
GENERATE = TestdataEndpoint(
    "testdata_generate",
    "POST",
    "/testdata/generate",
    Generate,
    Generated,
    "Replay play of the sample operator through the real pipeline",
)
GENERATED = TestdataEndpoint(
    "testdata_generated", "GET", "/testdata/generate", Nothing, Generated, "How far the replay is"
)
STOP_GENERATING = TestdataEndpoint(
    "testdata_generate_stop",
    "DELETE",
    "/testdata/generate",
    Nothing,
    Generated,
    "Stop the replay; asked for the same again, it goes on where it stopped",
)
