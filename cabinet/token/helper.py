"""The helper process: one PKCS#11 module behind JSON lines on standard input and output.

Vendors' modules crash and hang; here they take only this process with them. Requests: ``hello``, ``scan``,
``present``, ``sign``, ``quit``; an answer is ``{"ok": …}`` or ``{"error": CODE, "detail": …, "facts": {…}}``. The PIN
comes through the pipe only and is overwritten after use as well as Python allows.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

from cabinet.contract.errors import KnownError
from cabinet.token import cryptoki
from cabinet.token.cryptoki import CKF, CKM, Cryptoki, CryptokiError, RawTokenInfo
from cabinet.token.model import PinState, TokenCertificate, TokenInfo, TokenScan
from cabinet.token.return_values import GONE

__all__ = ["run"]

_DIGEST_INFO_SHA256: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""DER prefix of a SHA-256 DigestInfo (RFC 8017 §9.2)."""


def run(arguments: Sequence[str]) -> int:
    """Serve one module until ``quit`` or the end of input; returns the exit status."""
    parser = argparse.ArgumentParser(prog="cabinet helper", add_help=False)
    parser.add_argument("--module", required=True)
    module = parser.parse_args(arguments).module
    # A module that prints must not spoil the answers: the pipe moves away from descriptor 1.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    helper: _Helper | None = None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if request["command"] == "quit":
                break
            helper = helper or _Helper(module)
            answer: dict[str, Any] = {"ok": helper.serve(request)}
        except KnownError as error:
            answer = {"error": error.code, "detail": error.detail, "facts": error.facts}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    if helper is not None:
        helper.close()
    return 0


class _Helper:
    """Serves requests for one module."""

    def __init__(self, module: str) -> None:
        self._cryptoki = Cryptoki(module)

    def close(self) -> None:
        self._cryptoki.finalize()

    def serve(self, request: dict[str, Any]) -> Any:
        command = request["command"]
        if command == "hello":
            return self._cryptoki.describe()
        if command == "scan":
            scan = self._scan()
            return {
                "tokens": [t.to_json() for t in scan.tokens],
                "certificates": [c.to_json() for c in scan.certificates],
            }
        if command == "present":
            return self._present(TokenInfo.from_json(request["token"]))
        if command == "sign":
            pin = None if request.get("pin") is None else bytearray(request["pin"], "utf-8")
            request["pin"] = None
            try:
                certificate = TokenCertificate.from_json(request["certificate"])
                signature = self._sign(certificate, base64.b64decode(request["data"]), request["kind"], pin)
            finally:
                if pin is not None:
                    pin[:] = bytes(len(pin))
            return base64.b64encode(signature).decode()
        raise KnownError("TOKEN_FAILURE", f"unknown command {command!r}")

    def _scan(self) -> TokenScan:
        try:
            return self._look()
        except CryptokiError as error:
            if error.value not in GONE:
                raise
        # A pulled token leaves stale handles behind; only a fresh initialisation sees the truth.
        self._again()
        return self._look()

    def _again(self) -> None:
        self._cryptoki.finalize()
        self._cryptoki.initialize()

    def _look(self) -> TokenScan:
        tokens: list[TokenInfo] = []
        certificates: list[TokenCertificate] = []
        for slot in self._cryptoki.slots():
            info = self._cryptoki.token_info(slot)
            if not info.flags & CKF.TOKEN_INITIALIZED:
                continue
            token = _token(slot, info)
            tokens.append(token)
            certificates += self._certificates(token)
        return TokenScan(tuple(tokens), tuple(certificates))

    def _certificates(self, token: TokenInfo) -> list[TokenCertificate]:
        session = self._cryptoki.open_session(token.slot)
        try:
            found = []
            for handle in self._cryptoki.find(session, cryptoki.CKO_CERTIFICATE):
                der = self._cryptoki.attribute(session, handle, cryptoki.CKA_VALUE)
                key_id = self._cryptoki.attribute(session, handle, cryptoki.CKA_ID)
                label = self._cryptoki.attribute(session, handle, cryptoki.CKA_LABEL)
                if der:
                    found.append(TokenCertificate(token, key_id, label.decode("utf-8", "replace"), der))
            return found
        finally:
            self._cryptoki.close_session(session)

    def _sign(self, certificate: TokenCertificate, data: bytes, kind: str, pin: bytearray | None) -> bytes:
        slot = self._slot_of(certificate.token)
        mechanism, prepared = self._mechanism(slot, kind, data)
        try:
            session = self._cryptoki.open_session(slot)
            try:
                self._log_in(session, slot, pin)
                keys = self._cryptoki.find(session, cryptoki.CKO_PRIVATE_KEY, certificate.key_id)
                if not keys:
                    raise KnownError("KEY_ABSENT", "no private key of this id")
                return self._cryptoki.sign(session, keys[0], mechanism, prepared, pin)
            finally:
                self._cryptoki.logout(session)
                self._cryptoki.close_session(session)
        except CryptokiError as error:
            if error.value in GONE and not self._present(certificate.token):
                raise KnownError("TOKEN_REMOVED", error.detail) from error
            raise

    def _log_in(self, session: int, slot: int, pin: bytearray | None) -> None:
        try:
            self._cryptoki.login(session, pin)
        except CryptokiError as error:
            if error.value == 0x100:
                return
            if error.code in {"PIN_INCORRECT", "PIN_LOCKED"}:
                state = _token(slot, self._cryptoki.token_info(slot)).pin_state
                raise KnownError(error.code, error.detail, pin_state=state.value) from error
            raise

    def _slot_of(self, token: TokenInfo) -> int:
        """Find the token again by serial number: slots are renumbered when readers come and go."""
        for attempt in (1, 2):
            try:
                for slot in self._cryptoki.slots():
                    info = self._cryptoki.token_info(slot)
                    if (info.serial, info.label) == (token.serial, token.label):
                        return slot
            except CryptokiError as error:
                if error.value not in GONE or attempt == 2:
                    raise KnownError("TOKEN_REMOVED", error.detail) from error
            self._again()
        raise KnownError("TOKEN_REMOVED", "the token is not in any slot")

    def _present(self, token: TokenInfo) -> bool:
        try:
            self._slot_of(token)
        except KnownError:
            return False
        return True

    def _mechanism(self, slot: int, kind: str, data: bytes) -> tuple[int, bytes]:
        offered = self._cryptoki.mechanisms(slot)
        digest = hashlib.sha256(data).digest()
        if kind == "ecdsa" and CKM.ECDSA in offered:
            return CKM.ECDSA, digest
        if kind == "rsa" and CKM.SHA256_RSA_PKCS in offered:
            return CKM.SHA256_RSA_PKCS, data
        if kind == "rsa" and CKM.RSA_PKCS in offered:
            return CKM.RSA_PKCS, _DIGEST_INFO_SHA256 + digest
        raise KnownError("NO_SIGN_MECHANISM", kind)


def _token(slot: int, info: RawTokenInfo) -> TokenInfo:
    flags = info.flags
    if flags & CKF.PIN_LOCKED:
        state = PinState.LOCKED
    elif flags & CKF.PIN_FINAL_TRY:
        state = PinState.FINAL
    elif flags & CKF.PIN_COUNT_LOW:
        state = PinState.LOW
    elif flags & CKF.PIN_TO_BE_CHANGED:
        state = PinState.TO_BE_CHANGED
    else:
        state = PinState.PLENTY
    return TokenInfo(
        slot,
        info.label,
        info.serial,
        info.manufacturer,
        info.model,
        state,
        bool(flags & CKF.PROTECTED_PATH),
        info.min_pin,
        info.max_pin,
    )
