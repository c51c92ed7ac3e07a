"""The listeners: whose address a call has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cabinet.contract.rights import Role
from cabinet.profile.profiles import read_profile
from cabinet.wire.transport import Transport
from tests.company import Company, person
from tests.direct_login import direct_login
from tests.sender_kit import machine, new_batch, new_key


def test_headers_about_other_addresses_are_not_believed(company: Company, tmp_path: Path) -> None:
    assert company.contour.ready is not None
    transport = Transport(read_profile(company.contour.ready.profile))
    session = direct_login(company, transport, person(Role.IT), tmp_path)
    new_key(session, tmp_path / "key")
    transport.close()
    client = machine(tmp_path / "key")
    client.transport._client.headers.update(
        {
            "X-Forwarded-For": "10.1.2.3",
            "X-Real-IP": "10.1.2.3",
            "Forwarded": "for=10.1.2.3",
            "X-Forwarded-Proto": "http",
        }
    )
    client.submit(new_batch(), 1, None)
    client.close()
    company.contour.stop()
    with closing(sqlite3.connect(company.contour.data / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT DISTINCT address FROM key_usage").fetchall() == [("127.0.0.1",)]
