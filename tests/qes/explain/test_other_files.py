"""Files that people bring as "a signature", each made by the program that makes such files, called what it is."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cabinet.contract.catalogue import problem_cards
from cabinet.contract.errors import KnownError
from cabinet.qes.explain.armour import unarmoured
from cabinet.qes.explain.envelope import read_envelope
from tests.qes.explain.kit import World

Maker = Callable[[Path, World], bytes]


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def archive(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as out:
        for name, data in files.items():
            out.writestr(name, data)
    return written.getvalue()


def asic(name: str) -> Maker:
    files = {"mimetype": b"application/vnd.etsi.asic-e+zip", "document.pdf": b"%PDF-1.7", name: b"0"}
    return lambda _folder, _world: archive(**files)


def given(data: bytes) -> Maker:
    return lambda _folder, _world: data


def made(*commands: tuple[str, ...]) -> Maker:
    """Run openssl's commands with a key and a certificate at hand; the last one writes ``out``."""

    def make(folder: Path, _world: World) -> bytes:
        openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-out", "c", "-subj", "/CN=x")
        (folder / "d").write_bytes(b"document")
        for words in commands:
            openssl(folder, *words)
        return (folder / "out").read_bytes()

    return make


def tar_gz(_folder: Path, world: World) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as out:
        entry = tarfile.TarInfo("a.p7s")
        blob = world.sign()
        entry.size = len(blob)
        out.addfile(entry, io.BytesIO(blob))
    return written.getvalue()


XML = '<?xml version="1.0"?><a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></a>'
RECEIPT = json.dumps({"note": "…", "verdictsSha256": "00"})
REQUEST = ("req", "-new", "-key", "k", "-subj", "/CN=x", "-out", "out")
ENCRYPT = ("cms", "-encrypt", "-in", "d", "-outform", "DER", "-out", "out", "c")
FILES: dict[str, tuple[str, Maker]] = {
    "ASiC with CAdES": ("FILE_IS_ASIC", asic("META-INF/signature001.p7s")),
    "ASiC-S": ("FILE_IS_ASIC", asic("META-INF/signature.p7s")),
    "ASiC with XAdES": ("FILE_IS_ASIC_XML", asic("META-INF/signatures0.xml")),
    "workbook": ("FILE_IS_DOCUMENT", given(archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}))),
    "zip": ("FILE_IS_ARCHIVE", given(archive(**{"a.p7s": b"0"}))),
    "cut zip": ("FILE_IS_ARCHIVE", given(archive(**{"a.p7s": b"0"})[:40])),
    "tar.gz": ("FILE_IS_ARCHIVE", tar_gz),
    "signed PDF": ("FILE_IS_SIGNED_PDF", given(b"%PDF-1.7\n/ByteRange [0 1 2 3]" + bytes(range(256)))),
    "PDF": ("FILE_IS_DOCUMENT", given(b"\n%PDF-1.4\n" + bytes(range(256)))),
    "signed XML": ("FILE_IS_SIGNED_XML", given(XML.encode())),
    "signed XML with its signature late": (
        "FILE_IS_SIGNED_XML", given(XML.replace("<a>", "<a>" + "<b/>" * 2_000_000).encode()),
    ),
    "XML of Windows": ("FILE_IS_SIGNED_XML", given(b"\xef\xbb\xbf" + XML.encode())),
    "XML": ("FILE_IS_DOCUMENT", given(b"<a/>")),
    "text": ("FILE_IS_DOCUMENT", given("Договір № 7".encode())),
    "text of Windows": ("FILE_IS_DOCUMENT", given(b"\xff\xfe" + "Договір № 7".encode("utf-16-le"))),
    "JSON": ("FILE_IS_DOCUMENT", given(b'{"a": 1}')),
    "receipt": ("FILE_IS_RECEIPT", given(RECEIPT.encode())),
    "Java's key store": ("FILE_IS_KEY", given(b"\xfe\xed\xfe\xed" + bytes(64))),
    "encrypted": ("FILE_IS_ENCRYPTED", made(ENCRYPT)),
    "certificate": ("FILE_IS_CERTIFICATE", lambda _folder, world: world.authority.der),
    "certificate, PEM": ("FILE_IS_CERTIFICATE", made(("x509", "-in", "c", "-out", "out"))),
    "revocation list": ("FILE_IS_REVOCATION_LIST", lambda _folder, world: world.authority.crl()),
    "request": ("FILE_IS_REQUEST", made((*REQUEST, "-outform", "DER"))),
    "request, PEM": ("FILE_IS_REQUEST", made(REQUEST)),
    "PKCS#12": (
        "FILE_IS_KEY", made(("pkcs12", "-export", "-inkey", "k", "-in", "c", "-passout", "pass:x", "-out", "out")),
    ),
    "PKCS#8": ("FILE_IS_KEY", made(("pkcs8", "-topk8", "-nocrypt", "-in", "k", "-outform", "DER", "-out", "out"))),
    "PKCS#8, encrypted": (
        "FILE_IS_KEY", made(("pkcs8", "-topk8", "-in", "k", "-passout", "pass:x", "-outform", "DER", "-out", "out")),
    ),
    "PKCS#8, PEM": ("FILE_IS_KEY", made(("pkcs8", "-topk8", "-nocrypt", "-in", "k", "-out", "out"))),
    "public key": ("FILE_IS_KEY", made(("pkey", "-in", "k", "-pubout", "-outform", "DER", "-out", "out"))),
    "time-stamp query": (
        "FILE_IS_TIME_STAMP", made(("ts", "-query", "-data", "d", "-sha256", "-out", "out")),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.mark.parametrize("name", FILES)
def test_called_what_it_is(tmp_path: Path, world: World, name: str) -> None:
    code, make = FILES[name]
    with pytest.raises(KnownError) as refused:
        world.explain(make(tmp_path, world))
    assert refused.value.code == code
    card = problem_cards()[code]
    assert card.sentence.uk
    assert card.action.en


def test_time_stamp_response_and_status_answer(world: World) -> None:
    from cabinet.qes.der import SEQUENCE, tlv
    from tests.qes_authority import NOW

    response = tlv(SEQUENCE, tlv(SEQUENCE, b"\x02\x01\x00"), world.token(bytes(32)))
    answer = world.answer(world.authority.person(), this=NOW)
    for blob, code in ((response, "FILE_IS_TIME_STAMP"), (answer, "FILE_IS_STATUS_ANSWER")):
        with pytest.raises(KnownError, match=code):
            world.explain(blob)


def test_key_of_ukrainian_authorities(world: World) -> None:
    from cabinet.qes.der import OCTETS, SEQUENCE, oid, tlv

    envelope = tlv(SEQUENCE, tlv(SEQUENCE, oid("1.3.6.1.4.1.19398.1.1.1.2"), tlv(SEQUENCE)), tlv(OCTETS, bytes(64)))
    with pytest.raises(KnownError, match="FILE_IS_KEY"):
        world.explain(envelope)


def test_a_signature_is_none_of_them(world: World) -> None:
    assert read_envelope(unarmoured(world.sign()).der).signers
