"""Object identifiers of Ukrainian and EU qualified certificates.

Sources: certificates issued in Ukraine 2020–2025, ETSI EN 319 412-1/-5, RFC 3739.
"""

from __future__ import annotations

from typing import Final

DRFO: Final = "1.2.804.2.1.1.1.11.1.4.1.1"
"""РНОКПП of a person, in subjectDirectoryAttributes."""
EDRPOU: Final = "1.2.804.2.1.1.1.11.1.4.2.1"
UNZR: Final = "1.2.804.2.1.1.1.11.1.4.11.1"
EKU_SEAL: Final = "1.2.804.2.1.1.1.3.9"
QUALIFIED_POLICY: Final = "1.2.804.2.1.1.1.2.2"
QC_COMPLIANCE: Final = "0.4.0.1862.1.1"
QC_SSCD: Final = "0.4.0.1862.1.4"
QC_TYPE: Final = "0.4.0.1862.1.6"
QC_TYPE_SIGN: Final = "0.4.0.1862.1.6.1"
QC_TYPE_SEAL: Final = "0.4.0.1862.1.6.2"
QC_NATIONAL: Final = "1.2.804.2.1.1.1.2.1"
SUBJECT_DIRECTORY_ATTRIBUTES: Final = "2.5.29.9"
QC_STATEMENTS: Final = "1.3.6.1.5.5.7.1.3"
DSTU_SIGNATURES: Final = {
    "1.2.804.2.1.1.1.1.3.1.1": "gost34311",
    "1.2.804.2.1.1.1.1.3.6.1.1": "kupyna256",
    "1.2.804.2.1.1.1.1.3.6.2.1": "kupyna384",
    "1.2.804.2.1.1.1.1.3.6.3.1": "kupyna512",
}
"""DSTU 4145 on a polynomial basis, least byte first, and the hash of each."""
DSTU_KEYS: Final = frozenset(DSTU_SIGNATURES)
"""A key is named by any of them: new certificates name the hash that it will sign with."""
DEVICE_EKUS: Final = ("1.3.6.1.4.1.19398.1.1.8.", "1.3.6.1.4.1.54069.1.")
"""Arcs of extended key usages that name a protected device (evidence of a QSCD)."""
