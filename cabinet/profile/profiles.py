"""Perimeter profiles on this computer: import, list, fingerprint.

A profile is the root of all verification, so a person imports it by hand and compares the fingerprint.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cabinet.contract.environment import Environment, Implementation
from cabinet.contract.errors import KnownError
from cabinet.profile.atomic import write_atomically
from cabinet.profile.folders import config_folder

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile

__all__ = ["ProfileGlance", "file_name", "fingerprint", "glance", "import_profile", "read_profile"]


class ProfileGlance(NamedTuple):
    """What the first paint shows of a profile, read without checking anything."""

    path: str
    name: str
    audience: str
    environment: Environment
    implementation: Implementation
    fingerprint: str
    personal_allowed: bool = False
    device_required: bool = False
    file_keys_allowed: bool = False
    staples_wanted: bool = False


def fingerprint(data: bytes) -> str:
    """Return SHA-256 of the profile's file in groups of four hex digits, as a person compares it."""
    import hashlib

    digest = hashlib.sha256(data).hexdigest()
    return " ".join(digest[i : i + 4] for i in range(0, 64, 4))


def file_name(audience: str) -> str:
    """Return a perimeter's address as a name for its files."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", audience.removeprefix("https://"))


def glance(path: Path) -> ProfileGlance:
    """Read what the banner needs.

    Raises:
        KnownError: ``PROFILE_ABSENT`` or ``PROFILE_UNREADABLE``.
    """
    try:
        raw = path.read_bytes()
        data = json.loads(raw)
        return ProfileGlance(
            str(path),
            str(data["name"]),
            str(data["audience"]),
            Environment(data["environment"]),
            Implementation(data["implementation"]),
            fingerprint(raw),
            data.get("personalCertificatesAllowed") is True,
            data.get("deviceRequired") is True,
            data.get("fileKeysAllowed") is True,
            data.get("staplesWanted") is True,
        )
    except FileNotFoundError as error:
        raise KnownError("PROFILE_ABSENT", path=str(path)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnownError("PROFILE_UNREADABLE", str(error)[:200], path=str(path)) from error


def read_profile(path: Path) -> PerimeterProfile:
    """Read and check a whole profile.

    Raises:
        KnownError: ``PROFILE_ABSENT`` or ``PROFILE_UNREADABLE``.
    """
    from pydantic import ValidationError

    from cabinet.contract.profile import PerimeterProfile

    try:
        return PerimeterProfile.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise KnownError("PROFILE_ABSENT", path=str(path)) from error
    except (OSError, ValidationError) as error:
        raise KnownError("PROFILE_UNREADABLE", str(error)[:200], path=str(path)) from error


def import_profile(path: Path, folder: Path | None = None) -> ProfileGlance:
    """Check a profile and copy it among the cabinet's own; returns where it lies now.

    Raises:
        KnownError: ``PROFILE_ABSENT``, ``PROFILE_UNREADABLE`` or ``FOLDER_UNWRITABLE``.
    """
    read_profile(path)
    raw = path.read_bytes()
    target = (folder or config_folder() / "profiles") / f"{file_name(glance(path).audience)}.json"
    if target != path:
        write_atomically(target, raw)
    return glance(target)
