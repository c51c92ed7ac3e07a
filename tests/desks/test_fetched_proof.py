"""A proof that the perimeter gives is verified here, and is of the attempt that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.log import LOG_PROOF
from cabinet.desks.entry_proof import fetch
from cabinet.evidence.checked_file import Standing
from tests.evidence.kit import LogCaller, known, sent
from tests.perimeter_in_process import PerimeterInProcess
from tests.wire.server_kit import profile

UNKNOWN = "01a21ecc-8ea4-7000-83ea-73d74d9f591a"


def test_a_true_one(perimeter: PerimeterInProcess) -> None:
    answer, _ = sent(perimeter, 4)
    own = profile(note_verifier_keys=[str(one) for one in known(perimeter).verifiers])
    for item in answer.items:
        found = fetch(LogCaller(perimeter), own, item.attempt_id)
        assert (found.checked.standing, found.checked.problem, found.checked.fetched) == (Standing.GOOD, None, True)
        assert found.checked.entry is not None
        assert (found.checked.entry.attempt_id, found.checked.entry.verdict) == (item.attempt_id, item.status.value)
        assert found.text == LogCaller(perimeter).proof(item.attempt_id)
    with pytest.raises(KnownError, match="ATTEMPT_UNKNOWN"):
        fetch(LogCaller(perimeter), own, UNKNOWN)


@pytest.mark.parametrize(
    ("lie", "code", "standing"),
    [
        (lambda text, _: text.replace(b"\nindex 1\n", b"\nindex 2\n"), "PROOF_DOES_NOT_FIT", Standing.BAD),
        (lambda _, other: other, "PROOF_OF_OTHER_ENTRY", Standing.BAD),
        (lambda text, _: text[:-1], "PROOF_CUT", Standing.UNJUDGED),
        (lambda text, _: text.replace(b"/log ", b"/lie "), "PROOF_OF_OTHER_LOG", Standing.UNKNOWN),
    ],
)
def test_lies(
    perimeter: PerimeterInProcess, lie: Callable[[bytes, bytes], bytes], code: str, standing: Standing
) -> None:
    answer, _ = sent(perimeter, 2)
    one, two = (item.attempt_id for item in answer.items)
    caller = LogCaller(perimeter)
    other = caller.proof(two).encode()
    caller.lies[LOG_PROOF.name] = lambda text: lie(text, other)
    own = profile(note_verifier_keys=[str(verifier) for verifier in known(perimeter).verifiers])
    found = fetch(caller, own, one).checked
    assert found.problem is not None
    assert (found.problem.code, found.standing) == (code, standing)
    assert found.entry is None
