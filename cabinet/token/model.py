"""Tokens and their certificates, as values that cross the pipe to the helper."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import Enum
from typing import Any

__all__ = ["PinState", "TokenCertificate", "TokenInfo", "TokenScan"]


class PinState(Enum):
    """What a token's flags say of its PIN; a token tells steps, hardly ever a number."""

    PLENTY = "plenty"
    LOW = "low"
    FINAL = "final"
    LOCKED = "locked"
    TO_BE_CHANGED = "to_be_changed"


@dataclass(frozen=True)
class TokenInfo:
    """A token in a slot; ``pin_pad`` means the PIN is typed on the reader."""

    slot: int
    label: str
    serial: str
    manufacturer: str
    model: str
    pin_state: PinState
    pin_pad: bool
    min_pin: int
    max_pin: int

    def to_json(self) -> dict[str, Any]:
        """Return the value for the pipe."""
        return {**self.__dict__, "pin_state": self.pin_state.value}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TokenInfo:
        """Read the value from the pipe."""
        return cls(**{**value, "pin_state": PinState(value["pin_state"])})


@dataclass(frozen=True)
class TokenCertificate:
    """A certificate on a token; ``key_id`` (CKA_ID) finds its private key."""

    token: TokenInfo
    key_id: bytes
    label: str
    der: bytes

    def to_json(self) -> dict[str, Any]:
        """Return the value for the pipe."""
        return {
            "token": self.token.to_json(),
            "key_id": self.key_id.hex(),
            "label": self.label,
            "der": base64.b64encode(self.der).decode(),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TokenCertificate:
        """Read the value from the pipe."""
        return cls(
            TokenInfo.from_json(value["token"]),
            bytes.fromhex(value["key_id"]),
            value["label"],
            base64.b64decode(value["der"]),
        )


@dataclass(frozen=True)
class TokenScan:
    """Everything one module sees now."""

    tokens: tuple[TokenInfo, ...]
    certificates: tuple[TokenCertificate, ...]
