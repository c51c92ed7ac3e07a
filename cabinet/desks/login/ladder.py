"""The log-in ladder as values: rungs, checks, phases, and where it stands. Plain, so that the first paint is quick."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cabinet.contract.errors import KnownError
from cabinet.contract.login_steps import CheckState, CheckStep

if TYPE_CHECKING:
    from cabinet.desks.keys.carriers import Carriers
    from cabinet.lanes.lane import Failure

__all__ = ["Check", "LoginPhase", "Rung", "RungState", "Standing", "passed_in", "standing", "standing_before"]


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


class Check(NamedTuple):
    """One of the server's five checks."""

    step: CheckStep
    state: CheckState = CheckState.WAITING
    code: str | None = None
    millis: int | None = None


def no_checks() -> tuple[Check, ...]:
    """Return the server's five checks before any of them was made."""
    return tuple(Check(step) for step in CheckStep)


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


class Standing(NamedTuple):
    """The phase, and the trouble that explains it with the rung it belongs to; None where nothing is wrong."""

    phase: LoginPhase
    failure: Failure | None = None
    rung: Rung | None = None


def standing_before(carriers: Carriers, *, profile: bool, chosen: bool) -> Standing:
    """Return where the ladder stands: the first rung from below that is not passed."""
    candidates = carriers.candidates
    if not profile:
        return Standing(LoginPhase.NO_PROFILE)
    if chosen:
        return Standing(LoginPhase.READY)
    if candidates:
        usable = any(c.usable for c in candidates)
        return Standing(LoginPhase.CHOOSE if usable else LoginPhase.NONE_USABLE)
    if carriers.modules and not carriers.looked:
        return Standing(LoginPhase.LOOKING)
    return _without_certificates(carriers)


def _without_certificates(carriers: Carriers) -> Standing:
    found = carriers.found
    if not carriers.modules:
        return Standing(LoginPhase.NO_DRIVER, carriers.failure, Rung.DRIVER)
    if not found.tokens and not found.readers and (carriers.failure or found.failures):
        return Standing(LoginPhase.DRIVER_FAILED, carriers.failure or found.failures[0], Rung.DRIVER)
    notes = [KnownError(n.code, n.detail, label=n.label) for n in found.notes]
    if found.tokens:
        return Standing(LoginPhase.NO_CERTIFICATE, next(iter(notes), None), Rung.CERTIFICATE)
    down = next((n for n in notes if n.code == "PCSC_DOWN"), None)
    if down is not None or not found.readers:
        return Standing(LoginPhase.NO_READER, down, Rung.READER)
    return Standing(LoginPhase.NO_TOKEN, next(iter(notes), None), Rung.TOKEN)
