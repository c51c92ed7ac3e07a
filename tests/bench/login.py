"""``login``: from the PIN to the painted overview ÷ the sum of what no log-in can do without, on SoftHSM2.

Unavoidable: one signature on the token (its helper has long been started by then), a TLS handshake with four
round trips on loopback, checking signature, chain and revocation (one question to the responder), painting an empty
window.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from cabinet.app import Window
from cabinet.cli.demo.people import DEMO_PIN
from cabinet.contract.about import ABOUT
from cabinet.contract.rights import Role
from cabinet.desks.login.ladder import LoginPhase
from cabinet.perimeter.trusted_lists import load_lists
from cabinet.profile.demo_note import DemoNote
from cabinet.profile.profiles import read_profile
from cabinet.qes.answers import Answers
from cabinet.qes.cades_build import build
from cabinet.qes.cades_verify import verify
from cabinet.qes.certificate import read_certificate
from cabinet.qes.chain import build_chain
from cabinet.qes.revocation import check_revocation
from cabinet.token.pkcs11.model import TokenCertificate
from cabinet.token.pkcs11.modules import module_at
from cabinet.token.pkcs11.token import Pkcs11Token
from cabinet.wire.ask import Ask
from cabinet.wire.fetching import HostFetch
from cabinet.wire.transport import Transport
from tests.bench.result import Result, in_turn
from tests.live_windows import demo_window

_ROUNDS, _TURN_MS, _LONGEST_S, _ROUND_TRIPS, _TRANSACTIONS = 9, 1, 30.0, 4, 2_000
_HEAD = f"Demo {Role.HEAD.value}"


def until(true: Callable[[], bool]) -> None:
    """Turn the event loop until something is true, looking every millisecond."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(_TURN_MS)
    end = time.perf_counter() + _LONGEST_S
    timer.timeout.connect(lambda: loop.quit() if true() or time.perf_counter() >= end else None)
    timer.start()
    while not true():
        loop.exec()
        assert time.perf_counter() < end
    timer.stop()


def log_in(window: Window) -> float:
    """Go up the ladder to the PIN, then time the rest up to the painted overview."""
    session, shell = window.desks.session, window.shell
    ready = {LoginPhase.CHOOSE, LoginPhase.READY}
    until(lambda: session.phase in ready and any(c.usable for c in session.candidates))
    session.choose(next(c.key for c in session.candidates if c.usable and c.title == "Директор"))
    session.begin()
    until(lambda: session.phase is LoginPhase.PIN)
    started = time.perf_counter()
    session.give_pin(DEMO_PIN)
    until(lambda: window.office.logged_in and window.desks.overview.state.data is not None)
    shell.repaint()
    return time.perf_counter() - started


def _in_and_out(window: Window) -> float:
    taken = log_in(window)
    window.desks.session.sign_out()
    until(lambda: not window.office.logged_in)
    return taken


def _parts(note: DemoNote) -> dict[str, float]:
    """Time each unavoidable part alone."""
    parts: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        started = time.perf_counter()
        answer = work()
        parts[name] = time.perf_counter() - started
        return answer

    module = module_at(Path(note.module))
    token = Pkcs11Token(module)
    token.describe()
    certificate: TokenCertificate = next(c for c in token.scan().certificates if c.token.label == _HEAD)
    content, now = b"LOGIN v1\n", datetime.now(UTC)
    signature: list[bytes] = []
    timed("sign", lambda: signature.append(token.sign(certificate, content, DEMO_PIN, "ecdsa")))
    blob = build(content, certificate.der, lambda data: token.sign(certificate, data, DEMO_PIN, "ecdsa"), now)
    token.close()
    profile = read_profile(Path(note.profile))
    transport = Transport(profile)
    timed("handshake and four calls", lambda: [transport.call(Ask(ABOUT)) for _ in range(_ROUND_TRIPS)])
    transport.close()
    trust = load_lists(now, profile, online=True).trust
    fetch = HostFetch(lambda: frozenset({"127.0.0.1"}), loopback=True)

    def check() -> None:
        verify(blob, content, now)
        chain = build_chain(read_certificate(certificate.der), [], trust, now)
        check_revocation(chain, Answers(fetch), now)

    timed("check", check)
    fetch.close()

    def paint() -> None:
        window = QWidget()
        window.resize(1440, 900)
        window.show()
        window.repaint()
        window.close()

    timed("empty window", paint)
    return parts


def measure(*, small: bool) -> Result:
    """Measure both alternately against one contour."""
    with demo_window(_TRANSACTIONS) as (window, note, _):
        window.shell.resize(1440, 900)
        window.show()
        last: dict[str, float] = {}

        def floor() -> float:
            last.clear()
            last.update(_parts(note))
            return sum(last.values())

        ours, parts, raw = in_turn(lambda: _in_and_out(window), floor, 2 if small else _ROUNDS)
        detail = {"seconds": raw, "parts": {k: round(v, 5) for k, v in last.items()}}
        return Result("login", ours / parts, 3.0, "lower", detail)
