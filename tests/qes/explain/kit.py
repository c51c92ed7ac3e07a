"""A small world of trust: an authority, its services, a list that names it, and signatures to judge."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import keys, parser
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cabinet.qes.answers import Answers
from cabinet.qes.cades_build import build
from cabinet.qes.cades_parts import take_apart
from cabinet.qes.der import OCTETS, SEQUENCE, SET, oid, tlv
from cabinet.qes.digests import digest_of
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.explanation import explain
from cabinet.qes.explain.report import Explanation, SignerReport
from cabinet.qes.time_stamp import make_token, with_time_stamp
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.model import Service, TrustedList
from cabinet.qes.trusted_list.trust import TrustedListTrust
from tests.qes.services import Web, respond, responder
from tests.qes_authority import FULL_URL, NOW, OCSP_URL, ROOT_URL, Authority, Person
from tests.trusted_list_kit import CZO, period, service, signed, signer, stamp_unit

CONTENT = "Договір № 7\nсума=100\n".encode()
POLICY = "1.2.3.4.5"
STAMPS = period(kind=f"{CZO}Svctype/TSA/QTST", purposes=frozenset())
SIGNATURE_STAMP = "1.2.840.113549.1.9.16.2.14"
REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"


class World:
    """Everything answers *good* until a test says otherwise."""

    def __init__(self) -> None:
        self.authority = Authority()
        self.by = signer()
        self.stamp_key, unit = stamp_unit(self.authority)
        self.stamp_der = unit.public_bytes(Encoding.DER)
        self.web = Web()
        self.responder = responder(self.authority)
        self.web.served = {
            OCSP_URL: lambda query: respond(query, self.responder),
            FULL_URL: self.authority.crl(),
            ROOT_URL: self.authority.root_crl(),
        }

    def revoke(self, since: datetime, reason: str = "key_compromise") -> None:
        status = {"revoked": {"revocation_time": since, "revocation_reason": reason}}
        self.web.served[OCSP_URL] = lambda query: respond(query, self.responder, status)

    def services(self) -> list[Service]:
        return [service(self.authority.der), service(self.stamp_der, periods=[STAMPS])]

    def list(self, services: Sequence[Service] | None = None, **changes: object) -> TrustedList:
        blob = signed(self.by, self.services() if services is None else services, **changes)
        return accept(blob, self.by.pins, NOW)

    def trust(self, services: Sequence[Service] | None = None) -> TrustedListTrust:
        return TrustedListTrust(self.list(services))

    def explain(
        self,
        blob: bytes,
        content: bytes | None = CONTENT,
        *,
        trust: TrustedListTrust | None = None,
        online: bool = True,
        now: datetime = NOW,
        at: datetime | None = None,
    ) -> Explanation:
        answers = Answers(self.web) if online else None
        held = Content.of(content) if content is not None else None
        return explain(blob, held, trust or self.trust(), answers, now, at)

    def judge(self, blob: bytes, content: bytes | None = CONTENT, **options: Any) -> SignerReport:
        (report,) = self.explain(blob, content, **options).signers
        return report

    def sign(self, person: Person | None = None, content: bytes = CONTENT) -> bytes:
        person = person or self.authority.person()
        return build(content, person.der, person.sign, NOW, [self.authority.der])

    def token(self, imprint: bytes, at: datetime = NOW) -> bytes:
        def sign(data: bytes) -> bytes:
            return self.stamp_key.sign(data, ec.ECDSA(hashes.SHA256()))

        return make_token(imprint, 7, POLICY, at, self.stamp_der, sign)

    def stamped(self, blob: bytes, at: datetime = NOW) -> bytes:
        signature = take_apart(blob).parts.signature
        return with_time_stamp(blob, self.token(digest_of("sha256", signature), at))

    def answer(self, person: Person, *, this: datetime, until: datetime | None = None, **more: Any) -> bytes:
        """Return an OCSP answer about a person, of another time and without a nonce."""
        from cabinet.qes.certificate import read_certificate
        from cabinet.qes.ocsp_request import build_request, cert_id

        asked = cert_id(read_certificate(person.der), read_certificate(self.authority.der))
        return respond(build_request(asked, bytes(20)).der, self.responder, this=this, until=until, nonce=None, **more)


def children(der: bytes) -> list[bytes]:
    """Return the elements that an element consists of."""
    rest: bytes = parser.parse(der, strict=True)[4]
    found = []
    while rest:
        length = parser.peek(rest)
        found.append(rest[:length])
        rest = rest[length:]
    return found


def rebuilt(der: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return tlv(der[0], *change(children(der)))


def in_data(blob: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """Change the parts of the SignedData."""
    return rebuilt(blob, lambda top: [top[0], tlv(0xA0, rebuilt(children(top[1])[0], change))])


def in_signer(blob: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """Change the parts of the only signer."""
    return in_data(blob, lambda data: [*data[:-1], rebuilt(data[-1], lambda signers: [rebuilt(signers[0], change)])])


def with_unsigned(blob: bytes, **values: bytes) -> bytes:
    """Add unsigned attributes; the names are identifiers with ``_`` for dots, and an ``o`` before them."""

    def add(parts: list[bytes]) -> list[bytes]:
        held = children(parts.pop()) if parts[-1][0] == 0xA1 else []
        added = [tlv(SEQUENCE, oid(name[1:].replace("_", ".")), tlv(SET, value)) for name, value in values.items()]
        return [*parts, tlv(0xA1, *held, *added)]

    return in_signer(blob, add)


def attribute(dotted: str, value: bytes) -> dict[str, bytes]:
    return {f"o{dotted.replace('.', '_')}": value}


def revocation_values(lists: Sequence[bytes] = (), answers: Sequence[bytes] = ()) -> dict[str, bytes]:
    """Return the attribute of CAdES-X-Long; answers are given whole and stand there without their shell."""
    parts = []
    if lists:
        parts.append(tlv(0xA0, tlv(SEQUENCE, *lists)))
    if answers:
        parts.append(tlv(0xA1, tlv(SEQUENCE, *(basic_of(each) for each in answers))))
    return attribute(REVOCATION_VALUES, tlv(SEQUENCE, *parts))


def basic_of(answer: bytes) -> bytes:
    held = children(children(children(answer)[1])[0])[1]
    assert held[0] == OCTETS
    return bytes(parser.parse(held)[4])


def by_openssl(folder: Path, people: Sequence[Person], *options: str, content: bytes = CONTENT) -> bytes:
    """Let openssl sign; ``options`` beside ``-binary``."""
    folder.mkdir(exist_ok=True)
    (folder / "content").write_bytes(content)
    who: list[str] = []
    for number, person in enumerate(people):
        pem = person.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{number}.key").write_bytes(pem)
        (folder / f"{number}.pem").write_bytes(person.certificate.public_bytes(Encoding.PEM))
        who += ["-signer", f"{number}.pem", "-inkey", f"{number}.key"]
    command = ["openssl", "cms", "-sign", "-binary", "-in", "content", *who, "-out", "signed", *options]
    if "-outform" not in options:
        command += ["-outform", "DER"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "signed").read_bytes()


def openssl_agrees(folder: Path, blob: bytes, content: bytes | None, *options: str) -> bool:
    """Ask openssl whether signature and content fit; whom to trust it is not asked."""
    folder.mkdir(exist_ok=True)
    (folder / "x").write_bytes(blob)
    command = [
        "openssl",
        "cms",
        "-verify",
        "-noverify",
        "-inform",
        "DER",
        "-in",
        "x",
        "-binary",
        "-out",
        "out",
        *options,
    ]
    if content is not None:
        (folder / "y").write_bytes(content)
        command += ["-content", "y"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def by_pyhanko(person: Person, digest: str = "sha256", content: bytes = CONTENT, **options: Any) -> bytes:
    raw = person.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(asn1.Certificate.load(person.der), keys.PrivateKeyInfo.load(raw), SimpleCertificateStore())
    made = asyncio.run(signer.async_sign_general_data(content, digest, use_cades=True, **options))
    return bytes(made.dump())


def codes(report: SignerReport) -> list[str]:
    return [each.code for each in report.problems]


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)
