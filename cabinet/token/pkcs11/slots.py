"""Looking at all slots of a module, again and again: cheap while nothing changes, right after something did.

No C_WaitForSlotEvent: Алмаз-1К answers CKR_FUNCTION_NOT_SUPPORTED. Each look asks for the slots and each token's info;
certificates are read again only when a token is new, was written to, or had none. After a failure that may mean a
pulled-out token the module is finalised and initialised once, and where that does not help, only every tenth look
again: a broken card must not make the module start over every second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.contents import read_contents
from cabinet.token.pkcs11.cryptoki import CKF, Cryptoki, CryptokiError, RawTokenInfo
from cabinet.token.pkcs11.model import TokenCertificate, TokenInfo, TokenNote, TokenScan
from cabinet.token.pkcs11.pcsc import service_is_down
from cabinet.token.pkcs11.pin import token_of
from cabinet.token.pkcs11.return_values import GONE

__all__ = ["Slots"]

_LOOKS_BETWEEN_STARTS: Final = 10
_LIST: Final = -1
"""Stands for the slot list itself where it, not a slot, failed."""


@dataclass(frozen=True)
class _Read:
    """What was read of a token, and what it said of itself then."""

    contents: tuple[object, ...]
    certificates: tuple[TokenCertificate, ...]
    notes: tuple[TokenNote, ...]


class Slots:
    """All slots of one module."""

    def __init__(self, cryptoki: Cryptoki) -> None:
        self._cryptoki = cryptoki
        self._read: dict[int, _Read] = {}
        self._names: dict[int, str] = {}
        self._description = ""
        self._stale = False
        self._hopeless: frozenset[tuple[int, int]] = frozenset()
        self._looks_since_start = 0

    def look(self, *, fresh: bool = False) -> TokenScan:
        """Return what is there now; ``fresh`` starts the module over and reads every certificate again.

        Some modules list their slots only at C_Initialize, SoftHSM2 among them: who asks for a fresh look has put a
        token in and does not see it.

        Raises:
            KnownError: the slots themselves cannot be listed. A slot that fails is a note, and hides no other.
        """
        self._looks_since_start += 1
        if self._stale or (fresh and self._looks_since_start > 1):
            self.start_again()
        scan, trouble = self._pass()
        if self._worth_a_start(trouble):
            self.start_again()
            scan, trouble = self._pass()
            self._hopeless = _kinds(trouble)
        if _LIST in trouble:
            raise trouble[_LIST]
        return scan

    def find(self, token: TokenInfo) -> tuple[int, RawTokenInfo]:
        """Find a token again by serial number and label, and read its info afresh.

        Raises:
            KnownError: ``TOKEN_REMOVED``.
        """
        if self._stale:
            self.start_again()
        for attempt in (1, 2):
            found = self._find(token)
            if found is not None:
                return found
            if attempt == 1:
                self.start_again()
        raise KnownError("TOKEN_REMOVED", "the token is not in any slot")

    def present(self, token: TokenInfo) -> bool:
        """Tell whether a token is in a slot."""
        try:
            self.find(token)
        except KnownError:
            return False
        return True

    def distrust(self) -> None:
        """Note that handles may be stale, since a call failed as it does when a token is pulled out."""
        self._stale = True

    def start_again(self) -> None:
        """C_Finalize and C_Initialize: a pulled token leaves stale handles behind, only this sees the truth."""
        self._read.clear()
        self._stale = False
        self._looks_since_start = 0
        self._cryptoki.finalize()
        self._cryptoki.initialize()

    def _find(self, token: TokenInfo) -> tuple[int, RawTokenInfo] | None:
        try:
            slots = self._cryptoki.slots()
        except CryptokiError:
            return None
        for slot in slots:
            try:
                info = self._cryptoki.token_info(slot)
            except CryptokiError:
                continue  # another token's trouble is not this one's
            if (info.serial, info.label) == token.identity:
                return slot, info
        return None

    def _pass(self) -> tuple[TokenScan, dict[int, CryptokiError]]:
        tokens: list[TokenInfo] = []
        certificates: list[TokenCertificate] = []
        notes: list[TokenNote] = []
        trouble: dict[int, CryptokiError] = {}
        try:
            slots = self._cryptoki.slots()
            readers = self._readers()
            if not slots and not readers and service_is_down():
                notes.append(TokenNote("PCSC_DOWN"))
        except CryptokiError as error:
            return TokenScan((), ()), {_LIST: error}
        self._read = {slot: read for slot, read in self._read.items() if slot in slots}
        for slot in slots:
            try:
                info = self._cryptoki.token_info(slot)
                token = replace(token_of(slot, info), reader=self._names.get(slot, ""))
                if not info.flags & CKF.TOKEN_INITIALIZED:
                    notes += _blank(token)
                    continue
                read = self._contents(token, info)
            except CryptokiError as error:
                self._read.pop(slot, None)
                trouble[slot] = error
                if error.code != "TOKEN_ABSENT":
                    notes.append(TokenNote(error.code, f"slot {slot}, {error.detail}"))
                continue
            tokens.append(token)
            certificates += (replace(c, token=token) for c in read.certificates)
            notes += read.notes
        self._description = self._description or self._cryptoki.describe()
        scan = TokenScan(tuple(tokens), tuple(certificates), tuple(notes), readers, self._description)
        return scan, trouble

    def _readers(self) -> tuple[str, ...]:
        """Return the names of all slots; a name is asked for once, as long as its slot is there."""
        slots = self._cryptoki.slots(with_token=False)
        self._names = {slot: self._names.get(slot) or self._cryptoki.reader_name(slot) for slot in slots}
        return tuple(self._names.values())

    def _contents(self, token: TokenInfo, info: RawTokenInfo) -> _Read:
        known = self._read.get(token.slot)
        if known is None or known.contents != info.contents or not known.certificates:
            certificates, notes = read_contents(self._cryptoki, token)
            known = self._read[token.slot] = _Read(info.contents, certificates, notes)
        return known

    def _worth_a_start(self, trouble: dict[int, CryptokiError]) -> bool:
        if not any(error.value in GONE for error in trouble.values()):
            return False
        return _kinds(trouble) != self._hopeless or self._looks_since_start >= _LOOKS_BETWEEN_STARTS


def _kinds(trouble: dict[int, CryptokiError]) -> frozenset[tuple[int, int]]:
    return frozenset((slot, error.value) for slot, error in trouble.items())


def _blank(token: TokenInfo) -> list[TokenNote]:
    """A token without a serial number is only room for one: SoftHSM2 always offers such a slot."""
    return [TokenNote("TOKEN_UNINITIALIZED", token.model, token.label, token.serial)] if token.serial else []
