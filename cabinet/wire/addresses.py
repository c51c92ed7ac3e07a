"""Which addresses a server may ask on behalf of whoever wrote them into a certificate.

Such an address is a stranger's wish: it may name this machine, its neighbours, or a name that resolves to either. So
the host must stand in a list that does not come from the certificate, and every address of the name must be public
(or, for the test contour, this machine's own).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cabinet.contract.errors import KnownError

__all__ = ["Resolve", "Target", "checked_addresses", "target_of"]

_PORTS: Final = {"http": 80, "https": 443}
_URL: Final = re.compile(r"[!-\[\]-~]{1,2048}")
"""Printable ASCII without spaces and backslashes: a name in other letters must come as punycode, and be in the list."""
_NAME: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""From name and port to addresses, as text."""


@dataclass(frozen=True)
class Target:
    """An address that may be asked."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return what stands in the ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, hosts: frozenset[str], *, loopback: bool) -> Target:
    """Take an address apart; ``hosts`` holds names (``host``, or ``host:port`` for that port alone), in lower case.

    Raises:
        KnownError: ``FETCH_REFUSED``.
    """
    if not _URL.fullmatch(url):
        raise _refused("characters", url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused("form", url) from error
    if parts.scheme not in _PORTS:
        raise _refused("scheme", url)
    if "@" in parts.netloc or "#" in url or not parts.hostname:
        raise _refused("form", url)
    host, port = parts.hostname, port or _PORTS[parts.scheme]
    if not _canonical(host):
        raise _refused("host", url)
    if not hosts & {host, f"{host}:{port}"}:
        raise _refused("the host is not in the list", url)
    if not loopback and port not in _PORTS.values():
        raise _refused("port", url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path)


def checked_addresses(target: Target, resolve: Resolve, *, loopback: bool) -> tuple[str, ...]:
    """Resolve the host and look at every address; one bad one spoils the name.

    Raises:
        KnownError: ``FETCH_REFUSED``, or ``FETCH_FAILED`` for a name without an address.
    """
    found = [ipaddress.ip_address(text) for text in resolve(target.host, target.port)]
    if not found:
        raise KnownError("FETCH_FAILED", f"{target.host}: no address", host=target.host)
    for address in found:
        if not _allowed(address, loopback=loopback):
            raise KnownError("FETCH_REFUSED", f"{target.host} is {address}", host=target.host)
    return tuple(str(address) for address in found)


def _allowed(address: _Address, *, loopback: bool) -> bool:
    inner = _inner(address)
    if loopback:
        return inner.is_loopback
    shut = inner.is_multicast or inner.is_reserved or inner.is_unspecified or inner.is_loopback
    return inner.is_global and not shut


def _inner(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo is not None else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _canonical(host: str) -> bool:
    """Refuse what a resolver may read as another address: 127.1, 0x7f.1, 2130706433, octal, a dot at the end."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        # Python from 3.13 on writes a mapped address with dots.
        return str(address) == host and getattr(address, "ipv4_mapped", None) is None
    return bool(_NAME.fullmatch(host)) and not _NUMBER.fullmatch(host.rpartition(".")[2])


def _refused(why: str, url: str) -> KnownError:
    return KnownError("FETCH_REFUSED", f"{why}: {url[:200]!r}", host=url[:200])
