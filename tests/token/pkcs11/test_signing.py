"""Which key signs, by which mechanism, and what of it may leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme, check_signature
from cabinet.qes.cades_build import raw_to_der
from cabinet.qes.digests import digest_of
from cabinet.token.pkcs11.mechanisms import SignKind
from cabinet.token.pkcs11.model import KeySeen, TokenCertificate
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token
from tests.qes.dstu_material import person, sign
from tests.qes_authority import Authority
from tests.softhsm import PIN, SoftToken, TokenMaker, module_path
from tests.token.shim_kit import Shim, Signer, fill, refused

DATA = b"what is signed"
Opened = Callable[[Pkcs11Token], Pkcs11Token]


def check(der: bytes, signature: bytes, digest: hashes.HashAlgorithm) -> None:
    key = x509.load_der_x509_certificate(der).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, DATA, padding.PKCS1v15(), digest)
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(raw_to_der(signature), DATA, ec.ECDSA(digest))


@pytest.mark.parametrize(
    ("kind", "way", "mechanisms", "digest"),
    [
        ("EC:prime256v1", "ecdsa", None, hashes.SHA256()),
        ("EC:secp384r1", "ecdsa", None, hashes.SHA384()),
        ("EC:secp521r1", "ecdsa", None, hashes.SHA512()),
        ("EC:1.3.36.3.3.2.8.1.1.7", "ecdsa", None, hashes.SHA256()),
        ("EC:1.3.36.3.3.2.8.1.1.13", "ecdsa", None, hashes.SHA512()),
        ("rsa:2048", "rsa", None, hashes.SHA256()),
        ("rsa:3072", "rsa", "1", hashes.SHA256()),
        ("rsa:2048", "rsa", "1 40", hashes.SHA256()),
    ],
)
def test_algorithms(
    shim: Shim, token_maker: TokenMaker, authority: Authority, opened: Opened,
    kind: str, way: Literal["ecdsa", "rsa"], mechanisms: str | None, digest: hashes.HashAlgorithm,
) -> None:  # fmt: skip
    der = fill(token_maker("head"), authority, "01", kind)
    token = opened(Pkcs11Token(shim.module))
    shim.spoil(*([f"mechanisms {mechanisms}"] if mechanisms else []))
    (certificate,) = token.scan().certificates
    check(der, token.sign(certificate, DATA, PIN, way), digest)
    with pytest.raises(KnownError, match="NO_SIGN_MECHANISM"):
        shim.spoil("mechanisms 80420014 80420015 1042 250")
        shim.calls()
        token.sign(certificate, DATA, PIN, way)
    assert shim.calls()["C_Login"] == 0, "a token that cannot sign is not asked for a PIN"


def test_hash_on_the_token(head: Pkcs11Token, shim: Shim, tmp_path: Path) -> None:
    """SoftHSM2 2.6 has no CKM_ECDSA_SHA256; what a token is given that has nothing else, is the data itself."""
    signer = Signer(tmp_path / "signer", lambda _m, _d: bytes(64))
    shim.spoil("mechanisms 1044", signer.setting)
    (certificate,) = head.scan().certificates
    head.sign(certificate, DATA, PIN, "ecdsa")
    assert signer.asked == [(0x1044, DATA)]


@pytest.mark.parametrize(
    ("kind", "mechanisms", "chosen"),
    [
        ("dstu-gost34311", "80420014 80420015 80420031 80420032", 0x80420032),
        ("dstu-gost34311", "80420014 80420015 80420031", 0x80420031),
        ("dstu-kupyna256", "80420014 80420032 80420033 80420034 80420031", 0x80420033),
        ("dstu-kupyna384", "80420034 80420031", 0x80420034),
        ("dstu-kupyna512", "80420035", 0x80420035),
        ("dstu-kupyna256", "80420032 80420034 80420031", 0x80420031),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_dstu(
    shim: Shim, token_maker: TokenMaker, opened: Opened, tmp_path: Path,
    kind: SignKind, mechanisms: str, chosen: int, wrapped: bool,
) -> None:  # fmt: skip
    """A vendor's key type and mechanisms; the key is a published one, and the signature that of a test's signer."""
    der, key, private = person()
    hash_name = kind.removeprefix("dstu-")
    soft = token_maker("head")
    soft.make_key("01")
    soft.put_certificate("01", der)

    def signed(mechanism: int, data: bytes) -> bytes:
        digest = data if mechanism == 0x80420031 else digest_of(hash_name, data)
        raw = sign(private, key, digest)
        return bytes((4, len(raw))) + raw if wrapped else raw

    signer = Signer(tmp_path / "signer", signed)
    shim.spoil("key_type 80420131", f"mechanisms {mechanisms}", signer.setting)
    token = opened(Pkcs11Token(shim.module))
    (certificate,) = token.scan().certificates
    signature = token.sign(certificate, DATA, PIN, kind, digest=digest_of(hash_name, DATA))
    assert signer.asked[0][0] == chosen
    check_signature(Scheme(hash_name, "dstu"), der, signature, DATA)


def test_message_authentication_codes_are_never_chosen(shim: Shim, token_maker: TokenMaker, opened: Opened) -> None:
    soft = token_maker("head")
    soft.make_key("01")
    soft.put_certificate("01", person()[0])
    token = opened(Pkcs11Token(shim.module))
    (certificate,) = token.scan().certificates
    for mechanisms, digest in (("80420014 80420015", bytes(32)), ("80420031", None), ("80420033", bytes(32))):
        shim.spoil("key_type 80420131", f"mechanisms {mechanisms}")
        shim.calls()
        with pytest.raises(KnownError, match="NO_SIGN_MECHANISM"):
            token.sign(certificate, DATA, PIN, "dstu-gost34311", digest=digest)
        assert shim.calls()["C_Login"] == 0


def test_key_of_another_type_than_the_certificate(shim: Shim, token_maker: TokenMaker, opened: Opened) -> None:
    soft = token_maker("head")
    soft.make_key("01")  # a P-256 key under a DSTU certificate
    soft.put_certificate("01", person()[0])
    shim.spoil("mechanisms 80420032")
    token = opened(Pkcs11Token(shim.module))
    (certificate,) = token.scan().certificates
    with pytest.raises(KnownError, match="KEY_CERT_MISMATCH"):
        token.sign(certificate, DATA, PIN, "dstu-gost34311")


@pytest.mark.parametrize(
    ("kind", "way", "length"),
    [("EC:prime256v1", "ecdsa", n) for n in (0, 63, 65, 72, 1024)]
    + [("EC:prime256v1", "ecdsa", 4_000_000_000), ("rsa:2048", "rsa", 255), ("rsa:2048", "rsa", 512)],
)
def test_signature_of_a_wrong_length_stays_here(
    shim: Shim, token_maker: TokenMaker, authority: Authority, opened: Opened, kind: str, way: SignKind, length: int
) -> None:
    fill(token_maker("head"), authority, "01", kind)
    shim.spoil(f"signature_length {length}")
    token = opened(Pkcs11Token(shim.module))
    (certificate,) = token.scan().certificates
    with pytest.raises(KnownError, match="TOKEN_ANSWER_INVALID"):
        token.sign(certificate, DATA, PIN, way)


def delete(soft: SoftToken, key_id: str, *kinds: str) -> None:
    for kind in kinds:
        soft.run("--login", "--pin", PIN, "--delete-object", "--type", kind, "--id", key_id)


@pytest.mark.parametrize("kind", ["EC:prime256v1", "rsa:2048"])
def test_the_public_key_finds_what_the_id_does_not(
    token_maker: TokenMaker, authority: Authority, opened: Opened, kind: str
) -> None:
    """Certificates whose ids are swapped, and one whose id no key has."""
    soft = token_maker("head")
    made = {}
    for key_id in ("01", "02", "03"):
        soft.make_key(key_id, kind)
        made[key_id] = authority.person(public=load_der_public_key(soft.public_key(key_id))).der
    for key_id, der in (("02", made["01"]), ("01", made["02"]), ("77", made["03"])):
        soft.put_certificate(key_id, der)
    token = opened(Pkcs11Token(Module("SoftHSM2", module_path())))
    certificates = token.scan().certificates
    assert {c.key_seen for c in certificates} == {KeySeen.PUBLIC_ONLY}
    assert len(certificates) == 3
    for certificate in certificates:
        signature = token.sign(certificate, DATA, PIN, "rsa" if "rsa" in kind else "ecdsa")
        check(certificate.der, signature, hashes.SHA256())


def test_without_public_keys_the_id_decides(token_maker: TokenMaker, authority: Authority, opened: Opened) -> None:
    soft = token_maker("head")
    der = fill(soft, authority)
    fill(soft, authority, "02")
    delete(soft, "01", "pubkey")
    token = opened(Pkcs11Token(Module("SoftHSM2", module_path())))
    mine = {c.der: c for c in token.scan().certificates}
    assert sorted(c.key_seen.value for c in mine.values()) == ["public_only", "unknown"]
    check(der, token.sign(mine[der], DATA, PIN, "ecdsa"), hashes.SHA256())


def test_modulus_of_another_key(token_maker: TokenMaker, authority: Authority, opened: Opened) -> None:
    soft = token_maker("head")
    fill(soft, authority, "01", "rsa:2048")
    soft.make_key("02", "rsa:2048")
    certificate = authority.person(public=rsa.generate_private_key(65537, 2048).public_key()).der
    soft.put_certificate("02", certificate)
    token = opened(Pkcs11Token(Module("SoftHSM2", module_path())))
    other = next(c for c in token.scan().certificates if c.der == certificate)
    with pytest.raises(KnownError, match="KEY_CERT_MISMATCH"):
        token.sign(other, DATA, PIN, "rsa")


def test_certificate_without_its_key(token_maker: TokenMaker, authority: Authority, opened: Opened) -> None:
    soft = token_maker("head")
    fill(soft, authority)
    delete(soft, "01", "privkey", "pubkey")
    token = opened(Pkcs11Token(Module("SoftHSM2", module_path())))
    refused(token, "KEY_ABSENT")
    assert token.scan().certificates[0].key_seen is KeySeen.UNKNOWN


def test_keys_that_may_not_sign_here(token_maker: TokenMaker, authority: Authority, opened: Opened) -> None:
    soft = token_maker("head")
    key = ec.generate_private_key(ec.SECP224R1())
    soft.make_key("01")
    soft.put_certificate("01", authority.person(public=key.public_key()).der)
    token = opened(Pkcs11Token(Module("SoftHSM2", module_path())))
    refused(token, "UNSUPPORTED_ALGORITHM")
    (certificate,) = token.scan().certificates
    broken = TokenCertificate(certificate.token, b"\x01", "", certificate.der[:40])
    with pytest.raises(KnownError, match="CERTIFICATE_UNREADABLE"):
        token.sign(broken, DATA, PIN, "ecdsa")


@pytest.mark.parametrize("at", ["C_OpenSession", "C_Login", "C_SignInit", "C_Sign", "C_GetMechanismList"])
def test_pulled_out_at_every_moment(head: Pkcs11Token, shim: Shim, at: str) -> None:
    (certificate,) = head.scan().certificates
    shim.spoil(f"removed_at {at}")
    shim.calls()
    with pytest.raises(KnownError, match="TOKEN_REMOVED"):
        head.sign(certificate, DATA, PIN, "ecdsa")
    assert shim.calls()["C_Login"] <= 1
    assert head.scan().tokens == ()
    assert not head.present(certificate.token)
    shim.spoil("put_back 1")
    assert head.present(certificate.token)
    assert len(head.sign(certificate, DATA, PIN, "ecdsa")) == 64


@pytest.mark.parametrize("function", ["C_SignInit", "C_Sign"])
@pytest.mark.parametrize("value", ["5", "6", "30", "101"])
def test_failure_while_the_token_is_there(head: Pkcs11Token, shim: Shim, function: str, value: str) -> None:
    shim.spoil(f"fail {function} {value}")
    assert refused(head, "TOKEN_FAILURE").facts["rv"].startswith("CKR_")
    shim.spoil()
    (certificate,) = head.scan().certificates
    assert len(head.sign(certificate, DATA, PIN, "ecdsa")) == 64
