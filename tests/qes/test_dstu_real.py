"""Certificates of ЦЗО and «Дія», CMS of UAPKI, and cryptonite's small PKI: all made by others, with other code."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from asn1crypto import ocsp, tsp

from cabinet.contract.errors import KnownError
from cabinet.qes.algorithms import Scheme, check_signature
from cabinet.qes.cades_parts import take_apart
from cabinet.qes.cades_shape import Parts, signed_attributes
from cabinet.qes.cades_verify import verify
from cabinet.qes.certificate import KeyKind, read_certificate
from cabinet.qes.chain import build_chain, build_path, openssl_opinion
from cabinet.qes.digests import digest_of
from cabinet.qes.policy import LoginPolicy
from cabinet.qes.signed_object import check_signed_object
from cabinet.qes.suitability import Reason, suitability
from tests.flips import flipped
from tests.qes.dstu_material import DATA, cryptonite, person, sign, uapki
from tests.qes.foreign import check_foreign_cms
from tests.static_trust import StaticTrust

THEN = datetime(2023, 6, 1, tzinfo=UTC)
FOX = b"The quick brown fox jumps over the lazy dog"


class Task(NamedTuple):
    """One VERIFY of UAPKI's file: its comment, the CMS, and the content where it is detached."""

    comment: str
    cms: bytes
    content: bytes | None


def tasks() -> list[Task]:
    found = []
    for task in json.loads((DATA / "uapki" / "verify-dstu.json").read_text(encoding="utf-8"))["tasks"]:
        if task["method"] == "VERIFY":
            signature = task["parameters"]["signature"]
            content = base64.b64decode(signature["content"]) if "content" in signature else None
            found.append(Task(task["comment"], base64.b64decode(signature["bytes"]), content))
    return found


GOOD, BAD = tasks()[:4], tasks()[4]
GOOD_CMS = pytest.mark.parametrize("task", GOOD, ids=lambda task: task.comment)


def test_real_chain() -> None:
    leaf, authority, root = (read_certificate(uapki(name)) for name in ("diia-test-sign", "diia-CA", "CAO"))
    chain = build_path(leaf, [authority.der], StaticTrust([root.der]), THEN)
    assert [c.key_bits for c in chain.path] == [257, 257, 431]
    check_signed_object(root.der, root.der)
    with pytest.raises(KnownError, match="SEAL_NOT_ALLOWED"):
        build_chain(leaf, [authority.der], StaticTrust([root.der]), THEN)
    with pytest.raises(KnownError, match="WRONG_KEY_USAGE"):
        build_chain(read_certificate(uapki("diia-test-kep")), [authority.der], StaticTrust([root.der]), THEN)
    with pytest.raises(KnownError, match="CERT_EXPIRED"):
        build_path(leaf, [authority.der], StaticTrust([root.der]), datetime(2024, 5, 1, tzinfo=UTC))
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
        build_path(leaf, [], StaticTrust([root.der]), THEN)


def test_what_openssl_would_have_looked_at() -> None:
    """Limits that an authority sets; the chain itself is as it was."""
    path = [read_certificate(uapki(name)) for name in ("diia-test-sign", "diia-CA", "CAO")]
    assert [c.path_length for c in path[1:]] == [0, 2]
    openssl_opinion(path, THEN, ())
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED: path length"):
        openssl_opinion([*path[:2], replace(path[2], path_length=0)], THEN, ())
    with pytest.raises(KnownError, match="ISSUER_UNTRUSTED: constraints"):
        openssl_opinion([*path[:2], replace(path[2], constrained=True)], THEN, ())


@pytest.mark.parametrize("name", ["diia-test-sign", "diia-CA"])
def test_changed_link_of_the_real_chain(name: str) -> None:
    """A letter of a name, and a bit of the signature."""
    for position in (uapki(name).rindex("Київ".encode()) + 1, len(uapki(name)) - 20):
        path = {"diia-test-sign": uapki("diia-test-sign"), "diia-CA": uapki("diia-CA")}
        path[name] = flipped(path[name], position)
        with pytest.raises(KnownError, match="ISSUER_UNTRUSTED"):
            build_path(read_certificate(path["diia-test-sign"]), [path["diia-CA"]], StaticTrust([uapki("CAO")]), THEN)


@pytest.mark.parametrize("name", ["diia-2023-tsp", "diia-CA", "diia-ocsp", "diia-test-kep", "diia-test-sign"])
def test_every_certificate_has_one_issuer(name: str) -> None:
    issuer, other = ("CAO", "diia-CA") if name in {"diia-2023-tsp", "diia-CA"} else ("diia-CA", "CAO")
    check_signed_object(uapki(issuer), uapki(name))
    with pytest.raises(KnownError, match="DSTU_SIGNATURE_LENGTH"):
        check_signed_object(uapki(other), uapki(name))


def test_what_certificates_say() -> None:
    seal = read_certificate(uapki("diia-test-sign"))
    assert (seal.key_kind, seal.key_bits, seal.edrpou, seal.rnokpp) == (KeyKind.DSTU, 257, "43395033", None)
    assert seal.is_seal
    assert seal.qualified
    assert seal.device_evidence is None
    assert seal.unknown_critical is None
    assert seal.usages == {"digital_signature", "non_repudiation"}
    assert read_certificate(uapki("diia-test-kep")).usages == {"key_agreement"}
    root = read_certificate(uapki("CAO"))
    assert (root.key_bits, root.is_ca, root.unknown_critical) == (431, True, None)
    assert read_certificate(uapki("diia-CA")).device_evidence == "QcSSCD"
    entrepreneur = read_certificate(cryptonite("userfiz_certificate.cer"))
    assert (entrepreneur.rnokpp, entrepreneur.edrpou, entrepreneur.title) == ("292431128", None, "Підприємець")
    assert read_certificate(cryptonite("userur_certificate.cer")).edrpou == "23456"
    then = datetime(2016, 9, 27, tzinfo=UTC)
    assert suitability(entrepreneur, then).reason is Reason.NO_COMPANY
    assert suitability(entrepreneur, then, LoginPolicy(personal_allowed=True)).usable
    assert entrepreneur.key_name == "gost34311"


