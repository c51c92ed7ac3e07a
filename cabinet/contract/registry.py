"""The operator's record in the registry (CONTRACT §4)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from cabinet.contract.endpoint import Nothing, PersonEndpoint, ReaderEndpoint
from cabinet.contract.model import Answer, Moment
from cabinet.contract.rights import Right
from cabinet.contract.states import ConnectionStage, LicenceState, OperatorStatus, Vertical

__all__ = [
    "DICTIONARY",
    "OPERATOR",
    "Brand",
    "Connection",
    "Dictionary",
    "DictionaryEntry",
    "Gap",
    "GapKind",
    "Head",
    "Licence",
    "OperatorRecord",
    "Site",
    "Source",
    "Step",
    "TimelineEvent",
]


class Licence(Answer):
    """A licence; ``kind`` is the number of Art. 44 of Law 768-IX; ``paid_years`` of ``term_years`` are paid."""

    number: str
    kind: int
    vertical: Vertical
    issued: date
    expires: date
    state: LicenceState
    term_years: int
    paid_years: int
    fee_recorded_at: Moment | None = None
    due_in_registry_by: Moment | None = None
    entered_at: Moment | None = None


class Site(Answer):
    """A .UA site, an application, a hall or a point, under one licence and brand."""

    site_id: str
    name: str
    kind: str
    brand_id: str
    licence_no: str
    state: LicenceState
    added: Moment


class Brand(Answer):
    """A brand of the operator."""

    brand_id: str
    name: str


class GapKind(StrEnum):
    """What of a source is missing."""

    BATCHES = "batches"
    NUMBERS = "numbers"


class Gap(Answer):
    """Batches, or ``seqNo`` of transactions, that the source's chain says were made and that have not come.

    ``first`` to ``last``; noticed at ``since``. It closes by itself when they come.
    """

    kind: GapKind
    first: int
    last: int
    since: Moment


class Source(Answer):
    """One named installation of the operator's platform.

    ``expected_by`` is when, by its own rhythm, it should have been heard again: past that moment it is silent. None
    before a week of it is known, and while the perimeter has not heard it since it began to listen itself. ``gaps``
    are those still open, the newest twenty, newest first.
    """

    source_id: str
    name: str
    brands: list[str]
    sites: list[str]
    last_heard_at: Moment | None = None
    expected_by: Moment | None = None
    gaps: list[Gap] = []


class Head(Answer):
    """The head of the company as the registry knows it."""

    name: str
    since: date


class Connection(Answer):
    """How far the operator's connection to SOMS has come."""

    stage: ConnectionStage
    since: Moment | None
    first_test_at: Moment | None
    last_heard_at: Moment | None


class TimelineEvent(Answer):
    """Something that happened to the record, or will; ``subject`` is a licence, site or source."""

    kind: str
    at: Moment
    subject: str
    done: bool


class Step(Answer):
    """One step of connecting; ``key`` names the sentence in the window."""

    key: str
    done: bool
    at: Moment | None = None


class OperatorRecord(Answer):
    """``GET /registry/operator``."""

    record_no: str
    edrpou: str
    name: str
    status: OperatorStatus
    entered_at: Moment | None
    head: Head
    licences: list[Licence]
    brands: list[Brand]
    sites: list[Site]
    sources: list[Source]
    connection: Connection
    timeline: list[TimelineEvent]
    steps: list[Step]
    server_time: Moment


class DictionaryEntry(Answer):
    """A game, terminal or point that may be named in transactions."""

    kind: str
    code: str
    name: str
    licence_no: str
    valid_from: date
    valid_to: date | None


class Dictionary(Answer):
    """``GET /registry/dictionary``."""

    entries: list[DictionaryEntry]
    as_of: Moment


OPERATOR = PersonEndpoint(
    "operator", "GET", "/registry/operator", Nothing, OperatorRecord, "The operator's record", right=Right.REGISTRY_READ
)
DICTIONARY = ReaderEndpoint(
    "dictionary",
    "GET",
    "/registry/dictionary",
    Nothing,
    Dictionary,
    "Games, terminals and points",
    right=Right.REGISTRY_READ,
)
