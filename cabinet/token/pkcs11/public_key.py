"""The public key of a certificate, as far as a token needs it: which key is it, and how long are its signatures.

Own walk through the DER (RFC 5280 §4.1), because libraries refuse a certificate of a DSTU key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from asn1crypto import parser

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.structures import CKK

__all__ = ["PublicKey", "public_key_of"]

_RSA: Final = bytes.fromhex("2a864886f70d010101")
_EC: Final = bytes.fromhex("2a8648ce3d0201")
_DSTU: Final = bytes.fromhex("2a8624020101010103")
"""1.2.804.2.1.1.1.1.3, the arc of Ukraine's signature algorithms."""
_CURVES: Final = {
    bytes.fromhex("2a8648ce3d030107"): 256,
    bytes.fromhex("2b81040022"): 384,
    bytes.fromhex("2b81040023"): 521,
    bytes.fromhex("2b2403030208010107"): 256,
    bytes.fromhex("2b240303020801010b"): 384,
    bytes.fromhex("2b240303020801010d"): 512,
}
"""P-256, P-384, P-521, and Brainpool's of 256, 384 and 512 bits."""


@dataclass(frozen=True)
class PublicKey:
    """A public key.

    ``key_type`` is a CKK number; ``value`` the modulus without leading zeros, or the point as the certificate has it;
    ``bits`` the curve's for EC, the modulus' for RSA, 0 for DSTU.
    """

    key_type: int
    value: bytes
    bits: int

    def is_held_in(self, blob: bytes) -> bool:
        """Tell whether an attribute of a key on a token is this key: a bare or wrapped point, a modulus, an SPKI."""
        return blob.endswith(self.value) if self.key_type != CKK.RSA else self.value in blob

    def fits(self, signature: bytes) -> bool:
        """Tell whether a signature has a length that this key's can have."""
        if self.key_type == CKK.RSA:
            return len(signature) == len(self.value)
        if self.key_type == CKK.EC:
            return len(signature) == 2 * ((self.bits + 7) // 8)
        # DSTU 4145: two halves as long as the group's order, which is at most a byte shorter than a field element;
        # some modules wrap them in an OCTET STRING.
        if signature[:1] == b"\x04" and len(signature) == 2 + signature[1]:
            signature = signature[2:]
        return len(signature) in {2 * len(self.value), 2 * (len(self.value) - 1)}


def public_key_of(certificate: bytes) -> PublicKey:
    """Read a certificate's key.

    Raises:
        KnownError: ``CERTIFICATE_UNREADABLE``, or ``UNSUPPORTED_ALGORITHM`` for keys other than RSA, EC on a known
            curve and DSTU 4145.
    """
    try:
        fields = _parts(_parts(certificate)[0])
        # An explicit version, [0], comes first in every certificate but those of version 1.
        info = fields[6 if fields[0][:1] == b"\xa0" else 5]
        algorithm, bits = _parts(info)
        name, *parameters = (parser.parse(part)[4] for part in _parts(algorithm))
        key = parser.parse(bits)[4][1:]
        if not key:
            raise ValueError
        if name == _RSA:
            modulus = parser.parse(_parts(key)[0])[4].lstrip(b"\0")
            return PublicKey(CKK.RSA, modulus, 8 * len(modulus))
        if name == _EC and parameters and parameters[0] in _CURVES:
            return PublicKey(CKK.EC, key, _CURVES[parameters[0]])
        if name.startswith(_DSTU):
            return PublicKey(CKK.DSTU4145, parser.parse(key)[4], 0)
    except (ValueError, IndexError) as error:
        raise KnownError("CERTIFICATE_UNREADABLE", type(error).__name__) from error
    raise KnownError("UNSUPPORTED_ALGORITHM", name.hex())


def _parts(der: bytes) -> list[bytes]:
    """Return what a constructed value consists of, element by element."""
    rest: bytes = parser.parse(der)[4]
    parts = []
    while rest:
        length = parser.peek(rest)
        parts.append(rest[:length])
        rest = rest[length:]
    return parts
