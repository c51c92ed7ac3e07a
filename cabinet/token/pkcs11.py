"""A token module as the desk uses it: what is there, and sign with it."""

from __future__ import annotations

import base64
from typing import Literal

from cabinet.contract.errors import KnownError
from cabinet.token.model import TokenCertificate, TokenInfo, TokenScan
from cabinet.token.modules import Module
from cabinet.token.process import PIN_PAD_SECONDS, SIGN_SECONDS, HelperProcess

__all__ = ["Pkcs11Token"]


class Pkcs11Token:
    """One module in its helper process. Methods block; call them from the token lane."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.helper = HelperProcess(str(module.path))

    def describe(self) -> str:
        """Return the module's description and version."""
        return str(self.helper.ask({"command": "hello"}))

    def scan(self) -> TokenScan:
        """Return all tokens and certificates now."""
        answer = self.helper.ask({"command": "scan"})
        return TokenScan(
            tuple(TokenInfo.from_json(t) for t in answer["tokens"]),
            tuple(TokenCertificate.from_json(c) for c in answer["certificates"]),
        )

    def present(self, info: TokenInfo) -> bool:
        """Tell whether this token is in a slot; reads no certificate."""
        return bool(self.helper.ask({"command": "present", "token": info.to_json()}))

    def sign(self, certificate: TokenCertificate, data: bytes, pin: str | None, kind: Literal["ecdsa", "rsa"]) -> bytes:
        """Sign SHA-256 of ``data``; returns ``r ‖ s`` or a PKCS#1 v1.5 signature.

        Raises:
            KnownError: ``PIN_LENGTH`` before the token is asked (no attempt is used), else the token's answer.
        """
        token = certificate.token
        if not token.pin_pad:
            _check_pin(pin or "", token)
        answer = self.helper.ask(
            {
                "command": "sign",
                "certificate": certificate.to_json(),
                "data": base64.b64encode(data).decode(),
                "kind": kind,
                "pin": None if token.pin_pad else pin,
            },
            PIN_PAD_SECONDS if token.pin_pad else SIGN_SECONDS,
        )
        return base64.b64decode(answer)

    def close(self) -> None:
        """End the helper."""
        self.helper.close()


def _check_pin(pin: str, token: TokenInfo) -> None:
    length = len(pin.encode())
    if not token.min_pin <= length <= token.max_pin or "\0" in pin or not pin:
        raise KnownError("PIN_LENGTH", min=str(max(token.min_pin, 1)), max=str(token.max_pin))
