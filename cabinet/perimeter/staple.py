"""An OCSP answer about one's own certificate, to be sent along where a perimeter cannot reach responders itself."""

from __future__ import annotations

import base64
from datetime import datetime

from cabinet.contract.errors import KnownError
from cabinet.contract.profile import PerimeterProfile
from cabinet.perimeter.trust_services import ListedServices
from cabinet.perimeter.trusted_lists import load_lists
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import build_path
from cabinet.qes.ocsp_request import cert_id

__all__ = ["fetch_staple"]


def fetch_staple(profile: PerimeterProfile, certificate_der: bytes, now: datetime) -> tuple[str, ...]:
    """Ask the first responder that answers; returns its answer, base64, as it came: the perimeter verifies it.

    Only issuers of the trusted list, and only hosts that it names.

    Raises:
        KnownError: ``REVOCATION_UNAVAILABLE`` where no responder answers, what the chain or the list refuses.
    """
    known = load_lists(now, profile, online=True)
    services = ListedServices(each.found for each in known.outcomes if each.found is not None)
    try:
        certificate = read_certificate(certificate_der)
        issuer = build_path(certificate, (), known.trust, now).path[1]
        said: list[str] = []
        for url in certificate.ocsp_urls:
            try:
                _, answer = Answers(services).ask(url, cert_id(certificate, issuer))
            except KnownError as error:
                said.append(f"{url}: {error.code}")
            else:
                return (base64.b64encode(answer).decode(),)
        raise KnownError("REVOCATION_UNAVAILABLE", "; ".join(said))
    finally:
        services.close()
