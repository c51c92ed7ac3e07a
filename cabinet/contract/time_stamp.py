"""Time-stamps (RFC 3161)."""

from __future__ import annotations

from cabinet.contract.endpoint import Body, OpenEndpoint

__all__ = ["TIME_STAMP"]


TIME_STAMP = OpenEndpoint(
    "time_stamp",
    "POST",
    "/tsa",
    bytes,
    bytes,
    "Time-stamp a SHA-256 digest (RFC 3161 §3.4)",
    request_media=Body.TIME_STAMP_QUERY,
    answer_media=Body.TIME_STAMP_REPLY,
)
