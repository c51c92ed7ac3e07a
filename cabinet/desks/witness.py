"""The cabinet as a witness at each contact: the log's newest checkpoint, kept and compared with those it saw before.

That it continues the last one is proved by the log's tiles; only then it is cosigned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cabinet.contract.errors import KnownError

if TYPE_CHECKING:
    from cabinet.contract.clock import Clock
    from cabinet.perimeter.log import LogClient
    from cabinet.proof.checkpoints import Checkpoint
    from cabinet.proof.cosignatures import Witness
    from cabinet.vault.vault import Vault
    from cabinet.vault.witness import Seen, Sighting

__all__ = ["Witnessed", "witness", "witness_of"]


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
        if sighting is not None and sighting.alarm is None and _prove(vault, log, seen, clock):
            sighting = vault.use(lambda store: see(store, seen, log.trusted, before, clock.now()))
    except KnownError as error:
        sighting, failure = None, error
    state = vault.state
    return Witnessed(found, sighting, kept=state is not None and state.kept, failure=failure)


def witness_of(vault: Vault) -> Witness:
    """Return the cabinet's own witness; its key is made at the first use and never leaves the vault."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from cabinet.proof.cosignatures import Witness
    from cabinet.vault.witness import witness_key

    fresh = Ed25519PrivateKey.generate().private_bytes_raw()
    return Witness(Ed25519PrivateKey.from_private_bytes(vault.use(lambda store: witness_key(store, fresh))))


def _prove(vault: Vault, log: LogClient, seen: Seen, clock: Clock) -> bool:
    """Prove that a checkpoint continues the last that was proved, and cosign it; returns whether it does not.

    What cannot be asked for now is proved at the next contact.
    """
    from cabinet.proof.checkpoints import Checkpoint
    from cabinet.vault.witness import accuse, last_proved, prove

    last = vault.use(lambda store: last_proved(store, seen, log.trusted))
    if last is not None and last.proved and (last.size, last.root) == (seen.size, seen.root):
        return False
    if last is not None:
        try:
            continues = log.continues((last.size, last.root), Checkpoint(seen.origin, seen.size, seen.root))
        except KnownError:
            return False
        if not continues:
            vault.use(lambda store: accuse(store, last, seen, clock.now()))
            return True
    now = clock.now()
    cosigned = witness_of(vault).cosign(seen.note, int(now.timestamp()))
    vault.use(lambda store: prove(store, seen, cosigned, now))
    return False
