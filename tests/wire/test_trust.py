"""Whom the client shakes hands with: TLS 1.3, the profile's anchor, the profile's pins, and nobody else."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contract.errors import KnownError
from cabinet.wire.trust import ClientCertificate, PinMismatchError, ServerWitness, perimeter_context
from tests.wire.server_kit import Issuer, profile, shake


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


def test_an_honest_server(issuer: Issuer, tmp_path: Path) -> None:
    witness = ServerWitness()
    assert witness.sha256 == ""
    context = perimeter_context(profile(ca_pem=issuer.pem, spki_pins=[issuer.pin]), witness)
    assert shake(context, issuer.context(tmp_path)) == "TLSv1.3"
    assert witness.certificate_der == issuer.server.public_bytes(Encoding.DER)
    assert len(witness.sha256) == 64


def test_nothing_older_than_tls_1_3(issuer: Issuer, tmp_path: Path) -> None:
    context = perimeter_context(profile(ca_pem=issuer.pem), ServerWitness())
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3
    with pytest.raises(ssl.SSLError):
        shake(context, issuer.context(tmp_path, ssl.TLSVersion.TLSv1_2))


def test_another_authority(issuer: Issuer, tmp_path: Path) -> None:
    witness = ServerWitness()
    context = perimeter_context(profile(ca_pem=issuer.pem), witness)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake(context, Issuer().context(tmp_path))
    assert witness.certificate_der is None


def test_another_key_of_the_same_authority(issuer: Issuer, tmp_path: Path) -> None:
    witness = ServerWitness()
    context = perimeter_context(profile(ca_pem=issuer.pem, spki_pins=["0" * 64]), witness)
    with pytest.raises(PinMismatchError):
        shake(context, issuer.context(tmp_path))
    assert witness.certificate_der is None


def test_without_pins_the_anchor_is_enough(issuer: Issuer, tmp_path: Path) -> None:
    assert shake(perimeter_context(profile(ca_pem=issuer.pem), ServerWitness()), issuer.context(tmp_path)) == "TLSv1.3"


@pytest.mark.parametrize("pem", ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_broken_anchors(pem: str) -> None:
    with pytest.raises((KnownError, ValueError)) as refusal:
        perimeter_context(profile(ca_pem=pem), ServerWitness())
    assert pem == "" or (isinstance(refusal.value, KnownError) and refusal.value.code == "PROFILE_UNREADABLE")


def test_a_broken_key_of_our_own(issuer: Issuer, tmp_path: Path) -> None:
    own = ClientCertificate(tmp_path / "none.pem", tmp_path / "none.key")
    with pytest.raises(KnownError, match="CREDENTIAL_UNREADABLE"):
        perimeter_context(profile(ca_pem=issuer.pem), ServerWitness(), own)
