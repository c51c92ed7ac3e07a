"""A thin ctypes binding of the PKCS#11 functions a log-in needs (OASIS PKCS#11 v2.40).

ctypes releases the GIL during calls. Structures are packed to one byte on Windows, naturally aligned elsewhere.
Vendor key types and mechanisms are plain numbers, as Ukrainian tokens need.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import Structure, byref, c_char, c_ubyte, c_ulong, c_void_p
from dataclasses import dataclass

from cabinet.contract.errors import KnownError
from cabinet.token.return_values import NAMES, code_of

__all__ = ["CKF", "CKM", "Cryptoki", "CryptokiError", "RawTokenInfo"]

_PACK = 1 if sys.platform == "win32" else 0


class CKF:
    """Flags of CK_TOKEN_INFO and sessions."""

    SERIAL_SESSION = 0x4
    LOGIN_REQUIRED = 0x4
    PROTECTED_PATH = 0x100
    TOKEN_INITIALIZED = 0x400
    PIN_COUNT_LOW = 0x10000
    PIN_FINAL_TRY = 0x20000
    PIN_LOCKED = 0x40000
    PIN_TO_BE_CHANGED = 0x80000
    OS_LOCKING = 0x2


class CKM:
    """Mechanisms chosen by name, never "the first that signs"."""

    RSA_PKCS = 0x1
    SHA256_RSA_PKCS = 0x40
    ECDSA = 0x1041


CKA_CLASS, CKA_LABEL, CKA_VALUE, CKA_CERTIFICATE_TYPE, CKA_ID = 0x0, 0x3, 0x11, 0x80, 0x102
CKA_ALWAYS_AUTHENTICATE = 0x202
CKO_CERTIFICATE, CKO_PRIVATE_KEY = 1, 3
CKU_USER, CKU_CONTEXT = 1, 2


def _structure(name: str, fields: list[tuple[str, object]]) -> type[Structure]:
    body: dict[str, object] = {"_fields_": fields}
    if _PACK:
        body = {"_pack_": _PACK, "_fields_": fields}
    return type(name, (Structure,), body)


_Version = _structure("_Version", [("major", c_ubyte), ("minor", c_ubyte)])
_Info = _structure(
    "_Info",
    [
        ("cryptoki", _Version), ("manufacturer", c_char * 32), ("flags", c_ulong), ("description", c_char * 32),
        ("version", _Version),
    ],
)  # fmt: skip
_TokenInfo = _structure(
    "_TokenInfo",
    [
        ("label", c_char * 32), ("manufacturer", c_char * 32), ("model", c_char * 16), ("serial", c_char * 16),
        ("flags", c_ulong), ("max_sessions", c_ulong), ("sessions", c_ulong), ("max_rw", c_ulong), ("rw", c_ulong),
        ("max_pin", c_ulong), ("min_pin", c_ulong), ("public_total", c_ulong), ("public_free", c_ulong),
        ("private_total", c_ulong), ("private_free", c_ulong), ("hardware", _Version), ("firmware", _Version),
        ("utc", c_char * 16),
    ],
)  # fmt: skip
_Attribute = _structure("_Attribute", [("type", c_ulong), ("value", c_void_p), ("length", c_ulong)])
_Mechanism = _structure("_Mechanism", [("mechanism", c_ulong), ("parameter", c_void_p), ("length", c_ulong)])
_InitArgs = _structure(
    "_InitArgs",
    [
        ("create", c_void_p), ("destroy", c_void_p), ("lock", c_void_p), ("unlock", c_void_p), ("flags", c_ulong),
        ("reserved", c_void_p),
    ],
)  # fmt: skip


class CryptokiError(KnownError):
    """A PKCS#11 function failed; ``value`` is its return value."""

    def __init__(self, function: str, value: int) -> None:
        name = NAMES.get(value, f"0x{value:08X}")
        super().__init__(code_of(value), f"{function}: {name}", rv=name)
        self.value = value
        self.function = function


@dataclass(frozen=True)
class RawTokenInfo:
    """CK_TOKEN_INFO, texts stripped of their padding."""

    label: str
    manufacturer: str
    model: str
    serial: str
    flags: int
    min_pin: int
    max_pin: int


def _load(path: str) -> ctypes.CDLL:
    """Load the library; say in words why it would not load."""
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        text = str(error)
        low = text.lower()
        if "executable stack" in low or "execstack" in low:
            code = "MODULE_EXECSTACK"
        elif "wrong elf class" in low or getattr(error, "winerror", 0) == 193 or "incompatible architecture" in low:
            code = "MODULE_BITNESS"
        elif "cannot open shared object file" in low and path not in text.split(":", maxsplit=1)[0]:
            code = "MODULE_DEPENDENCY"
        elif "no such file" in low:
            code = "MODULE_NOT_FOUND"
        else:
            code = "MODULE_BROKEN"
        raise KnownError(code, text[:300], path=path) from error


