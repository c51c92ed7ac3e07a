"""What the doctor looks at on this computer: versions, screen, folders, keychain, local store. Changes nothing."""

from __future__ import annotations

import importlib
import os
import platform
import ssl
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cabinet import __version__
from cabinet.cli.doctor.line import Line, State, failed, well
from cabinet.cli.messages import ukrainian
from cabinet.cli.window import check_display
from cabinet.contract.errors import KnownError
from cabinet.profile.folders import config_folder, data_folder

__all__ = ["display", "folders", "secrets", "versions"]

_WORKS_WITHOUT = {"KEYCHAIN_LOCKED", "KEYCHAIN_ABSENT", "KEYCHAIN_SILENT"}


def versions() -> Iterator[Line]:
    """Name the cabinet and what it stands on."""
    from cryptography import __version__ as cryptography
    from cryptography.hazmat.backends.openssl import backend

    yield well("version.cabinet", "Кабінет", "Cabinet", __version__)
    yield well("version.python", "Python", "Python", f"{platform.python_version()}, {platform.platform()}")
    try:
        yield well("version.qt", "Qt", "Qt", version("PySide6_Essentials"))
    except PackageNotFoundError:
        yield failed("version.qt", "Qt", "Qt", KnownError("WINDOW_LIBRARY_ABSENT", "PySide6_Essentials"))
    yield well("version.openssl", "OpenSSL", "OpenSSL", ssl.OPENSSL_VERSION)
    engine = backend.openssl_version_text()
    yield well("version.cryptography", "cryptography", "cryptography", f"{cryptography}, {engine}")


def display() -> Line:
    """Look for a screen, and whether the window's libraries load."""
    words = ("display", "Екран", "Display")
    try:
        check_display()
        importlib.import_module("PySide6.QtWidgets")
    except KnownError as error:
        return failed(*words, error)
    except ImportError as error:
        return failed(*words, KnownError("WINDOW_LIBRARY_ABSENT", str(error)))
    chosen = os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return well(*words, chosen or sys.platform)


def folders() -> Iterator[Line]:
    """Try to write into the folders of settings and data; one that is not there yet is tried where it would be made."""
    for name, uk, en, folder in (
        ("folder.config", "Папка налаштувань", "Settings folder", config_folder()),
        ("folder.data", "Папка даних", "Data folder", data_folder()),
    ):
        place = next(p for p in (folder, *folder.parents) if p.exists())
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            yield failed(name, uk, en, KnownError("FOLDER_UNWRITABLE", error.strerror or "", path=str(place)))
        else:
            yield well(name, uk, en, str(folder))


def secrets() -> Iterator[Line]:
    """Look at the keychain without waking it, and at the store that it holds the key of."""
    from cabinet.vault.vault import FILE, key_holder

    holder = key_holder()
    words = ("keychain", "Сховище ключів", "Keychain")
    key: bytes | None = None
    try:
        key = holder.key(make=False, ask=False)
    except KnownError as error:
        yield failed(*words, error, State.WARNING if error.code in _WORKS_WITHOUT else State.BROKEN)
        known = False
    else:
        absent = " · ключ з’явиться з першим входом" if ukrainian() else " · the first log-in makes the key"
        yield well(*words, holder.name + ("" if key is not None else absent))
        known = True
    yield _store(data_folder() / "vault" / FILE, key, known=known)


def _store(path: Path, key: bytes | None, *, known: bool) -> Line:
    from cabinet.vault.store import Store

    words = ("store", "Локальне сховище", "Local store")
    uk = ukrainian()
    if not path.exists():
        return well(*words, f"{path} · {'ще немає' if uk else 'not there yet'}")
    if not known:
        return well(*words, f"{path} · {'без ключа не відкривається' if uk else 'not opened without its key'}")
    try:
        # A file without a key in the keychain is one under another key.
        Store(path, key or bytes(32), read_only=True).close()
    except KnownError as error:
        return failed(*words, error)
    return well(*words, f"{path} · {path.stat().st_size} {'Б, цілий' if uk else 'B, intact'}")
