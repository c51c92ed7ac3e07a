"""Which of some files is the document that another one of them signs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cabinet.contract.errors import KnownError
from cabinet.evidence.recognising import FileKind, kind_of
from cabinet.evidence.signature_file import SUFFIXES, read_signature
from cabinet.qes.explain.explanation import is_detached

__all__ = ["paired"]


def paired(paths: Sequence[Path]) -> list[tuple[Path, Path | None]]:
    """Return each file with the document it is over, where that is among them; such a document is not verified itself.

    A document is known by its name (``contract.pdf`` of ``contract.pdf.p7s``), or because the two are alone.
    """
    signatures = [path for path in paths if _signs_another(path)]
    documents: dict[Path, Path] = {}
    for path in signatures:
        named = [one for one in paths if one != path and one.name == path.stem and path.suffix.lower() in SUFFIXES]
        if named:
            documents[path] = named[0]
    others = [path for path in paths if path not in signatures]
    if len(signatures) == len(others) == 1 and signatures[0] not in documents:
        documents[signatures[0]] = others[0]
    taken = set(documents.values())
    return [(path, documents.get(path)) for path in paths if path not in taken]


def _signs_another(path: Path) -> bool:
    try:
        return kind_of(path) is FileKind.SIGNATURE and is_detached(read_signature(path))
    except KnownError:
        return False
