"""The head and the people with a mandate (CONTRACT §3)."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, Field

from cabinet.contract.endpoint import Nothing, PersonEndpoint, SignedEndpoint
from cabinet.contract.errors import KnownError
from cabinet.contract.model import Answer, Moment, Request
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import GRANTABLE, Right, Role
from cabinet.contract.states import MandateState
from cabinet.contract.tax_ids import rnokpp_valid

__all__ = [
    "APPOINT",
    "DOCUMENT",
    "END_MANDATE",
    "MANDATE_YEARS",
    "PEOPLE",
    "AppointRequest",
    "MandateDocument",
    "Member",
    "PeopleList",
    "check_appointment",
    "latest_end",
    "masked",
]

MANDATE_YEARS = 3


class AppointRequest(Request):
    """``POST /people``: whom, as what, with which rights beside the role's own, until when."""

    name: str = Field(pattern=r"^[A-Za-zА-ЩЬЮЯЄІЇҐа-щьюяєіїґЁЪЫЭёъыэ'’ʼ. -]{2,120}$")
    rnokpp: str = Field(pattern=r"^[0-9]{10}$")
    role: Role
    rights: list[Right] = Field(default_factory=list, max_length=16)
    until: AwareDatetime


class Member(Answer):
    """A person with their mandate; of the tax number only its ends are told. ``until`` is None for the head.

    ``rights`` are those granted beside the role's. ``signed`` tells whether a document can be read.
    """

    person_id: str
    name: str
    rnokpp_masked: str
    role: Role
    rights: list[Right]
    until: Moment | None
    state: MandateState
    granted_by: str | None = None
    granted_at: Moment | None = None
    first_login_at: Moment | None = None
    last_login_at: Moment | None = None
    ended_at: Moment | None = None
    ended_by: str | None = None
    end_reason: str | None = None
    signed: bool = False


class PeopleList(Answer):
    """``GET /people``: the head, then mandates, those in force first, then newest first."""

    head: Member | None
    items: list[Member]
    server_time: Moment


class MandateDocument(Answer):
    """The document as it is kept: its exact text, and the CAdES-T over it (base64 of DER)."""

    person_id: str
    text: str
    cms: str
    stamped_at: Moment


def masked(rnokpp: str) -> str:
    """Return a tax number with its middle hidden: it is personal data, and two ends tell people apart."""
    return f"{rnokpp[:2]}••••••{rnokpp[-2:]}"


def latest_end(now: datetime) -> datetime:
    """Return the latest moment a mandate given now may end: three calendar years on, as Kyiv counts."""
    local = now.astimezone(KYIV)
    try:
        return local.replace(year=local.year + MANDATE_YEARS)
    except ValueError:  # 29 February
        return local.replace(year=local.year + MANDATE_YEARS, month=3, day=1)


def check_appointment(wanted: AppointRequest, now: datetime) -> None:
    """Check what can be checked without the registry: the form asks it before signing, the perimeter after.

    Raises:
        KnownError: ``RNOKPP_INVALID``, ``ROLE_NOT_GRANTABLE``, ``RIGHT_NOT_GRANTABLE`` or ``MANDATE_TERM_INVALID``.
    """
    if not rnokpp_valid(wanted.rnokpp):
        raise KnownError("RNOKPP_INVALID", field="rnokpp")
    if wanted.role is Role.HEAD:
        raise KnownError("ROLE_NOT_GRANTABLE", field="role")
    beyond = sorted(set(wanted.rights) - GRANTABLE.get(wanted.role, frozenset()))
    if beyond or len(set(wanted.rights)) != len(wanted.rights):
        raise KnownError("RIGHT_NOT_GRANTABLE", field="rights", value=", ".join(beyond or sorted(wanted.rights)))
    if not now < wanted.until <= latest_end(now):
        raise KnownError("MANDATE_TERM_INVALID", field="until", expected=f"≤ {latest_end(now).date().isoformat()}")


PEOPLE = PersonEndpoint(
    "people",
    "GET",
    "/people",
    Nothing,
    PeopleList,
    "The head and everybody with a mandate, past ones too",
    right=Right.PEOPLE_READ,
)
APPOINT = SignedEndpoint(
    "appoint",
    "POST",
    "/people",
    AppointRequest,
    Member,
    "Appoint a person by a mandate that the head signs",
    right=Right.PEOPLE_WRITE,
    status=201,
)
END_MANDATE = PersonEndpoint(
    "end_mandate",
    "DELETE",
    "/people/{personId}",
    Nothing,
    Member,
    "End a mandate and its person's sessions at once",
    right=Right.PEOPLE_WRITE,
    query=(("reason", {"type": "string", "minLength": 1, "maxLength": 200}),),
)
DOCUMENT = PersonEndpoint(
    "mandate_document",
    "GET",
    "/people/{personId}/document",
    Nothing,
    MandateDocument,
    "The mandate as it was signed and time-stamped",
    right=Right.PEOPLE_READ,
)
