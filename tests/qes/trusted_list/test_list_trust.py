"""Whom a list makes trusted, when, for what; and the words for whom it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import KeyKind, read_certificate
from cabinet.qes.chain import build_chain, build_path
from cabinet.qes.time_stamp import make_token, read_time_stamp
from cabinet.qes.trust import TrustSource
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.distrust import Distrust, Reason
from cabinet.qes.trusted_list.hosts import named_hosts
from cabinet.qes.trusted_list.model import Service, TrustedList
from cabinet.qes.trusted_list.trust import EIDAS, TrustedListTrust
from tests.qes.dstu_material import uapki
from tests.qes_authority import NOW, Authority, Person, name, usage
from tests.static_trust import StaticTrust
from tests.trusted_list_kit import BOTH, CZO, ETSI, SEALS, period, service, signed, signer, stamp_unit

GRANTED = f"{CZO}TrustedList/Svcstatus/granted"
WITHDRAWN = f"{CZO}TrustedList/Svcstatus/withdrawn"
DAY = timedelta(days=1)
NONE: Any = frozenset()


@pytest.fixture(scope="module")
def person(authority: Authority) -> Person:
    return authority.person()


def listed(services: Sequence[Service], **changes: object) -> TrustedList:
    by = signer()
    return accept(signed(by, services, **changes), by.pins, NOW)


def trust_of(*services: Service, **changes: object) -> TrustedListTrust:
    return TrustedListTrust(listed(services, **changes))


def test_a_person_is_trusted_by_the_list(authority: Authority, person: Person) -> None:
    trust: TrustSource = trust_of(service(authority.der))
    chain = build_chain(read_certificate(person.der), [], trust, NOW)
    assert [c.der for c in chain.path] == [person.der, authority.der]
    assert trust_of(service(authority.der)).why_not(chain.signer, NOW) is None


@pytest.mark.parametrize("kind", [f"{CZO}Svctype/CA/QC", f"{CZO}Svctype/MR-CA/QC", f"{CZO}Svctype/National-CA/QC"])
def test_kinds_of_issuers(authority: Authority, kind: str) -> None:
    assert len(trust_of(service(authority.der, periods=[period(kind)])).anchors(NOW)) == 1


def test_dstu_issuers_are_anchors_and_build_paths() -> None:
    """A real certificate of 2022 by the real issuer «Дія», both DSTU 4145, as a list holds the issuer."""
    leaf = read_certificate(uapki("diia-test-sign"))
    moment = leaf.not_before + DAY
    days = (NOW - moment).days + 30
    trust = trust_of(service(uapki("diia-CA"), periods=[period(days=days)]))
    assert [a.key_kind for a in trust.anchors(moment)] == [KeyKind.DSTU]
    assert trust.why_not(leaf, moment) is None
    assert [c.der for c in build_path(leaf, [], trust, moment).path] == [leaf.der, uapki("diia-CA")]
    ended = trust_of(service(uapki("diia-CA"), periods=[period(status=WITHDRAWN, days=days)]))
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
        build_path(leaf, [], ended, moment)


BAD: dict[str, tuple[dict[str, Any], Reason]] = {
    "withdrawn": ({"status": WITHDRAWN}, Reason.WITHDRAWN),
    "an unknown status": ({"status": "http://example.example/granted"}, Reason.WITHDRAWN),
    "national only": ({"status": f"{ETSI}TrustedList/Svcstatus/recognisedatnationallevel"}, Reason.WITHDRAWN),
    "accredited long ago": ({"status": f"{ETSI}TrustedList/Svcstatus/accredited"}, Reason.WITHDRAWN),
    "seals only": ({"purposes": SEALS}, Reason.NOT_FOR_SIGNATURES),
    "no purpose": ({"purposes": NONE}, Reason.NOT_FOR_SIGNATURES),
    "a time-stamp service": ({"kind": f"{CZO}Svctype/TSA/QTST"}, Reason.OTHER_SERVICE),
    "a root": ({"kind": f"{CZO}Svctype/NationalRootCA-QC"}, Reason.OTHER_SERVICE),
    "not qualified": ({"kind": f"{ETSI}Svctype/CA/PKC"}, Reason.OTHER_SERVICE),
    "not yet": ({"days": -1}, Reason.NOT_YET),
}


@pytest.mark.parametrize("case", BAD)
def test_who_is_not_trusted(authority: Authority, person: Person, case: str) -> None:
    changes, reason = BAD[case]
    trust = trust_of(service(authority.der, periods=[period(**changes)]))
    assert not trust.anchors(NOW)
    certificate = read_certificate(person.der)
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
        build_chain(certificate, [authority.der], trust, NOW)
    why = trust.why_not(certificate, NOW)
    assert why is not None
    assert why.reason is reason


def test_an_issuer_nobody_listed(person: Person) -> None:
    why = trust_of(service(Authority().root_der)).why_not(read_certificate(person.der), NOW)
    assert why == Distrust(Reason.UNKNOWN)


def test_a_certificate_of_no_authority_is_no_anchor(authority: Authority, person: Person) -> None:
    trust = trust_of(service(person.der))
    assert not trust.anchors(NOW)
    why = trust.why_not(read_certificate(authority.person().der), NOW)
    assert why == Distrust(Reason.UNKNOWN)


def test_history_decides_for_earlier_moments(authority: Authority) -> None:
    trust = trust_of(service(authority.der, periods=[period(status=WITHDRAWN, days=10), period(days=100)]))
    for days, count in ((9, 0), (10, 0), (11, 1), (100, 1), (101, 0)):
        assert len(trust.anchors(NOW - days * DAY)) == count
    why = trust.why_not(read_certificate(authority.person().der), NOW)
    assert why is not None
    assert why.since == NOW - 10 * DAY


def test_silence_about_purposes(authority: Authority) -> None:
    """Said enough abroad before eIDAS; since then, and in Ukraine, never."""
    since = (NOW - EIDAS).days + 400
    old = service(
        authority.der,
        periods=[
            period(f"{ETSI}Svctype/CA/QC", f"{ETSI}TrustedList/Svcstatus/accredited", NONE, since),
        ],
    )
    before, after = EIDAS - timedelta(seconds=1), EIDAS
    estonia = trust_of(old, territory="EE")
    assert (len(estonia.anchors(before)), len(estonia.anchors(after))) == (1, 0)
    assert not trust_of(old).anchors(before)
    assert not estonia.seals().anchors(before), "qualified certificates were for signatures alone"
    granted = replace(old, periods=(period(f"{ETSI}Svctype/CA/QC", GRANTED, NONE, since),))
    estonia = trust_of(granted, territory="EE")
    assert [len(estonia.anchors(at)) for at in (before, after, NOW)] == [1, 0, 0]
    spoken = replace(granted, periods=(period(f"{ETSI}Svctype/CA/QC", GRANTED, BOTH, since),))
    assert len(trust_of(spoken, territory="EE").anchors(NOW)) == 1


def test_what_is_not_understood_is_not_trusted(authority: Authority, person: Person) -> None:
    known = listed([service(authority.der)])
    odd = replace(known.services[0], periods=(replace(known.services[0].periods[0], understood=False),))
    trust = TrustedListTrust(replace(known, services=(odd,)))
    assert not trust.anchors(NOW)
    why = trust.why_not(read_certificate(person.der), NOW)
    assert why is not None
    assert why.reason is Reason.NOT_UNDERSTOOD


def test_two_entries_that_contradict(authority: Authority, person: Person) -> None:
    ended = service(authority.der, periods=[period(status=WITHDRAWN)])
    for services in ([service(authority.der), ended], [ended, service(authority.der)]):
        trust = trust_of(*services)
        assert not trust.anchors(NOW)
        why = trust.why_not(read_certificate(person.der), NOW)
        assert why is not None
        assert why.reason is Reason.CONTRADICTION
    seals_ended = service(authority.der, periods=[period(status=WITHDRAWN, purposes=SEALS)])
    assert len(trust_of(service(authority.der), seals_ended).anchors(NOW)) == 1


def test_several_lists_and_their_ends(authority: Authority, person: Person) -> None:
    short = listed([service(authority.der)], next_update=NOW + DAY)
    long = listed([service(uapki("diia-CA"))])
    trust = TrustedListTrust(short, long)
    certificate = read_certificate(person.der)
    assert len(trust.anchors(NOW)) == 2
    later = NOW + DAY
    assert [a.key_kind for a in trust.anchors(later)] == [KeyKind.DSTU]
    assert trust.why_not(certificate, later) == Distrust(Reason.LIST_EXPIRED, "Послуга", NOW + DAY)
    for moment in (NOW + 170 * DAY, NOW + 1000 * DAY):
        with pytest.raises(KnownError, match="TRUSTED_LIST_EXPIRED"):
            trust.anchors(moment)
        with pytest.raises(KnownError, match="TRUSTED_LIST_EXPIRED"):
            trust.stamps().anchors(moment)
    with pytest.raises(KnownError, match="TRUSTED_LIST_EXPIRED"):
        TrustedListTrust().anchors(NOW)


def test_an_unreadable_certificate_leaves_the_rest(authority: Authority) -> None:
    trust = trust_of(service(b"\x30\x03\x02\x01\x01", authority.der))
    assert [a.der for a in trust.anchors(NOW)] == [authority.der]
    assert trust.hosts() == {"root.test"}


def test_sentences() -> None:
    said = set()
    for reason in Reason:
        distrust = Distrust(reason, "{since} «Є»", datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
        for sentence in (distrust.uk, distrust.en):
            assert sentence.endswith(".")
            if "Є" in sentence:
                assert "{since} «Є»" in sentence
            said.add(sentence)
    assert len(said) == 2 * len(Reason)
    assert "2026-04-01" in Distrust(Reason.WITHDRAWN, "x", datetime(2026, 3, 31, 22, 30, tzinfo=UTC)).uk


def test_time_stamps_by_a_unit_that_the_list_holds(authority: Authority) -> None:
    key, certificate = stamp_unit(authority)
    der = certificate.public_bytes(Encoding.DER)
    token = make_token(
        hashes_of(b"signature"), 7, "1.2.3", NOW, der, lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))
    )
    for kind in (f"{CZO}Svctype/TSA/QTST", f"{CZO}Svctype/MR-TSA/QTST"):
        trust = trust_of(service(der, periods=[period(kind, purposes=NONE)]))
        stamp = read_time_stamp(token, b"signature", trust.stamps())
        assert (stamp.serial, stamp.authority.der) == (7, der)
        assert not trust.anchors(NOW)
    refused = [
        trust_of(service(der, periods=[period(f"{CZO}Svctype/TSA/QTST", WITHDRAWN, NONE)])).stamps(),
        trust_of(service(der)).stamps(),
        trust_of(service(authority.root_der)).stamps(),
        trust_of(service(authority.root_der, periods=[period(f"{CZO}Svctype/TSA/QTST", days=-1)])).stamps(),
    ]
    for source in refused:
        with pytest.raises(KnownError, match="TIME_STAMP_INVALID"):
            read_time_stamp(token, b"signature", source)
    issuer = trust_of(service(authority.root_der, periods=[period(f"{CZO}Svctype/TSA/QTST", purposes=NONE)]))
    assert read_time_stamp(token, b"signature", issuer.stamps()).authority.der == der


def test_a_person_is_never_an_anchor_of_a_log_in(person: Person) -> None:
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
        build_chain(read_certificate(person.der), [], StaticTrust([person.der]), NOW)


def hashes_of(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()


def with_addresses() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    uri = x509.UniformResourceIdentifier
    asks = [
        (AuthorityInformationAccessOID.OCSP, uri("http://OCSP.root.example:8080/ask")),
        (AuthorityInformationAccessOID.CA_ISSUERS, uri("https://issuers.root.example/ca.p7b")),
        (AuthorityInformationAccessOID.CA_ISSUERS, uri("ldap://ldap.root.example/cn=ca")),
        (AuthorityInformationAccessOID.CA_ISSUERS, x509.DirectoryName(name("no address"))),
    ]
    points = [
        x509.DistributionPoint([uri("http://crl.root.example./full.crl"), uri("not an address")], None, None, None),
        x509.DistributionPoint(None, None, None, [x509.DirectoryName(name("no address"))]),
    ]
    newest = [x509.DistributionPoint([uri("http://delta.root.example/delta.crl")], None, None, None)]
    own = [x509.DNSName("CA.provider.example"), x509.DNSName("*.wild.example"), x509.RFC822Name("ca@mail.example")]
    return (
        x509.CertificateBuilder()
        .subject_name(name("CA with addresses"))
        .issuer_name(name("Root"))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(x509.AuthorityInformationAccess([x509.AccessDescription(*each) for each in asks]), False)
        .add_extension(x509.CRLDistributionPoints(points), False)
        .add_extension(x509.FreshestCRL(newest), False)
        .add_extension(x509.SubjectAlternativeName(own), False)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def test_hosts_that_a_list_names() -> None:
    found = {
        "ocsp.root.example", "issuers.root.example", "crl.root.example", "delta.root.example", "ca.provider.example",
    }  # fmt: skip
    assert named_hosts(with_addresses()) == found
    points = ("http://ask.provider.example/ocsp", "ftp://files.example/x", "http://[broken", "mailto:ca@mail.example")
    trust = trust_of(service(with_addresses(), supply_points=points))
    assert trust.hosts() == found | {"ask.provider.example"}
    other = service(with_addresses(), periods=[period(f"{ETSI}Svctype/IdV")])
    assert trust_of(other).hosts() == frozenset()


def test_a_list_names_the_host_that_a_real_person_has_to_ask() -> None:
    """By the issuer's alternative name alone: its other addresses are the root's."""
    hosts = trust_of(service(uapki("diia-CA"))).hosts()
    assert hosts == {"czo.gov.ua", "ca.informjust.ua"}
    assert named_hosts(uapki("diia-test-sign")) == {"ca.informjust.ua"}


def test_hosts_of_garbage() -> None:
    for der in (b"", b"\x30", bytes(100), with_addresses()[:-7]):
        assert named_hosts(der) == frozenset()
