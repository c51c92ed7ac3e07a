"""Time-stamps and what a signature carries for later: believed only where genuine, and only for what they can prove."""

from __future__ import annotations

import asyncio
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import TimeStamper

from cabinet.qes.cades_parts import take_apart
from cabinet.qes.der import OCTETS, SEQUENCE, oid, tlv
from cabinet.qes.digests import digest_of
from cabinet.qes.explain.attributes import REVOCATION_ARCHIVE, REVOCATION_VALUES, Level
from cabinet.qes.explain.envelope import read_envelope
from cabinet.qes.explain.report import Basis, Note, Standing, Verdict
from cabinet.qes.explain.values import embedded_in
from tests.qes.explain.kit import (
    CERTIFICATE_VALUES,
    CONTENT,
    SIGNATURE_STAMP,
    STAMPS,
    World,
    ago,
    attribute,
    basic_of,
    by_pyhanko,
    codes,
    in_data,
    revocation_values,
    with_unsigned,
)
from tests.qes.services import responder
from tests.qes_authority import NOW, Authority, Person
from tests.trusted_list_kit import period, service


@pytest.fixture
def gone(world: World) -> Person:
    """A person whose certificate's term is over since yesterday."""
    return world.authority.person(start=timedelta(days=-30), end=timedelta(days=-1))


def test_stamp_proves_the_time(world: World) -> None:
    report = world.judge(world.stamped(world.sign(), ago(days=2)))
    assert (report.verdict, report.level) == (Verdict.VALID_AT, Level.T)
    assert (report.moment.at, report.moment.basis) == (ago(days=2), Basis.STAMP)
    (stamp,) = report.stamps
    assert stamp.problem is None
    assert stamp.authority is not None
    assert stamp.authority.common_name == "Test TSA"
    assert stamp.listing is not None
    assert Note.CLAIMED_TIME not in report.notes


def test_revoked_after_the_stamp_and_before(world: World) -> None:
    blob = world.stamped(world.sign(), ago(days=2))
    world.revoke(ago(days=1))
    assert world.judge(blob).verdict is Verdict.VALID_AT
    world.revoke(ago(days=3))
    report = world.judge(blob)
    assert (report.verdict, report.sub) == (Verdict.INVALID, "REVOKED_NO_POE")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("other", "SIGNATURE_INVALID"),
        ("unlisted", "ISSUER_UNTRUSTED"),
        ("future", "CERT_NOT_YET_VALID"),
        ("garbage", "SIGNATURE_FILE_UNREADABLE"),
        ("before-the-service", "ISSUER_UNTRUSTED"),
    ],
)
def test_stamps_that_prove_nothing(world: World, spoil: str, code: str) -> None:
    blob, trust = world.sign(), world.trust()
    if spoil == "other":
        blob = with_unsigned(blob, **attribute(SIGNATURE_STAMP, world.token(bytes(32), ago(days=2))))
    elif spoil == "unlisted":
        blob = world.stamped(blob, ago(days=2))
        trust = world.trust([service(world.authority.der)])
    elif spoil == "future":
        blob = world.stamped(blob, NOW + timedelta(hours=1))
    elif spoil == "garbage":
        blob = with_unsigned(blob, **attribute(SIGNATURE_STAMP, tlv(SEQUENCE)))
    else:
        blob = world.stamped(blob, ago(days=2))
        young = period(kind=STAMPS.type_uri, purposes=frozenset(), days=1)
        trust = world.trust([service(world.authority.der), service(world.stamp_der, periods=[young])])
    report = world.judge(blob, trust=trust)
    (stamp,) = report.stamps
    assert stamp.problem is not None
    assert stamp.problem.code == code
    # Judged as if there were none: the certificate is good today.
    assert (report.verdict, report.moment.basis) == (Verdict.VALID, Basis.NOW)


