"""Whose something is that the encrypted store keeps. Nothing heavy is imported: every window's office stands on it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Owner"]


class Owner(NamedTuple):
    """The perimeter's audience, the company's ЄДРПОУ, the person's name."""

    audience: str
    edrpou: str
    person: str
