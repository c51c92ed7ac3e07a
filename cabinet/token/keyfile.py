"""A key in a PKCS#12 file: not a QES on a device, and named for what it is (УЕП)."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from cabinet.contract.errors import KnownError

__all__ = ["FileKey", "OpenFileKey"]

_MAX = 1 << 20
_HASHES: dict[str, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}


class OpenFileKey:
    """An opened key file; lives only as long as one signature."""

    def __init__(self, key: object, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        self._key = key
        self.certificate = certificate
        self.chain = chain

    def sign(self, data: bytes, kind: str, digest: str) -> bytes:
        """Sign the hash of ``data``; ``kind`` is ``ecdsa`` or ``rsa``; returns ``r ‖ s`` or a PKCS#1 v1.5 signature.

        Raises:
            KnownError: ``NO_SIGN_MECHANISM`` when the key is of another kind.
        """
        hashed = _HASHES.get(digest)
        if hashed is None:
            raise KnownError("NO_SIGN_MECHANISM", digest)
        if kind == "ecdsa" and isinstance(self._key, ec.EllipticCurvePrivateKey):
            r, s = utils.decode_dss_signature(self._key.sign(data, ec.ECDSA(hashed)))
            size = (self._key.key_size + 7) // 8
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        if kind == "rsa" and isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashed)
        raise KnownError("NO_SIGN_MECHANISM", kind)


class FileKey:
    """A key file on disk, still closed: whose it is is known only with the password."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, password: str) -> OpenFileKey:
        """Open with a password.

        Raises:
            KnownError: ``KEY_FILE_UNREADABLE`` or ``KEY_FILE_PASSWORD``.
        """
        try:
            if self.path.stat().st_size > _MAX:
                raise KnownError("KEY_FILE_UNREADABLE", "size", path=str(self.path))
            data = self.path.read_bytes()
        except OSError as error:
            raise KnownError("KEY_FILE_UNREADABLE", error.strerror or "", path=str(self.path)) from error
        try:
            bag = pkcs12.load_pkcs12(data, password.encode())
        except ValueError as error:
            # The library says the same of a wrong password and of broken contents; the outer form tells them apart.
            looks_right = data[:1] == b"\x30" and b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01" in data[:64]
            code = "KEY_FILE_PASSWORD" if looks_right else "KEY_FILE_UNREADABLE"
            raise KnownError(code, path=str(self.path)) from error
        if bag.key is None or bag.cert is None:
            raise KnownError("KEY_FILE_UNREADABLE", "no key with a certificate", path=str(self.path))
        chain = tuple(c.certificate.public_bytes(Encoding.DER) for c in bag.additional_certs)
        return OpenFileKey(bag.key, bag.cert.certificate.public_bytes(Encoding.DER), chain)
