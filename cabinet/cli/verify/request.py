"""What ``cabinet verify`` is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.contract.profile import PerimeterProfile
    from cabinet.evidence.checking import Asked
    from cabinet.evidence.perimeters import KnownPerimeter
    from cabinet.evidence.signature_file import Lists

__all__ = ["Request"]


@dataclass(frozen=True)
class Request:
    """What was asked: the document beside a signature, the moment, and where trust comes from.

    ``list_file`` with ``signers`` (SHA-256, hex) stands in for the lists kept here; ``profile`` is a perimeter's,
    whose own list counts too. ``perimeters`` are those whose log keys are believed.
    """

    content: Path | None
    at: datetime | None
    offline: bool
    list_file: Path | None
    signers: tuple[str, ...]
    profile: PerimeterProfile | None
    perimeters: tuple[KnownPerimeter, ...]
    clock: Clock

    def asked(self) -> Asked:
        """Return with what each file is verified."""
        from cabinet.evidence.checking import Asked

        return Asked(
            self.perimeters, self.clock.now(), lambda: self.lists, at=self.at, document=self.content,
            online=not self.offline,
        )  # fmt: skip

    @cached_property
    def lists(self) -> Lists:
        """The trusted lists, loaded once for all files.

        Raises:
            KnownError: ``FILE_UNREADABLE``, ``TRUSTED_LIST_STATE``, or what is wrong with the list that was named.
        """
        from cabinet.evidence.signature_file import Lists, kept_lists
        from cabinet.profile.trusted_lists import read_pin
        from cabinet.qes.trusted_list.acceptance import accept

        now = self.clock.now()
        if self.list_file is None:
            return kept_lists(now, self.profile, online=not self.offline)
        try:
            blob = self.list_file.read_bytes()
        except OSError as error:
            raise KnownError("FILE_UNREADABLE", error.strerror or "", path=str(self.list_file)) from error
        return Lists((accept(blob, {read_pin(pin) for pin in self.signers}, now),))
