"""Grants of machines in process: each with its own keys, for a source of either operator."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cabinet.contour.call import Machine, PersonHere
from cabinet.contour.sample.operator import SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.trust.authority import spki
from cabinet.contract.credentials import Credential, Issued, IssueRequest, RenewRequest
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import wire
from cabinet.contract.renewal import renewal_message
from cabinet.contract.rights import Role, Scope
from cabinet.contract.states import Environment
from cabinet.sealing.envelope import Header, SigningKey, seal
from tests.ledger_rows import ledger_rows
from tests.perimeter_in_process import NOW, FixedClock, PerimeterInProcess, encoded

TWIN = "14360570"
EVERY = [Scope.INGEST_WRITE, Scope.REJECTIONS_READ]
_SUBJECT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])


def csr(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> str:
    digest = None if isinstance(key, Ed25519PrivateKey) else hashes.SHA256()
    made = x509.CertificateSigningRequestBuilder().subject_name(_SUBJECT).sign(key, digest)
    return made.public_bytes(Encoding.PEM).decode()


def new_transport() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def id_of(key: SigningKey) -> str:
    return key_id(Environment.TEST, spki(key.public_key()))


def refused(work: Any) -> str:
    """Return the code of a refusal, ``OK`` where there is none."""
    try:
        work()
    except KnownError as error:
        return error.code
    return "OK"


class Grounds:
    """A perimeter with two operators alike and a clock that is set by hand."""

    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside = inside
        self.perimeter = inside.perimeter
        self.clock = FixedClock()
        self.perimeter.clock.base = self.clock
        create_operator(self.perimeter.store, sample_operator(NOW).model_copy(update={"edrpou": TWIN}), NOW)

    @property
    def now(self) -> datetime:
        return self.clock.at

    def at(self, **since: float) -> datetime:
        self.clock.at = NOW + timedelta(**since)
        return self.clock.at

    def engineer(self, edrpou: str = SAMPLE_EDRPOU) -> PersonHere:
        return dataclasses.replace(self.inside.person(Role.IT), edrpou=edrpou)

    def request(self, transport: Any, signing: Any, source: str = "bet-1", **changes: Any) -> IssueRequest:
        values: dict[str, Any] = {
            "name": "Ядро",
            "source_id": source,
            "environment": Environment.TEST,
            "days": 30,
            "transport_days": 7,
            "scopes": EVERY,
            "transport_csr": csr(transport),
            "signing_csr": csr(signing),
            **changes,
        }
        return IssueRequest(**values)

    def issue(self, source: str = "bet-1", edrpou: str = SAMPLE_EDRPOU, **changes: Any) -> Grant:
        transport, signing = new_transport(), changes.pop("signing", None) or Ed25519PrivateKey.generate()
        replayed = changes.pop("replayed", False)
        issued = self.perimeter.credentials.issue(
            self.engineer(edrpou), self.request(transport, signing, source, **changes), self.now, replayed=replayed
        )
        return Grant(self, edrpou, source, issued, transport, signing, _der(issued.transport_certificate))

    def entries(self) -> list[dict[str, Any]]:
        """Return what the logs of both say of credentials, oldest first."""
        with ledger_rows(self.perimeter.store, named=True) as rows:
            found = rows.execute("SELECT bytes FROM entries WHERE kind = 'credential' ORDER BY received_at, seq")
            return [json.loads(row["bytes"]) for row in found]


@dataclasses.dataclass
class Grant:
    grounds: Grounds
    edrpou: str
    source: str
    issued: Issued
    transport: ec.EllipticCurvePrivateKey
    signing: SigningKey
    certificate: bytes
    seq: int = 0

    @property
    def id(self) -> str:
        return self.issued.credential.credential_id

    def view(self) -> Credential:
        with self.grounds.perimeter.store.read() as rows:
            return self.grounds.perimeter.credentials.one(rows, self.edrpou, self.id, self.grounds.now)

    def machine(
        self,
        address: str = "127.0.0.1",
        scope: Scope | None = Scope.INGEST_WRITE,
        *,
        expired_ok: bool = False,
        certificate: bytes | None = None,
    ) -> Machine:
        perimeter = self.grounds.perimeter
        with perimeter.store.read() as rows:
            return perimeter.senders.machine(
                rows,
                certificate or self.certificate,
                address,
                "POST /transactions",
                scope,
                self.grounds.now,
                expired_ok=expired_ok,
            )

    def code(self, **changes: Any) -> str:
        return refused(lambda: self.machine(**changes))

    def signing_code(self, identifier: str | None = None) -> str:
        perimeter, machine = self.grounds.perimeter, dataclasses.replace(self.someone(), credential_id=self.id)
        with perimeter.store.read() as rows:
            return refused(
                lambda: perimeter.senders.signing_key(
                    rows, identifier or id_of(self.signing), machine, self.grounds.now
                )
            )

    def someone(self) -> Machine:
        """Return the machine as it would be let in, whatever has become of its keys."""
        return Machine(self.edrpou, self.id, self.source, id_of(self.transport), Environment.TEST, frozenset(EVERY))

    def header(self, plain: bytes, **changes: Any) -> Header:
        digest = hashlib.sha256(plain).hexdigest()
        self.seq += 1
        values: dict[str, Any] = {
            "env": "test",
            "operator": self.edrpou,
            "source": self.source,
            "batch_id": digest[:32],
            "seq": self.seq,
            "prev_content_sha256": None,
            "n": plain.count(b"\n"),
            "content_sha256": digest,
            "signing_key_id": id_of(self.signing),
            "recipient_key_id": self.grounds.perimeter.recipient_keys.newest()[0],
            "iat": self.grounds.now,
        }
        return Header(**{**values, **changes})

    def envelope(self, plain: bytes, key: SigningKey | None = None, **changes: Any) -> bytes:
        recipient = self.grounds.perimeter.recipient_keys.newest()[1]
        return seal(plain, self.header(plain, **changes), recipient, key or self.signing)

    def submit(self, *lines: dict[str, object] | bytes, machine: Machine | None = None, **changes: Any) -> BatchAnswer:
        data = self.envelope(encoded(*lines), **changes)
        return self.send(data, machine)

    def send(self, data: bytes, machine: Machine | None = None) -> BatchAnswer:
        intake = self.grounds.perimeter.intake
        answer = intake.submit(machine or self.someone(), data, "127.0.0.1", self.grounds.now)
        return msgspec.json.decode(answer, type=BatchAnswer)

    def renewal(self, key: ec.EllipticCurvePrivateKey, by: SigningKey | None = None, **changes: Any) -> RenewRequest:
        request, iat = csr(key), changes.pop("iat", wire(self.grounds.now))
        message = renewal_message(changes.pop("of", self.id), iat, changes.pop("over", request))
        signer = by or self.signing
        signature = (
            signer.sign(message)
            if isinstance(signer, Ed25519PrivateKey)
            else signer.sign(message, ec.ECDSA(hashes.SHA256()))
        )
        return RenewRequest(
            transport_csr=changes.pop("csr", request),
            signing_key_id=changes.pop("named", id_of(signer)),
            iat=iat,
            signature=base64.b64encode(signature).decode(),
        )


def _der(pem: str) -> bytes:
    return x509.load_pem_x509_certificate(pem.encode()).public_bytes(Encoding.DER)