def test_earliest_of_two_stamps_counts_and_a_bad_one_does_not(world: World) -> None:
    blob = world.sign()
    with_one = world.stamped(blob, ago(days=2))
    earlier = world.token(digest_of("sha256", bytes(40)), ago(days=9))
    report = world.judge(with_unsigned(with_one, **attribute(SIGNATURE_STAMP, earlier)))
    assert [s.problem is None for s in report.stamps] == [True, False]
    assert report.moment.at == ago(days=2)


def test_authority_of_time_that_is_not_in_the_list_itself(world: World) -> None:
    """Its issuer is; so it must be known not to be revoked, which nobody knows offline."""
    trust = world.trust([service(world.authority.der), service(world.authority.root_der, periods=[STAMPS])])
    blob = world.stamped(world.sign(), ago(days=2))
    report = world.judge(blob, trust=trust, online=False)
    assert report.stamps[0].problem is not None
    assert report.stamps[0].problem.code == "REVOCATION_OFFLINE"
    assert report.moment.basis is Basis.NOW


def test_answer_kept_with_the_signature(world: World, gone: Person) -> None:
    blob = world.stamped(world.sign(gone), ago(days=5))
    bare = world.judge(blob, online=False)
    assert (bare.verdict, codes(bare)) == (Verdict.UNKNOWN, ["REVOCATION_OFFLINE"])
    answer = world.answer(gone, this=ago(days=5, minutes=-1))
    long = with_unsigned(blob, **attribute(CERTIFICATE_VALUES, tlv(SEQUENCE)), **revocation_values(answers=[answer]))
    for online in (False, True):
        report = world.judge(long, online=online)
        assert (report.verdict, report.level) == (Verdict.VALID_AT, Level.X_LONG)
        assert report.links[0].embedded
        assert report.links[0].evidence is not None
        assert report.links[0].evidence.this_update == ago(days=5, minutes=-1)


def test_list_kept_with_the_signature(world: World, gone: Person) -> None:
    blob = world.stamped(world.sign(gone), ago(days=5))
    crl = world.authority.crl(start=timedelta(days=-6), end=timedelta(days=-4))
    inside = in_data(blob, lambda data: [*data[:-1], tlv(0xA1, crl), data[-1]])
    for carried in (with_unsigned(blob, **revocation_values([crl])), inside):
        report = world.judge(carried, online=False)
        assert report.verdict is Verdict.VALID_AT
        assert report.links[0].embedded


def test_what_was_kept_says_revoked(world: World, gone: Person) -> None:
    blob = world.stamped(world.sign(gone), ago(days=5))
    entries = {gone.certificate.serial_number: "keyCompromise"}
    # ``Authority.crl`` dates every revocation a day back: after the stamp, so the signature stands.
    later = world.authority.crl(entries=entries)
    report = world.judge(with_unsigned(blob, **revocation_values([later])), online=False)
    assert (report.verdict, report.links[0].revoked) == (Verdict.VALID_AT, ago(days=1))
    status = {"revoked": {"revocation_time": ago(days=6), "revocation_reason": "key_compromise"}}
    before = world.answer(gone, this=ago(days=4), status=status)
    good = world.answer(gone, this=ago(days=5, minutes=-1))
    report = world.judge(with_unsigned(blob, **revocation_values(answers=[good, before])), online=False)
    assert (report.verdict, codes(report)) == (Verdict.INVALID, ["CERT_REVOKED"])


@pytest.mark.parametrize("why", ["too early", "another's", "after the term", "forged", "not its responder", "garbage"])
def test_kept_answers_that_prove_nothing(world: World, gone: Person, why: str) -> None:
    blob = world.stamped(world.sign(gone), ago(days=5))
    at = ago(days=5, minutes=-1)
    if why == "too early":
        answer = world.answer(gone, this=ago(days=8), until=ago(days=6))
    elif why == "another's":
        answer = world.answer(world.authority.person("2718281828"), this=at)
    elif why == "after the term":
        answer = world.answer(gone, this=ago(hours=1))
    elif why == "forged":
        answer = world.answer(gone, this=at, spoil=True)
    elif why == "not its responder":
        world.responder = responder(Authority())
        answer = world.answer(gone, this=at)
    else:
        answer = world.answer(gone, this=at)[:-40]
    report = world.judge(
        with_unsigned(blob, **revocation_values(answers=[answer]))
        if why != "garbage"
        else with_unsigned(blob, **attribute("1.2.840.113549.1.9.16.2.24", tlv(SEQUENCE, tlv(0xA1, answer)))),
        online=False,
    )
    assert (report.verdict, codes(report)) == (Verdict.UNKNOWN, ["REVOCATION_OFFLINE"])


