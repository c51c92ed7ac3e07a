"""A certificate as the log-in shows it, and what it signs with. Plain, so that the first paint is quick. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cabinet.qes.policy import LoginPolicy
    from cabinet.token.keyfile.open_key import OpenKey

__all__ = ["Candidate", "ModuleSeen", "Signer", "candidate_of", "of_file"]


class Candidate(NamedTuple):
    """A certificate that could log in, or cannot and says why.

    ``reason`` is a name of ``qes.suitability.Reason``, or ``pin_locked``, ``pin_to_be_changed``, ``file_not_allowed``;
    ``code`` of the card that says it in words, empty for a usable one. ``needs_company``: it names none, so the person
    must. ``source`` is the token's label, or the file's name with ``from_file``: such a key makes an advanced signature
    (УЕП), not a qualified one. ``pin_state`` is a name of ``token.model.PinState``;
    ``pin_needed`` False where the token signs without one. ``person`` tells people apart (their tax number and
    company), empty when it cannot.
    """

    key: str
    name: str
    title: str
    organisation: str
    edrpou: str
    issuer: str
    not_before: datetime
    not_after: datetime
    reason: str
    usable: bool
    days_left: int | None
    source: str = ""
    serial: str = ""
    person: str = ""
    code: str = ""
    needs_company: bool = False
    reader: str = ""
    pin_needed: bool = True
    from_file: bool = False
    pin_pad: bool = False
    pin_state: str = "plenty"
    min_pin: int = 4
    max_pin: int = 32


class ModuleSeen(NamedTuple):
    """A token module of this computer."""

    name: str
    path: str


class Signer(NamedTuple):
    """How a chosen certificate signs: ``sign`` blocks and belongs on the token lane."""

    sign: Callable[[bytes], bytes]
    certificate: bytes
    chain: tuple[bytes, ...] = ()


def candidate_of(der: bytes, now: datetime, policy: LoginPolicy | None) -> Candidate:
    """Return how a certificate shows on the log-in page.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE``.
    """
    from cabinet.qes.certificate import read_certificate
    from cabinet.qes.suitability import CODE_OF, suitability

    certificate = read_certificate(der)
    advice = suitability(certificate, now, policy)
    return Candidate(
        key=certificate.sha256,
        name=certificate.common_name,
        title=certificate.title,
        organisation=certificate.organisation,
        edrpou=certificate.edrpou or "",
        issuer=certificate.issuer,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        reason=advice.reason.value,
        code=CODE_OF.get(advice.reason, ""),
        usable=advice.usable,
        days_left=advice.days_left,
        needs_company=advice.usable and not advice.names_company,
        person=f"{certificate.rnokpp} {certificate.edrpou}" if certificate.rnokpp and not certificate.conflict else "",
    )


def of_file(opened: OpenKey, name: str, now: datetime, policy: LoginPolicy | None, *, allowed: bool) -> Candidate:
    """Return how the certificate of an opened key file shows; ``allowed``: the perimeter takes such keys."""
    candidate = candidate_of(opened.certificate, now, policy)._replace(source=name, from_file=True)
    if candidate.usable and not allowed:
        return candidate._replace(usable=False, reason="file_not_allowed", code="KEY_FILE_NOT_ALLOWED")
    return candidate
