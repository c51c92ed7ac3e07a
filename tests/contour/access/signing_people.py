"""Log-in and step-up without a network: real signatures and paths, a clock that stands, revocation as one likes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cabinet.contour.access.signature_checks import Qes
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contract.errors import KnownError
from cabinet.contract.rights import Role
from cabinet.contract.states import Environment
from cabinet.qes.answers import Answers
from cabinet.qes.cades_build import build
from cabinet.qes.chain import Chain
from cabinet.qes.revocation_words import RevocationEvidence, Road
from tests.perimeter_in_process import FixedClock
from tests.qes_authority import NOW, Authority, Person
from tests.static_trust import StaticTrust

AUDIENCE, TLS = "https://127.0.0.1:1", "ab" * 32
JKT, OTHER_JKT = "J" * 43, "K" * 43
TWIN = "14360570"
AUTHORITY = Authority()


def rnokpp(role: Role) -> str:
    return next(p.rnokpp for p in PEOPLE if p.role is role)


@dataclass
class Checks(Qes):
    """The contour's own checks; only what responders and lists would say is said here."""

    says: list[str] = field(default_factory=list)
    asked: list[Chain] = field(default_factory=list)
    seen: list[Sequence[bytes]] = field(default_factory=list)
    believed: tuple[RevocationEvidence, ...] = (
        RevocationEvidence("cd" * 32, Road.OCSP, NOW, None, "Responder", "ef" * 32),
        RevocationEvidence("12" * 32, Road.CRL, NOW, NOW + timedelta(days=1), "Authority", "34" * 32),
    )

    def revocation(self, chain: Chain, now: datetime, stapled: Sequence[bytes] = ()) -> tuple[RevocationEvidence, ...]:
        self.asked.append(chain)
        self.seen.append(stapled)
        if self.says:
            raise KnownError(self.says[0])
        return self.believed


def checks() -> Checks:
    return Checks(
        StaticTrust([AUTHORITY.der]),
        StaticTrust([]),
        Answers(None),
        AUDIENCE,
        Environment.TEST,
        TLS,  # type: ignore[arg-type]
    )


class AtOnce(Executor):
    """Runs a job on the caller's thread."""

    def submit(self, job: Any, /, *values: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(job(*values, **named))
        return done


def store(folder: Path) -> SqliteStore:
    """Return a ledger with the sample operator and another one with the same people."""
    made = SqliteStore(folder / "ledger.sqlite")
    operator = sample_operator(NOW)
    create_operator(made, operator, NOW)
    create_operator(made, operator.model_copy(update={"edrpou": TWIN, "name": "Інший"}), NOW)
    return made


def certificate(role: Role = Role.HEAD, edrpou: str | None = SAMPLE_EDRPOU, **changes: Any) -> Person:
    return AUTHORITY.person(rnokpp(role), edrpou, **changes)


def signed(text: bytes, by: Person, at: datetime = NOW) -> bytes:
    return build(text, by.der, by.sign, at)


def text_of(blob: bytes) -> str:
    return base64.b64encode(blob).decode()


def clock(**since: float) -> FixedClock:
    return FixedClock(NOW + timedelta(**since))
