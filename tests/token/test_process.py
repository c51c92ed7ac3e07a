"""Drivers that hang, crash, shout: they take their helper with them and nothing else, and the next request works."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.modules import Module
from cabinet.token.pkcs11.token import Pkcs11Token
from cabinet.token.requests import RequestStream
from tests.softhsm import PIN
from tests.token.compiler import HERE, compile_library
from tests.token.shim_kit import Shim

pytestmark = pytest.mark.usefixtures("started_helpers")
Opened = Callable[[Pkcs11Token], Pkcs11Token]
LONG = 60.0


def sign_request(token: Pkcs11Token) -> dict[str, object]:
    (certificate,) = token.scan().certificates
    return {
        "command": "sign", "certificate": certificate.to_json(), "data": "eA==", "digest": None, "kind": "ecdsa",
        "last_try": False,
    }  # fmt: skip


def ended(pid: int) -> None:
    """Wait until a process that is no child of ours is no more."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([descriptor], [], [], LONG)[0], "the helper outlived its window"
    finally:
        os.close(descriptor)


@pytest.fixture
def reached(tmp_path: Path) -> Path:
    """A named pipe: reading it waits until the module hangs where it was told to."""
    path = tmp_path / "reached"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("function", ["C_Initialize", "C_GetSlotList", "C_GetTokenInfo"])
def test_a_module_that_aborts(head: Pkcs11Token, shim: Shim, function: str) -> None:
    shim.spoil(f"abort {function}")
    for _ in range(2):
        with pytest.raises(KnownError) as refusal:
            head.scan()
        assert (refusal.value.code, refusal.value.detail) == ("HELPER_CRASHED", "scan: SIGABRT")
        assert head.helper.pid is None
    shim.spoil()
    assert len(head.scan().certificates) == 1


@pytest.mark.parametrize("function", ["C_Login", "C_SignInit", "C_Sign"])
def test_a_module_that_aborts_while_it_signs(head: Pkcs11Token, shim: Shim, function: str) -> None:
    (certificate,) = head.scan().certificates
    shim.spoil(f"abort {function}")
    with pytest.raises(KnownError, match="HELPER_CRASHED: sign: SIGABRT"):
        head.sign(certificate, b"x", PIN, "ecdsa")
    shim.spoil()
    assert len(head.sign(certificate, b"x", PIN, "ecdsa")) == 64


@pytest.mark.parametrize("function", ["C_GetSlotList", "C_Login", "C_Sign"])
def test_a_module_that_hangs(head: Pkcs11Token, shim: Shim, function: str) -> None:
    request = sign_request(head)
    pid = head.helper.pid
    assert pid is not None
    shim.spoil(f"hang {function}")
    pin = bytearray(PIN.encode())
    with pytest.raises(KnownError, match="HELPER_TIMEOUT: sign: 0 s"):
        head.helper.ask(request, 0.4, pin)
    assert pin == bytes(len(PIN))
    ended(pid)
    shim.spoil()
    assert len(head.scan().certificates) == 1


def test_a_module_that_hangs_while_it_loads(opened: Opened, tmp_path: Path) -> None:
    path = compile_library(HERE / "shim" / "hangs_while_loading.c", tmp_path / "module.so")
    token = opened(Pkcs11Token(Module("x", path)))
    with pytest.raises(KnownError, match="HELPER_TIMEOUT"):
        token.helper.ask({"command": "hello"}, 1.0)


def test_a_module_that_shouts_for_ever(head: Pkcs11Token, shim: Shim) -> None:
    head.scan()
    shim.spoil("shout C_GetSlotList")
    with pytest.raises(KnownError, match="HELPER_TIMEOUT"):
        head.helper.ask({"command": "scan"}, 0.4)
    shim.spoil("say a line at every call")
    assert len(head.scan().certificates) == 1, "what a module prints is no answer"


