"""What a certificate says is read strictly: its size, what stands in it twice, who signs, what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ObjectIdentifier

from cabinet.contract.errors import KnownError
from cabinet.qes import oids
from cabinet.qes.algorithms import EC_KEY
from cabinet.qes.certificate import MAX_CERTIFICATE, KeyKind, read_certificate
from cabinet.qes.der import SEQUENCE, SET, oid, tlv
from tests.qes.dstu_material import with_key
from tests.qes_authority import NOW, Authority, name, usage

PRINTABLE, BITS = 0x13, 0x03


def refused(der: bytes) -> str:
    with pytest.raises(KnownError, match="CERTIFICATE_UNREADABLE") as told:
        read_certificate(der)
    return told.value.detail


def extension(dotted: str, value: bytes) -> x509.UnrecognizedExtension:
    return x509.UnrecognizedExtension(ObjectIdentifier(dotted), value)


def attributes(*pairs: tuple[str, Sequence[str]]) -> x509.UnrecognizedExtension:
    """Return subjectDirectoryAttributes."""
    found = [
        tlv(SEQUENCE, oid(dotted), tlv(SET, *(tlv(PRINTABLE, value.encode()) for value in values)))
        for dotted, values in pairs
    ]
    return extension(oids.SUBJECT_DIRECTORY_ATTRIBUTES, tlv(SEQUENCE, *found))


@pytest.mark.parametrize(("length", "looked_at"), [(0, False), (MAX_CERTIFICATE, True), (MAX_CERTIFICATE + 1, False)])
def test_what_is_too_long_is_not_even_looked_at(length: int, looked_at: bool) -> None:
    assert (refused(b"\x30" * length) != "size") is looked_at


@pytest.mark.parametrize(("levels", "read"), [(10, True), (40, False)])
def test_nesting_without_end(authority: Authority, levels: int, read: bool) -> None:
    value = b""
    for _ in range(levels):
        value = tlv(SEQUENCE, value)
    der = authority.person(named=[extension("1.2.3.4", value)]).der
    if read:
        assert read_certificate(der).rnokpp == "3141592650"
    else:
        assert refused(der) == "ValueError"


@pytest.mark.parametrize(
    ("pairs", "rnokpp"),
    [
        ([(oids.DRFO, ["3141592650"])], "3141592650"),
        ([(oids.DRFO, ["3141592650"]), (oids.DRFO, ["3141592650"])], "3141592650"),
        ([(oids.DRFO, ["3141592650"]), (oids.DRFO, ["3141592651"])], None),
        ([(oids.DRFO, ["3141592650", "3141592651"])], None),
        ([(oids.DRFO, ["3141592651", "3141592650"])], None),
    ],
)
def test_an_attribute_is_given_once(
    authority: Authority, pairs: list[tuple[str, list[str]]], rnokpp: str | None
) -> None:
    der = authority.person(None, None, named=[attributes(*pairs)]).der
    if rnokpp is not None:
        assert read_certificate(der).rnokpp == rnokpp
    else:
        assert refused(der) == "ValueError"


def test_three_ways_to_be_a_seal(authority: Authority) -> None:
    person = authority.person()
    assert not read_certificate(person.der).is_seal
    assert read_certificate(authority.person(seal=True).der).is_seal, "by its type"
    used = x509.ExtendedKeyUsage([ObjectIdentifier(oids.EKU_SEAL)])
    assert read_certificate(authority.person(named=[used]).der).is_seal, "by its usage"
    assert read_certificate(authority.person(rnokpp=None).der).is_seal, "a company without a person"


@pytest.mark.parametrize(
    ("usages", "signs"),
    [
        (("digital_signature",), True), (("content_commitment",), True),
        (("digital_signature", "content_commitment"), True), (("key_agreement",), False),
        (("key_encipherment", "data_encipherment"), False),
    ],
)  # fmt: skip
def test_which_keys_sign(authority: Authority, usages: tuple[str, ...], signs: bool) -> None:
    assert read_certificate(authority.person(usages=usages).der).signs is signs


def test_a_curve_that_is_written_out_is_none_of_the_table() -> None:
    for parameters in (tlv(SEQUENCE, b"\x02\x01\x01"), oid("1.3.132.0.10"), b""):
        info = tlv(SEQUENCE, tlv(SEQUENCE, oid(EC_KEY), parameters), tlv(BITS, b"\0\x04" + bytes(64)))
        found = read_certificate(with_key(info))
        assert (found.key_kind, found.key_bits, found.key_name) == (KeyKind.OTHER, 0, "")


def test_what_is_critical_and_not_known(authority: Authority) -> None:
    def made(*more: tuple[x509.ExtensionType, bool]) -> str | None:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name("x"))
            .issuer_name(name("y"))
            .public_key(authority.certificate.public_key())
            .serial_number(5)
            .not_valid_before(NOW)
            .not_valid_after(NOW + timedelta(days=1))
            .add_extension(usage("digital_signature"), critical=True)
        )
        for each, critical in more:
            builder = builder.add_extension(each, critical)
        der = builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)
        return read_certificate(der).unknown_critical

    assert made() is None
    assert made((extension("1.2.3.4", b"\x05\x00"), False)) is None
    assert made((extension("1.2.3.4", b"\x05\x00"), True)) == "1.2.3.4"
    assert made((extension(oids.QC_STATEMENTS, tlv(SEQUENCE)), True)) is None, "it is known, and says nothing"
