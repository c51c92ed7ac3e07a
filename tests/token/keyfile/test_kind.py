"""Files are told apart by what they hold, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from cabinet.contract.errors import KnownError
from cabinet.token.keyfile.file_key import FileKey
from cabinet.token.keyfile.kind import KeyFileKind, recognise
from tests.qes.dstu_material import DATA, uapki
from tests.qes_authority import Authority
from tests.token.keyfile_kit import PASSWORD, new_key, p12, pem_of, pem_of_key, run
from tests.token.uapki_kit import key6


def refusal(path: Path, library: str = "") -> KnownError:
    with pytest.raises(KnownError) as refused:
        FileKey(path, library).look()
    return refused.value


@pytest.mark.parametrize("options", [(), ("-legacy",), ("-nomac",), ("-keypbe", "NONE", "-certpbe", "NONE")])
def test_pkcs12_of_openssl(authority: Authority, tmp_path: Path, options: tuple[str, ...]) -> None:
    who = authority.person(key=new_key("p256"))
    path = p12(tmp_path / "key.cer", who.key, [who.der], *options)
    assert recognise(path.read_bytes()) is KeyFileKind.PKCS12


def test_stores_of_keytool(tmp_path: Path) -> None:
    for kind, wanted in (("JKS", KeyFileKind.JKS), ("PKCS12", KeyFileKind.PKCS12)):
        path = tmp_path / kind
        run("keytool", "-genkeypair", "-alias", "me", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=Me",
            "-storetype", kind, "-keystore", path, "-storepass", "secret12", "-keypass", "secret12")  # fmt: skip
        assert recognise(path.read_bytes()) is wanted


def test_pkcs8_of_openssl(tmp_path: Path) -> None:
    source = pem_of_key(new_key("p256"), tmp_path / "key.pem")
    assert recognise(source.read_bytes()) is KeyFileKind.PKCS8
    for form in ("DER", "PEM"):
        for options in (("-nocrypt",), ("-v2", "aes256", "-passout", f"pass:{PASSWORD}")):
            path = tmp_path / f"key.{form}{len(options)}"
            run("openssl", "pkcs8", "-topk8", "-in", source, "-outform", form, *options, "-out", path)
            assert recognise(path.read_bytes()) is KeyFileKind.PKCS8


def test_ukrainian_files() -> None:
    assert recognise((DATA / "uapki" / "test-diia.p12").read_bytes()) is KeyFileKind.PKCS12_DSTU
    assert recognise((DATA / "uapki" / "dstu-in-aes.p12").read_bytes()) is KeyFileKind.PKCS12
    assert recognise(key6()) is KeyFileKind.IIT
    assert [k for k in KeyFileKind if k.needs_library] == [
        KeyFileKind.PKCS12_DSTU, KeyFileKind.PKCS8_DSTU, KeyFileKind.IIT, KeyFileKind.JKS,
    ]  # fmt: skip


def test_certificates_under_a_key_files_name(authority: Authority, tmp_path: Path) -> None:
    path = tmp_path / "Key-6.p12"
    pem = pem_of(authority.der, tmp_path / "a.pem")
    run("openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER", "-out", tmp_path / "a.p7b")
    cases = {
        KeyFileKind.CERTIFICATE: (authority.der, uapki("diia-test-sign"), pem.read_bytes()),
        KeyFileKind.CERTIFICATES: ((tmp_path / "a.p7b").read_bytes(),),
    }
    for kind, contents in cases.items():
        for content in contents:
            path.write_bytes(content)
            assert recognise(content) is kind
            assert refusal(path).code == "KEY_FILE_IS_CERTIFICATE"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "KEY_FILE_EMPTY"),
        (b" \r\n", "KEY_FILE_EMPTY"),
        (b"hello", "KEY_FILE_UNREADABLE"),
        (b"\x30\x03\x02\x01\x05", "KEY_FILE_UNREADABLE"),
        (b"\x30\x82\x05\x00\x02\x01\x03", "KEY_FILE_DAMAGED"),
        (b"-----BEGIN PRIVATE KEY-----\n", "KEY_FILE_DAMAGED"),
        (b"-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----\n", "KEY_FILE_UNREADABLE"),
        (bytes(1 << 20) + b"x", "KEY_FILE_UNREADABLE"),
    ],
)
def test_what_is_no_key_is_refused_before_a_password(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "key.p12"
    path.write_bytes(content)
    assert refusal(path).code == code


def test_every_beginning_of_a_file_is_damaged_or_nothing(tmp_path: Path) -> None:
    whole = key6(b"k" * 40)
    for length in range(2, len(whole)):
        assert recognise(whole[:length]) in {KeyFileKind.CUT_SHORT, KeyFileKind.UNKNOWN}
    assert refusal(tmp_path / "absent.p12").code == "KEY_FILE_UNREADABLE"


def test_a_library_is_asked_for_by_the_files_kind(tmp_path: Path) -> None:
    path = tmp_path / "key.p12"
    for content, name in ((key6(), "Key-6.dat"), (b"\xfe\xed\xfe\xed" + bytes(60), "JKS")):
        path.write_bytes(content)
        refused = refusal(path)
        assert refused.code == "KEY_FILE_NEEDS_LIBRARY"
        assert refused.facts["kind"] == name
        FileKey(path, "/anywhere/libuapki.so").look()