def test_kept_answer_does_not_speak_for_the_present(world: World) -> None:
    """Whoever signs with a revoked key would choose the last answer that was good."""
    person = world.authority.person()
    answer = world.answer(person, this=ago(hours=1), until=NOW + timedelta(days=1))
    blob = with_unsigned(world.sign(person), **revocation_values(answers=[answer]))
    assert world.judge(blob, online=False).verdict is Verdict.UNKNOWN
    fresh = world.answer(person, this=ago(minutes=1))
    blob = with_unsigned(world.sign(person), **revocation_values(answers=[fresh]))
    assert world.judge(blob, online=False).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("names", "level"),
    [
        ((21, 22), Level.C),
        ((21, 22, 25), Level.X),
        ((21, 22, 26), Level.X),
        ((21, 22, 23, 24), Level.X_LONG),
        ((23, 24), Level.X_LONG),
        ((27,), Level.A),
        ((48,), Level.A),
        ((21,), Level.T),
    ],
)
def test_levels(world: World, names: tuple[int, ...], level: Level) -> None:
    blob = world.stamped(world.sign(), ago(days=1))
    for number in names:
        blob = with_unsigned(blob, **attribute(f"1.2.840.113549.1.9.16.2.{number}", tlv(SEQUENCE)))
    report = world.judge(blob)
    assert (report.level, report.verdict) == (level, Verdict.VALID_AT)
    assert (Note.ARCHIVE_UNCHECKED in report.notes) is (level is Level.A)


def test_countersignature_is_told(world: World) -> None:
    blob = with_unsigned(world.sign(), **attribute("1.2.840.113549.1.9.6", tlv(SEQUENCE)))
    assert Note.COUNTERSIGNED in world.judge(blob).notes


class Asked(TimeStamper):
    """The world's authority of time, as pyHanko asks one."""

    def __init__(self, world: World, at: datetime) -> None:
        super().__init__(include_nonce=False)
        self._world, self._at = world, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        await asyncio.sleep(0)
        imprint = req["message_imprint"]["hashed_message"].native
        token = cms.ContentInfo.load(self._world.token(imprint, self._at))
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def by_pyhanko_with_content_stamp(world: World, person: Person, at: datetime) -> bytes:
    from pyhanko.sign.ades.api import CAdESSignedAttrSpec
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    return by_pyhanko(
        person,
        detached=False,
        timestamper=Asked(world, at),
        signed_attr_settings=PdfCMSSignedAttributes(
            cades_signed_attrs=CAdESSignedAttrSpec(timestamp_content=True), signing_time=at
        ),
    )


def test_stamp_over_the_document_says_not_before(world: World) -> None:
    blob = by_pyhanko_with_content_stamp(world, world.authority.person(), ago(days=2))
    report = world.judge(blob, None)
    assert [(s.over_content, s.at, s.problem) for s in report.stamps] == [
        (False, ago(days=2), None),
        (True, ago(days=2), None),
    ]
    assert report.verdict is Verdict.VALID_AT
    told = world.judge(blob, None, at=ago(days=3))
    assert (told.verdict, told.sub, codes(told)) == (Verdict.UNKNOWN, "TIMESTAMP_ORDER_FAILURE", ["SIGNED_LATER"])
    world.revoke(ago(days=4))
    proven = world.judge(blob, None)
    assert (proven.verdict, proven.indication.value, proven.sub) == (Verdict.INVALID, "TOTAL-FAILED", "REVOKED")


