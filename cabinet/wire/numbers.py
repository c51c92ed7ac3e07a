"""Every number of this room."""

from __future__ import annotations

from typing import Final

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 15.0
WRITE_SECONDS: Final = 30.0
TRIES: Final = 3
FIRST_DELAY_SECONDS: Final = 0.3
MAX_DELAY_SECONDS: Final = 5.0
MAX_RETRY_AFTER_SECONDS: Final = 30.0
RETRY_STATUSES: Final = frozenset({408, 425, 429, 502, 503, 504})
POOL: Final = 8
FETCH_SECONDS: Final = 5.0
"""For one whole answer of a trust service, from the name's look-up to the last byte."""
RESOLVERS: Final = 4
