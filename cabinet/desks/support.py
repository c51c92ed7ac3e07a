"""What support needs to know: versions, digests, slots, return codes; no names, no serial numbers, no secrets."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cabinet import __version__
from cabinet.contract.errors import KnownError
from cabinet.desks.keys.candidates import ModuleSeen
from cabinet.desks.keys.token_scan import Found

if TYPE_CHECKING:
    from cabinet.desks.session import SessionDesk

__all__ = ["report_of"]


def report_of(desk: SessionDesk, library: str) -> str:
    """Return the report of a log-in, a line each fact; ``library`` is the path of UAPKI, empty where there is none."""
    carriers, failure = desk.carriers, desk.failure or desk.pin_failure
    lines = [
        f"soms-cabinet {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"profile: {desk.profile.audience if desk.profile else '-'}",
        *_of_tokens(carriers.modules, carriers.found, library),
        f"certificates: {len(desk.candidates)}, usable: {sum(c.usable for c in desk.candidates)}",
        f"phase: {desk.phase.value}",
    ]
    if desk.ahead is not None:
        lines.append(f"server's clock ahead by {desk.ahead.total_seconds():.0f} s")
    if failure is not None:
        facts = getattr(failure, "facts", {})
        lines.append(f"failure: {failure.code} {getattr(failure, 'detail', '')} {facts.get('rv', '')}".rstrip())
    lines += [f"check {c.step.value}: {c.state.value} {c.code or ''}".rstrip() for c in desk.checks]
    return "\n".join(lines)


def _of_tokens(modules: Iterable[ModuleSeen], found: Found, library: str) -> list[str]:
    lines = [_about(m) for m in (*modules, *([ModuleSeen("UAPKI", library)] if library else []))]
    lines += [f"module says: {words}" for words in found.descriptions]
    lines.append(f"readers: {len(found.readers)}, tokens: {len(found.tokens)}")
    lines += [f"module failure: {f.code} {f.detail}".rstrip() for f in found.failures]
    lines += [
        f"slot {t.slot}: {t.manufacturer} {t.model}, flags 0x{t.flags:X}, pin {t.pin_state.value}" for t in found.tokens
    ]
    return lines + [f"note: {n.code} {n.detail}".rstrip() for n in found.notes]


def _about(module: ModuleSeen) -> str:
    from cabinet.token.pkcs11.module_facts import facts_of
    from cabinet.token.pkcs11.modules import Module

    try:
        facts = facts_of(Module(module.name, Path(module.path)))
    except KnownError as error:
        return f"module {module.name}: {module.path}, {error.code}"
    return f"module {module.name}: {module.path} {facts.version} {facts.size} B, sha256 {facts.sha256}"
