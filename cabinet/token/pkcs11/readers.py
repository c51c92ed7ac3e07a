"""All modules at once: what every one of them sees, each token once, and none hidden by another's failure."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.mechanisms import SignKind
from cabinet.token.pkcs11.model import TokenCertificate, TokenInfo, TokenNote, TokenScan
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token

__all__ = ["ModuleFailure", "Readers", "ReadersScan"]

_PATIENCE: Final = 2.0
_LONGEST_PAUSE: Final = 32
_NOTHING: Final = TokenScan((), ())


@dataclass(frozen=True)
class ModuleFailure:
    """A module that shows nothing, and why."""

    module: Module
    error: KnownError


@dataclass(frozen=True)
class ReadersScan:
    """What all modules see now; each token names its module. ``descriptions`` are the modules' own words."""

    tokens: tuple[TokenInfo, ...]
    certificates: tuple[TokenCertificate, ...]
    notes: tuple[TokenNote, ...]
    failures: tuple[ModuleFailure, ...]
    readers: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()


class Readers:
    """Owns a helper process for each module. Methods block; call them from the token lane.

    The order of ``modules`` decides through which one a token is used that several see: put the chosen one first,
    then the table's order, vendors before OpenSC. ``patience``: seconds that a look waits for a slow module before it
    goes on without; what that one said last stands until it answers.
    """

    def __init__(self, modules: Sequence[Module], *, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._places = [_Place(Pkcs11Token(module)) for module in modules]
        self._threads = ThreadPoolExecutor(max(len(modules), 1), "module")

    def scan(self, *, fresh: bool = False) -> ReadersScan:
        """Look at all modules side by side.

        A module that would not load is tried again when its file has changed; one that crashed or hung, after ever
        longer pauses; with ``fresh`` all are, and all certificates are read again.
        """
        for place in self._places:
            place.begin(self._threads, fresh=fresh)
        wait([p.looking for p in self._places if p.looking is not None], self._patience)
        for place in self._places:
            place.collect()
        tokens: dict[tuple[str, ...], _Place] = {}
        for place in self._places:
            for token in place.seen.tokens:
                known = tokens.setdefault(_key(token), place)
                if known is not place and not known.certificates(token) and place.certificates(token):
                    # The first module knows the card but not what is on it.
                    tokens[_key(token)] = place
        mine = [(p, t) for p in self._places for t in p.seen.tokens if tokens[_key(t)] is p]
        shown = {t.module: t for _, t in mine}
        return ReadersScan(
            tuple(token for _, token in mine),
            tuple(certificate for place, token in mine for certificate in place.certificates(token)),
            tuple(n for p in self._places for n in p.seen.notes if _concerns(n, tokens, p, alone=not shown)),
            tuple(ModuleFailure(p.token.module, p.failure) for p in self._places if p.failure is not None),
            tuple(dict.fromkeys(name for p in self._places for name in p.seen.readers)),
            tuple(p.seen.description for p in self._places if p.seen.description),
        )

    def of(self, token: TokenInfo) -> Pkcs11Token:
        """Return the module through which a token is used.

        Raises:
            KnownError: ``MODULE_ABSENT``.
        """
        for place in self._places:
            if str(place.token.module.path) == token.module:
                return place.token
        raise KnownError("MODULE_ABSENT", token.module)

    def present(self, token: TokenInfo) -> bool:
        """Tell whether a token is still in a slot."""
        return self.of(token).present(token)

    def pin_state(self, token: TokenInfo) -> TokenInfo:
        """Return a token's info read afresh; see :meth:`Pkcs11Token.pin_state`."""
        return self.of(token).pin_state(token)

    def sign(
        self,
        certificate: TokenCertificate,
        data: bytes,
        pin: str | None,
        kind: SignKind,
        *,
        digest: bytes | None = None,
        last_try: bool = False,
    ) -> bytes:
        """Sign through the module that shows the certificate; see :meth:`Pkcs11Token.sign`."""
        return self.of(certificate.token).sign(certificate, data, pin, kind, digest=digest, last_try=last_try)

    def close(self) -> None:
        """End all helpers, whatever they are doing."""
        for place in self._places:
            place.token.close()
        self._threads.shutdown(wait=True, cancel_futures=True)


class _Place:
    """One module: the look under way, what it said last, and how long it rests after a failure."""

    def __init__(self, token: Pkcs11Token) -> None:
        self.token = token
        self.looking: Future[TokenScan] | None = None
        self.seen = _NOTHING
        self.failure: KnownError | None = None
        self._file: tuple[int, int] | None = None
        self._pause = 0
        self._rest = 0

    def certificates(self, token: TokenInfo) -> tuple[TokenCertificate, ...]:
        return tuple(c for c in self.seen.certificates if _key(c.token) == _key(token))

    def begin(self, threads: ThreadPoolExecutor, *, fresh: bool) -> None:
        if self.looking is not None or (not fresh and self._rests()):
            return
        self._file = _stamp(self.token.module.path)
        self.looking = threads.submit(self.token.scan, fresh=fresh)

    def collect(self) -> None:
        if self.looking is None:
            return
        if not self.looking.done():
            self.failure = KnownError("MODULE_SLOW", module=self.token.module.name)
            return
        looking, self.looking = self.looking, None
        try:
            self.seen, self.failure, self._pause = looking.result(), None, 0
        except KnownError as error:
            self.seen, self.failure = _NOTHING, error
            if error.code.startswith("HELPER_"):
                self._pause = min(max(self._pause * 2, 1), _LONGEST_PAUSE)
            self._rest = self._pause

    def _rests(self) -> bool:
        if self.failure is None:
            return False
        if self.failure.code.startswith("MODULE_"):
            return _stamp(self.token.module.path) == self._file
        self._rest -= 1
        return self._rest >= 0


def _key(token: TokenInfo) -> tuple[str, ...]:
    """Return what makes two sightings one token; a token without a serial number is its module's alone."""
    return token.identity if token.serial else (*token.identity, token.module, str(token.slot))


def _concerns(note: TokenNote, tokens: dict[tuple[str, ...], _Place], place: _Place, *, alone: bool) -> bool:
    """Tell whether a note is worth showing.

    One of a token, only through the module it is used by; that the smart-card service is down, only while no module
    sees any token.
    """
    if note.code == "PCSC_DOWN":
        return alone
    return tokens.get((note.serial, note.label), place) is place


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
