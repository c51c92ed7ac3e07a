"""Whose keys are believed: those of the profile that a person names, else of every profile on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError
from cabinet.contract.states import Environment, Implementation
from cabinet.profile.folders import config_folder
from cabinet.profile.profiles import read_profile
from cabinet.profile.settings import SettingsFile
from cabinet.proof.notes import NoteVerifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cabinet.contract.profile import PerimeterProfile

__all__ = ["KnownPerimeter", "known_perimeters", "perimeter_of", "verifiers_of"]


@dataclass(frozen=True)
class KnownPerimeter:
    """A perimeter and the keys that sign its log and receipts; ``test`` where its data is for tests."""

    name: str
    test: bool
    verifiers: tuple[NoteVerifier, ...]

    @classmethod
    def of(cls, profile: PerimeterProfile) -> KnownPerimeter:
        """Take a profile's keys.

        Raises:
            KnownError: ``NOTE_INVALID`` for a key that is none.
        """
        test = profile.environment is Environment.TEST or profile.implementation is Implementation.TEST_CONTOUR
        return cls(profile.name, test, tuple(NoteVerifier.parse(key) for key in profile.note_verifier_keys))


def known_perimeters(named: Path | None = None) -> tuple[KnownPerimeter, ...]:
    """Return the named profile's perimeter alone, else every one whose profile lies here and can be read.

    Raises:
        KnownError: ``PROFILE_ABSENT``, ``PROFILE_UNREADABLE`` or ``NOTE_INVALID``, of the named one only.
    """
    if named is not None:
        return (KnownPerimeter.of(read_profile(named)),)
    chosen = SettingsFile().settings.profile
    paths = [*([Path(chosen)] if chosen else []), *sorted((config_folder() / "profiles").glob("*.json"))]
    found: dict[tuple[NoteVerifier, ...], KnownPerimeter] = {}
    for path in paths:
        try:
            one = KnownPerimeter.of(read_profile(path))
        except KnownError:
            continue
        found.setdefault(one.verifiers, one)
    return tuple(found.values())


def verifiers_of(perimeters: Iterable[KnownPerimeter]) -> tuple[NoteVerifier, ...]:
    """Return all keys of some perimeters."""
    return tuple(verifier for one in perimeters for verifier in one.verifiers)


def perimeter_of(signer: NoteVerifier, perimeters: Iterable[KnownPerimeter]) -> KnownPerimeter | None:
    """Return whose key it is."""
    return next((one for one in perimeters if signer in one.verifiers), None)
