"""Where the ladder stands by what is known of profile, modules and certificates, before anybody logs in."""

from __future__ import annotations

from typing import NamedTuple

from cabinet.contract.errors import KnownError
from cabinet.desks.carriers import Carriers
from cabinet.desks.login_states import LoginPhase, Rung
from cabinet.lanes.lane import Failure

__all__ = ["Standing", "standing_before"]


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
