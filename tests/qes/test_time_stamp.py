"""Time-stamps and CAdES-T: openssl and pyHanko as oracles, every single flipped bit, and what is no time-stamp."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import build
from cabinet.qes.cades_parts import take_apart
from cabinet.qes.cades_verify import verify
from cabinet.qes.time_stamp import make_token, read_time_stamp, with_time_stamp
from tests.qes_authority import NOW, Authority, Person, name, usage
from tests.static_trust import StaticTrust

PARTS = 4
"""One after another they would be the longest test by far."""
CONTENT = "MANDATE v1\nтекст\n".encode()
POLICY = "2.25.146519034715224189113104846157203194427"


class Stamper:
    """A time-stamp authority of the tests' own."""

    def __init__(
        self,
        authority: Authority,
        *,
        extended: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,),
        critical: bool = True,
        end: timedelta = timedelta(days=30),
    ) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            x509.CertificateBuilder()
            .subject_name(name("Test time-stamps"))
            .issuer_name(authority.certificate.subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage("digital_signature"), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
        )
        if extended:
            builder = builder.add_extension(x509.ExtendedKeyUsage(list(extended)), critical=critical)
        self.der = builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def token(self, signature: bytes, at: datetime = NOW) -> bytes:
        return self.token_over(hashlib.sha256(signature).digest(), at)

    def token_over(self, imprint: bytes, at: datetime = NOW) -> bytes:
        def sign(data: bytes) -> bytes:
            return self.key.sign(data, ec.ECDSA(hashes.SHA256()))

        return make_token(imprint, 7, POLICY, at, self.der, sign)


def stamped(authority: Authority, person: Person, at: datetime = NOW) -> bytes:
    plain = build(CONTENT, person.der, person.sign, NOW, [authority.der])
    return with_time_stamp(plain, Stamper(authority).token(take_apart(plain).parts.signature, at))


def trust_of(authority: Authority) -> StaticTrust:
    return StaticTrust([authority.der])


