"""The batch envelope ``application/vnd.soms.batch+hpke`` (CONTRACT §5).

``u16 siglen ‖ sig ‖ u16 hdrlen ‖ hdr ‖ enc ‖ ct``, integers big-endian. ``hdr`` is JSON; HPKE (RFC 9180, base mode,
DHKEM X25519, HKDF-SHA-256, AES-256-GCM) takes ``info = "soms/env/1\\0" ‖ hdr``, so the header is bound to the
ciphertext; the signature is over SHA-256(``"soms-batch-v1\\0" ‖ hdrlen ‖ hdr ‖ enc ‖ ct``).
The order of opening is fixed: parse, verify the signature, unseal, compare ``contentSha256``.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final, get_type_hints

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from cabinet.contract.errors import KnownError
from cabinet.contract.json_names import repeated_name
from cabinet.contract.limits import MAX_BATCH_BYTES, MAX_BATCH_ITEMS, MAX_INFLATE_RATIO
from cabinet.contract.moment import parse_moment, wire

__all__ = [
    "Header",
    "Sealed",
    "SigningKey",
    "VerifyingKey",
    "fitting_zip",
    "parse",
    "seal",
    "unseal",
    "verify",
]

SigningKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey
VerifyingKey = Ed25519PublicKey | ec.EllipticCurvePublicKey

_LEVEL: Final = 1
_MAX_SEQ: Final = 2**63 - 1
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MAX_HEADER: Final = 4096
_MAX_SIGNATURE: Final = 256
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_ENC: Final = 32
_TAG: Final = 16
_INFO: Final = b"soms/env/1\0"
_DOMAIN: Final = b"soms-batch-v1\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a batch says of itself. ``n`` lines; digests in hex; ``zip`` is ``none`` or ``deflate``."""

    v: int = 1
    env: str
    operator: str
    source: str
    batch_id: str
    seq: int
    prev_content_sha256: str | None
    n: int
    content_sha256: str
    zip: str = "none"
    signing_key_id: str
    recipient_key_id: str
    iat: datetime
    alg: str = "hpke-x25519-sha256-a256gcm+ed25519"


_TYPES: Final = {**get_type_hints(Header), "iat": str}
_WireHeader: Final = msgspec.defstruct(
    "_WireHeader", [(f.name, _TYPES[f.name]) for f in fields(Header)], rename="camel", forbid_unknown_fields=True
)
"""The header as JSON: the same fields, each of them there, the moment as RFC 3339 text."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An envelope taken apart, nothing verified yet."""

    header: Header
    header_bytes: bytes
    signature: bytes
    box: bytes
    """``enc ‖ ct``."""


def algorithm_of(key: SigningKey | VerifyingKey) -> str:
    """Return the header's ``alg`` for a signing key: Ed25519 or ES256."""
    tail = "ed25519" if isinstance(key, Ed25519PrivateKey | Ed25519PublicKey) else "es256"
    return f"hpke-x25519-sha256-a256gcm+{tail}"


def seal(plain: bytes, header: Header, recipient: X25519PublicKey, key: SigningKey) -> bytes:
    """Return the envelope of a batch's plaintext. Sealing anew gives other bytes, of the same content."""
    body = zlib.compress(plain, _LEVEL) if header.zip == "deflate" else plain
    head = msgspec.json.encode(_WireHeader(**{**asdict(header), "iat": wire(header.iat), "alg": algorithm_of(key)}))
    box = _SUITE.encrypt(body, recipient, info=_INFO + head)
    digest = _digest(head, box)
    if isinstance(key, Ed25519PrivateKey):
        signature = key.sign(digest)
    else:
        signature = key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    return b"".join((struct.pack(">H", len(signature)), signature, struct.pack(">H", len(head)), head, box))


def fitting_zip(plain: bytes) -> str:
    """Return the ``zip`` that suits a plaintext: lines much alike would deflate beyond the bound and go as they are."""
    return "deflate" if len(plain) <= len(zlib.compress(plain, _LEVEL)) * MAX_INFLATE_RATIO else "none"


