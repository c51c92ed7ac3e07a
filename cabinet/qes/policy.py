"""What a perimeter demands of certificates beyond the law: whether КЕП only or УЕП too, its customer decides."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LoginPolicy"]


@dataclass(frozen=True)
class LoginPolicy:
    """``device_required``: some evidence that the key lives in a protected device (КЕП, not УЕП).

    ``personal_allowed``: a certificate without a company may log in for a company that its person names, if the
    registry knows that person as its head.
    """

    device_required: bool = False
    personal_allowed: bool = False
