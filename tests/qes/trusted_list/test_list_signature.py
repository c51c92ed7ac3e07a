"""The list's signature: by whom, of what, in which form; judged by the JDK too, which knows none of our code."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

from cabinet.contract.errors import KnownError
from cabinet.qes.trusted_list.acceptance import accept
from cabinet.qes.trusted_list.pins import UKRAINIAN_LIST_SIGNER
from cabinet.qes.trusted_list.signature import verify_list
from cabinet.qes.trusted_list.signature_form import DS, XADES, check_form, check_properties
from cabinet.qes.trusted_list.signing import sign_list
from cabinet.qes.trusted_list.uris import NAMESPACE
from tests.qes_authority import NOW, Authority
from tests.trusted_list_kit import CZO, Signer, period, service, signed, signer, unsigned

INSTALL = "apt-get install -y --no-install-recommends default-jdk-headless"
EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0


@pytest.fixture(scope="module")
def by() -> Signer:
    return signer()


@pytest.fixture(scope="module")
def rsa_signer() -> Signer:
    return signer(rsa.generate_private_key(65537, 3072))


@pytest.fixture(scope="module")
def good(by: Signer, authority: Authority) -> bytes:
    return signed(by, [service(authority.der)])


def dump(root: Any) -> bytes:
    data: bytes = etree.tostring(root)
    return data


def refused(code: str, blob: bytes, by: Signer) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        verify_list(blob, by.pins, NOW)
    assert refusal.value.code == code, refusal.value
    return refusal.value


def test_what_is_handed_back_is_what_was_signed(good: bytes, by: Signer) -> None:
    found = verify_list(good, by.pins, NOW)
    assert found.signer_sha256 == by.pin
    assert not list(found.root.iter(f"{{{DS}}}Signature"))
    canonical = etree.tostring(found.root, method="c14n", exclusive=True)
    assert found.content_sha256 == hashlib.sha256(canonical).hexdigest()


@pytest.mark.parametrize("key", ["P-256", "P-384", "RSA"])
def test_keys_of_signers(key: str, rsa_signer: Signer, authority: Authority) -> None:
    by = {"P-256": signer, "P-384": lambda: signer(ec.generate_private_key(ec.SECP384R1()))}.get(
        key, lambda: rsa_signer
    )()
    blob = signed(by, [service(authority.der)])
    assert accept(blob, by.pins, NOW).services[0].certificates == (authority.der,)


def test_a_curve_that_is_not_allowed() -> None:
    with pytest.raises(KnownError, match="WEAK_ALGORITHM"):
        signed(signer(ec.generate_private_key(ec.SECP521R1())))


def test_several_pins_for_a_planned_roll(good: bytes, by: Signer) -> None:
    following = signer()
    both = by.pins | following.pins | {UKRAINIAN_LIST_SIGNER}
    assert verify_list(good, both, NOW).signer_sha256 == by.pin
    assert verify_list(signed(following), both, NOW).signer_sha256 == following.pin


def test_another_signer_is_named(good: bytes, by: Signer) -> None:
    other = signer()
    error = refused("TRUSTED_LIST_SIGNER", good, other)
    assert error.facts["found"] == by.pin
    for pins in (frozenset(), frozenset({by.pin.upper()})):
        with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNER"):
            verify_list(good, pins, NOW)


def test_a_pinned_certificate_beside_a_foreign_signature(good: bytes, by: Signer) -> None:
    """Who carries the pinned certificate along has not signed with its key."""
    root = etree.fromstring(signed(signer()))
    certificate = next(root.iter(f"{{{DS}}}X509Certificate"))
    own = etree.SubElement(certificate.getparent(), f"{{{DS}}}X509Certificate")
    own.text = base64.b64encode(by.der).decode()
    refused("TRUSTED_LIST_SIGNATURE", dump(root), by)
    certificate.text = own.text
    refused("TRUSTED_LIST_SIGNATURE", dump(root), by)


def test_without_a_certificate(good: bytes, by: Signer) -> None:
    root = etree.fromstring(good)
    for element in list(root.iter(f"{{{DS}}}KeyInfo")):
        element.getparent().remove(element)
    refused("TRUSTED_LIST_SIGNER", dump(root), by)


@pytest.mark.parametrize(("start", "end"), [(-500, -400), (400, 500)])
def test_a_signer_out_of_its_term(start: int, end: int) -> None:
    moment = NOW + timedelta(days=start + 50)
    by = signer(start=timedelta(days=start), end=timedelta(days=end))
    blob = sign_list(unsigned(), by.key, by.certificate, moment)
    assert verify_list(blob, by.pins, moment).signer_sha256 == by.pin
    error = refused("TRUSTED_LIST_SIGNER_EXPIRED", blob, by)
    assert error.facts["until"] == (NOW + timedelta(days=end)).date().isoformat()
    with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNER_EXPIRED"):
        sign_list(unsigned(), by.key, by.certificate, NOW)


@pytest.mark.parametrize(
    ("since_start", "since_end", "taken"),
    [(0, None, True), (-1, None, False), (None, -1, True), (None, 0, False)],
)
def test_the_term_of_a_signer_to_the_second(since_start: int | None, since_end: int | None, taken: bool) -> None:
    by = signer(start=timedelta(days=-10), end=timedelta(days=10))
    blob = sign_list(unsigned(), by.key, by.certificate, NOW)
    if since_start is not None:
        moment = by.certificate.not_valid_before_utc + timedelta(seconds=since_start)
    else:
        moment = by.certificate.not_valid_after_utc + timedelta(seconds=since_end or 0)
    if taken:
        assert verify_list(blob, by.pins, moment).signer_sha256 == by.pin
    else:
        with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNER_EXPIRED"):
            verify_list(blob, by.pins, moment)


@pytest.mark.parametrize(("before", "taken"), [(0, True), (7, True), (8, False)])
def test_of_how_many_certificates_the_pinned_one_is_found(good: bytes, by: Signer, before: int, taken: bool) -> None:
    root = etree.fromstring(good)
    pinned = next(root.iter(f"{{{DS}}}X509Certificate"))
    for number in range(before):
        other = etree.Element(f"{{{DS}}}X509Certificate")
        other.text = base64.b64encode(bytes([number])).decode()
        pinned.addprevious(other)
    if taken:
        assert verify_list(dump(root), by.pins, NOW).signer_sha256 == by.pin
    else:
        refused("TRUSTED_LIST_SIGNER", dump(root), by)


def test_a_key_of_another_certificate(by: Signer) -> None:
    with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNATURE"):
        sign_list(unsigned(), signer().key, by.certificate, NOW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Svcstatus/granted", b"Svcstatus/Granted"),
        (b"<TSLSequenceNumber>32", b"<TSLSequenceNumber>33"),
        (b"ForeSeals", b"ForeSealz"),
        (b"<StreetAddress>", b"<StreetAddress> "),
        (b"SigningTime>2", b"SigningTime>3"),
        (b"text/xml", b"text/XML"),
        (b"<TSLType>", b"<TSLType>\n"),
    ],
)
def test_every_change_is_seen(good: bytes, by: Signer, old: bytes, new: bytes) -> None:
    assert old in good
    refused("TRUSTED_LIST_SIGNATURE", good.replace(old, new, 1), by)


def test_a_changed_signature_value(good: bytes, by: Signer) -> None:
    root = etree.fromstring(good)
    value = next(root.iter(f"{{{DS}}}SignatureValue"))
    raw = bytearray(base64.b64decode(value.text))
    raw[-1] ^= 1
    for spoilt in (base64.b64encode(raw).decode(), "", "AA==", "no base64!", base64.b64encode(raw[:-1]).decode()):
        value.text = spoilt
        refused("TRUSTED_LIST_SIGNATURE", dump(root), by)


def test_comments_are_not_signed_and_not_read(by: Signer, authority: Authority) -> None:
    """Exclusive canonical XML leaves comments out: whoever puts one into a text must not cut it short."""
    withdrawn = [service(authority.der, periods=[period(status=f"{CZO}TrustedList/Svcstatus/withdrawn")])]
    blob = signed(by, withdrawn)
    status = f"{CZO}TrustedList/Svcstatus/withdrawn".encode()
    commented = blob.replace(status, status[:-9] + b"granted<!-- -->" + status[-9:])
    refused("TRUSTED_LIST_SIGNATURE", commented, by)
    harmless = blob.replace(status, status[:-9] + b"<!-- granted -->" + status[-9:])
    assert harmless != blob
    assert accept(harmless, by.pins, NOW) == accept(blob, by.pins, NOW)


def test_an_instruction_that_is_signed_is_no_text(by: Signer, authority: Authority) -> None:
    root = unsigned([service(authority.der)])
    status = next(root.iter(f"{{{NAMESPACE}}}ServiceStatus"))  # type: ignore[attr-defined]
    status.append(etree.ProcessingInstruction("x", "y"))
    with pytest.raises(KnownError, match="TRUSTED_LIST_INVALID"):
        accept(sign_list(root, by.key, by.certificate, NOW), by.pins, NOW)


def wrapped(blob: bytes, evil: bytes) -> dict[str, bytes]:
    """Put the signature of one list around, beside and under another."""
    found: dict[str, bytes] = {}
    real, false = etree.fromstring(blob), etree.fromstring(evil)
    signature = next(real.iter(f"{{{DS}}}Signature"))

    def false_root() -> Any:
        root = etree.fromstring(dump(false))
        for each in list(root.iter(f"{{{DS}}}Signature")):
            root.remove(each)
        return root

    def copy(element: Any) -> Any:
        return etree.fromstring(dump(element))

    root = false_root()
    root.append(copy(signature))
    found["signature of the other list"] = dump(root)
    root = false_root()
    root.append(copy(real))
    found["the real list as a child"] = dump(root)
    root = false_root()
    outer = copy(signature)
    etree.SubElement(outer, f"{{{DS}}}Object").append(copy(real))
    root.append(outer)
    found["the real list as an object of its signature"] = dump(root)
    root = false_root()
    root.set("Id", "evil")
    inner = copy(real)
    for each in list(inner.iter(f"{{{DS}}}Signature")):
        inner.remove(each)
    inner.set("Id", "list")
    root.append(inner)
    outer = copy(signature)
    next(outer.iter(f"{{{DS}}}Reference")).set("URI", "#list")
    root.append(outer)
    found["referred to by its name"] = dump(root)
    root = copy(real)
    root.append(copy(signature))
    found["two signatures"] = dump(root)
    root = copy(real)
    root.insert(0, false_root())
    found["a second list inside"] = dump(root)
    root = copy(real)
    next(root.iter(f"{{{NAMESPACE}}}TSLType")).append(next(root.iter(f"{{{DS}}}Signature")))
    found["a signature that is not a child of the root"] = dump(root)
    return found


def test_signature_wrapping(by: Signer, authority: Authority) -> None:
    evil = signed(signer(), [service(Authority().der)], sequence=99)
    attacks = wrapped(signed(by, [service(authority.der)]), evil)
    assert len(attacks) == 7
    for name, attack in attacks.items():
        with pytest.raises(KnownError) as refusal:
            accept(attack, by.pins, NOW)
        form = name == "referred to by its name"
        assert refusal.value.code == ("TRUSTED_LIST_FORM" if form else "TRUSTED_LIST_SIGNATURE"), name


def spoilt_forms(good: bytes) -> dict[str, bytes]:
    """What the form alone says no to, whatever the digests are."""
    found: dict[str, bytes] = {}

    def spoil(name: str, change: Callable[[Any], object]) -> None:
        root = etree.fromstring(good)
        change(root)
        found[name] = dump(root)

    def deeper(root: Any) -> None:
        next(root.iter(f"{{{NAMESPACE}}}TSLType")).append(next(root.iter(f"{{{DS}}}Signature")))

    def twice(root: Any) -> None:
        info = next(root.iter(f"{{{DS}}}SignedInfo"))
        info.addnext(etree.fromstring(dump(info)))

    def elsewhere(root: Any) -> None:
        next(root.iter(f"{{{XADES}}}SignedProperties")).set("Id", "another")

    spoil("a signature within the list", deeper)
    spoil("two SignedInfo", twice)
    spoil("a reference to other properties", elsewhere)
    return found


def test_the_form_is_seen_before_any_digest(good: bytes) -> None:
    assert check_form(etree.fromstring(good)).properties is not None
    for name, blob in spoilt_forms(good).items():
        with pytest.raises(KnownError) as told:
            check_form(etree.fromstring(blob))
        assert told.value.code == "TRUSTED_LIST_SIGNATURE", name


@pytest.mark.parametrize("properties", [None, etree.Element("x"), etree.Element(f"{{{XADES}}}QualifyingProperties")])
def test_other_properties_are_none(properties: Any, by: Signer) -> None:
    with pytest.raises(KnownError, match="TRUSTED_LIST_SIGNATURE: XAdES properties"):
        check_properties(properties, by.der)


@pytest.mark.parametrize("letters", ["!", "@@", "-", "\u00e9"])
def test_a_certificate_is_written_in_base64_alone(good: bytes, by: Signer, letters: str) -> None:
    root = etree.fromstring(good)
    certificate = next(root.iter(f"{{{DS}}}X509Certificate"))
    certificate.text = f"{certificate.text[:8]}{letters}{certificate.text[8:]}"
    assert refused("TRUSTED_LIST_SIGNATURE", dump(root), by).detail == "certificate"


def other_form(by: Signer, **changes: Any) -> bytes:
    options = {
        "signature_algorithm": SignatureMethod.ECDSA_SHA256,
        "digest_algorithm": DigestAlgorithm.SHA256,
        "c14n_algorithm": EXCLUSIVE,
    }
    return dump(XMLSigner(**{**options, **changes}).sign(unsigned(), key=by.key, cert=[by.certificate]))


def test_a_plain_signature_is_enough(by: Signer) -> None:
    assert verify_list(other_form(by), by.pins, NOW).signer_sha256 == by.pin


class Sha1Signer(XMLSigner):
    def check_deprecated_methods(self) -> None:
        """Let it be used, to see it refused."""


@pytest.mark.parametrize(
    "changes",
    [
        {"c14n_algorithm": CanonicalizationMethod.CANONICAL_XML_1_0},
        {"c14n_algorithm": CanonicalizationMethod.CANONICAL_XML_1_1},
        {"c14n_algorithm": CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0_WITH_COMMENTS},
        {"signature_algorithm": SignatureMethod.ECDSA_SHA224},
        {"signature_algorithm": SignatureMethod.ECDSA_SHA3_256},
        {"digest_algorithm": DigestAlgorithm.SHA224},
        {"digest_algorithm": DigestAlgorithm.SHA3_256},
    ],
    ids=str,
)
def test_other_algorithms(by: Signer, changes: dict[str, Any]) -> None:
    form = "c14n_algorithm" in changes
    refused("TRUSTED_LIST_FORM" if form else "TRUSTED_LIST_SIGNATURE", other_form(by, **changes), by)


def test_strong_algorithms(by: Signer, rsa_signer: Signer) -> None:
    """The same table as elsewhere: any SHA-2 from 256 bits, and RSA with either padding."""
    for method in (SignatureMethod.ECDSA_SHA384, SignatureMethod.ECDSA_SHA512):
        assert verify_list(other_form(by, signature_algorithm=method), by.pins, NOW).signer_sha256 == by.pin
    for method in (SignatureMethod.SHA256_RSA_MGF1, SignatureMethod.SHA512_RSA_MGF1, SignatureMethod.RSA_SHA384):
        blob = other_form(rsa_signer, signature_algorithm=method)
        assert verify_list(blob, rsa_signer.pins, NOW).signer_sha256 == rsa_signer.pin
        refused("TRUSTED_LIST_SIGNATURE", blob.replace(b"</TSLSequence", b"9</TSLSequence"), rsa_signer)


@pytest.mark.parametrize("old", ["signature", "digest"])
def test_sha1(rsa_signer: Signer, old: str) -> None:
    made = Sha1Signer(
        signature_algorithm=SignatureMethod.RSA_SHA1 if old == "signature" else SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA1 if old == "digest" else DigestAlgorithm.SHA256,
        c14n_algorithm=EXCLUSIVE,
    )
    blob = dump(made.sign(unsigned(), key=rsa_signer.key, cert=[rsa_signer.certificate]))
    assert "SHA1" in str(refused("TRUSTED_LIST_SIGNATURE", blob, rsa_signer))


def test_a_message_code_is_no_signature(by: Signer) -> None:
    made = XMLSigner(signature_algorithm=SignatureMethod.HMAC_SHA256, c14n_algorithm=EXCLUSIVE)
    root = made.sign(unsigned(), key=by.der)
    info = etree.SubElement(next(root.iter(f"{{{DS}}}Signature")), f"{{{DS}}}KeyInfo")
    data = etree.SubElement(etree.SubElement(info, f"{{{DS}}}X509Data"), f"{{{DS}}}X509Certificate")
    data.text = base64.b64encode(by.der).decode()
    refused("TRUSTED_LIST_SIGNATURE", dump(root), by)


FORM: dict[str, Callable[[Any], None]] = {
    "no transforms": lambda s: s.remove_all("Transforms"),
    "no enveloped": lambda s: s.remove_first("Transform"),
    "XPath": lambda s: s.first("Transform").set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116"),
    "kept prefixes": lambda s: etree.SubElement(
        s.last("Transform"), "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces", PrefixList="x"
    ),
    "another document": lambda s: s.first("Reference").set("URI", "http://127.0.0.1:9/list.xml"),
    "no URI": lambda s: s.first("Reference").attrib.pop("URI"),
    "xpointer": lambda s: s.first("Reference").set("URI", "#xpointer(/)"),
    "no reference to the list": lambda s: s.remove_first("Reference"),
    "no reference at all": lambda s: s.remove_all("Reference"),
    "properties not referred to": lambda s: s.last("Reference").getparent().remove(s.last("Reference")),
    "no SignedInfo": lambda s: s.remove_all("SignedInfo"),
    "no canonical form": lambda s: s.remove_all("CanonicalizationMethod"),
    "no method": lambda s: s.remove_all("SignatureMethod"),
    "no digest": lambda s: s.remove_all("DigestValue"),
    "no value": lambda s: s.remove_all("SignatureValue"),
    "another canonical form": lambda s: s.first("CanonicalizationMethod").set("Algorithm", "urn:x"),
    "another method": lambda s: s.first("SignatureMethod").set("Algorithm", "urn:x"),
}


UNREAD = {
    "no transforms", "no enveloped", "XPath", "kept prefixes", "another document", "no URI", "xpointer",
    "no canonical form", "another canonical form",
}  # fmt: skip
"""Forms that a genuine list may have, or not: refused without calling the list a forgery."""


class Spoiler:
    def __init__(self, root: Any) -> None:
        self.signature = next(root.iter(f"{{{DS}}}Signature"))

    def all(self, name: str) -> list[Any]:
        found = list(self.signature.iter(f"{{{DS}}}{name}"))
        assert found
        return found

    def first(self, name: str) -> Any:
        return self.all(name)[0]

    def last(self, name: str) -> Any:
        return self.all(name)[-1]

    def remove_first(self, name: str) -> None:
        self.first(name).getparent().remove(self.first(name))

    def remove_all(self, name: str) -> None:
        for each in self.all(name):
            each.getparent().remove(each)


@pytest.mark.parametrize("case", FORM)
def test_other_forms(good: bytes, by: Signer, case: str) -> None:
    root = etree.fromstring(good)
    FORM[case](Spoiler(root))
    refused("TRUSTED_LIST_FORM" if case in UNREAD else "TRUSTED_LIST_SIGNATURE", dump(root), by)


def resigned(by: Signer, change: Callable[[Any], None]) -> bytes:
    """Sign a list whose XAdES properties say something else."""
    from cabinet.qes.trusted_list import signing

    made = XMLSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256", c14n_algorithm=EXCLUSIVE)

    def annotate(signature: Any, **_: object) -> None:
        signing._add_properties(signature, by.der, NOW)
        properties = next(signature.iter(f"{{{XADES}}}SignedProperties"))
        change(properties)
        digest = list(signature.iter(f"{{{DS}}}Reference"))[1].find(f"{{{DS}}}DigestValue")
        canonical = etree.tostring(properties, method="c14n", exclusive=True)
        digest.text = base64.b64encode(hashlib.sha256(canonical).digest()).decode()

    made.signature_annotators.append(annotate)
    return dump(made.sign(unsigned(), key=by.key, cert=[by.certificate]))


def naming(der: bytes, hashed: str, uri: str, *, version: str = "V2") -> Callable[[Any], None]:
    def change(properties: Any) -> None:
        named = next(properties.iter(f"{{{XADES}}}SigningCertificateV2"))
        named.tag = f"{{{XADES}}}SigningCertificate{version}"
        next(named.iter(f"{{{DS}}}DigestMethod")).set("Algorithm", uri)
        digest = hashlib.new(hashed, der).digest()
        next(named.iter(f"{{{DS}}}DigestValue")).text = base64.b64encode(digest).decode()

    return change


SHA1_URI = "http://www.w3.org/2000/09/xmldsig#sha1"
SHA512_URI = "http://www.w3.org/2001/04/xmlenc#sha512"


def test_xades_names_the_signer(by: Signer) -> None:
    def unnamed(properties: Any) -> None:
        named = next(properties.iter(f"{{{XADES}}}SigningCertificateV2"))
        named.getparent().remove(named)

    for change in (
        lambda _: None,
        naming(by.der, "sha512", SHA512_URI),
        naming(by.der, "sha1", SHA1_URI, version=""),
        unnamed,
    ):
        assert verify_list(resigned(by, change), by.pins, NOW).signer_sha256 == by.pin
    other = signer().der
    for change in (
        naming(other, "sha512", SHA512_URI),
        naming(other, "sha1", SHA1_URI, version=""),
        naming(by.der, "sha1", SHA1_URI),
        naming(by.der, "md5", "http://www.w3.org/2001/04/xmldsig-more#md5", version=""),
        lambda p: next(p.iter(f"{{{XADES}}}Cert")).clear(),
    ):
        refused("TRUSTED_LIST_SIGNATURE", resigned(by, change), by)


@pytest.fixture(scope="module")
def java(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    folder = tmp_path_factory.mktemp("java")
    source = Path(__file__).with_name("XmlSignature.java")
    try:
        subprocess.run(["javac", "-d", str(folder), str(source)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.fail(f"no Java here: {INSTALL}")

    def run(*words: object) -> str:
        command = ["java", "-cp", str(folder), "XmlSignature", *map(str, words)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    return run


def test_the_jdk_agrees_with_ours(
    java: Callable[..., str], good: bytes, by: Signer, rsa_signer: Signer, tmp_path: Path
) -> None:
    path, certificate = tmp_path / "list.xml", tmp_path / "signer.der"
    for blob, who in ((good, by), (signed(rsa_signer), rsa_signer)):
        certificate.write_bytes(who.der)
        path.write_bytes(blob)
        assert java("verify", path, certificate) == "true"
        path.write_bytes(blob.replace(b"<SchemeTerritory>UA", b"<SchemeTerritory>EU"))
        assert java("verify", path, certificate) == "false"


def test_ours_agrees_with_the_jdk(
    java: Callable[..., str], rsa_signer: Signer, authority: Authority, tmp_path: Path
) -> None:
    path, store, out = tmp_path / "list.xml", tmp_path / "signer.p12", tmp_path / "signed.xml"
    path.write_bytes(dump(unsigned([service(authority.der)])))
    assert isinstance(rsa_signer.key, rsa.RSAPrivateKey)
    store.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"list", rsa_signer.key, rsa_signer.certificate, None, BestAvailableEncryption(b"list")
        )
    )
    java("sign", path, store, out)
    found = accept(out.read_bytes(), rsa_signer.pins, NOW)
    assert found.services == (service(authority.der),)
    refused("TRUSTED_LIST_SIGNATURE", out.read_bytes().replace(b"granted", b"Granted"), rsa_signer)
