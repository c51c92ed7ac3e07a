"""Signed attributes by themselves: one value each, and the type of content that is really there."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.envelope import find_certificate, read_envelope
from cabinet.qes.explain.integrity import check_integrity, value_of
from tests.qes.explain.kit import CONTENT, World

NULL = b"\x05\x00"


def test_an_attribute_has_one_value() -> None:
    assert value_of({}, "1.2.3") is None
    found = value_of({"1.2.3": (NULL,)}, "1.2.3")
    assert found is not None
    assert found.der == NULL
    for values in ((NULL, NULL), (NULL, NULL, NULL)):
        with pytest.raises(ValueError, match="several values"):
            value_of({"1.2.3": values}, "1.2.3")


@pytest.mark.parametrize(("kind", "fits"), [("1.2.840.113549.1.7.1", True), ("1.2.840.113549.1.9.16.1.4", False)])
def test_the_type_that_was_signed_is_the_one_that_is_there(world: World, kind: str, fits: bool) -> None:
    envelope = read_envelope(world.sign())
    (signer,) = envelope.signers
    certificate = find_certificate(signer, envelope.certificates)
    assert certificate is not None
    if fits:
        assert check_integrity(signer, kind, Content.of(CONTENT), certificate).scheme.digest == "sha256"
    else:
        with pytest.raises(KnownError, match="BAD_CMS: contentType"):
            check_integrity(signer, kind, Content.of(CONTENT), certificate)
