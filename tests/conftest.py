"""Fixtures of the whole suite. A missing system package fails the run with the install command; nothing is skipped."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

# A screen as people have them: the platform's own is 800 × 800, and a window opens within its screen.
os.environ["QT_QPA_PLATFORM"] = {
    "offscreen": f"offscreen:configfile={Path(__file__).parent / 'data' / 'screen.json'}",
}.get(os.environ.get("QT_QPA_PLATFORM", "offscreen"), os.environ.get("QT_QPA_PLATFORM", ""))

from cabinet.token.process import HelperProcess
from tests.company import Company
from tests.crashes import CrashTeller, leave_stack
from tests.forked import ForkedContour, open_helper
from tests.keychain import GnomeKeyring, MuteSecretService, PrivateBus
from tests.published import published_codes  # noqa: F401  a fixture of every test
from tests.qes_authority import Authority
from tests.softhsm import TokenMaker, make_token
from tests.token.compiler import HERE, compile_library
from tests.token.shim_kit import Shim

_OPEN = HelperProcess._open
_MEMORY, _MOST_BYTES = Path("/dev/shm"), 2 << 30  # noqa: S108  folders of its own are made in it


def _memory_is_a_disk() -> bool:
    """Tell whether temporary files can lie in memory: there is room, and a library can be run from there."""
    if not os.access(_MEMORY, os.W_OK):
        return False
    found = os.statvfs(_MEMORY)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize > _MOST_BYTES


# Every commit of a ledger waits for its disk; here nothing has to outlive a power cut.
if "TMPDIR" not in os.environ and _memory_is_a_disk():
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

if TYPE_CHECKING:
    from tests.perimeter_in_process import PerimeterInProcess

# The first draw reads all our sources for constants, once a process: no test is slow for that.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")


# As in the window (cabinet.lanes.garbage): no thread destroys Qt's objects because it happened to allocate.
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Tell of a crash at the end; pytest's own ``faulthandler`` is set up by now."""
    worker = getattr(config, "workerinput", None)
    if worker is None:
        config.pluginmanager.register(CrashTeller())
    else:
        leave_stack(config, worker["crashes"], worker["workerid"])


def pytest_collection_finish() -> None:
    """What is imported by now is no garbage; nobody looks through it again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """Collect on the main thread, between tests."""
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [generation for generation in (2, 1, 0) if counts[generation] > limits[generation]]
    if due:
        gc.collect(due[0])


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test its own folders, so that none reads the person's."""
    monkeypatch.setenv("SOMS_CABINET_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the person's keychain."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture(scope="session", autouse=True)
def forked_helpers() -> Iterator[None]:
    """Fork every helper of a token from a process that has imported it: a test has up to five of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HelperProcess, "_open", open_helper)
        yield


@pytest.fixture
def started_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each helper as the window does: an interpreter of its own."""
    monkeypatch.setattr(HelperProcess, "_open", _OPEN)


@pytest.fixture
def perimeter(tmp_path: Path) -> Iterator[PerimeterInProcess]:
    """A perimeter without a process; imported by the rooms that use it alone."""
    from tests.perimeter_in_process import PerimeterInProcess

    made = PerimeterInProcess(tmp_path / "perimeter")
    yield made
    made.close()


@pytest.fixture
def bus(tmp_path: Path, no_keychain: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """A session bus without any keychain on it, and ``keyring`` free to look for one."""
    with PrivateBus(tmp_path / "bus") as made:
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
        yield made


@pytest.fixture
def gnome_keyring(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[GnomeKeyring]:
    """A real keychain, unlocked; waited for as long as it takes on a busy computer."""
    monkeypatch.setattr("cabinet.vault.keychain.ANSWER_SECONDS", 60.0)
    keyring = GnomeKeyring(bus)
    yield keyring
    keyring.close()


@pytest.fixture
def mute_keychain(bus: PrivateBus) -> Iterator[MuteSecretService]:
    """A keychain that takes every call and never answers."""
    service = MuteSecretService(bus)
    yield service
    service.close()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def token_maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TokenMaker:
    return lambda label: make_token(tmp_path, label, monkeypatch)


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fault-injecting PKCS#11 module, compiled once."""
    return compile_library(HERE / "shim" / "shim.c", tmp_path_factory.mktemp("shim") / "shim.so", "-ldl")


@pytest.fixture
def shim(shim_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shim:
    """SoftHSM2 behind the shim, which spoils nothing yet."""
    made = Shim(shim_library, tmp_path / "shim.mode", tmp_path / "shim.log")
    monkeypatch.setenv("TOKEN_SHIM", str(made.mode))
    return made


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """The sample company in a live contour of its own."""
    with ForkedContour(tmp_path / "contour") as contour:
        found = Company(contour)
        found.found()
        yield found
        contour.kill()  # nobody looks at its folder any more


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Company]:
    """The same under the rules of production."""
    with ForkedContour(tmp_path / "production", "--environment", "production") as contour:
        found = Company(contour)
        found.found()
        yield found
