"""The signed element of a list (ETSI TS 119 612 §5) read into values; what is not needed is not looked at."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from cabinet.qes.trusted_list.elements import child, children, data, invalid, moment, names, number, optional, text
from cabinet.qes.trusted_list.model import Head, Names, Period, Service
from cabinet.qes.trusted_list.uris import NAMESPACE, QUALIFICATIONS, Purpose

__all__ = ["read_head", "read_services"]

_VERSIONS: Final = {5, 6}
_PURPOSES: Final = {purpose.value: purpose for purpose in Purpose}
_INFORMATION: Final = f"{{{NAMESPACE}}}AdditionalServiceInformation"
_QUALIFICATIONS: Final = f"{{{QUALIFICATIONS}}}Qualifications"
_QUALIFIER: Final = f"{{{QUALIFICATIONS}}}Qualifier"
_NOT_QUALIFIED: Final = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/NotQualified"
_HARMLESS: Final = {
    "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/RootCA-QC",
    "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/QcStatement",
}
"""Additional information that may be critical and takes nothing away: a root among the services; a pre-eIDAS word."""


def read_head(root: Any) -> Head:
    """Read SchemeInformation.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID``.
    """
    scheme = child(root, "SchemeInformation")
    version = number(child(scheme, "TSLVersionIdentifier"))
    if version not in _VERSIONS:
        raise invalid(f"version {version}")
    following = children(child(scheme, "NextUpdate"), "dateTime")
    if len(following) > 1:
        raise invalid("dateTime twice")
    points = optional(scheme, "DistributionPoints")
    return Head(
        version=version,
        sequence=number(child(scheme, "TSLSequenceNumber")),
        kind=text(child(scheme, "TSLType")),
        operator=names(child(scheme, "SchemeOperatorName")),
        territory=text(child(scheme, "SchemeTerritory")).upper(),
        issued=moment(child(scheme, "ListIssueDateTime")),
        next_update=moment(following[0]) if following else None,
        distribution_points=tuple(text(each) for each in children(points, "URI")) if points is not None else (),
    )


def read_services(root: Any) -> tuple[Service, ...]:
    """Read every service of every provider.

    Raises:
        KnownError: ``TRUSTED_LIST_INVALID``.
    """
    providers = optional(root, "TrustServiceProviderList")
    if providers is None:
        return ()
    found: list[Service] = []
    for provider in children(providers, "TrustServiceProvider"):
        name = names(child(child(provider, "TSPInformation"), "TSPName"))
        services = child(provider, "TSPServices")
        found += [_service(each, name) for each in children(services, "TSPService")]
    return tuple(found)


def _service(element: Any, provider: Names) -> Service:
    current = child(element, "ServiceInformation")
    history = optional(element, "ServiceHistory")
    earlier = children(history, "ServiceHistoryInstance") if history is not None else []
    periods = tuple(_period(each) for each in (current, *earlier))
    if any(newer.since < older.since for newer, older in pairwise(periods)):
        # §5.6.3: newest first. Whoever takes another order would see another status.
        raise invalid("a history that is not in order")
    points = optional(current, "ServiceSupplyPoints")
    identity = child(current, "ServiceDigitalIdentity")
    return Service(
        provider=provider,
        name=names(child(current, "ServiceName")),
        certificates=tuple(data(each) for each in children(identity, "DigitalId", "X509Certificate")),
        periods=periods,
        key_ids=tuple(data(each) for each in children(identity, "DigitalId", "X509SKI")),
        subject_names=tuple(text(each) for each in children(identity, "DigitalId", "X509SubjectName")),
        supply_points=tuple(text(each) for each in children(points, "ServiceSupplyPoint"))
        if points is not None
        else (),
    )


def _period(element: Any) -> Period:
    purposes: set[Purpose] = set()
    qualifiers: set[str] = set()
    understood = True
    for extension in children(element, "ServiceInformationExtensions", "Extension"):
        critical = extension.get("Critical", "false").strip() not in {"false", "0"}
        for content in extension.iterchildren("*"):
            if content.tag == _INFORMATION:
                uri = text(child(content, "URI"))
                if uri in _PURPOSES:
                    purposes.add(_PURPOSES[uri])
                elif critical and uri not in _HARMLESS:
                    understood = False
            elif content.tag == _QUALIFICATIONS:
                qualifiers |= {str(each.get("uri", "")).strip() for each in content.iter(_QUALIFIER)}
            elif critical:
                understood = False
    return Period(
        type_uri=text(child(element, "ServiceTypeIdentifier")),
        status_uri=text(child(element, "ServiceStatus")),
        since=moment(child(element, "StatusStartingTime")),
        purposes=frozenset(purposes),
        qualifiers=frozenset(qualifiers),
        understood=understood and _NOT_QUALIFIED not in qualifiers,
    )