class Cryptoki:
    """One module, initialised. Not thread-safe: the helper serves one request at a time."""

    def __init__(self, path: str) -> None:
        self._library = _load(path)
        if not hasattr(self._library, "C_GetFunctionList"):
            raise KnownError("MODULE_BROKEN", "no C_GetFunctionList", path=path)
        self.initialize()

    def call(self, function: str, *arguments: object) -> None:
        """Call one function by name; raises :class:`CryptokiError` for any other value than CKR_OK."""
        value = int(getattr(self._library, function)(*arguments)) & 0xFFFFFFFF
        if value:
            raise CryptokiError(function, value)

    def initialize(self) -> None:
        """C_Initialize with the system's locking; being initialised already is fine."""
        arguments = _InitArgs(flags=CKF.OS_LOCKING)
        try:
            self.call("C_Initialize", byref(arguments))
        except CryptokiError as error:
            if error.value != 0x191:
                raise

    def finalize(self) -> None:
        """C_Finalize; whatever the module says, it is over."""
        self._library.C_Finalize(None)

    def describe(self) -> str:
        """Return the module's own description and version."""
        info = _Info()
        self.call("C_GetInfo", byref(info))
        text = bytes(info.description).decode("utf-8", "replace").strip("\0 ")
        return f"{text} {info.version.major}.{info.version.minor}"

    def slots(self) -> list[int]:
        """Return all slots with a token in them."""
        count = c_ulong()
        self.call("C_GetSlotList", c_ubyte(1), None, byref(count))
        slots = (c_ulong * max(count.value, 1))()
        self.call("C_GetSlotList", c_ubyte(1), slots, byref(count))
        return list(slots[: count.value])

    def token_info(self, slot: int) -> RawTokenInfo:
        """Return a token's info, read afresh."""
        info = _TokenInfo()
        self.call("C_GetTokenInfo", c_ulong(slot), byref(info))

        def text(raw: bytes) -> str:
            return raw.decode("utf-8", "replace").strip("\0 ")

        return RawTokenInfo(
            text(info.label),
            text(info.manufacturer),
            text(info.model),
            text(info.serial),
            info.flags,
            info.min_pin,
            info.max_pin,
        )

    def open_session(self, slot: int) -> int:
        """Open a read-only session."""
        session = c_ulong()
        self.call("C_OpenSession", c_ulong(slot), c_ulong(CKF.SERIAL_SESSION), None, None, byref(session))
        return session.value

    def close_session(self, session: int) -> None:
        """Close a session; a session that is gone is closed."""
        self._library.C_CloseSession(c_ulong(session))

    def login(self, session: int, pin: bytearray | None, user: int = CKU_USER) -> None:
        """C_Login; None for a PIN pad. The copy handed to the module is overwritten afterwards."""
        if pin is None:
            self.call("C_Login", c_ulong(session), c_ulong(user), None, c_ulong(0))
            return
        buffer = (c_ubyte * max(len(pin), 1)).from_buffer_copy(bytes(pin) or b"\0")
        try:
            self.call("C_Login", c_ulong(session), c_ulong(user), buffer, c_ulong(len(pin)))
        finally:
            ctypes.memset(buffer, 0, len(buffer))

    def logout(self, session: int) -> None:
        """C_Logout; not being logged in is fine."""
        self._library.C_Logout(c_ulong(session))

    def find(self, session: int, kind: int, key_id: bytes | None = None) -> list[int]:
        """Return handles of objects of a class, with a CKA_ID where given."""
        value = c_ulong(kind)
        attributes = [_Attribute(CKA_CLASS, ctypes.cast(byref(value), c_void_p), ctypes.sizeof(value))]
        buffer = ctypes.create_string_buffer(key_id, len(key_id)) if key_id else None
        if buffer is not None:
            attributes.append(_Attribute(CKA_ID, ctypes.cast(buffer, c_void_p), len(buffer)))
        template = (_Attribute * len(attributes))(*attributes)
        self.call("C_FindObjectsInit", c_ulong(session), template, c_ulong(len(attributes)))
        found: list[int] = []
        try:
            handles = (c_ulong * 32)()
            count = c_ulong()
            while True:
                self.call("C_FindObjects", c_ulong(session), handles, c_ulong(32), byref(count))
                if not count.value:
                    return found
                found.extend(handles[: count.value])
        finally:
            self._library.C_FindObjectsFinal(c_ulong(session))

    def attribute(self, session: int, handle: int, kind: int) -> bytes:
        """Return one attribute's bytes; empty where the object has none."""
        attribute = _Attribute(kind, None, 0)
        value = self._library.C_GetAttributeValue(c_ulong(session), c_ulong(handle), byref(attribute), c_ulong(1))
        length = int(attribute.length)
        if value in {0x12, 0x11} or length in {0, c_ulong(-1).value}:
            return b""
        if value:
            raise CryptokiError("C_GetAttributeValue", int(value) & 0xFFFFFFFF)
        buffer = ctypes.create_string_buffer(length)
        attribute.value = ctypes.cast(buffer, c_void_p)
        self.call("C_GetAttributeValue", c_ulong(session), c_ulong(handle), byref(attribute), c_ulong(1))
        return buffer.raw[: int(attribute.length)]

    def mechanisms(self, slot: int) -> set[int]:
        """Return the mechanisms of a slot."""
        count = c_ulong()
        self.call("C_GetMechanismList", c_ulong(slot), None, byref(count))
        kinds = (c_ulong * max(count.value, 1))()
        self.call("C_GetMechanismList", c_ulong(slot), kinds, byref(count))
        return set(kinds[: count.value])

    def sign(self, session: int, key: int, mechanism: int, data: bytes, pin: bytearray | None) -> bytes:
        """Sign in one call with a buffer big enough, so that a key that asks for its PIN each time is asked once."""
        chosen = _Mechanism(mechanism, None, 0)
        self.call("C_SignInit", c_ulong(session), byref(chosen), c_ulong(key))
        if self.attribute(session, key, CKA_ALWAYS_AUTHENTICATE) == b"\x01":
            self.login(session, pin, CKU_CONTEXT)
        source = (c_ubyte * len(data)).from_buffer_copy(data)
        signature = (c_ubyte * 1024)()
        length = c_ulong(1024)
        self.call("C_Sign", c_ulong(session), source, c_ulong(len(data)), signature, byref(length))
        return bytes(signature[: length.value])
