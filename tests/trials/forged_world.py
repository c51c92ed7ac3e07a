"""Where the forgeries are handed in: a live contour, its head's honest session, and a look at everything it stores."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from cabinet.contract.clock import ShiftedClock, SystemClock
from cabinet.contract.errors import KnownError
from cabinet.contract.testdata import SetTime, TrustFaults
from cabinet.perimeter.login import PersonSession
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.company import Company
from tests.forging.issuer import Issuer, Leaf
from tests.forging.login import Begun, begin, complete, refusal, signed

__all__ = ["Case", "World"]

_A_MINUTE_LONG, _MINUTE = 100, 61
_ISSUED = {"issued_identities", "revoked_identities", "settings"}
"""Tables of the test authority itself."""

Attempt = Callable[["World"], KnownError | None]


@dataclass(frozen=True)
class Case:
    """One forgery: its kind and name, the codes it may be refused with, and how it is tried."""

    kind: str
    name: str
    codes: frozenset[str]
    attempt: Attempt


class World:
    """``leaf`` is the head's certificate and key; ``session`` what they honestly opened, for acts."""

    def __init__(self, company: Company, seed: int) -> None:
        ready = company.contour.ready
        assert ready is not None
        self.company = company
        self.random = random.Random(seed)  # noqa: S311  a sample that comes again
        self.clock = ShiftedClock(SystemClock())
        self.transport = Transport(read_profile(ready.profile))
        self.issuer = Issuer(company.contour.data, ready.trust_url)
        self.leaf: Leaf = self.issuer.issue()
        self.given = 0
        self.honest = 0
        self.let_in().end()
        self.session: PersonSession | None = None

    def close(self) -> None:
        self.transport.close()

    def begin(self, edrpou: str | None = None) -> Begun:
        """Ask for a challenge; a minute goes by before there are too many."""
        self.given += 1
        if self.given % _A_MINUTE_LONG == 0:
            self.later(_MINUTE)
        more = {} if edrpou is None else {"edrpou": edrpou}
        return begin(self.transport, clock=self.clock, **more)

    def later(self, seconds: int) -> None:
        """Let time go by, here and there."""
        self.clock.offset += timedelta(seconds=seconds)
        offset = int(self.clock.offset.total_seconds())
        self.company.contour.testdata("testdata_time", SetTime(offset_seconds=offset))

    def signed(self, begun: Begun, leaf: Leaf | None = None) -> bytes:
        return signed(begun, leaf or self.leaf, self.clock.now())

    def let_in(self) -> PersonSession:
        """Log in honestly."""
        self.honest += 1
        begun = self.begin()
        return complete(self.transport, begun, self.signed(begun))

    def open(self) -> PersonSession:
        """Return the honest session, opened at the first need."""
        self.session = self.session or self.let_in()
        return self.session

    def shut(self) -> None:
        """End the honest session."""
        session, self.session = self.session, None
        if session is not None:
            session.end()

    def refused(self, begun: Begun, cms: bytes, **changes: object) -> KnownError | None:
        return refusal(self.transport, begun, cms, **changes)

    def faults(self, **faults: str) -> None:
        self.company.contour.testdata("testdata_trust", TrustFaults.model_validate(faults))

    def stored(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every row of the ledger; of the evidence of log-ins, how many there are beside the honest ones."""
        path = self.company.contour.data / "ledger.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {
                name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr)
                for name in names
                if name not in _ISSUED
            }
        return {**found, "login_evidence": [(len(found["login_evidence"]) - self.honest,)]}
