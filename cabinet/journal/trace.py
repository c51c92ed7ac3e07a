"""Logging without secrets: one set-up for every process, trace ids, redaction.

Log lines never carry bodies. The filter below is a second net: whatever looks like a PIN, a token or a private key
in a formatted message is replaced.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from typing import Final

__all__ = ["LOG_BYTES", "Redaction", "new_trace_id", "set_up"]

LOG_BYTES: Final = 1024 * 1024

_SECRETS = re.compile(
    r"(?i)(\bpin\b\W{1,4}|password\W{1,4}|(?:access|refresh)_?token\W{1,4}|authorization:\s*dpop\s+)(\S+)"
)
_PEM = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)


class Redaction(logging.Filter):
    """Replaces what looks like a secret in a record's final text."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; always let it through."""
        text = record.getMessage()
        clean = _PEM.sub("[private key]", _SECRETS.sub(r"\1[hidden]", text))
        if clean != text:
            record.msg, record.args = clean, ()
        return True


def new_trace_id() -> str:
    """Return a fresh trace id: 16 random bytes, hex."""
    return os.urandom(16).hex()


def set_up(level: int = logging.WARNING, file: Path | None = None) -> None:
    """Log to standard error, redacted, and to a file of at most twice ``LOG_BYTES`` where one is given.

    Standard output belongs to answers.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        from logging.handlers import RotatingFileHandler

        handlers.append(RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True))
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        handler.addFilter(Redaction())
    root = logging.getLogger()
    for old in root.handlers:
        if isinstance(old, logging.FileHandler):
            old.close()
    root.handlers[:] = handlers
    root.setLevel(level)
