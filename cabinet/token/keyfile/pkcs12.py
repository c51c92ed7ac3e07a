"""PKCS#12 and PKCS#8 files with an EC or RSA key: opened in this process, without any library of the person's."""

from __future__ import annotations

import warnings

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_private_key,
    load_pem_private_key,
    pkcs12,
)

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile.certificates import beside, certificate_for, issuers_of
from cabinet.token.keyfile.kind import KeyFileKind
from cabinet.token.keyfile.mac import password_fits
from cabinet.token.keyfile.open_key import KeyFile

__all__ = ["ForeignKey", "OpenFileKey", "open_own"]

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class ForeignKey(Exception):
    """The password is right, but what the file holds is not an EC or RSA key: DSTU, most likely."""


class OpenFileKey:
    """An opened key file; lives only as long as one log-in or one signature."""

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

    def close(self) -> None:
        """Let the key go."""
        self._key = None


def open_own(file: KeyFile, password: str) -> OpenFileKey:
    """Open with a password, and find the key's certificate in the file or beside it.

    Raises:
        KnownError: ``KEY_FILE_PASSWORD``, ``KEY_FILE_DAMAGED``, ``KEY_FILE_IS_CERTIFICATE``,
            ``KEY_FILE_CERTIFICATE_ABSENT`` or ``UNSUPPORTED_ALGORITHM``.
        ForeignKey: see there.
    """
    key, inside = _pkcs12(file, password) if file.kind is KeyFileKind.PKCS12 else _pkcs8(file, password)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KnownError("UNSUPPORTED_ALGORITHM", type(key).__name__)
    public = key.public_key()

    def is_its(der: bytes) -> bool:
        try:
            return x509.load_der_x509_certificate(der).public_key() == public
        except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
            return False

    try:
        certificate = certificate_for(is_its, inside, file.path)
    except KnownError:
        certificate = certificate_for(is_its, beside(file.path), file.path)
    return OpenFileKey(key, certificate, issuers_of(certificate, inside))


def _pkcs12(file: KeyFile, password: str) -> tuple[object, list[bytes]]:
    try:
        with warnings.catch_warnings():
            # Issuers' programs write PKCS#12 in BER too, as RFC 7292 allows; the library reads it and warns.
            warnings.filterwarnings("ignore", "PKCS#12 bundle could not be parsed as DER", UserWarning)
            bag = pkcs12.load_pkcs12(file.data, password.encode())
    except UnsupportedAlgorithm as error:
        raise ForeignKey from error
    except x509.InvalidVersion as error:
        raise KnownError("KEY_FILE_DAMAGED", "certificate", path=str(file.path)) from error
    except ValueError as error:
        # The library says one and the same of a wrong password, of damage and of a key that it does not know.
        try:
            fits = password_fits(file.data, password)
        except ValueError:
            raise KnownError("KEY_FILE_DAMAGED", "PKCS#12", path=str(file.path)) from error
        if fits:
            raise ForeignKey from error
        raise KnownError("KEY_FILE_PASSWORD", path=str(file.path)) from error
    if bag.key is None:
        raise KnownError("KEY_FILE_IS_CERTIFICATE", "PKCS#12 without a key", path=str(file.path))
    held = [bag.cert] if bag.cert is not None else []
    return bag.key, [c.certificate.public_bytes(Encoding.DER) for c in (*held, *bag.additional_certs)]


def _pkcs8(file: KeyFile, password: str) -> tuple[object, list[bytes]]:
    load = load_pem_private_key if file.data.lstrip().startswith(b"-----") else load_der_private_key
    for secret in (password.encode(), None):
        # Told of a password, the library refuses a file that is not encrypted: TypeError, and the other way round.
        try:
            return load(file.data, secret), []
        except TypeError:
            continue
        except UnsupportedAlgorithm as error:
            raise ForeignKey from error
        except ValueError as error:
            raise KnownError("KEY_FILE_PASSWORD", path=str(file.path)) from error
    raise KnownError("KEY_FILE_PASSWORD", path=str(file.path))
