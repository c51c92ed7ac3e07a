"""Believing a mandate's document on this computer: the signature, its time-stamp, and the chain at the stamped time."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.contract.people import MandateDocument
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["Verified", "save_document", "verify_document"]


@dataclass(frozen=True)
class Verified:
    """Who signed, when at the latest, with a certificate that was good until when."""

    signer: str
    stamped_at: datetime
    until: datetime


def verify_document(document: MandateDocument, profile: PerimeterProfile, now: datetime) -> Verified:
    """Verify a document against the trusted list that the profile pins, whatever the perimeter says of it.

    The chain is checked at the stamped time, so the document outlives its signer's certificate. Revocation is the
    perimeter's to check when the mandate is given.

    Raises:
        KnownError: ``BAD_CMS``, ``SIGNATURE_INVALID``, ``TIME_STAMP_INVALID``, ``TRUSTED_LIST_…`` or what the chain
            refuses.
    """
    from cabinet.perimeter.trusted_lists import load_lists
    from cabinet.qes.cades_verify import verify
    from cabinet.qes.chain import build_chain

    try:
        blob = base64.b64decode(document.cms, validate=True)
    except binascii.Error as error:
        raise KnownError("BAD_CMS", "base64") from error
    known = load_lists(now, profile, online=True)
    if all(each.found is None for each in known.outcomes):
        raise next((each.error for each in known.outcomes if each.error is not None), KnownError("TRUSTED_LIST_ABSENT"))
    trust = known.trust
    evidence = verify(blob, document.text.encode(), document.stamped_at, trust.stamps())
    stamp = evidence.time_stamp
    if stamp is None:
        raise KnownError("TIME_STAMP_INVALID", "no time-stamp")
    build_chain(evidence.certificate, evidence.carried, trust, stamp.at)
    return Verified(evidence.certificate.common_name, stamp.at, evidence.certificate.not_after)


def save_document(document: MandateDocument, folder: Path) -> tuple[Path, Path]:
    """Write the exact text and its CAdES-T side by side, so that any tool can verify them; returns the files.

    Raises:
        KnownError: ``FOLDER_UNWRITABLE``.
    """
    from cabinet.profile.atomic import write_atomically

    text = folder / f"mandate-{document.person_id}.txt"
    signature = text.with_suffix(".txt.p7s")
    write_atomically(text, document.text.encode())
    write_atomically(signature, base64.b64decode(document.cms))
    return text, signature
