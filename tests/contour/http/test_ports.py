"""Ports of a contour are the same at every start, and no connection that goes out takes them meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cabinet.contour.folder import DataFolder
from cabinet.contour.http import server
from cabinet.contract.errors import KnownError

LINUX, OTHERS = 32_768, 49_152


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    made = DataFolder(tmp_path / "contour")
    yield made
    made.close()


def test_a_port_is_chosen_where_no_connection_goes_out_from_and_kept(folder: DataFolder) -> None:
    listener, number = server._kept_listener(folder, "port", "127.0.0.1")
    with closing(listener):
        assert 1024 <= number < min(LINUX, OTHERS)
        assert listener.getsockname() == ("127.0.0.1", number)
    again, same = server._kept_listener(folder, "port", "127.0.0.1")
    again.close()
    assert same == number


def test_a_taken_port_is_passed_over(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        numbers = [taken.getsockname()[1], free.getsockname()[1]]
        free.close()
        monkeypatch.setattr(server.random, "sample", lambda _ports, _count: numbers)
        listener, number = server._kept_listener(folder, "port", "127.0.0.1")
        listener.close()
    assert number == numbers[1]


def test_with_none_free_there_the_system_chooses(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        monkeypatch.setattr(server.random, "sample", lambda _ports, _count: [taken.getsockname()[1]] * 3)
        listener, number = server._kept_listener(folder, "port", "127.0.0.1")
        listener.close()
        assert number not in {0, taken.getsockname()[1]}


def test_a_kept_port_that_another_program_took_is_told(folder: DataFolder) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        number = str(taken.getsockname()[1])
        folder.write("port", number.encode())
        with pytest.raises(KnownError) as caught:
            server._kept_listener(folder, "port", "127.0.0.1")
    assert caught.value.code == "PORT_IN_USE"
    assert caught.value.facts["port"] == number


@pytest.mark.parametrize("kept", ["", "x", "0", "65536", "-1"])
def test_a_kept_port_that_is_none_is_chosen_anew(folder: DataFolder, kept: str) -> None:
    folder.write("port", kept.encode())
    listener, number = server._kept_listener(folder, "port", "127.0.0.1")
    listener.close()
    assert (folder.path / "port").read_text() == str(number)


def test_a_foreign_address_is_told_as_such(folder: DataFolder) -> None:
    with pytest.raises(KnownError) as caught:
        server._kept_listener(folder, "port", "203.0.113.5")
    assert caught.value.code == "ADDRESS_NOT_LOCAL"
