"""Real signatures: CMS of UAPKI by a key of «Дія», real time-stamps, under a list that names its authorities."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cabinet.qes.explain.attributes import Level
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.explanation import explain
from cabinet.qes.explain.report import Basis, SignerReport, Standing, Verdict
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.trust import TrustedListTrust
from tests.qes.dstu_material import uapki
from tests.qes.test_dstu_real import BAD, FOX, GOOD, THEN, Task
from tests.qes_authority import NOW
from tests.trusted_list_kit import CZO, period, service, signed, signer

STAMPED = datetime(2023, 9, 19, 18, 17, 19, tzinfo=UTC)


@pytest.fixture(scope="module")
def trust() -> TrustedListTrust:
    by = signer()
    stamps = period(kind=f"{CZO}Svctype/TSA/QTST", purposes=frozenset(), days=3000)
    services = [
        service(uapki("diia-CA"), periods=[period(days=3000)]),
        service(uapki("diia-2023-tsp"), periods=[stamps]),
    ]
    return TrustedListTrust(accept(signed(by, services), by.pins, NOW))


def judge(task: Task, trust: TrustedListTrust, at: datetime | None = None) -> SignerReport:
    content = Content.of(task.content) if task.content is not None else None
    (report,) = explain(task.cms, content, trust, None, NOW, at).signers
    return report


@pytest.mark.parametrize("task", GOOD, ids=lambda task: task.comment)
def test_all_but_revocation_is_known(task: Task, trust: TrustedListTrust) -> None:
    """Their answers of the time are not kept with them, so that offline nothing more can be said."""
    report = judge(task, trust, THEN)
    codes = {each.code for each in report.problems}
    assert (report.verdict, report.intact) == (Verdict.UNKNOWN, True)
    assert codes == ({"REVOCATION_OFFLINE", "SIGNED_LATER"} if report.stamps else {"REVOCATION_OFFLINE"})
    assert report.certificate is not None
    assert (report.certificate.edrpou, report.certificate.is_seal) == ("43395033", True)
    assert [link.standing for link in report.links] == [Standing.OFFLINE, Standing.ANCHOR]
    assert report.scheme is not None
    assert (report.scheme.digest, report.scheme.kind) == ("gost34311", "dstu")
    expired = judge(task, trust)
    assert ("CERT_EXPIRED" in {each.code for each in expired.problems}) is not bool(report.stamps)


def test_stamps_of_dia_are_believed(trust: TrustedListTrust) -> None:
    report = judge(GOOD[1], trust)
    assert report.level is Level.T
    assert [(s.over_content, s.at, s.problem) for s in report.stamps] == [(False, STAMPED, None), (True, STAMPED, None)]
    assert (report.moment.at, report.moment.basis) == (STAMPED, Basis.STAMP)


def test_stamps_of_dia_under_a_list_without_them() -> None:
    by = signer()
    blob = signed(by, [service(uapki("diia-CA"), periods=[period(days=3000)])])
    report = judge(GOOD[1], TrustedListTrust(accept(blob, by.pins, NOW)))
    assert [each.problem.code for each in report.stamps if each.problem] == ["SIGNER_CERTIFICATE_ABSENT"] * 2
    assert report.moment.basis is Basis.NOW


def test_other_document(trust: TrustedListTrust) -> None:
    report = judge(BAD, trust, THEN)
    assert (report.verdict, report.sub, report.intact) == (Verdict.INVALID, "HASH_FAILURE", False)
    again = judge(BAD._replace(content=FOX), trust, THEN)
    assert again.intact is True


@pytest.mark.parametrize("position", range(60, 2400, 167))
def test_no_spoiled_byte_is_ever_intact_and_trusted(trust: TrustedListTrust, position: int) -> None:
    from contextlib import suppress

    from cabinet.contract.errors import KnownError

    bad = bytearray(GOOD[3].cms)
    bad[position] ^= 0x10
    with suppress(KnownError):
        report = judge(GOOD[3]._replace(cms=bytes(bad)), trust, THEN)
        assert not (report.intact and {each.code for each in report.problems} == {"REVOCATION_OFFLINE"})
