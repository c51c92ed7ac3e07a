"""Logging without secrets: one set-up for every process, trace ids, redaction.

Log lines never carry bodies. The formatter below is a second net: whatever looks like a PIN, a token or a private key
is replaced in the final text, the traceback included, which is where an exception repeats what it was given.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from typing import Final

__all__ = ["LOG_BYTES", "RedactingFormatter", "new_trace_id", "redact", "set_up"]

LOG_BYTES: Final = 1024 * 1024

_NAMES: Final = (
    r"(?:pin|puk|password|passphrase|secret|(?:access|refresh|bearer|dpop)?[_-]?token|authorization|private[_-]?key)"
)
_VALUE: Final = (
    r"(?:b?'(?:[^'\\\n]|\\.)*'?"  # quoted, as repr() and JSON write: it may hold blanks
    r'|b?"(?:[^"\\\n]|\\.)*"?'
    r"|(?:dpop|bearer)\s+[^\s,;]+"
    r"|[^\s,;}\])]+)"
)
_NAMED: Final = re.compile(rf"(?i)(?<![a-z]){_NAMES}['\"]?\s*(?:[:=]|\bis\b)\s*(?P<value>{_VALUE})")
_SCHEMES: Final = re.compile(r"(?i)\b(?:dpop|bearer)\s+(?P<value>[A-Za-z0-9._~+/=-]{16,})")
_PEM: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"(?:(?:\s|\\[rn])*[A-Za-z0-9+/=]+(?=\s*$|\s*[\r\n]|\\[rn]|-----END))*"
    r"(?:\s|\\[rn])*(?:-----END [A-Z ]*PRIVATE KEY-----)?",
    re.MULTILINE,
)
"""Whole or cut off, with line ends or with what repr() writes for them."""


def redact(text: str) -> str:
    """Return text with every value that stands after a secret's name hidden, and every private key."""

    def hide(found: re.Match[str]) -> str:
        whole, start = found.group(), found.start()
        return whole[: found.start("value") - start] + "[hidden]"

    return _PEM.sub("[private key]", _SCHEMES.sub(hide, _NAMED.sub(hide, text)))


class RedactingFormatter(logging.Formatter):
    """Redacts the final text of a record: message, traceback and stack alike."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as it is written."""
        return redact(super().format(record))


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
        handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for old in root.handlers:
        if isinstance(old, logging.FileHandler):
            old.close()
    root.handlers[:] = handlers
    root.setLevel(level)
