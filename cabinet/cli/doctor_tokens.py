"""What the doctor says of token modules: which file, its digest, and whether it loads in a helper of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cabinet.cli.doctor_line import Line, State, failed, well
from cabinet.contract.errors import KnownError
from cabinet.token.modules import Module, find_modules, module_at
from cabinet.token.pkcs11 import Pkcs11Token

__all__ = ["modules"]

_WORDS = ("module", "Модуль токена", "Token module")


def modules(chosen: str) -> Iterator[Line]:
    """Try every known module, and the chosen one; one that fails is no trouble while the one in use works."""
    found = find_modules()
    if chosen:
        try:
            mine = module_at(Path(chosen))
        except KnownError as error:
            yield failed(*_WORDS, error)
        else:
            found = [mine, *(m for m in found if m.path.resolve() != mine.path.resolve())]
    if not found:
        yield failed(*_WORDS, KnownError("MODULE_ABSENT"))
        return
    for number, module in enumerate(found):
        yield _tried(module, in_use=not number)


def _tried(module: Module, *, in_use: bool) -> Line:
    token = Pkcs11Token(module)
    about = f"{module.name}, {module.path}"
    try:
        about += f", SHA-256 {module.digest()}"
        description, tokens = token.describe(), token.scan().tokens
    except OSError as error:
        return failed(*_WORDS, KnownError("FILE_UNREADABLE", error.strerror or "", path=str(module.path)))
    except KnownError as error:
        return failed(*_WORDS, error, State.BROKEN if in_use else State.WARNING, f"{about}. ")
    finally:
        token.close()
    return well(*_WORDS, f"{about}, {description}, {len(tokens)} × token")
