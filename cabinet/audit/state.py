"""Where an audit stopped, as bytes: it goes on from there in another run, and only over the same log."""

from __future__ import annotations

import msgspec

from cabinet.audit.own_receipts import Place
from cabinet.audit.report import Checked, Fault
from cabinet.contract.errors import KnownError
from cabinet.proof.tiles import HASH, Edge

__all__ = ["AuditState", "edge_of", "read_state", "tiles_of"]

_VERSION = 1


class AuditState(msgspec.Struct, array_like=True, kw_only=True):
    """``tiles`` are the unfinished tiles of the edge over the first ``size`` entries, joined; ``recount`` the figures.

    ``anchored`` and ``receipts`` tell the checkpoints and receipts that were compared on the way from others.
    """

    version: int = _VERSION
    origin: str
    signer: str
    size: int
    tiles: list[bytes]
    recount: bytes
    anchored: bytes
    receipts: bytes
    places: list[Place]
    checks: dict[str, Checked]
    faults: list[Fault]
    withheld: int
    too_long: int
    false_receipts: int

    def encoded(self) -> bytes:
        """Return it as bytes."""
        return msgspec.msgpack.encode(self)


def read_state(data: bytes) -> AuditState:
    """Read a state.

    Raises:
        KnownError: ``AUDIT_STATE_OTHER`` where it is none, or of another version.
    """
    try:
        state = msgspec.msgpack.decode(data, type=AuditState)
    except msgspec.MsgspecError as error:
        raise KnownError("AUDIT_STATE_OTHER", str(error)) from error
    if state.version != _VERSION:
        raise KnownError("AUDIT_STATE_OTHER", str(state.version))
    return state


def tiles_of(edge: Edge) -> list[bytes]:
    """Return an edge's unfinished tiles."""
    return [b"".join(tile) for tile in edge.tiles]


def edge_of(state: AuditState) -> Edge:
    """Return the edge of a state.

    Raises:
        KnownError: ``AUDIT_STATE_OTHER`` where its tiles are not those of a tree of its size.
    """
    tiles = [[tile[at : at + HASH] for at in range(0, len(tile), HASH)] for tile in state.tiles]
    try:
        return Edge.of(state.size, tiles)
    except (IndexError, ValueError) as error:
        raise KnownError("AUDIT_STATE_OTHER", "tiles") from error
