"""The demo's token maker, against tools it does not know."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import NameOID

from cabinet.token.pkcs11.soft_token import SoftTokenMaker, softhsm_module
from tests.softhsm import PIN, SO_PIN, need


def certificate(public: bytes) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ковальчук Олена")])
    now = datetime.now(UTC)
    key = load_der_public_key(public)
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key)
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )


def test_tokens_that_pkcs11_tool_can_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", "")
    module = softhsm_module()
    assert module is not None, "apt-get install softhsm2"
    maker = SoftTokenMaker(tmp_path / "soft", module)
    made = {}
    for label in ("director", "compliance"):
        made[label] = maker.make(label, PIN, SO_PIN)
        wanted = certificate(made[label])
        maker.put(label, PIN, wanted.public_bytes(Encoding.DER), wanted.subject.public_bytes())
    maker.close()
    data = tmp_path / "data"
    data.write_bytes(hashlib.sha256(b"what is signed").digest())
    for label, public in made.items():
        base = [need("pkcs11-tool"), "--module", str(module.path), "--token-label", label]
        read = subprocess.run([*base, "--read-object", "--type", "cert", "--id", "01"], capture_output=True, check=True)
        assert x509.load_der_x509_certificate(read.stdout).public_key() == load_der_public_key(public)
        signature = tmp_path / f"{label}.sig"
        subprocess.run(
            [*base, "--login", "--pin", PIN, "--sign", "--id", "01", "--mechanism", "ECDSA",
             "--signature-format", "openssl", "--input-file", str(data), "--output-file", str(signature)],
            check=True, capture_output=True,
        )  # fmt: skip
        key = load_der_public_key(public)
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(signature.read_bytes(), b"what is signed", ec.ECDSA(hashes.SHA256()))
