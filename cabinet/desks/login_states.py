"""The log-in ladder as values: rungs, candidates, checks, phases. Plain, so that the first paint is quick."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cabinet.contract.login_steps import CheckState, CheckStep

__all__ = ["Candidate", "Check", "LoginPhase", "Rung", "RungState"]


class Rung(Enum):
    """One rung of the ladder, in order."""

    DRIVER = "driver"
    TOKEN = "token"  # noqa: S105  a device, not a secret
    CERTIFICATE = "certificate"
    PIN = "pin"
    SIGNATURE = "signature"
    CHECKS = "checks"


class RungState(Enum):
    """How a rung stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


class LoginPhase(Enum):
    """Where the log-in stands; each has its sentence in ``ui/texts``."""

    NO_PROFILE = "no_profile"
    LOOKING = "looking"
    NO_DRIVER = "no_driver"
    DRIVER_FAILED = "driver_failed"
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
    """A certificate that could log in, or cannot and says why (``reason`` is a name of ``qes.suitability.Reason``).

    ``source`` is the token's label, or the file's name with ``from_file``. ``pin_state`` is a name of
    ``token.model.PinState``. ``person`` tells people apart (their tax number and company), empty when it cannot.
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
    source: str
    serial: str
    person: str = ""
    from_file: bool = False
    pin_pad: bool = False
    pin_state: str = "plenty"
    min_pin: int = 4
    max_pin: int = 32


@dataclass(frozen=True)
class Check:
    """One of the server's five checks."""

    step: CheckStep
    state: CheckState = CheckState.WAITING
    code: str | None = None
    millis: int | None = None
