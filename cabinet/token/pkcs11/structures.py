"""The structures, numbers and function order of PKCS#11 (OASIS v2.40) in ctypes.

Packed to one byte on Windows, naturally aligned elsewhere, as the standard's headers have it.
"""

from __future__ import annotations

import sys
from ctypes import Structure, c_char, c_ubyte, c_ulong, c_void_p
from typing import Any, Final

__all__ = [
    "CKA",
    "CKF",
    "CKK",
    "CKO",
    "CKU",
    "FUNCTIONS",
    "PROTOTYPES",
    "Attribute",
    "FunctionList",
    "Info",
    "InitArguments",
    "Mechanism",
    "TokenInformation",
]

_PACK = 1 if sys.platform == "win32" else 0


class CKF:
    """Flags of CK_TOKEN_INFO, sessions and C_Initialize."""

    SERIAL_SESSION = 0x4
    LOGIN_REQUIRED = 0x4
    USER_PIN_INITIALIZED = 0x8
    PROTECTED_PATH = 0x100
    TOKEN_INITIALIZED = 0x400
    PIN_COUNT_LOW = 0x10000
    PIN_FINAL_TRY = 0x20000
    PIN_LOCKED = 0x40000
    PIN_TO_BE_CHANGED = 0x80000
    OS_LOCKING = 0x2


class CKA:
    """Attributes of objects."""

    CLASS = 0x0
    LABEL = 0x3
    VALUE = 0x11
    KEY_TYPE = 0x100
    ID = 0x102
    MODULUS = 0x120
    PUBLIC_KEY_INFO = 0x129
    EC_POINT = 0x181
    ALWAYS_AUTHENTICATE = 0x202


class CKO:
    """Classes of objects."""

    CERTIFICATE = 1
    PUBLIC_KEY = 2
    PRIVATE_KEY = 3


class CKK:
    """Key types; the last as Автор and UAPKI have agreed it (``pkcs11t-ua.h``, UAPKI 2.0.16)."""

    RSA = 0x0
    EC = 0x3
    DSTU4145 = 0x80420131


class CKU:
    """Who logs in: the person, or the person once more for one signature."""

    USER = 1
    CONTEXT = 2


def _structure(name: str, fields: list[tuple[str, object]]) -> type[Structure]:
    body: dict[str, object] = {"_fields_": fields}
    if _PACK:
        body = {"_pack_": _PACK, "_fields_": fields}
    return type(name, (Structure,), body)


_Version = _structure("_Version", [("major", c_ubyte), ("minor", c_ubyte)])
Info = _structure(
    "Info",
    [
        ("cryptoki", _Version),
        ("manufacturer", c_char * 32),
        ("flags", c_ulong),
        ("description", c_char * 32),
        ("version", _Version),
    ],
)
SlotInformation = _structure(
    "SlotInformation",
    [
        ("description", c_char * 64),
        ("manufacturer", c_char * 32),
        ("flags", c_ulong),
        ("hardware", _Version),
        ("firmware", _Version),
    ],
)
TokenInformation = _structure(
    "TokenInformation",
    [
        ("label", c_char * 32),
        ("manufacturer", c_char * 32),
        ("model", c_char * 16),
        ("serial", c_char * 16),
        ("flags", c_ulong),
        ("max_sessions", c_ulong),
        ("sessions", c_ulong),
        ("max_rw", c_ulong),
        ("rw", c_ulong),
        ("max_pin", c_ulong),
        ("min_pin", c_ulong),
        ("public_total", c_ulong),
        ("public_free", c_ulong),
        ("private_total", c_ulong),
        ("private_free", c_ulong),
        ("hardware", _Version),
        ("firmware", _Version),
        ("utc", c_char * 16),
    ],
)
Attribute = _structure("Attribute", [("type", c_ulong), ("value", c_void_p), ("length", c_ulong)])
Mechanism = _structure("Mechanism", [("mechanism", c_ulong), ("parameter", c_void_p), ("length", c_ulong)])
InitArguments = _structure(
    "InitArguments",
    [
        ("create", c_void_p),
        ("destroy", c_void_p),
        ("lock", c_void_p),
        ("unlock", c_void_p),
        ("flags", c_ulong),
        ("reserved", c_void_p),
    ],
)

