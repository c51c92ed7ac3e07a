"""A real keychain of one's own: a private D-Bus and gnome-keyring's daemon, in a home that no person lives in."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

INSTALL = "apt-get install dbus gnome-keyring"
PASSWORD = b"correct horse"
SECRETS = "org.freedesktop.secrets"
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def need(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.fail(f"{tool} is missing: {INSTALL}")
    return found


class PrivateBus:
    """A session bus that starts nothing by itself; :attr:`address` is for ``DBUS_SESSION_BUS_ADDRESS``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)
        configuration = folder / "bus.conf"
        configuration.write_text(_BUS.format(folder=folder))
        command = [need("dbus-daemon"), f"--config-file={configuration}", "--nofork", "--print-address"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()


class GnomeKeyring:
    """gnome-keyring's daemon on a private bus, its login keyring unlocked with a password on standard input."""

    def __init__(self, bus: PrivateBus, *, bare: bool = False) -> None:
        """Start it; a ``bare`` one has no keyring yet, as on the first day of a desktop."""
        # Only where there is such a daemon: the suite's fixtures are imported on every system.
        from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        self.bus = bus
        home = bus.folder / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home),
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
        }  # fmt: skip
        command = [
            need("gnome-keyring-daemon"), "--foreground", *([] if bare else ["--unlock"]), "--components=secrets",
            f"--control-directory={home / 'control'}",
        ]  # fmt: skip
        with closing(open_dbus_connection(bus.address)) as connection:
            rule = MatchRule(
                type="signal", sender=message_bus.bus_name, member="NameOwnerChanged", path=message_bus.object_path
            )
            rule.add_arg_condition(0, SECRETS)
            with connection.filter(rule) as owners:
                root = DBusAddress(message_bus.object_path, message_bus.bus_name, message_bus.interface)
                connection.send_and_get_reply(new_method_call(root, "AddMatch", "s", (rule.serialise(),)))
                self._process = subprocess.Popen(
                    command,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                assert self._process.stdin is not None
                self._process.stdin.write(PASSWORD)
                self._process.stdin.close()
                connection.recv_until_filtered(owners, timeout=60)

    def lock(self) -> None:
        """Lock the login keyring, as the end of a desktop session does."""
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


class MuteSecretService:
    """Owns the Secret Service's name on a private bus, takes every call and answers none: a daemon in a deadlock."""

    def __init__(self, bus: PrivateBus) -> None:
        from jeepney import DBusAddress, message_bus, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        self._connection = open_dbus_connection(bus.address)
        root = DBusAddress(message_bus.object_path, message_bus.bus_name, message_bus.interface)
        reply = self._connection.send_and_get_reply(new_method_call(root, "RequestName", "su", (SECRETS, 0)))
        assert reply.body == (1,), "the name is ours"

    def wait_for_a_call(self) -> None:
        """Return once somebody has asked and now waits."""
        from jeepney import MessageType

        while self._connection.receive(timeout=60).header.message_type is not MessageType.method_call:
            pass

    def close(self) -> None:
        """Go: whoever waits hears that the name has no owner."""
        self._connection.close()
