"""Which PKCS#11 modules there may be, and where: absolute places of a fixed list, never a search path.

Sources for the Ukrainian vendors' names: public packages and guides for Алмаз-1К, Кристал-1, SecureToken, EfitKey,
Trembita's guide to its security server, and the list of UAPKI's configuration. IIT's virtual Алмаз is left out: it
shows a key file as if it were a device.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cabinet.contract.errors import KnownError

__all__ = ["Module", "find_modules", "module_at"]

_LINUX_FOLDERS: Final = (
    "/opt/iit/eu/sw",
    "/usr/share/uxp/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/local/lib",
)
_LINUX: Final = (
    ("ІІТ Е.ключ Алмаз-1К", "pkcs11.eka1c.so"),
    ("ІІТ Кристал-1", "pkcs11.ekc1.so"),
    ("Автор SecureToken", "libav337p11d.so"),
    ("EfitKey", "libefitkeynxt.so"),
    ("Шифр-HSM", "libcihsm.so"),
    ("SafeNet eToken", "libeToken.so"),
    ("G&D SafeSign", "libaetpkss.so"),
    ("Bit4id", "libbit4xpki.so"),
    ("YubiKey PIV", "libykcs11.so"),
    ("OpenSC", "pkcs11/opensc-pkcs11.so"),
    ("OpenSC", "opensc-pkcs11.so"),
    ("SoftHSM2", "softhsm/libsofthsm2.so"),
    ("SoftHSM2", "libsofthsm2.so"),
)
_MAC_FOLDERS: Final = ("/Library/OpenSC/lib", "/usr/local/lib", "/opt/homebrew/lib")
_MAC: Final = (
    ("Автор SecureToken", "libav337p11d.dylib"),
    ("YubiKey PIV", "libykcs11.dylib"),
    ("OpenSC", "opensc-pkcs11.so"),
    ("SoftHSM2", "softhsm/libsofthsm2.so"),
)
_WINDOWS_FOLDERS: Final = (
    r"C:\Program Files\Institute of Informational Technologies\EKeys\Almaz1C",
    r"C:\Program Files (x86)\Institute of Informational Technologies\EKeys\Almaz1C",
    r"C:\Windows\System32",
    r"C:\Program Files\OpenSC Project\OpenSC\pkcs11",
    r"C:\Program Files\Yubico\Yubico PIV Tool\bin",
    r"C:\SoftHSM2\lib",
    # 32-bit drivers, which many vendors ship alone: found here, they are explained (MODULE_BITNESS) and not "absent".
    r"C:\Windows\SysWOW64",
)
_WINDOWS: Final = (
    ("ІІТ Е.ключ Алмаз-1К", "PKCS11.EKeyAlmaz1C.dll"),
    ("ІІТ Кристал-1", "PKCS11.EKeyCrystal1.dll"),
    ("Автор SecureToken", "Av337CryptokiD.dll"),
    ("AvestKey", "avcryptokinxt.dll"),
    ("EfitKey", "efitkeynxt.dll"),
    ("Гряда-301", "PKCS11.NCMGryada301.dll"),
    ("Шифр-HSM", "cihsm.dll"),
    ("SafeNet eToken", "eTPKCS11.dll"),
    ("G&D SafeSign", "aetpkss1.dll"),
    ("Bit4id", "bit4xpki.dll"),
    ("YubiKey PIV", "libykcs11.dll"),
    ("OpenSC", "opensc-pkcs11.dll"),
    ("SoftHSM2", "softhsm2-x64.dll"),
)


@dataclass(frozen=True)
class Module:
    """A module file on this computer."""

    name: str
    path: Path

    def digest(self) -> str:
        """Return SHA-256 of the file, hex, for diagnostics."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def _table() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    if sys.platform == "win32":
        return _WINDOWS_FOLDERS, _WINDOWS
    if sys.platform == "darwin":
        return _MAC_FOLDERS, _MAC
    return _LINUX_FOLDERS, _LINUX


def find_modules() -> list[Module]:
    """Return the known modules that are installed, vendors' first.

    One file once, whatever links lead to it; of two copies of one name the one in the earlier folder.
    """
    folders, names = _table()
    found: dict[Path, Module] = {}
    for name, file in names:
        for folder in folders:
            path = Path(folder) / file
            if path.is_file():
                found.setdefault(path.resolve(), Module(name, path))
                break
    return list(found.values())


def module_at(path: Path) -> Module:
    """Return the module a person chose.

    Raises:
        KnownError: ``MODULE_NOT_FOUND`` unless it is an absolute path of a file.
    """
    if not path.is_absolute() or not path.is_file():
        raise KnownError("MODULE_NOT_FOUND", path=str(path))
    known = {m.path.resolve(): m.name for m in find_modules()}
    return Module(known.get(path.resolve(), path.name), path)
