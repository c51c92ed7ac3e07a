"""Tokens and their certificates, as values that cross the pipe to the helper."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import Enum
from typing import Any

__all__ = ["KeySeen", "PinState", "TokenCertificate", "TokenInfo", "TokenNote", "TokenScan"]


class PinState(Enum):
    """What a token's flags say of its PIN; a token tells steps, hardly ever a number."""

    PLENTY = "plenty"
    LOW = "low"
    FINAL = "final"
    LOCKED = "locked"
    TO_BE_CHANGED = "to_be_changed"


class KeySeen(Enum):
    """What is known of a certificate's private key before log-in: most tokens hide private keys until then."""

    PRIVATE = "private"
    PUBLIC_ONLY = "public_only"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class TokenInfo:
    """A token in a slot; ``pin_pad`` means the PIN is typed on the reader.

    ``reader`` is what its slot calls itself. ``flags`` are those of CK_TOKEN_INFO, for diagnostics; ``login_required``
    is False where keys need no PIN; ``module`` is the path of the module that sees it.
    """

    slot: int
    label: str
    serial: str
    manufacturer: str
    model: str
    pin_state: PinState
    pin_pad: bool
    min_pin: int
    max_pin: int
    login_required: bool = True
    flags: int = 0
    module: str = ""
    reader: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """Return what tells tokens apart; slots are renumbered when readers come and go."""
        return (self.serial, self.label)

    def to_json(self) -> dict[str, Any]:
        """Return the value for the pipe."""
        return {**self.__dict__, "pin_state": self.pin_state.value}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TokenInfo:
        """Read the value from the pipe."""
        return cls(**{**value, "pin_state": PinState(value["pin_state"])})


@dataclass(frozen=True)
class TokenCertificate:
    """A certificate on a token; ``key_id`` (CKA_ID) finds its private key, unless the public key finds a better."""

    token: TokenInfo
    key_id: bytes
    label: str
    der: bytes
    key_seen: KeySeen = KeySeen.UNKNOWN

    def to_json(self) -> dict[str, Any]:
        """Return the value for the pipe."""
        return {
            "token": self.token.to_json(),
            "key_id": self.key_id.hex(),
            "label": self.label,
            "der": base64.b64encode(self.der).decode(),
            "key_seen": self.key_seen.value,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TokenCertificate:
        """Read the value from the pipe."""
        return cls(
            TokenInfo.from_json(value["token"]),
            bytes.fromhex(value["key_id"]),
            value["label"],
            base64.b64decode(value["der"]),
            KeySeen(value["key_seen"]),
        )


@dataclass(frozen=True)
class TokenNote:
    """Why a token, or a slot, or the whole module shows less than one expects; ``code`` has a card.

    ``label`` and ``serial`` name the token, both empty where none could be read.
    """

    code: str
    detail: str = ""
    label: str = ""
    serial: str = ""
    module: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the value for the pipe."""
        return dict(self.__dict__)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TokenNote:
        """Read the value from the pipe."""
        return cls(**value)


@dataclass(frozen=True)
class TokenScan:
    """Everything one module sees now; ``tokens`` are those that have been initialised.

    ``readers`` are the names of its slots, empty ones too; ``description`` is what the module says of itself.
    """

    tokens: tuple[TokenInfo, ...]
    certificates: tuple[TokenCertificate, ...]
    notes: tuple[TokenNote, ...] = ()
    readers: tuple[str, ...] = ()
    description: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the value for the pipe."""
        return {
            "tokens": [t.to_json() for t in self.tokens],
            "certificates": [c.to_json() for c in self.certificates],
            "notes": [n.to_json() for n in self.notes],
            "readers": list(self.readers),
            "description": self.description,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TokenScan:
        """Read the value from the pipe."""
        return cls(
            tuple(TokenInfo.from_json(t) for t in value["tokens"]),
            tuple(TokenCertificate.from_json(c) for c in value["certificates"]),
            tuple(TokenNote.from_json(n) for n in value["notes"]),
            tuple(value["readers"]),
            value["description"],
        )
