"""A machine's own client: who renews, and what it believes."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.contract.json_forms import to_json
from cabinet.profile.folder_lock import alone_in
from cabinet.sender import machine
from cabinet.sender.renewal import Term
from tests.perimeter_in_process import NOW, InProcessTransport, PerimeterInProcess, encoded, line

DUE = Term(NOW - timedelta(days=7), NOW + timedelta(days=1))
FRESH = Term(NOW, NOW + timedelta(days=7))


def test_two_renewals_at_once_are_one(
    perimeter: PerimeterInProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms, renewed = [DUE], []

    def renew(*_: object) -> None:
        renewed.append(1)
        terms[0] = FRESH

    monkeypatch.setattr(machine, "term_of", lambda _: terms[0])
    monkeypatch.setattr(machine, "renew", renew)
    clients = [perimeter.client(tmp_path / "key") for _ in range(2)]
    with alone_in(tmp_path / "key"):
        # Both have seen that it is due, and wait for the folder.
        threads = [threading.Thread(target=client.renew_when_due) for client in clients]
        for thread in threads:
            thread.start()
        assert not renewed
    for thread in threads:
        thread.join()
    assert renewed == [1]


@pytest.mark.parametrize("lie", [b"", b"{}", b"[]", b"\xff", b'{"items":[]}'])
@pytest.mark.parametrize("name", ["submit", "check", "submission", "rejections", "rejection"])
def test_answers_of_another_shape(perimeter: PerimeterInProcess, tmp_path: Path, name: str, lie: bytes) -> None:
    perimeter.judge(line("a", currency="EUR"))
    client = perimeter.client(tmp_path / "key")
    transport = client.transport
    assert isinstance(transport, InProcessTransport)
    transport.lie = lambda called, body: lie if called == name else body
    (attempt,) = [r.attempt_id for r in perimeter.client(tmp_path / "other").rejections("").items]
    batch = machine_batch()
    calls = {
        "submit": lambda: client.submit(batch, 2, None), "check": lambda: client.check([b"{}"]),
        "submission": lambda: client.submission(perimeter.last_batch), "rejections": lambda: client.rejections(""),
        "rejection": lambda: client.rejection(attempt),
    }  # fmt: skip
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        calls[name]()


def test_fewer_verdicts_than_lines(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    client = perimeter.client(tmp_path / "key")
    assert isinstance(client.transport, InProcessTransport)
    good = to_json(client.check([b"{}"]))
    client.transport.lie = lambda *_: good
    with pytest.raises(KnownError, match="ANSWER_INVALID"):
        client.check([b"{}", b"{}"])


def test_a_batch_nobody_took(perimeter: PerimeterInProcess, tmp_path: Path) -> None:
    client = perimeter.client(tmp_path / "key")
    assert client.submission("never") is None
    assert isinstance(client.transport, InProcessTransport)
    client.transport.refused = {"submission"}
    with pytest.raises(KnownError, match="SCOPE_MISSING"):
        client.submission("never")


def machine_batch() -> machine.Batch:
    from cabinet.dayfile.lines import Line
    from cabinet.sender.batches import batch_of

    return batch_of("core-1", 0, [Line(1, encoded(line("z")).strip())])
