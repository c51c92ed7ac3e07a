"""What a signature is worth: each reason against it alone, and the word of the standard for it."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cabinet.contract.errors import KnownError
from cabinet.qes.explain.attributes import Level
from cabinet.qes.explain.report import Basis, Note, Standing, Verdict
from cabinet.qes.explain.verdict import judge
from cabinet.qes.trusted_list.distrust import Reason
from cabinet.qes.trusted_list.trust import TrustedListTrust
from cabinet.qes.trusted_list.uris import TEST_LIST, Purpose
from tests.qes.explain.kit import CONTENT, World, ago, codes
from tests.qes_authority import FULL_URL, NOW, OCSP_URL, Authority, Person, name
from tests.trusted_list_kit import BOTH, CZO, SEALS, period, service


def test_valid(world: World) -> None:
    found = world.explain(world.sign())
    (report,) = found.signers
    assert (found.verdict, report.indication.value, report.sub) == (Verdict.VALID, "TOTAL-PASSED", "")
    assert (found.attached, found.content_size, found.online) == (False, len(CONTENT), True)
    assert report.certificate is not None
    assert (report.certificate.rnokpp, report.certificate.edrpou) == ("3141592650", "90417318")
    assert (report.level, report.intact, report.moment.basis) == (Level.BES, True, Basis.NOW)
    assert [link.standing for link in report.links] == [Standing.GOOD, Standing.ANCHOR]
    assert report.links[0].evidence is not None
    assert report.listing is not None
    assert (report.listing.source.sequence, report.listing.service.provider.of("en")) == (32, "Provider LLC")
    assert report.claimed == NOW
    assert report.notes == {Note.CLAIMED_TIME}
    assert world.web.asked == [OCSP_URL]


def test_offline_says_so_and_asks_nobody(world: World) -> None:
    report = world.judge(world.sign(), online=False)
    assert (report.verdict, report.sub, codes(report)) == (Verdict.UNKNOWN, "TRY_LATER", ["REVOCATION_OFFLINE"])
    assert report.intact is True
    assert report.links[0].standing is Standing.OFFLINE
    assert world.web.asked == []


def test_no_service_answers(world: World) -> None:
    world.web.served = {}
    report = world.judge(world.sign())
    assert (report.verdict, codes(report)) == (Verdict.UNKNOWN, ["REVOCATION_UNAVAILABLE"])
    assert "FETCH_FAILED" in report.links[0].detail


def test_lists_stand_in_for_a_silent_responder(world: World) -> None:
    world.web.served[OCSP_URL] = None
    report = world.judge(world.sign())
    assert report.verdict is Verdict.VALID
    assert world.web.asked == [OCSP_URL, FULL_URL]


def test_revoked(world: World) -> None:
    world.revoke(ago(days=1), "certificate_hold")
    report = world.judge(world.sign())
    assert (report.verdict, report.indication.value, report.sub) == (Verdict.INVALID, "INDETERMINATE", "REVOKED_NO_POE")
    assert codes(report) == ["CERT_REVOKED"]
    assert (report.links[0].standing, report.links[0].revoked) == (Standing.REVOKED, ago(days=1))
    assert report.links[0].reason == "certificateHold"
    told = world.judge(world.sign(), at=ago(hours=1))
    assert (told.verdict, told.indication.value, told.sub) == (Verdict.INVALID, "TOTAL-FAILED", "REVOKED")


def test_revoked_after_the_moment_that_was_named(world: World) -> None:
    world.revoke(ago(days=1))
    report = world.judge(world.sign(), at=ago(days=2))
    assert (report.verdict, report.moment.basis) == (Verdict.VALID_AT, Basis.GIVEN)
    assert (report.links[0].standing, report.links[0].revoked) == (Standing.GOOD, ago(days=1))


@pytest.mark.parametrize(("since", "standing"), [(-1, Standing.GOOD), (0, Standing.REVOKED), (1, Standing.REVOKED)])
def test_a_revocation_counts_from_its_very_moment(world: World, since: int, standing: Standing) -> None:
    world.revoke(ago(days=1))
    report = world.judge(world.sign(), at=ago(days=1) + timedelta(seconds=since))
    assert report.links[0].standing is standing


def test_unknown_issuer_is_never_asked(world: World) -> None:
    report = world.judge(world.sign(), trust=world.trust([service(Authority().der)]))
    assert (report.verdict, report.sub) == (Verdict.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND")
    assert codes(report) == ["ISSUER_UNTRUSTED"]
    assert report.distrust is not None
    assert report.distrust.reason is Reason.UNKNOWN
    assert [link.standing for link in report.links] == [Standing.UNASKED, Standing.UNASKED]
    assert [link.certificate.common_name for link in report.links][1] == "Test QES CA"
    assert world.web.asked == []


def test_no_list_at_all(world: World) -> None:
    report = world.judge(world.sign(), trust=TrustedListTrust())
    assert (report.verdict, codes(report)) == (Verdict.UNKNOWN, ["TRUSTED_LIST_ABSENT"])


def test_withdrawn_service(world: World) -> None:
    granted = period(days=300)
    withdrawn = period(status=f"{CZO}TrustedList/Svcstatus/withdrawn", days=1)
    trust = world.trust([service(world.authority.der, periods=[withdrawn, granted])])
    report = world.judge(world.sign(), trust=trust)
    assert (report.verdict, codes(report)) == (Verdict.UNKNOWN, ["ISSUER_UNTRUSTED"])
    assert report.distrust is not None
    assert report.distrust.reason is Reason.WITHDRAWN
    earlier = world.judge(world.sign(), trust=trust, at=ago(days=2))
    assert earlier.verdict is Verdict.VALID_AT
    assert Note.WITHDRAWN_SINCE in earlier.notes


@pytest.mark.parametrize(("purposes", "valid"), [(BOTH, True), (SEALS, True), (frozenset(), False)])
def test_seal(world: World, purposes: frozenset[Purpose], valid: bool) -> None:
    seal = world.authority.person(None, seal=True)
    trust = world.trust([service(world.authority.der, periods=[period(purposes=purposes)])])
    report = world.judge(world.sign(seal), trust=trust)
    assert report.certificate is not None
    assert report.certificate.is_seal
    assert (report.verdict is Verdict.VALID) is valid
    if not valid:
        assert report.distrust is not None
        assert report.distrust.reason is Reason.NOT_FOR_SEALS


def test_service_for_seals_alone_does_not_count_for_a_person(world: World) -> None:
    trust = world.trust([service(world.authority.der, periods=[period(purposes=SEALS)])])
    report = world.judge(world.sign(), trust=trust)
    assert report.verdict is Verdict.UNKNOWN
    assert report.distrust is not None
    assert report.distrust.reason is Reason.NOT_FOR_SIGNATURES


def test_expired_and_not_yet_valid(world: World) -> None:
    old = world.authority.person(start=timedelta(days=-30), end=timedelta(days=-1))
    report = world.judge(world.sign(old))
    assert (report.verdict, report.sub) == (Verdict.UNKNOWN, "OUT_OF_BOUNDS_NO_POE")
    assert codes(report)[0] == "CERT_EXPIRED"
    told = world.judge(world.sign(old), at=ago(hours=2))
    assert (told.verdict, told.sub) == (Verdict.INVALID, "EXPIRED")
    young = world.authority.person(start=timedelta(days=-1))
    early = world.judge(world.sign(young), at=ago(days=3))
    assert (early.verdict, early.sub, codes(early)) == (Verdict.INVALID, "NOT_YET_VALID", ["CERT_NOT_YET_VALID"])


def test_todays_good_says_nothing_of_an_expired_certificate(world: World) -> None:
    """An authority need not remember it any longer: without an answer of the time, its standing then is not known."""
    old = world.authority.person(start=timedelta(days=-30), end=timedelta(days=-1))
    report = world.judge(world.sign(old), at=ago(days=5))
    assert (report.verdict, codes(report)) == (Verdict.UNKNOWN, ["REVOCATION_UNAVAILABLE"])


def test_key_that_is_not_for_signing(world: World) -> None:
    report = world.judge(world.sign(world.authority.person(usages=("key_agreement",))))
    assert (report.verdict, report.sub) == (Verdict.UNKNOWN, "CHAIN_CONSTRAINTS_FAILURE")
    assert codes(report) == ["WRONG_KEY_USAGE"]


def test_certificate_signed_with_sha1(world: World, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(name("Weak")).sign(key, hashes.SHA256())
    (tmp_path / "request").write_bytes(request.public_bytes(Encoding.PEM))
    (tmp_path / "ca.pem").write_bytes(world.authority.certificate.public_bytes(Encoding.PEM))
    pem = world.authority.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "ca.key").write_bytes(pem)
    command = "openssl x509 -req -in request -sha1 -CA ca.pem -CAkey ca.key -set_serial 77 -days 9 -out weak.pem"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    weak = Person(key, x509.load_pem_x509_certificate((tmp_path / "weak.pem").read_bytes()))
    report = world.judge(world.sign(weak), now=datetime.now(UTC))
    assert report.verdict is Verdict.UNKNOWN
    assert "WEAK_ALGORITHM" in codes(report)


def test_plain_certificate_is_valid_and_not_qualified(world: World) -> None:
    report = world.judge(world.sign(world.authority.person(qualified=False)))
    assert report.verdict is Verdict.VALID
    assert report.certificate is not None
    assert not report.certificate.qualified


def test_codes_that_contradict(world: World) -> None:
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "Two codes"),
            x509.NameAttribute(x509.NameOID.SERIAL_NUMBER, "TINUA-2718281828"),
        ]
    )
    report = world.judge(world.sign(world.authority.person(subject=subject)))
    assert Note.ID_CONFLICT in report.notes


def test_test_list_is_told(world: World) -> None:
    trust = TrustedListTrust(world.list(kind=TEST_LIST))
    assert Note.TEST_LIST in world.judge(world.sign(), trust=trust).notes
    assert Note.TEST_LIST not in world.judge(world.sign()).notes


def test_moment_of_the_future(world: World) -> None:
    with pytest.raises(KnownError, match="MOMENT_IN_FUTURE"):
        world.explain(world.sign(), at=NOW + timedelta(seconds=1))


def test_a_path_of_three(world: World) -> None:
    """The list names the root alone; the issuing authority is asked about, too."""
    trust = world.trust([service(world.authority.root_der)])
    report = world.judge(world.sign(), trust=trust)
    assert [link.standing for link in report.links] == [Standing.GOOD, Standing.GOOD, Standing.ANCHOR]
    assert report.verdict is Verdict.VALID
    serial = world.authority.certificate.serial_number
    revoked = world.authority.crl(world.authority.root, world.authority.root_key, entries={serial: "cACompromise"})
    world.web.served["http://root.test/full.crl"] = revoked
    report = world.judge(world.sign(), trust=trust)
    assert (report.verdict, report.sub, codes(report)) == (Verdict.INVALID, "REVOKED_CA_NO_POE", ["CERT_REVOKED"])


def test_unknown_code_is_never_valid(world: World) -> None:
    report = world.judge(world.sign())
    judged = judge([KnownError("INTERNAL")], report.moment, (), "")
    assert judged.verdict is Verdict.UNKNOWN
