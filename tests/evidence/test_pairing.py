"""A document that is given with its signature is not verified by itself."""

from __future__ import annotations

from pathlib import Path

from cabinet.evidence.pairing import paired
from tests.evidence.kit import put
from tests.proof.samples import proof
from tests.qes.explain.kit import CONTENT, World, by_pyhanko
from tests.qes_authority import Authority


def test_by_name_or_because_the_two_are_alone(tmp_path: Path) -> None:
    detached = World().sign()
    one, two = put(tmp_path, "one.pdf.p7s", detached), put(tmp_path, "two.pdf.P7S", detached)
    of_one, of_two = put(tmp_path, "one.pdf", CONTENT), put(tmp_path, "two.pdf", CONTENT)
    loose, other = put(tmp_path, "signature.bin", detached), put(tmp_path, "notes.txt", CONTENT)
    given = put(tmp_path, "a.tlog-proof", proof(0, 1))
    assert paired([of_two, one, of_one, two]) == [(one, of_one), (two, of_two)]
    assert paired([other, loose]) == [(loose, other)], "the two are alone"
    assert paired([other, one]) == [(one, other)]
    assert paired([other, loose, given]) == [(other, None), (loose, None), (given, None)]
    assert paired([one, loose]) == [(one, None), (loose, None)]
    assert paired([one, of_one, other]) == [(one, of_one), (other, None)]
    assert paired([other, given]) == [(other, None), (given, None)]
    assert paired([tmp_path / "nowhere"]) == [(tmp_path / "nowhere", None)]


def test_one_that_holds_its_document_needs_no_other(tmp_path: Path) -> None:
    whole = put(tmp_path, "a.p7s", by_pyhanko(Authority().person(), detached=False))
    other = put(tmp_path, "a", CONTENT)
    assert paired([whole, other]) == [(whole, None), (other, None)]
