"""Does the signature fit? Against openssl, on good and spoiled ones; then every way of writing a CMS."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cabinet.contract.errors import KnownError
from cabinet.qes.der import OCTETS, algorithm, tlv
from cabinet.qes.explain.attributes import Level
from cabinet.qes.explain.content import Content
from cabinet.qes.explain.explanation import is_detached
from cabinet.qes.explain.report import Note, Verdict
from tests.qes.explain.kit import CONTENT, World, by_openssl, by_pyhanko, codes, in_signer, openssl_agrees
from tests.qes_authority import NOW, Authority

KEYS = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "brainpool": lambda: ec.generate_private_key(ec.BrainpoolP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
}
PSS = ("-keyopt", "rsa_padding_mode:pss", "-keyopt")


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("p256", ("-md", "sha256")),
        ("p256", ("-md", "sha512")),
        ("p384", ("-md", "sha256")),
        ("p384", ("-md", "sha384")),
        ("p521", ("-md", "sha512")),
        ("rsa", ("-md", "sha384")),
        ("rsa", ("-md", "sha256", *PSS, "rsa_pss_saltlen:20")),
        ("rsa", ("-md", "sha256", *PSS, "rsa_pss_saltlen:max")),
        ("brainpool", ("-md", "sha384")),
        ("rsa", ("-md", "sha256", "-nodetach")),
        ("p256", ("-md", "sha256", "-keyid")),
        ("p256", ("-md", "sha256", "-stream", "-nodetach")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_openssl_writes(world: World, tmp_path: Path, kind: str, options: tuple[str, ...]) -> None:
    blob = by_openssl(tmp_path, [world.authority.person(key=KEYS[kind]())], "-cades", *options)
    attached = "-nodetach" in options
    assert is_detached(blob) is not attached
    report = world.judge(blob, None if attached else CONTENT)
    assert (report.verdict, report.level, report.intact) == (Verdict.VALID, Level.BES, True)
    assert openssl_agrees(tmp_path, blob, None if attached else CONTENT)


@pytest.mark.parametrize("form", ["PEM", "base64", "base64 with BOM"])
def test_armour(world: World, tmp_path: Path, form: str) -> None:
    import base64

    person = world.authority.person()
    if form == "PEM":
        blob = by_openssl(tmp_path, [person], "-cades", "-outform", "PEM")
        assert blob.startswith(b"-----BEGIN CMS-----")
    else:
        blob = base64.encodebytes(world.sign(person))
        blob = b"\xef\xbb\xbf" + blob if "BOM" in form else blob
    assert world.judge(blob).verdict is Verdict.VALID


@pytest.mark.parametrize("form", ["DER", "base64", "PEM", "streamed"])
@pytest.mark.parametrize(
    ("after", "told"), [(b"\n", False), (b"\r\n\x1a", False), (bytes(512), False), (b"0", True), (b"\n<html>", True)]
)  # fmt: skip
def test_bytes_after_the_signature(world: World, tmp_path: Path, form: str, after: bytes, told: bool) -> None:
    """Mail and editors leave them, and OpenSSL reads over them; nobody signed them, so more than padding is told."""
    import base64

    person = world.authority.person()
    options = ("-stream", "-nodetach") if form == "streamed" else ()
    blob = by_openssl(tmp_path, [person], "-cades", *options) + after
    assert openssl_agrees(tmp_path, blob, None if options else CONTENT)
    if form in {"base64", "PEM"}:
        text = base64.encodebytes(blob)
        blob = b"-----BEGIN PKCS7-----\n" + text + b"-----END PKCS7-----\n" + after if form == "PEM" else text
    report = world.judge(blob, None if options else CONTENT)
    assert (report.verdict, Note.BYTES_AFTER in report.notes) == (Verdict.VALID, told)


def test_the_hash_of_the_content_may_be_another_than_of_the_signature(world: World) -> None:
    """Both are computed (RFC 5754 §2); a document that does not fit is still told."""
    person = world.authority.person()

    def write(parts: list[bytes]) -> list[bytes]:
        signed = b"\x31" + parts[3][1:]
        signature = person.key.sign(signed, ec.ECDSA(hashes.SHA512()))
        return [*parts[:4], algorithm("1.2.840.10045.4.3.4"), tlv(OCTETS, signature)]

    blob = in_signer(world.sign(person), write)
    assert world.judge(blob).verdict is Verdict.VALID
    assert codes(world.judge(blob, CONTENT + b"!")) == ["CONTENT_MISMATCH"]


@pytest.mark.parametrize("detached", [True, False])
def test_pyhanko_writes(world: World, detached: bool) -> None:
    blob = by_pyhanko(world.authority.person(), detached=detached)
    assert world.judge(blob, CONTENT if detached else None).verdict is Verdict.VALID


def test_attached_and_another_document_beside(world: World) -> None:
    blob = by_pyhanko(world.authority.person(), detached=False)
    assert world.judge(blob, CONTENT).verdict is Verdict.VALID
    report = world.judge(blob, CONTENT + b"!")
    assert (report.verdict, report.intact, codes(report)) == (Verdict.INVALID, False, ["CONTENT_MISMATCH"])


def test_wrong_and_missing_document(world: World, tmp_path: Path) -> None:
    blob = world.sign()
    report = world.judge(blob, CONTENT + b"!")
    assert (report.verdict, report.sub, codes(report)) == (Verdict.INVALID, "HASH_FAILURE", ["CONTENT_MISMATCH"])
    assert not openssl_agrees(tmp_path, blob, CONTENT + b"!")
    report = world.judge(blob, None)
    assert (report.verdict, report.sub, report.intact) == (Verdict.UNKNOWN, "SIGNED_DATA_NOT_FOUND", None)
    assert codes(report) == ["CONTENT_MISSING"]


def test_spoiled_signature_and_attributes_as_openssl_sees_them(world: World, tmp_path: Path) -> None:
    person = world.authority.person()
    blob = world.sign(person)
    assert openssl_agrees(tmp_path, blob, CONTENT)
    start = blob.index(person.der) + len(person.der)
    # Of what follows the certificates, every part is signed or is the signature.
    for position in range(start + 120, len(blob), 9):
        bad = bytearray(blob)
        bad[position] ^= 4
        if openssl_agrees(tmp_path, bytes(bad), CONTENT):
            continue
        assert verdict_of(world, bytes(bad)) not in {Verdict.VALID, Verdict.VALID_AT}, position


def verdict_of(world: World, blob: bytes) -> Verdict | None:
    """Return None for what is not even a CMS any more."""
    with suppress(KnownError):
        return world.judge(blob).verdict
    return None


def test_two_signers_each_by_itself(world: World, tmp_path: Path) -> None:
    known, stranger = world.authority.person(), Authority().person()
    found = world.explain(by_openssl(tmp_path, [known, stranger], "-cades"))
    assert sorted(report.verdict for report in found.signers) == [Verdict.UNKNOWN, Verdict.VALID]
    assert found.verdict is Verdict.UNKNOWN
    both = world.explain(by_openssl(tmp_path, [known, world.authority.person("2718281828")], "-cades"))
    assert both.verdict is Verdict.VALID
    bad = world.explain(by_openssl(tmp_path, [known, stranger], "-cades"), CONTENT + b"!")
    assert bad.verdict is Verdict.INVALID


def test_plain_cms_is_no_cades(world: World, tmp_path: Path) -> None:
    for options in ((), ("-noattr",)):
        report = world.judge(by_openssl(tmp_path, [world.authority.person()], *options))
        assert (report.verdict, report.level, report.intact) == (Verdict.UNKNOWN, Level.CMS, True)
        assert (report.sub, codes(report)) == ("SIG_CONSTRAINTS_FAILURE", ["NOT_CADES"])
        spoiled = world.judge(by_openssl(tmp_path, [world.authority.person()], *options), b"!")
        assert spoiled.verdict is Verdict.INVALID


def test_certificate_left_out(world: World, tmp_path: Path) -> None:
    report = world.judge(by_openssl(tmp_path, [world.authority.person()], "-cades", "-nocerts"))
    assert (report.verdict, report.sub) == (Verdict.UNKNOWN, "NO_SIGNING_CERTIFICATE_FOUND")
    assert (codes(report), report.certificate) == (["SIGNER_CERTIFICATE_ABSENT"], None)


def test_another_certificate_of_the_same_key(world: World) -> None:
    """The signature fits either; what it names is one."""
    person = world.authority.person()
    blob = world.sign(person)
    # Same issuer and serial number, so that the identifier fits, and the same key, but other data and no signature.
    swapped = blob.replace("Млинок Плюс".encode(), "Млинок Мінус".encode()[: len("Млинок Плюс".encode())], 1)
    assert swapped != blob
    report = world.judge(swapped)
    assert "SIGNER_CERTIFICATE_ABSENT" in codes(report)
    assert report.verdict is Verdict.UNKNOWN


def test_weak_hash(world: World, tmp_path: Path) -> None:
    report = world.judge(by_openssl(tmp_path, [world.authority.person()], "-cades", "-md", "sha1"))
    assert (report.verdict, codes(report), report.scheme) == (Verdict.UNKNOWN, ["WEAK_ALGORITHM"], None)
    assert report.sub == "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    report = world.judge(by_openssl(tmp_path, [world.authority.person(key=weak)], "-cades"))
    assert "WEAK_ALGORITHM" in codes(report)
    assert report.verdict is Verdict.UNKNOWN


def test_unknown_algorithm_and_disagreeing_ones(world: World) -> None:
    blob = world.sign()
    ecdsa_256, ecdsa_384 = bytes.fromhex("2a8648ce3d040302"), bytes.fromhex("2a8648ce3d040303")

    def with_signature(name: bytes) -> bytes:
        return in_signer(
            blob, lambda parts: [p.replace(ecdsa_256, name) if p[:1] == b"\x30" else p for p in parts]
        )  # fmt: skip

    assert codes(world.judge(with_signature(ecdsa_384))) == ["SIGNATURE_INVALID"]
    assert codes(world.judge(with_signature(bytes.fromhex("2a8648ce3d04030e")))) == ["UNSUPPORTED_ALGORITHM"]


def test_certificate_named_by_sha1_alone(world: World, tmp_path: Path) -> None:
    """``openssl ts`` and old programs write ESSCertID of RFC 2634; here a signature is made by hand."""
    from hashlib import sha1

    from cabinet.qes.der import OCTETS, SEQUENCE, SET, oid, set_of, tlv
    from tests.qes.explain.kit import children

    person = world.authority.person()
    blob = world.sign(person)
    named = tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE, tlv(OCTETS, sha1(person.der, usedforsecurity=False).digest()))))
    instead = tlv(SEQUENCE, oid("1.2.840.113549.1.9.16.2.12"), tlv(SET, named))

    def change(parts: list[bytes]) -> list[bytes]:
        kept = [a for a in children(parts[3]) if bytes.fromhex("2a864886f70d010910022f") not in a]
        signed = set_of(SET, [*kept, instead])
        from cabinet.qes.cades_build import raw_to_der

        parts[3] = b"\xa0" + signed[1:]
        parts[5] = tlv(OCTETS, raw_to_der(person.sign(signed)))
        return parts

    report = world.judge(in_signer(blob, change))
    assert (report.verdict, report.level) == (Verdict.VALID, Level.BES)
    assert Note.NAMED_BY_SHA1 in report.notes


def test_large_document_is_hashed_from_its_file(world: World, tmp_path: Path) -> None:
    import tracemalloc

    from cabinet.qes.explain.explanation import explain

    path = tmp_path / "big"
    piece = bytes(range(256)) * 4096
    with path.open("wb") as file:
        for _ in range(48):
            file.write(piece)
    blob = world.sign(content=path.read_bytes())
    tracemalloc.start()
    found = explain(blob, Content.at(path), world.trust(), None, NOW)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.signers[0].intact is True
    assert found.content_size == 48 * len(piece)
    assert most < 16 * 1024 * 1024


def test_national_hash_of_too_much(tmp_path: Path) -> None:
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)
    content = Content.at(path)
    with pytest.raises(KnownError, match="SIGNED_CONTENT_TOO_LARGE"):
        content.digest("gost34311")
    assert len(content.digest("sha256")) == 32
    with pytest.raises(KnownError, match="FILE_UNREADABLE"):
        Content.at(tmp_path / "none")
