"""The witness against a ledger in process: what it proves, what it cosigns, what it accuses."""

from __future__ import annotations

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.log import LOG_TILE
from cabinet.desks.witness import Witnessed, witness
from cabinet.perimeter.log import LogClient
from cabinet.proof.checkpoints import Checkpoint, open_checkpoint
from cabinet.proof.cosignatures import Witness, cosigned_at
from cabinet.vault.vault import Vault
from cabinet.vault.witness import Kept, checkpoints_of, witness_key
from cabinet.wire.ask import AnyAsk
from cabinet.wire.transport import Reply
from tests.audit.kit import Served
from tests.perimeter_in_process import NOW, FixedClock, PerimeterInProcess, line


class Caller:
    def __init__(self, served: Served) -> None:
        self._served = served

    def call(self, ask: AnyAsk) -> Reply:
        return Reply(200, self._served.call(ask), {})


class Log:
    """A perimeter's log and a cabinet's vault that watches it."""

    def __init__(self, inside: PerimeterInProcess) -> None:
        self.inside, self.served, self.vault = inside, Served(inside.perimeter), Vault()
        self.client = LogClient(Caller(self.served), inside.perimeter.profile)

    def look(self) -> Witnessed:
        return witness(self.vault, self.client, FixedClock())

    def grow(self, mark: str, size: int) -> None:
        self.inside.judge(*(line(f"{mark}-{n}") for n in range(size)))

    def kept(self) -> list[Kept]:
        origin = self.client.checkpoint().checkpoint.origin
        return self.vault.use(lambda store: checkpoints_of(store, origin, self.client.trusted))


@pytest.fixture
def log(perimeter: PerimeterInProcess) -> Log:
    return Log(perimeter)


def test_each_checkpoint_that_continues_the_last_is_cosigned(log: Log) -> None:
    for mark, size in (("a", 3), ("b", 300), ("c", 1)):
        log.grow(mark, size)
        found = log.look()
        assert found.sighting is not None
        assert found.sighting.alarm is None
    assert log.look().checkpoint.size == 305
    kept = log.kept()
    assert [(one.size, one.proved) for one in kept] == [(305, True), (304, True), (4, True)]
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = log.vault.use(lambda store: witness_key(store, bytes(32)))
    ours = Witness(Ed25519PrivateKey.from_private_bytes(private))
    for one in kept:
        assert cosigned_at(one.cosigned, ours.verifier) == int(NOW.timestamp())
        assert open_checkpoint(one.cosigned, log.served.verifiers).size == one.size


def test_one_that_does_not_continue_is_an_alarm_and_is_not_cosigned(log: Log) -> None:
    log.grow("a", 3)
    log.look()
    log.vault.use(lambda store: store.read("UPDATE checkpoints SET root = zeroblob(32)"))
    log.grow("b", 300)
    found = log.look()
    assert found.sighting is not None
    assert found.sighting.alarm is not None
    assert (found.sighting.alarm.code, len(found.sighting.evidence)) == ("LOG_REWRITTEN", 2)
    assert [(one.size, one.proved, bool(one.cosigned)) for one in log.kept()] == [(304, False, False), (4, True, True)]


@pytest.mark.parametrize("code", ["TILE_UNKNOWN", "ANSWER_INVALID"])
def test_what_cannot_be_proved_now_is_proved_at_the_next_contact(log: Log, code: str) -> None:
    log.grow("a", 3)
    log.look()
    log.grow("b", 300)

    def before(ask: AnyAsk) -> None:
        if ask.endpoint is LOG_TILE:
            raise KnownError(code)

    log.served.before = before
    found = log.look()
    assert found.sighting is not None
    assert found.sighting.alarm is None
    assert [one.proved for one in log.kept()] == [False, True]
    log.served.before = lambda _: None
    log.look()
    assert [one.proved for one in log.kept()] == [True, True]


@pytest.mark.parametrize(
    ("size", "other_root", "continues"),
    [(4, False, True), (3, False, False), (1004, False, False), (4, True, False), (0, False, False)],
)
def test_a_log_continues_only_its_own_beginning(log: Log, size: int, other_root: bool, continues: bool) -> None:
    log.grow("a", 3)
    old = log.client.checkpoint().checkpoint
    log.grow("b", 300)
    new = log.client.checkpoint().checkpoint
    assert log.client.continues((size, b"x" * 32 if other_root else old.root), new) == continues
    assert not log.client.continues((old.size, old.root), Checkpoint(new.origin, new.size, b"x" * 32))


def test_a_tile_of_another_width_proves_nothing(log: Log) -> None:
    log.grow("a", 3)
    old = log.client.checkpoint().checkpoint
    log.grow("b", 3)
    log.served.lie = lambda ask, body: body[:-1] if ask.endpoint is LOG_TILE else body
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        log.client.continues((old.size, old.root), log.client.checkpoint().checkpoint)
