"""The blocking parts of looking for keys: what tokens hold, what a key file holds, and what each is good for. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.desks.keys.candidates import Candidate
    from cabinet.qes.policy import LoginPolicy
    from cabinet.token.keyfile.open_key import OpenKey
    from cabinet.token.pkcs11.model import TokenCertificate, TokenInfo, TokenNote
    from cabinet.token.pkcs11.readers import Readers

__all__ = ["BARE", "Added", "Found", "look", "open_key_file"]

_HEADS: Final = ("директор", "генеральн", "керівни", "голова")
"""How titles of a company's head begin in certificates."""


BARE = {"CERTIFICATE_ABSENT", "TOKEN_EMPTY"}
"""Notes of a token on which no certificate is seen, and a key may be."""


class Found(NamedTuple):
    """What a look saw: candidates in order, and what each signs with. ``failures`` are of whole modules."""

    tokens: tuple[TokenInfo, ...] = ()
    readers: tuple[str, ...] = ()
    notes: tuple[TokenNote, ...] = ()
    failures: tuple[KnownError, ...] = ()
    descriptions: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    certificates: Mapping[str, TokenCertificate] = MappingProxyType({})

    @property
    def bare(self) -> tuple[tuple[str, str], ...]:
        """Tokens without a certificate, as ``TokenInfo.identity``."""
        return tuple((note.serial, note.label) for note in self.notes if note.code in BARE)


Added = Mapping[tuple[str, str], Sequence[bytes]]
"""Certificates from files, by the token (serial number, label) whose key they may be of."""


def look(
    readers: Readers, now: datetime, policy: LoginPolicy | None, added: Added | None = None, *, fresh: bool = False
) -> Found:
    """Read every certificate of every token; those that cannot be read are passed over, as no key can be theirs.

    ``added`` are looked at like a token's own: whether its key is there is known when it signs.
    """
    from cabinet.desks.keys.candidates import candidate_of
    from cabinet.token.pkcs11.model import TokenCertificate

    seen = readers.scan(fresh=fresh)
    given = [
        TokenCertificate(token, b"", "", der) for token in seen.tokens for der in (added or {}).get(token.identity, ())
    ]
    candidates: list[Candidate] = []
    certificates: dict[str, TokenCertificate] = {}
    for certificate in (*seen.certificates, *given):
        try:
            candidate = _on_token(candidate_of(certificate.der, now, policy), certificate)
        except KnownError:
            continue
        candidates.append(candidate)
        certificates[candidate.key] = certificate
    candidates.sort(key=_place)
    return Found(
        tokens=seen.tokens,
        readers=seen.readers,
        notes=seen.notes,
        failures=tuple(f.error for f in seen.failures),
        descriptions=seen.descriptions,
        candidates=tuple(candidates),
        certificates=certificates,
    )


def _place(candidate: Candidate) -> tuple[bool, bool, bool, str]:
    """Return where a certificate stands among others: usable, of the company, of its head, by name."""
    head = candidate.title.casefold().startswith(_HEADS)
    return not candidate.usable, candidate.needs_company, not head, candidate.name


def open_key_file(path: Path, password: str, library: str) -> OpenKey:
    """Open a key file; the opened key lives until the log-in ends. ``library`` is UAPKI's path, empty where off.

    Raises:
        KnownError: as :meth:`cabinet.token.keyfile.file_key.FileKey.open`, or ``CERTIFICATE_UNREADABLE``.
    """
    from cabinet.qes.certificate import read_certificate
    from cabinet.token.keyfile.file_key import FileKey

    opened = FileKey(path, library).open(password)
    try:
        read_certificate(opened.certificate)
    except KnownError:
        opened.close()
        raise
    return opened


def _on_token(candidate: Candidate, certificate: TokenCertificate) -> Candidate:
    """Add what the token says; a blocked PIN makes the best certificate useless."""
    from cabinet.token.pkcs11.model import PinState

    info = certificate.token
    found = candidate._replace(
        source=info.label,
        serial=info.serial,
        reader=info.reader,
        pin_pad=info.pin_pad,
        pin_needed=info.login_required,
        pin_state=info.pin_state.value,
        min_pin=max(info.min_pin, 1),
        max_pin=info.max_pin,
    )
    if not candidate.usable:
        return found
    for reason, code, holds in (
        ("pin_locked", "PIN_LOCKED", info.pin_state is PinState.LOCKED),
        ("pin_to_be_changed", "PIN_EXPIRED", info.pin_state is PinState.TO_BE_CHANGED),
    ):
        if holds:
            return found._replace(usable=False, reason=reason, code=code)
    return found
