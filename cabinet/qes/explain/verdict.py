"""From reasons to a verdict, in our words and in those of ETSI EN 319 102-1 §5.1.3 (tables 5 and 6).

The two differ in one place. A revoked certificate whose signature has no proof of an earlier time is *indeterminate* by
the standard; here it is *invalid*, since nobody should act upon it; the standard's word is told beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from cabinet.contract.errors import KnownError
from cabinet.qes.explain.report import Basis, Indication, Moment, Stamp, Verdict

__all__ = ["ORDER", "Judged", "breaks", "judge"]

ORDER: Final = (Verdict.VALID, Verdict.VALID_AT, Verdict.UNKNOWN, Verdict.INVALID)
"""The best first."""


class Judged(NamedTuple):
    """A verdict, and how the standard calls it."""

    verdict: Verdict
    indication: Indication
    sub: str


def _failed(sub: str) -> Judged:
    return Judged(Verdict.INVALID, Indication.FAILED, sub)


def _unknown(sub: str) -> Judged:
    return Judged(Verdict.UNKNOWN, Indication.INDETERMINATE, sub)


_CRYPTO: Final = _failed("SIG_CRYPTO_FAILURE")
_WEAK: Final = _unknown("CRYPTO_CONSTRAINTS_FAILURE_NO_POE")
_NO_PATH: Final = _unknown("NO_CERTIFICATE_CHAIN_FOUND")
_NO_SIGNER: Final = _unknown("NO_SIGNING_CERTIFICATE_FOUND")
_LATER: Final = _unknown("TRY_LATER")
_TABLE: Final = {
    "BAD_CMS": _failed("FORMAT_FAILURE"),
    "CONTENT_MISMATCH": _failed("HASH_FAILURE"),
    "SIGNATURE_INVALID": _CRYPTO,
    "DSTU_CURVE_UNKNOWN": _CRYPTO,
    "DSTU_POINT_INVALID": _CRYPTO,
    "DSTU_SIGNATURE_LENGTH": _CRYPTO,
    "DSTU_SIGNATURE_RANGE": _CRYPTO,
    "DSTU_FIELD_SMALL": _WEAK,
    "DSTU_SBOX_UNKNOWN": _WEAK,
    "WEAK_ALGORITHM": _WEAK,
    "UNSUPPORTED_ALGORITHM": _WEAK,
    "CONTENT_MISSING": _unknown("SIGNED_DATA_NOT_FOUND"),
    "SIGNED_CONTENT_TOO_LARGE": _unknown("SIGNED_DATA_NOT_FOUND"),
    "FILE_UNREADABLE": _unknown("SIGNED_DATA_NOT_FOUND"),
    "SIGNED_LATER": _unknown("TIMESTAMP_ORDER_FAILURE"),
    "NOT_CADES": _unknown("SIG_CONSTRAINTS_FAILURE"),
    "SIGNER_CERTIFICATE_ABSENT": _NO_SIGNER,
    "CERTIFICATE_UNREADABLE": _NO_SIGNER,
    "ISSUER_UNTRUSTED": _NO_PATH,
    "TRUSTED_LIST_ABSENT": _NO_PATH,
    "TRUSTED_LIST_EXPIRED": _NO_PATH,
    "WRONG_KEY_USAGE": _unknown("CHAIN_CONSTRAINTS_FAILURE"),
    "CERT_NOT_YET_VALID": _failed("NOT_YET_VALID"),
    "REVOCATION_OFFLINE": _LATER,
    "REVOCATION_UNAVAILABLE": _LATER,
    "REVOCATION_UNSUPPORTED": _WEAK,
}


def judge(problems: Sequence[KnownError], moment: Moment, stamps: Sequence[Stamp], signer_sha256: str) -> Judged:
    """Return the verdict of one signer: the worst of its reasons; without any, it is valid.

    A code that is not in the table leaves it unknown: never valid by oversight.
    """
    if not problems:
        return Judged(Verdict.VALID if moment.basis is Basis.NOW else Verdict.VALID_AT, Indication.PASSED, "")
    found = [_of(problem, moment, stamps, signer_sha256) for problem in problems]
    return max(found, key=lambda each: ORDER.index(each.verdict))


def breaks(problem: KnownError) -> bool:
    """Tell whether a reason shows that the signature does not fit, rather than that something is not known."""
    return problem.code in _TABLE and _TABLE[problem.code].verdict is Verdict.INVALID


def _of(problem: KnownError, moment: Moment, stamps: Sequence[Stamp], signer_sha256: str) -> Judged:
    if problem.code == "CERT_EXPIRED":
        # A person who names the moment says that the signature was made then.
        return _failed("EXPIRED") if moment.basis is Basis.GIVEN else _unknown("OUT_OF_BOUNDS_NO_POE")
    if problem.code == "CERT_REVOKED":
        if problem.detail != signer_sha256:
            return Judged(Verdict.INVALID, Indication.INDETERMINATE, "REVOKED_CA_NO_POE")
        since = datetime.fromisoformat(problem.facts["moment"])
        if moment.basis is Basis.GIVEN or _signed_after(since, stamps):
            return _failed("REVOKED")
        return Judged(Verdict.INVALID, Indication.INDETERMINATE, "REVOKED_NO_POE")
    return _TABLE.get(problem.code, Judged(Verdict.UNKNOWN, Indication.INDETERMINATE, "GENERIC"))


def _signed_after(since: datetime, stamps: Sequence[Stamp]) -> bool:
    """A believed stamp over the content says that the signature is younger than it."""
    return any(s.over_content and s.problem is None and s.at is not None and s.at >= since for s in stamps)
