"""Where a person's files are offered to be kept and looked for first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

__all__ = ["documents_folder"]


def documents_folder() -> Path:
    """Return where documents are, or the person's own folder where nobody has made one for them."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()
