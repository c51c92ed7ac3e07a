"""The two classes of failure: the world's fault and ours.

Both carry a machine code (``UPPER_SNAKE``, or ``XX-NNN`` for findings), the name of the catalogue's entry whose
sentence a person is shown. Neither ever carries a secret.
"""

from __future__ import annotations

__all__ = ["BugError", "KnownError"]


class KnownError(Exception):
    """Something in the world went wrong: a file, a token, a network, a refusal by the server.

    Attributes:
        code: name of the catalogue's entry, for example ``PIN_INCORRECT``.
        detail: technical words for support; plain text, no secrets.
        facts: values for the sentence's gaps, for example ``{"path": "/etc/x.pem"}``.
    """

    def __init__(self, code: str, detail: str = "", **facts: str) -> None:
        super().__init__(code if not detail else f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.facts = facts


class BugError(Exception):
    """Our own mistake: a state that should not be reachable. Shown with a report to copy."""

    code = "INTERNAL"
