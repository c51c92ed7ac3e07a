"""Whom a certificate names."""

from __future__ import annotations

from dataclasses import dataclass

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import Certificate

__all__ = ["Identity", "identity_of"]


@dataclass(frozen=True)
class Identity:
    """A person as their certificate names them; a certificate never proves headship."""

    name: str
    rnokpp: str
    edrpou: str | None
    unzr: str | None
    title: str


def identity_of(certificate: Certificate) -> Identity:
    """Return the person.

    Raises:
        KnownError: ``NO_IDENTITY`` or ``ID_CONFLICT``.
    """
    if certificate.conflict is not None:
        raise KnownError("ID_CONFLICT", certificate.conflict)
    if certificate.rnokpp is None:
        raise KnownError("NO_IDENTITY")
    return Identity(
        certificate.common_name, certificate.rnokpp, certificate.edrpou, certificate.unzr, certificate.title
    )
