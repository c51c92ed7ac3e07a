"""Making a SoftHSM2 token for the demo: initialise, generate a P-256 key, put its certificate beside it.

Only ever used on tokens that the demo and the tour make for themselves; a real token is never written to. All through
PKCS#11 calls in this process, so that no PIN stands in a command line or an environment.
"""

from __future__ import annotations

import ctypes
import os
from ctypes import byref, c_ubyte, c_ulong, c_void_p
from pathlib import Path
from typing import Any, Final

from asn1crypto import keys

from cabinet.token.pkcs11.cryptoki import CKF, Cryptoki
from cabinet.token.pkcs11.modules import Module, find_modules
from cabinet.token.pkcs11.structures import Attribute

__all__ = ["SoftTokenMaker", "softhsm_module"]

_RW = 0x2
_CKU_SO = 0
_CKM_EC_KEY_PAIR_GEN = 0x1040
_CKA: Final = {
    "class": 0x0,
    "token": 0x1,
    "private": 0x2,
    "label": 0x3,
    "value": 0x11,
    "certificate_type": 0x80,
    "subject": 0x101,
    "id": 0x102,
    "sensitive": 0x103,
    "sign": 0x108,
    "verify": 0x10A,
    "ec_params": 0x180,
    "ec_point": 0x181,
    "extractable": 0x162,
}
_P256: Final = bytes.fromhex("06082a8648ce3d030107")
_TRUE, _FALSE = b"\x01", b"\x00"


def softhsm_module() -> Module | None:
    """Return the installed SoftHSM2 module, or None."""
    return next((m for m in find_modules() if "softhsm" in m.path.name.lower()), None)


class SoftTokenMaker:
    """Makes tokens in one folder. Points this process and the helpers it starts at that folder."""

    def __init__(self, folder: Path, module: Module) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tokens = folder / "tokens"
        tokens.mkdir(exist_ok=True, mode=0o700)
        configuration = folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(configuration)
        self._cryptoki = Cryptoki(str(module.path))
        self._cryptoki.finalize()
        self._cryptoki.initialize()

    def close(self) -> None:
        """Let the module go, so that helpers see the tokens afresh."""
        self._cryptoki.finalize()

    def make(self, label: str, pin: str, so_pin: str) -> bytes:
        """Make a token with one P-256 key; returns the public key, DER SubjectPublicKeyInfo."""
        slot = self._free_slot()
        padded = label.encode().ljust(32)[:32]
        self._raw("C_InitToken", c_ulong(slot), so_pin.encode(), c_ulong(len(so_pin)), padded)
        slot = self._slot(label)
        session = self._session(slot)
        try:
            self._login(session, _CKU_SO, so_pin)
            self._raw("C_InitPIN", c_ulong(session), pin.encode(), c_ulong(len(pin)))
            self._cryptoki.logout(session)
            self._login(session, 1, pin)
            return self._generate(session, label)
        finally:
            self._cryptoki.logout(session)
            self._cryptoki.close_session(session)

    def put(self, label: str, pin: str, certificate_der: bytes, subject_der: bytes) -> None:
        """Put a certificate beside the token's key."""
        session = self._session(self._slot(label))
        try:
            self._login(session, 1, pin)
            template = _template(
                [
                    ("class", (1).to_bytes(ctypes.sizeof(c_ulong), "little")),
                    ("certificate_type", (0).to_bytes(ctypes.sizeof(c_ulong), "little")),
                    ("token", _TRUE),
                    ("private", _FALSE),
                    ("label", label.encode()),
                    ("id", b"\x01"),
                    ("subject", subject_der),
                    ("value", certificate_der),
                ]
            )
            self._raw("C_CreateObject", c_ulong(session), template, c_ulong(len(template)), byref(c_ulong()))
        finally:
            self._cryptoki.logout(session)
            self._cryptoki.close_session(session)

    def _generate(self, session: int, label: str) -> bytes:
        public = _template(
            [
                ("token", _TRUE),
                ("private", _FALSE),
                ("verify", _TRUE),
                ("label", label.encode()),
                ("id", b"\x01"),
                ("ec_params", _P256),
            ]
        )
        private = _template(
            [
                ("token", _TRUE),
                ("private", _TRUE),
                ("sensitive", _TRUE),
                ("extractable", _FALSE),
                ("sign", _TRUE),
                ("label", label.encode()),
                ("id", b"\x01"),
            ]
        )
        mechanism = (c_ulong * 3)(_CKM_EC_KEY_PAIR_GEN, 0, 0)
        handle, other = c_ulong(), c_ulong()
        self._raw(
            "C_GenerateKeyPair",
            c_ulong(session),
            mechanism,
            public,
            c_ulong(len(public)),
            private,
            c_ulong(len(private)),
            byref(handle),
            byref(other),
        )
        wrapped = self._cryptoki.attribute(session, handle.value, _CKA["ec_point"])
        point = wrapped[2:]
        return bytes(
            keys.PublicKeyInfo(
                {
                    "algorithm": {"algorithm": "ec", "parameters": keys.ECDomainParameters("named", "secp256r1")},
                    "public_key": keys.ECPointBitString(point),
                }
            ).dump()
        )

    def _free_slot(self) -> int:
        for slot in self._cryptoki.slots():
            if not self._cryptoki.token_info(slot).flags & CKF.TOKEN_INITIALIZED:
                return slot
        raise LookupError("SoftHSM2 always offers one free slot")

    def _slot(self, label: str) -> int:
        for slot in self._cryptoki.slots():
            if self._cryptoki.token_info(slot).label == label:
                return slot
        raise LookupError(label)

    def _session(self, slot: int) -> int:
        session = c_ulong()
        self._raw("C_OpenSession", c_ulong(slot), c_ulong(CKF.SERIAL_SESSION | _RW), None, None, byref(session))
        return session.value

    def _login(self, session: int, user: int, pin: str) -> None:
        self._cryptoki.login(session, bytearray(pin.encode()), user)

    def _raw(self, function: str, *arguments: object) -> None:
        self._cryptoki.call(function, *arguments)


def _template(pairs: list[tuple[str, bytes]]) -> ctypes.Array[Any]:
    array = (Attribute * len(pairs))()
    kept = []
    for place, (name, value) in enumerate(pairs):
        buffer = (c_ubyte * max(len(value), 1)).from_buffer_copy(value or b"\0")
        kept.append(buffer)
        array[place] = Attribute(_CKA[name], ctypes.cast(buffer, c_void_p), len(value))
    array._kept = kept  # type: ignore[attr-defined]  # the buffers must outlive the call
    return array
