"""The decoded certificate: every row has its words in both languages, and says what openssl says."""

from __future__ import annotations

import subprocess

import pytest
from asn1crypto import core

from cabinet.contract.catalogue import words
from cabinet.qes import oids
from cabinet.qes.certificate import KeyKind, Profile, read_certificate
from cabinet.qes.certificate_view import kind_of, rows
from cabinet.qes.policy import LoginPolicy
from cabinet.qes.qc_statements import read_qc_statements
from cabinet.qes.suitability import CODE_OF, Reason, suitability
from tests.qes.dstu_material import cryptonite, uapki
from tests.qes_authority import NOW, Authority, name


@pytest.mark.parametrize(
    "source", ["person", "personal", "CAO", "diia-CA", "diia-ocsp", "diia-2023-tsp", "seal", "kep"]
)
def test_every_row_has_words(authority: Authority, source: str) -> None:
    der = {
        "person": lambda: authority.person(device=True, unzr="19900101-01234").der,
        "personal": lambda: authority.person(edrpou=None).der,
        "seal": lambda: uapki("diia-test-sign"),
        "kep": lambda: uapki("diia-test-kep"),
    }.get(source, lambda: uapki(source))()
    known = words("certificate")
    shown = rows(read_certificate(der))
    for row in shown:
        assert known[row.name].uk
        if row.worded:
            assert all(known[value].en for value in row.values)
    assert {"kind", "holder", "issuer", "valid", "key", "serial", "sha256"} <= {row.name for row in shown}


def test_kinds_of_real_certificates() -> None:
    kinds = {n: kind_of(read_certificate(uapki(n))) for n in ("CAO", "diia-CA", "diia-ocsp", "diia-2023-tsp")}
    assert kinds == {
        "CAO": "authority", "diia-CA": "authority", "diia-ocsp": "ocsp_responder", "diia-2023-tsp": "time_stamps",
    }  # fmt: skip
    assert kind_of(read_certificate(uapki("diia-test-sign"))) == "seal"
    assert kind_of(read_certificate(uapki("diia-test-kep"))) == "encryption"
    assert read_certificate(uapki("CAO")).profile is Profile.NATIONAL


def test_rows_against_openssl(authority: Authority) -> None:
    der = authority.person().der
    said = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-noout", "-serial", "-fingerprint", "-sha256"],
        input=der, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    shown = {row.name: row.values for row in rows(read_certificate(der))}
    assert f"serial={shown['serial'][0].zfill(len(said.splitlines()[0]) - 7)}" in said
    assert said.splitlines()[1].split("=")[1].replace(":", "").lower() == shown["sha256"][0]


class _Statement(core.Sequence):
    _fields = [("id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class _Statements(core.SequenceOf):
    _child_spec = _Statement


class _Texts(core.SequenceOf):
    _child_spec = core.PrintableString


def statements(*pairs: tuple[str, object]) -> bytes:
    return bytes(
        _Statements([{"id": oid} if info is None else {"id": oid, "info": info} for oid, info in pairs]).dump()
    )


def test_qualification_by_another_country_is_not_ours() -> None:
    abroad = (oids.QC_LEGISLATION, core.Any(_Texts(["GB"])))
    home = (oids.QC_LEGISLATION, core.Any(_Texts(["UA"])))
    assert not read_qc_statements(statements((oids.QC_COMPLIANCE, None), abroad)).qualified
    assert read_qc_statements(statements((oids.QC_COMPLIANCE, None), home)).qualified
    assert read_qc_statements(statements((oids.QC_COMPLIANCE, None))).qualified
    assert not read_qc_statements(statements((oids.QC_SSCD, None))).qualified
    assert read_qc_statements(statements((oids.QC_NATIONAL, None))).qualified, "Ukraine's own word is enough"


@pytest.mark.parametrize("countries", [["GB", "UA"], ["UA", "GB"]])
def test_ours_among_other_countries(countries: list[str]) -> None:
    law = (oids.QC_LEGISLATION, core.Any(_Texts(countries)))
    assert read_qc_statements(statements((oids.QC_COMPLIANCE, None), law)).qualified


class _Limit(core.Sequence):
    _fields = [("currency", core.PrintableString), ("amount", core.Integer), ("exponent", core.Integer)]


@pytest.mark.parametrize(
    ("exponent", "limit"), [(0, "UAH 5"), (3, "UAH 5000"), (12, "UAH 5000000000000"), (13, ""), (10**9, ""), (-1, "")]
)
def test_a_limit_has_zeros_with_an_end(exponent: int, limit: str) -> None:
    value = core.Any(_Limit({"currency": "UAH", "amount": 5, "exponent": exponent}))
    assert read_qc_statements(statements((oids.QC_LIMIT, value))).limit == limit


def test_the_limit_of_a_real_certificate() -> None:
    found = read_certificate(cryptonite("userur_certificate.cer"))
    assert (found.statements.limit, found.statements.unknown) == ("UAH 1000", ())


def test_statements_that_only_inform_do_not_hinder() -> None:
    found = read_qc_statements(statements((oids.QC_LIMIT, core.Any(core.Integer(5))), ("1.2.3.4", None)))
    assert found.unknown == (oids.QC_LIMIT, "1.2.3.4")
    with pytest.raises(ValueError, match=r"."):
        read_qc_statements(statements((oids.QC_TYPE, core.Any(core.Integer(5)))))


def test_policy_of_the_perimeter(authority: Authority) -> None:
    personal = read_certificate(
        authority.person(None, None, subject=name("Шевченко Ірина", serial_number="TINUA-3141592650")).der
    )
    assert suitability(personal, NOW).reason is Reason.NO_COMPANY
    allowed = suitability(personal, NOW, LoginPolicy(personal_allowed=True))
    assert (allowed.reason, allowed.usable, allowed.names_company) == (Reason.PERSONAL, True, False)
    file_key, on_device = (read_certificate(authority.person(device=device).der) for device in (False, True))
    strict = LoginPolicy(device_required=True)
    assert suitability(file_key, NOW, strict).reason is Reason.NO_DEVICE
    assert suitability(on_device, NOW, strict).usable
    assert on_device.device_evidence == "QcSSCD"
    assert on_device.key_kind is KeyKind.EC
    assert set(CODE_OF) == set(Reason) - {Reason.FIT, Reason.EXPIRING, Reason.PERSONAL}
