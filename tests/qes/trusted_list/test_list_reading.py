"""Bytes of a list to values: both families of words, and every form that is refused."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from cabinet.contract.errors import KnownError
from cabinet.qes.certificate import KeyKind, read_certificate
from cabinet.qes.trusted_list.model import Names
from cabinet.qes.trusted_list.parsing import MAX_BYTES, parse
from cabinet.qes.trusted_list.reading import read_head, read_services
from cabinet.qes.trusted_list.uris import KINDS, NAMESPACE, QUALIFICATIONS, STATUSES, Kind, Purpose, Status
from tests.qes.dstu_material import uapki
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import BOTH, CZO, ETSI, EU_LIST, PROVIDER, SEALS, UA_LIST, head, period, service, unsigned

Change = Callable[[Any], None]


def blob(root: object) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data


def find(root: Any, name: str) -> Any:
    return next(root.iter(f"{{{NAMESPACE}}}{name}"))


@pytest.fixture
def root(authority: Authority) -> Any:
    earlier = period(status=f"{CZO}TrustedList/Svcstatus/withdrawn", days=500)
    return unsigned([service(authority.der, periods=[period(), earlier])])


def test_everything_written_is_read(authority: Authority) -> None:
    written = [
        service(authority.der, supply_points=("http://ocsp.provider.example/ask",)),
        service(
            authority.root_der,
            uapki("diia-CA"),
            periods=[
                period(f"{CZO}Svctype/MR-CA/QC", f"{CZO}TrustedList/Svcstatus/withdrawn", SEALS, 10),
                period(f"{CZO}Svctype/CA/QC", days=900),
            ],
            key_ids=(b"\1" * 20,),
            subject_names=("CN=Test root,C=UA",),
        ),
        service(key_ids=(b"\2" * 20,), periods=[period("http://example.example/unheard", "http://example.example/of")]),
    ]
    points = ("https://list.example/one.xml", "https://list.example/two.xml")
    tree = parse(blob(unsigned(written, distribution_points=points)))
    assert read_head(tree) == head(distribution_points=points)
    assert read_services(tree) == tuple(written)
    certificate = read_certificate(read_services(tree)[1].certificates[1])
    assert certificate.key_kind is KeyKind.DSTU
    assert certificate.is_ca


def test_the_same_values_give_the_same_bytes(authority: Authority) -> None:
    assert blob(unsigned([service(authority.der)])) == blob(unsigned([service(authority.der)]))


def test_words_of_both_families() -> None:
    kinds = {
        f"{CZO}Svctype/CA/QC": Kind.CERTIFICATES,
        f"{CZO}Svctype/MR-CA/QC": Kind.CERTIFICATES,
        f"{CZO}Svctype/National-CA/QC": Kind.CERTIFICATES,
        f"{ETSI}Svctype/CA/QC": Kind.CERTIFICATES,
        f"{CZO}Svctype/TSA/QTST": Kind.STAMPS,
        f"{CZO}Svctype/MR-TSA/QTST": Kind.STAMPS,
        f"{CZO}Svctype/National-TSA/QTST": Kind.STAMPS,
        f"{ETSI}Svctype/TSA/QTST": Kind.STAMPS,
        f"{CZO}Svctype/National-Certstatus/OCSP": Kind.STATUS,
        f"{ETSI}Svctype/Certstatus/OCSP/QC": Kind.STATUS,
        f"{CZO}Svctype/NationalRootCA-QC": Kind.ROOT,
        f"{ETSI}Svctype/NationalRootCA-QC": Kind.ROOT,
    }
    assert {uri: KINDS[uri] for uri in kinds} == kinds
    statuses = {
        f"{CZO}TrustedList/Svcstatus/granted": Status.GRANTED,
        f"{ETSI}TrustedList/Svcstatus/granted": Status.GRANTED,
        f"{CZO}TrustedList/Svcstatus/withdrawn": Status.WITHDRAWN,
        f"{ETSI}TrustedList/Svcstatus/withdrawn": Status.WITHDRAWN,
        f"{ETSI}TrustedList/Svcstatus/undersupervision": Status.EARLIER,
        f"{ETSI}eSigDir-1999-93-EC-TrustedList/Svcstatus/accredited": Status.EARLIER,
        f"{ETSI}TrustedList/Svcstatus/accreditationrevoked": Status.WITHDRAWN,
        f"{ETSI}TrustedList/Svcstatus/recognisedatnationallevel": Status.NATIONAL,
    }
    assert {uri: STATUSES[uri] for uri in statuses} == statuses
    for near in ("https://czo.gov.ua/TrstSvc/Svctype/CA/QC", f"{CZO}Svctype/CA/QC/", f"{CZO}svctype/ca/qc"):
        assert period(near).kind is Kind.OTHER
    for near in (f"{CZO}TrustedList/Svcstatus/Granted", "http://example.example/Svcstatus/granted"):
        assert period(status=near).status is Status.UNKNOWN


def test_status_at_a_moment(authority: Authority) -> None:
    withdrawn = f"{ETSI}TrustedList/Svcstatus/withdrawn"
    found = service(
        authority.der,
        periods=[period(days=10), period(status=withdrawn, days=100), period(purposes=SEALS, days=200)],
    )
    days = {9: Status.GRANTED, 10: Status.GRANTED, 11: Status.WITHDRAWN, 100: Status.WITHDRAWN, 150: Status.GRANTED}
    periods = {day: found.at(NOW - timedelta(days=day)) for day in days}
    assert {day: each.status for day, each in periods.items() if each is not None} == days
    assert found.at(NOW - timedelta(days=201)) is None
    assert found.at(NOW - timedelta(days=150)) == found.periods[2]


def test_names_in_a_language() -> None:
    names = Names((("en", "Ministry"), ("uk", "Міністерство"), ("en", "Second")))
    assert (names.of("uk"), names.of("en"), names.of("fr")) == ("Міністерство", "Ministry", "Ministry")
    assert Names((("lv", "Ministrija"),)).of("uk") == "Ministrija"


def test_history_may_name_a_key_only(root: Any) -> None:
    history = find(root, "ServiceHistoryInstance")
    assert not list(history.iter(f"{{{NAMESPACE}}}X509Certificate"))
    assert len(list(history.iter(f"{{{NAMESPACE}}}X509SKI"))) == 1
    for each in list(history.iter(f"{{{NAMESPACE}}}DigitalId")):
        each.getparent().remove(each)
    assert len(read_services(parse(blob(root)))[0].periods) == 2


def test_purposes_and_what_is_not_understood(root: Any) -> None:
    def extended(change: Change) -> Any:
        tree = parse(blob(root))
        change(find(tree, "Extension"))
        return read_services(tree)[0].periods[0]

    def other(uri: str, critical: str) -> Change:
        def change(extension: Any) -> None:
            extension.set("Critical", critical)
            find(extension, "URI").text = uri

        return change

    def foreign(critical: str) -> Change:
        def change(extension: Any) -> None:
            extension.set("Critical", critical)
            etree.SubElement(extension, "{urn:example}Limit")

        return change

    def qualified(uri: str) -> Change:
        def change(extension: Any) -> None:
            every = etree.SubElement(extension, f"{{{QUALIFICATIONS}}}Qualifications")
            element = etree.SubElement(every, f"{{{QUALIFICATIONS}}}QualificationElement")
            holder = etree.SubElement(element, f"{{{QUALIFICATIONS}}}Qualifiers")
            etree.SubElement(holder, f"{{{QUALIFICATIONS}}}Qualifier", uri=uri)

        return change

    info = f"{ETSI}TrustedList/SvcInfoExt/"
    assert extended(lambda _: None).purposes == BOTH
    assert extended(other(f"{info}ForWebSiteAuthentication", "true")).purposes == {
        Purpose.SIGNATURES,
        Purpose.WEBSITES,
    }
    assert extended(other(f"{info}RootCA-QC", "true")).understood
    assert extended(other("http://example.example/limit", "false")).understood
    for yes in ("true", "1", "TRUE", "?"):
        assert not extended(other("http://example.example/limit", yes)).understood
        assert not extended(foreign(yes)).understood
    assert extended(foreign("0")).understood
    device = extended(qualified(f"{info}QCWithSSCD"))
    assert device.understood
    assert device.qualifiers == {f"{info}QCWithSSCD"}
    assert not extended(qualified(f"{info}NotQualified")).understood


def text(name: str, value: str | None) -> Change:
    return lambda tree: setattr(find(tree, name), "text", value)


def gone(name: str) -> Change:
    def change(tree: Any) -> None:
        element = find(tree, name)
        element.getparent().remove(element)

    return change


def twice(name: str) -> Change:
    def change(tree: Any) -> None:
        element = find(tree, name)
        element.addnext(parse_fragment(element))

    return change


def parse_fragment(element: Any) -> Any:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def split(kind: str, name: str) -> Change:
    def change(tree: Any) -> None:
        element = find(tree, name)
        value = element.text
        element.text = value[:4]
        between = etree.Comment("x") if kind == "comment" else etree.ProcessingInstruction("x", "y")
        between.tail = value[4:]
        element.append(between)

    return change


MANDATORY = [
    "SchemeInformation", "TSLVersionIdentifier", "TSLSequenceNumber", "TSLType", "SchemeOperatorName",
    "SchemeTerritory", "ListIssueDateTime", "NextUpdate", "TSPInformation", "TSPName", "TSPServices",
    "ServiceInformation", "ServiceTypeIdentifier", "ServiceName", "ServiceDigitalIdentity", "ServiceStatus",
    "StatusStartingTime",
]  # fmt: skip
BROKEN: dict[str, Change] = {
    **{f"no {name}": gone(name) for name in MANDATORY},
    **{f"{name} twice": twice(name) for name in MANDATORY},
    "providers twice": twice("TrustServiceProviderList"),
    "history twice": twice("ServiceHistory"),
    "next update twice": twice("dateTime"),
    "version 4": text("TSLVersionIdentifier", "4"),
    "a number that is none": text("TSLSequenceNumber", "٣٢"),
    "a negative number": text("TSLSequenceNumber", "-1"),
    "a huge number": text("TSLSequenceNumber", "9" * 10),
    "an empty type": text("TSLType", "  "),
    "a local time": text("ListIssueDateTime", "2026-11-01T00:00:00"),
    "no such day": text("StatusStartingTime", "2026-02-30T00:00:00Z"),
    "not base64": text("X509Certificate", "MIIB*"),
    "an empty certificate": text("X509Certificate", None),
    "a comment in a status": split("comment", "ServiceStatus"),
    "an instruction in a type": split("instruction", "ServiceTypeIdentifier"),
    "a name without a language": lambda tree: find(tree, "Name").attrib.clear(),
    "history out of order": text("StatusStartingTime", "2020-01-01T00:00:00Z"),
    "an element in a text": lambda tree: etree.SubElement(find(tree, "TSLType"), "b"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_lists(root: Any, case: str) -> None:
    read_services(parse(blob(root)))
    BROKEN[case](root)
    with pytest.raises(KnownError, match="TRUSTED_LIST_INVALID"):
        tree = parse(blob(root))
        read_head(tree)
        read_services(tree)


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
LIST = f'<TrustServiceStatusList xmlns="{NAMESPACE}">%s</TrustServiceStatusList>'
HOSTILE = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>' + LIST % "&l9;",
    "laughs in an attribute": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>' + LIST % "<a b='&l9;'/>",
    "a file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + LIST % "&f;",
    "an external DTD": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + LIST % "",
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>' + LIST % "",
    "a DTD of nothing": "<!DOCTYPE TrustServiceStatusList>" + LIST % "",
    "an unknown entity": LIST % "&nbsp;",
    "another root": "<x/>",
    "another namespace": LIST.replace("02231/v2#", "02231/v3#") % "",
    "no namespace": "<TrustServiceStatusList/>",
    "two roots": LIST % "" + "<x/>",
    "not closed": LIST[:-4] % "",
    "nothing": "",
    "deep": LIST % ("<a>" * 70 + "</a>" * 70),
    "very deep": LIST % ("<a>" * 5000 + "</a>" * 5000),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_documents(case: str) -> None:
    with pytest.raises(KnownError, match="TRUSTED_LIST_INVALID"):
        parse(HOSTILE[case].encode())


@pytest.mark.parametrize(("levels", "read"), [(62, True), (63, True), (64, False)])
def test_how_deep_a_list_may_be(levels: int, read: bool) -> None:
    """Sixty-four, of which the root is one."""
    nested = (LIST % ("<a>" * levels + "</a>" * levels)).encode()
    if read:
        assert parse(nested).tag.endswith("List")
    else:
        with pytest.raises(KnownError, match="TRUSTED_LIST_INVALID"):
            parse(nested)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "latin-1", "cp1251"])
def test_only_utf8(encoding: str) -> None:
    hidden = '<!DOCTYPE x [<!ENTITY e "é">]>' + LIST % ""
    for body in (LIST % "", hidden):
        text = f'<?xml version="1.0" encoding="{encoding}"?>{body}'
        with pytest.raises(KnownError, match="TRUSTED_LIST_INVALID"):
            parse(text.encode(encoding, "ignore"))


def test_utf8_with_its_mark_is_read() -> None:
    for declared in ('<?xml version="1.0" encoding="UTF-8" standalone="no" ?>', "<?xml version='1.0'?>", ""):
        assert parse(b"\xef\xbb\xbf" + (declared + LIST % "").encode()).tag.endswith("List")


def test_too_large() -> None:
    room = MAX_BYTES - len(LIST % "<a/>")
    before, after = " " * (room // 2), " " * (room - room // 2)
    assert parse((LIST % f"{before}<a/>{after}").encode())[0].tail == after
    for huge in (LIST % f"{before}<a/>{after} ", LIST % ("<a/>" * 1_000_001)):
        with pytest.raises(KnownError, match="TRUSTED_LIST_TOO_LARGE"):
            parse(huge.encode())


def test_a_closed_list_and_one_without_services(root: Any) -> None:
    find(root, "NextUpdate").clear()
    assert read_head(parse(blob(root))).next_update is None
    assert read_services(parse((LIST % "").encode())) == ()


def test_eu_list(authority: Authority) -> None:
    found = service(authority.der, periods=[period(f"{ETSI}Svctype/CA/QC", f"{ETSI}TrustedList/Svcstatus/granted")])
    tree = parse(blob(unsigned([found], kind=EU_LIST, territory="EE")))
    assert read_head(tree).kind == EU_LIST != UA_LIST
    assert read_services(tree)[0].kind is Kind.CERTIFICATES
    assert read_services(tree)[0].provider == PROVIDER.names


def test_base64_may_be_broken_into_lines(root: Any, authority: Authority) -> None:
    element = find(root, "X509Certificate")
    element.text = "\n" + base64.encodebytes(authority.der).decode() + "\t"
    assert read_services(parse(blob(root)))[0].certificates == (authority.der,)
