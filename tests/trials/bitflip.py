"""``bitflip``: one bit turned, every one of them, of every kind of signature that is taken, of a proof, of a receipt.

Verifier and path are asked as the server asks them: a flip may be refused by either. Of DSTU 4145, 30 ms a signature,
and over HTTP to a live contour a sample is drawn by the seed.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.testdata import SetTime
from cabinet.profile.profiles import read_profile
from cabinet.proof.proof_files import read_proof, verify_proof
from cabinet.proof.receipt_files import VerifiedReceipt, read_receipt, verify_receipt
from cabinet.qes.cades_build import build
from cabinet.qes.cades_verify import verify
from cabinet.qes.chain import build_chain
from cabinet.qes.time_stamp import make_token, with_time_stamp
from cabinet.wire.transport import Transport
from tests.company import Company
from tests.flips import flipped_bit
from tests.forging.dstu import dstu_key, dstu_leaf
from tests.forging.issuer import Issuer
from tests.forging.login import begin, refusal, signed
from tests.forked import ForkedContour
from tests.proof.samples import SIGNER, receipt_file
from tests.proof.samples import proof as proof_sample
from tests.qes import dstu_material
from tests.qes_authority import NOW, Authority, name, usage
from tests.static_trust import StaticTrust
from tests.trials.result import Result, Tally

_GOAL = "all refused"
_CONTENT = "LOGIN v1\nВХІД ДО КАБІНЕТУ ОПЕРАТОРА\nedrpou=90417318\n".encode()
_SMALL_STEP, _DSTU, _DSTU_SMALL, _HTTP, _HTTP_SMALL = 97, 400, 24, 200, 24
_MINUTE, _A_MINUTE_LONG = 61, 100


@dataclass(frozen=True)
class _Material:
    """A good signature, and how the server would judge another in its place."""

    kind: str
    blob: bytes
    judge: Callable[[bytes], None]


def _judge(trust: StaticTrust, stamps: StaticTrust | None = None) -> Callable[[bytes], None]:
    def judge(blob: bytes) -> None:
        evidence = verify(blob, _CONTENT, NOW, stamps)
        build_chain(evidence.certificate, evidence.carried, trust, NOW)

    return judge


def _stamping(authority: Authority) -> tuple[bytes, ec.EllipticCurvePrivateKey]:
    from cryptography.hazmat.primitives.serialization import Encoding

    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name("Test time-stamps"))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.DER), key


def _materials() -> Iterable[_Material]:
    authority = Authority()
    issuing, root = StaticTrust([authority.der]), StaticTrust([authority.root_der])
    person = authority.person()
    plain = build(_CONTENT, person.der, person.sign, NOW)
    yield _Material("EC", plain, _judge(issuing))
    with_rsa = authority.person(key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
    yield _Material("RSA", build(_CONTENT, with_rsa.der, with_rsa.sign, NOW), _judge(issuing))
    chained = build(_CONTENT, person.der, person.sign, NOW, [authority.der])
    yield _Material("with its chain", chained, _judge(root))
    from cabinet.qes.cades_parts import take_apart

    certificate, key = _stamping(authority)
    imprint = hashes.Hash(hashes.SHA256())
    imprint.update(take_apart(plain).parts.signature)
    token = make_token(
        imprint.finalize(), 7, "1.2.3.4", NOW, certificate, lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))
    )
    stamped = with_time_stamp(plain, token)
    yield _Material("CAdES-T", stamped, _judge(issuing, StaticTrust([authority.der])))


def _dstu() -> _Material:
    """A key of DSTU 4145 in a certificate that nobody need believe: the verifier alone is asked."""
    from cabinet.qes.digests import digest_of

    info, private, key = dstu_key()
    certificate = dstu_material.with_key(info)
    sign = lambda data: dstu_material.sign(private, key, digest_of("gost34311", data))  # noqa: E731
    return _Material("DSTU", build(_CONTENT, certificate, sign, NOW), lambda blob: verify(blob, _CONTENT, NOW) and None)


def _count(tally: Tally, material: _Material, bits: Iterable[int]) -> None:
    material.judge(material.blob)  # the good one is taken
    for bit in bits:
        code = None
        try:
            material.judge(flipped_bit(material.blob, bit))
        except KnownError as error:
            code = error.code
        tally.count(material.kind, f"bit {bit}", code)


def _proofs(tally: Tally, step: int) -> None:
    """Every bit of a proof; of a receipt every bit of what is signed: the note, and verdicts with their attempts."""
    keys = [SIGNER.verifier]
    proof, receipt = proof_sample(2, 5).encode(), receipt_file()
    verify_proof(read_proof(proof), keys)
    whole = verify_receipt(read_receipt(receipt), keys)
    for bit in range(0, len(proof) * 8, step):
        code = None
        try:
            verify_proof(read_proof(flipped_bit(proof, bit)), keys)
        except KnownError as error:
            code = error.code
        tally.count("proof", f"bit {bit}", code)
    for bit in range(0, len(receipt) * 8, step):
        try:
            found = verify_receipt(read_receipt(flipped_bit(receipt, bit)), keys)
        except KnownError as error:
            tally.count("receipt", f"bit {bit}", error.code)
            continue
        # Line numbers and codes stand beside what is signed: another one there changes nothing that is believed.
        same = found.receipt == whole.receipt and verdicts_of(found) == verdicts_of(whole)
        tally.count("receipt", f"bit {bit}", "UNSIGNED" if same else None)


def verdicts_of(found: VerifiedReceipt) -> list[tuple[str, str]]:
    return [(item.attempt_id, item.status) for item in found.items]


def _by_http(tally: Tally, seeds: int, many: int) -> None:
    with tempfile.TemporaryDirectory() as folder, ForkedContour(Path(folder) / "contour") as contour:
        company = Company(contour)
        company.found()
        assert contour.ready is not None
        transport = Transport(read_profile(contour.ready.profile))
        clock = ShiftedClock(SystemClock())
        issuer = Issuer(contour.data, contour.ready.trust_url)
        leaves = {"HTTP, EC": issuer.issue(), "HTTP, DSTU": dstu_leaf(issuer)}
        given = 0
        try:
            for seed in range(seeds):
                chosen = random.Random(seed)  # noqa: S311  a sample that comes again
                for kind, leaf in leaves.items():
                    for turn in range(-1, many // len(leaves)):
                        if given % _A_MINUTE_LONG == _A_MINUTE_LONG - 1:
                            clock.offset += timedelta(seconds=_MINUTE)
                            contour.testdata("testdata_time", SetTime(offset_seconds=int(clock.offset.total_seconds())))
                        given += 1
                        begun = begin(transport, clock=clock)
                        blob = signed(begun, leaf, clock.now())
                        if turn < 0:
                            assert refusal(transport, begun, blob) is None, "the good one is taken"
                            continue
                        bit = chosen.randrange(len(blob) * 8)
                        refused = refusal(transport, begun, flipped_bit(blob, bit))
                        tally.count(kind, f"bit {bit}", refused.code if refused is not None else None)
        finally:
            transport.close()


def run(*, seeds: int = 1, small: bool = False) -> Result:
    """Turn the bits."""
    tally, started = Tally(), datetime.now(UTC)
    sizes = {}
    for material in _materials():
        sizes[material.kind] = len(material.blob)
        _count(tally, material, range(0, len(material.blob) * 8, _SMALL_STEP if small else 1))
    _proofs(tally, _SMALL_STEP if small else 1)
    material = _dstu()
    sizes[material.kind] = len(material.blob)
    for seed in range(seeds):
        chosen = random.Random(seed)  # noqa: S311  a sample that comes again
        bits = chosen.sample(range(len(material.blob) * 8), _DSTU_SMALL if small else _DSTU)
        _count(tally, material, bits)
    _by_http(tally, seeds, _HTTP_SMALL if small else _HTTP)
    took = round((datetime.now(UTC) - started).total_seconds(), 1)
    return tally.result("bitflip", _GOAL, bytes=sizes, seeds=seeds, seconds=took)
