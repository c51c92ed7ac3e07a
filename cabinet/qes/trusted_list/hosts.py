"""Which hosts a verified list names: where revocation may be asked about, and nowhere else.

A user's certificate names the responder of its issuer. No list repeats that address, and the issuer's own certificate
names only the responder of the root. But Ukrainian issuers have their host among the alternative names of their
certificate (``ca.diia.gov.ua``), which the root has signed and the list holds; so these names count too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from asn1crypto import x509 as asn1

from cabinet.qes.trusted_list.model import Service
from cabinet.qes.trusted_list.uris import Kind
from cabinet.qes.unreadable import UNREADABLE

__all__ = ["hosts_of", "named_hosts"]

_SCHEMES: Final = {"http", "https"}


def hosts_of(services: Iterable[Service]) -> frozenset[str]:
    """Return the host names, in lower case, that services and their certificates name."""
    found: set[str] = set()
    for service in services:
        if service.kind is Kind.OTHER:
            continue
        found |= {host for url in service.supply_points if (host := _host(url))}
        for der in service.certificates:
            found |= named_hosts(der)
    return frozenset(found)


def named_hosts(der: bytes) -> frozenset[str]:
    """Return the hosts of a certificate: AIA, CRLs, newest CRLs and alternative names; none of an unreadable one."""
    try:
        parsed = asn1.Certificate.load(der, strict=True)
        urls = [
            each["access_location"].native
            for each in parsed.authority_information_access_value or ()
            if each["access_location"].name == "uniform_resource_identifier"
        ]
        for points in (parsed.crl_distribution_points_value, parsed.freshest_crl_value):
            urls += [url for point in points or () for url in _full_names(point)]
        own = [n.native for n in parsed.subject_alt_name_value or () if n.name == "dns_name"]
    except UNREADABLE:
        return frozenset()
    hosts = {host for url in urls if (host := _host(url))}
    return frozenset(hosts | {name.lower().rstrip(".") for name in own if name and "*" not in name})


def _full_names(point: Any) -> list[str]:
    name = point["distribution_point"]
    if name.native is None or name.name != "full_name":
        return []
    return [each.native for each in name.chosen if each.name == "uniform_resource_identifier"]


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host.rstrip(".") if host and parts.scheme in _SCHEMES else None
