"""Writing a list (ETSI TS 119 612 v2.3.1 §5, elements in the order of its schema): what a test contour publishes.

The same values always give the same tree. Qualifications are not written: a test list has no use for them.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import x509 as asn1
from lxml import etree

from cabinet.contract.errors import BugError
from cabinet.qes.trusted_list.model import Head, Names, Period, Service
from cabinet.qes.trusted_list.uris import NAMESPACE

__all__ = ["Provider", "Publisher", "build_list"]

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ALL_HISTORY: Final = "65535"
"""HistoricalInformationPeriod of a list that forgets nothing (§5.3.12)."""


@dataclass(frozen=True)
class Publisher:
    """Whoever answers for a list or for services: names, postal address, e-mail address and a page about them."""

    names: Names
    street: str
    locality: str
    country: str
    email: str
    page: str


@dataclass(frozen=True)
class Provider:
    """A provider and its services, in the order of the list."""

    publisher: Publisher
    services: tuple[Service, ...]


def build_list(head: Head, operator: Publisher, scheme: Names, rules: str, providers: Sequence[Provider]) -> Any:
    """Return the root element, not signed yet; ``rules`` is the URI of the page that says how status is given.

    ``head.operator`` and ``service.provider`` give way to the names of ``operator`` and of each provider.
    """
    root = etree.Element(_tag("TrustServiceStatusList"), nsmap={None: NAMESPACE})
    root.set("TSLTag", "http://uri.etsi.org/19612/TSLTag")
    _scheme(_add(root, "SchemeInformation"), head, operator, scheme, rules)
    if providers:
        every = _add(root, "TrustServiceProviderList")
        for provider in providers:
            _provider(_add(every, "TrustServiceProvider"), provider)
    return root


def _scheme(parent: Any, head: Head, operator: Publisher, scheme: Names, rules: str) -> None:
    _add(parent, "TSLVersionIdentifier", str(head.version))
    _add(parent, "TSLSequenceNumber", str(head.sequence))
    _add(parent, "TSLType", head.kind)
    _names(_add(parent, "SchemeOperatorName"), operator.names)
    _address(_add(parent, "SchemeOperatorAddress"), operator)
    _names(_add(parent, "SchemeName"), scheme)
    _uri(_add(parent, "SchemeInformationURI"), operator.page)
    _add(parent, "StatusDeterminationApproach", rules)
    _uri(_add(parent, "SchemeTypeCommunityRules"), rules)
    _add(parent, "SchemeTerritory", head.territory)
    for language, text in scheme.texts:
        notice = parent.find(_tag("PolicyOrLegalNotice"))
        notice = _add(parent, "PolicyOrLegalNotice") if notice is None else notice
        _add(notice, "TSLLegalNotice", text).set(_LANGUAGE, language)
    _add(parent, "HistoricalInformationPeriod", _ALL_HISTORY)
    _add(parent, "ListIssueDateTime", _moment(head.issued))
    following = _add(parent, "NextUpdate")
    if head.next_update is not None:
        _add(following, "dateTime", _moment(head.next_update))
    if head.distribution_points:
        points = _add(parent, "DistributionPoints")
        for url in head.distribution_points:
            _add(points, "URI", url)


def _provider(parent: Any, provider: Provider) -> None:
    about = _add(parent, "TSPInformation")
    _names(_add(about, "TSPName"), provider.publisher.names)
    _address(_add(about, "TSPAddress"), provider.publisher)
    _uri(_add(about, "TSPInformationURI"), provider.publisher.page)
    services = _add(parent, "TSPServices")
    for service in provider.services:
        _service(_add(services, "TSPService"), service)


def _service(parent: Any, service: Service) -> None:
    current, *earlier = service.periods
    about = _add(parent, "ServiceInformation")
    _period(about, service, current, _identity)
    if service.supply_points:
        points = _add(about, "ServiceSupplyPoints")
        for url in service.supply_points:
            _add(points, "ServiceSupplyPoint", url)
    _extensions(about, current)
    if earlier:
        history = _add(parent, "ServiceHistory")
        for period in earlier:
            instance = _add(history, "ServiceHistoryInstance")
            _period(instance, service, period, _old_identity)
            _extensions(instance, period)


def _period(parent: Any, service: Service, period: Period, identity: Any) -> None:
    _add(parent, "ServiceTypeIdentifier", period.type_uri)
    _names(_add(parent, "ServiceName"), service.name)
    identity(_add(parent, "ServiceDigitalIdentity"), service)
    _add(parent, "ServiceStatus", period.status_uri)
    _add(parent, "StatusStartingTime", _moment(period.since))


def _identity(parent: Any, service: Service) -> None:
    for der in service.certificates:
        _digital_id(parent, "X509Certificate", base64.b64encode(der).decode())
    for name in service.subject_names:
        _digital_id(parent, "X509SubjectName", name)
    for key_id in service.key_ids:
        _digital_id(parent, "X509SKI", base64.b64encode(key_id).decode())


def _old_identity(parent: Any, service: Service) -> None:
    """A history names keys and holds no certificates (§5.6.3)."""
    own = [asn1.Certificate.load(der).key_identifier for der in service.certificates]
    for key_id in dict.fromkeys([*service.key_ids, *(each for each in own if each is not None)]):
        _digital_id(parent, "X509SKI", base64.b64encode(key_id).decode())
    for name in service.subject_names:
        _digital_id(parent, "X509SubjectName", name)


def _digital_id(parent: Any, name: str, text: str) -> None:
    _add(_add(parent, "DigitalId"), name, text)


def _extensions(parent: Any, period: Period) -> None:
    if period.qualifiers or not period.understood:
        raise BugError("qualifications are not written")
    if period.purposes:
        every = _add(parent, "ServiceInformationExtensions")
        for uri in sorted(purpose.value for purpose in period.purposes):
            extension = _add(every, "Extension")
            extension.set("Critical", "true")
            _uri(_add(extension, "AdditionalServiceInformation"), uri)


def _address(parent: Any, publisher: Publisher) -> None:
    postal = _add(_add(parent, "PostalAddresses"), "PostalAddress")
    postal.set(_LANGUAGE, "en")
    _add(postal, "StreetAddress", publisher.street)
    _add(postal, "Locality", publisher.locality)
    _add(postal, "CountryName", publisher.country)
    electronic = _add(parent, "ElectronicAddress")
    _uri(electronic, f"mailto:{publisher.email}")
    _uri(electronic, publisher.page)


def _names(parent: Any, names: Names) -> None:
    for language, text in names.texts:
        _add(parent, "Name", text).set(_LANGUAGE, language)


def _uri(parent: Any, uri: str) -> None:
    _add(parent, "URI", uri).set(_LANGUAGE, "en")


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    element = etree.SubElement(parent, _tag(name))
    element.text = text
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _moment(moment: datetime) -> str:
    """UTC and whole seconds (§5.1.3)."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