FUNCTIONS: Final = (
    "C_Initialize",
    "C_Finalize",
    "C_GetInfo",
    "C_GetFunctionList",
    "C_GetSlotList",
    "C_GetSlotInfo",
    "C_GetTokenInfo",
    "C_GetMechanismList",
    "C_GetMechanismInfo",
    "C_InitToken",
    "C_InitPIN",
    "C_SetPIN",
    "C_OpenSession",
    "C_CloseSession",
    "C_CloseAllSessions",
    "C_GetSessionInfo",
    "C_GetOperationState",
    "C_SetOperationState",
    "C_Login",
    "C_Logout",
    "C_CreateObject",
    "C_CopyObject",
    "C_DestroyObject",
    "C_GetObjectSize",
    "C_GetAttributeValue",
    "C_SetAttributeValue",
    "C_FindObjectsInit",
    "C_FindObjects",
    "C_FindObjectsFinal",
    "C_EncryptInit",
    "C_Encrypt",
    "C_EncryptUpdate",
    "C_EncryptFinal",
    "C_DecryptInit",
    "C_Decrypt",
    "C_DecryptUpdate",
    "C_DecryptFinal",
    "C_DigestInit",
    "C_Digest",
    "C_DigestUpdate",
    "C_DigestKey",
    "C_DigestFinal",
    "C_SignInit",
    "C_Sign",
    "C_SignUpdate",
    "C_SignFinal",
    "C_SignRecoverInit",
    "C_SignRecover",
    "C_VerifyInit",
    "C_Verify",
    "C_VerifyUpdate",
    "C_VerifyFinal",
    "C_VerifyRecoverInit",
    "C_VerifyRecover",
    "C_DigestEncryptUpdate",
    "C_DecryptDigestUpdate",
    "C_SignEncryptUpdate",
    "C_DecryptVerifyUpdate",
    "C_GenerateKey",
    "C_GenerateKeyPair",
    "C_WrapKey",
    "C_UnwrapKey",
    "C_DeriveKey",
    "C_SeedRandom",
    "C_GenerateRandom",
    "C_GetFunctionStatus",
    "C_CancelFunction",
    "C_WaitForSlotEvent",
)  # fmt: skip  the standard's table of 68 names, which is compared by eye
"""CK_FUNCTION_LIST after its version, in order (v2.40 §3.6)."""
FunctionList = _structure("FunctionList", [("version", _Version), *((name, c_void_p) for name in FUNCTIONS)])

PROTOTYPES: Final[dict[str, tuple[Any, ...]]] = {
    "C_Initialize": (c_void_p,),
    "C_Finalize": (c_void_p,),
    "C_GetInfo": (c_void_p,),
    "C_GetSlotList": (c_ubyte, c_void_p, c_void_p),
    "C_GetSlotInfo": (c_ulong, c_void_p),
    "C_GetTokenInfo": (c_ulong, c_void_p),
    "C_GetMechanismList": (c_ulong, c_void_p, c_void_p),
    "C_InitToken": (c_ulong, c_void_p, c_ulong, c_void_p),
    "C_InitPIN": (c_ulong, c_void_p, c_ulong),
    "C_OpenSession": (c_ulong, c_ulong, c_void_p, c_void_p, c_void_p),
    "C_CloseSession": (c_ulong,),
    "C_Login": (c_ulong, c_ulong, c_void_p, c_ulong),
    "C_Logout": (c_ulong,),
    "C_CreateObject": (c_ulong, c_void_p, c_ulong, c_void_p),
    "C_GetAttributeValue": (c_ulong, c_ulong, c_void_p, c_ulong),
    "C_FindObjectsInit": (c_ulong, c_void_p, c_ulong),
    "C_FindObjects": (c_ulong, c_void_p, c_ulong, c_void_p),
    "C_FindObjectsFinal": (c_ulong,),
    "C_SignInit": (c_ulong, c_void_p, c_ulong),
    "C_Sign": (c_ulong, c_void_p, c_ulong, c_void_p, c_void_p),
    "C_GenerateKeyPair": (c_ulong, c_void_p, c_void_p, c_ulong, c_void_p, c_ulong, c_void_p, c_void_p),
}
"""Arguments of the functions that are called here; each returns a CK_RV, an unsigned long."""
