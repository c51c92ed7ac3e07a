"""One request of an act, sent under the set that was signed for it; another one is signed for the rest where wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cabinet.desks.correction_signing import send_part, sign_set
from cabinet.vault.acts import chunks_of, keep_signed_set, signed_set_of

if TYPE_CHECKING:
    from cabinet.contract.findings import BatchAnswer
    from cabinet.perimeter.login import PersonSession
    from cabinet.vault.acts import Chunk
    from cabinet.vault.vault import Vault

__all__ = ["send_chunk"]


def send_chunk(vault: Vault, session: PersonSession, chunk: Chunk) -> BatchAnswer:
    """Send a request; a set that is signed anew is kept, so that one signature is for all that is left.

    Raises:
        KnownError: what the perimeter refuses, or how the signature failed; the request may be sent again.
    """

    def sign_rest() -> str:
        left = [part.body for part in vault.use(lambda store: chunks_of(store, chunk.act)) if part.answer is None]
        set_id = sign_set(session, left)
        vault.use(lambda store: keep_signed_set(store, chunk.act, set_id))
        return set_id

    set_id = vault.use(lambda store: signed_set_of(store, chunk.act))
    return send_part(session, chunk.body, chunk.key, set_id, sign_rest)