@GOOD_CMS
def test_cms_of_uapki(task: Task) -> None:
    found = check_foreign_cms(task.cms, task.content)
    assert found.content == FOX
    assert found.algorithm == "gost34311_dstu"
    assert found.certificate.der == uapki("diia-test-sign")
    if task.content is None:
        assert check_foreign_cms(task.cms, FOX).content == FOX
    with pytest.raises(KnownError, match="CONTENT_MISMATCH"):
        check_foreign_cms(task.cms, FOX + b".")
    changed = flipped(task.cms, task.cms.index(found.signature) + 7)
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        check_foreign_cms(changed, task.content)
    with pytest.raises(KnownError, match="SIGNATURE_FILE_UNREADABLE"):
        check_foreign_cms(task.cms[:-1], task.content)


def test_cms_with_other_content() -> None:
    assert BAD.content not in {None, FOX}
    with pytest.raises(KnownError, match="CONTENT_MISMATCH"):
        check_foreign_cms(BAD.cms, BAD.content)
    with pytest.raises(KnownError, match="CONTENT_MISSING"):
        check_foreign_cms(BAD.cms)
    assert check_foreign_cms(BAD.cms, FOX).content == FOX


@GOOD_CMS
def test_signed_attributes_are_what_is_signed(task: Task) -> None:
    """A signing time, or a reference to the certificate, changed after the signing."""
    digest_of_certificate = digest_of("gost34311", uapki("diia-test-sign"))
    for position in (task.cms.index(digest_of_certificate) + 3, task.cms.index(b"Z\x30\x2f") - 2):
        with pytest.raises(KnownError, match=r"SIGNATURE_INVALID|SIGNER_CERTIFICATE_ABSENT"):
            check_foreign_cms(flipped(task.cms, position), task.content)


def test_time_stamp_of_dia() -> None:
    found = check_foreign_cms(GOOD[1].cms)
    assert found.time_stamp is not None
    authority = uapki("diia-2023-tsp")
    stamp = check_foreign_cms(found.time_stamp, known=[authority])
    info = tsp.TSTInfo.load(stamp.content, strict=True)
    assert stamp.certificate.der == authority
    assert stamp.content_type == "1.2.840.113549.1.9.16.1.4"
    assert info["message_imprint"]["hashed_message"].native == digest_of("gost34311", found.signature)
    with pytest.raises(KnownError, match="SIGNER_CERTIFICATE_ABSENT"):
        check_foreign_cms(found.time_stamp, known=[uapki("diia-ocsp")])


def test_log_in_understands_uapki() -> None:
    """UAPKI's ESSCertIDv2 carries the issuer's name too; the same bytes come out again, and no flipped bit passes."""
    assert verify(GOOD[3].cms, FOX, THEN).algorithm == "gost34311_dstu"
    for position in range(0, len(GOOD[3].cms), 7):
        with pytest.raises(KnownError):
            verify(flipped(GOOD[3].cms, position), FOX, THEN)


def test_log_in_takes_no_content_inside() -> None:
    with pytest.raises(KnownError, match="BAD_CMS"):
        verify(GOOD[0].cms, FOX, THEN)


def test_own_form_with_a_dstu_key() -> None:
    certificate, key, private = person()
    for wrap in (b"", b"\x04\x40"):
        attributes = signed_attributes(digest_of("gost34311", FOX), certificate, "gost34311", THEN)
        signature = wrap + sign(private, key, digest_of("gost34311", attributes))
        blob = Parts(attributes, signature, "gost34311", "dstu", certificate).der()
        evidence = verify(blob, FOX, THEN)
        assert evidence.certificate.der == certificate
        assert evidence.algorithm == "gost34311_dstu"
        assert take_apart(blob).parts.signature == signature
        assert check_foreign_cms(blob, FOX).certificate.der == certificate
        with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
            verify(blob, FOX + b"!", THEN)
        for bit in range(0, len(blob) * 8, 331):
            with pytest.raises(KnownError):
                verify(bytes(b ^ (1 << bit % 8) * (i == bit // 8) for i, b in enumerate(blob)), FOX, THEN)


@pytest.mark.parametrize("name", ["root", "ocsp", "userfiz", "userur"])
def test_certificates_of_cryptonite(name: str) -> None:
    root, certificate = cryptonite("root_certificate.cer"), cryptonite(f"{name}_certificate.cer")
    check_signed_object(root, certificate)
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        check_signed_object(root, flipped(certificate, len(certificate) - 9))


def test_ocsp_request_of_cryptonite() -> None:
    request = ocsp.OCSPRequest.load(cryptonite("ocsp_request.der"))
    signature = request["optional_signature"]
    certificates = [bytes(c.dump()) for c in signature["certs"]]
    assert cryptonite("userfiz_certificate.cer") in certificates
    for certificate in certificates:
        check_signed_object(cryptonite("root_certificate.cer"), certificate)
    asked, value = request["tbs_request"].dump(), signature["signature"].native
    check_signature(Scheme("gost34311", "dstu"), cryptonite("userfiz_certificate.cer"), value, asked)
    with pytest.raises(KnownError, match="SIGNATURE_INVALID"):
        check_signature(Scheme("gost34311", "dstu"), cryptonite("userur_certificate.cer"), value, asked)
