"""Where the real DSTU material lies, certificates with another key put in, and a signer for published test keys."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from asn1crypto import parser
from asn1crypto import x509 as asn1

from cabinet.qes.dstu.key import DstuKey, read_key
from cabinet.qes.dstu.points import joint_multiply

DATA = Path(__file__).parents[1] / "data" / "dstu"


def uapki(start: str) -> bytes:
    """Return the one certificate whose file's name starts so."""
    (path,) = (DATA / "uapki").glob(f"{start}*.cer")
    return path.read_bytes()


def cryptonite(name: str) -> bytes:
    return (DATA / "cryptonite" / name).read_bytes()


def key_info(certificate: bytes) -> bytes:
    return bytes(asn1.Certificate.load(certificate)["tbs_certificate"]["subject_public_key_info"].dump())


def parts_of(der: bytes) -> list[bytes]:
    """Return what a SEQUENCE consists of, element by element."""
    rest: bytes = parser.parse(der, strict=True)[4]
    parts = []
    while rest:
        length = parser.peek(rest)
        parts.append(rest[:length])
        rest = rest[length:]
    return parts


def joined(parts: Sequence[bytes]) -> bytes:
    """Return a SEQUENCE of these elements."""
    return bytes(parser.emit(0, 1, 16, b"".join(parts)))


def with_key(info: bytes) -> bytes:
    """Return a certificate that holds this key; its own signature no longer fits, which none of its users asks."""
    body, algorithm, signature = parts_of(uapki("diia-test-sign"))
    fields = parts_of(body)
    fields[6] = info
    return joined([joined(fields), algorithm, signature])


def sign(private: int, key: DstuKey, digest: bytes) -> bytes:
    """Sign by DSTU 4145, without any care for secrecy."""
    curve = key.curve
    element = int.from_bytes(digest, "little") & ((1 << curve.degree) - 1) or 1
    while True:
        secret = secrets.randbelow(curve.order - 1) + 1
        point = joint_multiply(curve, secret, curve.base, 0, curve.base)
        assert point is not None
        r = curve.field.multiply(element, point[0]) & ((1 << curve.order.bit_length() - 1) - 1)
        s = (secret + private * r) % curve.order
        if r and s:
            return r.to_bytes(curve.half, "little") + s.to_bytes(curve.half, "little")


def person() -> tuple[bytes, DstuKey, int]:
    """Return the certificate, the key and the published private key of the person in cryptonite's PKI."""
    certificate = cryptonite("userfiz_certificate.cer")
    private = int.from_bytes(cryptonite("userfiz_private_key_ba.dat"), "little")
    return certificate, read_key(key_info(certificate)), private
