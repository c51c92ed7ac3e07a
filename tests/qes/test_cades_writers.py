"""Signatures that openssl and pyHanko wrote, every kind of key: understood to the last bit, and no other bit."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms, keys, x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import build, signing_of
from cabinet.qes.cades_parts import take_apart
from cabinet.qes.cades_verify import verify
from tests.flips import flipped_bit
from tests.qes.foreign import check_foreign_cms
from tests.qes_authority import NOW, Authority, Person

CONTENT = "ВХІД\nkey=value\n".encode()
KEYS = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "brainpool256": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
    "brainpool384": lambda: ec.generate_private_key(ec.BrainpoolP384R1()),
    "brainpool512": lambda: ec.generate_private_key(ec.BrainpoolP512R1()),
    "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=3072),
}
PSS = ("-keyopt", "rsa_padding_mode:pss", "-keyopt")


def someone(authority: Authority, kind: str) -> Person:
    return authority.person(key=KEYS[kind]())


def by_openssl(person: Person, folder: Path, *options: str) -> bytes:
    pem = person.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    (folder / "certificate.pem").write_bytes(person.certificate.public_bytes(Encoding.PEM))
    (folder / "content").write_bytes(CONTENT)
    command = [
        "openssl", "cms", "-sign", "-cades", "-binary", "-in", "content", "-signer", "certificate.pem",
        "-inkey", "key.pem", "-outform", "DER", "-out", "signed", *options,
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "signed").read_bytes()


def by_pyhanko(person: Person, digest: str) -> bytes:
    raw = person.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(x509.Certificate.load(person.der), keys.PrivateKeyInfo.load(raw), SimpleCertificateStore())
    signed = asyncio.run(signer.async_sign_general_data(CONTENT, digest, detached=True, use_cades=True))
    return bytes(signed.dump())


def refused_when_flipped(blob: bytes, every: int) -> None:
    for bit in range(0, len(blob) * 8, every):
        with pytest.raises(KnownError):
            verify(flipped_bit(blob, bit), CONTENT, NOW)


@pytest.mark.parametrize(
    ("kind", "options", "algorithm"),
    [
        ("p256", ("-md", "sha256"), "sha256_ecdsa"),
        ("p256", ("-md", "sha512"), "sha512_ecdsa"),
        ("p384", ("-md", "sha384"), "sha384_ecdsa"),
        ("p384", ("-md", "sha256"), "sha256_ecdsa"),
        ("p521", ("-md", "sha512"), "sha512_ecdsa"),
        ("p521", ("-md", "sha256"), "sha256_ecdsa"),
        ("brainpool256", ("-md", "sha256"), "sha256_ecdsa"),
        ("brainpool512", ("-md", "sha512"), "sha512_ecdsa"),
        ("rsa", ("-md", "sha256"), "sha256_rsa"),
        ("rsa", ("-md", "sha512"), "sha512_rsa"),
        ("rsa", ("-md", "sha256", *PSS, "rsa_pss_saltlen:32"), "sha256_rsa-pss"),
        ("rsa", ("-md", "sha256", *PSS, "rsa_pss_saltlen:max"), "sha256_rsa-pss"),
        ("rsa", ("-md", "sha384", *PSS, "rsa_pss_saltlen:20"), "sha384_rsa-pss"),
        ("rsa", ("-md", "sha512", *PSS, "rsa_pss_saltlen:0"), "sha512_rsa-pss"),
    ],
)
def test_openssl(authority: Authority, tmp_path: Path, kind: str, options: tuple[str, ...], algorithm: str) -> None:
    blob = by_openssl(someone(authority, kind), tmp_path, "-nosmimecap", *options)
    assert verify(blob, CONTENT, NOW).algorithm == algorithm
    refused_when_flipped(blob, 61)
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        verify(blob, CONTENT + b" ", NOW)


@pytest.mark.parametrize(("kind", "digest"), [("p256", "sha256"), ("p384", "sha384"), ("rsa", "sha256")])
def test_pyhanko(authority: Authority, kind: str, digest: str) -> None:
    blob = by_pyhanko(someone(authority, kind), digest)
    assert verify(blob, CONTENT, NOW).algorithm.startswith(digest)
    refused_when_flipped(blob, 61)


def test_every_bit_of_a_foreign_signature(authority: Authority, tmp_path: Path) -> None:
    refused_when_flipped(by_openssl(someone(authority, "p256"), tmp_path, "-nosmimecap"), 1)


@pytest.mark.parametrize("kind", KEYS)
def test_ours_is_read_by_openssl(authority: Authority, tmp_path: Path, kind: str) -> None:
    person = someone(authority, kind)
    longer = {"p384": "sha384", "brainpool384": "sha384", "p521": "sha512", "brainpool512": "sha512"}
    assert signing_of(person.der).digest == longer.get(kind, "sha256")
    (tmp_path / "x.p7s").write_bytes(build(CONTENT, person.der, person.sign, NOW, [authority.der]))
    (tmp_path / "x.bin").write_bytes(CONTENT)
    anchors = str(authority.chain_pem(tmp_path / "ca.pem"))
    command = [
        "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", "x.p7s", "-content", "x.bin", "-binary",
        "-CAfile", anchors, "-purpose", "any", "-out", "out",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "BAD_CMS"),
        (("-nosmimecap", "-nodetach"), "BAD_CMS"),
        (("-nosmimecap", "-keyid"), "BAD_CMS"),
        (("-nosmimecap", "-nocerts"), "BAD_CMS"),
        (("-nosmimecap", "-md", "sha1"), "WEAK_ALGORITHM"),
    ],
    ids=[
        "another attribute",
        "content inside",
        "named by key id",
        "no certificate",
        "sha1",
    ],
)
def test_what_a_log_in_does_not_take(authority: Authority, tmp_path: Path, options: tuple[str, ...], code: str) -> None:
    blob = by_openssl(someone(authority, "p256"), tmp_path, *options)
    with pytest.raises(KnownError) as refusal:
        verify(blob, CONTENT, NOW)
    assert refusal.value.code == code


def test_two_signers(authority: Authority, tmp_path: Path) -> None:
    by_openssl(someone(authority, "p256"), tmp_path, "-nosmimecap")
    second = someone(authority, "p256")
    (tmp_path / "signed").rename(tmp_path / "first")
    pem = second.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key2.pem").write_bytes(pem)
    (tmp_path / "certificate2.pem").write_bytes(second.certificate.public_bytes(Encoding.PEM))
    command = [
        "openssl", "cms", "-resign", "-cades", "-binary", "-inform", "DER", "-in", "first", "-content", "content",
        "-signer", "certificate2.pem", "-inkey", "key2.pem", "-outform", "DER", "-out", "both", "-nosmimecap",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with pytest.raises(KnownError, match="BAD_CMS: one signer"):
        verify((tmp_path / "both").read_bytes(), CONTENT, NOW)


def test_signature_without_signed_attributes(authority: Authority, tmp_path: Path) -> None:
    """Plain CMS: nothing binds the certificate, so it is no CAdES."""
    person = someone(authority, "p256")
    by_openssl(person, tmp_path)
    command = [
        "openssl", "cms", "-sign", "-noattr", "-binary", "-in", "content", "-signer", "certificate.pem",
        "-inkey", "key.pem", "-outform", "DER", "-out", "bare",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with pytest.raises(KnownError, match="BAD_CMS"):
        verify((tmp_path / "bare").read_bytes(), CONTENT, NOW)


def test_indefinite_lengths(authority: Authority, tmp_path: Path) -> None:
    """BER that openssl streams says the same; only one form is taken."""
    blob = by_openssl(someone(authority, "p256"), tmp_path, "-nosmimecap", "-stream", "-indef")
    assert blob[1] == 0x80
    with pytest.raises(KnownError, match="BAD_CMS"):
        verify(blob, CONTENT, NOW)


def test_certificate_of_the_same_key_in_its_place(authority: Authority) -> None:
    """Only ESSCertIDv2 stands against it: issuer and serial number are rewritten to name the other certificate."""
    person = someone(authority, "p256")
    twin = authority.person("2718281828", "90417318", key=person.key)
    taken = take_apart(build(CONTENT, person.der, person.sign, NOW))
    signed = cms.ContentInfo.load(taken.parts.der())
    data = signed["content"]
    data["certificates"] = [cms.CertificateChoices("certificate", x509.Certificate.load(twin.der))]
    signer = data["signer_infos"][0]
    other = x509.Certificate.load(twin.der)
    signer["sid"] = cms.SignerIdentifier(
        "issuer_and_serial_number",
        cms.IssuerAndSerialNumber({"issuer": other.issuer, "serial_number": other.serial_number}),
    )
    forged = bytes(signed.dump(force=True))
    with pytest.raises(KnownError, match="BAD_CMS"):
        verify(forged, CONTENT, NOW)
    with pytest.raises(KnownError, match="SIGNER_CERTIFICATE_ABSENT"):
        check_foreign_cms(forged, CONTENT)
