"""The log-in ladder as values: rungs, candidates, checks, phases. Plain, so that the first paint is quick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cabinet.contract.login_steps import CheckState, CheckStep

__all__ = ["Candidate", "Check", "LoginPhase", "ModuleSeen", "Rung", "RungState", "Signer", "passed_in", "standing"]


class Rung(Enum):
    """One rung of the ladder, in order."""

    DRIVER = "driver"
    READER = "reader"
    TOKEN = "token"  # noqa: S105  a device, not a secret
    CERTIFICATE = "certificate"
    SERVER = "server"
    PIN = "pin"
    SIGNATURE = "signature"
    CHECKS = "checks"


class RungState(Enum):
    """How a rung stands."""

    WAITING = "waiting"
    RUNNING = "running"
    """The computer works."""
    PERSON = "person"
    """It is the person's turn: to insert, to choose, to type."""
    PASSED = "passed"
    FAILED = "failed"


class LoginPhase(Enum):
    """Where the log-in stands; each has its sentence in ``ui/texts``."""

    NO_PROFILE = "no_profile"
    LOOKING = "looking"
    NO_DRIVER = "no_driver"
    DRIVER_FAILED = "driver_failed"
    NO_READER = "no_reader"
    NO_TOKEN = "no_token"  # noqa: S105  a device, not a secret
    NO_CERTIFICATE = "no_certificate"
    NONE_USABLE = "none_usable"
    CHOOSE = "choose"
    READY = "ready"
    ASKING = "asking"
    PIN = "pin"
    SIGNING = "signing"
    CHECKING = "checking"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True)
class Candidate:
    """A certificate that could log in, or cannot and says why.

    ``reason`` is a name of ``qes.suitability.Reason``, or ``pin_locked``, ``pin_to_be_changed``, ``file_not_allowed``;
    ``code`` of the card that says it in words, empty for a usable one. ``needs_company``: it names none, so the person
    must. ``source`` is the token's label, or the file's name with ``from_file``: such a key makes an advanced signature
    (УЕП), not a qualified one. ``pin_state`` is a name of ``token.model.PinState``;
    ``pin_needed`` False where the token signs without one. ``person`` tells people apart (their tax number and
    company), empty when it cannot.
    """

    key: str
    name: str
    title: str
    organisation: str
    edrpou: str
    issuer: str
    not_before: datetime
    not_after: datetime
    reason: str
    usable: bool
    days_left: int | None
    source: str = ""
    serial: str = ""
    person: str = ""
    code: str = ""
    needs_company: bool = False
    reader: str = ""
    pin_needed: bool = True
    from_file: bool = False
    pin_pad: bool = False
    pin_state: str = "plenty"
    min_pin: int = 4
    max_pin: int = 32


@dataclass(frozen=True)
class ModuleSeen:
    """A token module of this computer."""

    name: str
    path: str


@dataclass(frozen=True)
class Signer:
    """How a chosen certificate signs: ``sign`` blocks and belongs on the token lane."""

    sign: Callable[[bytes], bytes]
    certificate: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Check:
    """One of the server's five checks."""

    step: CheckStep
    state: CheckState = CheckState.WAITING
    code: str | None = None
    millis: int | None = None


_STANDINGS = {
    LoginPhase.NO_PROFILE: (None, None),
    LoginPhase.LOOKING: (None, Rung.DRIVER),
    LoginPhase.NO_DRIVER: (None, Rung.DRIVER),
    LoginPhase.DRIVER_FAILED: (None, Rung.DRIVER),
    LoginPhase.NO_READER: (Rung.DRIVER, Rung.READER),
    LoginPhase.NO_TOKEN: (Rung.READER, Rung.TOKEN),
    LoginPhase.NO_CERTIFICATE: (Rung.TOKEN, Rung.CERTIFICATE),
    LoginPhase.NONE_USABLE: (Rung.TOKEN, Rung.CERTIFICATE),
    LoginPhase.CHOOSE: (Rung.TOKEN, Rung.CERTIFICATE),
    LoginPhase.READY: (Rung.CERTIFICATE, None),
    LoginPhase.ASKING: (Rung.CERTIFICATE, Rung.SERVER),
    LoginPhase.PIN: (Rung.SERVER, Rung.PIN),
    LoginPhase.SIGNING: (Rung.PIN, Rung.SIGNATURE),
    LoginPhase.CHECKING: (Rung.SIGNATURE, Rung.CHECKS),
    LoginPhase.DONE: (Rung.CHECKS, None),
}
"""Phase → the last rung passed and the one under way."""
_OF_THE_PERSON = {LoginPhase.NO_READER, LoginPhase.NO_TOKEN, LoginPhase.CHOOSE, LoginPhase.PIN}
_FAILED = {LoginPhase.NO_DRIVER, LoginPhase.DRIVER_FAILED, LoginPhase.NONE_USABLE, LoginPhase.NO_CERTIFICATE}


def passed_in(phase: LoginPhase) -> Rung | None:
    """Return the last rung passed in a phase; None where none is, and of a refusal."""
    return _STANDINGS[phase][0] if phase in _STANDINGS else None


def standing(phase: LoginPhase, failed: Rung | None, rung: Rung, passed_before: Rung | None = None) -> RungState:
    """Return how a rung stands in a phase.

    Of a refusal ``failed`` is the rung that it stopped on, and ``passed_before`` the last one that was passed by then:
    where the link to the server is lost after the signature, the signature stays passed.
    """
    order = list(Rung)
    place = order.index(rung)
    if phase is LoginPhase.REFUSED:
        at = order.index(failed or Rung.CHECKS)
        if place == at:
            return RungState.FAILED
        done = max(at - 1, order.index(passed_before) if passed_before is not None else -1)
        return RungState.PASSED if place <= done else RungState.WAITING
    passed, running = _STANDINGS[phase]
    if passed is not None and place <= order.index(passed):
        return RungState.PASSED
    if rung is running:
        if phase in _FAILED:
            return RungState.FAILED
        return RungState.PERSON if phase in _OF_THE_PERSON else RungState.RUNNING
    return RungState.WAITING
