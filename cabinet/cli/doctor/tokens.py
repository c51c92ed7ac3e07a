"""What the doctor says of token modules: which file, its digest, and whether it loads in a helper of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cabinet.cli.doctor.line import Line, State, failed, well
from cabinet.contract.errors import KnownError
from cabinet.token.pkcs11.module_facts import facts_of
from cabinet.token.pkcs11.modules import Module, find_modules, module_at
from cabinet.token.pkcs11.token import Pkcs11Token

__all__ = ["WORDS", "modules", "to_look_at"]

WORDS = ("module", "Модуль токена", "Token module")


def to_look_at(chosen: str) -> tuple[list[Module], list[Line]]:
    """Return every known module, the chosen one first, and what is wrong with the choice."""
    found = find_modules()
    lines = []
    if chosen:
        try:
            mine = module_at(Path(chosen))
        except KnownError as error:
            lines.append(failed(*WORDS, error))
        else:
            found = [mine, *(m for m in found if m.path.resolve() != mine.path.resolve())]
    if not found:
        lines.append(failed(*WORDS, KnownError("MODULE_ABSENT")))
    return found, lines


def modules(chosen: str) -> Iterator[Line]:
    """Try every known module, and the chosen one; one that fails is no trouble while the one in use works."""
    found, lines = to_look_at(chosen)
    yield from lines
    for number, module in enumerate(found):
        yield from _tried(module, in_use=not number)


def _tried(module: Module, *, in_use: bool) -> Iterator[Line]:
    token = Pkcs11Token(module)
    about = f"{module.name}, {module.path}"
    state = State.BROKEN if in_use else State.WARNING
    try:
        facts = facts_of(module)
        about += f", SHA-256 {facts.sha256}"
        description, scan = token.describe(), token.scan()
    except KnownError as error:
        yield failed(*WORDS, error, state, f"{about}. ")
        return
    finally:
        token.close()
    for place in facts.writable or ():
        yield failed(*WORDS, KnownError("MODULE_WRITABLE", path=str(place)), State.WARNING, f"{module.name}. ")
    if in_use and any(note.code == "PCSC_DOWN" for note in scan.notes):
        yield failed(*WORDS, KnownError("PCSC_DOWN"), State.WARNING, f"{module.name}. ")
    yield well(*WORDS, f"{about}, {description}, {len(scan.tokens)} × token")
