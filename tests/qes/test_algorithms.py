"""Authority × responder × leaf of every algorithm, written and judged by OpenSSL: one table for all that is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import CURVES, Scheme, check_signature, named_scheme
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import Certificate, read_certificate
from cabinet.qes.chain import Chain, build_path, issued, openssl_opinion
from cabinet.qes.der import NULL, SEQUENCE, algorithm, oid, tlv
from cabinet.qes.digests import digest_of
from cabinet.qes.revocation import check_revocation
from cabinet.qes.revocation_words import Road
from cabinet.token.pkcs11.public_key import public_key_of
from tests.forging.dstu import dstu_key
from tests.qes.authorities import STRONG, UNKNOWN, WEAK, Algorithm, OpensslAuthority, curve
from tests.qes.dstu_material import sign, with_key
from tests.qes.services import Web
from tests.qes_authority import FULL_URL, OCSP_URL
from tests.static_trust import StaticTrust

# Every algorithm is once the authority's, once the responder's and once the leaf's, with ever other company.
_RESPONDERS, _LEAVES = cycle(STRONG[7:] + STRONG[:7]), cycle(STRONG[13:] + STRONG[:13])
COMPANIES = [(authority, next(_RESPONDERS), next(_LEAVES)) for authority in STRONG]


def now() -> datetime:
    return datetime.now(UTC)


class World:
    def __init__(self, folder: Path, authority: Algorithm, leaf: Algorithm, **options: bool) -> None:
        self.openssl = OpensslAuthority(folder, authority, **options)
        self.issuer = read_certificate(self.openssl.certificate)
        self.leaf = read_certificate(self.openssl.issue("leaf", leaf))
        self.web = Web()

    def check(self) -> Road:
        (found,) = check_revocation(Chain((self.leaf, self.issuer)), Answers(self.web), now())
        return found.road

    def answers(self, by: str, scheme: Algorithm) -> None:
        self.web.served = {OCSP_URL: lambda query: self.openssl.answer(query, by, scheme, "leaf")}

    def lists(self, *revoked: str) -> None:
        self.web.served = {FULL_URL: self.openssl.revocation_list(*revoked)}


def refusal(world: World) -> KnownError:
    with pytest.raises(KnownError) as refused:
        world.check()
    return refused.value


@pytest.mark.parametrize(("authority", "responder", "leaf"), COMPANIES, ids=str)
def test_openssl_and_we_agree(tmp_path: Path, authority: Algorithm, responder: Algorithm, leaf: Algorithm) -> None:
    world = World(tmp_path, authority, leaf)
    assert issued(world.issuer, world.leaf)
    assert len(build_path(world.leaf, (), StaticTrust([world.issuer.der]), now()).path) == 2
    world.lists()
    assert world.openssl.openssl_believes_list("leaf")
    assert world.check() is Road.CRL
    world.lists("leaf")
    assert not world.openssl.openssl_believes_list("leaf")
    assert refusal(world).code == "CERT_REVOKED"
    world.answers("ca", authority)
    assert world.check() is Road.OCSP
    assert world.openssl.openssl_believes_answer("leaf")
    world.openssl.issue("responder", responder, "responder")
    world.answers("responder", responder)
    assert world.check() is Road.OCSP
    assert world.openssl.openssl_believes_answer("leaf")


@pytest.mark.parametrize("authority", STRONG[::4], ids=str)
def test_one_bit_more_is_no_signature(tmp_path: Path, authority: Algorithm) -> None:
    world = World(tmp_path, authority, STRONG[0])
    genuine = world.openssl.revocation_list()
    for at in (-1, -20):
        spoiled = bytearray(genuine)
        spoiled[at] ^= 1
        world.web.served = {FULL_URL: bytes(spoiled)}
        assert refusal(world).code == "REVOCATION_UNAVAILABLE"


@pytest.mark.parametrize("authority", UNKNOWN, ids=str)
def test_unsupported_is_called_so(tmp_path: Path, authority: Algorithm) -> None:
    """Genuine, and by an algorithm that is not in the table: waiting would never help."""
    world = World(tmp_path, authority, STRONG[0])
    world.lists()
    assert world.openssl.openssl_believes_list("leaf")
    assert refusal(world).code == "REVOCATION_UNSUPPORTED"
    world.answers("ca", authority)
    assert refusal(world).code == "REVOCATION_UNSUPPORTED"


@pytest.mark.parametrize("responder", UNKNOWN, ids=str)
def test_unsupported_responder_is_called_so(tmp_path: Path, responder: Algorithm) -> None:
    world = World(tmp_path, STRONG[0], STRONG[1])
    world.openssl.issue("responder", responder, "responder")
    world.answers("responder", responder)
    assert refusal(world).code == "REVOCATION_UNSUPPORTED"


@pytest.mark.parametrize("authority", WEAK, ids=str)
def test_weak_is_never_believed(tmp_path: Path, authority: Algorithm) -> None:
    world = World(tmp_path, authority, STRONG[0])
    world.lists()
    refused = refusal(world)
    assert (refused.code, "WEAK_ALGORITHM" in refused.detail) == ("REVOCATION_UNAVAILABLE", True)


def test_path_without_key_identifiers(tmp_path: Path) -> None:
    """Left out by real authorities; OpenSSL demands them under its strict flag alone."""
    world = World(tmp_path, STRONG[0], STRONG[0], identifier=False)
    assert len(build_path(world.leaf, (), StaticTrust([world.issuer.der]), now()).path) == 2
    world.lists()
    assert world.check() is Road.CRL
    world.lists("leaf")
    assert refusal(world).code == "CERT_REVOKED"
    other = World(tmp_path / "other", STRONG[0], STRONG[0])
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
        openssl_opinion((world.leaf, other.issuer), now(), ())


def pss(digest: bytes, mask: bytes, salt: bytes = b"", trailer: bytes = b"") -> bytes:
    return tlv(SEQUENCE, tlv(0xA0, digest), tlv(0xA1, mask), *([tlv(0xA2, salt)] if salt else []), trailer)


MGF_1, SHA_256, SHA_384, SHA_1 = (
    "1.2.840.113549.1.1.8", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "1.3.14.3.2.26",
)  # fmt: skip
PSS = "1.2.840.113549.1.1.10"


def mgf(digest: str, name: str = MGF_1) -> bytes:
    return algorithm(name, algorithm(digest, NULL))


def test_parameters_of_pss() -> None:
    strong = algorithm(SHA_256, NULL)
    assert named_scheme(PSS, pss(strong, mgf(SHA_384))) == Scheme("sha256", "rsa-pss", "sha384", 20)
    assert named_scheme(PSS, pss(strong, mgf(SHA_256), b"\x02\x01\x00")).salt == 0
    assert named_scheme(PSS, pss(strong, mgf(SHA_256), b"\x02\x02\x08\x00")).salt == 2048
    assert named_scheme(PSS, pss(strong, mgf(SHA_256), trailer=tlv(0xA3, b"\x02\x01\x01"))).salt == 20


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        (b"", "WEAK_ALGORITHM"),
        (tlv(SEQUENCE), "WEAK_ALGORITHM"),
        (tlv(SEQUENCE, tlv(0xA0, algorithm(SHA_256, NULL))), "WEAK_ALGORITHM"),
        (pss(algorithm(SHA_1, NULL), mgf(SHA_256)), "WEAK_ALGORITHM"),
        (pss(algorithm(SHA_256, NULL), mgf(SHA_1)), "WEAK_ALGORITHM"),
        (pss(algorithm(SHA_256, NULL), mgf(SHA_256, "1.2.3")), "UNSUPPORTED_ALGORITHM"),
        (pss(algorithm(SHA_256, NULL), mgf(SHA_256), b"\x02\x02\x08\x01"), "UNSUPPORTED_ALGORITHM"),
        (pss(algorithm(SHA_256, NULL), mgf(SHA_256), b"\x02\x01\xff"), "UNSUPPORTED_ALGORITHM"),
        (pss(algorithm(SHA_256, NULL), mgf(SHA_256), trailer=tlv(0xA3, b"\x02\x01\x02")), "UNSUPPORTED_ALGORITHM"),
        (b"\x30\x03\x02", "BAD_CMS"),
    ],
)
def test_parameters_of_pss_that_are_not_believed(parameters: bytes, code: str) -> None:
    with pytest.raises(KnownError) as refused:
        named_scheme(PSS, parameters)
    assert refused.value.code == code


def test_key_of_pss_alone_signs_by_no_other_padding(tmp_path: Path) -> None:
    world = World(tmp_path, next(each for each in STRONG if each.key[1] == "RSA-PSS"), STRONG[0])
    with pytest.raises(KnownError, match="RSA-PSS alone"):
        check_signature(Scheme("sha256", "rsa"), world.issuer.der, bytes(256), b"")


@pytest.mark.parametrize(
    ("name", "code"),
    [("P-224", "WEAK_ALGORITHM"), ("P-192", "WEAK_ALGORITHM"), ("secp256k1", "UNSUPPORTED_ALGORITHM")],
)
def test_a_small_curve_is_weak_and_a_strange_one_unsupported(tmp_path: Path, name: str, code: str) -> None:
    world = World(tmp_path, curve(name, "sha256"), STRONG[0])
    signature = encode_dss_signature(1, 1)
    with pytest.raises(KnownError) as refused:
        check_signature(Scheme("sha256", "ecdsa"), world.issuer.der, signature, b"")
    assert refused.value.code == code


@pytest.mark.parametrize(("degree", "code"), [(163, "DSTU_FIELD_SMALL"), (233, "DSTU_FIELD_SMALL"), (257, "OK")])
def test_small_fields_are_not_believed(degree: int, code: str) -> None:
    """A genuine signature each time."""
    info, private, key = dstu_key(degree)
    signature = sign(private, key, digest_of("gost34311", b"text"))
    assert refused_as(lambda: check_signature(Scheme("gost34311", "dstu"), with_key(info), signature, b"text")) == code


def refused_as(work: Callable[[], object]) -> str:
    try:
        work()
    except KnownError as error:
        return error.code
    return "OK"


def test_the_token_and_the_verifier_know_the_same_curves(tmp_path: Path) -> None:
    assert len(CURVES) == 6
    for known in CURVES.values():
        world = World(
            tmp_path / known.name,
            curve(known.title, "sha256"),
            STRONG[0],
        )
        certificate: Certificate = world.issuer
        assert (certificate.key_bits, certificate.key_name) == (known.bits, known.title)
        assert public_key_of(certificate.der).bits == known.bits


def test_disagreeing_algorithms_inside_and_outside(tmp_path: Path) -> None:
    """What the signed body names must be what stands beside the signature (RFC 5280 §4.1.1.2)."""
    world = World(tmp_path, STRONG[0], STRONG[0])
    genuine = world.openssl.revocation_list()
    inside, outside = oid("1.2.840.10045.4.3.2"), oid("1.2.840.10045.4.3.3")
    assert genuine.count(inside) == 2
    at = genuine.rindex(inside)
    world.web.served = {FULL_URL: genuine[:at] + outside + genuine[at + len(outside) :]}
    assert refusal(world).code == "REVOCATION_UNAVAILABLE"
    assert x509.load_der_x509_crl(genuine).public_bytes(Encoding.DER) == genuine
