"""The folder a machine credential was handed over in: certificate, two keys, profile. Files 0600, PEM."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from cabinet.contract.errors import KnownError
from cabinet.contract.key_ids import key_id
from cabinet.contract.profile import PerimeterProfile
from cabinet.contract.states import Environment
from cabinet.profile.key_swap import KEY_FILES, read_about
from cabinet.profile.profiles import read_profile
from cabinet.sealing.envelope import SigningKey
from cabinet.wire.trust import ClientCertificate

__all__ = ["SenderCredential", "open_credential"]


@dataclass(frozen=True)
class SenderCredential:
    """An opened credential. ``repr`` shows no key."""

    folder: Path
    credential_id: str
    operator: str
    source: str
    environment: Environment
    profile: PerimeterProfile
    client: ClientCertificate
    signing_key: SigningKey
    signing_key_id: str

    def __repr__(self) -> str:
        return f"SenderCredential({self.source}, {self.environment.value})"


def open_credential(folder: Path) -> SenderCredential:
    """Open a credential's folder.

    Raises:
        KnownError: ``CREDENTIAL_FOLDER_INVALID``, ``CREDENTIAL_UNREADABLE`` or ``PROFILE_UNREADABLE``.
    """
    about = read_about(folder)
    for name in ("profile.json", *(about[member] for member in KEY_FILES)):
        if not (folder / name).is_file():
            raise KnownError("CREDENTIAL_FOLDER_INVALID", path=str(folder / name))
    path = folder / "credential.json"
    try:
        operator, source, credential_id = about["operator"], about["source"], about["credentialId"]
        environment = Environment(about["environment"])
        path = folder / about["signingKey"]
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnownError("CREDENTIAL_UNREADABLE", type(error).__name__, path=str(path)) from error
    if not isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise KnownError("CREDENTIAL_UNREADABLE", "kind of key", path=str(path))
    profile = read_profile(folder / "profile.json")
    if profile.environment is not environment:
        raise KnownError("ENVIRONMENT_OTHER", expected=profile.environment.value, present=environment.value)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    client = ClientCertificate(folder / about["transportCertificate"], folder / about["transportKey"])
    return SenderCredential(
        folder, credential_id, operator, source, environment, profile, client, key, key_id(environment, public)
    )
