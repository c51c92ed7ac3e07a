"""Return values of PKCS#11 (v2.40 §11.1.6) and what they mean for a person."""

from __future__ import annotations

from typing import Final

__all__ = ["GONE", "NAMES", "code_of"]

NAMES: Final[dict[int, str]] = {
    0x00: "CKR_OK",
    0x02: "CKR_HOST_MEMORY",
    0x03: "CKR_SLOT_ID_INVALID",
    0x05: "CKR_GENERAL_ERROR",
    0x06: "CKR_FUNCTION_FAILED",
    0x07: "CKR_ARGUMENTS_BAD",
    0x12: "CKR_ATTRIBUTE_TYPE_INVALID",
    0x30: "CKR_DEVICE_ERROR",
    0x31: "CKR_DEVICE_MEMORY",
    0x32: "CKR_DEVICE_REMOVED",
    0x50: "CKR_FUNCTION_CANCELED",
    0x54: "CKR_FUNCTION_NOT_SUPPORTED",
    0x60: "CKR_KEY_HANDLE_INVALID",
    0x63: "CKR_KEY_TYPE_INCONSISTENT",
    0x68: "CKR_KEY_FUNCTION_NOT_PERMITTED",
    0x70: "CKR_MECHANISM_INVALID",
    0x82: "CKR_OBJECT_HANDLE_INVALID",
    0x90: "CKR_OPERATION_ACTIVE",
    0xA0: "CKR_PIN_INCORRECT",
    0xA1: "CKR_PIN_INVALID",
    0xA2: "CKR_PIN_LEN_RANGE",
    0xA3: "CKR_PIN_EXPIRED",
    0xA4: "CKR_PIN_LOCKED",
    0xB0: "CKR_SESSION_CLOSED",
    0xB3: "CKR_SESSION_HANDLE_INVALID",
    0xE0: "CKR_TOKEN_NOT_PRESENT",
    0xE1: "CKR_TOKEN_NOT_RECOGNIZED",
    0x100: "CKR_USER_ALREADY_LOGGED_IN",
    0x101: "CKR_USER_NOT_LOGGED_IN",
    0x102: "CKR_USER_PIN_NOT_INITIALIZED",
    0x150: "CKR_BUFFER_TOO_SMALL",
    0x190: "CKR_CRYPTOKI_NOT_INITIALIZED",
    0x191: "CKR_CRYPTOKI_ALREADY_INITIALIZED",
}

GONE: Final = frozenset({0x05, 0x30, 0x32, 0x60, 0x82, 0xB0, 0xB3, 0xE0, 0x03})
"""Values that may mean the token was pulled out; a presence check decides."""

_CODES: Final = {
    0x32: "TOKEN_REMOVED",
    0x50: "PIN_CANCELLED",
    0x70: "NO_SIGN_MECHANISM",
    0x63: "NO_SIGN_MECHANISM",
    0xA0: "PIN_INCORRECT",
    0xA1: "PIN_LENGTH",
    0xA2: "PIN_LENGTH",
    0xA3: "PIN_EXPIRED",
    0xA4: "PIN_LOCKED",
    0xE0: "TOKEN_ABSENT",
    0x102: "PIN_EXPIRED",
}


def code_of(value: int) -> str:
    """Return our code; a generic failure is never called a wrong PIN."""
    return _CODES.get(value, "TOKEN_FAILURE")