def test_openssl_verifies_the_token(authority: Authority, tmp_path: Path) -> None:
    signature = take_apart(build(CONTENT, (p := authority.person()).der, p.sign, NOW)).parts.signature
    (tmp_path / "token.der").write_bytes(Stamper(authority).token(signature))
    (tmp_path / "signature").write_bytes(signature)
    command = [
        "openssl", "ts", "-verify", "-in", "token.der", "-token_in", "-data", "signature",
        "-CAfile", str(authority.chain_pem(tmp_path / "ca.pem")),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Verification: OK" in done.stdout + done.stderr
    (tmp_path / "signature").write_bytes(signature + b"!")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_openssl_still_verifies_the_signature(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "x.p7s").write_bytes(stamped(authority, authority.person()))
    (tmp_path / "x.bin").write_bytes(CONTENT)
    command = [
        "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", "x.p7s", "-content", "x.bin", "-binary",
        "-CAfile", str(authority.chain_pem(tmp_path / "ca.pem")), "-purpose", "any", "-out", "out",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_pyhanko_believes_the_time(authority: Authority) -> None:
    data = cms.ContentInfo.load(stamped(authority, authority.person()))["content"]
    issuers = [asn1.Certificate.load(authority.der)]

    def context() -> ValidationContext:
        roots = [asn1.Certificate.load(authority.root_der)]
        return ValidationContext(trust_roots=roots, other_certs=issuers, allow_fetching=False)

    status = asyncio.run(
        async_validate_detached_cms(CONTENT, data, signer_validation_context=context(), ts_validation_context=context())
    )
    assert status.valid
    assert status.trusted
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.trusted
    assert status.timestamp_validity.timestamp == NOW


def test_we_believe_the_time(authority: Authority) -> None:
    blob = stamped(authority, authority.person())
    evidence = verify(blob, CONTENT, NOW, trust_of(authority))
    assert evidence.time_stamp is not None
    assert evidence.time_stamp.at == NOW
    assert evidence.time_stamp.policy == POLICY
    assert evidence.certificate.rnokpp == "3141592650"
    with pytest.raises(KnownError, match="BAD_CMS"):
        verify(blob, CONTENT, NOW)
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        verify(blob, CONTENT + b"!", NOW, trust_of(authority))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_bit_flip_is_refused(authority: Authority, part: int) -> None:
    person = authority.person()
    plain = build(CONTENT, person.der, person.sign, NOW)
    good = with_time_stamp(plain, Stamper(authority).token(take_apart(plain).parts.signature))
    trust = trust_of(authority)
    verify(good, CONTENT, NOW, trust)
    for bit in range(part, len(good) * 8, PARTS):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KnownError):
            verify(bytes(bad), CONTENT, NOW, trust)


@pytest.mark.parametrize(
    "make",
    [
        lambda a: Stamper(a, critical=False),
        lambda a: Stamper(a, extended=()),
        lambda a: Stamper(a, extended=(ExtendedKeyUsageOID.CLIENT_AUTH,)),
        lambda a: Stamper(a, extended=(ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)),
        lambda a: Stamper(a, end=timedelta(hours=-1)),
        lambda _: Stamper(Authority()),
    ],
    ids=["not-critical", "no-usage", "other-usage", "two-usages", "expired", "foreign"],
)
def test_who_may_not_stamp(authority: Authority, make: Callable[[Authority], Stamper]) -> None:
    with pytest.raises(KnownError, match="TIME_STAMP_INVALID"):
        read_time_stamp(make(authority).token(b"signature"), b"signature", trust_of(authority))


def test_a_stamp_of_something_else(authority: Authority) -> None:
    stamper, trust = Stamper(authority), trust_of(authority)
    token = stamper.token(b"signature")
    assert read_time_stamp(token, b"signature", trust).serial == 7
    for blob, signature in ((token, b"another"), (token[:-1], b"signature"), (b"", b"signature"), (b"0", b"signature")):
        with pytest.raises(KnownError, match="TIME_STAMP_INVALID"):
            read_time_stamp(blob, signature, trust)
    person = authority.person()
    plain = build(CONTENT, person.der, person.sign, NOW)
    with pytest.raises(KnownError, match="TIME_STAMP_INVALID"):
        verify(with_time_stamp(plain, plain), CONTENT, NOW, trust)
    with pytest.raises(KnownError, match="BAD_CMS"):
        take_apart(token)


TSA = """
[tsa]
default_tsa = t
[t]
serial = serial
default_policy = 1.2.3.4
digests = sha256, sha384
accuracy = secs:1
ess_cert_id_alg = sha256
signer_digest = sha256
"""


def openssl_token(authority: Authority, folder: Path, signature: bytes, digest: str) -> bytes:
    """Let openssl be the authority, with a certificate of ours."""
    stamper = Stamper(authority)
    pem = stamper.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(pem)
    (folder / "tsa.pem").write_bytes(x509.load_der_x509_certificate(stamper.der).public_bytes(Encoding.PEM))
    (folder / "tsa.conf").write_text(TSA)
    (folder / "serial").write_text("01")
    (folder / "signature").write_bytes(signature)
    for command in (
        f"openssl ts -query -data signature -{digest} -cert -out query",
        "openssl ts -reply -queryfile query -config tsa.conf -signer tsa.pem -inkey tsa.key -token_out -out token",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return (folder / "token").read_bytes()


@pytest.mark.parametrize("digest", ["sha256", "sha384"])
def test_a_stamp_that_openssl_made(authority: Authority, tmp_path: Path, digest: str) -> None:
    """Of the authority's present, which may be a second after the tests' own."""
    person = authority.person()
    plain = build(CONTENT, person.der, person.sign, NOW)
    signature = take_apart(plain).parts.signature
    token = openssl_token(authority, tmp_path, signature, digest)
    blob = with_time_stamp(plain, token)
    evidence = verify(blob, CONTENT, NOW, trust_of(authority))
    assert evidence.time_stamp is not None
    assert evidence.time_stamp.policy == "1.2.3.4"
    for bit in range(0, len(blob) * 8, 37):
        bad = bytearray(blob)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KnownError):
            verify(bytes(bad), CONTENT, NOW, trust_of(authority))


class Asked(TimeStamper):
    """Our authority, as pyHanko asks one."""

    def __init__(self, stamper: Stamper) -> None:
        super().__init__(include_nonce=False)
        self._stamper = stamper

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        imprint = req["message_imprint"]["hashed_message"].native
        token = cms.ContentInfo.load(self._stamper.token_over(imprint))
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def test_a_whole_signature_with_time_that_pyhanko_made(authority: Authority) -> None:
    """CAdES-T with a content time-stamp among what is signed, as Дія's files have; carried, and not asked."""
    person, stamper = authority.person(), Stamper(authority)
    raw = person.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(asn1.Certificate.load(person.der), keys.PrivateKeyInfo.load(raw), SimpleCertificateStore())
    signed = asyncio.run(
        signer.async_sign_general_data(
            CONTENT, "sha256", detached=True, use_cades=True, timestamper=Asked(stamper),
            signed_attr_settings=PdfCMSSignedAttributes(
                cades_signed_attrs=CAdESSignedAttrSpec(timestamp_content=True), signing_time=NOW
            ),
        )
    )  # fmt: skip
    evidence = verify(signed.dump(), CONTENT, NOW, trust_of(authority))
    assert evidence.time_stamp is not None
    assert evidence.time_stamp.at == NOW
    assert take_apart(signed.dump()).parts.form.content_stamp is not None
