"""What a person signs to log in: a text that the cabinet itself writes and the server rebuilds (CONTRACT §2).

The first line names the purpose, so a signature for one can never serve another; the next lines say in two
languages that this is not a document; then ``key=value`` lines in fixed order, each of a strict form. UTF-8, LF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from cabinet.contract.errors import KnownError

__all__ = ["LoginStatement"]

_HEAD: Final = (
    "LOGIN v1",
    "ВХІД ДО КАБІНЕТУ ОПЕРАТОРА / LOG-IN TO THE OPERATOR CABINET",
    "Це не підпис документа. This is not a signature of a document.",
)
_B64 = r"[A-Za-z0-9_-]{43}"
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
_FORMS: Final[dict[str, re.Pattern[str]]] = {
    "aud": re.compile(r"https://[A-Za-z0-9.-]{1,253}(?::\d{1,5})?|https://\[[0-9a-f:]{2,39}\](?::\d{1,5})?"),
    "env": re.compile(r"test|production"),
    "cid": re.compile(r"[0-9a-f-]{36}"),
    "nonce": re.compile(_B64),
    "clientNonce": re.compile(_B64),
    "iat": re.compile(_TIME),
    "exp": re.compile(_TIME),
    "edrpou": re.compile(r"\d{8}"),
    "tls": re.compile(r"sha256:[0-9a-f]{64}"),
    "jkt": re.compile(_B64),
    "app": re.compile(r"[0-9A-Za-z.+-]{1,32}"),
}


@dataclass(frozen=True, slots=True)
class LoginStatement:
    """The values of a log-in statement, in the order of its lines; names are those of the wire.

    ``tls`` is ``sha256:`` and the digest of the live server certificate; ``jkt`` the thumbprint of the session key.
    """

    aud: str
    env: str
    cid: str
    nonce: str
    clientNonce: str  # noqa: N815  the wire's own name, written into the text
    iat: str
    exp: str
    edrpou: str
    tls: str
    jkt: str
    app: str

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not isinstance(value, str) or not _FORMS[name].fullmatch(value):
                raise KnownError("STATEMENT_INVALID", name, field=name)

    @classmethod
    def from_fields(cls, values: Mapping[str, str]) -> LoginStatement:
        """Return the statement of these values.

        Raises:
            KnownError: ``STATEMENT_INVALID`` for a missing, further or malformed value.
        """
        names = {f.name for f in fields(cls)}
        if set(values) != names:
            raise KnownError("STATEMENT_INVALID", "fields", field=", ".join(sorted(names ^ set(values))))
        return cls(**values)

    def as_fields(self) -> dict[str, str]:
        """Return the values as the wire carries them."""
        return asdict(self)

    def render(self) -> bytes:
        """Return the exact bytes that are signed."""
        lines = [*_HEAD, *(f"{name}={value}" for name, value in asdict(self).items())]
        return ("\n".join(lines) + "\n").encode()
