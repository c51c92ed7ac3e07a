"""A checkpoint is believed when the profile's keys signed it, and under the name of the one that did."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contract.errors import KnownError
from cabinet.contract.log import CHECKPOINT, LOG_PROOF
from cabinet.perimeter.log import LogClient
from cabinet.proof.checkpoints import Checkpoint, sign_checkpoint
from cabinet.proof.notes import NoteSigner
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Reply
from tests.wire.server_kit import profile

HEAD = Checkpoint("log.test/90417318", 7, bytes(range(32)))
FIRST, LOG = (NoteSigner(name, Ed25519PrivateKey.generate()) for name in ("first.test", "log.test"))


class Saying:
    def __init__(self, body: bytes) -> None:
        self.body = body

    def call(self, ask: AnyAsk) -> Reply:
        assert ask.endpoint is CHECKPOINT
        return Reply(200, self.body, {})


def client(body: str | bytes) -> LogClient:
    keys = [str(FIRST.verifier), str(LOG.verifier)]
    return LogClient(Saying(body.encode() if isinstance(body, str) else body), profile(note_verifier_keys=keys))


def test_a_signed_checkpoint() -> None:
    note = sign_checkpoint(HEAD, LOG)
    found = client(note).checkpoint()
    assert (found.checkpoint, found.note, found.signer) == (HEAD, note, str(LOG.verifier))
    assert client(note).trusted == (str(FIRST.verifier), str(LOG.verifier))


def test_checkpoints_that_nobody_signed() -> None:
    good = sign_checkpoint(HEAD, LOG)
    stranger = NoteSigner("log.test", Ed25519PrivateKey.generate())
    signature = good.rpartition("\n\n")[2]
    other = Checkpoint(HEAD.origin, 8, HEAD.root).text()
    blob = base64.b64encode(base64.b64decode(signature.split(" ")[2])[:4] + bytes(64)).decode()
    for lie in (
        HEAD.text(),
        f"{HEAD.text()}\n",
        sign_checkpoint(HEAD, stranger),
        f"{other}\n{signature}",
        f"{HEAD.text()}\n— log.test {blob}\n",
        b"\xff",
        b"",
        b"{}",
    ):
        with pytest.raises(KnownError) as refusal:
            client(lie).checkpoint()
        assert refusal.value.code == "NOTE_INVALID"


def test_a_proof_is_handed_on_as_it_came() -> None:
    class Proving(Saying):
        def call(self, ask: AnyAsk) -> Reply:
            assert (ask.endpoint, dict(ask.path)) == (LOG_PROOF, {"attemptId": "a1"})
            return Reply(200, self.body, {})

    keys = [str(LOG.verifier)]
    assert LogClient(Proving("доказ".encode()), profile(note_verifier_keys=keys)).proof("a1") == "доказ"
    with pytest.raises(KnownError, match="PROOF_UNREADABLE"):
        LogClient(Proving(b"\xff"), profile(note_verifier_keys=keys)).proof("a1")
