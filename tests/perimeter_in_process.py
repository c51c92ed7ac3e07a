"""The test contour's perimeter without a process or a network: for limits, lies and thousands of odd inputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cabinet.contour.access.people import authority_of, person_rights
from cabinet.contour.call import Call, Machine, MachineCall, OpenCall, PersonHere, ReaderCall
from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import Perimeter
from cabinet.contour.http.gate import encode
from cabinet.contour.problem import problem_of
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, sample_operator
from cabinet.contour.sample.testdata import create_operator
from cabinet.contour.trust.authority import spki
from cabinet.contract.clock import Clock
from cabinet.contract.credentials import IssueRequest
from cabinet.contract.endpoint import Access, Nothing
from cabinet.contract.errors import KnownError
from cabinet.contract.findings import BatchAnswer, ItemAnswer
from cabinet.contract.intake import SUBMIT
from cabinet.contract.json_forms import from_json
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import KYIV
from cabinet.contract.rights import Role, Scope
from cabinet.contract.states import Environment
from cabinet.sealing.envelope import Header, seal
from cabinet.sender.credential import SenderCredential
from cabinet.sender.machine import MachineClient
from cabinet.wire.ask import AnyAsk
from cabinet.wire.refusal import Refusal
from cabinet.wire.transport import Reply, Transport
from cabinet.wire.trust import ClientCertificate

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SOURCE = "core-1"


class FixedClock(Clock):
    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def line(tx: str, **changes: object) -> dict[str, object]:
    """Return an honest bet of the sample operator; None takes a field away."""
    value: dict[str, object] = {
        "schemaVersion": "1", "operatorTxId": tx, "type": "BET", "licenceNo": "OK-2024-017",
        "vertical": "ONLINE_CASINO", "brandId": "mlynok", "siteId": "mlynok.ua", "gameId": "roulette-eu",
        "roundId": f"R-{tx}", "playerRef": "ab" * 16, "amountKop": 500, "currency": "UAH",
        "settlementForm": "NON_CASH", "occurredAt": NOW.astimezone(KYIV).isoformat(),
    }  # fmt: skip
    return {name: given for name, given in (value | changes).items() if given is not None}


def encoded(*lines: dict[str, object] | bytes) -> bytes:
    return b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines)


class PerimeterInProcess:
    """A perimeter with the sample operator, and one machine with a key of its source ``core-1``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.perimeter = Perimeter(DataFolder(folder / "contour"), "127.0.0.1", 1, Environment.TEST, 2)
        create_operator(self.perimeter.store, sample_operator(NOW), NOW)
        self.signing = Ed25519PrivateKey.generate()
        self.machine = self._machine()
        self.at = NOW
        self.seq = 0
        self.previous: str | None = None
        self.last_batch = ""

    def close(self) -> None:
        self.perimeter.close()

    def header(self, plain: bytes, **changes: object) -> Header:
        """Return the header of the next batch in the chain, with changes."""
        import hashlib

        recipient, _ = self.perimeter.recipient_keys.newest()
        digest = hashlib.sha256(plain).hexdigest()
        values: dict[str, object] = {
            "env": "test", "operator": SAMPLE_EDRPOU, "source": SOURCE, "batch_id": digest[:32],
            "seq": self.seq + 1, "prev_content_sha256": self.previous,
            "n": plain.count(b"\n") + (not plain.endswith(b"\n")), "content_sha256": digest,
            "signing_key_id": self._signing_id(), "recipient_key_id": recipient, "iat": NOW,
        }  # fmt: skip
        return Header(**{**values, **changes})  # type: ignore[arg-type]

    def submit(self, plain: bytes, **changes: object) -> BatchAnswer:
        """Seal and submit; the chain goes on from a batch that was taken."""
        import msgspec

        header = self.header(plain, **changes)
        envelope = seal(plain, header, self.perimeter.recipient_keys.newest()[1], self.signing)
        answer = self.perimeter.intake.submit(self.machine, envelope, "127.0.0.1", NOW)
        self.seq, self.previous = header.seq, header.content_sha256
        self.last_batch = header.batch_id
        return msgspec.json.decode(answer, type=BatchAnswer)

    def judge(self, *lines: dict[str, object] | bytes) -> list[ItemAnswer]:
        """Submit lines as the next batch of the chain."""
        return self.submit(encoded(*lines)).items

    def person(self, role: Role) -> PersonHere:
        rnokpp = next(p.rnokpp for p in PEOPLE if p.role is role)
        with self.perimeter.store.read() as rows:
            found, row = authority_of(rows, SAMPLE_EDRPOU, rnokpp, NOW)
        return PersonHere(SAMPLE_EDRPOU, rnokpp, found.name, found.role, person_rights(row), "in-process")

    def client(self, folder: Path) -> MachineClient:
        """Return a sender's client that speaks to this perimeter."""
        folder.mkdir(parents=True, exist_ok=True)
        credential = SenderCredential(
            folder, self.machine.credential_id, SAMPLE_EDRPOU, SOURCE, Environment.TEST, self.perimeter.profile,
            ClientCertificate(folder / "transport.pem", folder / "transport.key"), self.signing, self._signing_id(),
        )  # fmt: skip
        return MachineClient(credential, FixedClock(), InProcessTransport(self))

    def _machine(self) -> Machine:
        transport = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SOURCE)])
        empty = x509.CertificateSigningRequestBuilder().subject_name(subject)
        request = IssueRequest(
            name="Ядро", source_id=SOURCE, environment=Environment.TEST, days=30, transport_days=30,
            scopes=[Scope.INGEST_WRITE, Scope.REJECTIONS_READ],
            transport_csr=empty.sign(transport, hashes.SHA256()).public_bytes(Encoding.PEM).decode(),
            signing_csr=empty.sign(self.signing, None).public_bytes(Encoding.PEM).decode(),
        )  # fmt: skip
        issued = self.perimeter.credentials.issue(self.person(Role.IT), request, NOW)
        der = x509.load_pem_x509_certificate(issued.transport_certificate.encode()).public_bytes(Encoding.DER)
        with self.perimeter.store.read() as rows:
            return self.perimeter.senders.machine(
                rows, der, "127.0.0.1", "POST /transactions", Scope.INGEST_WRITE, NOW
            )  # fmt: skip

    def _signing_id(self) -> str:
        return key_id(Environment.TEST, spki(self.signing.public_key()))


