"""Key files with EC and RSA keys, packed by openssl and keytool, opened here and verified by openssl."""

from __future__ import annotations

import logging
import shutil
import traceback
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabinet.contract.errors import KnownError
from cabinet.qes.cades_build import build, signing_of
from cabinet.qes.cades_verify import verify
from cabinet.token.keyfile.file_key import FileKey
from cabinet.token.keyfile.mac import password_fits
from cabinet.token.keyfile.open_key import OpenKey
from tests.qes.dstu_material import DATA
from tests.qes_authority import NOW, Authority, Person
from tests.token.keyfile_kit import PASSWORD, new_key, p12, pem_of, pem_of_key, run

CONTENT = b"LOGIN v1\n"


def refusal(path: Path, password: str = PASSWORD) -> KnownError:
    with pytest.raises(KnownError) as refused:
        FileKey(path).open(password)
    return refused.value


@pytest.fixture
def spoilt(authority: Authority, tmp_path: Path) -> list[bytes]:
    """Files to spoil: keys with and without encryption, and a certificate."""
    who = authority.person(key=new_key("p256"))
    plain = pem_of_key(who.key, tmp_path / "plain.key")
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", plain, "-outform", "DER", "-out", tmp_path / "p8")
    ways = [(), ("-nomac",), ("-keypbe", "NONE", "-certpbe", "NONE", "-nomac")]
    files = [p12(tmp_path / f"{n}.p12", who.key, [who.der], *way).read_bytes() for n, way in enumerate(ways)]
    return [*files, (tmp_path / "p8").read_bytes(), plain.read_bytes(), who.der]


def signed(opened: OpenKey) -> bytes:
    how = signing_of(opened.certificate)
    return build(CONTENT, opened.certificate, lambda data: opened.sign(data, how.kind, how.digest), NOW, opened.chain)


@pytest.mark.parametrize("options", [(), ("-legacy",), ("-nomac",)])
@pytest.mark.parametrize("kind", ["p256", "p384", "rsa"])
def test_signature_that_openssl_verifies(
    authority: Authority, tmp_path: Path, kind: str, options: tuple[str, ...]
) -> None:
    who = authority.person(key=new_key(kind))
    path = p12(tmp_path / "ключ.p12", who.key, [who.der, authority.der, authority.root_der], *options)
    opened = FileKey(path).open(PASSWORD)
    assert opened.certificate == who.der
    assert opened.chain == (authority.der,), "the root is the verifier's own"
    blob = signed(opened)
    verify(blob, CONTENT, NOW)
    (tmp_path / "x.p7s").write_bytes(blob)
    (tmp_path / "x.bin").write_bytes(CONTENT)
    ca = authority.chain_pem(tmp_path / "ca.pem")
    run("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", tmp_path / "x.p7s", "-content",
        tmp_path / "x.bin", "-binary", "-CAfile", ca, "-purpose", "any", "-out", tmp_path / "out")  # fmt: skip
    opened.close()
    with pytest.raises(KnownError, match="NO_SIGN_MECHANISM"):
        signed(opened)


def test_store_of_keytool(authority: Authority, tmp_path: Path) -> None:
    who = authority.person(key=new_key("p256"))
    source = p12(tmp_path / "a.p12", who.key, [who.der, authority.der], password="secret12")
    path = tmp_path / "b.p12"
    run("keytool", "-importkeystore", "-noprompt", "-srckeystore", source, "-srcstorepass", "secret12",
        "-destkeystore", path, "-deststoretype", "PKCS12", "-deststorepass", "other-34")  # fmt: skip
    opened = FileKey(path).open("other-34")
    assert opened.certificate == who.der
    verify(signed(opened), CONTENT, NOW)
    assert refusal(path, "secret12").code == "KEY_FILE_PASSWORD"


def test_signing_certificate_of_several(authority: Authority, tmp_path: Path) -> None:
    """Of certificates of one key the one that signs, of those the newest; others' are passed over."""
    key = new_key("p256")
    older, newer = (authority.person(key=key, start=timedelta(days=-days)) for days in (300, 3))
    encrypting = authority.person(key=key, usages=("key_agreement",), start=timedelta(days=-1))
    stranger = authority.person()
    path = p12(tmp_path / "k.p12", key, [encrypting.der, stranger.der, older.der, newer.der, authority.der])
    opened = FileKey(path).open(PASSWORD)
    assert opened.certificate == newer.der
    assert opened.chain == (authority.der,)
    alone = p12(tmp_path / "e.p12", key, [encrypting.der])
    assert FileKey(alone).open(PASSWORD).certificate == encrypting.der, "the row then says why it cannot log in"