def parse(data: bytes) -> Sealed:
    """Take an envelope apart.

    Raises:
        KnownError: ``ENVELOPE_INVALID``; ``BATCH_TOO_LARGE`` when the header announces too many lines.
    """
    try:
        signature, at = _take(data, 0, _MAX_SIGNATURE)
        head, at = _take(data, at, _MAX_HEADER)
        box = data[at:]
        said = msgspec.structs.asdict(msgspec.json.decode(head, type=_WireHeader))
        twice = repeated_name(head, msgspec.json.decode(head))
        header = Header(**{**said, "iat": parse_moment(said["iat"])})
    except (struct.error, msgspec.MsgspecError, ValueError, KnownError) as error:
        raise KnownError("ENVELOPE_INVALID", str(error)[:200]) from error
    if header.v != 1 or header.zip not in {"none", "deflate"} or header.n < 1 or len(box) < _ENC + _TAG:
        raise KnownError("ENVELOPE_INVALID", "version, zip, n or length")
    if twice is not None:
        raise KnownError("ENVELOPE_INVALID", f"{twice} twice")
    if not 0 < header.seq <= _MAX_SEQ:
        raise KnownError("ENVELOPE_INVALID", "seq")
    if not all(_SHA256.fullmatch(d) for d in (header.content_sha256, header.prev_content_sha256) if d is not None):
        raise KnownError("ENVELOPE_INVALID", "contentSha256 or prevContentSha256")
    if header.n > MAX_BATCH_ITEMS:
        raise KnownError("BATCH_TOO_LARGE", value=str(header.n)[:20], expected=str(MAX_BATCH_ITEMS))
    return Sealed(header, head, signature, box)


def verify(sealed: Sealed, key: VerifyingKey) -> None:
    """Verify the signature over header and ciphertext.

    Raises:
        KnownError: ``ENVELOPE_SIGNATURE_INVALID``.
    """
    digest = _digest(sealed.header_bytes, sealed.box)
    try:
        if sealed.header.alg != algorithm_of(key):
            raise InvalidSignature
        if isinstance(key, Ed25519PublicKey):
            key.verify(sealed.signature, digest)
        else:
            _strict_der(sealed.signature)
            key.verify(sealed.signature, digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    except InvalidSignature as error:
        raise KnownError("ENVELOPE_SIGNATURE_INVALID") from error


def unseal(sealed: Sealed, recipient: X25519PrivateKey) -> bytes:
    """Open the box and return the plaintext, inflated, its digest and number of lines compared with the header.

    Raises:
        KnownError: ``ENVELOPE_INVALID``, ``ENVELOPE_CONTENT_MISMATCH`` or ``BATCH_TOO_LARGE``.
    """
    try:
        body = _SUITE.decrypt(sealed.box, recipient, info=_INFO + sealed.header_bytes)
    except (InvalidTag, ValueError) as error:
        raise KnownError("ENVELOPE_INVALID", "the box does not open") from error
    plain = _inflate(body) if sealed.header.zip == "deflate" else body
    if len(plain) > MAX_BATCH_BYTES:
        raise KnownError("BATCH_TOO_LARGE", value=str(len(plain)), expected=str(MAX_BATCH_BYTES))
    if hashlib.sha256(plain).hexdigest() != sealed.header.content_sha256:
        raise KnownError("ENVELOPE_CONTENT_MISMATCH", "contentSha256")
    if plain.count(b"\n") + (not plain.endswith(b"\n")) != sealed.header.n:
        raise KnownError("ENVELOPE_CONTENT_MISMATCH", "n")
    return plain


def _take(data: bytes, at: int, limit: int) -> tuple[bytes, int]:
    """Return the part that begins at ``at`` with its length, and where the next begins."""
    (length,) = struct.unpack_from(">H", data, at)
    end = at + 2 + length
    if not 0 < length <= limit or len(data) < end:
        raise ValueError("length")
    return data[at + 2 : end], end


def _digest(head: bytes, box: bytes) -> bytes:
    digest = hashlib.sha256(_DOMAIN)
    digest.update(struct.pack(">H", len(head)))
    digest.update(head)
    digest.update(box)
    return digest.digest()


def _strict_der(signature: bytes) -> None:
    """Refuse any second form of the same ECDSA signature, so that one batch has one envelope."""
    try:
        r, s = utils.decode_dss_signature(signature)
    except ValueError as error:
        raise InvalidSignature from error
    if utils.encode_dss_signature(r, s) != signature:
        raise InvalidSignature


def _inflate(body: bytes) -> bytes:
    limit = min(MAX_BATCH_BYTES, len(body) * MAX_INFLATE_RATIO)
    engine = zlib.decompressobj()
    try:
        plain = engine.decompress(body, limit + 1)
    except zlib.error as error:
        raise KnownError("ENVELOPE_INVALID", "deflate") from error
    if len(plain) > limit:
        raise KnownError("BATCH_TOO_LARGE", value=f"> {limit}", expected=f"{MAX_INFLATE_RATIO}:1")
    if not engine.eof or engine.unused_data:
        raise KnownError("ENVELOPE_INVALID", "deflate")
    return plain
