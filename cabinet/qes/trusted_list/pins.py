"""Whose signature a list must bear: certificates named by their SHA-256, never by what the list itself says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

__all__ = ["UKRAINIAN_LIST_ENDS", "UKRAINIAN_LIST_SIGNER", "UKRAINIAN_LIST_URL"]

UKRAINIAN_LIST_SIGNER: Final = "cffed3a9a9967b3cc7c73ad864bca8edba9e1c09b804afcb7ff3ef98b1666d74"
"""SHA-256 of the DER of «Trusted List Administrator», the self-signed RSA certificate that signs the list of ЦЗО.

In force from 2022-09-12 12:12 to 2027-09-12 12:12 UTC. Read from the list ``TL-UA-EC`` of 2026-05-19 (sequence number
32): its KeyInfo and its own XAdES SigningCertificateV2 agree. A person compares it with what czo.gov.ua says before the
first import; the next signer's digest is pinned beside it before this one ends.
"""
UKRAINIAN_LIST_ENDS: Final = datetime(2027, 9, 12, 12, 12, tzinfo=UTC)
"""When that certificate ends; whoever uses the pin warns a year ahead."""
UKRAINIAN_LIST_URL: Final = "https://czo.gov.ua/download/tl/TL-UA-EC.xml"
"""Where the list with RSA and ECDSA services is published. Other lists of ЦЗО lie beside it."""
