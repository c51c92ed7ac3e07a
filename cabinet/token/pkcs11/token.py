"""A token module as the desk uses it: what is there, and sign with it."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.mechanisms import SignKind
from cabinet.token.pkcs11.model import TokenCertificate, TokenInfo, TokenScan
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.pin import check_pin
from cabinet.token.process import PIN_PAD_SECONDS, SIGN_SECONDS, HelperProcess

__all__ = ["Pkcs11Token"]


class Pkcs11Token:
    """One module in its helper process. Methods block; call them from the token lane."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.helper = HelperProcess(str(module.path))

    def describe(self) -> str:
        """Return the module's description and version (C_GetInfo)."""
        return str(self.helper.ask({"command": "hello"}))

    def scan(self, *, fresh: bool = False) -> TokenScan:
        """Return all tokens and certificates now; ``fresh`` also reads again what seems unchanged."""
        path = str(self.module.path)
        scan = TokenScan.from_json(self.helper.ask({"command": "scan", "fresh": fresh}))
        tokens = tuple(replace(t, module=path) for t in scan.tokens)
        certificates = tuple(replace(c, token=replace(c.token, module=path)) for c in scan.certificates)
        notes = tuple(replace(n, module=path) for n in scan.notes)
        return replace(scan, tokens=tokens, certificates=certificates, notes=notes)

    def present(self, info: TokenInfo) -> bool:
        """Tell whether this token is in a slot; reads no certificate."""
        return bool(self.helper.ask({"command": "present", "token": info.to_json()}))

    def pin_state(self, info: TokenInfo) -> TokenInfo:
        """Return the token's info read afresh: ask before each prompt for a PIN.

        Raises:
            KnownError: ``TOKEN_REMOVED``.
        """
        answer: dict[str, Any] = self.helper.ask({"command": "pin_state", "token": info.to_json()})
        return replace(TokenInfo.from_json(answer), module=str(self.module.path), reader=info.reader)

    def sign(
        self,
        certificate: TokenCertificate,
        data: bytes,
        pin: str | None,
        kind: SignKind,
        *,
        digest: bytes | None = None,
        last_try: bool = False,
    ) -> bytes:
        """Sign ``data`` with the certificate's key; the caller verifies the result before it goes anywhere.

        ``ecdsa`` signs the hash as long as the curve, and returns ``r ‖ s``; ``rsa`` SHA-256 by PKCS#1 v1.5;
        ``dstu-…`` returns two halves, least byte first, perhaps in an OCTET STRING. ``digest`` is the hash of ``data``
        by the kind's own algorithm: some tokens sign DSTU 4145 only on a ready hash. ``last_try``: the person has
        been told that one more wrong PIN locks the token. Never tried twice.

        Raises:
            KnownError: ``PIN_LENGTH``, ``PIN_CHARACTERS``, ``PIN_LOCKED``, ``PIN_EXPIRED``, ``PIN_LAST_TRY`` before
                the token is asked (no attempt is used), else the token's answer.
        """
        token = certificate.token
        typed = None if token.pin_pad or not token.login_required else _encoded(pin or "")
        if typed is not None:
            check_pin(typed, token)
        answer = self.helper.ask(
            {
                "command": "sign",
                "certificate": certificate.to_json(),
                "data": base64.b64encode(data).decode(),
                "digest": None if digest is None else base64.b64encode(digest).decode(),
                "kind": kind,
                "last_try": last_try,
            },
            PIN_PAD_SECONDS if token.pin_pad else SIGN_SECONDS,
            typed,
        )
        return base64.b64decode(answer)

    def close(self) -> None:
        """End the helper, whatever it is doing."""
        self.helper.close()


def _encoded(pin: str) -> bytearray:
    try:
        return bytearray(pin, "utf-8")
    except UnicodeEncodeError:
        # Half a surrogate pair. The error would carry the PIN in its text, so it is not kept as a cause.
        raise KnownError("PIN_CHARACTERS") from None
