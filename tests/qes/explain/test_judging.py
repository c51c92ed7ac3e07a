"""The verdict of a signer by its reasons alone: the worst counts, and only a believed stamp says when it was made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.explain.report import Basis, Moment, Stamp, Verdict
from cabinet.qes.explain.verdict import judge
from tests.qes_authority import NOW

HOUR = timedelta(hours=1)
SIGNER = "ab" * 32


@pytest.mark.parametrize(
    ("over_content", "problem", "since", "indication"),
    [
        (True, None, HOUR, "REVOKED"),
        (True, None, timedelta(0), "REVOKED"),
        (True, None, -HOUR, "REVOKED_NO_POE"),
        (False, None, HOUR, "REVOKED_NO_POE"),
        (True, KnownError("SIGNATURE_INVALID"), HOUR, "REVOKED_NO_POE"),
    ],
)
def test_signed_after_the_revocation(
    over_content: bool, problem: KnownError | None, since: timedelta, indication: str
) -> None:
    """A stamp over the content is older than the signature."""
    revoked = KnownError("CERT_REVOKED", SIGNER, moment=NOW.isoformat())
    stamp = Stamp(over_content, NOW + since, None, problem=problem)
    found = judge([revoked], Moment(NOW + 2 * HOUR, Basis.NOW), [stamp], SIGNER)
    assert (found.verdict, found.sub) == (Verdict.INVALID, indication)


def test_a_code_that_is_not_known_is_never_valid() -> None:
    moment = Moment(NOW, Basis.NOW)
    assert judge([], moment, [], SIGNER).verdict is Verdict.VALID
    assert judge([KnownError("SOMETHING_NEW")], moment, [], SIGNER).verdict is Verdict.UNKNOWN
    both = [KnownError("SOMETHING_NEW"), KnownError("SIGNATURE_INVALID"), KnownError("CERT_EXPIRED")]
    assert judge(both, moment, [], SIGNER).verdict is Verdict.INVALID
