"""What the roads to an answer about revocation have in common: the policy, the two refusals, the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate

__all__ = ["RevocationEvidence", "RevocationPolicy", "Road", "no_answer", "revoked", "unavailable", "unsupported"]


class Road(Enum):
    """Where an answer came from."""

    STAPLED = "stapled"
    OCSP = "ocsp"
    CRL = "crl"
    DELTA = "delta"


@dataclass(frozen=True)
class RevocationPolicy:
    """How old an answer may be.

    ``fresh``: an answer that carries nothing of ours (no nonce), and a full list whose delta cannot be had.
    ``nonced``: ``thisUpdate`` of an answer with our nonce, since a responder may itself read lists.
    ``skew``: by how much another clock may differ from ours.
    """

    fresh: timedelta = timedelta(minutes=10)
    nonced: timedelta = timedelta(hours=24)
    skew: timedelta = timedelta(minutes=2)


@dataclass(frozen=True)
class RevocationEvidence:
    """One answer that was believed: which certificate, by which road, from when until when, by whom.

    ``certificate_sha256`` is of the certificate asked about, ``sha256`` of the answer as it came; both hex.
    ``responder`` is the common name of whoever signed the answer.
    """

    certificate_sha256: str
    road: Road
    this_update: datetime
    next_update: datetime | None
    responder: str
    sha256: str

    def __str__(self) -> str:
        """One line for a record; no name of a person stands in it."""
        until = self.next_update.isoformat() if self.next_update is not None else "—"
        return (
            f"{self.road.value} of {self.certificate_sha256[:16]} by {self.responder!r}: good at "
            f"{self.this_update.isoformat()}, next {until}, answer {self.sha256[:16]}"
        )


def unavailable(detail: str) -> KnownError:
    """Return the refusal for an answer that cannot be believed."""
    return KnownError("REVOCATION_UNAVAILABLE", detail)


def unsupported(detail: str) -> KnownError:
    """Return the refusal for an answer signed by an algorithm that is not known here: trying again never helps."""
    return KnownError("REVOCATION_UNSUPPORTED", detail)


def no_answer(said: Sequence[KnownError], otherwise: str = "") -> KnownError:
    """Return the refusal where no road led to an answer; ``said`` is what each one said.

    It is *unsupported* if that was the matter on any of them: the service is there, and trying again never helps.
    """
    detail = "; ".join(each.detail for each in said) or otherwise
    return next((unsupported(detail) for each in said if each.code == "REVOCATION_UNSUPPORTED"), unavailable(detail))


def revoked(subject: Certificate, since: datetime, reason: str | None, road: Road) -> KnownError:
    """Return the refusal for a revoked certificate; ``reason`` by its name in RFC 5280.

    Facts: ``since`` is the day, for people; ``moment`` the same exactly, RFC 3339.
    """
    return KnownError(
        "CERT_REVOKED",
        subject.subject,
        since=since.date().isoformat(),
        moment=since.isoformat(),
        reason=reason or "unspecified",
        road=road.value,
    )
