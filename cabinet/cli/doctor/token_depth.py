"""``cabinet doctor --token``: every module, what it sees, and each return code, for whoever helps from afar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cabinet.cli.doctor.line import Line, State, failed, well
from cabinet.cli.doctor.tokens import WORDS, to_look_at
from cabinet.cli.messages import plain, ukrainian
from cabinet.contract.clock import SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.moment import wire
from cabinet.qes.certificate import read_certificate
from cabinet.qes.suitability import CODE_OF, suitability
from cabinet.token.pkcs11.model import KeySeen, PinState, TokenCertificate, TokenInfo, TokenNote, TokenScan
from cabinet.token.pkcs11.module_facts import facts_of
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.structures import CKF
from cabinet.token.pkcs11.token import Pkcs11Token

__all__ = ["in_depth"]

_TOKEN = ("token", "Токен", "Token")
_CERTIFICATE = ("certificate", "Сертифікат", "Certificate")
_FLAGS = {
    CKF.TOKEN_INITIALIZED: ("ініціалізовано", "initialised"),
    CKF.LOGIN_REQUIRED: ("потрібен ПІН-код", "PIN needed"),
    CKF.USER_PIN_INITIALIZED: ("ПІН-код задано", "PIN set"),
    CKF.PROTECTED_PATH: ("ПІН-код на зчитувачі", "PIN typed on the reader"),
    CKF.PIN_COUNT_LOW: ("лишилося мало спроб", "few tries left"),
    CKF.PIN_FINAL_TRY: ("остання спроба", "last try"),
    CKF.PIN_LOCKED: ("заблоковано", "locked"),
    CKF.PIN_TO_BE_CHANGED: ("ПІН-код треба змінити", "PIN must be changed"),
}
_STATES = {
    PinState.LOCKED: "PIN_LOCKED",
    PinState.FINAL: "PIN_LAST_TRY",
    PinState.TO_BE_CHANGED: "PIN_EXPIRED",
}
_KEYS = {
    KeySeen.PRIVATE: ("закритий ключ є", "private key is there"),
    KeySeen.PUBLIC_ONLY: (
        "відкритий ключ є, закритий видно лише з ПІН-кодом",
        "public key is there, the private one shows only with the PIN",
    ),
    KeySeen.UNKNOWN: ("чи є ключ, видно лише з ПІН-кодом", "whether the key is there shows only with the PIN"),
}


def in_depth(chosen: str) -> Iterator[Line]:
    """Look at every known module and the chosen one, each in a helper of its own; asks for no PIN."""
    found, lines = to_look_at(chosen)
    yield from lines
    for number, module in enumerate(found):
        yield from _looked_at(module, in_use=not number)


def _looked_at(module: Module, *, in_use: bool) -> Iterator[Line]:
    about = f"{module.name}, {module.path}"
    token = Pkcs11Token(module)
    try:
        facts = facts_of(module)
        about += "".join(f", {part}" for part in (facts.version, f"{facts.size} B", f"SHA-256 {facts.sha256}") if part)
        description, scan = token.describe(), token.scan()
    except KnownError as error:
        yield _with_detail(failed(*WORDS, error, State.BROKEN if in_use else State.WARNING, f"{about}. "), error)
        return
    finally:
        token.close()
    yield well(*WORDS, f"{about}, {description}, {len(scan.tokens)} × token")
    for place in facts.writable or ():
        yield failed(*WORDS, KnownError("MODULE_WRITABLE", path=str(place)), State.WARNING, f"{module.name}. ")
    yield from _seen(module, scan)


def _seen(module: Module, scan: TokenScan) -> Iterator[Line]:
    for note in scan.notes:
        yield _noted(module, note)
    for token in scan.tokens:
        yield _token(token)
        yield from (_certificate(c) for c in scan.certificates if c.token == token)


def _noted(module: Module, note: TokenNote) -> Line:
    error = KnownError(note.code, note.detail)
    who = plain(" ".join(part for part in (note.label, note.serial) if part))
    before = f"{module.name}, {who}. " if who else f"{module.name}. "
    return replace(_with_detail(failed(*_TOKEN, error, State.WARNING, before), error), personal=(plain(note.label),))


def _token(token: TokenInfo) -> Line:
    device = " ".join(part for part in (token.manufacturer, token.model) if part)
    flags = [_own(words) for flag, words in _FLAGS.items() if token.flags & flag]
    value = (
        f"{plain(token.label)}, {plain(token.serial)}, {plain(device)}, slot {token.slot}, "
        f"{', '.join(flags)} (0x{token.flags:X}), {_own(('ПІН-код', 'PIN'))} {token.min_pin}–{token.max_pin}"
    )
    code = _STATES.get(token.pin_state)
    line = well(*_TOKEN, value) if code is None else failed(*_TOKEN, KnownError(code), State.WARNING, f"{value}. ")
    return replace(line, personal=(plain(token.label),))


def _certificate(certificate: TokenCertificate) -> Line:
    key = f"{_own(_KEYS[certificate.key_seen])}, CKA_ID {certificate.key_id.hex() or '–'}"
    try:
        read = read_certificate(certificate.der)
    except KnownError as error:
        return _with_detail(failed(*_CERTIFICATE, error, State.WARNING, f"{key}. "), error)
    until = f"{_own(('до', 'until'))} {wire(read.not_after)}"
    name = plain(read.common_name)
    value = f"{name}, {plain(read.issuer)}, {until}, {read.key_name or read.key_kind.value}, {key}"
    # As the log-in page judges it, without a perimeter's own demands.
    code = CODE_OF.get(suitability(read, SystemClock().now()).reason)
    if code is None:
        return replace(well(*_CERTIFICATE, value), personal=(name,))
    facts = {"until": read.not_after.date().isoformat(), "since": read.not_before.date().isoformat()}
    return replace(failed(*_CERTIFICATE, KnownError(code, **facts), State.WARNING, f"{value}. "), personal=(name,))


def _with_detail(line: Line, error: KnownError) -> Line:
    """Put the technical words beside the sentence: the function and its return code."""
    return replace(line, value=f"{line.value} ({error.detail})") if error.detail not in line.value else line


def _own(words: tuple[str, str]) -> str:
    return words[0] if ukrainian() else words[1]