@pytest.mark.parametrize("form", ["cer", "pem", "p7b"])
def test_certificate_that_lies_beside(authority: Authority, tmp_path: Path, form: str) -> None:
    who = authority.person(key=new_key("rsa"))
    source = pem_of_key(who.key, tmp_path / "plain.key")
    path = tmp_path / "key.pk8"
    run("openssl", "pkcs8", "-topk8", "-v2", "aes256", "-in", source, "-outform", "DER", "-passout",
        f"pass:{PASSWORD}", "-out", path)  # fmt: skip
    assert refusal(path).code == "KEY_FILE_CERTIFICATE_ABSENT"
    (tmp_path / "broken.cer").write_bytes(b"\x30\x82\x01")
    (tmp_path / "other.cer").write_bytes(authority.person().der)
    beside = tmp_path / f"mine.{form}"
    if form == "cer":
        beside.write_bytes(who.der)
    else:
        first, second = pem_of(authority.der, tmp_path / "1.txt"), pem_of(who.der, tmp_path / "2.txt")
        both = tmp_path / "both.txt"
        both.write_bytes(first.read_bytes() + second.read_bytes())
        if form == "pem":
            both.rename(beside)
        else:
            run("openssl", "crl2pkcs7", "-nocrl", "-certfile", both, "-outform", "DER", "-out", beside)
    opened = FileKey(path).open(PASSWORD)
    assert opened.certificate == who.der
    verify(signed(opened), CONTENT, NOW)
    assert refusal(path, "wrong").code == "KEY_FILE_PASSWORD"
    assert FileKey(source).open("").certificate == who.der, "a key that is not encrypted needs no password"


@pytest.mark.parametrize("options", [(), ("-legacy",), ("-nomac",)])
def test_wrong_password(authority: Authority, tmp_path: Path, options: tuple[str, ...]) -> None:
    who = authority.person(key=new_key("p256"))
    path = p12(tmp_path / "k.p12", who.key, [who.der], *options)
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), "x" * 500, "a\nb", "a\0b", "\ud800"):
        assert refusal(path, wrong).code == "KEY_FILE_PASSWORD"
    assert password_fits(path.read_bytes(), PASSWORD) is (None if "-nomac" in options else True)
    assert password_fits(path.read_bytes(), "wrong") is (None if "-nomac" in options else False)


def test_damage_is_not_called_a_wrong_password(authority: Authority, tmp_path: Path) -> None:
    who = authority.person(key=new_key("p256"))
    path = p12(tmp_path / "k.p12", who.key, [who.der])
    whole = path.read_bytes()
    for length in (40, 200, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert refusal(path).code == "KEY_FILE_DAMAGED"
    path.write_bytes(whole[:30] + bytes(len(whole) - 30))
    assert refusal(path).code == "KEY_FILE_DAMAGED"


def test_files_that_hold_no_signing_key(authority: Authority, tmp_path: Path) -> None:
    pem = pem_of(authority.der, tmp_path / "ca.pem")
    path = tmp_path / "certificates.p12"
    run("openssl", "pkcs12", "-export", "-nokeys", "-in", pem, "-passout", f"pass:{PASSWORD}", "-out", path)
    assert refusal(path).code == "KEY_FILE_IS_CERTIFICATE"
    other = tmp_path / "ed25519.pem"
    run("openssl", "genpkey", "-algorithm", "ED25519", "-out", other)
    assert refusal(other).code == "UNSUPPORTED_ALGORITHM"


def test_dstu_key_inside_ordinary_encryption(tmp_path: Path) -> None:
    """UAPKI writes such files: only with the right password it shows that the key is a DSTU one."""
    path = tmp_path / "key.p12"
    shutil.copy(DATA / "uapki" / "dstu-in-aes.p12", path)
    FileKey(path).look()
    assert refusal(path, "wrong").code == "KEY_FILE_PASSWORD"
    assert refusal(path, "testpassword").code == "KEY_FILE_NEEDS_LIBRARY"


def test_password_is_in_no_text(authority: Authority, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    who: Person = authority.person(key=new_key("p256"))
    path = p12(tmp_path / "k.p12", who.key, [who.der])
    with caplog.at_level(logging.DEBUG):
        opened = FileKey(path).open(PASSWORD)
        refused = refusal(path, "canary-6021")
    told = "".join(traceback.format_exception(refused)) + repr(refused.facts) + repr(vars(opened)) + caplog.text
    assert "canary-6021" not in told
    assert PASSWORD not in told


def test_a_file_in_the_basic_encoding_opens_without_a_warning(authority: Authority, tmp_path: Path) -> None:
    """Of indefinite length outside, as some issuers' programs write PKCS#12: warnings are errors here."""
    who: Person = authority.person(key=new_key("p256"))
    path = p12(tmp_path / "k.p12", who.key, [who.der])
    distinguished = path.read_bytes()
    assert distinguished[:2] == b"\x30\x82"
    path.write_bytes(b"\x30\x80" + distinguished[4:] + b"\x00\x00")
    assert FileKey(path).open(PASSWORD).certificate == who.der


# A spoilt serial number may be none: what the library only warns of today it will refuse later, by a ValueError.
@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spoiled_files_are_refused_by_a_code(spoilt: list[bytes], tmp_path: Path, data: st.DataObject) -> None:
    """A byte of a key file, or of a certificate beside it, is another one: it opens, or says why not."""
    contents = bytearray(data.draw(st.sampled_from(spoilt)))
    for _ in range(data.draw(st.integers(1, 3))):
        contents[data.draw(st.integers(0, min(len(contents) - 1, 400)))] = data.draw(st.integers(0, 255))
    path = tmp_path / "k.p12"
    path.write_bytes(contents)
    (tmp_path / "k.cer").write_bytes(contents)
    try:
        FileKey(path).open(PASSWORD)
    except KnownError as refused:
        assert refused.code.startswith("KEY_FILE_") or refused.code == "UNSUPPORTED_ALGORITHM"  # noqa: PT017
