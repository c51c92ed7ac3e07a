"""Forms in which new keys are handed over: PEM files, PKCS#12, a Kubernetes Secret, an environment file."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from enum import StrEnum

from cabinet.contract.errors import KnownError
from cabinet.profile.key_swap import KEY_FILES

__all__ = ["SHORTEST_PASSWORD", "HandOverForm", "file_names", "render"]

SHORTEST_PASSWORD = 12
_VARIABLES = {
    "transportCertificate": "SOMS_TRANSPORT_CERTIFICATE_B64",
    "transportKey": "SOMS_TRANSPORT_KEY_B64",
    "signingKey": "SOMS_SIGNING_KEY_B64",
}


class HandOverForm(StrEnum):
    """How the platform takes its keys."""

    PEM = "pem"
    PKCS12 = "pkcs12"
    KUBERNETES = "kubernetes"
    ENVIRONMENT = "environment"


def file_names(form: HandOverForm) -> tuple[str, ...]:
    """Return every file that a form may write."""
    return {
        HandOverForm.PEM: ("credential.json", *KEY_FILES.values(), "profile.json"),
        HandOverForm.PKCS12: ("credential.json", "transport.p12", "signing.p12", "profile.json"),
        HandOverForm.KUBERNETES: ("soms-secret.yaml",),
        HandOverForm.ENVIRONMENT: ("soms.env",),
    }[form]


def render(
    form: HandOverForm, about: Mapping[str, str], keys: Mapping[str, bytes], profile: bytes, password: str
) -> dict[str, bytes]:
    """Return files by name, ``credential.json`` last.

    Raises:
        KnownError: ``PASSWORD_WEAK`` for a PKCS#12 password of fewer than 12 characters.
    """
    if form is HandOverForm.KUBERNETES:
        return {"soms-secret.yaml": _secret(about, keys, profile)}
    if form is HandOverForm.ENVIRONMENT:
        return {"soms.env": _environment(about, keys)}
    named = json.dumps({**about, **{m: n for m, n in KEY_FILES.items() if m in keys}}, indent=1).encode()
    if form is HandOverForm.PKCS12:
        if len(password) < SHORTEST_PASSWORD:
            raise KnownError("PASSWORD_WEAK", expected=str(SHORTEST_PASSWORD))
        return {
            **_pkcs12(about, keys, password.encode()),
            "profile.json": profile,
            "credential.json": json.dumps(dict(about), indent=1).encode(),
        }
    return {**{KEY_FILES[m]: data for m, data in keys.items()}, "profile.json": profile, "credential.json": named}


def _pkcs12(about: Mapping[str, str], keys: Mapping[str, bytes], password: bytes) -> dict[str, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        load_pem_private_key,
        pkcs12,
    )

    files, name = {}, about["source"].encode()
    for file, key_member in (("transport.p12", "transportKey"), ("signing.p12", "signingKey")):
        if key_member not in keys:
            continue
        key = load_pem_private_key(keys[key_member], None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | Ed25519PrivateKey):
            raise KnownError("KEY_WEAK", key_member)
        certificate = None
        if key_member == "transportKey":
            certificate = x509.load_pem_x509_certificate(keys["transportCertificate"])
        files[file] = pkcs12.serialize_key_and_certificates(
            name, key, certificate, None, BestAvailableEncryption(password)
        )
    return files


def _secret(about: Mapping[str, str], keys: Mapping[str, bytes], profile: bytes) -> bytes:
    """Return a manifest; JSON scalars are YAML's, so nothing needs quoting of our own."""
    data = {KEY_FILES[m]: pem for m, pem in keys.items()}
    data |= {"profile.json": profile, "credential.json": json.dumps({**about, **KEY_FILES}).encode()}
    name = "soms-" + "".join(c if c.isalnum() else "-" for c in about["source"].lower()).strip("-")
    lines = [
        "apiVersion: v1",
        "kind: Secret",
        "metadata:",
        f"  name: {json.dumps(name)}",
        "  labels:",
        f"    soms.credential: {json.dumps(about['credentialId'])}",
        "type: Opaque",
        "data:",
        *(f"  {json.dumps(n)}: {base64.b64encode(d).decode()}" for n, d in data.items()),
    ]
    return ("\n".join(lines) + "\n").encode()


def _environment(about: Mapping[str, str], keys: Mapping[str, bytes]) -> bytes:
    """Return ``NAME=value`` lines for systemd's ``EnvironmentFile`` or a container; keys are base64 of PEM."""
    lines = [
        f"SOMS_CREDENTIAL_ID={about['credentialId']}",
        f"SOMS_OPERATOR={about['operator']}",
        f"SOMS_SOURCE={about['source']}",
        f"SOMS_ENVIRONMENT={about['environment']}",
        *(f"{_VARIABLES[m]}={base64.b64encode(pem).decode()}" for m, pem in keys.items()),
    ]
    return ("\n".join(lines) + "\n").encode()
