"""Cosignatures, against a verifier written from the specification, and against lies."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cabinet.contract.errors import KnownError
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from cabinet.proof.cosignatures import Witness, cosigned_at
from cabinet.proof.notes import NoteSigner

HEAD = Checkpoint("log.test/1", 7, bytes(range(32)))
LOG = NoteSigner("log.test", Ed25519PrivateKey.generate())
WITNESS, OTHER = (Witness(Ed25519PrivateKey.generate()) for _ in range(2))
AT = 1_795_000_000
NOTE = WITNESS.cosign(sign_checkpoint(HEAD, LOG), AT)


def test_it_is_what_the_specification_says() -> None:
    """https://c2sp.org/tlog-cosignature: key id, time and signature in the line; type 0x04 in the key."""
    name, key_id, key = WITNESS.verifier.split("+", 2)
    raw = base64.b64decode(key)
    assert raw[0] == 4
    assert hashlib.sha256(f"{name}\n".encode() + raw).digest()[:4].hex() == key_id
    signer, _, encoded = NOTE.splitlines()[-1].removeprefix("\u2014 ").partition(" ")
    blob = base64.b64decode(encoded)
    assert (signer, len(blob), blob[:4].hex()) == (name, 76, key_id)
    assert int.from_bytes(blob[4:12], "big") == AT
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(blob[12:], f"cosignature/v1\ntime {AT}\n{HEAD.text()}".encode())


def test_the_log_s_own_signature_stays_and_witnesses_join() -> None:
    both = OTHER.cosign(NOTE, AT + 1)
    assert open_checkpoint(both, [LOG.verifier]) == HEAD
    assert (cosigned_at(both, WITNESS.verifier), cosigned_at(both, OTHER.verifier)) == (AT, AT + 1)


def test_lies() -> None:
    line = NOTE.splitlines()[-1]
    blob = bytearray(base64.b64decode(line.split(" ")[2]))
    later = bytes(blob[:11]) + bytes([blob[11] ^ 1]) + bytes(blob[12:])
    name, key_id, key = WITNESS.verifier.split("+", 2)

    def with_blob(data: bytes) -> str:
        return NOTE.replace(line, f"\u2014 {name} {base64.b64encode(data).decode()}")

    lies = (
        sign_checkpoint(HEAD, LOG), NOTE.replace("\n7\n", "\n8\n"), with_blob(later), with_blob(bytes(blob[:75])),
        with_blob(bytes(blob) + b"x"), NOTE.replace(line, f"\u2014 {name} ?"), HEAD.text(), "",
    )  # fmt: skip
    for lie in lies:
        with pytest.raises(KnownError, match="NOTE_INVALID"):
            cosigned_at(lie, WITNESS.verifier)
    for verifier in (OTHER.verifier, str(LOG.verifier), f"{name}+{key_id}", f"{name}+00000000+{key}", f"{name}+x+?"):
        with pytest.raises(KnownError, match="NOTE_INVALID"):
            cosigned_at(NOTE, verifier)
