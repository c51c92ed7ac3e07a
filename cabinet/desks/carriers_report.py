"""What support needs to know of modules and tokens: versions, digests, slots, codes; no names, no serial numbers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.desks.login_states import ModuleSeen
from cabinet.desks.looking import Found

__all__ = ["report_of"]


def report_of(modules: Iterable[ModuleSeen], found: Found, library: str) -> list[str]:
    """Return the report, a line each; ``library`` is the path of UAPKI, empty where there is none."""
    lines = [_about(m) for m in (*modules, *([ModuleSeen("UAPKI", library)] if library else []))]
    lines += [f"module says: {words}" for words in found.descriptions]
    lines.append(f"readers: {len(found.readers)}, tokens: {len(found.tokens)}")
    lines += [f"module failure: {f.code} {f.detail}".rstrip() for f in found.failures]
    lines += [
        f"slot {t.slot}: {t.manufacturer} {t.model}, flags 0x{t.flags:X}, pin {t.pin_state.value}" for t in found.tokens
    ]
    return lines + [f"note: {n.code} {n.detail}".rstrip() for n in found.notes]


def _about(module: ModuleSeen) -> str:
    from cabinet.token.module_facts import facts_of
    from cabinet.token.modules import Module

    try:
        facts = facts_of(Module(module.name, Path(module.path)))
    except KnownError as error:
        return f"module {module.name}: {module.path}, {error.code}"
    return f"module {module.name}: {module.path} {facts.version} {facts.size} B, sha256 {facts.sha256}"
