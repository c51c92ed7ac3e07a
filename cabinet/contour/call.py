"""One request as the handlers see it, and who made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel

from cabinet.contract.endpoint import AnyEndpoint
from cabinet.contract.rights import Right, Role, Scope
from cabinet.contract.states import Environment
from cabinet.qes.cades_verify import SignedEvidence
from cabinet.qes.revocation_words import RevocationEvidence

__all__ = ["Call", "Machine", "PersonHere", "SignedAct"]


@dataclass(frozen=True)
class PersonHere:
    """A person with a live session."""

    edrpou: str
    rnokpp: str
    name: str
    role: Role
    rights: frozenset[Right]
    session_id: str
    operator_name: str = ""

    @property
    def who(self) -> str:
        """Return what the log says of an act: name and role, no tax number."""
        return f"{self.name}, {self.role.value}"


@dataclass(frozen=True)
class SignedAct:
    """A signature that was taken for this very command: the statement's exact bytes and the CAdES-BES over them.

    ``revocation`` is what was believed about the certificates of its path when it was taken.
    """

    act_id: str
    statement: bytes
    cms: bytes
    evidence: SignedEvidence
    revocation: tuple[RevocationEvidence, ...] = ()


@dataclass(frozen=True)
class Machine:
    """A sender with a live transport key."""

    edrpou: str
    credential_id: str
    source_id: str
    key_id: str
    environment: Environment
    scopes: frozenset[Scope]


@dataclass(frozen=True)
class Call:
    """A request that has passed its gate."""

    endpoint: AnyEndpoint
    now: datetime
    address: str
    body: bytes = b""
    request: BaseModel | None = None
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    person: PersonHere | None = None
    machine: Machine | None = None
    jkt: str | None = None
    version: int = 0
    """What ``If-Match`` names, for a versioned endpoint."""
    act: SignedAct | None = None
    attended: bool = True

    @property
    def edrpou(self) -> str:
        """Return the operator whose data this is about: never taken from the request."""
        who = self.person or self.machine
        if who is None:
            raise LookupError("an open endpoint has no operator")
        return who.edrpou
