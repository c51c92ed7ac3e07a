"""OpenSSL as the other side: its responder answers our questions, and it reads what we ask and the lists we believe."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cabinet.contract.errors import KnownError
from cabinet.qes.answers import Answers
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import build_chain, openssl_opinion
from cabinet.qes.ocsp import read_response
from cabinet.qes.ocsp_request import build_request, cert_id
from cabinet.qes.revocation import check_revocation
from cabinet.qes.revocation_words import RevocationEvidence, RevocationPolicy
from tests.qes.services import Web, responder
from tests.qes_authority import DELTA_URL, FULL_URL, NOW, Authority, Person, services
from tests.static_trust import StaticTrust


def openssl(*words: object) -> subprocess.CompletedProcess[str]:
    tool = shutil.which("openssl")
    if tool is None:
        pytest.fail("openssl is missing: apt install openssl")
    return subprocess.run([tool, *map(str, words)], capture_output=True, text=True, check=False)


class OpensslResponder:
    """``openssl ocsp`` with an index of certificates (its format: ``openssl ca``'s database)."""

    def __init__(self, folder: Path, authority: Authority, *, delegated: bool) -> None:
        self.folder = folder
        self.authority = authority
        by = responder(authority) if delegated else None
        certificate, key = (by.certificate, by.key) if by is not None else (authority.certificate, authority.key)
        (folder / "ca.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
        (folder / "by.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        (folder / "by.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.index = folder / "index.txt"
        self.index.write_text("")

    def knows(self, person: Person, revoked: str = "") -> None:
        serial = f"{person.certificate.serial_number:X}"
        until = person.certificate.not_valid_after_utc.strftime("%y%m%d%H%M%SZ")
        state = "R" if revoked else "V"
        line = "\t".join((state, until, revoked, serial.zfill(len(serial) + len(serial) % 2), "unknown", "/CN=x"))
        self.index.write_text(self.index.read_text() + line + "\n")

    def answer(self, query: bytes) -> bytes:
        asked, said = self.folder / "asked.der", self.folder / "said.der"
        asked.write_bytes(query)
        told = openssl(
            "ocsp", "-index", self.index, "-CA", self.folder / "ca.pem", "-rsigner", self.folder / "by.pem",
            "-rkey", self.folder / "by.key", "-reqin", asked, "-respout", said, "-nmin", 5,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        return said.read_bytes()


def judge(authority: Authority, person: Person, by: OpensslResponder, **changes: bytes | None) -> RevocationEvidence:
    subject, issuer = read_certificate(person.der), read_certificate(authority.der)
    request = build_request(cert_id(subject, issuer), bytes(range(32)))
    nonce = changes.get("nonce", request.nonce)
    return read_response(
        by.answer(request.der), subject, issuer, request.cert_id, datetime.now(UTC), RevocationPolicy(), nonce=nonce,
        vouch=lambda _: None,
    )  # fmt: skip


@pytest.mark.parametrize("delegated", [True, False])
def test_answers_of_openssl(tmp_path: Path, authority: Authority, delegated: bool) -> None:
    by = OpensslResponder(tmp_path, authority, delegated=delegated)
    good, revoked, held, unknown = (authority.person() for _ in range(4))
    by.knows(good)
    by.knows(revoked, "261101120000Z,keyCompromise")
    by.knows(held, "261102120000Z,certificateHold")
    assert judge(authority, good, by).responder == ("Test OCSP" if delegated else "Test QES CA")
    for person, since, reason in ((revoked, "2026-11-01", "keyCompromise"), (held, "2026-11-02", "certificateHold")):
        with pytest.raises(KnownError) as refusal:
            judge(authority, person, by)
        assert refusal.value.code == "CERT_REVOKED"
        assert (refusal.value.facts["since"], refusal.value.facts["reason"]) == (since, reason)
    with pytest.raises(KnownError, match=r"REVOCATION_UNAVAILABLE.*does not know"):
        judge(authority, unknown, by)
    with pytest.raises(KnownError, match="another nonce"):
        judge(authority, good, by, nonce=b"\x04\x20" + bytes(32))


def test_openssl_reads_our_question(tmp_path: Path, authority: Authority) -> None:
    person = authority.person()
    request = build_request(cert_id(read_certificate(person.der), read_certificate(authority.der)), bytes(range(32)))
    (tmp_path / "q.der").write_bytes(request.der)
    (tmp_path / "ca.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "p.pem").write_bytes(person.certificate.public_bytes(Encoding.PEM))
    ours = openssl("ocsp", "-reqin", tmp_path / "q.der", "-req_text").stdout
    assert bytes(range(32)).hex().upper() in ours
    theirs = openssl(
        "ocsp", "-issuer", tmp_path / "ca.pem", "-cert", tmp_path / "p.pem", "-no_nonce", "-reqout", tmp_path / "t.der",
        "-req_text",
    ).stdout  # fmt: skip
    for line in ("Issuer Name Hash", "Issuer Key Hash", "Serial Number", "Hash Algorithm"):
        (told,) = [x for x in theirs.splitlines() if line in x]
        assert told in ours


@pytest.mark.parametrize("on_delta", [False, True])
def test_openssl_agrees_about_lists(tmp_path: Path, on_delta: bool) -> None:
    """The same lists to ``openssl verify`` as a command and to ours, each saying the same of two people."""
    authority = Authority()
    good, bad = (authority.person(named=services(ocsp=False, delta=True)) for _ in range(2))
    entries = {bad.certificate.serial_number: "keyCompromise"}
    full = authority.crl(number=5, entries={} if on_delta else entries)
    delta = authority.crl(number=6, base=5, entries=entries if on_delta else {})
    web = Web()
    web.served = {FULL_URL: full, DELTA_URL: delta}
    (tmp_path / "ca.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    lists: list[object] = []
    for name, der in (("full", full), ("delta", delta)):
        (tmp_path / f"{name}.der").write_bytes(der)
        told = openssl(
            "crl", "-inform", "DER", "-in", tmp_path / f"{name}.der", "-CAfile", tmp_path / "ca.pem",
            "-out", tmp_path / f"{name}.pem",
        )  # fmt: skip
        assert "verify OK" in told.stderr
        lists += ["-CRLfile", tmp_path / f"{name}.pem"]
    for person, refused in ((good, False), (bad, True)):
        (tmp_path / "p.pem").write_bytes(person.certificate.public_bytes(Encoding.PEM))
        theirs = openssl(
            "verify", "-partial_chain", "-crl_check", "-use_deltas", "-trusted", tmp_path / "ca.pem", *lists,
            tmp_path / "p.pem",
        )  # fmt: skip
        assert (theirs.returncode != 0) == refused
        assert ("certificate revoked" in theirs.stderr) == refused
        path = build_chain(read_certificate(person.der), [], StaticTrust([authority.der]), NOW)
        if refused:
            with pytest.raises(KnownError, match="CERT_REVOKED"):
                check_revocation(path, Answers(web), NOW)
            with pytest.raises(KnownError, match="CERT_REVOKED"):
                openssl_opinion(path.path, NOW, [full, delta])
        else:
            assert len(check_revocation(path, Answers(web), NOW)) == 2
