"""The cabinet as a witness at each contact: the log's newest checkpoint, kept and compared with those it saw before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.contract.clock import Clock
    from cabinet.perimeter.log import LogClient
    from cabinet.proof.checkpoints import Checkpoint
    from cabinet.vault.vault import Vault
    from cabinet.vault.witness import Sighting

__all__ = ["Witnessed", "witness"]


@dataclass(frozen=True)
class Witnessed:
    """A verified checkpoint and what is known of its log; without ``sighting`` the store failed, and says why.

    ``kept`` tells whether the next run will still know.
    """

    checkpoint: Checkpoint
    sighting: Sighting | None
    kept: bool
    failure: KnownError | None = None


def witness(vault: Vault, log: LogClient, clock: Clock) -> Witnessed:
    """Ask for the newest checkpoint and compare it; a store that cannot be used never hinders the page."""
    from cabinet.vault.witness import Seen, mark, see

    failure: KnownError | None = None
    before = 0
    try:
        before = vault.use(mark)
    except KnownError as error:
        failure = error
    signed = log.checkpoint()
    found = signed.checkpoint
    seen = Seen(found.origin, found.size, found.root, signed.note, signed.signer)
    try:
        sighting = None if failure else vault.use(lambda store: see(store, seen, log.trusted, before, clock.now()))
    except KnownError as error:
        sighting, failure = None, error
    state = vault.state
    return Witnessed(found, sighting, kept=state is not None and state.kept, failure=failure)