Answer = Callable[[str, bytes], bytes]


class InProcessTransport(Transport):
    """Answers what a machine calls; ``lie`` may change an answer, ``before`` sees each call first."""

    def __init__(self, owner: PerimeterInProcess) -> None:
        self._owner = owner
        self.lie: Answer = lambda _, body: body
        self.before: Callable[[str], object] = lambda _: None
        self.calls: list[str] = []
        self.refused: set[str] = set()

    def close(self) -> None:
        pass

    def call(self, ask: AnyAsk, **_: object) -> Reply:
        name = ask.endpoint.name
        self.calls.append(name)
        self.before(name)
        try:
            if name in self.refused:
                raise KnownError("SCOPE_MISSING", expected="rejections:read")
            body = self._answer(ask)
        except KnownError as error:
            raise Refusal(problem_of(error, "0" * 32, NOW), None) from error
        return Reply(200, self.lie(name, body), {})

    def _answer(self, ask: AnyAsk) -> bytes:
        owner, asked = self._owner, ask.endpoint
        if asked is SUBMIT:
            owner.at += timedelta(milliseconds=1)
        body = ask.body or b""
        common: dict[str, object] = {
            "now": owner.at if asked is SUBMIT else NOW,
            "address": "127.0.0.1",
            "request": body
            if asked.request is bytes
            else Nothing()
            if asked.request is Nothing
            else from_json(asked.request, body),
            "path": ask.path,
            "query": {name: str(value) for name, value in ask.parameters.items()},
        }
        calls: dict[Access, Callable[[], Call[object]]] = {
            Access.OPEN: lambda: OpenCall(**common),  # type: ignore[arg-type]  # by name
            Access.MACHINE: lambda: MachineCall(**common, machine=owner.machine),  # type: ignore[arg-type]  # by name
            Access.PERSON_OR_MACHINE: lambda: ReaderCall(**common, reader=owner.machine),  # type: ignore[arg-type]  # by name
        }
        return encode(owner.perimeter.handlers()[asked.name](calls[asked.access]()))
