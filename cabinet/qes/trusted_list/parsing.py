"""From bytes to an XML tree, with everything refused that a trusted list has no need of."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from cabinet.contract.errors import KnownError
from cabinet.qes.trusted_list.uris import NAMESPACE

__all__ = ["MAX_BYTES", "hardened_parser", "parse"]

MAX_BYTES: Final = 16 * 1024 * 1024
"""Real lists have 0.2 to 10 MB."""
_MAX_TAGS: Final = 1_000_000
"""Real ones have one tag in 60 bytes; a million empty elements would be 16 MiB that take a gigabyte to hold."""
_MAX_DEPTH: Final = 64
_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARK: Final = b"\xef\xbb\xbf"


def hardened_parser() -> Any:
    """Return a parser that reads UTF-8, fetches nothing and resolves nothing."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )


def parse(blob: bytes) -> Any:
    """Return the root element of a list.

    Raises:
        KnownError: ``TRUSTED_LIST_TOO_LARGE``; ``TRUSTED_LIST_INVALID`` for what is not UTF-8, has a DOCTYPE, is not
            well-formed, is nested too deeply or has another root.
    """
    if len(blob) > MAX_BYTES or blob.count(b"<") > _MAX_TAGS:
        raise KnownError("TRUSTED_LIST_TOO_LARGE", f"{len(blob)} bytes", most=str(MAX_BYTES // 1024 // 1024))
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError as error:
        raise KnownError("TRUSTED_LIST_INVALID", "not UTF-8") from error
    named = _ENCODING.match(blob.removeprefix(_MARK))
    if named is not None and named.group(1).lower() != b"utf-8":
        raise KnownError("TRUSTED_LIST_INVALID", "not UTF-8")
    if b"<!DOCTYPE" in blob:
        # Before any parser looks: entities can do harm only where there is one.
        raise KnownError("TRUSTED_LIST_INVALID", "DOCTYPE")
    try:
        root = etree.fromstring(blob, parser=hardened_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise KnownError("TRUSTED_LIST_INVALID", "not well-formed XML") from error
    _check_depth(root)
    if root.tag != f"{{{NAMESPACE}}}TrustServiceStatusList":
        raise KnownError("TRUSTED_LIST_INVALID", "another root element")
    return root


def _check_depth(root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            raise KnownError("TRUSTED_LIST_INVALID", "nested too deeply")
