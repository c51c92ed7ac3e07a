"""Test QES for the demo's people: SoftHSM2 tokens where the library is there, else key files; and a plain log-in."""

from __future__ import annotations

import base64
import secrets
import time
from pathlib import Path
from typing import Final

from cabinet.contour.process import ContourProcess
from cabinet.contour.sample.operator import PEOPLE, SAMPLE_EDRPOU, SAMPLE_NAME, SamplePerson
from cabinet.contract.clock import Clock
from cabinet.contract.errors import KnownError
from cabinet.contract.testdata import NewIdentity
from cabinet.desks.login.statement import ask_challenge, fields_of, sign_statement
from cabinet.perimeter.login import PersonSession
from cabinet.profile.demo_note import DemoNote
from cabinet.token.keyfile.file_key import FileKey
from cabinet.token.pkcs11.soft_token import SoftTokenMaker, softhsm_module
from cabinet.wire.transport import Transport

__all__ = ["DEMO_PIN", "log_in", "make_identities"]

DEMO_PIN: Final = "271828"
_SO_PIN: Final = "31415926"
_LOGIN_SECONDS: Final = 20.0
_PAUSE: Final = 0.02


def make_identities(contour: ContourProcess, folder: Path) -> DemoNote:
    """Make a QES for each of the sample people, and one that cannot log in; returns the note of where they are."""
    assert contour.ready is not None  # noqa: S101  the caller has started it
    profile = contour.ready.profile
    module = softhsm_module()
    if module is None:
        files = tuple(str(_key_file(contour, folder, who)) for who in PEOPLE)
        return DemoNote(contour.ready.url, str(profile), DEMO_PIN, "", "", files)
    maker = SoftTokenMaker(folder / "softhsm", module)
    try:
        for who in PEOPLE:
            _token(contour, maker, f"Demo {who.role.value}", _identity(who))
        head = PEOPLE[0]
        bare = _identity(head, kind="personal", edrpou=None, organisation=None, title=None)
        _token(contour, maker, "Demo expired", _identity(head, kind="expired"))
        _token(contour, maker, "Demo personal", bare)
    finally:
        maker.close()
    configuration = folder / "softhsm" / "softhsm2.conf"
    return DemoNote(contour.ready.url, str(profile), DEMO_PIN, str(module.path), str(configuration))


def log_in(contour: ContourProcess, folder: Path, who: SamplePerson, clock: Clock) -> tuple[PersonSession, Transport]:
    """Log in with a key file that is gone afterwards; the caller closes the transport.

    Raises:
        KnownError: the server's verdict.
    """
    from cabinet.profile.profiles import read_profile
    from cabinet.qes.cades_build import signing_of

    assert contour.ready is not None  # noqa: S101  the caller has started it
    path = _key_file(contour, folder, who)
    try:
        key = FileKey(path).open(DEMO_PIN)
    finally:
        path.unlink()
    transport = Transport(read_profile(contour.ready.profile))
    asked = ask_challenge(transport, clock, SAMPLE_EDRPOU)
    how = signing_of(key.certificate)
    cms = sign_statement(asked, key.certificate, (), lambda data: key.sign(data, how.kind, how.digest), clock.now())
    accepted = asked.client.submit(asked.statement.cid, fields_of(asked.statement), base64.b64encode(cms).decode())
    deadline = time.monotonic() + _LOGIN_SECONDS
    while not (progress := asked.client.progress(accepted.login_id)).done:
        if time.monotonic() > deadline:
            raise KnownError("PERIMETER_TIMEOUT")
        time.sleep(_PAUSE)
    if progress.tokens is None or progress.person is None:
        raise KnownError(progress.code or "INTERNAL", **progress.facts)
    return asked.client.session(progress.tokens, progress.person), transport


def _identity(who: SamplePerson, **changes: object) -> NewIdentity:
    values = {
        "name": who.name,
        "rnokpp": who.rnokpp,
        "edrpou": SAMPLE_EDRPOU,
        "organisation": SAMPLE_NAME,
        "title": who.title,
    }
    return NewIdentity.model_validate({**values, **changes})


def _key_file(contour: ContourProcess, folder: Path, who: SamplePerson) -> Path:
    issued = contour.testdata("testdata_identity", _identity(who, password=DEMO_PIN))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{who.role.value}-{secrets.token_hex(3)}.p12"
    path.write_bytes(base64.b64decode(issued["pkcs12"]))
    path.chmod(0o600)
    return path


def _token(contour: ContourProcess, maker: SoftTokenMaker, label: str, wanted: NewIdentity) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

    public = load_der_public_key(maker.make(label, DEMO_PIN, _SO_PIN))
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    issued = contour.testdata("testdata_identity", wanted.model_copy(update={"public_key_pem": pem}))
    certificate = x509.load_pem_x509_certificate(issued["certificatePem"].encode())
    maker.put(label, DEMO_PIN, certificate.public_bytes(Encoding.DER), certificate.subject.public_bytes())
