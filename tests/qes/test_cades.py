"""Our CAdES against openssl and pyHanko, and against every single flipped bit."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import build
from cabinet.qes.cades_verify import MAX_BYTES, verify
from tests.qes_authority import NOW, Authority, Person

CONTENT = "LOGIN v1\nтекст\n".encode()


def people(authority: Authority) -> list[Person]:
    return [
        authority.person(),
        authority.person(usages=("content_commitment",)),
        authority.person(key=rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    ]


def test_built_is_verified_by_openssl(authority: Authority, tmp_path: Path) -> None:
    for person in people(authority):
        blob = build(CONTENT, person.der, person.sign, NOW, [authority.der])
        (tmp_path / "x.p7s").write_bytes(blob)
        (tmp_path / "x.bin").write_bytes(CONTENT)
        command = [
            "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", "x.p7s", "-content", "x.bin", "-binary",
            "-CAfile", str(authority.chain_pem(tmp_path / "ca.pem")), "-purpose", "any", "-out", "out",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        (tmp_path / "x.bin").write_bytes(CONTENT + b"!")
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_built_is_verified_by_us(authority: Authority) -> None:
    for person in people(authority):
        evidence = verify(build(CONTENT, person.der, person.sign, NOW, [authority.der]), CONTENT, NOW)
        assert evidence.certificate.rnokpp == "3141592650"
        assert evidence.certificate.edrpou == "90417318"
        assert evidence.carried == (authority.der,)
        assert evidence.signing_time == NOW


def test_pyhanko_reads_ours(authority: Authority) -> None:
    from pyhanko.sign.validation import async_validate_detached_cms

    person = authority.person()
    signed = cms.ContentInfo.load(build(CONTENT, person.der, person.sign, NOW, [authority.der]))["content"]
    from asn1crypto import x509

    context = ValidationContext(trust_roots=[x509.Certificate.load(authority.root_der)], allow_fetching=False)
    status = asyncio.run(async_validate_detached_cms(CONTENT, signed, signer_validation_context=context))
    assert status.intact
    assert status.valid
    assert status.trusted


def test_every_bit_flip_is_refused(authority: Authority) -> None:
    person = authority.person()
    good = build(CONTENT, person.der, person.sign, NOW)
    for bit in range(len(good) * 8):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KnownError):
            verify(bytes(bad), CONTENT, NOW)


def test_bad_forms(authority: Authority) -> None:
    person = authority.person()
    good = build(CONTENT, person.der, person.sign, NOW)
    for blob, code in (
        (b"", "BAD_CMS"),
        (b"\x30" * (MAX_BYTES + 1), "BAD_CMS"),
        (good + b"\0", "BAD_CMS"),
        (good[:-1], "BAD_CMS"),
        (CONTENT, "BAD_CMS"),
    ):
        with pytest.raises(KnownError) as refusal:
            verify(blob, CONTENT, NOW)
        assert refusal.value.code == code
    with pytest.raises(KnownError) as refusal:
        verify(good, CONTENT + b"x", NOW)
    assert refusal.value.code == "SIGNATURE_INVALID"


@pytest.mark.parametrize(("length", "looked_at"), [(0, False), (MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_what_is_too_long_is_not_even_looked_at(length: int, looked_at: bool) -> None:
    with pytest.raises(KnownError, match="BAD_CMS") as refusal:
        verify(b"\x30" * length, CONTENT, NOW)
    assert (refusal.value.detail != "size") is looked_at


@pytest.mark.parametrize(("others", "taken"), [(0, True), (14, True), (15, True), (16, False)])
def test_how_many_certificates_are_carried(authority: Authority, others: int, taken: bool) -> None:
    """Sixteen, the signer's own among them."""
    person, key = authority.person(), ec.generate_private_key(ec.SECP256R1())
    blob = build(CONTENT, person.der, person.sign, NOW, [authority.person(key=key).der for _ in range(others)])
    if taken:
        assert len(verify(blob, CONTENT, NOW).carried) == others
    else:
        with pytest.raises(KnownError, match="BAD_CMS: certificates"):
            verify(blob, CONTENT, NOW)


def test_no_certificate_is_carried_twice(authority: Authority) -> None:
    person = authority.person()
    for twice in ([authority.der] * 2, [person.der]):
        with pytest.raises(KnownError, match="BAD_CMS: certificates"):
            verify(build(CONTENT, person.der, person.sign, NOW, twice), CONTENT, NOW)


def test_foreign_shapes_are_refused(authority: Authority) -> None:
    """PyHanko's attached form, and openssl's without ESS, are good CMS and yet not the one form a log-in takes."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    person = authority.person()
    raw = person.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(x509.Certificate.load(person.der), keys.PrivateKeyInfo.load(raw), SimpleCertificateStore())
    try:
        signed = asyncio.run(signer.async_sign_general_data(CONTENT, "sha256", detached=False, use_cades=True))
    except SigningError as error:
        pytest.fail(str(error))
    with pytest.raises(KnownError) as refusal:
        verify(signed.dump(), CONTENT, NOW)
    assert refusal.value.code == "BAD_CMS"


def test_weak_keys_are_refused(authority: Authority) -> None:
    weak = authority.person(key=rsa.generate_private_key(public_exponent=65537, key_size=1024))
    with pytest.raises(KnownError, match="WEAK_ALGORITHM"):
        build(CONTENT, weak.der, weak.sign, NOW)
    other = authority.person(key=ec.generate_private_key(ec.SECP256K1()))
    with pytest.raises(KnownError, match="UNSUPPORTED_ALGORITHM"):
        build(CONTENT, other.der, other.sign, NOW)


def test_key_that_is_not_the_certificates(authority: Authority) -> None:
    person, other = authority.person(), authority.person()
    with pytest.raises(KnownError, match="KEY_CERT_MISMATCH"):
        build(CONTENT, person.der, other.sign, NOW)
