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
QC_LIMIT: Final = "0.4.0.1862.1.2"
QC_RETENTION: Final = "0.4.0.1862.1.3"
QC_DISCLOSURE: Final = "0.4.0.1862.1.5"
QC_LEGISLATION: Final = "0.4.0.1862.1.7"
"""Statements of ETSI EN 319 412-5 §4."""
QC_SEMANTICS: Final = "1.3.6.1.5.5.7.11.2"
"""How identifiers are to be read (RFC 3739 §3.2.6.1)."""
QC_NATIONAL: Final = "1.2.804.2.1.1.1.2.1"
SUBJECT_DIRECTORY_ATTRIBUTES: Final = "2.5.29.9"
QC_STATEMENTS: Final = "1.3.6.1.5.5.7.1.3"
DSTU_SIGNATURES: Final = {
    "1.2.804.2.1.1.1.1.3.1.1": "gost34311",
    "1.2.804.2.1.1.1.1.3.6.1.1": "kupyna256",
    "1.2.804.2.1.1.1.1.3.6.2.1": "kupyna384",
    "1.2.804.2.1.1.1.1.3.6.3.1": "kupyna512",
}
"""DSTU 4145 on a polynomial basis, least byte first, and the hash of each. A key is named by any of them, too: new
certificates name the hash that the key will sign with."""
DEVICES: Final = {
    "1.3.6.1.4.1.19398.1.1.8.23": "SecureToken-337",
    "1.3.6.1.4.1.19398.1.1.8.25": "AvestKey",
    "1.3.6.1.4.1.19398.1.1.8.31": "Гряда-301",
    "1.3.6.1.4.1.19398.1.1.8.34": "SecureToken-338",
}
"""Extended key usages that name the device a key was made on (seen in certificates; evidence of a QSCD)."""
DEVICE_ARCS: Final = ("1.3.6.1.4.1.19398.1.1.8.", "1.3.6.1.4.1.54069.1.")
"""Their arcs: a device of the same family that is not in the table yet."""
