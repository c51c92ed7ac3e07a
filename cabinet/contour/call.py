"""One request as the handlers see it, and who made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from cabinet.contract.rights import Right, Role, Scope, author
from cabinet.contract.states import Environment
from cabinet.qes.cades_verify import SignedEvidence
from cabinet.qes.revocation_words import RevocationEvidence

__all__ = [
    "Call",
    "KeyCall",
    "Machine",
    "MachineCall",
    "OpenCall",
    "PersonCall",
    "PersonHere",
    "ReaderCall",
    "SignedAct",
    "SignedCall",
]

Body = TypeVar("Body")


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
        return author(self.name, self.role)


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


@dataclass(frozen=True, kw_only=True)
class Call(Generic[Body]):
    """A request that has passed its gate: ``request`` is its body as the endpoint's model, or its bytes."""

    now: datetime
    address: str
    request: Body
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OpenCall(Call[Body]):
    """Anybody's."""


@dataclass(frozen=True, kw_only=True)
class KeyCall(Call[Body]):
    """Of whoever has proved to hold the key of thumbprint ``jkt``; ``attended`` unless it says nobody is there."""

    jkt: str
    attended: bool = True


@dataclass(frozen=True, kw_only=True)
class PersonCall(Call[Body]):
    """A person's; ``version`` is what ``If-Match`` names, for a versioned endpoint."""

    person: PersonHere
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class SignedCall(PersonCall[Body]):
    """A person's who has signed this very act."""

    act: SignedAct


@dataclass(frozen=True, kw_only=True)
class MachineCall(Call[Body]):
    """A sender's."""

    machine: Machine


@dataclass(frozen=True, kw_only=True)
class ReaderCall(Call[Body]):
    """A person's or a sender's."""

    reader: PersonHere | Machine

    @property
    def name(self) -> str | None:
        """Return the person's name, None for a machine."""
        return self.reader.name if isinstance(self.reader, PersonHere) else None
