"""May this list replace the one that is kept? Signature, form, time, and never backwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Protocol

from cabinet.contract.errors import KnownError
from cabinet.qes.trusted_list.model import Head, TrustedList
from cabinet.qes.trusted_list.reading import read_head, read_services
from cabinet.qes.trusted_list.signature import verify_list

__all__ = ["Predecessor", "accept"]

_SKEW: Final = timedelta(minutes=5)
"""How far this computer's clock may be behind the publisher's."""


class Predecessor(Protocol):
    """What is remembered of the list accepted before; a :class:`TrustedList` is one."""

    @property
    def sequence(self) -> int:
        """Its sequence number."""
        ...

    @property
    def issued(self) -> datetime:
        """When it was issued."""
        ...

    @property
    def territory(self) -> str:
        """Its country."""
        ...

    @property
    def kind(self) -> str:
        """URI of its TSLType."""
        ...

    @property
    def content_sha256(self) -> str:
        """SHA-256 of its signed form, hex."""
        ...


def accept(blob: bytes, pins: Collection[str], now: datetime, kept: Predecessor | None = None) -> TrustedList:
    """Return the list that ``blob`` is, if it may be believed at ``now`` after ``kept``.

    Raises:
        KnownError: what :func:`verify_list` raises; ``TRUSTED_LIST_INVALID``; ``TRUSTED_LIST_EXPIRED`` when its next
            update is past; ``TRUSTED_LIST_NOT_YET`` when it is from the future; ``TRUSTED_LIST_OTHER`` for a list of
            another country or type than the kept one; ``TRUSTED_LIST_ROLLBACK`` for an older one, or another of the
            same number.
    """
    signed = verify_list(blob, pins, now)
    head = read_head(signed.root)
    _in_term(head, now)
    found = TrustedList(head, read_services(signed.root), signed.content_sha256, signed.signer_sha256)
    if kept is not None:
        _after(found, kept)
    return found


def _in_term(head: Head, now: datetime) -> None:
    if head.issued > now + _SKEW:
        raise KnownError("TRUSTED_LIST_NOT_YET", head.issued.isoformat(), since=head.issued.date().isoformat())
    if head.next_update is None:
        raise KnownError("TRUSTED_LIST_EXPIRED", "closed for good", until=head.issued.date().isoformat())
    if head.next_update <= now:
        until = head.next_update.date().isoformat()
        raise KnownError("TRUSTED_LIST_EXPIRED", head.next_update.isoformat(), until=until)


def _after(found: TrustedList, kept: Predecessor) -> None:
    if (found.territory, found.kind) != (kept.territory, kept.kind):
        raise KnownError("TRUSTED_LIST_OTHER", f"{found.kind} of {found.territory}")
    numbers = {"given": str(found.sequence), "kept": str(kept.sequence)}
    if found.sequence < kept.sequence:
        raise KnownError("TRUSTED_LIST_ROLLBACK", "an older number", **numbers)
    if found.sequence == kept.sequence and found.content_sha256 != kept.content_sha256:
        raise KnownError("TRUSTED_LIST_ROLLBACK", "other content under the same number", **numbers)
    if found.issued < kept.issued:
        raise KnownError("TRUSTED_LIST_ROLLBACK", "issued earlier", **numbers)
