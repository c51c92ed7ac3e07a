"""What a list calls kinds of service, their status and their purpose: URIs of ETSI and of Ukraine's own list.

Sources: ETSI TS 119 612 v2.3.1 §5.5 and annex D; its v1.2.1 for the words before eIDAS; the list that ЦЗО publishes
(``TL-UA-EC``, sequence number 32) for the Ukrainian words. A URI that stands in no table is unknown, whatever it looks
like.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

__all__ = ["KINDS", "NAMESPACE", "QUALIFICATIONS", "STATUSES", "TEST_LIST", "Kind", "Purpose", "Status"]

NAMESPACE: Final = "http://uri.etsi.org/02231/v2#"
QUALIFICATIONS: Final = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
TEST_LIST: Final = "https://soms-cabinet.invalid/TrstSvc/TrustedList/TSLType/TEST"
"""TSLType of a test contour's list; a name under ``.invalid`` can be nobody's (RFC 2606)."""
_ETSI: Final = "http://uri.etsi.org/TrstSvc/"
_UKRAINE: Final = "http://czo.gov.ua/TrstSvc/"


class Kind(Enum):
    """What a service does."""

    CERTIFICATES = "certificates"
    """Issues qualified certificates."""
    STAMPS = "stamps"
    """Issues qualified time-stamps."""
    STATUS = "status"
    """Answers whether a certificate is revoked."""
    ROOT = "root"
    """Issues the certificates of such services; not those of people."""
    OTHER = "other"


class Status(Enum):
    """Whether the state vouches for a service."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"
    EARLIER = "earlier"
    """Supervised or accredited by the rules before eIDAS: counts for moments before it only."""
    NATIONAL = "national"
    """Recognised nationally, not as qualified."""
    UNKNOWN = "unknown"


class Purpose(Enum):
    """What a service's certificates are for (AdditionalServiceInformation, §5.5.9.4)."""

    SIGNATURES = f"{_ETSI}TrustedList/SvcInfoExt/ForeSignatures"
    SEALS = f"{_ETSI}TrustedList/SvcInfoExt/ForeSeals"
    WEBSITES = f"{_ETSI}TrustedList/SvcInfoExt/ForWebSiteAuthentication"


KINDS: Final = {
    f"{_ETSI}Svctype/CA/QC": Kind.CERTIFICATES,
    f"{_ETSI}Svctype/TSA/QTST": Kind.STAMPS,
    f"{_ETSI}Svctype/Certstatus/OCSP/QC": Kind.STATUS,
    f"{_ETSI}Svctype/Certstatus/OCSP": Kind.STATUS,
    f"{_ETSI}Svctype/Certstatus/CRL/QC": Kind.STATUS,
    f"{_ETSI}Svctype/Certstatus/CRL": Kind.STATUS,
    f"{_ETSI}Svctype/NationalRootCA-QC": Kind.ROOT,
    f"{_UKRAINE}Svctype/CA/QC": Kind.CERTIFICATES,
    f"{_UKRAINE}Svctype/MR-CA/QC": Kind.CERTIFICATES,
    f"{_UKRAINE}Svctype/National-CA/QC": Kind.CERTIFICATES,
    f"{_UKRAINE}Svctype/TSA/QTST": Kind.STAMPS,
    f"{_UKRAINE}Svctype/MR-TSA/QTST": Kind.STAMPS,
    f"{_UKRAINE}Svctype/National-TSA/QTST": Kind.STAMPS,
    f"{_UKRAINE}Svctype/Certstatus/OCSP": Kind.STATUS,
    f"{_UKRAINE}Svctype/Certstatus/OCSP/QC": Kind.STATUS,
    f"{_UKRAINE}Svctype/National-Certstatus/OCSP": Kind.STATUS,
    f"{_UKRAINE}Svctype/NationalRootCA-QC": Kind.ROOT,
}
"""``MR-`` marks a service under mutual recognition, ``National-`` one for use inside the country."""

_WORDS: Final = {
    "granted": Status.GRANTED,
    "withdrawn": Status.WITHDRAWN,
    "recognisedatnationallevel": Status.NATIONAL,
    "deprecatedatnationallevel": Status.WITHDRAWN,
    "setbynationallaw": Status.NATIONAL,
    "deprecatedbynationallaw": Status.WITHDRAWN,
}
_WORDS_BEFORE: Final = {
    "undersupervision": Status.EARLIER,
    "supervisionincessation": Status.EARLIER,
    "accredited": Status.EARLIER,
    "supervisionceased": Status.WITHDRAWN,
    "supervisionrevoked": Status.WITHDRAWN,
    "accreditationceased": Status.WITHDRAWN,
    "accreditationrevoked": Status.WITHDRAWN,
}
STATUSES: Final = {
    **{f"{base}TrustedList/Svcstatus/{word}": status for base in (_ETSI, _UKRAINE) for word, status in _WORDS.items()},
    **{
        f"{_ETSI}{family}/Svcstatus/{word}": status
        for family in ("TrustedList", "eSigDir-1999-93-EC-TrustedList")
        for word, status in _WORDS_BEFORE.items()
    },
}
