"""What asn1crypto and our own readers raise for bytes that are not what they should be."""

from __future__ import annotations

from typing import Final

__all__ = ["UNREADABLE"]

UNREADABLE: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
"""Caught at the edge of a reader alone, and told on as a refusal with a code."""
