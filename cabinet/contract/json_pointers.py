"""JSON pointers (RFC 6901): one name in them."""

from __future__ import annotations

__all__ = ["escaped", "last_name", "unescaped"]


def escaped(name: str) -> str:
    """Return a name as it stands in a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def unescaped(token: str) -> str:
    """Return the name that stands in a pointer so."""
    return token.replace("~1", "/").replace("~0", "~")


def last_name(pointer: str) -> str:
    """Return the last name of a pointer."""
    return unescaped(pointer.rpartition("/")[2])