def test_a_window_that_is_killed_takes_a_hanging_helper_along(head: Pkcs11Token, shim: Shim, reached: Path) -> None:
    """The window is a process of its own here, killed while its driver hangs."""
    request = sign_request(head)
    head.close()
    shim.spoil(f"hang C_Sign {reached}")
    program = (
        "import json, sys\n"
        "from cabinet.token.process import HelperProcess\n"
        "helper = HelperProcess(sys.argv[1])\n"
        "helper.ask({'command': 'hello'})\n"
        "print(helper.pid, flush=True)\n"
        "helper.ask(json.loads(sys.argv[2]), 60, bytearray(sys.stdin.readline().strip(), 'utf-8'))\n"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", program, str(shim.library), json.dumps(request)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert window.stdin is not None
    assert window.stdout is not None
    pid = int(window.stdout.readline())
    window.stdin.write(PIN + "\n")
    window.stdin.flush()
    assert reached.read_bytes() == b""
    window.kill()
    window.communicate()
    ended(pid)


def test_helper_whose_module_hangs_at_the_end(head: Pkcs11Token, shim: Shim) -> None:
    head.scan()
    pid = head.helper.pid
    assert pid is not None
    shim.spoil("hang C_Finalize")
    head.close()
    ended(pid)


def test_closing_does_not_wait_for_a_hanging_driver(head: Pkcs11Token, shim: Shim, reached: Path) -> None:
    head.scan()
    shim.spoil(f"hang C_GetSlotList {reached}")
    failed: list[KnownError] = []

    def look() -> None:
        try:
            head.scan()
        except KnownError as error:
            failed.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    assert reached.read_bytes() == b""
    head.close()
    looking.join(LONG)
    assert not looking.is_alive()
    assert [error.code for error in failed] == ["HELPER_CRASHED"]


def test_helper_killed_from_outside(head: Pkcs11Token) -> None:
    head.scan()
    pid = head.helper.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    ended(pid)
    assert len(head.scan().certificates) == 1, "a helper that died unasked is started again"


@pytest.mark.parametrize(
    "answer",
    [
        "print('no json', flush=True)",
        "print('[1]', flush=True)",
        'print(\'{"error": "X"}\', flush=True)',
        "sys.stdout.write('{\"ok\": \"' + 'x' * 9_000_000 + '\"}\\n'); sys.stdout.flush()",
        "sys.stdout.write('{\"ok\": 1}'); sys.stdout.flush(); os.close(1)",
    ],
)
def test_answers_that_no_helper_of_ours_gives(head: Pkcs11Token, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    real = subprocess.Popen
    program = f"import os, sys\nsys.stdin.readline()\n{answer}\nsys.stdin.read()"

    def instead(_command: object, **more: object) -> object:
        return real([sys.executable, "-c", program], **more)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(subprocess, "Popen", instead)
    with pytest.raises(KnownError) as refusal:
        head.scan()
    assert refusal.value.code == "TOKEN_ANSWER_INVALID"
    monkeypatch.undo()


def test_unknown_command(head: Pkcs11Token) -> None:
    with pytest.raises(KnownError, match="TOKEN_FAILURE: unknown command 'dance'"):
        head.helper.ask({"command": "dance"})


class Whole(io.RawIOBase):
    """Gives everything at once."""

    most = 1 << 20

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # what the reader gives it
        part, self.rest = self.rest[: self.most], self.rest[self.most :]
        buffer[: len(part)] = part
        return len(part)


class Trickle(Whole):
    """Gives one byte at a time."""

    most = 1


@pytest.mark.parametrize("trickle", [False, True])
def test_a_pin_leaves_no_copy_in_the_stream(trickle: bool) -> None:
    pin = "пін 7391"
    text = b'{"command": "a", "pin_follows": true}\n' + pin.encode() + b'\n{"command": "b"}\n{"comm'
    raw: io.RawIOBase = Trickle(text) if trickle else Whole(text)
    stream = RequestStream(raw)
    first, second = stream.next(), stream.next()
    assert first is not None
    assert second is not None
    assert (first.body, first.pin, second.body, second.pin) == ({"command": "a"}, pin.encode(), {"command": "b"}, None)
    assert "7391" not in repr(first)
    for kept in (stream._chunk, stream._rest):
        assert pin.encode() not in kept
    first.wipe()
    assert first.pin == bytes(len(pin.encode()))
    assert stream.next() is None