@pytest.mark.parametrize("named", ["1.3.6.1.5.5.7.16.2", "1.3.6.1.5.5.7.48.1.1"])
@pytest.mark.parametrize("whole", [True, False])
def test_ocsp_among_the_lists_of_the_cms(world: World, gone: Person, named: str, whole: bool) -> None:
    """RFC 5940: an answer where CRLs stand. Writers mix the two names and the two wrappings."""
    blob = world.stamped(world.sign(gone), ago(days=5))
    answer = world.answer(gone, this=ago(days=5, minutes=-1))
    other = tlv(0xA1, oid(named), answer if whole else basic_of(answer))
    carried = in_data(blob, lambda data: [*data[:-1], tlv(0xA1, other), data[-1]])
    assert world.judge(carried, online=False).verdict is Verdict.VALID_AT


@pytest.mark.parametrize("whole", [True, False])
def test_ocsp_in_either_attribute(world: World, gone: Person, whole: bool) -> None:
    """CAdES keeps basic answers, Adobe's archive whole ones; each is met with the other."""
    envelope = read_envelope(world.sign(gone))
    answer = world.answer(gone, this=ago(days=5))
    held = tlv(SEQUENCE, tlv(0xA1, tlv(SEQUENCE, answer if whole else basic_of(answer))))
    signer = envelope.signers[0]
    long_term = replace(signer, unsigned={REVOCATION_VALUES: (held,)})
    archive = replace(signer, signed={**signer.signed, REVOCATION_ARCHIVE: (held,)})
    assert embedded_in(envelope, long_term).answers == (answer,)
    assert embedded_in(envelope, archive).answers == (answer,)


def test_unknown_attributes_are_no_harm(world: World) -> None:
    blob = with_unsigned(world.sign(), **attribute("1.2.3.4.5", tlv(OCTETS, b"x")))
    assert world.judge(blob).verdict is Verdict.VALID
    assert world.judge(blob, CONTENT + b"!").verdict is Verdict.INVALID


def test_standing_of_links_is_told_for_the_stamp_too(world: World) -> None:
    trust = world.trust([service(world.authority.der), service(world.authority.root_der, periods=[STAMPS])])
    report = world.judge(world.stamped(world.sign(), ago(days=2)), trust=trust)
    assert [link.standing for link in report.stamps[0].links] == [Standing.UNKNOWN, Standing.ANCHOR]


CONFIGURATION = """
[tsa]
default_tsa = t
[t]
serial = serial
default_policy = 1.2.3.4
digests = sha256, sha384
accuracy = secs:1
ess_cert_id_alg = {reference}
signer_digest = sha256
"""


@pytest.mark.parametrize("reference", ["sha1", "sha256"])
@pytest.mark.parametrize("digest", ["sha256", "sha384"])
@pytest.mark.parametrize("carried", [True, False], ids=["carried", "left-out"])
def test_stamp_that_openssl_made(world: World, tmp_path: Path, reference: str, digest: str, carried: bool) -> None:
    """Another form than ours; with ``sha1`` it names its certificate as RFC 3161 did before RFC 5816."""
    blob = world.sign()
    (tmp_path / "signature").write_bytes(take_apart(blob).parts.signature)
    pem = world.stamp_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "tsa.key").write_bytes(pem)
    (tmp_path / "tsa.pem").write_bytes(x509.load_der_x509_certificate(world.stamp_der).public_bytes(Encoding.PEM))
    (tmp_path / "tsa.conf").write_text(CONFIGURATION.format(reference=reference))
    (tmp_path / "serial").write_text("01")
    for command in (
        f"openssl ts -query -data signature -{digest} {'-cert' if carried else ''} -out query",
        "openssl ts -reply -queryfile query -config tsa.conf -signer tsa.pem -inkey tsa.key -token_out -out token",
    ):
        subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    token = (tmp_path / "token").read_bytes()
    assert (world.stamp_der in token) is carried
    report = world.judge(with_unsigned(blob, **attribute(SIGNATURE_STAMP, token)), now=datetime.now(UTC))
    (stamp,) = report.stamps
    assert stamp.problem is None
    assert report.moment.basis is Basis.STAMP
    assert report.verdict is Verdict.VALID_AT
