"""The window's side of a key file that UAPKI opens: the right key of it, its certificate, and signing."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import algos

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile.certificates import beside, certificate_for, issuers_of
from cabinet.token.keyfile.open_key import KeyFile
from cabinet.token.pkcs11.public_key import public_key_of
from cabinet.token.process import HelperProcess

__all__ = ["UapkiKey", "open_with_uapki", "version_of"]

_SECONDS: Final = 60.0
_ALGORITHMS: Final = {
    ("dstu", "gost34311"): "1.2.804.2.1.1.1.1.3.1.1",
    ("dstu", "kupyna256"): "1.2.804.2.1.1.1.1.3.6.1.1",
    ("dstu", "kupyna384"): "1.2.804.2.1.1.1.1.3.6.2.1",
    ("dstu", "kupyna512"): "1.2.804.2.1.1.1.1.3.6.3.1",
    ("ecdsa", "sha256"): "1.2.840.10045.4.3.2",
    ("ecdsa", "sha384"): "1.2.840.10045.4.3.3",
    ("ecdsa", "sha512"): "1.2.840.10045.4.3.4",
    ("rsa", "sha256"): "1.2.840.113549.1.1.11",
}
_LOST: Final = {"HELPER_CRASHED", "HELPER_TIMEOUT", "TOKEN_ANSWER_INVALID"}


@dataclass(frozen=True)
class _Key:
    """One key of a file: UAPKI's id for it, and its public half."""

    name: str
    public: bytes

    def is_of(self, certificate: bytes) -> bool:
        try:
            return public_key_of(certificate).is_held_in(self.public)
        except KnownError:
            return False


class UapkiKey:
    """An opened key file. The key is in the helper's memory only; :meth:`close` ends that process."""

    def __init__(self, process: HelperProcess, key: str, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        self._process, self._key = process, key
        self.certificate, self.chain = certificate, chain

    def sign(self, data: bytes, kind: str, digest: str) -> bytes:
        """Sign the hash of ``data``, which the library works out; see :class:`cabinet.token.keyfile.open_key.OpenKey`.

        Raises:
            KnownError: ``NO_SIGN_MECHANISM``, ``KEY_FILE_CLOSED``, ``KEY_FILE_UNREADABLE``, ``UAPKI_FAILED`` or
                ``UAPKI_BROKEN``.
        """
        algorithm = _ALGORITHMS.get((kind, digest))
        if algorithm is None:
            raise KnownError("NO_SIGN_MECHANISM", f"{kind}, {digest}")
        request = {"command": "sign", "key": self._key, "algorithm": algorithm, "data": _text(data)}
        signature = base64.b64decode(_ask(self._process, request))
        return _raw(self.certificate, signature) if kind == "ecdsa" else signature

    def close(self) -> None:
        """End the helper, and with it the key's stay in memory."""
        self._process.close()


def version_of(library: str) -> str:
    """Load a library in a helper of its own and return its version; blocks for its self-test, a quarter of a second.

    Raises:
        KnownError: ``UAPKI_NOT_FOUND``, ``UAPKI_BROKEN`` or ``UAPKI_FAILED``.
    """
    process = HelperProcess(library, "--uapki")
    try:
        version: str = _ask(process, {"command": "hello"})["version"]
        return version
    finally:
        process.close()


def open_with_uapki(file: KeyFile, password: str, library: str) -> UapkiKey:
    """Open a key file with its password, in a helper of its own; of two keys, take the one that signs.

    The password has no line feed, which would end the pipe's line, and no zero, which would end UAPKI's text.

    Raises:
        KnownError: ``KEY_FILE_PASSWORD``, ``KEY_FILE_UNREADABLE``, ``KEY_FILE_CERTIFICATE_ABSENT``,
            ``UAPKI_NOT_FOUND``, ``UAPKI_BROKEN`` or ``UAPKI_FAILED``.
    """
    process = HelperProcess(library, "--uapki")
    try:
        request = {"command": "open", "file": _text(file.data)}
        answer = _ask(process, request, bytearray(password, "utf-8"), path=str(file.path))
        try:
            keys = [_Key(k["id"], base64.b64decode(k["publicKey"])) for k in answer["keys"]]
            inside = [base64.b64decode(c) for c in answer["certificates"]]
        except (KeyError, TypeError, ValueError) as error:
            raise KnownError("UAPKI_BROKEN", "keys without their public halves", path=library) from error
        if not keys:
            raise KnownError("KEY_FILE_UNREADABLE", "no key in it", path=str(file.path))
        pool = [*inside, *beside(file.path)]
        certificate = certificate_for(lambda der: any(k.is_of(der) for k in keys), pool, file.path)
        key = next(k for k in keys if k.is_of(certificate))
        return UapkiKey(process, key.name, certificate, issuers_of(certificate, inside))
    except KnownError:
        process.close()
        raise


def _ask(process: HelperProcess, request: dict[str, Any], password: bytearray | None = None, **facts: str) -> Any:
    try:
        return process.ask(request, _SECONDS, password)
    except KnownError as error:
        if error.code in _LOST:
            raise KnownError("UAPKI_FAILED", f"{error.code}: {error.detail}", **error.facts) from error
        raise KnownError(error.code, error.detail, **{**facts, **error.facts}) from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _raw(certificate: bytes, signature: bytes) -> bytes:
    """Return ``r ‖ s``, whether the library wrote that or the DER of it (RFC 3279 §2.2.3)."""
    size = public_key_of(certificate).bits // 8
    if len(signature) == 2 * size:
        return signature
    try:
        pair = algos.DSASignature.load(signature, strict=True).native
        return b"".join(int(pair[half]).to_bytes(size, "big") for half in ("r", "s"))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise KnownError("UAPKI_BROKEN", f"a signature of {len(signature)} bytes") from error
