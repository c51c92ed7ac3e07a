"""Lists: whose they are, what they are about, and which delta continues which list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ObjectIdentifier
from hypothesis import given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import read_certificate
from cabinet.qes.crl import read_list
from tests.qes_authority import FULL_URL, NOW, Authority, name, point

HOUR = timedelta(hours=1)
SERIALS = pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
"""A changed bit may make a number negative, of which the library warns; what we say of it is the same."""


def scope(**changes: Any) -> tuple[x509.ExtensionType, bool]:
    values = {
        "full_name": None, "relative_name": None, "only_contains_user_certs": False, "only_contains_ca_certs": False,
        "only_some_reasons": None, "indirect_crl": False, "only_contains_attribute_certs": False, **changes,
    }  # fmt: skip
    return x509.IssuingDistributionPoint(**values), True


def test_reading(authority: Authority) -> None:
    freshest = x509.FreshestCRL([point("http://ca.test/newer.crl")])
    found = read_list(authority.crl(number=7, more=[(freshest, False)]), read_certificate(authority.der), delta=False)
    assert (found.number, found.base, found.issuer) == (7, None, "Test QES CA")
    assert (found.this_update, found.next_update) == (NOW - HOUR, NOW + HOUR)
    assert found.delta_urls == ("http://ca.test/newer.crl",)
    skew = timedelta(minutes=2)
    assert found.in_term(NOW - HOUR - skew, skew)
    assert not found.in_term(NOW - HOUR - skew - timedelta(seconds=1), skew)
    assert not found.in_term(NOW + HOUR, skew)


def test_entries(authority: Authority) -> None:
    entries = {5: "keyCompromise", 6: "certificateHold", 7: "removeFromCRL", 8: "unspecified"}
    found = read_list(authority.crl(entries=entries), read_certificate(authority.der), delta=False)
    told = {serial: found.entry(serial) for serial in (4, *entries)}
    assert told[4] is None
    assert {s: (e.reason, e.removed) for s, e in told.items() if e is not None} == {
        5: ("keyCompromise", False), 6: ("certificateHold", False), 7: ("removeFromCRL", True),
        8: ("unspecified", False),
    }  # fmt: skip


def test_scopes(authority: Authority) -> None:
    issuer, person = read_certificate(authority.der), read_certificate(authority.person().der)
    for changes, user, ca in (
        ({"only_contains_user_certs": True}, True, False),
        ({"only_contains_ca_certs": True}, False, True),
        ({"full_name": [x509.UniformResourceIdentifier(FULL_URL)]}, True, False),
        ({"full_name": [x509.UniformResourceIdentifier("http://ca.test/other.crl")]}, False, False),
    ):
        found = read_list(authority.crl(more=[scope(**changes)]), issuer, delta=False)
        assert (found.covers(person), found.covers(issuer)) == (user, ca), changes


def indirect(authority: Authority) -> bytes:
    """A list with an entry of another authority, which does not say that it is an indirect one."""
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(5)
        .revocation_date(NOW)
        .add_extension(x509.CertificateIssuer([x509.DirectoryName(name("Another"))]), critical=True)
        .build()
    )
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(NOW - HOUR)
        .next_update(NOW + HOUR)
        .add_revoked_certificate(entry)
    )
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


UNKNOWN = x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4"), b"\x05\x00")
A = Authority()
B = Authority()
BAD: dict[str, tuple[bytes, str]] = {
    "indirect": (A.crl(more=[scope(indirect_crl=True)]), "some kinds"),
    "indirect by an entry": (indirect(A), "indirect"),
    "some reasons": (
        A.crl(more=[scope(only_some_reasons=frozenset({x509.ReasonFlags.key_compromise}))]), "some kinds",
    ),
    "attribute certificates": (A.crl(more=[scope(only_contains_attribute_certs=True)]), "some kinds"),
    "relative": (
        A.crl(
            more=[scope(relative_name=x509.RelativeDistinguishedName(
                [x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")]
            ))]
        ),
        "some kinds",
    ),
    "critical": (A.crl(more=[(UNKNOWN, True)]), "critical 1.2.3.4"),
    "another key": (A.crl(key=B.key), "another key"),
    "another key, unnamed": (A.crl(key=B.key, keyed=False), "not the authority's"),
    "another authority": (B.crl(B.root, B.root_key), "another authority's"),
    "no term": (A.crl(start=HOUR, end=HOUR), "without a term"),
    "a delta": (A.crl(number=3, base=2), "a delta instead"),
    "garbage": (b"\x30\x03\x02\x01\x01", "unreadable"),
    "tail": (A.crl() + b"\0", "unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("trouble", BAD)
def test_lists_that_are_not_believed(trouble: str) -> None:
    der, said = BAD[trouble]
    with pytest.raises(KnownError, match=f"REVOCATION_UNAVAILABLE.*{said}"):
        read_list(der, read_certificate(A.der), delta=False)


def test_full_list_is_no_delta() -> None:
    with pytest.raises(KnownError, match="a full list instead"):
        read_list(A.crl(), read_certificate(A.der), delta=True)


def test_signer_must_be_allowed_to_sign_lists() -> None:
    person = A.person()
    with pytest.raises(KnownError, match="not for lists"):
        read_list(A.crl(person.certificate, person.key), read_certificate(person.der), delta=False)  # type: ignore[arg-type]


def test_entry_with_a_critical_demand() -> None:
    entry = x509.RevokedCertificateBuilder().serial_number(5).revocation_date(NOW).add_extension(UNKNOWN, critical=True)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(A.certificate.subject)
        .last_update(NOW - HOUR)
        .next_update(NOW + HOUR)
        .add_revoked_certificate(entry.build())
    )
    der = builder.sign(A.key, hashes.SHA256()).public_bytes(Encoding.DER)
    with pytest.raises(KnownError, match=r"REVOCATION_UNAVAILABLE: critical 1\.2\.3\.4 of an entry"):
        read_list(der, read_certificate(A.der), delta=False).entry(5)


@pytest.mark.parametrize(
    ("full", "base", "delta", "fits"),
    [(5, 5, 6, True), (5, 4, 6, True), (5, 6, 7, False), (5, 4, 5, False), (5, 3, 4, False), (None, 5, 6, False)],
)
def test_which_delta_continues_which_list(full: int | None, base: int, delta: int, fits: bool) -> None:
    issuer = read_certificate(A.der)
    whole = read_list(A.crl(number=full), issuer, delta=False)
    newer = read_list(A.crl(number=delta, base=base), issuer, delta=True)
    assert newer.continues(whole) is fits
    assert not whole.continues(whole)
    users = read_list(A.crl(number=delta, base=base, more=[scope(only_contains_user_certs=True)]), issuer, delta=True)
    assert not users.continues(whole)


@SERIALS
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_gives_known_errors(data: bytes) -> None:
    with pytest.raises(KnownError, match="REVOCATION_UNAVAILABLE"):
        read_list(data, read_certificate(A.der), delta=False)


WHOLE = A.crl(entries={5: "keyCompromise"})


@SERIALS
@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_every_flipped_bit_is_noticed(bit: int) -> None:
    changed = bytearray(WHOLE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(KnownError, match="REVOCATION_UNAVAILABLE"):
        read_list(bytes(changed), read_certificate(A.der), delta=False)
