"""The perimeter profile: the one file that is the root of all verification (CONTRACT §1)."""

from __future__ import annotations

from pydantic import Field

from cabinet.contract.model import Answer
from cabinet.contract.states import Environment, Implementation

__all__ = ["PerimeterProfile"]


class PerimeterProfile(Answer):
    """What a person imports and is shown the fingerprint of.

    ``audience`` is the base URL; ``ca_pem`` anchors TLS; ``spki_pins`` are SHA-256 of the server's SPKI, hex;
    ``note_verifier_keys`` are C2SP signed-note verifier keys; ``trusted_list_signer`` is SHA-256 (hex) of the
    certificate that signs the trusted list at ``trusted_list_url``; ``file_keys_allowed`` says whether a key file may
    log in (only ever true for a test contour); ``personal_certificates_allowed`` whether the head may log in with a
    certificate that names no company; ``device_required`` whether a key must show that it lives in a protected device;
    ``staples_wanted`` that the perimeter cannot reach OCSP responders, so that a log-in should bring an answer along.
    """

    name: str = Field(min_length=1, max_length=80)
    audience: str = Field(pattern=r"^https://[^/\s]+$")
    ca_pem: str
    spki_pins: list[str]
    note_verifier_keys: list[str]
    trusted_list_signer: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    trusted_list_url: str | None = None
    environment: Environment
    implementation: Implementation
    file_keys_allowed: bool = False
    personal_certificates_allowed: bool = False
    device_required: bool = False
    staples_wanted: bool = False
