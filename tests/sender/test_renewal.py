"""A machine renews its own certificate: when, with what request, and what of a lost or false answer."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from cabinet.contract.credentials import RenewRequest
from cabinet.contract.errors import KnownError
from cabinet.contract.json_forms import from_json, to_json
from cabinet.contract.key_ids import key_id
from cabinet.contract.moment import wire
from cabinet.contract.renewal import renewal_message
from cabinet.contract.states import Environment
from cabinet.sender.credential import SenderCredential, open_credential
from cabinet.sender.renewal import Term, renew, term_of
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Reply, Transport
from tests.contour.grants import TWIN, Grant, Grounds, new_transport
from tests.perimeter_in_process import NOW, PerimeterInProcess

PENDING = ("renewal.key", "renewal.csr")


def private(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Renewing(Transport):
    """Hands the request to the rotation of the contour; ``answer`` may change what comes back, or lose it."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.grant = grounds.issue(transport_days=6)
        self.asked: list[RenewRequest] = []
        self.paths: list[str] = []
        self.seen: list[set[str]] = []
        self.folder = Path()
        self.answer: Callable[[bytes], bytes] = lambda body: body

    def call(self, ask: AnyAsk, **_: object) -> Reply:
        request = from_json(RenewRequest, ask.body or b"")
        self.asked.append(request)
        self.paths.append(ask.url)
        self.seen.append({p.name for p in self.folder.iterdir()} & set(PENDING))
        made = self.grounds.perimeter.rotation.renew(self.grant.someone(), request, self.grounds.now)
        return Reply(200, self.answer(to_json(made)), {})


@pytest.fixture
def renewing(perimeter: PerimeterInProcess, tmp_path: Path) -> Renewing:
    made = Renewing(Grounds(perimeter))
    made.folder = tmp_path / "key"
    made.folder.mkdir()
    write_down(made.grant, made.folder)
    return made


def write_down(grant: Grant, folder: Path) -> None:
    about = {
        "credentialId": grant.id, "operator": grant.edrpou, "source": grant.source,
        "environment": Environment.TEST.value,
    }  # fmt: skip
    files = {
        "credential.json": json.dumps(about).encode(),
        "transport.pem": grant.issued.transport_certificate.encode(),
        "transport.key": private(grant.transport),
        "signing.key": private(grant.signing),
        "profile.json": to_json(grant.grounds.perimeter.profile),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)


def in_use(renewing: Renewing) -> SenderCredential:
    return open_credential(renewing.folder)


def renewed(renewing: Renewing) -> SenderCredential:
    renew(in_use(renewing), renewing, NOW)
    return in_use(renewing)


def key_of(credential: SenderCredential) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(credential.client.key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def certificate_of(credential: SenderCredential) -> x509.Certificate:
    return x509.load_pem_x509_certificate(credential.client.certificate.read_bytes())


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (timedelta(0), False), (timedelta(days=4, microseconds=-1), False), (timedelta(days=4), True),
        (timedelta(days=6), True), (timedelta(days=60), True),
    ],
)  # fmt: skip
def test_due_after_two_thirds(since: timedelta, due: bool) -> None:
    assert Term(NOW, NOW + timedelta(days=6)).due(NOW + since) is due


def test_the_term_is_that_of_the_certificate_in_use(renewing: Renewing) -> None:
    """It begins a little earlier, for machines whose clocks are behind."""
    assert term_of(in_use(renewing)) == Term(NOW - timedelta(minutes=5), NOW + timedelta(days=6))


