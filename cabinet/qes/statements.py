"""What a person signs: texts that the cabinet itself writes and the server rebuilds (CONTRACT §2).

The first line names the purpose, so a signature for one can never serve another; the next lines say in two
languages whether this is a document; then ``key=value`` lines in fixed order, each of a strict form. UTF-8, LF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import ClassVar, Final, Self

from cabinet.contract.errors import KnownError

__all__ = ["ActStatement", "LoginStatement", "MandateStatement", "Statement", "plain_line"]

_NO_DOCUMENT: Final = "Це не підпис документа. This is not a signature of a document."
_DOCUMENT: Final = (
    "Це документ: керівник уповноважує особу діяти за оператора. "
    "This is a document: the head lets a person act for the operator."
)
_UNSEEN: Final = "\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
"""Characters that end a line, hide, or turn the reading round: none may stand in what a person signs."""
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
    "who": re.compile(rf"[^{_UNSEEN}]{{1,160}}"),
    "company": re.compile(rf"[^{_UNSEEN}]{{1,200}}"),
    "person": re.compile(rf"[^{_UNSEEN}]{{1,160}}"),
    "rnokpp": re.compile(r"\d{10}"),
    "role": re.compile(r"[a-z]{1,32}"),
    "rights": re.compile(r"none|[a-z.]{1,64}(?:,[a-z.]{1,64})*"),
    "until": re.compile(_TIME),
    "actUk": re.compile(rf"[^{_UNSEEN}]{{1,2000}}"),
    "actEn": re.compile(rf"[^{_UNSEEN}]{{1,2000}}"),
    "method": re.compile(r"[A-Z]{3,7}"),
    "path": re.compile(r"/[A-Za-z0-9._:/-]{1,200}"),
    "bodySha256": re.compile(r"[0-9a-f]{64}"),
    "idempotencyKey": re.compile(r"[A-Za-z0-9._:-]{8,64}"),
    "actId": re.compile(r"[0-9a-f-]{36}"),
}


def plain_line(text: str) -> str:
    """Return the text with every character that a statement may not hold shown as U+FFFD."""
    return re.sub(f"[{_UNSEEN}]", "\ufffd", text)


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of fixed lines; ``HEAD`` are its first ones, the fields its values in order, by the wire's own names."""

    HEAD: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not isinstance(value, str) or not _FORMS[name].fullmatch(value):
                raise KnownError("STATEMENT_INVALID", name, field=name)

    @classmethod
    def from_fields(cls, values: Mapping[str, str]) -> Self:
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
        lines = [*self.HEAD, *(f"{name}={value}" for name, value in asdict(self).items())]
        return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True, slots=True)
class LoginStatement(Statement):
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

    HEAD: ClassVar[tuple[str, ...]] = (
        "LOGIN v1",
        "ВХІД ДО КАБІНЕТУ ОПЕРАТОРА / LOG-IN TO THE OPERATOR CABINET",
        _NO_DOCUMENT,
    )


@dataclass(frozen=True, slots=True)
class ActStatement(Statement):
    """One act of a person: who, for which company, what in words, and exactly which command it is good for.

    ``tls`` and ``jkt`` as in :class:`LoginStatement`; ``bodySha256`` of the command's body as sent.
    """

    who: str
    company: str
    edrpou: str
    actUk: str  # noqa: N815  the wire's own name, written into the text
    actEn: str  # noqa: N815
    aud: str
    env: str
    tls: str
    method: str
    path: str
    bodySha256: str  # noqa: N815
    idempotencyKey: str  # noqa: N815
    actId: str  # noqa: N815
    nonce: str
    exp: str
    jkt: str

    HEAD: ClassVar[tuple[str, ...]] = (
        "ACT v1",
        "ДІЯ В КАБІНЕТІ ОПЕРАТОРА / AN ACT IN THE OPERATOR CABINET",
        _NO_DOCUMENT,
    )


@dataclass(frozen=True, slots=True)
class MandateStatement(Statement):
    """A mandate: a document that is kept, and at once the act of giving it.

    ``rights`` are those granted beside the role's own, ``none`` where there are none.
    """

    who: str
    company: str
    edrpou: str
    person: str
    rnokpp: str
    role: str
    rights: str
    until: str
    actUk: str  # noqa: N815
    actEn: str  # noqa: N815
    aud: str
    env: str
    tls: str
    method: str
    path: str
    bodySha256: str  # noqa: N815
    idempotencyKey: str  # noqa: N815
    actId: str  # noqa: N815
    nonce: str
    exp: str
    jkt: str

    HEAD: ClassVar[tuple[str, ...]] = (
        "MANDATE v1",
        "ДОВІРЕНІСТЬ ДІЯТИ В КАБІНЕТІ ОПЕРАТОРА / MANDATE TO ACT IN THE OPERATOR CABINET",
        _DOCUMENT,
    )
