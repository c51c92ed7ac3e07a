#!/usr/bin/env python3
"""The two commands of the README: ``demo`` and ``test``. Standard library only.

Makes ``.venv``, installs the package and what the system lacks (Debian: apt when root, else prints the exact
command), then runs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
LOCKS = ROOT / "packaging" / "lock"

WINDOW = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
}
SCREEN = {
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-render0": "libxcb-render.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-util1": "libxcb-util.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
TOOLS = {"softhsm2": "softhsm2-util", "opensc": "pkcs11-tool"}
TEST_TOOLS = {
    "openssl": "openssl",
    "sqlite3": "sqlite3",
    "git": "git",
    # A keychain of the suite's own, so that no test touches a person's.
    "dbus": "dbus-daemon",
    "gnome-keyring": "gnome-keyring-daemon",
    # A PKCS#11 module that spoils what a test asks it to spoil is compiled by the suite.
    "gcc": "cc",
    "binutils": "readelf",
    # BouncyCastle, the second opinion on DSTU 4145.
    "default-jdk-headless": "javac",
}
TEST_FILES = {"libbcprov-java": "/usr/share/java/bcprov.jar", "libc6-dev": "/usr/include/stdio.h"}


def main() -> int:
    """Run one of the two commands."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word not in {"demo", "test"} or sys.version_info < (3, 11):
        print("usage: python3 packaging/bootstrap.py demo|test      (Python 3.11 or newer)")
        return 2
    if sys.platform.startswith("linux"):
        install_packages(word)
    make_environment(word)
    os.chdir(ROOT)
    return run_demo(sys.argv[2:]) if word == "demo" else run_tests(sys.argv[2:])


def has_display() -> bool:
    """Tell whether a window can be shown."""
    return (
        os.name == "nt"
        or sys.platform == "darwin"
        or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def lacking(word: str) -> list[str]:
    """Return the Debian packages that this system lacks for the command."""
    cache = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    libraries = dict(WINDOW)
    if word == "demo" and has_display():
        libraries |= SCREEN
    tools = TOOLS | (TEST_TOOLS if word == "test" else {})
    found = [package for package, library in libraries.items() if library not in cache]
    found += [package for package, tool in tools.items() if shutil.which(tool) is None]
    if word == "test":
        found += [package for package, file in TEST_FILES.items() if not Path(file).exists()]
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if probe.returncode:
        found.append("python3-venv")
    return found


def install_packages(word: str) -> None:
    """Install what the system lacks, or say exactly how."""
    packages = lacking(word)
    if not packages:
        return
    apt = shutil.which("apt-get")
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if apt is None or os.geteuid() != 0:
        print(f"This system lacks: {', '.join(packages)}.\nOn Debian or Ubuntu, run:\n  sudo {command}")
        sys.exit(1)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-qq"], check=True, env=environment)
    subprocess.run([apt, "install", "-y", "-qq", "--no-install-recommends", *packages], check=True, env=environment)


def make_environment(word: str) -> None:
    """Make ``.venv`` and install what is locked, then the package; again only when the project or the lock changed."""
    lock = LOCKS / ("test.txt" if word == "test" else "run.txt")
    asked = b"".join(path.read_bytes() for path in (ROOT / "pyproject.toml", LOCKS / "run.txt", LOCKS / "test.txt"))
    wanted = hashlib.sha256(asked).hexdigest() + f" {word}"
    done = STAMP.read_text().split("\n") if STAMP.exists() else []
    if wanted in done:
        return
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print("Installing what packaging/lock names, hash by hash …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    print("Installing the package …", flush=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    STAMP.write_text("\n".join([*(line for line in done if line.split()[0] == wanted.split()[0]), wanted]))


def run_demo(arguments: list[str]) -> int:
    """Open the demo, or make the tour where there is no display."""
    if has_display():
        return subprocess.run([str(PYTHON), "-m", "cabinet", "demo", *arguments], check=False).returncode
    out = ROOT / "tour"
    print(f"There is no display here, so the app is driven off screen and pictured into {out.name}/ instead.")
    return subprocess.run([str(PYTHON), "-m", "cabinet", "tour", "--out", str(out), *arguments], check=False).returncode


def run_tests(arguments: list[str]) -> int:
    """Run lint, form, types, floors and the whole suite; all of them, even when one fails."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    steps = [
        [str(PYTHON), "-m", "ruff", "check", "."],
        [str(PYTHON), "-m", "ruff", "format", "--check", "."],
        [str(PYTHON), "-m", "mypy"],
        [str(PYTHON.with_name("lint-imports"))],
        # As a room's tests must bear anyway. Three on two cores: one of them always waits for a contour or a clock.
        [str(PYTHON), "-m", "pytest", "-n", "3", "--dist", "worksteal", *arguments],
    ]
    failed = []
    for step in steps:
        name = Path(step[0]).name if step[1:2] != ["-m"] else step[2]
        print(f"== {name}", flush=True)
        if subprocess.run(step, check=False, cwd=ROOT, env=environment).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All is well.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