@pytest.mark.parametrize("bytes_there", [None, b"", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"])
def test_a_certificate_that_cannot_be_read(renewing: Renewing, bytes_there: bytes | None) -> None:
    credential = in_use(renewing)
    credential.client.certificate.unlink()
    if bytes_there is not None:
        credential.client.certificate.write_bytes(bytes_there)
    with pytest.raises(KnownError, match="CREDENTIAL_UNREADABLE") as told:
        term_of(credential)
    assert told.value.facts["path"] == str(credential.client.certificate)


def test_a_new_key_with_its_certificate_is_put_in_use(renewing: Renewing) -> None:
    before = in_use(renewing)
    after = renewed(renewing)
    assert key_of(after).public_key() == certificate_of(after).public_key() != key_of(before).public_key()
    assert isinstance(key_of(after).curve, ec.SECP256R1)
    assert stat.S_IMODE(after.client.key.stat().st_mode) == 0o600
    assert (after.signing_key_id, after.credential_id) == (before.signing_key_id, before.credential_id)
    assert not any((renewing.folder / name).exists() for name in PENDING)


def test_what_is_asked(renewing: Renewing) -> None:
    renewed(renewing)
    (asked,) = renewing.asked
    assert renewing.paths == [f"/credentials/{renewing.grant.id}/renew"]
    assert (asked.iat, asked.signing_key_id) == (wire(NOW), in_use(renewing).signing_key_id)
    message = renewal_message(renewing.grant.id, asked.iat, asked.transport_csr)
    signing = renewing.grant.signing
    assert isinstance(signing, Ed25519PrivateKey)
    signing.public_key().verify(base64.b64decode(asked.signature), message)
    csr = x509.load_pem_x509_csr(asked.transport_csr.encode())
    assert csr.is_signature_valid
    assert [a.value for a in csr.subject.get_attributes_for_oid(NameOID.COMMON_NAME)] == [renewing.grant.source]


def test_a_p256_signing_key_signs_too(renewing: Renewing) -> None:
    signing = ec.generate_private_key(ec.SECP256R1())
    renewing.grant = grant = renewing.grounds.issue("core-1", TWIN, signing=signing)
    write_down(grant, renewing.folder)
    assert key_of(renewed(renewing)).public_key() != grant.transport.public_key()
    public = signing.public_key()
    message = renewal_message(grant.id, renewing.asked[0].iat, renewing.asked[0].transport_csr)
    public.verify(base64.b64decode(renewing.asked[0].signature), message, ec.ECDSA(hashes.SHA256()))


def lost(_: bytes) -> bytes:
    raise KnownError("PERIMETER_TIMEOUT")


def test_an_answer_that_was_lost_is_asked_for_with_the_same_request(renewing: Renewing) -> None:
    renewing.answer = lost
    before = in_use(renewing).client
    with pytest.raises(KnownError, match="PERIMETER_TIMEOUT"):
        renewed(renewing)
    assert renewing.seen == [set(PENDING)], "written down before they are sent"
    assert all(stat.S_IMODE((renewing.folder / name).stat().st_mode) == 0o600 for name in PENDING)
    assert in_use(renewing).client == before, "the old keys stay in use"
    renewing.answer = lambda body: body
    after = renewed(renewing)
    first, second = renewing.asked
    assert first.transport_csr == second.transport_csr
    assert key_of(after).public_key() == certificate_of(after).public_key()


@pytest.mark.parametrize("left", PENDING)
def test_half_a_pair_is_made_anew(renewing: Renewing, left: str) -> None:
    """A key without its request was never sent, and a request without its key is of no use."""
    (renewing.folder / left).write_bytes(private(new_transport()))
    after = renewed(renewing)
    assert key_of(after).public_key() == certificate_of(after).public_key()


def test_a_pair_left_of_the_last_renewal_is_not_sent_again(renewing: Renewing) -> None:
    """The power went after the new key was in use and before the pair was deleted."""
    credential = in_use(renewing)
    (renewing.folder / "renewal.key").write_bytes(credential.client.key.read_bytes())
    (renewing.folder / "renewal.csr").write_bytes(b"the request of then")
    after = renewed(renewing)
    assert key_of(after).public_key() != renewing.grant.transport.public_key()


def other_certificate(renewing: Renewing) -> str:
    return renewing.grounds.issue(edrpou=TWIN).issued.transport_certificate


@pytest.mark.parametrize("lie", ["none", "text", "another key's"])
def test_a_false_answer_leaves_the_old_keys_in_use(renewing: Renewing, lie: str) -> None:
    given = {"none": None, "text": "certificate", "another key's": other_certificate(renewing)}[lie]
    renewing.answer = lambda body: json.dumps(json.loads(body) | {"transportCertificate": given}).encode()
    before = in_use(renewing).client
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        renewed(renewing)
    assert in_use(renewing).client == before
    assert {p.name for p in renewing.folder.iterdir()} >= set(PENDING), "the same request may be asked again"


def test_the_folder_of_another_credential_is_not_touched(renewing: Renewing) -> None:
    credential = in_use(renewing)
    about = json.loads((renewing.folder / "credential.json").read_text())
    (renewing.folder / "credential.json").write_text(json.dumps(about | {"credentialId": "another"}))
    with pytest.raises(KnownError, match="CREDENTIAL_OTHER"):
        renew(credential, renewing, NOW)
    assert (renewing.folder / "transport.key").read_bytes() == private(renewing.grant.transport)


def test_the_id_of_the_signing_key_is_that_of_the_file(renewing: Renewing) -> None:
    from cabinet.contour.trust.authority import spki

    expected = key_id(Environment.TEST, spki(renewing.grant.signing.public_key()))
    assert in_use(renewing).signing_key_id == expected
