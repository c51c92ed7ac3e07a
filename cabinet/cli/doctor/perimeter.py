"""What the doctor says of the perimeter: the profile, whether it answers under the right key, and its clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.cli.doctor.line import Line, State, failed, well
from cabinet.cli.messages import ukrainian
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.profile.profiles import glance, read_profile

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["perimeter"]

_PROFILE = ("profile", "Профіль периметра", "Perimeter profile")
_ANSWER = ("perimeter", "Периметр", "Perimeter")
_CLOCK = ("clock", "Годинник", "Clock")


def perimeter(path: str, clock: Clock) -> Iterator[Line]:
    """Read the profile, then ask the perimeter who it is and what time it has."""
    try:
        if not path:
            raise KnownError("PROFILE_ABSENT")
        profile, shown = read_profile(Path(path)), glance(Path(path))
    except KnownError as error:
        yield failed(*_PROFILE, error, State.BROKEN if path else State.WARNING)
        return
    kind = f"{profile.implementation.value}, {profile.environment.value}"
    yield well(*_PROFILE, f"{profile.name} · {profile.audience} · {kind} · {shown.fingerprint[:19]} …")
    try:
        yield from _asked(profile, clock)
    except KnownError as error:
        yield failed(*_ANSWER, error)


def _asked(profile: PerimeterProfile, clock: Clock) -> Iterator[Line]:
    from cabinet.perimeter.open import OpenClient
    from cabinet.wire.transport import Transport

    transport = Transport(profile)
    try:
        client = OpenClient(transport)
        limits = client.limits()
        before = clock.now()
        about = client.about()
        after = clock.now()
        pinned = "ключ TLS закріплено" if ukrainian() else "TLS key is the pinned one"
        version = f"v{about.contract_version}"
        said = f"{about.implementation.value}, {version}, {pinned}, {round((after - before).total_seconds() * 1000)} ms"
        yield well(*_ANSWER, said)
        # The answer was written somewhere between the question and its arrival.
        ahead = (before + (after - before) / 2 - about.server_time).total_seconds()
        off = KnownError("CLOCK_DIFFERS", seconds=f"{ahead:+.0f}")
        if ahead > limits.ahead_tolerance_seconds or -ahead > limits.stale_after_seconds:
            yield failed(*_CLOCK, off)
        elif abs(ahead) > limits.ahead_tolerance_seconds / 2:
            yield failed(*_CLOCK, off, State.WARNING)
        else:
            yield well(*_CLOCK, f"{ahead:+.1f} {'с від часу периметра' if ukrainian() else 's from the perimeter'}")
    finally:
        transport.close()
