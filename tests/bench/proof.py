"""``proof``: checking an inclusion proof in a log of a million entries ÷ one Ed25519 verification.

Beside it: making the proof of any entry, and the entry itself, from tiles and frames.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cabinet.contour.folder import DataFolder
from cabinet.contour.http.composition import open_ledger
from cabinet.contour.ledger.sqlite_store import SqliteStore
from cabinet.contour.sample.operator import SAMPLE_EDRPOU
from cabinet.proof.merkle import inclusion_of, leaf_hash, verify_inclusion
from tests.bench.result import Result, in_turn
from tests.filled import filled

_MANY, _SMALL, _ROUNDS, _PROOFS = 1_000_000, 3_000, 15, 200


def measure(*, small: bool) -> Result:
    """Measure both alternately."""
    with tempfile.TemporaryDirectory() as name:
        folder = DataFolder(filled(Path(name) / "contour", _SMALL if small else _MANY))
        store = SqliteStore(folder.ledger())
        ledger = open_ledger(folder, store, None)
        luck = random.Random(1)  # noqa: S311  a bench's own
        made: list[float] = []
        proofs = []
        root = ledger.head(SAMPLE_EDRPOU).root
        for _ in range(_PROOFS):
            started = time.perf_counter()
            with store.read() as rows:
                log = ledger.reader(rows, SAMPLE_EDRPOU)
                seq = luck.randrange(log.size)
                entry, path = log.entry(seq), inclusion_of(seq, log.size, log.node)
            made.append(time.perf_counter() - started)
            proofs.append((leaf_hash(entry), seq, log.size, path))
        store.close()
        folder.close()
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key(), key.sign(root)

    def check() -> float:
        started = time.perf_counter()
        for leaf, seq, size, path in proofs:
            if not verify_inclusion(leaf, seq, size, path, root):
                raise RuntimeError("a proof that does not lead to the root")
        return (time.perf_counter() - started) / len(proofs)

    def verify() -> float:
        started = time.perf_counter()
        for _ in proofs:
            public.verify(signature, root)
        return (time.perf_counter() - started) / len(proofs)

    ours, floor, raw = in_turn(check, verify, 3 if small else _ROUNDS)
    made.sort()
    detail = {
        "entries": proofs[0][2], "seconds": raw, "entryWithProofSeconds": round(statistics.median(made), 6),
        "entryWithProofP99": round(made[int(len(made) * 0.99)], 6), "entryWithProofGoal": 0.002,
    }  # fmt: skip
    return Result("proof", ours / floor, 0.2, "lower", detail)
